import {
  after,
  before,
  day,
  hour,
  requirement,
  spaceExists,
  spaceIsPurged,
  spaceTakesCall,
} from '../../fixtures/index.ts';

const second = 1000;
/** Before a run the target's clock goes on while it is asked, however slowly it answers. */
const halfMinute = 30 * second;

requirement('PURGE-AGE-01', async ({ purge, deferred, judge }) => {
  const seen = await deferred.across(purge.afterRun((run) => ({ ends: before(run, day + second) })));
  judge(spaceIsPurged, seen);
});

requirement('PURGE-AGE-02', async ({ purge, deferred, judge }) => {
  const seen = await deferred.across(purge.afterRun((run) => ({ ends: before(run, day) })));
  judge(spaceIsPurged, seen);
});

requirement('PURGE-AGE-03', async ({ purge, deferred, judge }) => {
  const seen = await deferred.across(purge.leftByRun((run) => ({ ends: before(run, day - second) })));
  judge(spaceExists, seen);
});

for (const [id, night] of [
  ['PURGE-TIME-01', 'winter'],
  ['PURGE-TIME-02', 'summer'],
  ['PURGE-TIME-03', 'clocks forward'],
] as const) {
  requirement(id, async ({ purge, bench, judge }) => {
    const run = await purge.before(night);
    const space = await purge.temporarySpace({ ends: before(run, day) });
    await bench.turnTo(before(run, halfMinute));
    judge(spaceExists, await purge.look(space));
    await bench.turnTo(after(run, second));
    judge(spaceIsPurged, await purge.look(space));
  });
}

requirement('PURGE-TIME-04', async ({ purge, bench, judge }) => {
  const run = await purge.before('clocks back');
  const space = await purge.temporarySpace({ ends: before(run, day + hour) });
  await bench.turnTo(before(run, halfMinute));
  judge(spaceExists, await purge.look(space));
  await bench.turnTo(after(run, second));
  judge(spaceIsPurged, await purge.look(space));
});

requirement('PURGE-TIME-05', async ({ purge, bench, judge }) => {
  const run = await purge.before();
  const due = await purge.dueAt(run);
  const space = await purge.temporarySpace({ ends: before(run, day - 2 * hour) });
  await bench.turnTo(before(after(run, day), halfMinute));
  await purge.ran(due);
  judge(spaceExists, await purge.look(space));
});

requirement('PURGE-TIME-06', async ({ purge, bench, judge }) => {
  const run = await purge.before();
  const early = await purge.temporarySpace({ ends: before(run, day) });
  const late = await purge.temporarySpace({ ends: run });
  await bench.turnTo(after(run, hour));
  judge(spaceIsPurged, await purge.look(early));
  await bench.turnTo(after(run, day + hour));
  judge(spaceIsPurged, await purge.look(late));
});

requirement('PURGE-LIFE-01', async ({ purge, bench, judge }) => {
  const run = await purge.before();
  const due = await purge.dueAt(run);
  const space = await purge.temporarySpace({ ends: before(run, 5 * hour) });
  await bench.turnTo(after(run, hour));
  await purge.ran(due);
  judge(spaceExists, await purge.look(space));
  judge(spaceTakesCall, await purge.call(space));
});

requirement('PURGE-LIFE-02', async ({ purge, bench, judge }) => {
  const run = await purge.before();
  const due = await purge.dueAt(run);
  const space = await purge.temporarySpace({ ends: after(run, 4 * day) });
  await bench.turnTo(after(run, hour));
  await purge.ran(due);
  judge(spaceExists, await purge.look(space));
});

requirement('PURGE-LIFE-03', async ({ purge, bench, judge }) => {
  const run = await purge.before();
  const due = await purge.dueAt(after(run, day));
  const space = await purge.temporarySpace({ ends: after(run, 10 * hour), lasts: 30 * hour });
  await bench.turnTo(after(run, day + hour));
  await purge.ran(due);
  judge(spaceExists, await purge.look(space));
});

requirement('PURGE-KIND-01', async ({ purge, deferred, judge }) => {
  const seen = await deferred.across(purge.leftByRun((run) => ({ ends: before(run, day) }), 'without meeting'));
  judge(spaceExists, seen);
});

requirement('PURGE-KIND-02', async ({ purge, deferred, judge }) => {
  const seen = await deferred.across(purge.leftByRun((run) => ({ ends: before(run, day) }), 'existing'));
  judge(spaceExists, seen);
});

requirement('PURGE-KIND-03', async ({ purge, bench, judge }) => {
  const run = await purge.before();
  const due = await purge.dueAt(after(run, day));
  const space = await purge.existingSpace({ ends: before(run, day), rrule: 'FREQ=DAILY;COUNT=2' });
  await bench.turnTo(after(run, day + hour));
  await purge.ran(due);
  judge(spaceExists, await purge.look(space));
});

requirement('PURGE-SERIES-01', async ({ purge, deferred, judge }) => {
  const seen = await deferred.across(
    purge.leftByRun((run) => ({ ends: before(run, day), rrule: 'FREQ=WEEKLY;COUNT=3' })),
  );
  judge(spaceExists, seen);
});

requirement('PURGE-SERIES-02', async ({ purge, bench, judge }) => {
  const run = await purge.before();
  const space = await purge.temporarySpace({ ends: before(run, day), rrule: 'FREQ=DAILY;COUNT=3' });
  await bench.turnTo(after(run, 2 * day + hour));
  judge(spaceIsPurged, await purge.look(space));
});

requirement('PURGE-SERIES-03', async ({ purge, bench, judge }) => {
  const run = await purge.before();
  const due = await purge.dueAt(after(run, day));
  const ends = before(run, day);
  const space = await purge.temporarySpace({ ends, rrule: 'FREQ=DAILY;COUNT=2' });
  await purge.move(space, { ends: after(ends, 3 * day) }, after(ends, day - hour));
  await bench.turnTo(after(run, 2 * day));
  await purge.ran(due);
  judge(spaceExists, await purge.look(space));
});

requirement('PURGE-SERIES-04', async ({ purge, bench, judge }) => {
  const run = await purge.before();
  const ends = before(run, day);
  const space = await purge.temporarySpace({ ends, rrule: 'FREQ=WEEKLY;COUNT=2' });
  await purge.cancelOccurrence(space, after(ends, 7 * day - hour));
  await bench.turnTo(after(run, hour));
  judge(spaceIsPurged, await purge.look(space));
});

requirement('PURGE-SERIES-05', async ({ purge, bench, judge }) => {
  const run = await purge.before();
  const due = await purge.dueAt(after(run, day));
  const space = await purge.temporarySpace({ ends: before(run, day), rrule: 'FREQ=DAILY' });
  await bench.turnTo(after(run, 40 * day));
  await purge.ran(due);
  judge(spaceExists, await purge.look(space));
});

requirement('PURGE-CHANGE-01', async ({ purge, bench, judge }) => {
  const run = await purge.before();
  const space = await purge.temporarySpace({ ends: after(run, 5 * day) });
  await purge.move(space, { ends: before(run, day) });
  await bench.turnTo(after(run, hour));
  judge(spaceIsPurged, await purge.look(space));
});

requirement('PURGE-NODE-01', async ({ node, purge, bench, judge }) => {
  const run = await purge.before();
  const missed = after(run, day);
  const space = await purge.temporarySpace({ ends: run });
  await bench.turnTo(before(missed, hour));
  await bench.kill(node);
  await bench.turnTo(after(missed, hour));
  await bench.start(node);
  await bench.turnTo(after(missed, day + hour));
  judge(spaceIsPurged, await purge.look(space));
});

requirement('PURGE-MULTI-01', async ({ node, nodes, purge, schedulerOn, bench, judge }) => {
  const other = nodes.find((peer) => peer !== node && peer.roles.includes('scheduler'));
  if (!other) return bench.giveUp('the target has one scheduler only');
  const run = await purge.before();
  await (await schedulerOn(other)).enableAll();
  const space = await purge.temporarySpace({ ends: before(run, day) });
  await bench.turnTo(after(run, hour));
  judge(spaceIsPurged, await purge.look(space));
});
