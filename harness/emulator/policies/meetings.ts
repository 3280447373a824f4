import type { Meeting, MeetingException } from '../scheduler/meeting.ts';
import type { NewMeeting, Occurrence } from '../scheduler/meetings.ts';
import { startsOf } from '../scheduler/recurrence.ts';
import { instantOf } from '../scheduler/zone.ts';
import type { SchedulerSettings } from './scheduler.ts';

/** A stretch of time; both ends are instants. */
export interface Span {
  start: Date;
  end: Date;
}

/** What can end the life of what a process holds in its memory only. */
export type Interruption = 'restart' | 'reboot' | 'powerLoss';

/**
 * The scheduler's decisions about meetings. That there are meetings, series, occurrences and roles is documented (document 217367;
 * web app help, "Schedule a meeting on web app"); form and fields of a listing are those of a published client of the API
 * (facts: mmp-and-scheduler 2.8, 2.9, 4.2); how a rule recurs is RFC 5545.
 */
export const meetingPolicies = {
  /** The local starts that a rule gives, in their order; endless for an endless rule (RFC 5545, 3.3.10). */
  'meet.startsOf': (rrule: string, dtStart: string, timeZone: string): Iterable<string> =>
    startsOf(rrule, dtStart, timeZone),

  /** The instant of a local time: by the zone's own rules at that date. `first` is the local start of the series. */
  'meet.instantOf': (local: string, timeZone: string, _first: string): Date => instantOf(local, timeZone),

  /** Whether an occurrence is listed: when it and the asked stretch have some time in common (inferred). */
  'meet.inWindow': (occurrence: Span & { recurrence: string | null }, asked: Span): boolean =>
    occurrence.end.getTime() > asked.start.getTime() && occurrence.start.getTime() < asked.end.getTime(),

  /** What is changed of one occurrence, as it is told: its own time and name, or that it doesn't take place. */
  'meet.exceptionOf': (
    exceptions: readonly MeetingException[],
    recurrence: string,
    _meeting: Meeting,
  ): MeetingException | null => exceptions.find((exception) => exception.recurrence === recurrence) ?? null,

  /** The exceptions of a series that was changed: gone when its times changed (inferred). */
  'meet.exceptionsAfterChange': (before: Meeting, after: Meeting): MeetingException[] =>
    before.rrule === after.rrule && before.dtStart === after.dtStart && before.timeZone === after.timeZone
      ? before.exceptions
      : [],

  /** Which schedulers know a meeting: all of the cluster (inferred: meetings are in the clustered database). */
  'meet.knownTo': (_scheduler: string, _createdBy: string): boolean => true,

  /** Whether meetings outlive an interruption of the scheduler. */
  'meet.outlives': (_interruption: Interruption): boolean => true,

  // --- the HTTPS interface ---

  /** The port that the scheduler serves its API on: that of `scheduler https listen`; none when that is `none`. */
  'meet.listenPort': ({ httpsInterface, httpsPort }: SchedulerSettings): number | null =>
    httpsInterface === null || httpsPort === null ? null : Number(httpsPort),

  /** The certificates that it presents, as PEM: the whole of the configured full chain. */
  'meet.presentedChain': (fullChain: readonly string[]): readonly string[] => fullChain,

  /** Who is served: everybody, but nobody with wrong credentials (inferred; clients send none by default). */
  'meet.isAuthorized': (credentials: { given: boolean; verified: boolean }): boolean =>
    !credentials.given || credentials.verified,

  /** Status of a request that makes no sense (inferred). */
  'meet.badRequestStatus': (): number => 400,

  /** Status for a meeting or an occurrence that doesn't exist (inferred). */
  'meet.notFoundStatus': (): number => 404,

  /** What a web app user may do with a meeting: see those they attend, change those they organize (inferred). */
  'meet.mayUse': (how: 'see' | 'change', own: { organizer: boolean } | null): boolean =>
    own !== null && (how === 'see' || own.organizer),

  // --- listing ---

  /** The document of a listing: a bare array. */
  'meet.listing': (occurrences: readonly unknown[]): unknown => occurrences,

  /** How many occurrences a listing has at most: as asked, else 1000 (inferred). */
  'meet.most': (asked: number | null): number => asked ?? 1000,

  /** Earliest first (inferred). */
  'meet.order': (a: Span, b: Span): number => a.start.getTime() - b.start.getTime(),

  /** One occurrence of a listing; `recurrence` and `rrule` are those of a series only. */
  'meet.printed': ({ meeting, recurrence, dtStart, dtEnd, summary }: Occurrence): Record<string, unknown> => ({
    meeting: meeting.id,
    coSpace: meeting.coSpace,
    summary,
    dtStart,
    dtEnd,
    timeZone: meeting.timeZone,
    ...(recurrence === null ? {} : { recurrence, rrule: meeting.rrule }),
    isFullDayMeeting: meeting.isFullDayMeeting,
  }),

  // --- one meeting (form inferred) ---

  /** A meeting or series as it is read. */
  'meet.printedMeeting': (meeting: Meeting): Record<string, unknown> => {
    const { id, sequence: _sequence, temporary: _temporary, ...rest } = meeting;
    return { meeting: id, ...rest };
  },

  /** A new meeting as it is kept: as it was asked for. */
  'meet.kept': (asked: NewMeeting): NewMeeting => asked,

  /** What a modification changes: what it names. */
  'meet.changes': (asked: Partial<NewMeeting>, _before: Meeting): Partial<NewMeeting> => asked,

  /** The space that a meeting with a new one gets instead: none. `earlier` is that of the meeting made before. */
  'meet.reusedSpace': (_earlier: string | null): string | null => null,

  /** The space of a meeting in an existing one: that one. */
  'meet.existingSpace': (asked: string): string => asked,

  /** Whether a role is one of the space's: they are the names of its access methods. */
  'meet.roleExists': (role: string, accessMethods: readonly string[]): boolean => accessMethods.includes(role),

  /** Whether a cancelled occurrence is gone. */
  'meet.cancelsOccurrence': (_meeting: Meeting, _recurrence: string): boolean => true,

  /** Whether a cancelled meeting is gone. */
  'meet.cancels': (_meeting: Meeting): boolean => true,

  /** Whether the space of a cancelled meeting goes with it: one that was made for it does (inferred). */
  'meet.cancellingRemovesSpace': (temporary: boolean): boolean => temporary,
};
