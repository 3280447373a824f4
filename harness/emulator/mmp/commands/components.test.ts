import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { outputLines, parseHelp, parseListing } from '../../../protocol/mmp/listing.ts';
import { buildNode, runCommand } from '../../testing.ts';
import { testRoot } from '../../testing-certificates.ts';

const vector = (name: string) =>
  outputLines(readFileSync(new URL(`../../../../fixtures/vectors/mmp/${name}.txt`, import.meta.url), 'utf8'));

async function nodeWith(options: Parameters<typeof buildNode>[0] = {}) {
  const node = buildNode(options);
  const root = await testRoot('root');
  const leaf = await root.issue('cms1.example.test');
  for (const name of ['CB100001.key', 'main.key']) node.files.write(name, Buffer.from(leaf.key));
  for (const name of ['BUN100001.cer', 'cmsmain-fullchain.cer']) {
    node.files.write(name, Buffer.from(leaf.certificate + root.certificate));
  }
  for (const name of ['schedtrusted.cer', 'root.cer', 'cmsside-fullchain.cer']) {
    node.files.write(name, Buffer.from(root.certificate));
  }
  const run = async (...lines: string[]) => {
    let last = { lines: [] as string[], ok: true };
    for (const line of lines) {
      expect(last.ok, `before "${line}"`).toBe(true);
      last = await runCommand(node, line);
    }
    return last;
  };
  return { node, run };
}

const webbridge3Commands = [
  'webbridge3 https listen a:443',
  'webbridge3 https certs CB100001.key BUN100001.cer',
  'webbridge3 c2w listen a:8443',
  'webbridge3 c2w certs CB100001.key BUN100001.cer',
  'webbridge3 c2w trust schedtrusted.cer',
  'webbridge3 enable',
];

test('webbridge3 of 3.3 lists what is documented', async () => {
  const { run } = await nodeWith({ version: '3.3' });
  const enabled = await run(...webbridge3Commands);
  expect(enabled.lines.at(-1)).toBe('SUCCESS: webbridge3 enabled');
  expect((await run('webbridge3')).lines).toEqual(vector('webbridge3-3.3').slice(1, -1));
  expect((await run('webbridge3 c2w trust none', 'webbridge3 http-redirect enable', 'webbridge3')).lines).toEqual(
    expect.arrayContaining(['C2W Trust bundle : none', 'HTTP redirect : Enabled']),
  );
});

test('webbridge3 of a newer build pads its keys and lists three more', async () => {
  const { run } = await nodeWith({ version: '3.8' });
  const { lines } = await run('webbridge3 https listen a:445 b:445', 'webbridge3');
  expect(new Set(lines.map((line) => line.indexOf(': ')))).toEqual(new Set([38]));
  expect(parseListing(lines)).toEqual(
    expect.arrayContaining([
      { key: 'HTTPS listening ports and interfaces', value: 'a:445 b:445' },
      { key: 'Meetingapps address', value: 'none' },
      { key: 'Audio priority flag', value: 'Enabled' },
    ]),
  );
});

test('webbridge3 refuses what it can not use', async () => {
  const { run } = await nodeWith();
  for (const line of [
    'webbridge3 https listen a',
    'webbridge3 https listen a:443 e:443',
    'webbridge3 c2w listen a:0',
    'webbridge3 https frame-ancestors https://a.example.test "<script>"',
    `webbridge3 https frame-ancestors ${'a'.repeat(1001)}`,
    'webbridge3 c2w trust missing.cer',
    'webbridge3 enable',
  ]) {
    expect((await run(line)).ok, line).toBe(false);
  }
  const { lines } = await run(
    'webbridge3 https frame-ancestors https://*.example.test https://b.example.test',
    'webbridge3',
  );
  expect(parseListing(lines)).toContainEqual({
    key: 'HTTPS Frame-Ancestors',
    value: 'https://*.example.test https://b.example.test',
  });
  expect((await (await nodeWith({ version: '2.0' })).run('webbridge3')).lines[0]).toMatch(/^Unknown command/);
});

test('webadmin lists what is documented, and the API listener by default', async () => {
  const { node, run } = await nodeWith();
  node.endpoints.api = 'https://127.0.0.1:44444';
  expect(parseListing((await run('webadmin')).lines)).toContainEqual({ key: 'TLS listening port', value: '44444' });
  await run('webadmin listen a 443', 'webadmin certs main.key cmsmain-fullchain.cer', 'webadmin enable');
  expect((await run('webadmin')).lines).toEqual(vector('webadmin'));
});

test('callbridge lists what is documented', async () => {
  const { run } = await nodeWith({ version: '3.8' });
  await run(
    'callbridge listen a',
    'callbridge certs main.key cmsmain-fullchain.cer root.cer',
    'callbridge trust c2w cmsside-fullchain.cer',
    'callbridge av1 enable',
  );
  expect((await run('callbridge')).lines).toEqual(vector('callbridge'));
  const { lines } = await run(
    'callbridge certs main.key cmsmain-fullchain.cer',
    'callbridge wc3jwt expiry 12',
    'callbridge',
  );
  expect(lines.some((line) => line.startsWith('CA Bundle'))).toBe(false);
  expect(lines).toContain('WC3 JWT Expiry in hours   : 12');
  for (const hours of ['0', '25', 'x']) expect((await run(`callbridge wc3jwt expiry ${hours}`)).ok).toBe(false);
});

test('every component has help that parses', async () => {
  const { run } = await nodeWith();
  const names = (await run('help')).lines.slice(2).filter((name) => !['help', 'exit'].includes(name));
  expect(names).toContain('scheduler');
  for (const name of names) expect(parseHelp((await run(`help ${name}`)).lines)?.usage[0], name).toContain(name);
  expect((await run('help nonsense')).lines[0]).toMatch(/^Unknown command/);
});

test('version, uptime and hostname', async () => {
  const { node, run } = await nodeWith({ softwareVersion: '3.5.1' });
  expect((await run('version')).lines).toEqual(['3.5.1']);
  node.cluster.clock.advance((86_400 + 7_384) * 1000);
  expect((await run('uptime')).lines[0]).toMatch(/^up 1 days, 2 hours, 3 minutes/);
  expect((await run('hostname cms9')).lines).toEqual(['A reboot is required for the change to take effect']);
  expect((await run('hostname')).lines).toEqual(['cms1']);
  expect((await run('hostname -x')).ok).toBe(false);
});

test('users are added, listed, shown and removed', async () => {
  const { node } = await nodeWith();
  const run = (line: string, ...typed: string[]) => runCommand(node, line, { typed });
  expect((await run('user add desk crypto', 'pass-1', 'pass-1')).ok).toBe(true);
  expect((await run('user add desk crypto', 'pass-1', 'pass-1')).ok).toBe(false);
  expect((await run('user add two crypto', 'pass-1', 'pass-2')).ok).toBe(false);
  expect((await run('user add three crypto', '', '')).ok).toBe(false);
  expect((await run('user add four chief', 'pass-1', 'pass-1')).ok).toBe(false);
  const { lines } = await run('user list');
  expect(lines).toHaveLength(3);
  expect(lines.map((line) => line.split(' ').length)).toEqual([4, 4, 4]);
  expect(lines[2]).toMatch(/^desk crypto \d{4}-(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d{2} no$/);
  expect(parseListing((await run('user info desk')).lines)).toContainEqual({ key: 'Last login', value: 'never' });
  expect((await run('passwd desk', 'pass-3', 'pass-3')).ok).toBe(true);
  expect(node.accounts.verify('desk', 'pass-3')?.role).toBe('crypto');
  expect((await runCommand(node, 'passwd desk', { role: 'crypto', typed: ['x', 'x'] })).ok).toBe(false);
  expect((await run('user del admin')).ok).toBe(false);
  expect((await run('user del desk')).ok).toBe(true);
  expect((await run('user del desk')).ok).toBe(false);
  expect((await run('user info desk')).ok).toBe(false);
});
