import type { Meeting, MeetingException } from '../scheduler/meeting.ts';
import { startsOf } from '../scheduler/recurrence.ts';
import { instantOf } from '../scheduler/zone.ts';

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
  'meet.inWindow': (occurrence: Span, asked: Span): boolean =>
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
};
