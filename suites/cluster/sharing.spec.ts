import { callIsLocal, changeIsSeen, objectIsGone, objectIsListed, requirement } from '../../fixtures/index.ts';

requirement('CLUSTER-SHARE-01', async ({ cluster, judge }) => {
  const { id, name } = await cluster.create(cluster.node, 'coSpaces');
  const seen = await cluster.settled(objectIsListed, async () => ({
    id,
    name,
    listings: await cluster.listings(cluster.peers, `coSpaces?filter=${name}`),
  }));
  judge(objectIsListed, seen);
});

requirement('CLUSTER-SHARE-02', async ({ cluster, judge }) => {
  const [peer = cluster.node] = cluster.peers;
  const { name, path } = await cluster.create(cluster.node, 'coSpaces');
  const value = `${name}-changed`;
  const changed = await cluster.change(peer, path, 'name', value);
  const seen = await cluster.settled(changeIsSeen, async () => ({
    changed,
    field: 'name',
    value,
    documents: await Promise.all([cluster.node, ...cluster.peers].map((on) => cluster.document(on, path))),
  }));
  judge(changeIsSeen, seen);
});

requirement('CLUSTER-SHARE-03', async ({ cluster, judge }) => {
  const [peer = cluster.node] = cluster.peers;
  const { id, name, path } = await cluster.create(cluster.node, 'coSpaces');
  const deleted = await cluster.delete(peer, path);
  const seen = await cluster.settled(objectIsGone, async () => ({
    deleted,
    id,
    listings: await cluster.listings([cluster.node, ...cluster.peers], `coSpaces?filter=${name}`),
  }));
  judge(objectIsGone, seen);
});

requirement('CLUSTER-LOCAL-01', async ({ cluster, judge }) => {
  const { id: space } = await cluster.create(cluster.node, 'coSpaces');
  const call = await cluster.startCall(cluster.node, space);
  judge(callIsLocal, {
    call,
    host: await cluster.listing(cluster.node, 'calls'),
    others: await cluster.listings(cluster.peers, 'calls'),
  });
});
