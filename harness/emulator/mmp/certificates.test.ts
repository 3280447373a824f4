import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { requirePeer } from '../../self/peers.ts';
import { chainProblems } from '../policies/certificates.ts';
import { testRoot } from '../testing-certificates.ts';
import { chainFacts, pairFacts, readCertificates, readPrivateKey } from './certificates.ts';

const now = new Date();
const problems = (pem: string, at = now) => chainProblems(chainFacts(Buffer.from(pem), at));

test('a full chain verifies, leaf to root', async () => {
  const root = await testRoot('root');
  const middle = await root.issue('middle', { ca: true });
  const leaf = await middle.issue('leaf');
  expect(problems(leaf.certificate + middle.certificate + root.certificate)).toEqual([]);
  expect(problems(root.certificate)).toEqual([]);
});

test('each single fault of a chain is found', async () => {
  const root = await testRoot('root');
  const middle = await root.issue('middle', { ca: true });
  const leaf = await middle.issue('leaf');
  const sameName = await testRoot('middle');
  const noAuthority = await root.issue('middle', { ca: false });
  const underNoAuthority = await noAuthority.issue('leaf');
  expect(problems(leaf.certificate + root.certificate)).toEqual(['brokenLink']);
  expect(problems(leaf.certificate + sameName.certificate)).toEqual(['brokenLink']);
  expect(problems(middle.certificate + leaf.certificate + root.certificate)).toContain('brokenLink');
  expect(problems(leaf.certificate + middle.certificate)).toEqual(['noRoot']);
  expect(problems(leaf.certificate)).toEqual(['noRoot']);
  expect(problems(underNoAuthority.certificate + noAuthority.certificate + root.certificate)).toContain('notCa');
  const expired = await middle.issue('leaf', { from: -10, until: -1 });
  expect(problems(expired.certificate + middle.certificate + root.certificate)).toEqual(['expired']);
  const early = await middle.issue('leaf', { from: 1, until: 10 });
  expect(problems(early.certificate + middle.certificate + root.certificate)).toEqual(['notYetValid']);
});

test('validity counts at the given instant', async () => {
  const root = await testRoot('root', { until: 100 });
  const leaf = await root.issue('leaf', { until: 2 });
  const chain = leaf.certificate + root.certificate;
  expect(problems(chain, new Date(now.getTime() + 3 * 86_400_000))).toEqual(['expired']);
  expect(problems(chain, new Date(now.getTime() - 3 * 86_400_000))).toEqual(['notYetValid']);
});

test('a pair matches only with its own key', async () => {
  const root = await testRoot('root');
  const leaf = await root.issue('leaf');
  const matches = (key: string | Buffer | undefined, certificate: string | Buffer | undefined) =>
    pairFacts(
      key === undefined ? key : Buffer.from(key),
      certificate === undefined ? certificate : Buffer.from(certificate),
    ).matches;
  expect(matches(leaf.key, leaf.certificate + root.certificate)).toBe(true);
  expect(matches(root.key, leaf.certificate + root.certificate)).toBe(false);
  expect(matches(undefined, leaf.certificate)).toBe(false);
  expect(matches(leaf.key, undefined)).toBe(false);
  expect(matches(leaf.certificate, leaf.certificate)).toBe(false);
});

test('line ends, DER, other blocks and several keys in a file are read', async () => {
  const root = await testRoot('root');
  const crlf = (pem: string) => Buffer.from(pem.replaceAll('\n', '\r\n'));
  expect(pairFacts(crlf(root.key), crlf(root.certificate)).matches).toBe(true);
  const key = createPrivateKey(root.key);
  const certificate = new X509Certificate(root.certificate).raw;
  expect(pairFacts(key.export({ type: 'pkcs8', format: 'der' }), certificate).matches).toBe(true);
  expect(pairFacts(key.export({ type: 'sec1', format: 'der' }), certificate).matches).toBe(true);
  const openssl = requirePeer('openssl');
  const withParameters = execFileSync(openssl, ['ecparam', '-name', 'prime256v1', '-genkey']);
  expect(withParameters.toString()).toContain('EC PARAMETERS');
  expect(readPrivateKey(withParameters)).toHaveProperty('key');
  const other = await testRoot('other');
  expect(pairFacts(Buffer.from(root.key + other.key), Buffer.from(root.certificate)).matches).toBe(true);
  expect(pairFacts(Buffer.from(other.key + root.key), Buffer.from(root.certificate)).matches).toBe(false);
});

test('unusable files say why', async () => {
  const root = await testRoot('root');
  const encrypted = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: 'secret',
  });
  expect(readPrivateKey(Buffer.from(encrypted))).toEqual({ problem: 'encrypted' });
  expect(readPrivateKey(Buffer.from(' \r\n'))).toEqual({ problem: 'empty' });
  expect(readPrivateKey(undefined)).toEqual({ problem: 'missing' });
  expect(readPrivateKey(Buffer.from([0, 255, 1]))).toEqual({ problem: 'unreadable' });
  expect(readCertificates(Buffer.alloc(0))).toEqual({ problem: 'empty' });
  expect(readCertificates(undefined)).toEqual({ problem: 'missing' });
  expect(readCertificates(Buffer.from('no certificate'))).toEqual({ problem: 'unreadable' });
  const spoilt = root.certificate.replace(/\n[A-Za-z0-9+/]{20}/, '\nAAAAAAAAAAAAAAAAAAAA');
  expect(readCertificates(Buffer.from(root.certificate + spoilt))).toEqual({ problem: 'unreadable' });
  expect(problems(spoilt)).toEqual(['file']);
});
