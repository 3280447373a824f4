import {
  asksForParty,
  headerHasDomain,
  legIs,
  reachesInOrder,
  reachesNobody,
  reachesOnly,
  requirement,
  type SipSetup,
} from '../../fixtures/index.ts';

/** A rule that is tried first, and one that is for everybody: which of the two user agents is called tells whether the first one counts. */
async function choice(sip: SipSetup, first: Record<string, string>, party = sip.party()) {
  const [special, open] = [await sip.agent('special'), await sip.agent('open')];
  await sip.rule(special, { priority: '20', ...first });
  await sip.rule(open, { priority: '10', domain: party.slice(party.indexOf('@') + 1) });
  return async (fields: Record<string, string> = {}) => {
    const { call } = await sip.call(fields);
    await sip.dial(call, party);
    return sip.reachedFirst();
  };
}

requirement('SIP-ROUTE-01', async ({ sip, judge }) => {
  const agent = await sip.agent();
  await sip.rule(agent);
  const { call } = await sip.call();
  await sip.dial(call);
  judge(reachesOnly, { expected: 'called', agents: await sip.reached(agent) });
});

requirement('SIP-ROUTE-02', async ({ sip, judge }) => {
  const agent = await sip.agent();
  await sip.rule(agent);
  const { call } = await sip.call();
  await sip.dialled(agent, call);
  judge(asksForParty, { party: sip.party(), calls: await sip.callsOf(agent) });
});

requirement('SIP-ROUTE-03', async ({ sip, judge }) => {
  const dial = await choice(sip, { domain: `*.${sip.domain}` }, sip.party('room', 'floor.house'));
  judge(reachesOnly, { expected: 'special', agents: await dial() });
});

requirement('SIP-ROUTE-04', async ({ sip, judge }) => {
  const dial = await choice(sip, { domain: sip.domain }, sip.party('room', 'house'));
  judge(reachesOnly, { expected: 'open', agents: await dial() });
});

requirement('SIP-ROUTE-05', async ({ sip, judge }) => {
  const [low, high] = [await sip.agent('low'), await sip.agent('high')];
  await sip.rule(low, { priority: '10' });
  await sip.rule(high, { priority: '20' });
  const { call } = await sip.call();
  await sip.dial(call);
  judge(reachesOnly, { expected: 'high', agents: await sip.reachedFirst() });
});

requirement('SIP-FAIL-01', async ({ sip, judge }) => {
  const [first, second] = [await sip.agent('first'), await sip.agent('second')];
  await sip.rule(first, { priority: '20', failureAction: 'continue' });
  await sip.rule(second, { priority: '10' });
  const { call } = await sip.call();
  const { party } = await sip.dialled(first, call);
  party.reject(503);
  const called = (await sip.reached(second)).filter(({ calls }) => calls.length > 0).map(({ name }) => name);
  judge(reachesInOrder, { expected: ['first', 'second'], called });
});

requirement('SIP-FAIL-02', async ({ sip, judge }) => {
  const [first, second] = [await sip.agent('first'), await sip.agent('second')];
  await sip.rule(first, { priority: '20', failureAction: 'stop' });
  await sip.rule(second, { priority: '10' });
  const { call } = await sip.call();
  const { leg, party } = await sip.dialled(first, call);
  party.reject(503);
  await sip.reaches(leg, 'gone', second);
  judge(reachesNobody, { agents: sip.reachedNow().filter(({ name }) => name === 'second') });
  judge(legIs, { state: 'gone', leg: await sip.leg(leg) });
});

requirement('SIP-SCOPE-01', async ({ sip, judge }) => {
  const dial = await choice(sip, { scope: 'callBridge', callBridge: (await sip.bridges()).own });
  judge(reachesOnly, { expected: 'special', agents: await dial() });
});

requirement('SIP-SCOPE-02', async ({ sip, judge }) => {
  const dial = await choice(sip, { scope: 'callBridge', callBridge: (await sip.bridges()).other });
  judge(reachesOnly, { expected: 'open', agents: await dial() });
});

requirement('SIP-SCOPE-03', async ({ sip, judge }) => {
  const group = await sip.group();
  await sip.joinGroup(group);
  const dial = await choice(sip, { scope: 'callBridgeGroup', callBridgeGroup: group });
  judge(reachesOnly, { expected: 'special', agents: await dial() });
});

requirement('SIP-SCOPE-04', async ({ sip, judge }) => {
  const dial = await choice(sip, { scope: 'callBridgeGroup', callBridgeGroup: await sip.group() });
  judge(reachesOnly, { expected: 'open', agents: await dial() });
});

requirement('SIP-TENANT-01', async ({ sip, judge }) => {
  const tenant = await sip.tenant();
  const dial = await choice(sip, { tenant });
  judge(reachesOnly, { expected: 'special', agents: await dial({ tenant }) });
});

requirement('SIP-TENANT-02', async ({ sip, judge }) => {
  const dial = await choice(sip, { tenant: await sip.tenant() });
  judge(reachesOnly, { expected: 'open', agents: await dial() });
});

for (const [id, header, field] of [
  ['SIP-HEAD-01', 'From', 'localFromDomain'],
  ['SIP-HEAD-02', 'Contact', 'localContactDomain'],
] as const) {
  requirement(id, async ({ sip, judge }) => {
    const agent = await sip.agent();
    const domains = { localFromDomain: `from.${sip.domain}`, localContactDomain: `contact.${sip.domain}` };
    await sip.rule(agent, domains);
    const { call } = await sip.call();
    await sip.dialled(agent, call);
    judge(headerHasDomain, { header, domain: domains[field], calls: await sip.callsOf(agent) });
  });
}
