import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { buildNode, runCommand } from '../../testing.ts';
import { testRoot } from '../../testing-certificates.ts';

test('the list has its title and the uploaded keys and certificates', async () => {
  const node = buildNode();
  expect(await runCommand(node, 'pki list')).toEqual({ lines: ['User supplied certificates and keys:'], ok: true });
  for (const name of ['web.key', 'web.cer', 'cms.lic', 'root.CRT']) node.files.write(name, Buffer.from('x'));
  expect((await runCommand(node, 'pki list')).lines).toEqual([
    'User supplied certificates and keys:',
    'root.CRT',
    'web.cer',
    'web.key',
  ]);
});

test('csr demands a common name and a plain basename, and keeps existing keys', async () => {
  const node = buildNode();
  for (const line of [
    'pki csr web O:Example',
    'pki csr web',
    'pki csr we.b CN:a.example.test',
    'pki csr web CN:a.example.test X:1',
    'pki csr web CN:a.example.test C:GBR',
    'pki csr web CN:a.example.test subjectAltName:a,,b',
  ]) {
    expect((await runCommand(node, line)).ok, line).toBe(false);
  }
  expect(node.files.names()).toEqual([]);
  expect((await runCommand(node, 'pki csr web CN:"a, b+c" O:Example')).ok).toBe(true);
  expect(node.files.names()).toEqual(['web.csr', 'web.key']);
  const key = node.files.read('web.key')?.content;
  expect(createPrivateKey(key ?? '').asymmetricKeyDetails?.modulusLength).toBe(2048);
  expect((await runCommand(node, 'pki csr web CN:a.example.test')).ok).toBe(false);
  expect(node.files.read('web.key')?.content).toEqual(key);
});

test('a self-signed certificate belongs to its key and is valid at cluster time', async () => {
  const node = buildNode();
  node.cluster.clock.advance(-400 * 86_400_000);
  expect((await runCommand(node, 'pki selfsigned self CN:cms1.example.test')).ok).toBe(true);
  const certificate = new X509Certificate(node.files.read('self.crt')?.content ?? '');
  expect(certificate.subject).toBe('CN=cms1.example.test');
  expect(certificate.validToDate.getTime()).toBeLessThan(Date.now());
  expect((await runCommand(node, 'pki match self.key self.crt')).lines[0]).toMatch(/^SUCCESS/);
  expect((await runCommand(node, 'pki verify self.crt self.crt')).lines[0]).toMatch(/^SUCCESS/);
  node.cluster.clock.advance(400 * 86_400_000);
  expect((await runCommand(node, 'pki verify self.crt self.crt')).lines[0]).toMatch(/^FAILURE/);
});

test('match, verify and inspect judge the uploaded files', async () => {
  const node = buildNode();
  const root = await testRoot('root');
  const middle = await root.issue('middle', { ca: true });
  const leaf = await middle.issue('leaf.example.test');
  const write = (name: string, content: string) => node.files.write(name, Buffer.from(content));
  write('leaf.key', leaf.key);
  write('leaf.cer', leaf.certificate);
  write('bundle.cer', middle.certificate + root.certificate);
  write('middle.cer', middle.certificate);
  write('root.cer', root.certificate);
  write('other.cer', (await testRoot('root')).certificate);
  write('text.cer', 'no certificate');
  const ok = async (line: string) => (await runCommand(node, `pki ${line}`)).ok;
  expect(await ok('match leaf.key leaf.cer')).toBe(true);
  expect(await ok('match leaf.key root.cer')).toBe(false);
  expect(await ok('verify leaf.cer bundle.cer')).toBe(true);
  expect(await ok('verify leaf.cer middle.cer root.cer')).toBe(true);
  expect(await ok('verify leaf.cer middle.cer')).toBe(false);
  expect(await ok('verify leaf.cer middle.cer other.cer')).toBe(false);
  expect(await ok('verify leaf.cer text.cer')).toBe(false);
  expect((await runCommand(node, 'pki inspect leaf.cer')).lines[0]).toContain('CN=leaf.example.test');
  expect((await runCommand(node, 'pki inspect leaf.key')).lines).toEqual(['File contains a private key (ec)']);
  expect(await ok('inspect text.cer')).toBe(false);
  expect(await ok('inspect missing.cer')).toBe(false);
});
