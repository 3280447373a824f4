import { callIsGone, documentsAreSame, requirement } from '../../fixtures/index.ts';

requirement('CLUSTER-KILL-01', async ({ cluster, bench, judge }) => {
  const [victim = cluster.node] = cluster.peers;
  const space = await cluster.create(victim, 'coSpaces');
  const profile = await cluster.create(victim, 'callLegProfiles');
  const read = () => Promise.all([space, profile].map(({ path }) => cluster.document(victim, path)));
  const before = await read();
  await bench.kill(victim);
  await bench.start(victim);
  judge(documentsAreSame, { before, after: await read() });
});

requirement('CLUSTER-KILL-02', async ({ cluster, bench, judge }) => {
  const [victim = cluster.node] = cluster.peers;
  const { id: space } = await cluster.create(victim, 'coSpaces');
  const call = await cluster.startCall(victim, space);
  await bench.kill(victim);
  await bench.start(victim);
  judge(callIsGone, { call, listings: [await cluster.listing(victim, 'calls')] });
});
