import { createPrivateKey, X509Certificate } from 'node:crypto';
import { test as base, expect } from '@playwright/test';
import { clusterAuthority, nodeIdentity } from './identity.ts';
import { Store } from './store.ts';

const test = base.extend<{ store: Store }>({
  store: async ({}, use) => {
    const store = new Store(null);
    await use(store);
    store.close();
  },
});

const hosts = ['cms1', 'cms1.example.test', '127.0.0.1'];

test('a cluster has one authority, made once', async ({ store }) => {
  const authority = await clusterAuthority(store);
  expect(await clusterAuthority(store)).toEqual(authority);
  const certificate = new X509Certificate(authority.cert);
  expect(certificate.ca).toBe(true);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.checkPrivateKey(createPrivateKey(authority.key))).toBe(true);
});

test("a node's certificate is issued by the authority for exactly its names", async ({ store }) => {
  const identity = await nodeIdentity(store, 'cms1', hosts);
  const authority = new X509Certificate((await clusterAuthority(store)).cert);
  const [leaf, issuer] = (identity.cert.match(/-----BEGIN[\s\S]+?-----END CERTIFICATE-----/g) ?? []).map(
    (pem) => new X509Certificate(pem),
  );
  expect(leaf?.checkIssued(authority)).toBe(true);
  expect(leaf?.verify(authority.publicKey)).toBe(true);
  expect(leaf?.ca).toBe(false);
  expect(leaf?.checkPrivateKey(createPrivateKey(identity.key))).toBe(true);
  expect(issuer?.fingerprint256).toBe(authority.fingerprint256);
  expect(leaf?.checkHost('cms1.example.test')).toBe('cms1.example.test');
  expect(leaf?.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(leaf?.checkHost('cms2')).toBeUndefined();
  expect(leaf?.checkIP('192.0.2.1')).toBeUndefined();
});

test('it is valid now, and for a time that clients accept', async ({ store }) => {
  const leaf = new X509Certificate((await nodeIdentity(store, 'cms1', hosts)).cert);
  expect(leaf.validFromDate.getTime()).toBeLessThan(Date.now());
  const days = (leaf.validToDate.getTime() - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(365);
  expect(days).toBeLessThanOrEqual(825);
});

test('a node keeps its identity for as long as the names suffice', async ({ store }) => {
  const first = await nodeIdentity(store, 'cms1', hosts);
  expect(await nodeIdentity(store, 'cms1', hosts.slice(1))).toEqual(first);
  const wider = await nodeIdentity(store, 'cms1', [...hosts, '192.0.2.1']);
  expect(wider.key).not.toBe(first.key);
  expect(new X509Certificate(wider.cert).checkIP('192.0.2.1')).toBe('192.0.2.1');
});

test('nodes share neither key nor serial number', async ({ store }) => {
  const [one, two] = [await nodeIdentity(store, 'cms1', ['cms1']), await nodeIdentity(store, 'cms2', ['cms2'])];
  expect(one.key).not.toBe(two.key);
  expect(new X509Certificate(one.cert).serialNumber).not.toBe(new X509Certificate(two.cert).serialNumber);
});

test('another cluster is another authority', async ({ store }) => {
  const other = new Store(null);
  const leaf = new X509Certificate((await nodeIdentity(store, 'cms1', hosts)).cert);
  const stranger = new X509Certificate((await clusterAuthority(other)).cert);
  other.close();
  expect(leaf.verify(stranger.publicKey)).toBe(false);
});
