import {
  alarmsAreWellFormed,
  type CallBridgeCluster,
  linkAlarmIsAbsent,
  linkAlarmIsListed,
  type NodeListing,
  requirement,
  TargetUnavailable,
} from '../../fixtures/index.ts';

/** The bridge that is cut off, and those that are left. */
function divided({ node, peers }: CallBridgeCluster) {
  const victim = peers.at(-1) ?? node;
  return { victim, rest: [node, ...peers].filter((one) => one !== victim) };
}

/** What the bridges that are left list once they all have the alarm; precondition of what is said about an active one. */
async function alarmsWhileCut(cluster: CallBridgeCluster): Promise<NodeListing[]> {
  const { rest } = divided(cluster);
  const listings = await cluster.settled(linkAlarmIsListed, () => cluster.listings(rest, 'system/alarms'));
  const [missing] = linkAlarmIsListed(listings);
  if (missing)
    throw new TargetUnavailable(
      `precondition: ${missing.where}: expected ${missing.expected}, got ${missing.observed}`,
    );
  return listings;
}

requirement('CLUSTER-ALARM-01', async ({ cluster, bench, judge }) => {
  const { victim, rest } = divided(cluster);
  await bench.cut(victim);
  judge(linkAlarmIsListed, await cluster.settled(linkAlarmIsListed, () => cluster.listings(rest, 'system/alarms')));
});

requirement('CLUSTER-ALARM-02', async ({ cluster, judge }) => {
  const all = [cluster.node, ...cluster.peers];
  judge(linkAlarmIsAbsent, await cluster.settled(linkAlarmIsAbsent, () => cluster.listings(all, 'system/alarms')));
});

requirement('CLUSTER-ALARM-03', async ({ cluster, bench, judge }) => {
  await bench.cut(divided(cluster).victim);
  for (const listing of await alarmsWhileCut(cluster)) judge(alarmsAreWellFormed, listing);
});

requirement('CLUSTER-ALARM-04', async ({ cluster, bench, judge }) => {
  const { victim, rest } = divided(cluster);
  await bench.cut(victim);
  await alarmsWhileCut(cluster);
  await bench.join(victim);
  judge(linkAlarmIsAbsent, await cluster.settled(linkAlarmIsAbsent, () => cluster.listings(rest, 'system/alarms')));
});
