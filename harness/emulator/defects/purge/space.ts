import { type Defect, defect, documentedPolicies as documented } from '../../policies/index.ts';
import type { PurgeFacts } from '../../policies/purge.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;

const due = (facts: PurgeFacts): boolean => documented['purge.isDue'](facts);
const age = ({ lastEnd, runAt }: PurgeFacts): number =>
  lastEnd === null ? Number.NEGATIVE_INFINITY : runAt.getTime() - lastEnd.getTime();
const date = (instant: Date): number => Math.floor(instant.getTime() / day);

/** A purge of the wrong spaces. */
export const purgedSpaceDefects: readonly Defect[] = [
  defect({
    id: 'purge-counts-dates',
    title: 'A space is purged when two midnights have passed since the end of its meeting.',
    violates: ['PURGE-AGE-01', 'PURGE-AGE-02'],
    policy: 'purge.isDue',
    with: (facts) => due(facts) && facts.lastEnd !== null && date(facts.runAt) - date(facts.lastEnd) >= 2,
  }),
  defect({
    id: 'purge-never',
    title: 'Temporary spaces are never purged.',
    violates: ['PURGE-AGE-01', 'PURGE-AGE-02', 'PURGE-SERIES-02'],
    policy: 'purge.isDue',
    with: () => false,
  }),
  defect({
    id: 'purge-later-than-24h',
    title: 'A space whose meeting ended exactly 24 hours before is left.',
    violates: ['PURGE-AGE-02'],
    policy: 'purge.isDue',
    with: (facts) => due(facts) && age(facts) > day,
  }),
  defect({
    id: 'purge-at-23h',
    title: 'A space is purged when its meeting ended 23 hours before.',
    violates: ['PURGE-AGE-03'],
    policy: 'purge.isDue',
    with: (facts) => facts.temporary && age(facts) >= 23 * hour,
  }),
  defect({
    id: 'purge-rounds-to-minutes',
    title: 'The age of a space is rounded to whole minutes.',
    violates: ['PURGE-AGE-03'],
    policy: 'purge.isDue',
    with: (facts) => facts.temporary && Math.round(age(facts) / 60_000) >= 24 * 60,
  }),
  defect({
    id: 'purge-after-the-end',
    title: 'The first run after the end of a meeting purges its space.',
    violates: ['PURGE-LIFE-01'],
    policy: 'purge.isDue',
    with: (facts) => facts.temporary && age(facts) >= 0,
  }),
  defect({
    id: 'purge-long-before',
    title: 'The space of a meeting that is more than a day ahead is purged.',
    violates: ['PURGE-LIFE-02'],
    policy: 'purge.isDue',
    with: (facts) => facts.temporary && facts.lastEnd !== null && Math.abs(age(facts)) >= day,
  }),
  defect({
    id: 'purge-counts-from-start',
    title: 'The 24 hours are counted from the start of the meeting.',
    violates: ['PURGE-LIFE-03'],
    policy: 'purge.reckoned',
    with: (meeting) => ({ ...meeting, dtEnd: meeting.dtStart }),
  }),
  defect({
    id: 'purge-unused-permanent',
    title: 'A space without any meeting is purged.',
    violates: ['PURGE-KIND-01'],
    policy: 'purge.deletesSpacesWithoutMeeting',
    with: () => true,
  }),
  defect({
    id: 'purge-permanent',
    title: 'A permanent space is purged after a meeting in it.',
    violates: ['PURGE-KIND-02', 'PURGE-KIND-03'],
    policy: 'purge.isDue',
    with: (facts) => due({ ...facts, temporary: true }),
  }),
  defect({
    id: 'purge-permanent-of-series',
    title: 'A permanent space is purged after a series of meetings in it.',
    violates: ['PURGE-KIND-03'],
    policy: 'purge.isDue',
    with: (facts) => due({ ...facts, temporary: facts.temporary || facts.recurring }),
  }),
  defect({
    id: 'purge-running-series',
    title: 'The space of a series is purged after the first of its meetings.',
    violates: ['PURGE-SERIES-01'],
    policy: 'purge.reckoned',
    with: (meeting) => ({ ...meeting, rrule: null }),
  }),
  defect({
    id: 'purge-never-series',
    title: 'The space of a series is never purged.',
    violates: ['PURGE-SERIES-02'],
    policy: 'purge.isDue',
    with: (facts) => due(facts) && !facts.recurring,
  }),
  defect({
    id: 'purge-ignores-moved-occurrence',
    title: 'A last occurrence that was moved counts where it was.',
    violates: ['PURGE-SERIES-03'],
    policy: 'purge.reckoned',
    with: (meeting) => ({ ...meeting, exceptions: meeting.exceptions.filter(({ cancelled }) => cancelled) }),
  }),
  defect({
    id: 'purge-ignores-cancelled-occurrence',
    title: 'A last occurrence that was cancelled counts all the same.',
    violates: ['PURGE-SERIES-04'],
    policy: 'purge.reckoned',
    with: (meeting) => ({ ...meeting, exceptions: meeting.exceptions.filter(({ cancelled }) => !cancelled) }),
  }),
  defect({
    id: 'purge-endless-series',
    title: 'The space of a series without an end is purged.',
    violates: ['PURGE-SERIES-05'],
    policy: 'purge.isDue',
    with: (facts) => due(facts) || (facts.temporary && facts.lastEnd === null),
  }),
  defect({
    id: 'purge-forgets-changed',
    title: 'The space of a meeting that was changed is never purged.',
    violates: ['PURGE-CHANGE-01'],
    policy: 'purge.isDue',
    with: (facts) => due(facts) && facts.changes === 0,
  }),
];
