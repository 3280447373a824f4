import {
  callIdsDiffer,
  getsRequest,
  isAcknowledged,
  isAnswered,
  legIs,
  legTellsCallId,
  logTells,
  numbersAgree,
  requirement,
  type SipSetup,
} from '../../fixtures/index.ts';

/** A user agent that is called by a rule, and a call to dial from. */
async function ready(sip: SipSetup) {
  const agent = await sip.agent();
  await sip.rule(agent);
  return { agent, ...(await sip.call()) };
}

requirement('SIP-STATE-01', async ({ sip, judge }) => {
  const { agent, call } = await ready(sip);
  const { leg } = await sip.dialled(agent, call);
  judge(legIs, { state: 'initial', leg: await sip.leg(leg) });
});

requirement('SIP-STATE-02', async ({ sip, judge }) => {
  const { agent, call } = await ready(sip);
  const { leg, party } = await sip.dialled(agent, call);
  party.ring();
  judge(legIs, { state: 'ringing', leg: await sip.settled(leg, 'ringing') });
});

requirement('SIP-STATE-03', async ({ sip, judge }) => {
  const { agent, call } = await ready(sip);
  const { leg, party } = await sip.dialled(agent, call);
  party.ring();
  party.answer();
  judge(legIs, { state: 'connected', leg: await sip.settled(leg, 'connected') });
});

requirement('SIP-STATE-04', async ({ sip, judge }) => {
  const { agent, call } = await ready(sip);
  const { leg, party } = await sip.dialled(agent, call);
  party.reject();
  judge(legIs, { state: 'gone', leg: await sip.settled(leg, 'gone') });
});

requirement('SIP-STATE-05', async ({ sip, judge }) => {
  const { agent, call } = await ready(sip);
  const { leg } = await sip.connected(agent, call);
  judge(legTellsCallId, { leg: await sip.leg(leg), calls: await sip.callsOf(agent) });
});

requirement('SIP-LOG-01', async ({ sip, node, bench, judge }) => {
  const { agent, call, name } = await ready(sip);
  await sip.dialled(agent, call);
  const expected = [`call *: outgoing SIP call to "${sip.party()}" from space "${name}"`];
  judge(logTells, { expected, lines: await bench.log(node) });
});

requirement('SIP-LOG-02', async ({ sip, node, bench, judge }) => {
  const { agent, call } = await ready(sip);
  await sip.ringing(agent, call);
  judge(numbersAgree, { party: sip.party(), texts: ['SIP call ringing'], lines: await bench.log(node) });
});

requirement('SIP-LOG-03', async ({ sip, node, bench, judge }) => {
  const { agent, call, space, name } = await ready(sip);
  await sip.ringing(agent, call);
  const expected = [`participant "${sip.party()}" joined space ${space} (${name})`];
  judge(logTells, { expected, lines: await bench.log(node) });
});

requirement('SIP-ACK-01', async ({ sip, judge }) => {
  const { agent, call } = await ready(sip);
  const { party } = await sip.connected(agent, call);
  await party.received('ACK', sip.arrivalMs);
  judge(isAcknowledged, { calls: await sip.callsOf(agent) });
});

requirement('SIP-ACK-02', async ({ sip, judge }) => {
  const { agent, call } = await ready(sip);
  const { leg, party } = await sip.connected(agent, call);
  const before = await party.received('ACK', sip.arrivalMs);
  sip.expectsSome('ACK', before);
  const count = before.length + 1;
  party.repeat();
  await party.received('ACK', sip.arrivalMs, count);
  judge(getsRequest, { method: 'ACK', count, calls: await sip.callsOf(agent) });
  judge(legIs, { state: 'connected', leg: await sip.leg(leg) });
});

requirement('SIP-ACK-03', async ({ sip, judge }) => {
  const { agent, call } = await ready(sip);
  const { party } = await sip.dialled(agent, call);
  party.reject();
  await party.received('ACK', sip.arrivalMs);
  judge(isAcknowledged, { calls: await sip.callsOf(agent) });
});

requirement('SIP-KEEP-01', async ({ sip, judge }) => {
  const { agent, call } = await ready(sip);
  const { leg, party } = await sip.connected(agent, call);
  judge(isAnswered, { method: 'OPTIONS', status: 200, answered: await party.ask('OPTIONS', sip.arrivalMs) });
  judge(legIs, { state: 'connected', leg: await sip.leg(leg) });
});

requirement('SIP-MANY-01', async ({ sip, judge }) => {
  const { agent, call } = await ready(sip);
  await sip.dialled(agent, call, sip.party('first'));
  await sip.dial(call, sip.party('second'));
  judge(callIdsDiffer, { count: 2, calls: await sip.callsOf(agent, 2) });
});

requirement('SIP-MANY-02', async ({ sip, judge }) => {
  const { agent, call } = await ready(sip);
  const first = await sip.connected(agent, call, sip.party('first'));
  const second = await sip.connected(agent, call, sip.party('second'));
  await first.party.hangUp(sip.arrivalMs);
  await sip.reaches(first.leg, 'gone');
  judge(legIs, { state: 'connected', leg: await sip.leg(second.leg) });
});
