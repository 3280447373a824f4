import { startSchedulerC2w } from '../c2w/scheduler.ts';
import type { EmulatedNode } from '../kernel/node.ts';
import { logSchedulerStart, schedulerEnabled, schedulerSettings } from '../mmp/scheduler-state.ts';
import type { SchedulerSettings } from '../policies/scheduler.ts';
import { startHttps } from './https.ts';
import { startMail } from './mail/part.ts';
import type { MeetingChange } from './meeting.ts';
import { MeetingBook } from './meetings.ts';
import { startPurge } from './purge.ts';

/** What a part of the scheduler is started with. */
export interface SchedulerContext {
  readonly node: EmulatedNode;
  /** The settings at its start; later changes count after a restart. */
  readonly settings: SchedulerSettings;
  /** Tells every listener of a meeting that was created, modified or cancelled on this scheduler. */
  readonly announce: (change: MeetingChange) => void;
  readonly onMeeting: (listener: (change: MeetingChange) => void) => void;
}

/** One running part: its listener, its connections, its mail, its daily task. */
export interface SchedulerPart {
  stop(): void | Promise<void>;
}

type StartPart = (context: SchedulerContext) => SchedulerPart | Promise<SchedulerPart>;

/** The parts of a scheduler, in the order in which they start. */
const parts: readonly StartPart[] = [
  startSchedulerC2w,
  startMail,
  (context) => startPurge(context, MeetingBook.of(context.node)),
  startHttps,
];

const running = new WeakMap<EmulatedNode, SchedulerPart[]>();

/** Starts the scheduler of a node when it is enabled there and doesn't run. Never fails: a part that can't start logs why. */
export async function startScheduler(node: EmulatedNode): Promise<void> {
  if (!schedulerEnabled(node) || running.has(node)) return;
  const started: SchedulerPart[] = [];
  running.set(node, started);
  logSchedulerStart(node);
  const listeners: ((change: MeetingChange) => void)[] = [];
  const context: SchedulerContext = {
    node,
    settings: schedulerSettings(node),
    announce: (change) => {
      for (const listener of listeners) listener(change);
    },
    onMeeting: (listener) => listeners.push(listener),
  };
  for (const start of parts) started.push(await start(context));
}

/** Stops the scheduler of a node, the latest part first; nothing happens when it doesn't run. */
export async function stopScheduler(node: EmulatedNode): Promise<void> {
  const started = running.get(node) ?? [];
  running.delete(node);
  for (const part of started.splice(0).reverse()) await part.stop();
}
