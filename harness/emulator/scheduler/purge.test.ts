import { expect, test } from '@playwright/test';
import { Repository } from '../api/repository.ts';
import { Clock } from '../kernel/clock.ts';
import { schedulerSettings, storeSchedulerSettings } from '../mmp/scheduler-state.ts';
import { documentedPolicies } from '../policies/index.ts';
import { buildNode } from '../testing.ts';
import type { Meeting } from './meeting.ts';
import { purge, startPurge } from './purge.ts';

const hour = 3_600_000;
const runAt = new Date('2026-03-10T01:15:00Z');

/** A scheduler at noon before the run, with spaces of these names and meetings that end so many milliseconds before the run. */
function scheduler(ages: Record<string, number | null>, more: Partial<Meeting> = {}) {
  const clock = new Clock();
  clock.set(new Date('2026-03-09T12:00:00Z'));
  const node = buildNode({ clock });
  storeSchedulerSettings(node, { ...schedulerSettings(node), enabled: true });
  const objects = Repository.of(node.cluster.store);
  for (const id of [...Object.keys(ages), 'permanent'])
    objects.insert({ id, type: 'coSpace', parent: null, fields: {} });
  const meetings = {
    all: () =>
      Object.keys(ages).map((coSpace) => ({ coSpace, temporary: true, rrule: null, sequence: 0, ...more }) as Meeting),
    lastEnd: ({ coSpace }: Meeting) => {
      const age = ages[coSpace];
      return age === null || age === undefined ? null : new Date(runAt.getTime() - age);
    },
  };
  const start = () =>
    startPurge({ node, settings: schedulerSettings(node), announce: () => {}, onMeeting: () => {} }, meetings);
  return { node, clock, meetings, start, left: () => objects.list('coSpace').map(({ id }) => id) };
}

test('the task runs at 01:15 GMT every day, also in the nights in which clocks are changed', () => {
  const next = (after: string) =>
    documentedPolicies['purge.nextRun']({ after: new Date(after), lastRun: null }).toISOString();
  expect(next('2026-01-10T01:14:59.999Z')).toBe('2026-01-10T01:15:00.000Z');
  expect(next('2026-01-10T01:15:00.000Z')).toBe('2026-01-11T01:15:00.000Z');
  expect(next('2026-07-31T23:00:00.000Z')).toBe('2026-08-01T01:15:00.000Z');
  for (const night of ['2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01']) {
    expect(next(`${night}T00:00:00.000Z`)).toBe(`${night}T01:15:00.000Z`);
  }
});

test('24 hours after the end or later, to the millisecond; never a permanent space, never an endless series', () => {
  const due = (age: number | null, temporary = true) =>
    documentedPolicies['purge.isDue']({
      temporary,
      recurring: false,
      changes: 0,
      lastEnd: age === null ? null : new Date(runAt.getTime() - age),
      runAt,
    });
  expect([24 * hour - 1, 24 * hour, 24 * hour + 1].map((age) => due(age))).toEqual([false, true, true]);
  expect([due(-1000 * hour), due(null), due(1000 * hour, false)]).toEqual([false, false, false]);
});

test('at its time it deletes what is due, says so once, and goes on the next day', ({}) => {
  const { clock, node, start, left } = scheduler({ old: 24 * hour, young: 24 * hour - 1, endless: null });
  const part = start();
  clock.set(new Date(runAt.getTime() - 1));
  expect(left()).toEqual(['old', 'young', 'endless', 'permanent']);
  clock.set(runAt);
  expect(left()).toEqual(['young', 'endless', 'permanent']);
  expect(
    node.log
      .since(0)
      .lines.filter((line) => line.includes('scheduler_backend[2056]:  INFO  TemporarySpacePurge - deleted=1')),
  ).toHaveLength(1);
  clock.advance(24 * hour);
  expect(left()).toEqual(['endless', 'permanent']);
  part.stop();
});

test('a clock that is turned over several days lets each of them have its run', () => {
  const { clock, start, left } = scheduler({ first: 24 * hour, second: 0, third: -24 * hour });
  const part = start();
  clock.set(new Date(runAt.getTime() + 30 * hour));
  expect(left()).toEqual(['third', 'permanent']);
  clock.set(new Date(runAt.getTime() + 72 * hour));
  expect(left()).toEqual(['permanent']);
  part.stop();
});

test('a stopped scheduler deletes nothing, and a second run finds nothing more to do', () => {
  const { clock, node, meetings, start, left } = scheduler({ old: 30 * hour });
  start().stop();
  clock.set(new Date(runAt.getTime() + 48 * hour));
  expect(left()).toEqual(['old', 'permanent']);
  expect([purge(node, meetings, runAt), purge(node, meetings, runAt)]).toEqual([1, 0]);
  expect(left()).toEqual(['permanent']);
});

test('with a space go its calls and what belongs to it', () => {
  const { node, meetings } = scheduler({ old: 30 * hour });
  const objects = Repository.of(node.cluster.store);
  objects.insert({ id: 'u1', type: 'coSpaceUser', parent: 'old', fields: {} });
  node.live.calls.set('c1', { coSpace: 'old' });
  node.live.calls.set('c2', { coSpace: 'permanent' });
  purge(node, meetings, runAt);
  expect([...node.live.calls.keys()]).toEqual(['c2']);
  expect(node.cluster.store.list('coSpaceUser')).toEqual([]);
});
