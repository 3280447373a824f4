import { createRequire } from 'node:module';
import ICAL from 'ical.js';
import type ical from 'node-ical';
import type { CalendarSeen, MailSeen } from '../protocol/mail.ts';
import { defineJudge, type Finding } from './judge.ts';

/** What came in. */
export interface Mails {
  mails: MailSeen[];
}

/** The mails that came in, and addresses that they should be about. */
export interface MailsFor extends Mails {
  people: string[];
}

/** Every one of these people got a mail (web app help, "Schedule a meeting"). */
export const mailReachesEach = defineJudge('mail.reaches.each', ({ mails, people }: MailsFor): Finding[] =>
  people
    .filter((person) => mailsTo(mails, person).length === 0)
    .map((person) => ({
      where: person,
      expected: 'a mail',
      observed: `none; there are mails to ${recipients(mails)}`,
    })),
);

/** Every one of these people got exactly one mail. */
export const mailReachesOnce = defineJudge('mail.reaches.once', ({ mails, people }: MailsFor): Finding[] =>
  people.flatMap((person) => {
    const count = mailsTo(mails, person).length;
    return count === 1 ? [] : [{ where: person, expected: 'exactly one mail', observed: `${count} mails` }];
  }),
);

/** Nobody but these people got a mail, and somebody did. */
export const mailGoesNowhereElse = defineJudge('mail.reaches.nobody-else', ({ mails, people }: MailsFor): Finding[] =>
  atLeastOne(mails, ({ to }) =>
    to
      .filter((address) => !people.some((person) => sameAddress(person, address)))
      .map(() => ({ expected: 'no mail, as nobody of that address takes part', observed: 'a mail' })),
  ),
);

/** Nothing came in. */
export const nothingIsSent = defineJudge('mail.nothing', ({ mails }: Mails): Finding[] =>
  mails.length === 0 ? [] : [{ expected: 'no mail', observed: `mails to ${recipients(mails)}` }],
);

/** Each mail has a file whose name ends in `.ics` and which is a calendar (web app help, "Schedule a meeting"). */
export const calendarIsAttached = defineJudge('mail.calendar.attached', ({ mails }: Mails): Finding[] =>
  atLeastOne(mails, (mail) => {
    const files = mail.calendars.filter(({ file }) => file !== null && /\.ics$/i.test(file));
    if (files.some(({ text }) => readEvent(text) !== null)) return [];
    return [
      {
        expected: 'an attached .ics file that holds an event',
        observed: files.length === 0 ? 'none' : 'no event in it',
      },
    ];
  }),
);

/** The calendar of each mail has this iTIP method, in its content type too (RFC 5546, 1.4; RFC 6047, 2.4). */
export const calendarAsks = defineJudge(
  'mail.calendar.method',
  ({ mails, method }: Mails & { method: string }): Finding[] =>
    atLeastOne(mails, ({ calendars }) => {
      if (calendars.length === 0) return [{ expected: `a calendar with METHOD:${method}`, observed: 'no calendar' }];
      return calendars.flatMap((calendar) => {
        const found = { METHOD: methodOf(calendar), 'content type': calendar.method };
        return Object.entries(found)
          .filter(([, value]) => value?.toUpperCase() !== method)
          .map(([where, value]) => ({ expected: `${where} ${method}`, observed: value ?? 'none' }));
      });
    }),
);

/** The text of a person's mail shows this detail. */
export const detailIsShown = defineJudge(
  'mail.detail.shown',
  ({ mails, details }: Mails & { details: { person: string; what: string; value: string }[] }): Finding[] =>
    details.flatMap(({ person, what, value }) => {
      const own = mailsTo(mails, person);
      if (own.length === 0) return [{ where: person, expected: 'a mail', observed: 'none' }];
      return own
        .filter(({ text }) => !holds(text, value))
        .map(() => ({ where: person, expected: `${what} ${value} in the text`, observed: 'a text without it' }));
    }),
);

/** Nowhere in a person's mail, calendar included, stands one of these values. */
export const detailIsAbsent = defineJudge(
  'mail.detail.absent',
  ({ mails, details }: Mails & { details: { person: string; what: string; value: string }[] }): Finding[] =>
    details.flatMap(({ person, what, value }) => {
      const own = mailsTo(mails, person);
      if (own.length === 0) return [{ where: person, expected: 'a mail', observed: 'none' }];
      return own
        .filter(({ subject, text, calendars }) =>
          [subject, text, ...calendars.map((calendar) => calendar.text)].some((part) => holds(part, value)),
        )
        .map(() => ({
          where: person,
          expected: `no ${what} ${value}, which is another role's`,
          observed: 'it is there',
        }));
    }),
);

/** An event's time: instants, ISO 8601. */
export interface Time {
  start: string;
  end: string;
}

/** The event of each mail takes place at exactly these times, in the reading of node-ical. */
export const eventTakesPlace = defineJudge(
  'mail.event.times',
  ({ mails, times }: Mails & { times: Time[] }): Finding[] =>
    atLeastOne(mails, ({ calendars }) =>
      eventsIn(calendars).flatMap((event) => {
        const found =
          event &&
          occurrencesOf(event)
            .map(({ start, end }) => `${start} - ${end}`)
            .sort(byText);
        const wanted = times.map(({ start, end }) => `${iso(start)} - ${iso(end)}`).sort(byText);
        const observed = found === null ? 'no event' : found.join(', ') || 'no occurrence';
        return found?.join() === wanted.join() ? [] : [{ where: 'calendar', expected: wanted.join(', '), observed }];
      }),
    ),
);

/**
 * Each calendar describes every time zone that it names (RFC 5545, 3.6.5), and `zone` with these offsets, in minutes, at these
 * local times.
 */
export const zoneIsDescribed = defineJudge(
  'mail.calendar.zone',
  ({ mails, offsets }: Mails & { offsets: { local: string; minutes: number }[] }): Finding[] =>
    atLeastOne(mails, ({ calendars }) =>
      calendars.flatMap(({ text }) => {
        const zone = zoneOf(text);
        if (!zone)
          return [
            { where: 'calendar', expected: 'a VTIMEZONE for each TZID', observed: 'a TZID without one, or none' },
          ];
        return offsets.flatMap(({ local, minutes }) => {
          const found = zone.utcOffset(ICAL.Time.fromDateTimeString(local)) / 60;
          return found === minutes
            ? []
            : [{ where: `VTIMEZONE at ${local}`, expected: `${minutes} minutes ahead of UTC`, observed: `${found}` }];
        });
      }),
    ),
);

/** The event of each mail has this name. */
export const eventIsCalled = defineJudge('mail.event.name', ({ mails, name }: Mails & { name: string }): Finding[] =>
  atLeastOne(mails, ({ calendars }) =>
    eventsIn(calendars)
      .map((event) => textOf(event?.summary))
      .filter((summary) => summary !== name)
      .map((summary) => ({ where: 'SUMMARY', expected: `"${name}"`, observed: `"${summary}"` })),
  ),
);

/** The event of each mail names this organizer and these attendees. */
export const eventNames = defineJudge(
  'mail.event.people',
  ({ mails, organizer, attendees }: Mails & { organizer: string; attendees: string[] }): Finding[] =>
    atLeastOne(mails, ({ calendars }) =>
      eventsIn(calendars).flatMap((event) => {
        const named = [event?.attendee ?? []].flat().map(addressOf);
        const from = event?.organizer === undefined ? 'none' : addressOf(event.organizer);
        return [
          ...(sameAddress(from, organizer) ? [] : [{ where: 'ORGANIZER', expected: organizer, observed: from }]),
          ...attendees
            .filter((person) => !named.some((address) => sameAddress(address, person)))
            .map((person) => ({ where: 'ATTENDEE', expected: person, observed: named.join(', ') || 'none' })),
        ];
      }),
    ),
);

/** What two revisions of a person's event have to do with each other. */
export interface Revisions {
  person: string;
  /** All mails before, and after, the meeting was changed or cancelled. */
  earlier: MailSeen[];
  later: MailSeen[];
}

/** The later event is the same one: it has the UID of the earlier one (RFC 5546, 2.1.1). */
export const eventIsTheSame = defineJudge('mail.event.uid', (revisions: Revisions): Finding[] =>
  compared(revisions, (earlier, later) =>
    earlier.uid === later.uid ? [] : [{ expected: `UID ${earlier.uid}`, observed: `UID ${later.uid}` }],
  ),
);

/** The later event supersedes the earlier one: its SEQUENCE is higher (RFC 5546, 2.1.4). */
export const eventSupersedes = defineJudge('mail.event.sequence', (revisions: Revisions): Finding[] =>
  compared(revisions, (earlier, later) => {
    const [before, after] = [Number(earlier.sequence ?? 0), Number(later.sequence ?? 0)];
    return after > before ? [] : [{ expected: `a SEQUENCE above ${before}`, observed: `${after}` }];
  }),
);

/** The last revision that each of these people got is the highest one: an update did not arrive before its invitation. */
export const updateFollowsInvitation = defineJudge('mail.order', ({ mails, people }: MailsFor): Finding[] =>
  people.flatMap((person) => {
    const sequences = mailsTo(mails, person).map(({ calendars }) => Number(eventsIn(calendars)[0]?.sequence ?? 0));
    const inOrder = sequences.every((sequence, index) => index === 0 || sequence > (sequences[index - 1] ?? 0));
    if (sequences.length > 1 && inOrder) return [];
    return [
      {
        where: person,
        expected: 'the invitation, then the update',
        observed: `SEQUENCE ${sequences.join(', ') || 'of no mail'}`,
      },
    ];
  }),
);

/** The answer to a request for a new meeting names the meeting that was made. */
export const meetingIsMade = defineJudge(
  'mail.meeting.made',
  ({ status, body }: { status: number; body: string }): Finding[] =>
    status === 200 && /"meeting":"[^"]+"/.test(body)
      ? []
      : [{ expected: 'a meeting', observed: `status ${status} and ${body.slice(0, 100) || 'nothing'}` }],
);

/** Each mail came over TLS, or none did. */
export const mailIsSecured = defineJudge(
  'mail.secured',
  ({ mails, secured }: Mails & { secured: boolean }): Finding[] =>
    atLeastOne(mails, (mail) =>
      mail.secured === secured ? [] : [{ expected: secured ? 'TLS' : 'no TLS', observed: secured ? 'no TLS' : 'TLS' }],
    ),
);

/** Each mail came from a session in which this user, or nobody, had logged in. */
export const mailIsSentAs = defineJudge('mail.user', ({ mails, user }: Mails & { user: string | null }): Finding[] =>
  atLeastOne(mails, (mail) =>
    mail.user === user ? [] : [{ expected: user ?? 'nobody logged in', observed: mail.user ?? 'nobody logged in' }],
  ),
);

/** No line of a log holds one of these values. */
export const logKeepsSecret = defineJudge(
  'mail.log.secret',
  ({ lines, secrets }: { lines: string[]; secrets: string[] }): Finding[] =>
    lines.flatMap((line, index) =>
      secrets.some((secret) => line.includes(secret))
        ? [{ where: `log line ${index + 1}`, expected: 'no passcode', observed: line.slice(0, 60) }]
        : [],
    ),
);

type Event = ical.VEvent;

/** Loaded by the first rule that reads a calendar: it takes its time, and most runs have none. */
const nodeIcal = (): typeof ical => createRequire(import.meta.url)('node-ical');

const sameAddress = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
const mailsTo = (mails: readonly MailSeen[], person: string) =>
  mails.filter(({ to }) => to.some((address) => sameAddress(address, person)));
const recipients = (mails: readonly MailSeen[]) => mails.flatMap(({ to }) => to).join(', ') || 'nobody';
const byText = (one: string, other: string) => one.localeCompare(other);
const iso = (instant: string) => new Date(instant).toISOString();

/** Judges each mail; that there is none is a finding. */
function atLeastOne(mails: readonly MailSeen[], rule: (mail: MailSeen) => Finding[]): Finding[] {
  if (mails.length === 0) return [{ expected: 'a mail', observed: 'none' }];
  return mails.flatMap((mail) => {
    const person = mail.to.join();
    return rule(mail).map((finding) => ({ ...finding, where: [person, finding.where].filter(Boolean).join(', ') }));
  });
}

/** A value that stands in a text for itself, not within a longer number or name. */
function holds(text: string, value: string): boolean {
  return new RegExp(`(?<![\\w.])${RegExp.escape(value)}(?![\\w])`).test(text);
}

function methodOf({ text }: CalendarSeen): string | null {
  return /^METHOD:(.*?)\r?$/m.exec(text)?.[1] ?? null;
}

/** The main event of a calendar, in the reading of node-ical; null when there is none. */
function readEvent(text: string): Event | null {
  try {
    const parts = Object.values(nodeIcal().sync.parseICS(text));
    return parts.find((part): part is Event => part?.type === 'VEVENT') ?? null;
  } catch {
    return null;
  }
}

/** The events of a mail's calendars; `null` stands for a calendar without one, and for there being no calendar. */
function eventsIn(calendars: readonly CalendarSeen[]): (Event | null)[] {
  return calendars.length === 0 ? [null] : calendars.map(({ text }) => readEvent(text));
}

function occurrencesOf(event: Event): Time[] {
  const within = { from: new Date('2000-01-01T00:00:00Z'), to: new Date('2100-01-01T00:00:00Z') };
  const all = event.rrule ? nodeIcal().expandRecurringEvent(event, within) : [event];
  return all.map(({ start, end }) => ({
    start: iso(String(start?.toISOString())),
    end: end ? end.toISOString() : 'no end',
  }));
}

/** The zone of an event's times, as the calendar itself describes it; null when one that is named isn't described. */
function zoneOf(text: string): ICAL.Timezone | null {
  try {
    const calendar = new ICAL.Component(ICAL.parse(text));
    const zones = calendar.getAllSubcomponents('vtimezone');
    const described = (name: string) => zones.find((zone) => zone.getFirstPropertyValue('tzid') === name);
    const named = [...text.matchAll(/^\w[\w-]*;(?:[^:\r\n]*;)?TZID="?([^:;"\r\n]+)/gm)].map(([, name = '']) => name);
    const [first] = named;
    if (first === undefined || named.some((name) => !described(name))) return null;
    return new ICAL.Timezone(described(first) as ICAL.Component);
  } catch {
    return null;
  }
}

function compared({ person, earlier, later }: Revisions, rule: (earlier: Event, later: Event) => Finding[]): Finding[] {
  const last = (mails: readonly MailSeen[]) => readEvent(mailsTo(mails, person).at(-1)?.calendars[0]?.text ?? '');
  const [before, after] = [last(earlier), last(later)];
  if (!before || !after) {
    const missing = before ? 'after' : 'before';
    return [{ where: person, expected: 'an event before and after the change', observed: `none ${missing} it` }];
  }
  return rule(before, after).map((finding) => ({ ...finding, where: person }));
}

function addressOf(value: ical.Attendee | ical.Organizer): string {
  return textOf(value).replace(/^mailto:/i, '');
}

function textOf(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'val' in value) return String(value.val);
  return typeof value === 'string' ? value : '';
}
