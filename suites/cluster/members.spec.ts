import {
  eachIsItsOwn,
  eachReads,
  fieldIsOne,
  memberIsAddressed,
  membersAgree,
  namesAreMembers,
  refusedFor,
  requirement,
} from '../../fixtures/index.ts';

requirement('CLUSTER-MEMBER-01', async ({ cluster, judge }) => {
  judge(membersAgree, await cluster.listings(cluster.all, 'callBridges'));
});

requirement('CLUSTER-MEMBER-02', async ({ cluster, judge }) => {
  const { items } = await cluster.listing(cluster.node, 'callBridges');
  for (const { id } of items) judge(memberIsAddressed, await cluster.read(cluster.node, `callBridges/${id}`));
});

requirement('CLUSTER-MEMBER-03', async ({ cluster, judge }) => {
  const documents = await cluster.readAll('system/status');
  judge(eachReads, { field: 'clusterEnabled', value: 'true', documents });
});

requirement('CLUSTER-MEMBER-04', async ({ cluster, judge }) => {
  judge(fieldIsOne, { field: 'clusterId', documents: await cluster.readAll('system/status') });
});

requirement('CLUSTER-MEMBER-05', async ({ cluster, judge }) => {
  judge(eachIsItsOwn, { field: 'hostId', documents: await cluster.readAll('system/status') });
});

requirement('CLUSTER-MEMBER-06', async ({ cluster, judge }) => {
  const members = await cluster.listing(cluster.node, 'callBridges');
  judge(namesAreMembers, { documents: await cluster.readAll('system/configuration/cluster'), members });
});

requirement('CLUSTER-SHARE-04', async ({ cluster, judge }) => {
  const [peer = cluster.node] = cluster.peers;
  const { name } = await cluster.create(cluster.node, 'coSpaces');
  await cluster.make(cluster.node, 'coSpaces', { name, uri: name });
  const answer = await cluster.tryMake(peer, 'coSpaces', { name, uri: name });
  judge(refusedFor, { answer, reason: 'duplicateCoSpaceUri' });
});
