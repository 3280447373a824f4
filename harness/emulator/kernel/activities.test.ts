import { expect, test } from '@playwright/test';
import { Activities } from './activities.ts';

test('settled waits for what runs, and for what that begins', async () => {
  const activities = new Activities();
  const done: string[] = [];
  const later = async (name: string, next?: () => void) => {
    await new Promise((resolve) => setImmediate(resolve));
    done.push(name);
    next?.();
  };
  activities.run(later('first', () => activities.run(later('second'))));
  await activities.settled();
  expect(done).toEqual(['first', 'second']);
});

test('a failed activity ends it too', async () => {
  const activities = new Activities();
  activities.run(Promise.reject(new Error('no')));
  await activities.settled();
});

test('an activity that never ends is waited for no longer than the limit', async () => {
  const activities = new Activities();
  activities.run(new Promise(() => {}));
  await activities.settled(5);
});
