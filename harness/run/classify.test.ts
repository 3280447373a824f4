import { expect, test } from '@playwright/test';
import { type CheckOutcome, classify } from './classify.ts';

const ran = (outcome: Partial<CheckOutcome>): CheckOutcome => ({ settled: null, judgements: 1, status: 'passed', errors: [], ...outcome });

test('a judged check without findings passes', () => {
  expect(classify(ran({}))).toEqual({ verdict: 'pass', reason: '' });
});

test('a check that judged nothing is never green', () => {
  expect(classify(ran({ judgements: 0 })).verdict).toBe('harness-error');
});

test('findings fail, whatever went wrong while tidying up afterwards', () => {
  const outcome = ran({ status: 'failed', errors: ['NonConformance: expected a, observed b', 'Error: undo failed'] });
  expect(classify(outcome)).toEqual({ verdict: 'fail', reason: 'expected a, observed b' });
});

test('a target that cannot be asked is inconclusive, also after something was judged', () => {
  expect(classify(ran({ judgements: 3, status: 'failed', errors: ['TargetUnavailable: refused'] })).verdict).toBe('inconclusive');
});

test('an exception of ours is a harness error, not a failure of the target', () => {
  expect(classify(ran({ status: 'failed', errors: ['TypeError: x is undefined'] })).verdict).toBe('harness-error');
});

test('a passed body whose undo failed is not green', () => {
  expect(classify(ran({ status: 'failed', errors: ['Error: undo failed'] })).verdict).toBe('harness-error');
});

test('time limits and interruptions are inconclusive', () => {
  expect(classify(ran({ status: 'timedOut', errors: ['Test timeout of 30000ms exceeded.'] })).verdict).toBe('inconclusive');
  const interrupted = ran({ status: 'interrupted', errors: ['NonConformance: seen while being tidied up'] });
  expect(classify(interrupted)).toEqual({ verdict: 'inconclusive', reason: 'the run was interrupted' });
});

test('a skip without a verdict is not green', () => {
  expect(classify(ran({ status: 'skipped' })).verdict).toBe('harness-error');
  const settled = { verdict: 'not-applicable', reason: 'no such node' } as const;
  expect(classify(ran({ status: 'skipped', settled }))).toEqual(settled);
});
