import { expect, test } from '@playwright/test';
import ICAL from 'ical.js';
import { policiesWith } from '../../policies/index.ts';
import { offsetAt } from '../zone.ts';
import { calendarOf } from './calendar.ts';

/** The zone as a reader of the calendar sees it. */
function zoneIn(name: string, year: number): ICAL.Timezone {
  const own = { address: 'ann@example.test', name: null, role: null, organizer: true };
  const { text } = calendarOf(policiesWith([]), {
    kind: 'invitation',
    meeting: {
      id: 'm',
      sequence: 0,
      coSpace: 's',
      temporary: false,
      summary: 'x',
      description: null,
      dtStart: `${year}-06-01T10:00:00`,
      dtEnd: `${year}-06-01T11:00:00`,
      timeZone: name,
      rrule: null,
      exceptions: [],
      isFullDayMeeting: false,
      attendees: [],
    },
    sequence: 0,
    organizer: { name: '', address: own.address },
    own,
    all: [own],
    location: '',
    description: '',
    stamp: new Date(0),
  });
  const component = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vtimezone');
  return new ICAL.Timezone(component as ICAL.Component);
}

const zones = [
  'Europe/Oslo',
  'America/New_York',
  'Australia/Sydney',
  'Asia/Kolkata',
  'Europe/Dublin',
  'Africa/Casablanca',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'UTC',
  'Australia/Lord_Howe',
  'Asia/Jerusalem',
];
for (const name of zones) {
  test(`the rules of ${name} give its offsets for years`, () => {
    const zone = zoneIn(name, 2026);
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2029, 0, 1); at += 7 * 3_600_000 * 5) {
      const offset = offsetAt(new Date(at), name);
      // of a local time that occurs twice, or is left out, this reader has its own idea
      if ([-1, 1].some((hours) => offsetAt(new Date(at + hours * 3_600_000), name) !== offset)) continue;
      const local = ICAL.Time.fromJSDate(new Date(at + offset), true);
      local.zone = ICAL.Timezone.localTimezone;
      expect(zone.utcOffset(local) * 1000, new Date(at).toISOString()).toBe(offset);
    }
  });
}
