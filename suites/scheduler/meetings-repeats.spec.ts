import type { Meetings } from '../../fixtures/index.ts';
import {
  around,
  clockChange,
  daysLater,
  julyMonday,
  later,
  leapYear,
  occursAt,
  requirement,
} from '../../fixtures/index.ts';

/** Ten o'clock in Oslo in summer. */
const inSummer = (dates: readonly string[]) => dates.map((date) => `${date}T08:00:00Z`);
const dates = (first: string, days: readonly number[]) => days.map((day) => daysLater(first, day).slice(0, 10));

requirement('MEET-REPEAT-01', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const { id } = await meetings.create({ dtStart });
  const occurrences = await meetings.occurrences(id, around(dtStart, 40, 800));
  judge(occursAt, { occurrences, expected: inSummer(dates(dtStart, [0])) });
});

requirement('MEET-REPEAT-02', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const { id } = await meetings.create({ dtStart, rrule: 'FREQ=DAILY;COUNT=8' });
  const occurrences = await meetings.occurrences(id, around(dtStart, 10, 30));
  judge(occursAt, { occurrences, expected: inSummer(dates(dtStart, [0, 1, 2, 3, 4, 5, 6, 7])) });
});

requirement('MEET-REPEAT-03', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const { id } = await meetings.create({ dtStart, rrule: 'FREQ=WEEKLY;COUNT=4' });
  const occurrences = await meetings.occurrences(id, around(dtStart, 10, 70));
  judge(occursAt, { occurrences, expected: inSummer(dates(dtStart, [0, 7, 14, 21])) });
});

requirement('MEET-REPEAT-04', async ({ meetings, nextYear, judge }) => {
  const dtStart = `${nextYear}-05-15T10:00:00`;
  const { id } = await meetings.create({ dtStart, rrule: 'FREQ=MONTHLY;COUNT=4' });
  const occurrences = await meetings.occurrences(id, around(dtStart, 10, 300));
  judge(occursAt, {
    occurrences,
    expected: inSummer(['05', '06', '07', '08'].map((month) => `${nextYear}-${month}-15`)),
  });
});

requirement('MEET-REPEAT-05', async ({ meetings, nextYear, judge }) => {
  const dtStart = `${nextYear}-06-15T10:00:00`;
  const { id } = await meetings.create({ dtStart, rrule: 'FREQ=YEARLY;COUNT=4' });
  const occurrences = await meetings.occurrences(id, around(dtStart, 10, 2000));
  judge(occursAt, { occurrences, expected: inSummer([0, 1, 2, 3].map((years) => `${nextYear + years}-06-15`)) });
});

requirement('MEET-REPEAT-06', async ({ meetings, nextYear, judge }) => {
  const year = leapYear(nextYear);
  const dtStart = `${year}-02-29T10:00:00`;
  const { id } = await meetings.create({ dtStart, rrule: 'FREQ=YEARLY;COUNT=2' });
  const occurrences = await meetings.occurrences(id, around(dtStart, 10, 1800));
  judge(occursAt, { occurrences, expected: [`${year}-02-29T09:00:00Z`, `${year + 4}-02-29T09:00:00Z`] });
});

requirement('MEET-REPEAT-07', async ({ meetings, nextYear, judge }) => {
  const dtStart = `${nextYear}-05-31T10:00:00`;
  const { id } = await meetings.create({ dtStart, rrule: 'FREQ=MONTHLY;COUNT=3' });
  const occurrences = await meetings.occurrences(id, around(dtStart, 10, 200));
  judge(occursAt, { occurrences, expected: inSummer(['05', '07', '08'].map((month) => `${nextYear}-${month}-31`)) });
});

requirement('MEET-REPEAT-08', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const { id } = await meetings.create({ dtStart, rrule: 'FREQ=WEEKLY;INTERVAL=2;COUNT=3' });
  const occurrences = await meetings.occurrences(id, around(dtStart, 10, 70));
  judge(occursAt, { occurrences, expected: inSummer(dates(dtStart, [0, 14, 28])) });
});

requirement('MEET-REPEAT-09', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const last = dates(dtStart, [2])[0]?.replaceAll('-', '');
  const { id } = await meetings.create({ dtStart, rrule: `FREQ=DAILY;UNTIL=${last}T080000Z` });
  const occurrences = await meetings.occurrences(id, around(dtStart, 10, 30));
  judge(occursAt, { occurrences, expected: inSummer(dates(dtStart, [0, 1, 2])) });
});

/** What is listed where the occurrences must be, and nowhere near where an hour's mistake would put them. */
async function listedAt(meetings: Meetings, id: string, instants: readonly string[]) {
  const found = [];
  for (const instant of instants) {
    const local = instant.slice(0, 19);
    const window = { fromTime: `${later(local, -10)}Z`, untilTime: `${later(local, 40)}Z` };
    found.push(...(await meetings.occurrences(id, window)));
  }
  return found;
}

for (const [requirementId, timeZone, direction, hours] of [
  ['MEET-DST-01', 'Europe/Oslo', 'forward', ['09', '08', '08']],
  ['MEET-DST-02', 'Europe/Oslo', 'back', ['08', '09', '09']],
  ['MEET-DST-03', 'America/New_York', 'forward', ['15', '14', '14']],
  ['MEET-DST-04', 'America/New_York', 'back', ['14', '15', '15']],
] as const) {
  requirement(requirementId, async ({ meetings, nextYear, judge }) => {
    const change = clockChange(timeZone, nextYear, direction);
    const dtStart = daysLater(`${change}T10:00:00`, -1);
    const { id } = await meetings.create({ dtStart, minutes: 30, timeZone, rrule: 'FREQ=DAILY;COUNT=3' });
    const expected = hours.map((hour, day) => `${daysLater(dtStart, day).slice(0, 10)}T${hour}:00:00Z`);
    judge(occursAt, { occurrences: await listedAt(meetings, id, expected), expected });
  });
}
