import { expect, test } from '@playwright/test';
import type { MailSeen } from '../protocol/mail.ts';
import type { Judge } from './judge.ts';
import {
  calendarAsks,
  calendarIsAttached,
  detailIsAbsent,
  detailIsShown,
  eventIsCalled,
  eventIsTheSame,
  eventNames,
  eventSupersedes,
  eventTakesPlace,
  logKeepsSecret,
  mailGoesNowhereElse,
  mailIsSecured,
  mailIsSentAs,
  mailReachesEach,
  mailReachesOnce,
  meetingIsMade,
  nothingIsSent,
  updateFollowsInvitation,
  zoneIsDescribed,
} from './mail.ts';

const ann = 'ann@example.test';
const bob = 'bob@example.test';
const oslo = `BEGIN:VTIMEZONE
TZID:Europe/Oslo
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE
`;

/** A calendar as somebody might write it by hand. */
function calendar(changes: { uid?: string; sequence?: number; zone?: string; more?: string } = {}): string {
  const { uid = 'one', sequence = 0, zone = oslo, more = '' } = changes;
  return `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//hand//EN
METHOD:REQUEST
${zone}BEGIN:VEVENT
UID:${uid}
SEQUENCE:${sequence}
DTSTAMP:20260101T000000Z
SUMMARY:Plan
DTSTART;TZID=Europe/Oslo:20261023T100000
DTEND;TZID=Europe/Oslo:20261023T110000
ORGANIZER;CN=Ann:mailto:${ann}
ATTENDEE:mailto:${ann}
ATTENDEE;CN=Bob:mailto:${bob}
${more}END:VEVENT
END:VCALENDAR
`.replaceAll('\n', '\r\n');
}

function mail(to: string, changes: Partial<MailSeen> & { text?: string; ics?: string } = {}): MailSeen {
  const { ics = calendar(), ...rest } = changes;
  return {
    from: ann,
    to: [to],
    subject: 'Plan',
    text: 'Video address: plan.guest\nMeeting ID: 1001\nPasscode: 4711',
    messageId: '<1@x>',
    calendars: [
      { method: 'REQUEST', text: ics, file: null },
      { method: 'REQUEST', text: ics, file: 'invite.ics' },
    ],
    secured: true,
    user: 'scheduler',
    ...rest,
  };
}

/** A rule with what conforms, and what does not. */
function rule<Observation>(judge: Judge<Observation>, good: Observation, ...bad: Observation[]): void {
  test(`${judge.name}: what conforms, and ${bad.length} that do not`, () => {
    expect(judge(good)).toEqual([]);
    for (const observation of bad) expect(judge(observation), JSON.stringify(observation)).not.toEqual([]);
  });
}

const both = [mail(ann), mail(bob)];
const people = [ann, bob];
rule(mailReachesEach, { mails: both, people }, { mails: both.slice(1), people });
rule(mailReachesOnce, { mails: both, people }, { mails: [...both, mail(bob)], people }, { mails: [mail(ann)], people });
rule(
  mailGoesNowhereElse,
  { mails: both, people },
  { mails: [...both, mail('eve@example.test')], people },
  { mails: [], people },
);
rule(nothingIsSent, { mails: [] }, { mails: both });
rule(
  calendarIsAttached,
  { mails: both },
  { mails: [] },
  { mails: [mail(ann, { calendars: [{ method: 'REQUEST', text: calendar(), file: null }] })] },
  { mails: [mail(ann, { calendars: [{ method: 'REQUEST', text: 'nonsense', file: 'invite.ics' }] })] },
);
rule(
  calendarAsks,
  { mails: both, method: 'REQUEST' },
  { mails: both, method: 'CANCEL' },
  { mails: [mail(ann, { calendars: [] })], method: 'REQUEST' },
  { mails: [mail(ann, { calendars: [{ method: null, text: calendar(), file: null }] })], method: 'REQUEST' },
);
const shown = (value: string) => ({ mails: both, details: [{ person: bob, what: 'the passcode', value }] });
rule(detailIsShown, shown('4711'), shown('0815'), shown('47'), { ...shown('4711'), mails: [mail(ann)] });
rule(
  detailIsAbsent,
  shown('0815'),
  shown('4711'),
  { ...shown('0815'), mails: [mail(ann)] },
  {
    mails: [mail(bob, { ics: calendar({ more: 'DESCRIPTION:0815\n' }) })],
    details: [{ person: bob, what: 'the passcode', value: '0815' }],
  },
);
const at = (day: string, utc = '08') => ({
  start: `2026-10-${day}T${utc}:00:00Z`,
  end: `2026-10-${day}T${String(Number(utc) + 1).padStart(2, '0')}:00:00Z`,
});
rule(
  eventTakesPlace,
  { mails: both, times: [at('23')] },
  { mails: both, times: [at('23', '10')] },
  { mails: both, times: [] },
  {
    mails: [mail(ann, { calendars: [] })],
    times: [at('23')],
  },
);
const weekly = (more: string) => [mail(ann, { ics: calendar({ more }) })];
const three = [at('23'), at('30', '09'), { start: '2026-11-06T09:00:00Z', end: '2026-11-06T10:00:00Z' }];
rule(
  eventTakesPlace,
  { mails: weekly('RRULE:FREQ=WEEKLY;COUNT=3\n'), times: three },
  { mails: weekly('RRULE:FREQ=WEEKLY;COUNT=2\n'), times: three },
  { mails: weekly('RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;TZID=Europe/Oslo:20261030T100000\n'), times: three },
);
const offsets = [
  { local: '2026-07-01T12:00:00', minutes: 120 },
  { local: '2026-12-01T12:00:00', minutes: 60 },
];
rule(
  zoneIsDescribed,
  { mails: both, offsets },
  { mails: both, offsets: [{ local: '2026-07-01T12:00:00', minutes: 60 }] },
  { mails: [mail(ann, { ics: calendar({ zone: '' }) })], offsets },
);
rule(
  eventIsCalled,
  { mails: both, name: 'Plan' },
  { mails: both, name: 'Plans' },
  { mails: [mail(ann, { calendars: [] })], name: 'Plan' },
);
rule(
  eventNames,
  { mails: both, organizer: ann, attendees: people },
  { mails: both, organizer: bob, attendees: people },
  { mails: both, organizer: ann, attendees: [...people, 'eve@example.test'] },
);
const revision = (changes: Parameters<typeof calendar>[0]) => [mail(bob, { ics: calendar(changes) })];
rule(
  eventIsTheSame,
  { person: bob, earlier: both, later: revision({ sequence: 1 }) },
  { person: bob, earlier: both, later: revision({ uid: 'two' }) },
  { person: bob, earlier: both, later: [] },
);
rule(
  eventSupersedes,
  { person: bob, earlier: both, later: revision({ sequence: 1 }) },
  { person: bob, earlier: both, later: both },
  { person: bob, earlier: [], later: both },
);
rule(mailIsSecured, { mails: both, secured: true }, { mails: both, secured: false }, { mails: [], secured: true });
rule(mailIsSentAs, { mails: both, user: 'scheduler' }, { mails: both, user: null });
rule(
  logKeepsSecret,
  { lines: ['sent to ann'], secrets: ['4711'] },
  { lines: ['sent', 'Passcode: 4711'], secrets: ['4711'] },
);
const [first, second] = [revision({ sequence: 0 }), revision({ sequence: 1 })];
rule(
  updateFollowsInvitation,
  { mails: [...first, ...second], people: [bob] },
  { mails: [...second, ...first], people: [bob] },
  { mails: second, people: [bob] },
);
rule(meetingIsMade, { status: 200, body: '{"meeting":"one"}' }, { status: 500, body: '{"error":"x"}' });
