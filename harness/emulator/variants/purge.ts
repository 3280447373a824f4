import { documentedPolicies as documented, type Variant, variant } from '../policies/index.ts';

const day = 24 * 60 * 60 * 1000;

/** Conforming differences between schedulers: what documents leave open about the daily purge. */
export const purgeVariants: readonly Variant[] = [
  variant({
    id: 'purge-log-text',
    title: 'The log tells of a purge in other words.',
    policy: 'purge.logText',
    with: (deleted) => `INFO  CoSpaceCleaner - removed ${deleted} temporary coSpaces`,
  }),
  variant({
    id: 'purge-missed-run-made-up',
    title: 'A scheduler that was down at 01:15 GMT runs the task as soon as it is up again.',
    policy: 'purge.nextRun',
    with: (schedule) => {
      const next = documented['purge.nextRun'](schedule);
      const missed = schedule.lastRun !== null && next.getTime() - schedule.lastRun.getTime() > day;
      return missed ? new Date(schedule.after.getTime() + 1000) : next;
    },
  }),
  variant({
    id: 'purge-one-scheduler',
    title: 'Only one scheduler of a cluster runs the task.',
    policy: 'purge.runsOn',
    with: (scheduler, schedulers) => scheduler === [...schedulers].sort()[0],
  }),
];
