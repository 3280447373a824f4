import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiClient } from '../clients/api.ts';
import { Journal } from '../run/journal.ts';
import { targetIdentity } from '../run/store.ts';
import { readTargetFile } from '../targets/target-file.ts';
import { emulatorProgram, run, start } from './command.ts';
import { test as base, expect } from './scratch.ts';

const test = base.extend<{ file: string }>({
  file: async ({ scratch }, use) => {
    const file = join(scratch.path, 'target.yaml');
    const emulator = start(['--topology', 'single', '--no-tms', '--target-file', file], {}, emulatorProgram);
    await emulator.firstLine;
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^bench:\n.*\n/m, ''));
    await use(file);
    emulator.child.kill('SIGTERM');
    await emulator.ended;
  },
});

test('recover undoes what a killed run left: its object is gone, its setting is as before', async ({
  file,
  scratch,
}) => {
  const { nodes } = readTargetFile(file);
  const [node] = nodes;
  if (!node) throw new Error('no node');
  const state = join(scratch.path, 'state');
  const journal = new Journal(state, targetIdentity(nodes), 'killed');
  const api = new ApiClient({
    node: node.name,
    ...node.api,
    tls: node.tls,
    recorder: (exchange) => journal.note(exchange),
  });
  const profile = (
    await new ApiClient({ node: node.name, ...node.api, tls: node.tls }).post('/api/v1/callProfiles', [
      ['participantLimit', '7'],
    ])
  ).location as string;
  await api.get(profile);
  await api.put(profile, [['participantLimit', '8']]);
  const space = (await api.post('/api/v1/coSpaces', [['name', 'left behind']])).location as string;
  expect(await run(['recover', '--target', file, '--state', state])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^Run killed is still judging this target \(process \d+\); stop it/),
  });
  expect(journal.left()).toHaveLength(2);
  journal.close();
  await ofDeadProcess(state);

  const recovered = await run(['recover', '--target', file, '--state', state]);
  expect(recovered).toMatchObject({ code: 0, err: '' });
  expect(recovered.out).toContain(`${space}: removed`);
  expect(recovered.out).toContain(`${profile}: put back: participantLimit`);
  const asks = new ApiClient({ node: node.name, ...node.api, tls: node.tls });
  expect((await asks.get(space)).status).not.toBe(200);
  expect((await asks.get(profile)).body).toContain('<participantLimit>7<');
  expect(await run(['recover', '--target', file, '--state', state])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^Nothing to recover/),
  });
  await asks.close();
});

/** Makes the journal's entries those of a process that is gone: one with this number has begun at another time. */
async function ofDeadProcess(state: string): Promise<void> {
  const { DatabaseSync } = await import('node:sqlite');
  const db = new DatabaseSync(join(state, 'runs.sqlite'));
  db.prepare('UPDATE done SET process = ?').run(`${process.pid}@1`);
  db.close();
}
