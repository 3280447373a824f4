import {
  addressIsTaken,
  isRefusedFor,
  maximumIsTold,
  onlyReceiverIsRenewed,
  receiverIsGone,
  receiverIsListed,
  receiversAreTaken,
  requirement,
  TargetUnavailable,
} from '../../fixtures/index.ts';

requirement('CDR-REC-01', async ({ cdr, judge }) => {
  const uri = cdr.nowhere;
  const id = await cdr.add(uri);
  judge(receiverIsListed, { id, uri, list: await cdr.list() });
});

requirement('CDR-REC-02', async ({ cdr, judge }) => {
  const id = await cdr.add(cdr.nowhere, { as: 'url' });
  judge(addressIsTaken, { id, list: await cdr.list() });
});

requirement('CDR-REC-03', async ({ cdr, judge }) => {
  const { receivers } = await cdr.list();
  if (receivers.length >= 4) throw new TargetUnavailable('precondition: all four receivers are in use');
  const written = [];
  for (let count = receivers.length; count < 4; count += 1) written.push(await cdr.tryAdd(cdr.nowhere));
  judge(receiversAreTaken, {
    answers: written.map(({ answer }) => answer),
    ids: written.map(({ id }) => id),
    list: await cdr.list(),
  });
});

requirement('CDR-REC-04', async ({ cdr, judge }) => {
  for (let { length } = (await cdr.list()).receivers; length < 4; length += 1) await cdr.add(cdr.nowhere);
  const { answer } = await cdr.tryAdd(cdr.nowhere);
  judge(isRefusedFor, { answer, reason: 'tooManyCdrReceivers' });
});

requirement('CDR-REC-05', async ({ cdr, judge }) => {
  const id = await cdr.add(cdr.nowhere);
  await cdr.write(id, '');
  judge(receiverIsListed, { id, uri: '', list: await cdr.list() });
});

requirement('CDR-REC-06', async ({ cdr, judge }) => {
  const id = await cdr.add(cdr.nowhere);
  await cdr.delete(id);
  judge(isRefusedFor, { answer: await cdr.write(id, cdr.nowhere), reason: 'cdrReceiverDoesNotExist' });
});

requirement('CDR-REC-07', async ({ cdr, cluster, judge }) => {
  const [peer = cluster.node] = cluster.peers;
  const id = await cdr.add(cdr.nowhere, { on: cluster.node });
  judge(receiverIsGone, { id, list: await cdr.list(peer) });
});

requirement('CDR-REC-08', async ({ cdr, judge }) => {
  if ((await cdr.list()).receivers.length > 0)
    throw new TargetUnavailable(
      'precondition: the bridge has a receiver, which a write on the legacy node would replace',
    );
  await cdr.writeOnly(cdr.nowhere);
  const first = await cdr.list();
  await cdr.writeOnly('');
  const emptied = await cdr.list();
  await cdr.writeOnly(cdr.nowhere);
  judge(onlyReceiverIsRenewed, { first, emptied, second: await cdr.list() });
});

requirement('CDR-REC-09', async ({ cdr, judge }) => {
  judge(maximumIsTold, await cdr.list());
});

requirement('CDR-REC-10', async ({ cdr, judge }) => {
  const id = await cdr.add(cdr.nowhere);
  await cdr.delete(id);
  judge(receiverIsGone, { id, list: await cdr.list() });
});
