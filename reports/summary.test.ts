import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@playwright/test';
import { exitCodes } from '../harness/run/verdicts.ts';
import { summaryText } from './summary.ts';
import { requirementResult, resultOf } from './testing.ts';

const lines = (...args: Parameters<typeof summaryText>) => stripVTControlCharacters(summaryText(...args)).split('\n');

test('it names the target, counts verdicts by area, and ends with the outcome and the path', () => {
  const text = lines(
    resultOf([
      requirementResult({ id: 'API-AUTH-01' }),
      requirementResult({ id: 'API-AUTH-02', verdict: 'not-applicable' }),
      requirementResult({ id: 'SCHED-HELP-01' }),
    ]),
    'reports/out/r1',
  );
  expect(text).toEqual([
    '',
    'Target: lab',
    '  cms1  cms1000 3.5.1  callBridge, scheduler',
    '',
    '  area         pass  not-applicable',
    '  API             1               1',
    '  SCHED           1               -',
    '  all             2               1',
    '',
    'CONFORMANT: every applicable requirement passed or is validly waived',
    'reports/out/r1/certificate.html',
    '',
  ]);
});

test('where only a part was asked for, it is conformant in that part only', () => {
  const text = lines(resultOf([requirementResult()], { catalogue: 9 }), 'out');
  expect(text.at(-3)).toBe(
    'CONFORMANT IN PART: every applicable one of the 1 requirements asked for, of 9, passed or is validly waived',
  );
  const failed = lines(resultOf([requirementResult({ verdict: 'fail' })], { catalogue: 9 }), 'out');
  expect(failed.at(-3)).toBe('NOT CONFORMANT: at least one requirement failed');
});

test('each waiver is told with what became of it, and a failure with what a waiver needs', () => {
  const waiver = {
    requirement: 'API-AUTH-01',
    owner: 'jane',
    reason: 'r',
    reference: 'CSC-1',
    expires: '2026-06-01',
    fingerprint: 'F0123456789ab',
  };
  const failed = requirementResult({ verdict: 'fail', reason: 'x', fingerprint: 'F0123456789ab' });
  const text = (state: 'valid' | 'needless' | 'expired', requirement = failed, exitCode = 1) =>
    lines(resultOf([requirement], { exitCode, waivers: [{ ...waiver, state }] }), 'out');
  expect(text('expired')).toContain('  waiver of API-AUTH-01 until 2026-06-01 (jane, CSC-1) has expired');
  expect(text('expired')).toContain('      x (failure F0123456789ab)');
  expect(text('valid', { ...failed, verdict: 'waived' }, 0).join('\n')).toMatch(/CSC-1\) holds\n\nCONFORMANT: /);
  expect(text('needless', requirementResult()).at(-3)).toBe(
    'NOT CONFORMANT: a waiver is needless, because its requirement passed',
  );
});

test('every requirement that is neither green nor not applicable is shown with its reason', () => {
  const text = lines(
    resultOf([
      requirementResult({ id: 'API-AUTH-01', verdict: 'fail', reason: 'expected 200, observed 500' }),
      requirementResult({ id: 'API-AUTH-02', verdict: 'deferred', reason: 'its impact is disruptive' }),
      requirementResult({ id: 'API-AUTH-03', verdict: 'waived', reason: 'known' }),
    ]),
    'out',
  ).join('\n');
  expect(text).toContain(
    '  fail API-AUTH-01 The Call Bridge answers as the document says.\n      expected 200, observed 500',
  );
  expect(text).toContain('  deferred API-AUTH-02');
  expect(text).not.toContain('API-AUTH-03');
  expect(text).toContain('NOT CONFORMANT: at least one requirement failed');
});

test('a reason that many share is said once', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_one, index) =>
      requirementResult({ id: `API-AUTH-0${index}`, verdict: 'inconclusive', reason: 'cms1 is down' }),
    );
  const few = lines(resultOf(many(3)), 'out').filter(
    (line) => line.includes('cms1 is down') || line.includes('API-AUTH'),
  );
  expect(few).toEqual(['  inconclusive API-AUTH-00, API-AUTH-01, API-AUTH-02', '      cms1 is down']);
  expect(lines(resultOf(many(7)), 'out')).toContain('  inconclusive 7 requirements');
});

test('a target that was not reached is not shown as if it had been', () => {
  const text = lines(
    resultOf([requirementResult({ verdict: 'inconclusive' })], {
      target: { kind: 'lab', nodes: [], capabilities: [], replaced: [] },
    }),
    'out',
  );
  expect(text).toContain('Target: lab (not reached)');
});

test('the word CONFORMANT without NOT stands for exit code 0 only', () => {
  for (const exitCode of Object.values(exitCodes)) {
    const text = lines(resultOf([requirementResult()], { exitCode }), 'out');
    expect(text.some((line) => line.startsWith('CONFORMANT'))).toBe(exitCode === 0);
  }
});
