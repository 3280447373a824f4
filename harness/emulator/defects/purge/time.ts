import { type Defect, defect, documentedPolicies as documented } from '../../policies/index.ts';
import type { PurgeSchedule } from '../../policies/purge.ts';
import { instantOf, localOf } from '../../scheduler/zone.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;

/** The next time at which the clocks of a place show 01:15. */
function nextLocal(zone: string, after: Date): Date {
  for (let ahead = 0; ; ahead += 1) {
    const date = localOf(new Date(after.getTime() + ahead * day), zone).slice(0, 10);
    const run = instantOf(`${date}T01:15:00`, zone);
    if (run > after) return run;
  }
}

/** The last Sunday of a month, as days begin in GMT; European clocks are changed then, at 01:00 GMT. */
function lastSunday(year: number, month: number): number {
  const end = new Date(Date.UTC(year, month + 1, 0));
  return end.getTime() - end.getUTCDay() * day;
}

const next = (schedule: PurgeSchedule): Date => documented['purge.nextRun'](schedule);

/** A purge at the wrong time. */
export const purgeTimeDefects: readonly Defect[] = [
  defect({
    id: 'purge-local-time',
    title: 'The purge runs at 01:15 by the clocks of Berlin.',
    violates: ['PURGE-TIME-01', 'PURGE-TIME-02'],
    policy: 'purge.nextRun',
    with: ({ after }) => nextLocal('Europe/Berlin', after),
  }),
  defect({
    id: 'purge-summer-time',
    title: 'The purge runs at 01:15 by the clocks of London, which in summer is not GMT.',
    violates: ['PURGE-TIME-02'],
    policy: 'purge.nextRun',
    with: ({ after }) => nextLocal('Europe/London', after),
  }),
  defect({
    id: 'purge-skips-short-night',
    title: 'In the night in which clocks go forward there is no purge.',
    violates: ['PURGE-TIME-03'],
    policy: 'purge.nextRun',
    with: (schedule) => {
      const run = next(schedule);
      const changed = lastSunday(run.getUTCFullYear(), 2);
      return run.getTime() - changed === 1.25 * hour ? next({ ...schedule, after: run }) : run;
    },
  }),
  defect({
    id: 'purge-twice-in-long-night',
    title: 'In the night in which clocks go back the purge runs at both quarters past one.',
    violates: ['PURGE-TIME-04'],
    policy: 'purge.nextRun',
    with: (schedule) => {
      const run = next(schedule);
      const first = run.getTime() - hour;
      const changed = lastSunday(run.getUTCFullYear(), 9);
      return run.getTime() - changed === 1.25 * hour && first > schedule.after.getTime() ? new Date(first) : run;
    },
  }),
  defect({
    id: 'purge-every-hour',
    title: 'The purge runs at a quarter past every hour.',
    violates: ['PURGE-TIME-05'],
    policy: 'purge.nextRun',
    with: ({ after }) => {
      const quarterPast = Math.floor(after.getTime() / hour) * hour + hour / 4;
      return new Date(quarterPast > after.getTime() ? quarterPast : quarterPast + hour);
    },
  }),
  defect({
    id: 'purge-once',
    title: 'The purge runs once after the start of the scheduler and never again.',
    violates: ['PURGE-TIME-06'],
    policy: 'purge.repeats',
    with: () => false,
  }),
  defect({
    id: 'purge-lost-after-missed-run',
    title: 'The purge is due a day after its last run, and never more when that time was missed.',
    violates: ['PURGE-NODE-01'],
    policy: 'purge.nextRun',
    with: (schedule) => (schedule.lastRun ? new Date(schedule.lastRun.getTime() + day) : next(schedule)),
  }),
  defect({
    id: 'purge-left-to-others',
    title: 'Where there are several schedulers each leaves the purge to the others.',
    violates: ['PURGE-MULTI-01'],
    policy: 'purge.runsOn',
    with: (_scheduler, schedulers) => schedulers.length < 2,
  }),
];
