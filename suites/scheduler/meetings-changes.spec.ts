import type { Made, Meetings } from '../../fixtures/index.ts';
import {
  around,
  daysLater,
  julyMonday,
  later,
  occurrencesHold,
  occursAt,
  occursTimes,
  requirement,
  TargetUnavailable,
  uniqueName,
} from '../../fixtures/index.ts';

const threeDays = 'FREQ=DAILY;COUNT=3';
const at = (local: string, day: number, hour = '08') => `${daysLater(local, day).slice(0, 10)}T${hour}:00:00Z`;

/** The `recurrence` by which a listing names the second occurrence of a series. */
async function second(meetings: Meetings, { id }: Made, dtStart: string): Promise<string> {
  const occurrences = await meetings.occurrences(id, around(dtStart, 1, 5));
  const recurrence = occurrences
    .map((one) => one.recurrence)
    .find((one) => String(one).startsWith(daysLater(dtStart, 1).slice(0, 10)));
  if (typeof recurrence !== 'string') throw new TargetUnavailable('the listing names no recurrence of the second day');
  return recurrence;
}

requirement('MEET-MODIFY-01', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const { id } = await meetings.create({ dtStart });
  const moved = daysLater(dtStart, 1);
  await meetings.modify(id, { dtStart: moved, dtEnd: later(moved, 60) });
  judge(occursAt, { occurrences: await meetings.occurrences(id, around(dtStart, 1, 5)), expected: [at(dtStart, 1)] });
});

requirement('MEET-MODIFY-02', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const { id } = await meetings.create({ dtStart, rrule: threeDays });
  const summary = uniqueName();
  await meetings.modify(id, { summary });
  judge(occurrencesHold, { occurrences: await meetings.occurrences(id, around(dtStart, 1, 5)), expected: { summary } });
});

requirement('MEET-MODIFY-03', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const made = await meetings.create({ dtStart, rrule: threeDays });
  const moved = later(daysLater(dtStart, 1), 120);
  await meetings.modify(made.id, { dtStart: moved, dtEnd: later(moved, 60) }, await second(meetings, made, dtStart));
  const occurrences = await meetings.occurrences(made.id, around(dtStart, 1, 5));
  judge(occursAt, { occurrences, expected: [at(dtStart, 0), at(dtStart, 1, '10'), at(dtStart, 2)] });
});

requirement('MEET-MODIFY-04', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const made = await meetings.create({ dtStart, rrule: threeDays });
  const renamed = await second(meetings, made, dtStart);
  await meetings.modify(made.id, { summary: uniqueName() }, renamed);
  const occurrences = await meetings.occurrences(made.id, around(dtStart, 1, 5));
  const others = occurrences.filter(({ recurrence }) => recurrence !== renamed);
  judge(occurrencesHold, { occurrences: others, expected: { summary: made.summary } });
});

requirement('MEET-CANCEL-01', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const { id } = await meetings.create({ dtStart });
  await meetings.cancel(id);
  judge(occursTimes, { occurrences: await meetings.occurrences(id, around(dtStart, 1, 5)), count: 0 });
});

requirement('MEET-CANCEL-02', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const { id } = await meetings.create({ dtStart, rrule: threeDays });
  await meetings.cancel(id);
  judge(occursTimes, { occurrences: await meetings.occurrences(id, around(dtStart, 1, 5)), count: 0 });
});

requirement('MEET-CANCEL-03', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const made = await meetings.create({ dtStart, rrule: threeDays });
  const cancelled = await second(meetings, made, dtStart);
  await meetings.cancel(made.id, cancelled);
  const occurrences = await meetings.occurrences(made.id, around(dtStart, 1, 5));
  judge(occursTimes, { occurrences: occurrences.filter(({ recurrence }) => recurrence === cancelled), count: 0 });
});

requirement('MEET-CANCEL-04', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const made = await meetings.create({ dtStart, rrule: threeDays });
  const cancelled = await second(meetings, made, dtStart);
  await meetings.cancel(made.id, cancelled);
  const occurrences = await meetings.occurrences(made.id, around(dtStart, 1, 5));
  const others = occurrences.filter(({ recurrence }) => recurrence !== cancelled);
  judge(occursAt, { occurrences: others, expected: [at(dtStart, 0), at(dtStart, 2)] });
});

requirement('MEET-KEEP-01', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const { id } = await meetings.create({ dtStart });
  await meetings.run('scheduler restart');
  judge(occursTimes, { occurrences: await meetings.occurrences(id, around(dtStart, 1, 5)), count: 1 });
});

requirement('MEET-KEEP-02', async ({ meetings, node, bench, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const { id } = await meetings.create({ dtStart });
  await bench.reboot(node);
  judge(occursTimes, { occurrences: await meetings.occurrences(id, around(dtStart, 1, 5)), count: 1 });
});

requirement('MEET-KEEP-03', async ({ meetings, node, bench, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const { id } = await meetings.create({ dtStart });
  await bench.kill(node);
  await bench.start(node);
  judge(occursTimes, { occurrences: await meetings.occurrences(id, around(dtStart, 1, 5)), count: 1 });
});

requirement('MEET-KEEP-04', async ({ meetings, meetingsOn, node, nodes, defer, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const other = nodes.find(({ name, roles }) => name !== node.name && roles.includes('scheduler'));
  if (!other) return defer('the target has one scheduler only');
  const { id } = await meetings.create({ dtStart });
  const elsewhere = await meetingsOn(other);
  judge(occursTimes, { occurrences: await elsewhere.occurrences(id, around(dtStart, 1, 5)), count: 1 });
});
