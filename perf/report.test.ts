import { expect, test } from '@playwright/test';
import { reportText } from './report.ts';
import { resultOf } from './testing.ts';

test('a run within its limits: one table, its thresholds, its verdict', () => {
  const text = reportText(resultOf(12.34), null, false);
  expect(text).toContain(
    'bulk-sync on cms1 (emulator, cms1000 3.5): 30 syncs per minute for 20 s, 200 spaces in each parameter set; seed 7, k6 2.2.0\n',
  );
  expect(text).toMatch(/^ {2}sync until complete +3 +1\.0 +12\.3 +12\.3 +12\.3 +12\.3$/m);
  expect(text).toContain('iterations 3, dropped 0; bulk spaces 600\n');
  expect(text).toContain('  ok       checks rate==1\n');
  expect(text.trimEnd()).toMatch(/WITHIN LIMITS: every threshold held$/);
});

test('a crossed threshold stands out, with the checks that failed', () => {
  const result = resultOf(5);
  result.thresholds = [{ metric: 'checks', expression: 'rate==1', ok: false }];
  result.checks = { passed: 3, failed: 2, failures: [{ name: 'a sync becomes complete', count: 2 }] };
  const text = reportText({ ...result, exitCode: 1 }, null, false);
  expect(text).toContain('  crossed  checks rate==1\n');
  expect(text).toContain('  failed   a sync becomes complete (2 times)\n');
  expect(text.trimEnd()).toMatch(/LIMIT CROSSED: 1 of 1 thresholds$/);
});

test('what is left on the target is said, with the tag to look for', () => {
  expect(reportText({ ...resultOf(5), leftBehind: 4, exitCode: 1 }, null, false)).toMatch(
    /4 objects could not be removed; the names of this run hold "perf-00000007"\.\n\nNOT CLEAN: /,
  );
  expect(reportText({ ...resultOf(5), leftBehind: null, exitCode: 3 }, null, false)).toMatch(
    /could not be asked what is left on it; .*perf-00000007/,
  );
});

test('an interrupted run says so', () => {
  const result = resultOf(5);
  result.run.interrupted = true;
  expect(reportText({ ...result, exitCode: 130 }, null, false)).toContain(
    'INTERRUPTED: what was measured until then is kept',
  );
});

test('beside a baseline: ratios, regressions, and in what the runs differ', () => {
  const before = resultOf(100);
  before.options.rate = 10;
  const text = reportText(resultOf(200), { file: 'old/perf.json', result: before, tolerance: 0.25 }, false);
  expect(text).toContain('compared with old/perf.json (20260101-000000-abcd-perf-bulk-sync), tolerance 25 %\n');
  expect(text).toContain('it was measured otherwise: rate 10, now 30\n');
  expect(text).toMatch(/^ {2}sync until complete, p95 +100 -> +200 {2}2\.00 times {2}regression$/m);
});

test('colour is for terminals only', () => {
  const escapeCode = String.fromCharCode(27);
  expect(reportText(resultOf(5), null, false)).not.toContain(escapeCode);
  expect(reportText(resultOf(5), null, true)).toContain(escapeCode);
});
