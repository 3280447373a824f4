import { expect, test } from '@playwright/test';
import fc from 'fast-check';
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

test('whatever the verdicts: 0 only when something passed and nothing is open, and 1 exactly when something failed', () => {
  const green: Verdict[] = ['pass', 'waived', 'not-applicable'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...verdicts)), (of) => {
      const code = exitCodeOf(of);
      expect(code === 0).toBe(of.includes('pass') && of.every((verdict) => green.includes(verdict)));
      expect(code === 1).toBe(of.includes('fail'));
      expect([0, 1, 3, 5]).toContain(code);
    }),
    { numRuns: 1000 },
  );
});

test('the order of the verdicts never matters', () => {
  const some = fc.array(fc.constantFrom(...verdicts));
  fc.assert(
    fc.property(some, (of) => {
      const turned = [...of].reverse();
      expect(worst(turned)).toBe(worst(of));
      expect(exitCodeOf(turned)).toBe(exitCodeOf(of));
      expect(summarize(turned)).toEqual(summarize(of));
      expect(Object.values(summarize(of)).reduce((sum, count) => sum + count, 0)).toBe(of.length);
    }),
  );
});
