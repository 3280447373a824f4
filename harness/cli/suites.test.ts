import { expect, test } from '@playwright/test';
import { loadCatalogue } from '../run/catalogue.ts';
import { suitesWith } from './suites.ts';

test('a requirement is found in the suite that checks it', () => {
  expect(suitesWith(['SCHED-ENABLE-01', 'SCHED-ENABLE-02', 'TMS-END-01'])).toEqual([
    'suites/scheduler/enable.spec.ts',
    'suites/tms/end.spec.ts',
  ]);
});

test('where one is nowhere to be found, nothing is left out', () => {
  expect(suitesWith(['SCHED-ENABLE-01', 'API-NOWHERE-01'])).toEqual([]);
});

test('every requirement that has a check is found', () => {
  const ids = loadCatalogue().flatMap(({ id, untestable }) => (untestable ? [] : [id]));
  expect(suitesWith(ids).length).toBeGreaterThan(0);
});
