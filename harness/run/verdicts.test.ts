import { expect, test } from '@playwright/test';
import { exitCodeOf, summarize, type Verdict, verdicts, worst } from './verdicts.ts';

test('only a run in which something passed and nothing stayed open is conformant', () => {
  expect(exitCodeOf(['pass', 'pass', 'waived', 'not-applicable'])).toBe(0);
  expect(exitCodeOf([])).toBe(3);
  expect(exitCodeOf(['not-applicable'])).toBe(3);
});

for (const open of ['inconclusive', 'not-implemented', 'deferred', 'unlicensed'] satisfies Verdict[]) {
  test(`one ${open} among passes keeps a run from being conformant`, () => {
    expect(exitCodeOf(['pass', open])).toBe(3);
  });
}

test('a failure outweighs everything, a harness error all but a failure', () => {
  expect(exitCodeOf([...verdicts])).toBe(1);
  expect(exitCodeOf(['pass', 'inconclusive', 'harness-error'])).toBe(5);
});

test('a requirement has the worst verdict of its checks, and none without a check', () => {
  expect(worst(['pass', 'fail', 'inconclusive'])).toBe('fail');
  expect(worst(['pass', 'not-applicable'])).toBe('pass');
  expect(worst([])).toBe('not-implemented');
});

test('the summary counts each verdict and leaves out the others', () => {
  expect(summarize(['pass', 'pass', 'fail'])).toEqual({ fail: 1, pass: 2 });
});
