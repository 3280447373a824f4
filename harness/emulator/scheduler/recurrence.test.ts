import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import ical, { type VEvent } from 'node-ical';
import { ruleProblem, startsOf } from './recurrence.ts';
import { instantOf, localOf } from './zone.ts';

const zones = ['Europe/Oslo', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'];

function first(count: number, rrule: string, dtStart: string, timeZone = 'UTC'): string[] {
  const found: string[] = [];
  for (const start of startsOf(rrule, dtStart, timeZone)) {
    if (found.push(start) >= count) break;
  }
  return found;
}

/** The same by other people's code: node-ical, on rrule-temporal. */
function independent(rrule: string, dtStart: string, timeZone: string, until: Date): Date[] {
  const compact = dtStart.replaceAll(/[-:]/g, '');
  const text = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=${timeZone}:${compact}\r\nRRULE:${rrule}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
  const event = Object.values(ical.sync.parseICS(text)).find((part) => part?.type === 'VEVENT') as VEvent;
  return event.rrule?.between(new Date(0), until, true) ?? [];
}

const rule = fc
  .record({
    frequency: fc.constantFrom(
      'DAILY',
      'WEEKLY',
      'WEEKLY;BYDAY=MO,WE,SU',
      'MONTHLY',
      'MONTHLY;BYMONTHDAY=-1',
      'YEARLY',
    ),
    interval: fc.integer({ min: 1, max: 4 }),
    count: fc.integer({ min: 1, max: 30 }),
  })
  .map(({ frequency, interval, count }) => `FREQ=${frequency};INTERVAL=${interval};COUNT=${count}`);
const local = fc
  .date({ min: new Date('2024-01-01T00:00:00Z'), max: new Date('2029-12-31T00:00:00Z'), noInvalidDate: true })
  // on the days that some months lack the other library doesn't follow RFC 5545: it takes the month's last one
  .filter((date) => date.getUTCDate() <= 28)
  .map((date) => `${date.toISOString().slice(0, 14)}${date.getUTCMinutes() < 30 ? '00' : '30'}:00`);

for (const machine of ['UTC', 'America/New_York', 'Pacific/Auckland']) {
  test(`a rule expands as another library has it, on a machine in ${machine}`, () => {
    const before = process.env.TZ;
    process.env.TZ = machine;
    try {
      fc.assert(
        fc.property(rule, local, fc.constantFrom(...zones), (rrule, dtStart, zone) => {
          const [start] = first(1, rrule, dtStart, zone);
          // a first time that the zone leaves out, or that its rule doesn't give, has no agreed meaning
          fc.pre(start === dtStart && localOf(instantOf(dtStart, zone), zone) === dtStart);
          const horizon = new Date('2045-01-01T00:00:00Z');
          const ours = first(30, rrule, dtStart, zone).map((at) => instantOf(at, zone));
          const theirs = independent(rrule, dtStart, zone, horizon);
          const early = (dates: Date[]) => dates.filter((date) => date < horizon).map((date) => date.toISOString());
          // what falls into an hour that a zone leaves out is moved differently
          const exists = (iso: string) => localOf(new Date(iso), zone).slice(11) === dtStart.slice(11);
          expect(early(ours).filter(exists)).toEqual(early(theirs).filter(exists));
        }),
        { numRuns: 40 },
      );
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });
}

test('a day that a month or a year lacks is left out', () => {
  expect(first(4, 'FREQ=YEARLY', '2024-02-29T10:00:00').map((start) => start.slice(0, 10))).toEqual([
    '2024-02-29',
    '2028-02-29',
    '2032-02-29',
    '2036-02-29',
  ]);
  expect(first(3, 'FREQ=MONTHLY', '2027-01-31T10:00:00').map((start) => start.slice(0, 10))).toEqual([
    '2027-01-31',
    '2027-03-31',
    '2027-05-31',
  ]);
});

test('UNTIL ends a series in local time, in UTC and on a day, inclusively', () => {
  const daily = (until: string) => first(9, `FREQ=DAILY;UNTIL=${until}`, '2027-06-01T10:00:00', 'Europe/Oslo').length;
  expect(daily('20270603T100000')).toBe(3);
  expect(daily('20270603T095959')).toBe(2);
  expect(daily('20270603T080000Z')).toBe(3);
  expect(daily('20270603T075959Z')).toBe(2);
  expect(daily('20270603')).toBe(3);
});

test('a rule that can never come round again ends', () => {
  expect(first(3, 'FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30', '2027-02-01T10:00:00').length).toBeLessThan(3);
});

test('what is wrong with a rule is said', () => {
  for (const good of [
    'FREQ=DAILY',
    'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=MO,FR;WKST=SU',
    'FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270101',
    'FREQ=YEARLY;UNTIL=20270101T100000Z',
  ])
    expect(ruleProblem(good)).toBeNull();
  for (const bad of [
    '',
    'DAILY',
    'FREQ=HOURLY',
    'FREQ=DAILY;FREQ=DAILY',
    'FREQ=DAILY;COUNT=0',
    'FREQ=DAILY;COUNT=2;UNTIL=20270101',
    'FREQ=DAILY;UNTIL=20271301',
    'FREQ=YEARLY;BYMONTH=2',
    'FREQ=MONTHLY;BYMONTHDAY=32',
    'FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=1MO',
    'FREQ=toString',
  ])
    expect(ruleProblem(bad), bad).not.toBeNull();
});
