import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CertificateFactory } from '../fixtures/pki.ts';
import { UsageError } from '../harness/cli/errors.ts';
import { TargetUnavailable } from '../harness/protocol/exchange.ts';
import { serveHttps } from '../harness/self/foreign.ts';
import { test as base, expect } from '../harness/self/scratch.ts';
import type { TargetNode, TlsTrust } from '../harness/targets/target.ts';
import { k6Trust } from './trust.ts';

const pki = new CertificateFactory();
const leaf = pki.leaf(pki.authority('Load test root'), ['127.0.0.1']);

const test = base.extend<{ port: number }>({
  port: async ({}, use) => {
    const server = await serveHttps((_request, response) => response.end(), leaf);
    await use(server.port);
    await server.close();
  },
});

const node = (tls: TlsTrust, url = 'https://192.0.2.1'): TargetNode => ({
  name: 'cms1',
  platform: 'cms1000',
  version: '3.5',
  softwareVersion: '3.5.1',
  roles: ['callBridge'],
  api: { url, username: 'u', password: 'p' },
  mmp: { host: '192.0.2.1', port: 22, hostKey: null, username: 'u', password: 'p' },
  tls,
});
const digest = createHash('sha256').update(new X509Certificate(leaf.certificate).raw).digest();

test('the system is trusted as it is, and nobody when nothing is checked', async ({ scratch }) => {
  expect(await k6Trust(node({ kind: 'system' }), scratch.path)).toEqual({ insecure: false, environment: {} });
  expect(await k6Trust(node({ kind: 'insecure' }), scratch.path)).toEqual({ insecure: true, environment: {} });
});

test('a CA is the only one that is trusted', async ({ scratch }) => {
  const { insecure, environment } = await k6Trust(node({ kind: 'ca', pem: leaf.certificate }), scratch.path);
  expect(insecure).toBe(false);
  expect(readFileSync(environment.SSL_CERT_FILE ?? '', 'utf8')).toBe(leaf.certificate);
  expect(environment.SSL_CERT_DIR).toBe(`${scratch.path}/none`);
});

for (const encoding of ['base64', 'hex'] as const) {
  test(`a pinned certificate (${encoding}) becomes the only trusted one`, async ({ scratch, port }) => {
    const sha256 = `SHA256:${digest.toString(encoding)}`;
    const { environment } = await k6Trust(
      node({ kind: 'fingerprint', sha256 }, `https://127.0.0.1:${port}`),
      scratch.path,
    );
    const kept = new X509Certificate(readFileSync(environment.SSL_CERT_FILE ?? ''));
    expect(createHash('sha256').update(kept.raw).digest()).toEqual(digest);
  });
}

test('another certificate than the pinned one is no target', async ({ scratch, port }) => {
  const sha256 = `SHA256:${'00'.repeat(32)}`;
  const trust = k6Trust(node({ kind: 'fingerprint', sha256 }, `https://127.0.0.1:${port}`), scratch.path);
  await expect(trust).rejects.toThrow(TargetUnavailable);
  await expect(trust).rejects.toThrow(/another fingerprint than the target file's\.$/);
});

test('a pinned certificate of another name is refused before any load', async ({ scratch, port }) => {
  const sha256 = `SHA256:${digest.toString('base64')}`;
  const trust = k6Trust(node({ kind: 'fingerprint', sha256 }, `https://localhost:${port}`), scratch.path);
  await expect(trust).rejects.toThrow(UsageError);
  await expect(trust).rejects.toThrow(/doesn't name "localhost"/);
});
