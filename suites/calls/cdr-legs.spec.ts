import {
  callIsWhole,
  connectionIsTold,
  hasEnded,
  legDurationIsTrue,
  legNamesCall,
  legStartIsTrue,
  legsAreCounted,
  legsAreWhole,
  remoteTeardownIsNotTold,
  remoteTeardownIsTold,
  requirement,
  secondsBetween,
} from '../../fixtures/index.ts';

requirement('CDR-CALL-01', async ({ cdr, liveCalls, judge }) => {
  const receiver = await cdr.receiver();
  const call = await liveCalls.start();
  await liveCalls.dial(call);
  await liveCalls.end(call);
  judge(callIsWhole, { call: call.id, posts: await receiver.records(hasEnded(call)) });
});

requirement('CDR-CALL-02', async ({ cdr, liveCalls, judge }) => {
  const receiver = await cdr.receiver();
  const call = await liveCalls.start();
  const legs = [await liveCalls.dial(call), await liveCalls.dial(call)];
  for (const leg of legs) await liveCalls.answer(leg);
  for (const leg of legs) await liveCalls.drop(leg);
  await liveCalls.end(call);
  judge(legsAreCounted, {
    call: call.id,
    completed: 2,
    maxActive: 2,
    posts: await receiver.records(hasEnded(call)),
  });
});

requirement('CDR-LEG-01', async ({ cdr, liveCalls, judge }) => {
  const receiver = await cdr.receiver();
  const call = await liveCalls.start();
  const { remoteParty } = await liveCalls.dial(call);
  await liveCalls.end(call);
  judge(legStartIsTrue, { remoteParty, posts: await receiver.records(hasEnded(call)) });
});

requirement('CDR-LEG-02', async ({ cdr, liveCalls, judge }) => {
  const receiver = await cdr.receiver();
  const call = await liveCalls.start();
  const leg = await liveCalls.dial(call);
  await liveCalls.answer(leg);
  await liveCalls.end(call);
  judge(connectionIsTold, { remoteParty: leg.remoteParty, posts: await receiver.records(hasEnded(call)) });
});

requirement('CDR-LEG-03', async ({ cdr, liveCalls, judge }) => {
  const receiver = await cdr.receiver();
  const call = await liveCalls.start();
  const leg = await liveCalls.dial(call);
  await liveCalls.answer(leg);
  await liveCalls.end(call);
  judge(legsAreWhole, { call: call.id, posts: await receiver.records(hasEnded(call)) });
});

requirement('CDR-LEG-04', async ({ cdr, liveCalls, judge }) => {
  const receiver = await cdr.receiver();
  const call = await liveCalls.start();
  const leg = await liveCalls.dial(call);
  await liveCalls.answer(leg);
  await liveCalls.hangUp(leg);
  await liveCalls.end(call);
  judge(remoteTeardownIsTold, { remoteParty: leg.remoteParty, posts: await receiver.records(hasEnded(call)) });
});

requirement('CDR-LEG-05', async ({ cdr, liveCalls, judge }) => {
  const receiver = await cdr.receiver();
  const call = await liveCalls.start();
  const leg = await liveCalls.dial(call);
  await liveCalls.drop(leg);
  await liveCalls.end(call);
  judge(remoteTeardownIsNotTold, { remoteParty: leg.remoteParty, posts: await receiver.records(hasEnded(call)) });
});

requirement('CDR-LEG-06', async ({ cdr, liveCalls, judge }) => {
  const receiver = await cdr.receiver();
  const call = await liveCalls.start();
  const leg = await liveCalls.dial(call);
  await liveCalls.answer(leg);
  await liveCalls.end(call);
  const posts = await receiver.records(hasEnded(call));
  judge(legNamesCall, { remoteParty: leg.remoteParty, call: call.id, posts });
});

requirement('CDR-LEG-07', async ({ cdr, liveCalls, bench, judge }) => {
  const receiver = await cdr.receiver();
  const call = await liveCalls.start();
  const leg = await liveCalls.dial(call);
  const dialled = await bench.now();
  await liveCalls.answer(leg);
  const answered = await bench.now();
  await bench.advance(90);
  const hangingUp = await bench.now();
  await liveCalls.hangUp(leg);
  const hungUp = await bench.now();
  await liveCalls.end(call);
  const [atLeast, atMost] = [secondsBetween(answered, hangingUp), secondsBetween(dialled, hungUp)];
  const posts = await receiver.records(hasEnded(call));
  judge(legDurationIsTrue, { remoteParty: leg.remoteParty, atLeast, atMost, posts });
});
