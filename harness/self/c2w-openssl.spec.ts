import { spawn } from 'node:child_process';
import {
  type BundleKind,
  bundleOf,
  type CaseMaterial,
  type PresentedCase,
  presentedCases,
  takesClient,
  takesServer,
} from '../../fixtures/c2w-cases.ts';
import { bundle, CertificateFactory } from '../../fixtures/pki.ts';
import { type C2wIdentity, receiveAtWebBridge, serveWebBridge } from '../clients/c2w.ts';
import { startWebBridge, stopWebBridge } from '../emulator/c2w/web-bridge.ts';
import { buildNode, runCommand } from '../emulator/testing.ts';
import { requirePeer } from './peers.ts';
import { expect, test } from './scratch.ts';

// OpenSSL's s_client and curl take and are taken as the harness says, in each case that the suite judges.

const host = 'localhost';
const pki = new CertificateFactory();
const root = pki.authority('Self root');
const material: CaseMaterial = {
  pki,
  root,
  intermediate: pki.intermediate(root, 'Self intermediate'),
  now: new Date(),
  names: [host],
};
const upgrade = [
  'GET / HTTP/1.1',
  `Host: ${host}`,
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];

/** Whether a program that asks for a WebSocket gets one; it is ended then, and after ten seconds at the latest. */
function upgrades(program: string, args: readonly string[], input = ''): Promise<boolean> {
  const child = spawn(requirePeer(program), args, { stdio: ['pipe', 'pipe', 'ignore'] });
  const limit = setTimeout(() => child.kill(), 10_000);
  let printed = '';
  return new Promise((resolve) => {
    child.stdin.on('error', () => {});
    child.stdin.write(input);
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString('latin1');
      if (printed.includes('101 Switching Protocols')) child.kill();
    });
    child.once('close', () => {
      clearTimeout(limit);
      resolve(printed.includes('101 Switching Protocols'));
    });
  });
}

const openssl = (at: string, args: readonly string[]) =>
  upgrades(
    'openssl',
    ['s_client', '-quiet', '-connect', at, '-servername', host, ...args],
    `${upgrade.join('\r\n')}\r\n\r\n`,
  );
const curl = (at: string, args: readonly string[]) =>
  upgrades('curl', [
    '--silent',
    '--include',
    '--no-buffer',
    '--http1.1',
    ...upgrade.slice(2).flatMap((line) => ['-H', line]),
    ...args,
    `https://${at}/`,
  ]);

/** An emulated Web Bridge that trusts these certificates. */
async function webBridge(trusted: readonly string[]): Promise<{ at: [string, number]; close(): Promise<void> }> {
  const node = buildNode();
  const own = presentedCases.sound(material);
  node.files.write('own.key', Buffer.from(own.key));
  node.files.write('own.cer', Buffer.from(own.chain));
  node.files.write('trust.cer', Buffer.from(bundle(...trusted)));
  for (const command of [
    'https certs own.key own.cer',
    'c2w certs own.key own.cer',
    'c2w trust trust.cer',
    'c2w listen a:21843',
    'enable',
  ])
    expect(await runCommand(node, `webbridge3 ${command}`), command).toMatchObject({ ok: true });
  await startWebBridge(node);
  return { at: [node.address, 21_843], close: () => stopWebBridge(node) };
}

const kinds: readonly BundleKind[] = ['root', 'fullChain', 'leaves'];
const clientCases: readonly [string, PresentedCase, BundleKind][] = [
  ...(Object.keys(takesClient) as PresentedCase[]).map((name): [string, PresentedCase, BundleKind] => [
    name,
    name,
    'root',
  ]),
  ...kinds.slice(1).map((kind): [string, PresentedCase, BundleKind] => [`sound, trusted by ${kind}`, 'sound', kind]),
];

for (const [title, name, kind] of clientCases) {
  test(`a client at a Web Bridge: ${title}`, async ({ scratch }) => {
    const identity: C2wIdentity | null = presentedCases[name](material);
    const bridge = await webBridge(bundleOf(kind, identity?.chain ?? '', root));
    const [address, port] = bridge.at;
    const files = identity
      ? [scratch.write('key.pem', identity.key), scratch.write('chain.pem', identity.chain)]
      : null;
    const [key = '', chain = ''] = files ?? [];
    const verdicts = {
      harness: (await receiveAtWebBridge({ node: 'self', host: address, port, identity })).outcome === 'guid',
      openssl: await openssl(`${address}:${port}`, files ? ['-key', key, '-cert', chain, '-cert_chain', chain] : []),
      curl: await curl(`${address}:${port}`, ['--insecure', ...(files ? ['--key', key, '--cert', chain] : [])]),
    };
    await bridge.close();
    const expected = takesClient[name];
    expect(verdicts).toEqual({ harness: expected, openssl: expected, curl: expected });
  });
}

const serverNames = Object.keys(takesServer) as (keyof typeof takesServer)[];
const serverCases: readonly [string, keyof typeof takesServer, BundleKind][] = [
  ...serverNames.map((name): [string, keyof typeof takesServer, BundleKind] => [name, name, 'root']),
  ...kinds
    .slice(1)
    .map((kind): [string, keyof typeof takesServer, BundleKind] => [`sound, trusted by ${kind}`, 'sound', kind]),
];

for (const [title, name, kind] of serverCases) {
  test(`a Web Bridge of the harness: ${title}`, async ({ scratch }) => {
    const identity = presentedCases[name](material);
    const server = await serveWebBridge({ identity, host: '127.0.0.1' });
    const trusted = scratch.write('trust.pem', bundle(...bundleOf(kind, identity.chain, root)));
    const at = `${host}:${server.port}`;
    const strict = ['-CAfile', trusted, '-partial_chain', '-verify_return_error', '-verify_hostname', host];
    const verdicts = {
      openssl: await openssl(`127.0.0.1:${server.port}`, ['-verify', '5', ...strict]),
      curl: await curl(at, ['--ipv4', '--cacert', trusted]),
    };
    const arrivals = server.arrivals.map(({ accepted }) => accepted);
    await server.close();
    const expected = takesServer[name];
    expect(verdicts).toEqual({ openssl: expected, curl: expected });
    expect(arrivals).toEqual([expected, expected]);
  });
}
