import { expect, test } from '@playwright/test';
import { buildNode } from '../testing.ts';
import { MeetingBook, type NewMeeting } from './meetings.ts';

const meeting: NewMeeting = {
  coSpace: '00000000-0000-4000-8000-000000000001',
  temporary: true,
  summary: 'Weekly',
  description: null,
  dtStart: '2027-03-21T10:00:00',
  dtEnd: '2027-03-21T11:00:00',
  timeZone: 'Europe/Oslo',
  rrule: 'FREQ=WEEKLY;COUNT=3',
  isFullDayMeeting: false,
  attendees: [],
};
const all = [new Date('2020-01-01T00:00:00Z'), new Date('2040-01-01T00:00:00Z')] as const;

test('a series occurs at the same local time on both sides of a change of the clocks', () => {
  const book = MeetingBook.of(buildNode());
  const made = book.create(meeting);
  expect(book.occurrences(made, ...all).map(({ start }) => start.toISOString())).toEqual([
    '2027-03-21T09:00:00.000Z',
    '2027-03-28T08:00:00.000Z',
    '2027-04-04T08:00:00.000Z',
  ]);
  expect(book.lastEnd(made)?.toISOString()).toBe('2027-04-04T09:00:00.000Z');
});

test('one occurrence is moved, another one cancelled', () => {
  const book = MeetingBook.of(buildNode());
  const { id } = book.create(meeting);
  book.modifyOccurrence(id, '2027-03-28T10:00:00', { dtStart: '2027-05-01T08:00:00', summary: 'Moved' });
  const changed = book.cancelOccurrence(id, '2027-04-04T10:00:00');
  expect(changed.sequence).toBe(2);
  expect(
    book
      .occurrences(changed, ...all)
      .map(({ recurrence, dtStart, dtEnd, summary }) => [recurrence, dtStart, dtEnd, summary]),
  ).toEqual([
    ['2027-03-21T10:00:00', '2027-03-21T10:00:00', '2027-03-21T11:00:00', 'Weekly'],
    ['2027-03-28T10:00:00', '2027-05-01T08:00:00', '2027-05-01T09:00:00', 'Moved'],
  ]);
  expect(book.lastEnd(changed)?.toISOString()).toBe('2027-05-01T07:00:00.000Z');
  const window = [new Date('2027-05-01T00:00:00Z'), new Date('2027-05-02T00:00:00Z')] as const;
  expect(book.occurrences(changed, ...window)).toHaveLength(1);
});

test('a series without an end has no last end', () => {
  const book = MeetingBook.of(buildNode());
  const made = book.create({ ...meeting, rrule: 'FREQ=DAILY' });
  expect(book.lastEnd(made)).toBeNull();
  expect(book.occurrences(made, ...all, 5)).toHaveLength(5);
});

test('a single meeting occurs once, without recurrence', () => {
  const book = MeetingBook.of(buildNode());
  const made = book.create({ ...meeting, rrule: null });
  expect(book.occurrences(made, ...all)).toMatchObject([{ recurrence: null, dtStart: meeting.dtStart }]);
  expect(book.lastEnd(made)?.toISOString()).toBe('2027-03-21T10:00:00.000Z');
});

test("the book is the cluster's: kept, changed and cancelled for all", () => {
  const node = buildNode();
  const { id } = MeetingBook.of(node).create(meeting);
  const other = MeetingBook.of({ ...node, name: 'cms2' });
  expect(other.modify(id, { summary: 'Else' }).sequence).toBe(1);
  expect(
    MeetingBook.of(node)
      .all()
      .map(({ summary }) => summary),
  ).toEqual(['Else']);
  expect(other.cancel(id).summary).toBe('Else');
  expect(MeetingBook.of(node).get(id)).toBeUndefined();
});

test("changed times of a series end what was said of single occurrences, another name doesn't", () => {
  const book = MeetingBook.of(buildNode());
  const { id } = book.create(meeting);
  book.cancelOccurrence(id, '2027-03-28T10:00:00');
  expect(book.modify(id, { summary: 'Else' }).exceptions).toHaveLength(1);
  expect(book.modify(id, { dtStart: '2027-03-21T12:00:00', dtEnd: '2027-03-21T13:00:00' }).exceptions).toHaveLength(0);
});

test('only what the rule gives is an occurrence', () => {
  const book = MeetingBook.of(buildNode());
  const made = book.create(meeting);
  expect(
    ['2027-03-28T10:00:00', '2027-03-29T10:00:00', '2027-04-11T10:00:00'].map((at) => book.hasOccurrence(made, at)),
  ).toEqual([true, false, false]);
});
