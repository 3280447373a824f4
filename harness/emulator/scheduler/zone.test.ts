import { expect, test } from '@playwright/test';
import { instantOf, isTimeZone, localOf } from './zone.ts';

const at = (local: string, zone: string) => instantOf(local, zone).toISOString();

test('a local time is an instant by the rules of its zone and date', () => {
  expect(at('2027-03-27T10:00:00', 'Europe/Oslo')).toBe('2027-03-27T09:00:00.000Z');
  expect(at('2027-03-28T10:00:00', 'Europe/Oslo')).toBe('2027-03-28T08:00:00.000Z');
  expect(at('2027-03-14T10:00:00', 'America/New_York')).toBe('2027-03-14T14:00:00.000Z');
  expect(at('2027-11-07T10:00:00', 'America/New_York')).toBe('2027-11-07T15:00:00.000Z');
});

test('a time that is left out counts with the offset before, one that occurs twice is the first', () => {
  expect(at('2027-03-28T02:30:00', 'Europe/Oslo')).toBe('2027-03-28T01:30:00.000Z');
  expect(at('2027-10-31T02:30:00', 'Europe/Oslo')).toBe('2027-10-31T00:30:00.000Z');
});

test('an instant has a local time', () => {
  expect(localOf(new Date('2027-01-01T04:59:00Z'), 'America/New_York')).toBe('2026-12-31T23:59:00');
});

test('names of zones are known from other texts', () => {
  expect(['Europe/Oslo', 'UTC', 'America/New_York'].map(isTimeZone)).toEqual([true, true, true]);
  expect(['', '+01:00', 'Mars/Olympus', 'x'].map(isTimeZone)).toEqual([false, false, false, false]);
});
