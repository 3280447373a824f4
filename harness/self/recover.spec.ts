import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiClient } from '../clients/api.ts';
import { Journal } from '../run/journal.ts';
import { Lease } from '../run/lease.ts';
import { targetIdentity } from '../run/store.ts';
import { readTargetFile } from '../targets/target-file.ts';
import { bootstrap, emulatorProgram, run, start } from './command.ts';
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

test('after kill -9 in the middle of a run, recover undoes all that was answered', async ({ file, scratch }) => {
  const { nodes } = readTargetFile(file);
  const state = join(scratch.path, 'state');
  const before = await objects(file);
  let undone = '';
  let kills = 0;
  // a kill may hit the moment in which a check has just removed what it made
  for (; kills < 5 && undone === ''; kills += 1) {
    const out = join(scratch.path, `run-${kills}`);
    const what = ['--only', 'OBJECT', '--impact', 'reversible'];
    const args = ['certify', '--target', file, ...what, '--state', state, '--out', out];
    const certify = start(args, {}, bootstrap, null, { ownGroup: true });
    const journal = new Journal(state, targetIdentity(nodes));
    await expect
      .poll(() => journal.left().some(({ kind }) => kind === 'made'), { intervals: [2], timeout: 60_000 })
      .toBe(true);
    process.kill(-(certify.child.pid as number), 'SIGKILL');
    await certify.ended;
    journal.close();
    const recovered = await run(['recover', '--target', file, '--state', state]);
    expect(recovered).toMatchObject({ code: 0, err: '' });
    if (recovered.out.includes('undone')) undone = recovered.out;
  }
  expect(undone).toMatch(/^undone {2}cms1 {2}\/api\/v1\/\S+: /m);
  const after = await objects(file);
  expect(before.filter((path) => !after.includes(path))).toEqual([]);
  // a request whose answer the kill cut off has no known object
  expect(after.filter((path) => !before.includes(path)).length).toBeLessThanOrEqual(kills);
});

/** What the checks of objects make, as the first node lists it. */
async function objects(file: string): Promise<string[]> {
  const [node] = readTargetFile(file).nodes;
  if (!node) throw new Error('no node');
  const api = new ApiClient({ node: node.name, ...node.api, tls: node.tls });
  const paths: string[] = [];
  for (const name of ['coSpaces', 'callProfiles', 'callLegProfiles', 'tenants', 'ivrs', 'webBridges', 'userProfiles']) {
    const { items } = await api.all(`/api/v1/${name}`);
    paths.push(...items.map(({ attributes }) => `${name}/${attributes.id}`));
  }
  await api.close();
  return paths;
}

test('real nodes are for one run at a time', async ({ file, scratch }) => {
  const state = join(scratch.path, 'state');
  const lease = Lease.take(state, targetIdentity(readTargetFile(file).nodes), 'another');
  if (!(lease instanceof Lease)) throw new Error('nobody else is there');
  const certify = [
    'certify',
    '--target',
    file,
    '--state',
    state,
    '--only',
    'SCHED-HELP-01',
    '--out',
    join(scratch.path, 'run'),
  ];
  expect(await run(certify)).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringMatching(
      /^Run another \(process \d+, since \S+\) works on the nodes of .*; wait for its end, or stop it\.\n$/,
    ),
  });
  lease.release();
  expect((await run(certify)).code).toBe(0);
});

/** Makes the journal's entries those of a process that is gone: one with this number has begun at another time. */
async function ofDeadProcess(state: string): Promise<void> {
  const { DatabaseSync } = await import('node:sqlite');
  const db = new DatabaseSync(join(state, 'runs.sqlite'));
  db.prepare('UPDATE done SET process = ?').run(`${process.pid}@1`);
  db.close();
}
