import { expect, test } from '@playwright/test';
import { ByNumber } from './open.ts';

test('requests are found by their numbers, also where numbers share a place', () => {
  const requests = new ByNumber<{ number: number; name: string }>();
  const [first, second, again] = [
    { number: 7, name: 'first' },
    { number: 7 + 4096, name: 'second' },
    { number: 7, name: 'again' },
  ];
  requests.set(first);
  requests.set(second);
  expect(requests.get(7)).toBe(first);
  expect(requests.get(7 + 4096)).toBe(second);
  expect(requests.get(8)).toBeNull();
  requests.set(again);
  requests.delete(first);
  expect(requests.get(7)).toBe(again);
  requests.delete(again);
  expect(requests.get(7)).toBeNull();
  const other = { number: 7 + 4096, name: 'other' };
  requests.set(other);
  expect(requests.get(7 + 4096)).toBe(other);
  requests.delete(other);
  expect(requests.get(7 + 4096)).toBeNull();
});
