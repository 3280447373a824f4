import {
  comesOver,
  legIs,
  logTells,
  numbersAgree,
  reachesNobody,
  requirement,
  type SipSetup,
} from '../../fixtures/index.ts';

const encrypted = ['tls'];
const inTheClear = ['tcp', 'udp'];

requirement('SIP-CRYPT-01', async ({ sip, judge }) => {
  const agent = await sip.agent('called', ['tls', 'tcp', 'udp']);
  await sip.rule(agent, { sipControlEncryption: 'encrypted' });
  const { call } = await sip.call();
  await sip.dialled(agent, call);
  judge(comesOver, { transports: encrypted, calls: await sip.callsOf(agent) });
});

requirement('SIP-CRYPT-02', async ({ sip, judge }) => {
  const agent = await sip.agent('called', ['tcp', 'udp']);
  await sip.rule(agent, { sipControlEncryption: 'encrypted' });
  const { call } = await sip.call();
  const leg = await sip.dial(call);
  await sip.reaches(leg, 'gone', agent);
  sip.expectsHandshake(agent);
  judge(reachesNobody, { agents: sip.reachedNow() });
  judge(legIs, { state: 'gone', leg: await sip.leg(leg) });
});

requirement('SIP-CRYPT-03', async ({ sip, judge }) => {
  const agent = await sip.agent('called', ['tls', 'tcp', 'udp']);
  await sip.rule(agent, { sipControlEncryption: 'unencrypted' });
  const { call } = await sip.call();
  await sip.dialled(agent, call);
  judge(comesOver, { transports: inTheClear, calls: await sip.callsOf(agent) });
});

requirement('SIP-CRYPT-04', async ({ sip, judge }) => {
  const agent = await sip.agent('called', ['tls', 'tcp', 'udp']);
  await sip.rule(agent, { sipControlEncryption: 'auto' });
  const { call } = await sip.call();
  await sip.dialled(agent, call);
  judge(comesOver, { transports: encrypted, calls: await sip.callsOf(agent) });
});

requirement('SIP-CRYPT-05', async ({ sip, judge }) => {
  const agent = await sip.agent('called', ['tcp', 'udp']);
  await sip.rule(agent, { sipControlEncryption: 'auto' });
  const { call } = await sip.call();
  await sip.dial(call);
  const calls = await sip.callsOf(agent);
  sip.expectsHandshake(agent);
  judge(comesOver, { transports: inTheClear, calls });
});

/** A leg that is called in the clear after the proxy has reset the TLS handshake. */
async function fallenBack(sip: SipSetup): Promise<void> {
  const agent = await sip.agent('called', ['tcp', 'udp']);
  await sip.rule(agent, { sipControlEncryption: 'auto' });
  const { call } = await sip.call();
  await sip.dialled(agent, call);
  sip.expectsHandshake(agent);
}

requirement('SIP-LOG-04', async ({ sip, node, bench, judge }) => {
  await fallenBack(sip);
  judge(logTells, { expected: ['handshake error 104 on outgoing connection *'], lines: await bench.log(node) });
});

requirement('SIP-LOG-05', async ({ sip, node, bench, judge }) => {
  await fallenBack(sip);
  const texts = ['falling back to unencrypted control connection...'];
  judge(numbersAgree, { party: sip.party(), texts, lines: await bench.log(node) });
});
