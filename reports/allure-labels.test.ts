import { expect, test } from '@playwright/test';
import { Status } from 'allure-js-commons';
import { verdicts } from '../harness/run/verdicts.ts';
import { allureLabels, allureMessage, allureStatus } from './allure-labels.ts';

test('only a pass is green, and only a failure of the target is red', () => {
  const having = (status: Status) => verdicts.filter((verdict) => allureStatus[verdict] === status);
  expect(having(Status.PASSED)).toEqual(['pass']);
  expect(having(Status.FAILED)).toEqual(['fail']);
  expect(having(Status.BROKEN)).toEqual(['harness-error', 'inconclusive']);
});

test('whatever is no pass tells its verdict and why', () => {
  expect(allureMessage('pass', '')).toBeUndefined();
  expect(allureMessage('deferred', 'its impact is disruptive')).toBe('deferred: its impact is disruptive');
  expect(allureMessage('not-implemented', '')).toBe('not-implemented');
});

test('a check is labelled with everything that it judges, each thing once', () => {
  const labels = allureLabels({
    requirements: [
      { id: 'TMS-LOG-01', provenance: 'observed' },
      { id: 'TMS-LOG-02', provenance: 'observed' },
    ],
    verdict: 'fail',
    target: 'lab',
    node: null,
  });
  expect(labels.map(({ name, value }) => `${name}=${value}`)).toEqual([
    'epic=TMS',
    'feature=TMS-LOG',
    'requirement=TMS-LOG-01',
    'requirement=TMS-LOG-02',
    'provenance=observed',
    'target=lab',
    'verdict=fail',
  ]);
});
