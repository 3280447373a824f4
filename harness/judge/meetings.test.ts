import { expect, test } from '@playwright/test';
import {
  differentIds,
  holdsAtMost,
  instantOf,
  isListening,
  lasts,
  listingIsArray,
  namesRecurrence,
  notAccepted,
  occurrencesHold,
  occursAt,
  occursTimes,
  otherValue,
  presentsChain,
  refusedWithReason,
  sameValue,
} from './meetings.ts';

const answer = (status: number, json: unknown) => ({
  method: 'GET',
  path: '/api/v1/scheduler/meetings',
  status,
  contentType: 'application/json',
  body: JSON.stringify(json),
  json,
});
const one = { dtStart: '2027-03-28T10:00:00', dtEnd: '2027-03-28T11:00:00', timeZone: 'Europe/Oslo' };

test('a listing must be an array of objects', () => {
  expect(listingIsArray({ answer: answer(200, [one]) })).toEqual([]);
  for (const json of [{ meetings: [one] }, [1], null])
    expect(listingIsArray({ answer: answer(200, json) })).toHaveLength(1);
  expect(listingIsArray({ answer: answer(500, []) })).toHaveLength(1);
});

test('times are compared as instants, whatever form they have', () => {
  const expected = ['2027-03-28T08:00:00Z'];
  expect(occursAt({ occurrences: [one], expected })).toEqual([]);
  expect(occursAt({ occurrences: [{ ...one, dtStart: '2027-03-28T08:00:00Z' }], expected })).toEqual([]);
  for (const wrong of [[], [one, one], [{ ...one, timeZone: 'UTC' }], [{ ...one, timeZone: 'Mars' }], [{}]])
    expect(occursAt({ occurrences: wrong, expected })).toHaveLength(1);
});

test('local times near a change of the clocks are read with the right offset', () => {
  expect(instantOf('2027-03-28T03:00:00', 'Europe/Oslo').toISOString()).toBe('2027-03-28T01:00:00.000Z');
  expect(instantOf('2027-03-28T01:59:00', 'Europe/Oslo').toISOString()).toBe('2027-03-28T00:59:00.000Z');
  expect(instantOf('2027-11-07T03:00:00', 'America/New_York').toISOString()).toBe('2027-11-07T08:00:00.000Z');
});

test('counts, lengths and fields of occurrences are as expected', () => {
  expect(occursTimes({ occurrences: [one], count: 1 })).toEqual([]);
  expect(occursTimes({ occurrences: [], count: 1 })).toHaveLength(1);
  expect(holdsAtMost({ answer: answer(200, [one]), most: 1 })).toEqual([]);
  for (const json of [[one, one], [], {}]) expect(holdsAtMost({ answer: answer(200, json), most: 1 })).toHaveLength(1);
  expect(lasts({ occurrences: [one], minutes: 60 })).toEqual([]);
  expect(lasts({ occurrences: [one], minutes: 45 })).toHaveLength(1);
  expect(lasts({ occurrences: [], minutes: 45 })).toHaveLength(1);
  expect(occurrencesHold({ occurrences: [one], expected: { timeZone: 'Europe/Oslo' } })).toEqual([]);
  expect(occurrencesHold({ occurrences: [one], expected: { timeZone: 'UTC' } })).toHaveLength(1);
  expect(occurrencesHold({ occurrences: [], expected: {} })).toHaveLength(1);
});

test('a recurrence belongs to a series, and is the start', () => {
  const recurring = { ...one, recurrence: one.dtStart };
  expect(namesRecurrence({ occurrences: [recurring], series: true })).toEqual([]);
  expect(namesRecurrence({ occurrences: [one], series: false })).toEqual([]);
  expect(namesRecurrence({ occurrences: [one], series: true })).toHaveLength(1);
  expect(namesRecurrence({ occurrences: [recurring], series: false })).toHaveLength(1);
  expect(
    namesRecurrence({ occurrences: [{ ...recurring, recurrence: '2027-03-21T10:00:00' }], series: true }),
  ).toHaveLength(1);
});

test('ids and values are told apart', () => {
  const [a, b] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
  expect(differentIds({ what: 'ids', ids: [a, b] })).toEqual([]);
  expect(differentIds({ what: 'ids', ids: [a, a] })).toHaveLength(1);
  expect(differentIds({ what: 'ids', ids: ['x'] })).toHaveLength(1);
  expect(sameValue({ what: 'x', expected: [1], observed: [1] })).toEqual([]);
  expect(sameValue({ what: 'x', expected: [1], observed: undefined })).toHaveLength(1);
  expect(otherValue({ what: 'x', values: ['1', '2'] })).toEqual([]);
  for (const values of [
    ['1', '1'],
    ['1', ''],
    ['1', undefined],
    ['1', null],
  ])
    expect(otherValue({ what: 'x', values })).toHaveLength(1);
});

test('a refusal has a status of the four hundreds and a reason', () => {
  expect(refusedWithReason({ answers: [answer(400, { error: 'No.' })] })).toEqual([]);
  for (const status of [200, 500])
    expect(refusedWithReason({ answers: [answer(status, { error: 'No.' })] })).toHaveLength(1);
  expect(refusedWithReason({ answers: [{ ...answer(400, ''), body: '' }] })).toHaveLength(1);
  expect(notAccepted({ answer: answer(400, {}) })).toEqual([]);
  expect(notAccepted({ answer: answer(200, {}) })).toHaveLength(1);
});

test('a listener presents what is configured, where it should', () => {
  expect(presentsChain({ presented: ['A', 'B'], configured: ['A', 'B'] })).toEqual([]);
  for (const presented of [['A'], ['B', 'A'], []])
    expect(presentsChain({ presented, configured: ['A', 'B'] })).toHaveLength(1);
  expect(isListening({ port: 1, listening: true, expected: true })).toEqual([]);
  expect(isListening({ port: 1, listening: true, expected: false })).toHaveLength(1);
});
