import { alarmsAreWellFormed, linkAlarmIsAbsent, linkAlarmIsListed, requirement } from '../../fixtures/index.ts';

requirement('CLUSTER-ALARM-01', async ({ cluster, bench, judge }) => {
  const { victim, rest } = cluster.divided();
  await bench.cut(victim);
  judge(linkAlarmIsListed, await cluster.settled(linkAlarmIsListed, () => cluster.listings(rest, 'system/alarms')));
});

requirement('CLUSTER-ALARM-02', async ({ cluster, judge }) => {
  const all = [cluster.node, ...cluster.peers];
  judge(linkAlarmIsAbsent, await cluster.settled(linkAlarmIsAbsent, () => cluster.listings(all, 'system/alarms')));
});

requirement('CLUSTER-ALARM-03', async ({ cluster, bench, judge }) => {
  const { victim, rest } = cluster.divided();
  await bench.cut(victim);
  for (const listing of await cluster.noticed(rest)) judge(alarmsAreWellFormed, listing);
});

requirement('CLUSTER-ALARM-04', async ({ cluster, bench, judge }) => {
  const { victim, rest } = cluster.divided();
  await bench.cut(victim);
  await cluster.noticed(rest);
  await bench.join(victim);
  judge(linkAlarmIsAbsent, await cluster.settled(linkAlarmIsAbsent, () => cluster.listings(rest, 'system/alarms')));
});
