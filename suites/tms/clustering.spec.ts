import {
  addressOf,
  alternatesOffered,
  clusteringLists,
  gotNoRequest,
  membersListed,
  primaryIsMarked,
  refusedAndNotChosen,
  refusedAndNothingAdded,
  requirement,
  says,
  shows,
  type TargetNode,
} from '../../fixtures/index.ts';

/** The first of the other Call Bridges: a cluster has one. */
function peerOf({ peers }: { peers: readonly TargetNode[] }): TargetNode {
  const [peer] = peers;
  if (!peer) throw new Error('a cluster without a peer');
  return peer;
}

requirement('TMS-CLUSTER-01', async ({ tms, bridge, cluster: _cluster, judge }) => {
  const { members } = await membersListed(bridge);
  const { clustering } = await tms.add();
  judge(clusteringLists, { listed: members, page: clustering });
});

requirement('TMS-CLUSTER-02', async ({ tms, node, cluster: _cluster, judge }) => {
  const { clustering } = await tms.add();
  judge(primaryIsMarked, { address: addressOf(node), page: clustering });
});

requirement('TMS-CLUSTER-03', async ({ tms, node, cluster, judge }) => {
  const peer = peerOf(cluster);
  const { id } = await tms.add();
  const { status, refusal } = await tms.tryAdd(tms.loginOf(peer));
  const after = (await tms.client.systems()).map((system) => system.id);
  judge(refusedAndNothingAdded, { asked: `add ${addressOf(peer)}`, status, refusal, before: [id], after });
  const parts = [addressOf(peer), 'is part of a clustered call bridge', addressOf(node), 'another IP'];
  judge(says, { what: 'refusal', parts, said: refusal });
});

requirement('TMS-CLUSTER-04', async ({ tms, cluster, judge }) => {
  const peer = peerOf(cluster);
  await tms.add();
  const requests = await tms.requestsDuring(() => tms.tryAdd(tms.loginOf(peer)), peer);
  judge(gotNoRequest, { node: peer.name, requests });
});

requirement('TMS-CLUSTER-05', async ({ tms, bridge, node, cluster: _cluster, judge }) => {
  const { members } = await membersListed(bridge);
  const expected = members.map(({ address }) => address).filter((address) => address !== addressOf(node));
  judge(alternatesOffered, { expected, offered: (await tms.add()).offeredAlternates });
});

requirement('TMS-CLUSTER-06', async ({ tms, cluster: _cluster, judge }) => {
  const { id } = await tms.add();
  const stranger = 'stranger.example.test';
  const { status, refusal } = await tms.client.chooseAlternate(id, { ...tms.loginOf(), address: stranger });
  const chosen = (await tms.shown()).alternate?.address ?? null;
  judge(refusedAndNotChosen, { asked: `choose ${stranger}`, status, refusal, chosen });
});

requirement('TMS-CLUSTER-07', async ({ tms, cluster, judge }) => {
  const { id } = await tms.add();
  const login = tms.loginOf(peerOf(cluster));
  const { status, refusal } = await tms.client.chooseAlternate(id, { ...login, password: '' });
  const chosen = (await tms.shown()).alternate?.address ?? null;
  judge(refusedAndNotChosen, { asked: 'choose an alternate without password', status, refusal, chosen });
  await tms.client.chooseAlternate(id, { ...login, username: 'tms-on-alternate' });
  const { alternate } = await tms.shown();
  judge(shows, { what: 'user of the alternate', expected: 'tms-on-alternate', shown: alternate?.username ?? '' });
});

requirement('TMS-CLUSTER-08', async ({ tms, node, cluster, judge }) => {
  const peer = peerOf(cluster);
  const { id } = await tms.add();
  const choose = (): Promise<unknown> => tms.client.chooseAlternate(id, tms.loginOf(peer));
  judge(gotNoRequest, { node: peer.name, requests: await tms.requestsDuring(choose, peer) });
  judge(gotNoRequest, { node: node.name, requests: await tms.requestsDuring(choose) });
});

requirement('TMS-CLUSTER-09', async ({ tms, cluster, judge }) => {
  const peer = peerOf(cluster);
  judge(gotNoRequest, { node: peer.name, requests: await tms.requestsDuring(() => tms.tryAdd(), peer) });
});
