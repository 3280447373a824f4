import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { type CheckOutcome, classify } from './classify.ts';

const ran = (outcome: Partial<CheckOutcome>): CheckOutcome => ({
  settled: null,
  judgements: 1,
  findings: '',
  status: 'passed',
  errors: [],
  ...outcome,
});

test('a judged check without findings passes', () => {
  expect(classify(ran({}))).toEqual({ verdict: 'pass', reason: '' });
});

test('a check that judged nothing is never green', () => {
  expect(classify(ran({ judgements: 0 })).verdict).toBe('harness-error');
});

test('findings fail, whatever went wrong while tidying up afterwards', () => {
  const errors = ['NonConformance: expected a, observed b', 'Error: undo failed'];
  const outcome = ran({ status: 'failed', findings: 'expected a, observed b', errors });
  expect(classify(outcome)).toEqual({ verdict: 'fail', reason: 'expected a, observed b' });
});

test('findings that the check went on in spite of fail all the same', () => {
  for (const status of ['passed', 'timedOut', 'skipped'] as const) {
    expect(classify(ran({ status, findings: 'expected a, observed b' })).verdict).toBe('fail');
  }
  const settled = { verdict: 'not-applicable', reason: 'no such node' } as const;
  expect(classify(ran({ status: 'skipped', settled, findings: 'expected a, observed b' })).verdict).toBe('fail');
});

test('an error that only calls itself a non-conformance is no finding of a judge', () => {
  expect(classify(ran({ status: 'failed', errors: ['NonConformance: made up'] })).verdict).toBe('harness-error');
});

test('an undo step that fails after the verdict was settled is not passed over', () => {
  const settled = { verdict: 'not-applicable', reason: 'no such node' } as const;
  expect(classify(ran({ status: 'failed', settled, errors: ['Error: undo failed'] })).verdict).toBe('harness-error');
});

test('only a check that passed, judged and found nothing is ever green', () => {
  const statuses = fc.constantFrom('passed', 'failed', 'timedOut', 'skipped', 'interrupted');
  const errors = fc.array(fc.constantFrom('NonConformance: a', 'TargetUnavailable: b', 'TypeError: c', ''), {
    maxLength: 2,
  });
  fc.assert(
    fc.property(
      statuses,
      fc.nat({ max: 2 }),
      fc.constantFrom('', 'a'),
      errors,
      (status, judgements, findings, list) => {
        const outcome = ran({ status: status as CheckOutcome['status'], judgements, findings, errors: list });
        expect(classify(outcome).verdict === 'pass').toBe(status === 'passed' && judgements > 0 && findings === '');
        expect(classify(outcome).verdict === 'fail').toBe(findings !== '' && status !== 'interrupted');
      },
    ),
    { numRuns: 500 },
  );
});

test('a target that cannot be asked is inconclusive, also after something was judged', () => {
  expect(classify(ran({ judgements: 3, status: 'failed', errors: ['TargetUnavailable: refused'] })).verdict).toBe(
    'inconclusive',
  );
});

test('an exception of ours is a harness error, not a failure of the target', () => {
  expect(classify(ran({ status: 'failed', errors: ['TypeError: x is undefined'] })).verdict).toBe('harness-error');
});

test('a passed body whose undo failed is not green', () => {
  expect(classify(ran({ status: 'failed', errors: ['Error: undo failed'] })).verdict).toBe('harness-error');
});

test('time limits and interruptions are inconclusive', () => {
  expect(classify(ran({ status: 'timedOut', errors: ['Test timeout of 30000ms exceeded.'] })).verdict).toBe(
    'inconclusive',
  );
  const interrupted = ran({ status: 'interrupted', findings: 'seen while being tidied up' });
  expect(classify(interrupted)).toEqual({ verdict: 'inconclusive', reason: 'the run was interrupted' });
});

test('a skip without a verdict is not green', () => {
  expect(classify(ran({ status: 'skipped' })).verdict).toBe('harness-error');
  const settled = { verdict: 'not-applicable', reason: 'no such node' } as const;
  expect(classify(ran({ status: 'skipped', settled }))).toEqual(settled);
});
