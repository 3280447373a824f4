import { execFileSync } from 'node:child_process';
import { expect } from '@playwright/test';
import { CertificateFactory, fullChain } from '../../fixtures/pki.ts';
import { parseMail } from '../clients/smtp-sink.ts';
import { schedulerSettings } from '../emulator/mmp/scheduler-state.ts';
import type { SchedulerSettings } from '../emulator/policies/scheduler.ts';
import { startMail } from '../emulator/scheduler/mail/part.ts';
import type { Meeting, MeetingChange } from '../emulator/scheduler/meeting.ts';
import { buildNode } from '../emulator/testing.ts';
import { calendarAsks, eventTakesPlace, zoneIsDescribed } from '../judge/mail.ts';
import { requirePeer } from './peers.ts';
import { Postfix } from './postfix.ts';
import { test } from './scratch.ts';

// The scheduler's mail as others see it: Postfix takes it, node-ical and Python's icalendar read it.

const host = '127.0.0.1';
const pki = new CertificateFactory();
const root = pki.authority('Mail root');
const leaf = pki.leaf(root, [host]);

const series: Meeting = {
  id: 'f5b1b3a0-58f5-4a51-9d4c-7f2f5a2a7f10',
  sequence: 2,
  coSpace: 'space',
  temporary: false,
  summary: 'Plan; of two, or möre — with a name that is so long that its line in the calendar has to be folded',
  description: null,
  dtStart: '2027-10-18T10:00:00',
  dtEnd: '2027-10-18T11:00:00',
  timeZone: 'Europe/Oslo',
  rrule: 'FREQ=WEEKLY;COUNT=5',
  exceptions: [
    { recurrence: '2027-10-25T10:00:00', cancelled: true, dtStart: null, dtEnd: null, summary: null },
    {
      recurrence: '2027-11-01T10:00:00',
      cancelled: false,
      dtStart: '2027-11-02T13:00:00',
      dtEnd: null,
      summary: 'Moved',
    },
  ],
  isFullDayMeeting: false,
  attendees: [
    { email: 'ann@example.test', user: null, name: 'Ann "A" Ånes, Oslo', role: null, organizer: true },
    { email: 'bob@example.test', user: null, name: null, role: null, organizer: false },
  ],
};
const hour = (start: string) => ({ start, end: new Date(Date.parse(start) + 3_600_000).toISOString() });
const times = ['2027-10-18T08:00Z', '2027-11-02T12:00Z', '2027-11-08T09:00Z', '2027-11-15T09:00Z'].map(hour);

/** Has an emulated scheduler send what a change calls for, and waits until it is sent. */
async function send(change: MeetingChange, port: number, settings: Partial<SchedulerSettings>): Promise<string[]> {
  const node = buildNode();
  node.files.write('trust.cer', Buffer.from(root.certificate));
  const listeners: ((change: MeetingChange) => void)[] = [];
  const part = startMail({
    node,
    settings: { ...schedulerSettings(node), emailServer: host, emailPort: String(port), ...settings },
    announce: () => {},
    onMeeting: (listener) => listeners.push(listener),
  });
  for (const listener of listeners) listener(change);
  await node.cluster.activities.settled();
  await part.stop();
  return node.log.since(0).lines.filter((line) => line.includes('EmailService'));
}

test('the peer is Postfix', () => {
  requirePeer('postfix');
  const version = execFileSync(requirePeer('postconf'), ['-d', 'mail_version'], { encoding: 'utf8' });
  test.info().annotations.push({ type: 'peer', description: version.trim() });
  expect(version).toMatch(/^mail_version = \d/);
});

const ways: [string, 'smtp' | 'smtps', Partial<SchedulerSettings>, RegExp][] = [
  ['SMTP', 'smtp', {}, /with ESMTP id/],
  ['STARTTLS', 'smtp', { emailStartTls: 'enable', emailTrustBundle: 'trust.cer' }, /with ESMTPS id/],
  ['SMTPS', 'smtps', { emailProtocol: 'smtps', emailTrustBundle: 'trust.cer' }, /with ESMTPS id/],
];

test('Postfix takes invitations and cancellations over SMTP, STARTTLS and SMTPS, and their calendars are read alike by others', async ({
  scratch,
}) => {
  const postfix = await Postfix.start(scratch.path, { key: leaf.key, chain: fullChain(leaf) });
  try {
    for (const [index, [way, listener, settings, received]] of ways.entries()) {
      const log = await send({ before: null, after: series }, postfix.ports[listener], settings);
      expect(log, way).toEqual([expect.stringContaining('sent to ann@'), expect.stringContaining('sent to bob@')]);
      const messages = await postfix.messages('bob', index + 1);
      expect(messages.filter((message) => received.test(message.toString())).length, way).toBeGreaterThan(0);
    }
    const [message] = await postfix.messages('bob', 3);
    const parsed = await parseMail(message as Buffer);
    const mails = [{ ...parsed, from: '', to: ['bob'], secured: true, user: null }];
    expect(parsed.subject).toBe(series.summary);
    expect(parsed.calendars.map(({ file }) => file)).toEqual([null, 'invite.ics']);
    expect(calendarAsks({ mails, method: 'REQUEST' })).toEqual([]);
    expect(eventTakesPlace({ mails, times })).toEqual([]);
    expect(zoneIsDescribed({ mails, offsets: [{ local: '2027-07-01T12:00:00', minutes: 120 }] })).toEqual([]);
    expect(readByPython(message as Buffer)).toEqual({
      method: 'REQUEST',
      events: [
        {
          summary: series.summary,
          start: '2027-10-18T10:00:00+02:00',
          sequence: 2,
          recurrence: null,
          exdates: ['2027-10-25T10:00:00+02:00'],
          attendees: 2,
          count: 5,
        },
        {
          summary: 'Moved',
          start: '2027-11-02T13:00:00+01:00',
          sequence: 2,
          recurrence: '2027-11-01T10:00:00+01:00',
          exdates: [],
          attendees: 2,
          count: null,
        },
      ],
      zones: ['Europe/Oslo'],
      errors: [],
    });

    await send({ before: series, after: null }, postfix.ports.smtp, {});
    const cancelled = (await postfix.messages('bob', 4)).find((one) => /^Subject: .*Cancelled/m.test(one.toString()));
    expect(readByPython(cancelled ?? Buffer.alloc(0))).toMatchObject({ method: 'CANCEL', errors: [] });
  } finally {
    await postfix.stop();
  }
  expect(postfix.log).not.toMatch(/\b(fatal|panic|error):/);
});

test('a server of another authority gets nothing', async ({ scratch }) => {
  const stranger = pki.leaf(pki.authority('Another root'), [host]);
  const postfix = await Postfix.start(scratch.path, { key: stranger.key, chain: fullChain(stranger) });
  try {
    const settings = { emailStartTls: 'enable', emailTrustBundle: 'trust.cer' };
    const log = await send({ before: null, after: series }, postfix.ports.smtp, settings);
    expect(log).toEqual([expect.stringContaining('not trusted')]);
  } finally {
    await postfix.stop();
  }
  expect(postfix.log).not.toContain('from=<');
});

/** What Python's e-mail package and icalendar read in a message; a module that is missing is an error. */
function readByPython(message: Buffer): unknown {
  const program = `
import email, email.policy, json, sys
try:
    import icalendar
except ImportError:
    sys.exit("Python's icalendar is missing; install the Debian package python3-icalendar")
message = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
parts = [part for part in message.walk() if part.get_content_type() == 'text/calendar']
texts = {part.get_content().replace('\\r\\n', '\\n').strip() for part in parts}
assert len(texts) == 1, f"{len(texts)} calendars differ"
calendar = icalendar.Calendar.from_ical(texts.pop())
def many(value):
    return value if isinstance(value, list) else [] if value is None else [value]
def event(e):
    return {
        'summary': str(e['summary']), 'start': e['dtstart'].dt.isoformat(), 'sequence': int(e['sequence']),
        'recurrence': e['recurrence-id'].dt.isoformat() if 'recurrence-id' in e else None,
        'exdates': [d.dt.isoformat() for x in many(e.get('exdate')) for d in x.dts],
        'attendees': len(many(e.get('attendee'))), 'count': e['rrule']['count'][0] if 'rrule' in e else None,
    }
print(json.dumps({
    'method': str(calendar['method']),
    'events': [event(e) for e in calendar.walk('vevent')],
    'zones': [str(z['tzid']) for z in calendar.walk('vtimezone') if z.to_tz()],
    'errors': [str(x) for c in calendar.walk() for x in c.errors],
}))
`;
  return JSON.parse(execFileSync(pythonWithIcalendar, ['-c', program], { input: message, encoding: 'utf8' }));
}

/** Debian's own, for which Debian's packages are; another one on the PATH doesn't know them. */
const pythonWithIcalendar = '/usr/bin/python3';
