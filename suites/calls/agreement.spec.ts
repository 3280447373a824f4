import {
  bridgesReportTheirOwn,
  type CdrRecord,
  callAgrees,
  callStartAgrees,
  countsAgree,
  distinct,
  durationAgrees,
  hasEnded,
  legIdsAgree,
  logAgrees,
  participantsAgree,
  requirement,
  secondsBetween,
  tells,
} from '../../fixtures/index.ts';

requirement('CDR-AGREE-01', async ({ cdr, liveCalls, judge }) => {
  const receiver = await cdr.receiver();
  const call = await liveCalls.start();
  const api = await liveCalls.object(call);
  await liveCalls.end(call);
  judge(callStartAgrees, { api, posts: await receiver.records(hasEnded(call)) });
});

requirement('CDR-AGREE-02', async ({ cdr, liveCalls, judge }) => {
  const receiver = await cdr.receiver();
  const call = await liveCalls.start();
  await liveCalls.dial(call);
  await liveCalls.dial(call);
  const legs = await liveCalls.legs(call);
  await liveCalls.end(call);
  judge(legIdsAgree, { legs, posts: await receiver.records(hasEnded(call)) });
});

requirement('CDR-AGREE-03', async ({ cdr, liveCalls, bench, judge }) => {
  const receiver = await cdr.receiver();
  const call = await liveCalls.start();
  await bench.advance(120);
  const asked = await bench.now();
  const api = await liveCalls.object(call);
  await liveCalls.end(call);
  const sinceSeconds = secondsBetween(asked, await bench.now());
  judge(durationAgrees, { api, sinceSeconds, posts: await receiver.records(hasEnded(call)) });
});

requirement('CDR-AGREE-04', async ({ cdr, liveCalls, bench, node, judge }) => {
  const receiver = await cdr.receiver();
  const call = await liveCalls.start();
  const { remoteParty } = await liveCalls.dial(call);
  await bench.advance(1);
  const lines = await bench.log(node);
  await liveCalls.end(call);
  judge(logAgrees, { call: call.id, remoteParty, lines, posts: await receiver.records(hasEnded(call)) });
});

requirement('CDR-AGREE-05', async ({ cdr, cluster, liveCalls, judge }) => {
  const [peer = cluster.node] = cluster.peers;
  const own = await cdr.receiver();
  const other = await cdr.receiver({ on: peer });
  const call = await liveCalls.start();
  const part = await liveCalls.start({ on: peer, inSpaceOf: call });
  await liveCalls.end(part);
  await liveCalls.end(call);
  judge(bridgesReportTheirOwn, {
    bridges: [
      { call: call.id, posts: await own.records(hasEnded(call)) },
      { call: part.id, posts: await other.records(hasEnded(part)) },
    ],
  });
});

requirement('EVENT-AGREE-01', async ({ events, liveCalls, judge }) => {
  const open = await events.open();
  await open.subscribe({ index: 1, type: 'calls', elements: ['name', 'callCorrelator', 'callType'] });
  const call = await liveCalls.start();
  const api = await liveCalls.object(call);
  const add = { message: 'callListUpdate' as const, updateType: 'add' as const, id: call.id, elements: {} };
  const messages = await open.messages((seen) => tells(add, seen));
  judge(callAgrees, { api, names: ['callCorrelator', 'callType'], messages });
});

requirement('EVENT-AGREE-02', async ({ events, liveCalls, judge }) => {
  const open = await events.open();
  const call = await liveCalls.start();
  await open.subscribe({ index: 2, type: 'callRoster', call: call.id, elements: ['name', 'uri'] });
  const legs = [await liveCalls.dial(call), await liveCalls.dial(call)];
  const adds = legs.map(({ remoteParty }) => ({
    message: 'rosterUpdate' as const,
    updateType: 'add' as const,
    id: null,
    elements: { uri: remoteParty },
  }));
  const messages = await open.messages((seen) => adds.every((add) => tells(add, seen)));
  judge(participantsAgree, { api: await liveCalls.participants(call), messages });
});

requirement('EVENT-AGREE-03', async ({ events, cdr, liveCalls, judge }) => {
  const receiver = await cdr.receiver();
  const open = await events.open();
  await open.subscribe({ index: 1, type: 'calls', elements: ['participants'] });
  const call = await liveCalls.start();
  const legs = [await liveCalls.dial(call), await liveCalls.dial(call)];
  const api = await liveCalls.object(call);
  const starts = (records: readonly CdrRecord[]) =>
    records.filter(({ type, id }) => type === 'callLegStart' && legs.some((leg) => leg.id === id));
  const posts = await receiver.records((records) => starts(records).length >= legs.length);
  const update = { message: 'callListUpdate' as const, updateType: 'update' as const, id: call.id };
  await open.messages((seen) => tells({ ...update, elements: { participants: null } }, seen));
  judge(countsAgree, {
    call: call.id,
    api: api.fields.numParticipantsLocal ?? '',
    records: starts(distinct(posts)).length,
    messages: await open.until((seen) => tells({ ...update, elements: { participants: legs.length } }, seen)),
  });
});
