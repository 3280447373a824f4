import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import ICAL from 'ical.js';
import { CertificateFactory, fullChain } from '../../../../fixtures/pki.ts';
import { type SinkOptions, SmtpSink } from '../../../clients/smtp-sink.ts';
import { schedulerSettings } from '../../mmp/scheduler-state.ts';
import type { SchedulerSettings } from '../../policies/scheduler.ts';
import { buildNode, type TestNode } from '../../testing.ts';
import type { Meeting, MeetingChange } from '../meeting.ts';
import type { SchedulerPart } from '../service.ts';
import { startMail } from './part.ts';

const host = '127.0.0.1';
const pki = new CertificateFactory();
const root = pki.authority('Mail root');
let node: TestNode;
let sink: SmtpSink;
const running: SchedulerPart[] = [];

test.afterEach(async () => {
  for (const part of running.splice(0)) await part.stop();
  await sink.down();
});

/** Opens a sink, and a node whose space has two roles. */
async function open(options: Partial<SinkOptions> = {}): Promise<void> {
  const leaf = pki.leaf(root, [host]);
  sink = await SmtpSink.start({ host, tls: 'none', identity: { key: leaf.key, chain: fullChain(leaf) }, ...options });
  node = buildNode();
  node.cluster.clock.freeze();
  const { store } = node.cluster;
  const method = (name: string, fields: Record<string, string>) =>
    store.insert({ id: name, type: 'accessMethod', parent: 'space', fields: { name, ...fields } });
  store.insert({ id: 'space', type: 'coSpace', parent: null, fields: { uri: 'plan', callId: '1000' } });
  method('Host', { uri: 'plan.host', callId: '1001', passcode: '4711' });
  method('Guest', { uri: 'plan.guest', callId: '1002', passcode: '0815' });
}

function startPart(settings: Partial<SchedulerSettings> = {}): (change: MeetingChange) => void {
  const listeners: ((change: MeetingChange) => void)[] = [];
  const part = startMail({
    node,
    settings: { ...schedulerSettings(node), emailServer: host, emailPort: String(sink.port), ...settings },
    announce: () => {},
    onMeeting: (listener) => listeners.push(listener),
  });
  running.push(part);
  return (change) => {
    for (const listener of listeners) listener(change);
  };
}

const settle = () => node.cluster.activities.settled();

function meeting(changes: Partial<Meeting> = {}): Meeting {
  return {
    id: randomUUID(),
    sequence: 0,
    coSpace: 'space',
    temporary: false,
    summary: 'Plan, the second; of two',
    description: null,
    dtStart: '2026-10-23T10:00:00',
    dtEnd: '2026-10-23T11:00:00',
    timeZone: 'Europe/Oslo',
    rrule: null,
    exceptions: [],
    isFullDayMeeting: false,
    attendees: [
      { email: 'ann@example.test', user: null, name: 'Ann', role: 'Host', organizer: true },
      { email: 'bob@example.test', user: null, name: null, role: 'Guest', organizer: false },
    ],
    ...changes,
  };
}

const received = () => sink.mails.map(({ to, calendars }) => `${to.join()} ${calendars[0]?.method}`).sort();
const eventsOf = (index: number) => {
  const calendar = new ICAL.Component(ICAL.parse(sink.mails[index]?.calendars[0]?.text ?? ''));
  return calendar.getAllSubcomponents('vevent');
};

test('each attendee of a new meeting gets the details of their role, and a calendar as a part and as a file', async () => {
  await open();
  startPart()({ before: null, after: meeting() });
  await settle();
  expect(received()).toEqual(['ann@example.test REQUEST', 'bob@example.test REQUEST']);
  const [ann, bob] = sink.mails;
  expect(ann).toMatchObject({
    from: 'ann@example.test',
    subject: 'Plan, the second; of two',
    secured: false,
    user: null,
  });
  expect(ann?.text).toContain('Video address: plan.host\nMeeting ID: 1001\nPasscode: 4711');
  expect(bob?.text).toContain('Video address: plan.guest\nMeeting ID: 1002\nPasscode: 0815');
  expect(bob?.text).not.toContain('4711');
  expect(ann?.calendars.map(({ file }) => file)).toEqual([null, 'invite.ics']);
  const [event] = eventsOf(0);
  expect(event?.getFirstPropertyValue('summary')).toBe('Plan, the second; of two');
  expect(event?.getFirstPropertyValue('sequence')).toBe(0);
  expect(event?.getFirstProperty('dtstart')?.toICALString()).toBe('DTSTART;TZID=Europe/Oslo:20261023T100000');
  expect(event?.getAllProperties('attendee')).toHaveLength(2);
});

test('a change is told to all, to newcomers as an invitation, to the removed as a cancellation', async () => {
  await open();
  const announce = startPart();
  const before = meeting();
  const carl = { email: 'carl@example.test', user: null, name: null, role: null, organizer: false };
  const after = { ...before, sequence: 1, attendees: [...before.attendees.slice(0, 1), carl] };
  announce({ before, after });
  await settle();
  expect(received()).toEqual(['ann@example.test REQUEST', 'bob@example.test CANCEL', 'carl@example.test REQUEST']);
  expect(new Set(sink.mails.map(({ subject }) => subject.split(':')[0]))).toEqual(
    new Set(['Cancelled', 'Plan, the second; of two', 'Updated']),
  );
  expect(sink.mails.find(({ to }) => to[0]?.startsWith('carl'))?.text).toContain('Meeting ID: 1000');
  announce({ before: after, after: null });
  await settle();
  expect(received().filter((line) => line.endsWith('CANCEL'))).toHaveLength(3);
  const last = eventsOf(sink.mails.length - 1)[0];
  expect(last?.getFirstPropertyValue('uid')).toBe(before.id);
  expect(last?.getFirstPropertyValue('sequence')).toBe(2);
});

test('a series has its rule, its exceptions and its zone', async () => {
  await open();
  const moved = {
    recurrence: '2026-11-06T10:00:00',
    cancelled: false,
    dtStart: '2026-11-07T12:00:00',
    dtEnd: null,
    summary: null,
  };
  const dropped = { ...moved, recurrence: '2026-10-30T10:00:00', cancelled: true, dtStart: null };
  startPart()({ before: null, after: meeting({ rrule: 'FREQ=WEEKLY;UNTIL=20261127', exceptions: [moved, dropped] }) });
  await settle();
  const text = sink.mails[0]?.calendars[0]?.text ?? '';
  expect(text).toContain('RRULE:FREQ=WEEKLY;UNTIL=20261127T225959Z');
  expect(text).toContain('EXDATE;TZID=Europe/Oslo:20261030T100000');
  expect(text).toContain('RECURRENCE-ID;TZID=Europe/Oslo:20261106T100000');
  expect(text).toContain('DTEND;TZID=Europe/Oslo:20261107T130000');
  expect(text).toContain('BYMONTH=10;BYDAY=-1SU');
});

test('without a server nothing is kept for later', async () => {
  await open();
  startPart({ emailServer: null })({ before: null, after: meeting() });
  startPart();
  await settle();
  expect(sink.mails).toEqual([]);
});

for (const tls of ['smtps', 'starttls'] as const) {
  test(`${tls} with a login, below the trust bundle`, async () => {
    const login = { username: 'scheduler', password: 'let-me-in' };
    await open({ tls, login, demandsLogin: true });
    node.files.write('trust.cer', Buffer.from(root.certificate));
    const settings: Partial<SchedulerSettings> = {
      ...(tls === 'smtps' ? { emailProtocol: 'smtps' } : { emailStartTls: 'enable' }),
      emailAuth: 'enable',
      emailUsername: login.username,
      emailPassword: login.password,
      emailTrustBundle: 'trust.cer',
    };
    startPart(settings)({ before: null, after: meeting() });
    await settle();
    expect(sink.mails.map(({ secured, user }) => ({ secured, user }))).toEqual(
      Array(2).fill({ secured: true, user: 'scheduler' }),
    );
  });
}

const stranger = pki.authority('Another root');
const intermediate = pki.intermediate(root, 'Mail intermediate');
const untrusted: [string, () => { key: string; chain: string }, string][] = [
  ['another authority', () => identityOf(pki.leaf(stranger, [host])), root.certificate],
  ['an expired one', () => identityOf(pki.expired(root, [host])), root.certificate],
  ['one of another host', () => identityOf(pki.wrongHost(root)), root.certificate],
  [
    'one without its intermediate',
    () => ({ ...identityOf(pki.leaf(intermediate, [host])), chain: pki.leaf(intermediate, [host]).certificate }),
    root.certificate,
  ],
  ['any, with an unreadable bundle', () => identityOf(pki.leaf(root, [host])), 'nonsense'],
];
const identityOf = (leaf: ReturnType<CertificateFactory['leaf']>) => ({ key: leaf.key, chain: fullChain(leaf) });

for (const [what, identity, bundle] of untrusted) {
  test(`a server is not trusted with ${what}`, async () => {
    await open({ tls: 'smtps', identity: what.startsWith('one without') ? sameLeaf(intermediate) : identity() });
    node.files.write('trust.cer', Buffer.from(bundle));
    startPart({ emailProtocol: 'smtps', emailTrustBundle: 'trust.cer' })({ before: null, after: meeting() });
    await settle();
    expect(sink.mails).toEqual([]);
    expect(node.log.since(0).lines.at(-1)).toContain('not trusted');
  });
}

/** A leaf that is presented alone. */
function sameLeaf(issuer: typeof intermediate): { key: string; chain: string } {
  const leaf = pki.leaf(issuer, [host]);
  return { key: leaf.key, chain: leaf.certificate };
}

test('without a trust bundle a private authority is not trusted', async () => {
  await open({ tls: 'starttls' });
  startPart({ emailStartTls: 'enable' })({ before: null, after: meeting() });
  await settle();
  expect(sink.mails).toEqual([]);
});

test('STARTTLS that is not offered, or a refused login, sends nothing', async () => {
  await open({ login: { username: 'scheduler', password: 'right' } });
  startPart({ emailStartTls: 'enable' })({ before: null, after: meeting() });
  await settle();
  await running.pop()?.stop();
  startPart({ emailAuth: 'enable', emailUsername: 'scheduler', emailPassword: 'wrong' });
  await settle();
  expect(sink.mails).toEqual([]);
  await running.pop()?.stop();
  startPart();
  await settle();
  expect(sink.mails).toHaveLength(2);
});

test('a server that is down gets each message once when it is up, also after a restart', async () => {
  await open();
  await sink.down();
  startPart()({ before: null, after: meeting() });
  await settle();
  node.cluster.clock.advance(31_000);
  await settle();
  await running.pop()?.stop();
  startPart();
  await settle();
  await sink.up();
  node.cluster.clock.advance(3_600_000);
  await settle();
  expect(received()).toHaveLength(2);
  await running.pop()?.stop();
  startPart();
  await settle();
  node.cluster.clock.advance(3_600_000);
  await settle();
  expect(received()).toHaveLength(2);
});

test('a recipient that is refused for now is tried again, one that is refused for good is not', async () => {
  await open();
  sink.refuse(450);
  const announce = startPart();
  announce({ before: null, after: meeting() });
  await settle();
  expect(sink.refused).toBe(2);
  sink.refuse(null);
  node.cluster.clock.advance(60_000);
  await settle();
  expect(received()).toHaveLength(2);
  sink.refuse(550);
  announce({ before: null, after: meeting() });
  await settle();
  sink.refuse(null);
  node.cluster.clock.advance(3_600_000);
  await settle();
  expect({ mails: sink.mails.length, refused: sink.refused }).toEqual({ mails: 2, refused: 4 });
});

test('an update does not overtake the invitation', async () => {
  await open();
  sink.refuse(450);
  const announce = startPart();
  const before = meeting();
  announce({ before: null, after: before });
  announce({ before, after: { ...before, sequence: 1 } });
  await settle();
  sink.refuse(null);
  for (let hour = 0; hour < 3; hour += 1) {
    node.cluster.clock.advance(3_600_000);
    await settle();
  }
  const ann = sink.mails
    .filter(({ to }) => to[0] === 'ann@example.test')
    .map(({ subject }) => subject.startsWith('Updated'));
  expect(ann).toEqual([false, true]);
});

test('the log names no secret', async () => {
  await open();
  startPart()({ before: null, after: meeting() });
  await settle();
  const log = node.log.since(0).lines.join('\n');
  expect(log).toContain('sent to ann@example.test');
  expect(log).not.toContain('4711');
});
