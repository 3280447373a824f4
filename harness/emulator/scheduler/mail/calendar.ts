import ICAL from 'ical.js';
import type { Policies } from '../../policies/index.ts';
import type { MailKind, Observance, Recipient } from '../../policies/mail.ts';
import type { Meeting, MeetingException } from '../meeting.ts';
import { instantOf } from '../zone.ts';
import { observancesOf } from './zone-rules.ts';

/** What one attendee's calendar is made of. */
export interface CalendarParts {
  kind: MailKind;
  meeting: Meeting;
  sequence: number;
  organizer: { name: string; address: string };
  /** Whom it is for, and everybody who is invited. */
  own: Recipient;
  all: readonly Recipient[];
  location: string;
  description: string;
  stamp: Date;
}

/** The calendar of one attendee: an iTIP request or cancellation (RFC 5545, RFC 5546). Asks the `mail.` policies. */
export function calendarOf(policies: Policies, parts: CalendarParts): { method: string; text: string } {
  const method = policies['mail.calendarMethod'](parts.kind);
  const calendar = new ICAL.Component('vcalendar');
  calendar.addPropertyWithValue('prodid', '-//cms-conformance//Emulated scheduler//EN');
  calendar.addPropertyWithValue('version', '2.0');
  calendar.addPropertyWithValue('method', method);
  const { meeting } = parts;
  const { zone } = policies['mail.eventTime'](meeting.dtStart, meeting.timeZone);
  if (zone !== null && !meeting.isFullDayMeeting) {
    const observances = observancesOf(zone, Number(meeting.dtStart.slice(0, 4)));
    calendar.addSubcomponent(timeZone(zone, policies['mail.observances'](observances)));
  }
  calendar.addSubcomponent(mainEvent(policies, parts));
  for (const exception of policies['mail.changed'](meeting.exceptions)) {
    if (parts.kind !== 'cancellation') calendar.addSubcomponent(changedEvent(policies, parts, exception));
  }
  return { method, text: `${calendar.toString()}\r\n` };
}

function mainEvent(policies: Policies, parts: CalendarParts): ICAL.Component {
  const { meeting } = parts;
  const event = eventOf(policies, parts, { ...meeting });
  const rule = policies['mail.rrule'](meeting.rrule);
  if (rule !== null) event.addPropertyWithValue('rrule', ICAL.Recur.fromString(withPortableEnd(rule, meeting)));
  for (const { recurrence } of policies['mail.leftOut'](meeting.exceptions)) {
    addTime(policies, event, 'exdate', recurrence, meeting);
  }
  return event;
}

function changedEvent(policies: Policies, parts: CalendarParts, exception: MeetingException): ICAL.Component {
  const { meeting } = parts;
  const length =
    instantOf(meeting.dtEnd, meeting.timeZone).getTime() - instantOf(meeting.dtStart, meeting.timeZone).getTime();
  const dtStart = exception.dtStart ?? exception.recurrence;
  const end = new Date(Date.parse(`${dtStart}Z`) + length).toISOString().slice(0, 19);
  const event = eventOf(policies, parts, {
    dtStart,
    dtEnd: exception.dtEnd ?? end,
    summary: exception.summary ?? meeting.summary,
  });
  addTime(policies, event, 'recurrence-id', exception.recurrence, meeting);
  return event;
}

function eventOf(
  policies: Policies,
  parts: CalendarParts,
  shown: { dtStart: string; dtEnd: string; summary: string },
): ICAL.Component {
  const { meeting, kind, own, organizer } = parts;
  const event = new ICAL.Component('vevent');
  event.addPropertyWithValue('uid', policies['mail.uid'](meeting.id, { sequence: parts.sequence, kind }));
  event.addPropertyWithValue('dtstamp', ICAL.Time.fromJSDate(parts.stamp, true));
  event.addPropertyWithValue('sequence', String(parts.sequence));
  event.addPropertyWithValue('status', kind === 'cancellation' ? 'CANCELLED' : 'CONFIRMED');
  event.addPropertyWithValue('summary', policies['mail.summary'](shown.summary));
  event.addPropertyWithValue('description', parts.description);
  if (parts.location !== '') event.addPropertyWithValue('location', parts.location);
  addTime(policies, event, 'dtstart', shown.dtStart, meeting);
  addTime(policies, event, 'dtend', meeting.isFullDayMeeting ? lastDayEnd(shown.dtEnd) : shown.dtEnd, meeting);
  const from = event.addPropertyWithValue('organizer', `mailto:${organizer.address}`);
  if (organizer.name !== '') from.setParameter('cn', organizer.name);
  for (const { address, name, organizer: isOrganizer } of policies['mail.namedAttendees'](parts.all, own, kind)) {
    const attendee = event.addPropertyWithValue('attendee', `mailto:${address}`);
    if (name !== null) attendee.setParameter('cn', name);
    attendee.setParameter('role', isOrganizer ? 'CHAIR' : 'REQ-PARTICIPANT');
    attendee.setParameter('partstat', isOrganizer ? 'ACCEPTED' : 'NEEDS-ACTION');
    attendee.setParameter('rsvp', isOrganizer ? 'FALSE' : 'TRUE');
  }
  return event;
}

/** A full day meeting that ends at midnight ends with the day before; DTEND is the first day that is free again. */
function lastDayEnd(local: string): string {
  if (local.endsWith('T00:00:00')) return local;
  return new Date(Date.parse(`${local.slice(0, 10)}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 19);
}

function addTime(policies: Policies, event: ICAL.Component, name: string, local: string, meeting: Meeting): void {
  if (meeting.isFullDayMeeting) {
    event.addPropertyWithValue(name, ICAL.Time.fromDateString(local.slice(0, 10)));
    return;
  }
  const written = policies['mail.eventTime'](local, meeting.timeZone);
  const time = ICAL.Time.fromDateTimeString(`${written.local}${written.zone === null ? 'Z' : ''}`);
  const property = event.addPropertyWithValue(name, time);
  if (written.zone !== null) property.setParameter('tzid', written.zone);
}

/** The rule with an end that RFC 5545 (3.3.10) allows beside a start in a zone: in UTC; beside a full day: a date. */
function withPortableEnd(rule: string, { timeZone: zone, isFullDayMeeting }: Meeting): string {
  return rule.replace(
    /UNTIL=(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?/,
    (whole, year, month, day, hour, min, second, utc) => {
      if (isFullDayMeeting) return `UNTIL=${year}${month}${day}`;
      if (utc) return whole;
      const local = `${year}-${month}-${day}T${hour === undefined ? '23:59:59' : `${hour}:${min}:${second}`}`;
      return `UNTIL=${instantOf(local, zone)
        .toISOString()
        .replace(/[-:]|\.\d+/g, '')}`;
    },
  );
}

function timeZone(name: string, observances: readonly Observance[]): ICAL.Component {
  const zone = new ICAL.Component('vtimezone');
  zone.addPropertyWithValue('tzid', name);
  for (const { daylight, onset, from, to, rrule, furtherOnsets } of observances) {
    const part = new ICAL.Component(daylight ? 'daylight' : 'standard');
    part.addPropertyWithValue('dtstart', ICAL.Time.fromDateTimeString(onset));
    part.addPropertyWithValue('tzoffsetfrom', ICAL.UtcOffset.fromSeconds(from * 60));
    part.addPropertyWithValue('tzoffsetto', ICAL.UtcOffset.fromSeconds(to * 60));
    if (rrule !== null) part.addPropertyWithValue('rrule', ICAL.Recur.fromString(rrule));
    for (const further of furtherOnsets) part.addPropertyWithValue('rdate', ICAL.Time.fromDateTimeString(further));
    zone.addSubcomponent(part);
  }
  return zone;
}
