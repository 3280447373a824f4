import { createHash, X509Certificate } from 'node:crypto';
import { test as base, expect } from '@playwright/test';
import { CertificateFactory } from '../../fixtures/pki.ts';
import { TargetUnavailable } from '../protocol/exchange.ts';
import { type ForeignServer, serveHttps } from '../self/foreign.ts';
import { pinOf } from './pin.ts';

const pki = new CertificateFactory();
const root = pki.authority('A root');
const leaf = pki.leaf(root, ['127.0.0.1']);
const certificate = new X509Certificate(leaf.certificate);
const key = certificate.publicKey.export({ type: 'spki', format: 'der' });
const pin = createHash('sha256').update(key).digest('base64');
const digest = createHash('sha256').update(certificate.raw);
const sha256 = digest.copy();

const test = base.extend<{ server: ForeignServer; url: string }>({
  server: async ({}, use) => {
    const server = await serveHttps((_request, response) => response.end(), leaf);
    await use(server);
    await server.close();
  },
  url: async ({ server }, use) => use(`https://127.0.0.1:${server.port}`),
});

test('a trusted server is pinned by its public key', async ({ url }) => {
  expect(await pinOf(url, { kind: 'ca', pem: root.certificate })).toBe(pin);
  expect(await pinOf(url, { kind: 'insecure' })).toBe(pin);
  const [base64, hex] = [sha256.copy().digest('base64'), certificate.fingerprint256];
  for (const text of [base64, hex])
    expect(await pinOf(url, { kind: 'fingerprint', sha256: `SHA256:${text}` })).toBe(pin);
});

test('a server that is not to be trusted is not pinned', async ({ url, server }) => {
  const other = pki.authority('Another root').certificate;
  for (const [trust, address] of [
    [{ kind: 'system' }, url],
    [{ kind: 'ca', pem: other }, url],
    // the certificate is for the address alone
    [{ kind: 'ca', pem: root.certificate }, `https://localhost:${server.port}`],
    [{ kind: 'fingerprint', sha256: `SHA256:${createHash('sha256').update('x').digest('base64')}` }, url],
  ] as const) {
    await expect(pinOf(address, trust)).rejects.toThrow(TargetUnavailable);
  }
});

test('a server that is not there is unavailable', async ({ server, url }) => {
  await server.close();
  await expect(pinOf(url, { kind: 'insecure' })).rejects.toThrow(/expected a TLS server .* got .*ECONNREFUSED/);
});
