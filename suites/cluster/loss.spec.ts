import { callIsHosted, changeIsSeen, requirement } from '../../fixtures/index.ts';

requirement('CLUSTER-LOSS-01', async ({ cluster, bench, judge }) => {
  const { victim, rest } = cluster.divided();
  const [writer = victim] = rest;
  const { name, path } = await cluster.create(writer, 'coSpaces');
  await bench.kill(victim);
  await cluster.noticed(rest);
  const value = `${name}-changed`;
  const changed = await cluster.change(writer, path, 'name', value);
  const seen = await cluster.settled(changeIsSeen, async () => ({
    changed,
    field: 'name',
    value,
    documents: await Promise.all(rest.map((on) => cluster.document(on, path))),
  }));
  judge(changeIsSeen, seen);
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
