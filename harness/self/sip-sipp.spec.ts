import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from '@playwright/test';
import { CertificateFactory, fullChain } from '../../fixtures/pki.ts';
import { SipUserAgent } from '../clients/sip.ts';
import { startTestApi, type TestApi } from '../emulator/api/testing.ts';
import { requirePeer } from './peers.ts';
import { test } from './scratch.ts';
import { Sipp } from './sipp.ts';

// Call legs as SIPp answers them, and the harness's user agent as SIPp calls it: an independent reading of SIP.

const host = '127.0.0.1';
const domain = 'sipp.example.test';

let api: TestApi;

test.beforeEach(async () => {
  api = await startTestApi();
});

test.afterEach(async () => {
  for (const closer of api.node.closers.splice(0)) await closer();
  await api.close();
});

const idOf = (location: string) => location.split('/').at(-1) ?? '';

/** A call in a space, and an outbound rule that leads to a proxy. */
async function ready(proxy: string, encryption: string): Promise<string> {
  const rule = `domain=${domain}&sipProxy=${proxy}&sipControlEncryption=${encryption}&localFromDomain=from.example.test`;
  expect((await api.post('/api/v1/outboundDialPlanRules', rule)).status).toBe(200);
  const space = idOf((await api.post('/api/v1/coSpaces', 'name=Budget&uri=budget')).location);
  return (await api.post('/api/v1/calls', `coSpace=${space}`)).location;
}

const dial = async (call: string, user: string) =>
  (await api.post(`${call}/callLegs`, `remoteParty=${user}@${domain}`)).location;

async function state(leg: string): Promise<string> {
  const { status, text } = await api.get(leg);
  return status === 200 ? (/<state>(\w+)</.exec(text)?.[1] ?? '') : 'gone';
}

test('the peer is SIPp', () => {
  const [version = ''] = /SIPp v[\d.]+/.exec(Sipp.version()) ?? [];
  test.info().annotations.push({ type: 'peer', description: version });
  expect(version).toMatch(/^SIPp v3\./);
});

for (const transport of ['udp', 'tcp'] as const) {
  test(`SIPp rings, answers and is hung up on, over ${transport}`, async ({ scratch }) => {
    const sipp = await Sipp.called(scratch.path, transport, 1);
    try {
      const call = await ready(`${host}:${sipp.port}`, 'unencrypted');
      const leg = await dial(call, 'service');
      await expect.poll(() => state(leg)).toBe('connected');
      expect((await api.get(leg)).text).toContain('<unencryptedMedia>true</unencryptedMedia>');
      await api.delete(leg);
      expect(await sipp.ended()).toMatchObject({ code: 0 });
    } finally {
      await sipp.stop();
    }
  });

  test(`twenty legs ring at once at SIPp, over ${transport}, and end with their call`, async ({ scratch }) => {
    const sipp = await Sipp.called(scratch.path, transport, 20);
    try {
      const call = await ready(`${host}:${sipp.port}`, 'unencrypted');
      const legs = await Promise.all(Array.from({ length: 20 }, (_, index) => dial(call, `desk${index}`)));
      expect(new Set(legs).size).toBe(20);
      const connected = async () => (await api.field('/api/v1/system/status', 'callLegsActive')) ?? '';
      await expect.poll(connected).toBe('20');
      await api.delete(call);
      expect(await sipp.ended()).toMatchObject({ code: 0 });
      expect(await connected()).toBe('0');
      expect(await api.field('/api/v1/system/status', 'callLegsCompleted')).toBe('20');
    } finally {
      await sipp.stop();
    }
  });

  test(`SIPp calls the harness's user agent, over ${transport}`, async ({ scratch }) => {
    const agent = await SipUserAgent.start({
      host,
      accepts: [transport],
      behaviour: (call) => {
        call.ring();
        call.answer();
      },
    });
    const sipp = await Sipp.calling(scratch.path, transport, agent.address, 10);
    try {
      expect(await sipp.ended()).toMatchObject({ code: 0 });
      expect(agent.calls.map(({ requests }) => requests.map(({ method }) => method))).toEqual(
        Array.from({ length: 10 }, () => ['INVITE', 'ACK', 'BYE']),
      );
    } finally {
      await sipp.stop();
      await agent.close();
    }
  });
}

test('a leg rings over TLS, and the same agent answers openssl', async () => {
  const pki = new CertificateFactory();
  const leaf = pki.leaf(pki.authority('SIP root'), [host]);
  const agent = await SipUserAgent.start({
    host,
    accepts: ['tls'],
    identity: { key: leaf.key, chain: fullChain(leaf) },
  });
  try {
    const leg = await dial(await ready(agent.address, 'encrypted'), 'room');
    const [call] = await agent.called(1, 5000);
    call?.ring();
    await expect.poll(() => state(leg)).toBe('ringing');
    call?.answer();
    await expect.poll(() => state(leg)).toBe('connected');
    expect(await call?.hangUp(5000)).toBe(200);
    await expect.poll(() => state(leg)).toBe('gone');
    expect(call?.requests.map(({ method, transport }) => `${method} ${transport}`)).toEqual(['INVITE tls', 'ACK tls']);
    expect(await askByOpenssl(agent.address)).toMatch(/^SIP\/2\.0 200 OK\r$/m);
  } finally {
    await agent.close();
  }
});

/** The answer to an OPTIONS over openssl's TLS. */
async function askByOpenssl(address: string): Promise<string> {
  const lines = [
    `OPTIONS sip:${address} SIP/2.0`,
    'Via: SIP/2.0/TLS 127.0.0.1:1;branch=z9hG4bK1',
    'From: <sip:a@example.test>;tag=1',
    `To: <sip:${address}>`,
    'Call-ID: openssl',
    'CSeq: 1 OPTIONS',
    'Content-Length: 0',
  ];
  const child = spawn(requirePeer('openssl'), ['s_client', '-quiet', '-connect', address], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let answer = '';
  child.stdin.write(`${lines.join('\r\n')}\r\n\r\n`);
  for await (const chunk of child.stdout) {
    answer += String(chunk);
    if (answer.includes('\r\n\r\n')) break;
  }
  child.kill();
  await once(child, 'close');
  return answer;
}
