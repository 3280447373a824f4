import { expect, test } from '@playwright/test';
import { type Series, startsOf } from './tms-recurrence.ts';

const rule = (more: Partial<Series>): Series => ({
  frequency: 'Daily',
  interval: 1,
  daysOfWeek: [],
  firstDayOfWeek: 0,
  setPosition: 0,
  monthDay: 0,
  end: { kind: 'instances', count: 5 },
  exceptions: [],
  ...more,
});
// a Friday
const friday = new Date('2030-05-03T10:30:00Z');
const days = (series: Series, first = friday, limit = 100) =>
  startsOf(series, first, limit).map((start) => start.toISOString().slice(0, 16));

test('daily: each so many days, at the same time of day', () => {
  expect(days(rule({ interval: 10, end: { kind: 'instances', count: 3 } }))).toEqual([
    '2030-05-03T10:30',
    '2030-05-13T10:30',
    '2030-05-23T10:30',
  ]);
});

test('on weekdays: Saturdays and Sundays are passed over', () => {
  expect(days(rule({ frequency: 'DailyWeekday', end: { kind: 'instances', count: 3 } }))).toEqual([
    '2030-05-03T10:30',
    '2030-05-06T10:30',
    '2030-05-07T10:30',
  ]);
});

test('weekly: on its days, each so many weeks, which begin on the day that is said', () => {
  const everyOther = { frequency: 'Weekly', interval: 2, daysOfWeek: [0, 5] };
  const count = { kind: 'instances', count: 3 } as const;
  expect(days(rule({ ...everyOther, firstDayOfWeek: 1, end: count }))).toEqual([
    '2030-05-03T10:30',
    '2030-05-05T10:30',
    '2030-05-17T10:30',
  ]);
  expect(days(rule({ ...everyOther, firstDayOfWeek: 0, end: count }))).toEqual([
    '2030-05-03T10:30',
    '2030-05-12T10:30',
    '2030-05-17T10:30',
  ]);
});

test('monthly: by the day of the month, where there is one', () => {
  const monthly = rule({ frequency: 'Monthly', monthDay: 31, end: { kind: 'instances', count: 3 } });
  expect(days(monthly)).toEqual(['2030-05-31T10:30', '2030-07-31T10:30', '2030-08-31T10:30']);
});

test('monthly: by the position of a day of the week, also from the end', () => {
  const third = rule({ frequency: 'Monthly', setPosition: 3, daysOfWeek: [2], end: { kind: 'instances', count: 2 } });
  expect(days(third)).toEqual(['2030-05-21T10:30', '2030-06-18T10:30']);
  expect(days({ ...third, setPosition: -1 })).toEqual(['2030-05-28T10:30', '2030-06-25T10:30']);
  expect(days({ ...third, setPosition: 1 })).toEqual(['2030-05-07T10:30', '2030-06-04T10:30']);
});

test('it ends with its last day, its last occurrence, or the limit', () => {
  expect(days(rule({ end: { kind: 'date', until: new Date('2030-05-04T10:30:00Z') } }))).toHaveLength(2);
  expect(days(rule({ end: { kind: 'date', until: new Date('2030-05-04T10:29:59Z') } }))).toHaveLength(1);
  expect(days(rule({ end: { kind: 'never' } }), friday, 7)).toHaveLength(7);
});

test('a rule that no day fits gives nothing, and ends', () => {
  expect(days(rule({ frequency: 'Monthly', monthDay: 32 }))).toEqual([]);
});
