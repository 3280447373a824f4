import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type { Store } from './store.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const dayMs = 86_400_000;

/** A private key and the certificate chain to present with it, both PEM, leaf first. */
export interface Identity {
  key: string;
  cert: string;
}

/** The cluster's own certificate authority; made once and kept in the store. */
export async function clusterAuthority(store: Store): Promise<Identity> {
  const kept = store.setting<Identity>('*', 'authority');
  if (kept) return kept;
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: 'CN=Emulated CMS cluster CA',
    ...validity(),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  const authority = { key: await privateKeyPem(keys.privateKey), cert: `${cert.toString('pem')}\n` };
  return store.atomically(() => {
    // another process may have been faster
    const first = store.setting<Identity>('*', 'authority');
    if (!first) store.setSetting('*', 'authority', authority);
    return first ?? authority;
  });
}

/**
 * A server identity issued by the cluster's authority for these host names and addresses; one for each node, kept in the
 * store. Real time counts here, not the cluster's clock: the peers that verify it live in real time.
 */
export async function nodeIdentity(store: Store, node: string, hosts: readonly string[]): Promise<Identity> {
  const kept = store.setting<Identity & { hosts: string[] }>(node, 'webadmin.identity');
  if (kept && hosts.every((host) => kept.hosts.includes(host))) return { key: kept.key, cert: kept.cert };
  const identity = await issue(store, node, hosts, validity());
  store.setSetting(node, 'webadmin.identity', { ...identity, hosts });
  return identity;
}

/** The same for a node, but its time was over yesterday. Not kept. */
export function expiredIdentity(store: Store, node: string, hosts: readonly string[]): Promise<Identity> {
  const yesterday = Date.now() - dayMs;
  return issue(store, node, hosts, { notBefore: new Date(yesterday - 90 * dayMs), notAfter: new Date(yesterday) });
}

async function issue(
  store: Store,
  node: string,
  hosts: readonly string[],
  between: { notBefore: Date; notAfter: Date },
): Promise<Identity> {
  const authority = await clusterAuthority(store);
  const issuer = new x509.X509Certificate(authority.cert);
  const signingKey = await webcrypto.subtle.importKey('pkcs8', pemBody(authority.key), algorithm, false, ['sign']);
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const cert = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: `CN=${node}`,
    issuer: issuer.subject,
    ...between,
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
      new x509.SubjectAlternativeNameExtension(
        hosts.map((host) => (/^[\d.]+$|:/.test(host) ? { type: 'ip', value: host } : { type: 'dns', value: host })),
      ),
    ],
  });
  return { key: await privateKeyPem(keys.privateKey), cert: `${cert.toString('pem')}\n${authority.cert}` };
}

function validity(): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(Date.now() - dayMs), notAfter: new Date(Date.now() + 825 * dayMs) };
}

function serial(): string {
  return `01${Buffer.from(webcrypto.getRandomValues(new Uint8Array(8))).toString('hex')}`;
}

async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  const body = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${body.replace(/.{64}(?=.)/g, '$&\n')}\n-----END PRIVATE KEY-----\n`;
}

function pemBody(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64');
}
