import type { Meeting } from '../scheduler/meeting.ts';

/** What decides whether a space is purged. */
export interface PurgeFacts {
  /** The space was made for the meeting. */
  temporary: boolean;
  recurring: boolean;
  /** Times that the meeting was changed since it was made. */
  changes: number;
  /** End of the last occurrence; null when the series never ends. */
  lastEnd: Date | null;
  /** When the task runs. */
  runAt: Date;
}

/** When a purge may be due next. */
export interface PurgeSchedule {
  after: Date;
  /** The last run of this scheduler since it was enabled, also before a loss of power. */
  lastRun: Date | null;
}

const hour = 60 * 60 * 1000;
const day = 24 * hour;

/**
 * The life of temporary spaces (document 217367 revision 2.0, note on temporary spaces; web app help, "Schedule a meeting";
 * facts: mmp-and-scheduler 2.8). Those marked "inferred" are defaults of the emulator; no document states them.
 */
export const purgePolicies = {
  /** The daily task runs at 01:15 GMT, whatever the clocks of the place do. A missed run is not made up for (inferred). */
  'purge.nextRun': ({ after }: PurgeSchedule): Date => {
    const today = Date.UTC(after.getUTCFullYear(), after.getUTCMonth(), after.getUTCDate(), 1, 15);
    return new Date(today > after.getTime() ? today : today + day);
  },

  /** Whether the task goes on with its next run after it has run. */
  'purge.repeats': (): boolean => true,

  /** A temporary space goes when its meeting ended 24 hours or more before the task runs; a permanent one never does. */
  'purge.isDue': ({ temporary, lastEnd, runAt }: PurgeFacts): boolean =>
    temporary && lastEnd !== null && runAt.getTime() - lastEnd.getTime() >= day,

  /** The meeting as its end is reckoned: the whole series, with what was moved and cancelled in it. */
  'purge.reckoned': (meeting: Meeting): Meeting => meeting,

  /** Whether a scheduler runs the task: each of a cluster's does (inferred), what one has purged the others don't find. */
  'purge.runsOn': (_scheduler: string, _schedulers: readonly string[]): boolean => true,

  /** Whether the task also deletes spaces that belong to no meeting: those are permanent. */
  'purge.deletesSpacesWithoutMeeting': (): boolean => false,

  /** What the log says of a run that deleted something (inferred). */
  'purge.logText': (deleted: number): string => `INFO  TemporarySpacePurge - deleted=${deleted}`,
};
