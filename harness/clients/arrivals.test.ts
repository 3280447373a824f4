import { expect, test } from '@playwright/test';
import { Arrivals } from './arrivals.ts';

test('ends at once when there is enough, else at the arrival that makes it enough, for everybody who waits', async () => {
  const arrivals = new Arrivals();
  let count = 1;
  await arrivals.until(() => count >= 1, 60_000);
  const ended: number[] = [];
  const waits = [2, 3].map((wanted) => arrivals.until(() => count >= wanted, 60_000).then(() => ended.push(wanted)));
  count = 2;
  arrivals.note();
  await waits[0];
  expect(ended).toEqual([2]);
  count = 3;
  arrivals.note();
  await Promise.all(waits);
  expect(ended).toEqual([2, 3]);
});

test('ends after the given time when nothing comes', async () => {
  await new Arrivals().until(() => false, 1);
});
