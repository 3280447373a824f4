import {
  acknowledgedIsForgotten,
  alarmIsAbsent,
  alarmIsRaised,
  bridgeIsNamed,
  callIsRecorded,
  correlatorIndexBegins,
  correlatorIndexIsGapless,
  correlatorIndexIsShared,
  fresh,
  hasEnded,
  logSays,
  nothingIsLost,
  orderIsKept,
  postsShareConnection,
  recordIndexBegins,
  recordIndexIsGapless,
  recordsAreWellFormed,
  repeatedIsTheSame,
  requirement,
  secureReceiverIsServed,
  sessionIsGuid,
  sessionIsRenewed,
  sessionIsShared,
  statusTellsNextIndex,
  TargetUnavailable,
  unacknowledgedIsRepeated,
} from '../../fixtures/index.ts';

requirement('CDR-PUSH-01', async ({ cdr, liveCalls, judge }) => {
  const receiver = await cdr.receiver();
  const call = await liveCalls.start();
  await liveCalls.end(call);
  judge(callIsRecorded, { call: call.id, posts: await receiver.until(hasEnded(call)) });
});

requirement('CDR-PUSH-02', async ({ cdr, liveCalls, judge }) => {
  const receiver = await cdr.receiver();
  const call = await liveCalls.start();
  await liveCalls.dial(call);
  await liveCalls.end(call);
  judge(recordsAreWellFormed, { posts: await receiver.records(hasEnded(call)) });
});

requirement('CDR-PUSH-03', async ({ cdr, liveCalls, judge }) => {
  const receiver = await cdr.receiver();
  const call = await liveCalls.start();
  await liveCalls.end(call);
  judge(sessionIsGuid, { posts: await receiver.records(hasEnded(call)) });
});

requirement('CDR-PUSH-04', async ({ cdr, cluster, liveCalls, judge }) => {
  const own = (await cdr.callBridges()).find(({ name }) => name === cluster.node.name);
  if (!own) throw new TargetUnavailable(`precondition: no Call Bridge of the cluster is named ${cluster.node.name}`);
  const receiver = await cdr.receiver();
  const call = await liveCalls.start();
  await liveCalls.end(call);
  judge(bridgeIsNamed, { callBridge: own.id, posts: await receiver.records(hasEnded(call)) });
});

requirement('CDR-PUSH-05', async ({ cdr, liveCalls, judge }) => {
  const secure = await cdr.receiver({ secured: true });
  const plain = await cdr.receiver();
  const call = await liveCalls.start();
  await liveCalls.end(call);
  await plain.records(hasEnded(call));
  judge(secureReceiverIsServed, { call: call.id, posts: await secure.until(hasEnded(call)) });
});

requirement('CDR-PUSH-06', async ({ cdr, liveCalls, judge }) => {
  const receiver = await cdr.receiver();
  const call = await liveCalls.start();
  await receiver.posts(1);
  await liveCalls.end(call);
  await receiver.posts(2);
  judge(postsShareConnection, { posts: await receiver.records(hasEnded(call)) });
});

requirement('CDR-INDEX-01', async ({ cdr, liveCalls, judge }) => {
  const first = await cdr.receiver();
  const before = await liveCalls.start();
  await liveCalls.end(before);
  await first.records(hasEnded(before));
  const second = await cdr.receiver();
  const call = await liveCalls.start();
  await liveCalls.end(call);
  judge(recordIndexBegins, { posts: await second.records(hasEnded(call)) });
});

requirement('CDR-INDEX-02', async ({ cdr, liveCalls, judge }) => {
  const receiver = await cdr.receiver();
  const call = await liveCalls.start();
  await liveCalls.dial(call);
  await liveCalls.end(call);
  judge(recordIndexIsGapless, { posts: await receiver.records(hasEnded(call)) });
});

requirement('CDR-INDEX-03', async ({ cdr, liveCalls, judge }) => {
  const receiver = await cdr.receiver();
  const call = await liveCalls.start();
  await liveCalls.dial(call);
  await liveCalls.end(call);
  judge(correlatorIndexIsGapless, { posts: await receiver.records(hasEnded(call)) });
});

requirement('CDR-INDEX-04', async ({ cdr, liveCalls, judge }) => {
  const receivers = [await cdr.receiver(), await cdr.receiver()];
  const call = await liveCalls.start();
  await liveCalls.end(call);
  const posts = [];
  for (const receiver of receivers) posts.push(await receiver.records(hasEnded(call)));
  judge(correlatorIndexIsShared, { call: call.id, receivers: posts });
});

requirement('CDR-INDEX-05', async ({ cdr, liveCalls, judge }) => {
  const receiver = await cdr.receiver();
  const told = await cdr.correlatorIndex();
  const call = await liveCalls.start();
  await liveCalls.end(call);
  judge(statusTellsNextIndex, { told, call: call.id, posts: await receiver.records(hasEnded(call)) });
});

requirement('CDR-SESSION-01', async ({ cdr, liveCalls, judge }) => {
  const receivers = [await cdr.receiver(), await cdr.receiver()];
  const call = await liveCalls.start();
  await liveCalls.end(call);
  const posts = [];
  for (const receiver of receivers) posts.push(await receiver.records(hasEnded(call)));
  judge(sessionIsShared, { receivers: posts });
});

requirement('CDR-SESSION-02', async ({ cdr, liveCalls, node, bench, judge }) => {
  const receiver = await cdr.receiver();
  const earlier = await liveCalls.start();
  await liveCalls.end(earlier);
  await receiver.records(hasEnded(earlier));
  await bench.kill(node);
  await bench.start(node);
  const later = await liveCalls.start();
  await liveCalls.end(later);
  const posts = await receiver.records(hasEnded(later));
  judge(sessionIsRenewed, { before: earlier.id, after: later.id, posts });
});

requirement('CDR-SESSION-03', async ({ cdr, liveCalls, node, bench, judge }) => {
  const receiver = await cdr.receiver();
  const earlier = await liveCalls.start();
  await liveCalls.end(earlier);
  await receiver.records(hasEnded(earlier));
  await bench.kill(node);
  await bench.start(node);
  const call = await liveCalls.start();
  await liveCalls.end(call);
  judge(correlatorIndexBegins, { call: call.id, posts: await receiver.records(hasEnded(call)) });
});

for (const [id, answer] of [
  ['CDR-ACK-01', 500],
  ['CDR-ACK-02', 'drop'],
  ['CDR-ACK-03', 204],
] as const) {
  requirement(id, async ({ cdr, liveCalls, judge }) => {
    const receiver = await cdr.receiver();
    receiver.server.answerNext(answer);
    const call = await liveCalls.start();
    await receiver.posts(1);
    await liveCalls.end(call);
    const isRepeated = () => unacknowledgedIsRepeated({ posts: [...receiver.server.posts] }).length === 0;
    const posts = await receiver.until((records) => hasEnded(call)(records) && isRepeated());
    judge(unacknowledgedIsRepeated, { posts });
  });
}

requirement('CDR-ACK-04', async ({ cdr, liveCalls, judge }) => {
  const receiver = await cdr.receiver();
  receiver.server.answerNext(500);
  const call = await liveCalls.start();
  await receiver.posts(1);
  await liveCalls.end(call);
  const isRepeated = () => unacknowledgedIsRepeated({ posts: [...receiver.server.posts] }).length === 0;
  const posts = await receiver.until((records) => hasEnded(call)(records) && isRepeated());
  judge(repeatedIsTheSame, { posts });
});

requirement('CDR-ACK-05', async ({ cdr, liveCalls, judge }) => {
  const receiver = await cdr.receiver();
  const first = await liveCalls.start();
  await liveCalls.dial(first);
  await liveCalls.end(first);
  await receiver.records(hasEnded(first));
  const second = await liveCalls.start();
  await liveCalls.end(second);
  judge(acknowledgedIsForgotten, { posts: await receiver.records(hasEnded(second)) });
});

requirement('CDR-ACK-06', async ({ cdr, liveCalls, judge }) => {
  const receiver = await cdr.receiver();
  const present = await liveCalls.start();
  await liveCalls.end(present);
  await receiver.records(hasEnded(present));
  await receiver.server.down();
  const missed = [await liveCalls.start(), await liveCalls.start()];
  for (const call of missed) await liveCalls.end(call);
  await cdr.settle();
  await receiver.server.up();
  const last = await liveCalls.start();
  await liveCalls.end(last);
  const posts = await receiver.until((records) => [...missed, last].every((call) => hasEnded(call)(records)));
  judge(nothingIsLost, { calls: missed.map(({ id }) => id), posts });
});

requirement('CDR-ORDER-01', async ({ cdr, liveCalls, judge }) => {
  const receiver = await cdr.receiver();
  receiver.server.answerNext(500);
  const call = await liveCalls.start();
  await liveCalls.dial(call);
  await liveCalls.end(call);
  judge(orderIsKept, { posts: await receiver.records(hasEnded(call)) });
});

requirement('CDR-ALARM-01', async ({ cdr, liveCalls, judge }) => {
  const receiver = await cdr.receiver();
  await receiver.server.down();
  const before = await cdr.quiet();
  await liveCalls.start();
  const now = await cdr.alarmsUntil((alarms) => fresh({ before, now: alarms }).length > 0);
  judge(alarmIsRaised, { before, now });
});

requirement('CDR-ALARM-02', async ({ cdr, liveCalls, judge }) => {
  const receiver = await cdr.receiver();
  const before = await cdr.alarms();
  const reached = await liveCalls.start();
  await liveCalls.end(reached);
  await receiver.records(hasEnded(reached));
  if (fresh({ before, now: await cdr.alarms() }).length > 0)
    throw new TargetUnavailable('precondition: an alarm is active while the receiver is there');
  await receiver.server.down();
  const call = await liveCalls.start();
  const raised = await cdr.alarmsUntil((alarms) => fresh({ before, now: alarms }).length > 0);
  if (fresh({ before, now: raised }).length === 0) throw new TargetUnavailable('precondition: no alarm came up');
  await receiver.server.up();
  await liveCalls.end(call);
  await receiver.records(hasEnded(call));
  const now = await cdr.alarmsUntil((alarms) => fresh({ before, now: alarms }).length === 0);
  judge(alarmIsAbsent, await cdr.attributed(receiver, { before, now }));
});

requirement('CDR-ALARM-03', async ({ cdr, liveCalls, judge }) => {
  const before = await cdr.quiet();
  const receiver = await cdr.receiver();
  const call = await liveCalls.start();
  await liveCalls.end(call);
  await receiver.records(hasEnded(call));
  judge(alarmIsAbsent, await cdr.attributed(receiver, { before, now: await cdr.alarms() }));
});

requirement('CDR-LOG-01', async ({ cdr, liveCalls, node, bench, judge }) => {
  const receiver = await cdr.receiver();
  const call = await liveCalls.start();
  await liveCalls.end(call);
  await receiver.records(hasEnded(call));
  judge(logSays, { pattern: 'successfully connected to CDR receiver \\d+', lines: await bench.log(node) });
});

requirement('CDR-LOG-02', async ({ cdr, liveCalls, node, bench, judge }) => {
  const receiver = await cdr.receiver();
  await receiver.server.down();
  await liveCalls.start();
  await cdr.settle();
  const { host } = new URL(receiver.uri);
  const pattern = `unable to connect to CDR receiver \\d+ \\(${host.replace(/[.[\]]/g, '\\$&')}\\)`;
  judge(logSays, { pattern, lines: await bench.log(node) });
});
