import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FullResult, TestCase, TestResult } from '@playwright/test/reporter';
import { loadCatalogue } from '../harness/run/catalogue.ts';
import { orderVariable } from '../harness/run/order.ts';
import type { Result } from '../harness/run/result.ts';
import { test as base, expect } from '../harness/self/scratch.ts';
import ConformanceReporter from './reporter.ts';

const [first, second] = loadCatalogue()
  .filter(({ untestable }) => !untestable)
  .map(({ id }) => id) as [string, string];

interface Ended {
  ids: string[];
  status?: TestResult['status'];
  judgements?: number;
  findings?: string;
  errors?: string[];
  evidence?: string;
}

/** Feeds a reporter with what Playwright would tell it and gives the result that it wrote. */
const test = base.extend<{
  report: (ended: Ended[], course?: { status?: FullResult['status']; outside?: string[] }) => Result;
}>({
  report: async ({ scratch }, use) => {
    const before = process.env[orderVariable];
    process.env[orderVariable] = scratch.write(
      'order.json',
      JSON.stringify({
        id: 'r1',
        folder: scratch.path,
        seed: 1,
        startedAt: '2026-01-01T00:00:00.000Z',
        tool: { version: '0.1.0', commit: 'unknown', cleanTree: false },
        target: { kind: 'emulator', emulator: {} },
        impact: 'disruptive',
        selected: [first, second],
      }),
    );
    const reporter = new ConformanceReporter();
    if (before === undefined) delete process.env[orderVariable];
    else process.env[orderVariable] = before;
    await use((ended, { status = 'passed', outside = [] } = {}) =>
      quietly(() => {
        for (const one of ended) {
          const annotations = [
            ...one.ids.map((description) => ({ type: 'requirement', description })),
            { type: 'judgements', description: String(one.judgements ?? 1) },
            ...(one.findings ? [{ type: 'findings', description: one.findings }] : []),
            ...(one.evidence ? [{ type: 'evidence', description: one.evidence }] : []),
          ];
          const errors = (one.errors ?? []).map((message) => ({ message }));
          const result = { status: one.status ?? 'passed', errors, duration: 1.4, annotations };
          reporter.onTestEnd(
            { title: one.ids.join(' '), annotations } as unknown as TestCase,
            result as unknown as TestResult,
          );
        }
        for (const message of outside) reporter.onError({ message });
        reporter.onEnd({ status } as FullResult);
        return JSON.parse(readFileSync(join(scratch.path, 'result.json'), 'utf8')) as Result;
      }),
    );
  },
});

const verdictsOf = (result: Result) => Object.fromEntries(result.requirements.map(({ id, verdict }) => [id, verdict]));

test('a check of several requirements speaks for each of them', ({ report }) => {
  const result = report([{ ids: [first, second], evidence: 'evidence/a.json' }]);
  expect(verdictsOf(result)).toEqual({ [first]: 'pass', [second]: 'pass' });
  expect(result.requirements[1]?.checks).toEqual([
    { title: `${first} ${second}`, verdict: 'pass', durationMs: 1, evidence: ['evidence/a.json'] },
  ]);
  expect(result.exitCode).toBe(0);
});

test('of several checks the worst one and its reason count, whatever came last', ({ report }) => {
  const failed: Ended = {
    ids: [first],
    status: 'failed',
    findings: 'expected a, observed b',
    errors: ['NonConformance: expected a, observed b'],
  };
  for (const checks of [
    [failed, { ids: [first] }],
    [{ ids: [first] }, failed],
  ]) {
    const [requirement] = report([...checks, { ids: [second] }]).requirements;
    expect(requirement).toMatchObject({ verdict: 'fail', reason: 'expected a, observed b' });
  }
});

test('colours and stack are no part of a reason', ({ report }) => {
  const colour = String.fromCharCode(27);
  const message = `TargetUnavailable: expected ${colour}[31ma${colour}[39m, observed b\n\n    at somewhere.ts:1`;
  const [requirement] = report([{ ids: [first], status: 'failed', errors: [message] }]).requirements;
  expect(requirement?.reason).toBe('expected a, observed b');
});

test('a check that judged nothing is a harness error', ({ report }) => {
  const result = report([{ ids: [first], judgements: 0 }, { ids: [second] }]);
  expect(verdictsOf(result)).toEqual({ [first]: 'harness-error', [second]: 'pass' });
  expect(result.exitCode).toBe(5);
});

test('an error outside of every check is never green', ({ report }) => {
  const result = report([{ ids: [first] }, { ids: [second] }], { outside: ['Error: could not close the target'] });
  expect(result.exitCode).toBe(5);
});

test('an interrupted run is 130, and what was not reached is inconclusive', ({ report }) => {
  const result = report([{ ids: [first] }], { status: 'interrupted' });
  expect(verdictsOf(result)).toEqual({ [first]: 'pass', [second]: 'inconclusive' });
  expect(result.exitCode).toBe(130);
});

test('a run that was cut off by its time limit is not taken for one without checks', ({ report }) => {
  const result = report([{ ids: [first] }], {
    status: 'timedout',
    outside: ['Timed out waiting 60s for the test suite to run'],
  });
  expect(result.exitCode).toBe(5);
});

function quietly<T>(run: () => T): T {
  const before = { out: process.stdout.write, err: process.stderr.write };
  process.stdout.write = process.stderr.write = (() => true) as typeof process.stdout.write;
  try {
    return run();
  } finally {
    process.stdout.write = before.out;
    process.stderr.write = before.err;
  }
}
