import {
  absentFrom,
  type CallBridgeCluster,
  callIsLocal,
  doneOrRefusedFor,
  eachIsItsOwn,
  fieldIsOne,
  legsAreTheHosts,
  type ParticipantsSeen,
  participantsAre,
  partyIn,
  remoteIsListed,
  requirement,
  TargetUnavailable,
} from '../../fixtures/index.ts';

/** One space with a call on two bridges; a party in the call on the second one. */
async function distributed(cluster: CallBridgeCluster, party: string) {
  const { node: asked, peers } = cluster;
  const [host = asked] = peers;
  const { id: space } = await cluster.create(asked, 'coSpaces');
  const calls = { asked: await cluster.startCall(asked, space), host: await cluster.startCall(host, space) };
  const leg = await cluster.dial(host, calls.host, party);
  const callBridge = await cluster.memberId(host);
  const seen = () => cluster.participants(asked, calls.asked, party);
  return { asked, host, calls, leg, callBridge, seen };
}

/**
 * The participant as the asked bridge names it, and as its own bridge shows it; precondition of what is said about writes on it.
 */
async function remoteParticipant(cluster: CallBridgeCluster, party: string) {
  const { asked, host, calls, callBridge, seen } = await distributed(cluster, party);
  const settled = await cluster.precondition(remoteIsListed, async () => ({ ...(await seen()), callBridge }));
  const participant = partyIn(settled);
  const own = () => cluster.participants(host, calls.host, party);
  for (const [on, found] of [[asked, participant] as const, [host, partyIn(await own())] as const])
    if (!found) throw new TargetUnavailable(`precondition: ${on.name} lists no participant ${party}`);
  return { asked, path: `participants/${participant?.id}`, own };
}

/** What came of a write, as the participant's own bridge shows it; what was promised may take its time. */
async function outcome(
  cluster: CallBridgeCluster,
  written: Omit<Parameters<typeof doneOrRefusedFor>[0], 'own'>,
  own: () => Promise<ParticipantsSeen>,
) {
  const read = async () => ({ ...written, own: await own() });
  return written.answer.status === 200 ? cluster.settled(doneOrRefusedFor, read) : read();
}

requirement('CLUSTER-LOCAL-02', async ({ cluster, tmsOptions, judge }) => {
  const { id: space } = await cluster.create(cluster.node, 'coSpaces');
  const call = await cluster.startCall(cluster.node, space);
  const leg = await cluster.dial(cluster.node, call, tmsOptions.dial[0]);
  judge(callIsLocal, {
    call: leg,
    host: await cluster.listing(cluster.node, 'callLegs'),
    others: await cluster.listings(cluster.peers, 'callLegs'),
  });
});

requirement('CLUSTER-CALL-01', async ({ cluster, tmsOptions, judge }) => {
  const { asked, host, calls } = await distributed(cluster, tmsOptions.dial[0]);
  const documents = [
    await cluster.read(asked, `calls/${calls.asked}`),
    await cluster.read(host, `calls/${calls.host}`),
  ];
  judge(fieldIsOne, { field: 'callCorrelator', documents });
});

requirement('CLUSTER-CALL-02', async ({ cluster, tmsOptions, judge }) => {
  const { asked, host, calls } = await distributed(cluster, tmsOptions.dial[0]);
  const documents = [
    await cluster.read(asked, `calls/${calls.asked}`),
    await cluster.read(host, `calls/${calls.host}`),
  ];
  judge(eachIsItsOwn, { field: 'id', documents });
});

requirement('CLUSTER-CALL-03', async ({ cluster, tmsOptions, judge }) => {
  const { callBridge, seen } = await distributed(cluster, tmsOptions.dial[0]);
  judge(remoteIsListed, await cluster.settled(remoteIsListed, async () => ({ ...(await seen()), callBridge })));
});

requirement('CLUSTER-CALL-04', async ({ cluster, tmsOptions, judge }) => {
  const [party] = tmsOptions.dial;
  const { host, calls, seen } = await distributed(cluster, party);
  judge(
    legsAreTheHosts,
    await cluster.settled(legsAreTheHosts, async () => ({
      own: await cluster.participants(host, calls.host, party),
      remote: await seen(),
    })),
  );
});

requirement('CLUSTER-CALL-05', async ({ cluster, tmsOptions, judge }) => {
  const [here, there] = tmsOptions.dial;
  const { asked, calls } = await distributed(cluster, there);
  await cluster.dial(asked, calls.asked, here);
  judge(
    participantsAre,
    await cluster.settled(participantsAre, async () => ({
      document: await cluster.read(asked, `calls/${calls.asked}`),
      local: 1,
      remote: 1,
    })),
  );
});

requirement('CLUSTER-CALL-06', async ({ cluster, tmsOptions, judge }) => {
  const { asked, path, own } = await remoteParticipant(cluster, tmsOptions.dial[0]);
  const wanted = { importance: '7' };
  const answer = await cluster.tryWrite(asked, 'PUT', path, wanted);
  judge(doneOrRefusedFor, await outcome(cluster, { answer, reason: 'participantCannotBeModified', wanted }, own));
});

requirement('CLUSTER-CALL-07', async ({ cluster, tmsOptions, judge }) => {
  const { asked, path, own } = await remoteParticipant(cluster, tmsOptions.dial[0]);
  const answer = await cluster.tryWrite(asked, 'DELETE', path);
  judge(doneOrRefusedFor, await outcome(cluster, { answer, reason: 'participantCannotBeDeleted', wanted: null }, own));
});

requirement('CLUSTER-CALL-08', async ({ cluster, tmsOptions, judge }) => {
  const [party] = tmsOptions.dial;
  const { asked, host, calls, leg, callBridge, seen } = await distributed(cluster, party);
  await cluster.precondition(remoteIsListed, async () => ({ ...(await seen()), callBridge }));
  await cluster.tryWrite(host, 'DELETE', `callLegs/${leg}`);
  judge(
    absentFrom,
    await cluster.settled(absentFrom, async () => ({
      ...(await cluster.participants(asked, calls.asked, party)),
    })),
  );
});
