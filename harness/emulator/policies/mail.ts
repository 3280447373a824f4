import type { Attendee, Meeting, MeetingChange, MeetingException } from '../scheduler/meeting.ts';
import type { SchedulerSettings } from './scheduler.ts';

export type MailKind = 'invitation' | 'update' | 'cancellation';

/** Somebody who gets mail. */
export interface Recipient {
  address: string;
  name: string | null;
  role: string | null;
  organizer: boolean;
}

/** How one joins: an access method of the space, or the space itself. */
export interface JoinDetails {
  /** Name of the access method; null for the space itself. */
  role: string | null;
  uri: string;
  callId: string;
  passcode: string;
}

/** A change of a zone's offset. Local times are those before the change; offsets are minutes ahead of UTC. */
export interface Observance {
  daylight: boolean;
  onset: string;
  from: number;
  to: number;
  /** RFC 5545 RRULE value, or the further onsets. */
  rrule: string | null;
  furtherOnsets: string[];
}

/** How the mail server is talked with. */
export interface MailTransport {
  /** TLS from the first byte. */
  secure: boolean;
  /** STARTTLS before anything is sent, where it is offered, or not at all. */
  startTls: 'required' | 'whenOffered' | 'never';
}

/** What is known of the certificate that a mail server presented. Instants are ISO 8601. */
export interface ServerCertificate {
  /** It, or an authority above it, is in the trust bundle, and each certificate up to there is signed by the next one. */
  anchored: boolean;
  /** Latest beginning and earliest end of validity on the way to that anchor. */
  notBefore: string;
  notAfter: string;
  /** It names the host or address that was configured. */
  namesHost: boolean;
  /** The instant of the handshake, cluster time. */
  at: string;
  /** How TLS came about. */
  by: 'smtps' | 'starttls';
}

export type ServerProblem = 'untrusted' | 'notYetValid' | 'expired' | 'wrongHost';

/** Everything that speaks against a mail server's certificate; empty when it is trusted. */
export function serverProblems(certificate: ServerCertificate): ServerProblem[] {
  const at = Date.parse(certificate.at);
  const problems: [ServerProblem, boolean][] = [
    ['untrusted', !certificate.anchored],
    ['notYetValid', at < Date.parse(certificate.notBefore)],
    ['expired', at > Date.parse(certificate.notAfter)],
    ['wrongHost', !certificate.namesHost],
  ];
  return problems.filter(([, found]) => found).map(([problem]) => problem);
}

/** How an attempt to send went: the reply's code, or null when there was no reply; and what it was given to. */
export interface Attempt {
  /** `session` covers connection, TLS, trust and login; `message` the envelope and the data. */
  step: 'session' | 'message';
  code: number | null;
}

/** A message in the outbox. */
export interface QueuedMail {
  id: string;
  state: 'queued' | 'sent' | 'refused';
  /** Start of the node at which it was queued, ISO 8601. */
  bootedAt: string;
}

const minute = 60_000;

const joinLines = `#if uri
Video address: %uri%
#endif
#if numeric_id
Meeting ID: %numeric_id%
#endif
#if passcode
Passcode: %passcode%
#endif`;

const openings: Readonly<Record<MailKind, { subject: string; text: string }>> = {
  invitation: { subject: '%name%', text: 'You are invited to a meeting: %name%' },
  update: { subject: 'Updated: %name%', text: 'This meeting has changed: %name%' },
  cancellation: { subject: 'Cancelled: %name%', text: 'This meeting will not take place: %name%' },
};

/**
 * The decisions about the scheduler's e-mail (facts: mmp-and-scheduler 2.2, 2.10): that invitations go to all participants with
 * join details and an .ics attachment (web app help, "Schedule a meeting"), and which transports there are (document 217367).
 * What no document states is marked "inferred"; RFC 5545 and 5546 say what a calendar part is.
 */
export const mailPolicies = {
  /** Whether a meeting may be scheduled: also without an e-mail server. */
  'mail.allowsMeeting': (_configured: boolean): boolean => true,

  /** Where an attendee is written to: the given address, else the web app user's own (inferred); nowhere without one. */
  'mail.address': (attendee: Attendee, userEmail: string | null): string | null => attendee.email ?? userEmail,

  /** Who of the attendees gets mail: all. */
  'mail.recipients': (attendees: readonly Recipient[]): Recipient[] => [...attendees],

  /** What somebody gets who was, or is, invited; null for nothing. */
  'mail.kind': ({
    was,
    is,
  }: {
    was: boolean;
    is: boolean;
    change: 'made' | 'changed' | 'cancelled';
  }): MailKind | null => (is ? (was ? 'update' : 'invitation') : was ? 'cancellation' : null),

  /** The state of the meeting that a mail tells of: the new one; the last one when it is cancelled. */
  'mail.shownMeeting': ({ before, after }: MeetingChange): Meeting | null => after ?? before,

  /** The role whose join details an attendee is sent: the attendee's. */
  'mail.role': (own: Recipient, _all: readonly Recipient[]): string | null => own.role,

  /** The join details of a role: its access method's; without a role the space's (inferred). */
  'mail.joinDetails': (role: string | null, space: JoinDetails, accessMethods: readonly JoinDetails[]): JoinDetails =>
    accessMethods.find((method) => role !== null && method.role === role) ?? space,

  /** Which join details a mail shows: those of its addressee. */
  'mail.shownDetails': (own: JoinDetails, _all: readonly JoinDetails[]): JoinDetails[] => [own],

  /** The built-in text, in the documented template syntax; the words are inferred. */
  'mail.template': (kind: MailKind): string =>
    [
      `Subject: ${openings[kind].subject}`,
      openings[kind].text,
      '%time%',
      ...(kind === 'cancellation' ? [] : [joinLines]),
    ].join('\n'),

  /** The sender: the common address if there is one, else the organizer, else nobody who could be answered (inferred). */
  'mail.from': ({
    common,
    organizer,
    node,
  }: {
    common: { name: string; address: string } | null;
    organizer: Recipient | null;
    node: string;
  }): { name: string; address: string } =>
    common ??
    (organizer
      ? { name: organizer.name ?? '', address: organizer.address }
      : { name: 'Meeting scheduler', address: `noreply@${node}.example.test` }),

  /** The id of a message; the same at each attempt, so that its receiver can tell a copy. */
  'mail.messageId': (id: string, node: string): string => `<${id}@${node}.scheduler>`,

  /** Whether the calendar also comes as a file: as an .ics attachment. */
  'mail.attachesCalendar': (_kind: MailKind): boolean => true,

  /** Method of the calendar (RFC 5546, 3.2). */
  'mail.calendarMethod': (kind: MailKind): string => (kind === 'cancellation' ? 'CANCEL' : 'REQUEST'),

  /** UID of the event: one for the meeting's whole life (RFC 5546, 2.1.1). */
  'mail.uid': (meeting: string, _revision: { sequence: number; kind: MailKind }): string => meeting,

  /** SEQUENCE of the event: it increases with each change, the cancellation too (RFC 5546, 2.1.4). */
  'mail.sequence': (sequence: number, cancelled: boolean): number => (cancelled ? sequence + 1 : sequence),

  /** Name of the event. */
  'mail.summary': (summary: string): string => summary,

  /** How a local time is written: in the meeting's zone. A null zone is UTC. */
  'mail.eventTime': (local: string, timeZone: string): { local: string; zone: string | null } => ({
    local,
    zone: timeZone,
  }),

  /** What the calendar says about the offsets of a zone: all that it has. */
  'mail.observances': (observances: readonly Observance[]): Observance[] => [...observances],

  /** The recurrence rule of the event: the meeting's. */
  'mail.rrule': (rrule: string | null): string | null => rrule,

  /** The occurrences that are left out: the cancelled ones. */
  'mail.leftOut': (exceptions: readonly MeetingException[]): MeetingException[] =>
    exceptions.filter(({ cancelled }) => cancelled),

  /** The occurrences that have an event of their own: the changed ones. */
  'mail.changed': (exceptions: readonly MeetingException[]): MeetingException[] =>
    exceptions.filter(({ cancelled }) => !cancelled),

  /** The attendees whom the calendar of `own` names: all; somebody who is removed sees only themselves (RFC 5546, 3.2.5). */
  'mail.namedAttendees': (all: readonly Recipient[], own: Recipient, kind: MailKind): Recipient[] =>
    kind === 'cancellation' ? [own] : [...all],

  /** How the server is talked with: `smtp` unless `smtps` is set; STARTTLS is a demand once it is enabled (inferred). */
  'mail.transport': (settings: SchedulerSettings): MailTransport =>
    settings.emailProtocol === 'smtps'
      ? { secure: true, startTls: 'never' }
      : { secure: false, startTls: settings.emailStartTls === 'enable' ? 'required' : 'never' },

  /** With what to log in; null without authentication. */
  'mail.login': (settings: SchedulerSettings): { username: string; password: string } | null =>
    settings.emailAuth === 'enable' && settings.emailUsername !== null
      ? { username: settings.emailUsername, password: settings.emailPassword ?? '' }
      : null,

  /** Whether mail is sent although the login was refused. */
  'mail.sendsWithoutLogin': (): boolean => false,

  /** Whether a server's certificate is accepted. Without a trust bundle the public authorities are asked (inferred). */
  'mail.trustsServer': (certificate: ServerCertificate): boolean => serverProblems(certificate).length === 0,

  /**
   * What becomes of a message that could not be sent: it stays in the queue; only a permanent refusal of the message itself
   * ends it (RFC 5321, 4.2.1; inferred).
   */
  'mail.afterFailure': ({ step, code }: Attempt): 'queued' | 'refused' =>
    step === 'message' && code !== null && code >= 500 ? 'refused' : 'queued',

  /** Milliseconds to wait after a number of failed attempts: half a minute at first, a quarter of an hour at most (inferred). */
  'mail.retryDelay': (failures: number): number => Math.min(30_000 * 2 ** (failures - 1), 15 * minute),

  /** Which messages of the outbox a starting scheduler has to send. */
  'mail.pendingAtStart': (outbox: readonly QueuedMail[], _start: { bootedAt: string }): readonly QueuedMail[] =>
    outbox.filter(({ state }) => state === 'queued'),

  /** The order in which waiting messages are sent: the oldest first, so that an update doesn't overtake its invitation. */
  'mail.sendingOrder': (oldestFirst: readonly QueuedMail[]): readonly QueuedMail[] => oldestFirst,

  /** State of a message that the server took. */
  'mail.stateAfterSending': (): QueuedMail['state'] => 'sent',

  /** What is logged of a message; never its content (wording inferred). */
  'mail.logText': (event: 'sent' | 'delayed' | 'refused', mail: { to: string; text: string }, why: string): string =>
    event === 'sent'
      ? ` INFO  EmailService - sent to ${mail.to}`
      : ` WARN  EmailService - ${event === 'delayed' ? 'not sent yet' : 'refused'} to ${mail.to}: ${why}`,
};
