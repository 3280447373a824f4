import { callIsHosted, changeIsSeen, objectIsListed, requirement } from '../../fixtures/index.ts';

requirement('CLUSTER-LOSS-01', async ({ cluster, bench, judge }) => {
  const { victim, rest } = cluster.divided();
  await bench.kill(victim);
  await cluster.noticed(rest);
  const [writer = victim] = rest;
  const { id, name } = await cluster.create(writer, 'coSpaces');
  const seen = await cluster.settled(objectIsListed, async () => ({
    id,
    name,
    listings: await cluster.listings(rest, `coSpaces?filter=${name}`),
  }));
  judge(objectIsListed, seen);
});

requirement('CLUSTER-LOSS-02', async ({ cluster, bench, judge }) => {
  const { victim, rest } = cluster.divided();
  const [writer = victim] = rest;
  const { name, path } = await cluster.create(writer, 'coSpaces');
  await bench.kill(victim);
  const value = `${name}-changed`;
  const changed = await cluster.change(writer, path, 'name', value);
  await bench.start(victim);
  const seen = await cluster.settled(changeIsSeen, async () => ({
    changed,
    field: 'name',
    value,
    documents: [await cluster.document(victim, path)],
  }));
  judge(changeIsSeen, seen);
});

requirement('CLUSTER-LOSS-03', async ({ cluster, bench, judge }) => {
  const { victim, rest } = cluster.divided();
  const [host = victim] = rest;
  const { id: space } = await cluster.create(host, 'coSpaces');
  const call = await cluster.startCall(host, space);
  await bench.kill(victim);
  await cluster.noticed(rest);
  judge(callIsHosted, { call, listing: await cluster.listing(host, 'calls') });
});
