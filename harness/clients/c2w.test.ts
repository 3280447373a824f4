import { once } from 'node:events';
import { connect } from 'node:tls';
import { expect, test } from '@playwright/test';
import { WebSocket } from 'ws';
import { CertificateFactory, fullChain } from '../../fixtures/pki.ts';
import { type OwnWebBridge, serveWebBridge } from './c2w.ts';

const pki = new CertificateFactory();
const leaf = pki.leaf(pki.authority('Root'), ['127.0.0.1']);
const host = '127.0.0.1';
const insecure = { rejectUnauthorized: false };

/** A client that leaves after the TLS handshake, as one does that trusts nobody, or is stopped. */
async function leave({ port }: OwnWebBridge): Promise<void> {
  const socket = connect({ host, port, ...insecure });
  await once(socket, 'secureConnect');
  socket.destroy();
}

async function stay({ port }: OwnWebBridge): Promise<void> {
  const client = new WebSocket(`wss://${host}:${port}/`, insecure);
  await once(client, 'message');
  client.terminate();
}

const cases: [string, ((webBridge: OwnWebBridge) => Promise<void>)[], boolean | null][] = [
  ['a client that stays is content', [stay], true],
  ['a client that comes again and stays is content', [leave, stay], true],
  ['a client that comes again and leaves again is not', [leave, leave], false],
  ['a client that leaves and comes no more is not', [leave], false],
  ['nobody', [], null],
];

for (const [title, clients, expected] of cases) {
  test(`an arrival at the harness's Web Bridge: ${title}`, async () => {
    const webBridge = await serveWebBridge({ identity: { key: leaf.key, chain: fullChain(leaf) }, host });
    const seen = webBridge.arrival(expected === null || clients.length === 1 ? 300 : 10_000);
    for (const come of clients) await come(webBridge);
    expect((await seen)?.accepted ?? null).toBe(expected);
    await webBridge.close();
  });
}
