import { expect, test } from '@playwright/test';
import { didYouMean, similar } from './similar.ts';

test('the nearest words, whatever their case', () => {
  expect(similar('SHCED', ['SCHED', 'MAIL', 'MEET'])).toEqual(['SCHED']);
  expect(similar('sched-help', ['SCHED-HELP', 'SCHED-ENABLE'])).toEqual(['SCHED-HELP']);
  expect(similar('SCHED-HELP-91', ['SCHED-HELP-01', 'SCHED-HELP-11', 'MAIL-01'])).toEqual([
    'SCHED-HELP-01',
    'SCHED-HELP-11',
  ]);
  expect(similar('zzz', ['SCHED', 'MAIL'])).toEqual([]);
  expect(similar('', ['SCHED'])).toEqual([]);
});

test('where nothing is near, what to do instead', () => {
  expect(didYouMean('MIAL', ['MAIL'], 'look it up.')).toBe('did you mean MAIL?');
  expect(didYouMean('zzz', ['MAIL'], 'look it up.')).toBe('look it up.');
});
