import { getsRequest, isAnswered, legIs, requirement, type SipSetup } from '../../fixtures/index.ts';

/** A user agent that is called by a rule, and a call to dial from. */
async function ready(sip: SipSetup) {
  const agent = await sip.agent();
  await sip.rule(agent);
  return { agent, ...(await sip.call()) };
}

requirement('SIP-END-01', async ({ sip, judge }) => {
  const { agent, call } = await ready(sip);
  const { leg, party } = await sip.connected(agent, call);
  await sip.delete('callLegs', leg);
  await party.received('BYE', sip.arrivalMs);
  judge(getsRequest, { method: 'BYE', calls: await sip.callsOf(agent) });
});

requirement('SIP-END-02', async ({ sip, judge }) => {
  const { agent, call } = await ready(sip);
  const { leg, party } = await sip.ringing(agent, call);
  await sip.delete('callLegs', leg);
  await party.received('CANCEL', sip.arrivalMs);
  judge(getsRequest, { method: 'CANCEL', calls: await sip.callsOf(agent) });
});

requirement('SIP-END-03', async ({ sip, judge }) => {
  const { agent, call } = await ready(sip);
  const first = await sip.connected(agent, call, sip.party('first'));
  const second = await sip.connected(agent, call, sip.party('second'));
  await sip.delete('calls', call);
  await first.party.received('BYE', sip.arrivalMs);
  await second.party.received('BYE', sip.arrivalMs);
  judge(getsRequest, { method: 'BYE', calls: await sip.callsOf(agent, 2) });
});

requirement('SIP-END-04', async ({ sip, judge }) => {
  const { agent, call } = await ready(sip);
  const { party } = await sip.ringing(agent, call);
  await sip.delete('calls', call);
  await party.received('CANCEL', sip.arrivalMs);
  judge(getsRequest, { method: 'CANCEL', calls: await sip.callsOf(agent) });
});

requirement('SIP-END-05', async ({ sip, judge }) => {
  const { agent, call } = await ready(sip);
  const { leg, party } = await sip.connected(agent, call);
  await party.hangUp(sip.arrivalMs);
  judge(legIs, { state: 'gone', leg: await sip.settled(leg, 'gone') });
});

requirement('SIP-END-06', async ({ sip, judge }) => {
  const { agent, call } = await ready(sip);
  const { party } = await sip.connected(agent, call);
  judge(isAnswered, { method: 'BYE', status: 200, answered: await party.hangUp(sip.arrivalMs) });
});
