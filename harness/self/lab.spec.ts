import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiClient } from '../clients/api.ts';
import { writeOf } from '../evidence/writes.ts';
import { loadCatalogue } from '../run/catalogue.ts';
import { type Result, resultSchema } from '../run/result.ts';
import { Control } from '../targets/bench.ts';
import { readTargetFile } from '../targets/target-file.ts';
import { emulatorProgram, run, start } from './command.ts';
import { test as base, expect, type Scratch } from './scratch.ts';

/** An emulated cluster that is judged as real nodes are: by address and credentials only. */
interface Lab {
  /** Target file without a bench. */
  file: string;
  control: Control;
  /** Everything that the nodes' logs say was changed on them, ids and file names generalised. */
  written(): Promise<string[]>;
}

const test = base.extend<{ lab: Lab }>({
  lab: async ({ scratch }, use) => {
    const file = join(scratch.path, 'target.yaml');
    const emulator = start(['--target-file', file], {}, emulatorProgram);
    const ready = JSON.parse(await emulator.firstLine) as { control: string };
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^bench:\n.*\n/m, ''));
    expect(readTargetFile(file).control).toBeNull();
    const control = new Control(ready.control);
    await use({ file, control, written: () => changesIn(control) });
    emulator.child.kill('SIGTERM');
    await emulator.ended;
  },
});

/** The changes in the logs of the cluster, from the Call Bridge's API trace and the MMP's audit lines. */
async function changesIn(control: Control): Promise<string[]> {
  const changes: string[] = [];
  for (const node of ['cms1', 'cms2', 'cms3']) {
    for (const line of (await control.log(node, 0)).lines) {
      const [, method, path] = /API trace \d+: ([A-Z]+) for "([^"]*)"/.exec(line) ?? [];
      const [, command] = /issued command < ?(.*)>: permission/.exec(line) ?? [];
      const seen =
        method && path
          ? ({ channel: 'api', summary: `${method} ${path}` } as const)
          : command !== undefined && ({ channel: 'mmp', summary: command } as const);
      const change =
        seen && writeOf({ channel: seen.channel, node, at: '', durationMs: 0, request: { summary: seen.summary } });
      if (change) changes.push(change);
    }
  }
  return [...new Set(changes)].sort();
}

function resultIn(folder: string): Result {
  return resultSchema.parse(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')));
}

/** What is left of the objects that the checks make. */
async function leftOn(file: string, scratch: Scratch): Promise<string[]> {
  const [node] = readTargetFile(file).nodes;
  if (!node) throw new Error(`no node in ${scratch.path}`);
  const api = new ApiClient({ node: node.name, ...node.api, tls: node.tls });
  const left: string[] = [];
  for (const collection of [
    'coSpaces',
    'calls',
    'callLegs',
    'callProfiles',
    'callLegProfiles',
    'cospaceBulkParameterSets',
  ]) {
    const { xml } = await api.get(`/api/v1/${collection}`);
    if (xml?.attributes.total !== '0') left.push(`${collection} ${xml?.attributes.total}`);
  }
  await api.close();
  return left;
}

test('a run observes unless it is told otherwise: the nodes see nothing but reading', async ({ lab, scratch }) => {
  const out = join(scratch.path, 'run');
  const { code } = await run(['certify', '--target', lab.file, '--out', out]);
  const { summary, requirements } = resultIn(out);
  expect(code).toBe(3);
  expect(summary.pass).toBeGreaterThan(5);
  expect(summary.fail).toBeUndefined();
  expect(requirements.filter(({ verdict }) => verdict === 'deferred').length).toBeGreaterThan(100);
  expect(await lab.written()).toEqual([]);
});

test('with --impact reversible it judges everything that needs no bench, as the plan said, and leaves nothing behind', async ({
  lab,
  scratch,
}) => {
  // the whole catalogue, twice, by one worker
  test.setTimeout(900_000);
  const planned = await run(['plan', '--target', lab.file, '--impact', 'reversible', '--json']);
  expect(planned.code).toBe(0);
  expect(await lab.written()).toEqual([]);
  const plan = JSON.parse(planned.out) as { checks: { id: string; writes: Record<string, number> }[] };

  const out = join(scratch.path, 'run');
  await run(['certify', '--target', lab.file, '--impact', 'reversible', '--out', out]);
  const { requirements } = resultIn(out);
  const expected = loadCatalogue()
    .filter(({ needs, impact }) => needs.length === 0 && impact !== 'disruptive')
    .map(({ id }) => id);
  const verdictOf = new Map(requirements.map(({ id, verdict }) => [id, verdict]));
  expect(expected.filter((id) => verdictOf.get(id) !== 'pass')).toEqual([]);
  // a check that finds the node that it wants only in a bench ends as not applicable
  // what takes a night is planted only where a scheduler runs, and this one has none
  const planting = loadCatalogue()
    .filter(({ plants }) => plants)
    .map(({ id }) => id);
  const foreseen = plan.checks.map(({ id }) => id).filter((id) => !planting.includes(id));
  expect(foreseen.filter((id) => !['pass', 'not-applicable'].includes(verdictOf.get(id) ?? ''))).toEqual([]);
  expect(requirements.filter(({ id, verdict }) => verdict === 'pass' && !foreseen.includes(id))).toEqual([]);

  const announced = new Set(plan.checks.flatMap(({ writes }) => Object.keys(writes)));
  const written = await lab.written();
  expect(written.length).toBeGreaterThan(10);
  expect(written.filter((change) => !announced.has(change))).toEqual([]);
  expect(await leftOn(lab.file, scratch)).toEqual([]);
});

test('Ctrl-C in the middle undoes what was begun, keeps what was judged, and ends 130', async ({ lab, scratch }) => {
  const out = join(scratch.path, 'run');
  const certify = start(['certify', '--target', lab.file, '--impact', 'reversible', '--only', 'TMS', '--out', out]);
  await new Promise<void>((resolve) =>
    certify.child.stdout?.on('data', () => certify.printed.out.includes('25/') && resolve()),
  );
  certify.child.kill('SIGINT');
  const { code } = await certify.ended;
  expect(code).toBe(130);
  const { exitCode, summary } = resultIn(out);
  expect(exitCode).toBe(130);
  expect(summary.pass).toBeGreaterThanOrEqual(20);
  expect(summary.fail).toBeUndefined();
  expect(await leftOn(lab.file, scratch)).toEqual([]);
});
