import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import { loadCatalogue } from '../harness/run/catalogue.ts';
import type { RunOrder } from '../harness/run/order.ts';
import { resultSchema } from '../harness/run/result.ts';
import { test as base, expect } from '../harness/self/scratch.ts';
import { type Ending, writeReports } from './write.ts';

const catalogue = loadCatalogue();
const [first, second] = catalogue.filter(({ untestable }) => !untestable).map(({ id }) => id) as [string, string];
const passed: Ending = {
  verdict: 'pass',
  reason: '',
  checks: [{ title: 't', verdict: 'pass', durationMs: 3, evidence: [] }],
};
const calm = { interrupted: false, errors: [] };

const test = base.extend<{ order: RunOrder }>({
  order: async ({ scratch }, use) =>
    use({
      id: 'r1',
      folder: scratch.path,
      seed: 1,
      startedAt: '2026-01-01T00:00:00.000Z',
      tool: { version: '0.1.0', commit: 'unknown', cleanTree: false },
      target: { kind: 'emulator', emulator: {} },
      impact: 'disruptive',
      selected: [first, second],
    }),
});

test('what is written is what is given back: valid JSON of the schema, well-formed XML, a page', ({ order }) => {
  const result = writeReports(
    order,
    new Map([
      [first, passed],
      [second, passed],
    ]),
    calm,
  );
  expect(result).toMatchObject({ exitCode: 0, summary: { pass: 2 } });
  expect(resultSchema.parse(JSON.parse(readFileSync(join(order.folder, 'result.json'), 'utf8')))).toEqual(result);
  expect(XMLValidator.validate(readFileSync(join(order.folder, 'junit.xml'), 'utf8'))).toBe(true);
  expect(readFileSync(join(order.folder, 'certificate.html'), 'utf8')).toContain('<h1>Conformant in part</h1>');
});

test('a selected requirement without a check is not implemented, and the run is not conformant', ({ order }) => {
  const result = writeReports(order, new Map([[first, passed]]), calm);
  expect(result.requirements.map(({ id, verdict }) => [id, verdict])).toEqual([
    [first, 'pass'],
    [second, 'not-implemented'],
  ]);
  expect(result.exitCode).toBe(3);
});

test('an empty run is no success', ({ order }) => {
  expect(writeReports({ ...order, selected: [] }, new Map(), calm).exitCode).toBe(3);
});

test('endings of requirements that were not selected do not count', ({ order }) => {
  const failed: Ending = { verdict: 'fail', reason: 'r', checks: [] };
  const result = writeReports(
    { ...order, selected: [first] },
    new Map([
      [first, passed],
      [second, failed],
    ]),
    calm,
  );
  expect(result.requirements.map(({ id }) => id)).toEqual([first]);
  expect(result.exitCode).toBe(0);
});

test('an interrupted run keeps what was judged, is inconclusive about the rest and ends 130', ({ order }) => {
  const result = writeReports(order, new Map([[first, passed]]), { ...calm, interrupted: true });
  expect(result.requirements.map(({ verdict }) => verdict)).toEqual(['pass', 'inconclusive']);
  expect(result.exitCode).toBe(130);
});

test('interrupted after the last check is interrupted all the same', ({ order }) => {
  expect(
    writeReports(
      order,
      new Map([
        [first, passed],
        [second, passed],
      ]),
      { ...calm, interrupted: true },
    ).exitCode,
  ).toBe(130);
});

test('an error outside of every check keeps a run from being green', ({ order }) => {
  const all = new Map([
    [first, passed],
    [second, passed],
  ]);
  expect(writeReports(order, all, { ...calm, errors: ['Error: could not stop the target'] }).exitCode).toBe(5);
  const failed = new Map<string, Ending>([...all, [second, { verdict: 'fail', reason: 'r', checks: [] }]]);
  expect(writeReports(order, failed, { ...calm, errors: ['Error: could not stop the target'] }).exitCode).toBe(1);
});

test('with an error outside of every check a requirement without an ending has not been shown to lack a check', ({
  order,
}) => {
  const result = writeReports(order, new Map([[first, passed]]), {
    ...calm,
    errors: ['Error: the suite does not load'],
  });
  expect(result.requirements[1]).toMatchObject({
    id: second,
    verdict: 'harness-error',
    reason: 'it did not run: Error: the suite does not load',
  });
  expect(result.exitCode).toBe(5);
});

test('a failure that somebody answers for is waived; a waiver of what passes is red', ({ order }) => {
  const failed: Ending = { ...passed, verdict: 'fail', reason: 'expected 200, observed 500' };
  const found = writeReports(
    order,
    new Map([
      [first, failed],
      [second, passed],
    ]),
    calm,
  );
  expect(found.exitCode).toBe(1);
  const fingerprint = found.requirements.find(({ id }) => id === first)?.fingerprint as string;
  const waiver = {
    requirement: first,
    owner: 'o',
    reason: 'r',
    reference: 'CSC-1',
    expires: '2026-06-01',
    fingerprint,
  };
  const waived = { ...order, startedAt: '2026-05-01T00:00:00.000Z', waivers: [waiver] };
  const known = writeReports(
    waived,
    new Map([
      [first, failed],
      [second, passed],
    ]),
    calm,
  );
  expect([known.exitCode, known.summary]).toEqual([0, { pass: 1, waived: 1 }]);
  const mended = writeReports(
    waived,
    new Map([
      [first, passed],
      [second, passed],
    ]),
    calm,
  );
  expect([mended.exitCode, mended.summary, mended.waivers[0]?.state]).toEqual([1, { pass: 2 }, 'needless']);
});

test('the target is what the test processes found, and nothing where they never reached it', ({ order, scratch }) => {
  expect(writeReports(order, new Map(), calm).target).toEqual({
    kind: 'emulator',
    nodes: [],
    capabilities: [],
    replaced: [],
  });
  const target = {
    kind: 'lab',
    nodes: [
      { name: 'cms1', address: 'cms1.example.test:443', platform: 'cms2000', version: '3.8.2', roles: ['callBridge'] },
    ],
    capabilities: ['clock'],
  };
  scratch.write('target.json', JSON.stringify(target));
  const seeded = { ...order, target: { kind: 'emulator' as const, emulator: { defects: ['sched-help-title'] } } };
  expect(writeReports(seeded, new Map(), calm).target).toEqual({ ...target, replaced: ['sched-help-title'] });
});
