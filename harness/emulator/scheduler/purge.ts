import { createContext } from '../api/context.ts';
import { removeSpaces } from '../api/spaces.ts';
import type { EmulatedNode } from '../kernel/node.ts';
import { schedulerEnabled } from '../mmp/scheduler-state.ts';
import type { Meeting } from './meeting.ts';
import type { SchedulerContext } from './service.ts';

/** The meetings whose spaces a scheduler looks after. */
export interface PurgedMeetings {
  all(): readonly Meeting[];
  /** End of the last occurrence that takes place; null when there is no last one. */
  lastEnd(meeting: Meeting): Date | null;
}

const lastRunKey = 'purgeLastRun';

/**
 * The daily task that deletes temporary spaces. It keeps to the cluster's clock: when that is turned over several days, the task
 * runs on each of them, at its own time. Running it once more, here or on another scheduler, changes nothing.
 */
export function startPurge({ node }: SchedulerContext, meetings: PurgedMeetings): { stop(): void } {
  const { clock, policies } = node.cluster;
  let cancel = () => {};
  const arm = () => {
    const after = clock.now();
    const kept = node.settings.get<string | null>(lastRunKey) ?? null;
    const runAt = policies['purge.nextRun']({ after, lastRun: kept === null ? null : new Date(kept) });
    const wait = runAt.getTime() - after.getTime();
    // what lies behind never comes
    if (wait < 0) return;
    cancel = clock.after(wait, () => {
      purge(node, meetings, runAt);
      node.settings.set(lastRunKey, runAt.toISOString());
      if (policies['purge.repeats']()) arm();
    });
  };
  arm();
  return {
    stop: () => {
      cancel();
      if (!schedulerEnabled(node)) node.settings.set(lastRunKey, null);
    },
  };
}

/** Deletes the spaces that are due at `runAt`, all in one transaction; gives how many were deleted. */
export function purge(node: EmulatedNode, meetings: PurgedMeetings, runAt: Date): number {
  const { policies, nodes } = node.cluster;
  const schedulers = nodes.filter(schedulerEnabled).map(({ name }) => name);
  if (!policies['purge.runsOn'](node.name, schedulers)) return 0;
  const context = createContext(node);
  const exists = ({ coSpace }: Meeting) => context.objects.get('coSpace', coSpace) !== undefined;
  const all = meetings.all().filter(exists);
  const due = new Set(all.filter((meeting) => isDue(node, meetings, meeting, runAt)).map(({ coSpace }) => coSpace));
  if (policies['purge.deletesSpacesWithoutMeeting']()) {
    const used = new Set(all.map(({ coSpace }) => coSpace));
    for (const { id } of context.objects.list('coSpace')) if (!used.has(id)) due.add(id);
  }
  if (due.size === 0) return 0;
  context.objects.atomically(() => removeSpaces(context, [...due]));
  node.log.write('daemon.info', 'scheduler_backend[2056]:', ` ${policies['purge.logText'](due.size)}`);
  return due.size;
}

function isDue(
  { cluster: { policies } }: EmulatedNode,
  meetings: PurgedMeetings,
  meeting: Meeting,
  runAt: Date,
): boolean {
  return policies['purge.isDue']({
    temporary: meeting.temporary,
    recurring: meeting.rrule !== null,
    changes: meeting.sequence,
    lastEnd: meetings.lastEnd(policies['purge.reckoned'](meeting)),
    runAt,
  });
}
