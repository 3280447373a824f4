import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { startApi } from '../emulator/api/server.ts';
import { clusterAuthority, nodeIdentity } from '../emulator/kernel/identity.ts';
import { buildNode, testCredentials } from '../emulator/testing.ts';
import { childText, readXml } from '../protocol/xml-read.ts';
import { requirePeer } from './peers.ts';

const run = promisify(execFile);

interface Bench {
  curl(...args: string[]): Promise<{ headers: Record<string, string>; status: number; body: string }>;
  ca: string;
  port: number;
}

const bench = test.extend<{ server: Bench }>({
  server: async ({}, use) => {
    const curlPath = requirePeer('curl');
    const directory = mkdtempSync(join(tmpdir(), 'api-curl-'));
    const node = buildNode({ version: '3.5' });
    const identity = await nodeIdentity(node.cluster.store, node.name, ['127.0.0.1', 'localhost']);
    const api = await startApi(node, { host: '127.0.0.1', port: 0 }, identity);
    const ca = join(directory, 'ca.pem');
    writeFileSync(ca, (await clusterAuthority(node.cluster.store)).cert);
    const curl = async (...args: string[]) => {
      const path = args.pop() ?? '/';
      const url = `https://127.0.0.1:${api.port}${path}`;
      const { stdout } = await run(curlPath, [
        '--silent',
        '--show-error',
        '--include',
        '--http1.1',
        '--cacert',
        ca,
        ...args,
        url,
      ]);
      const end = stdout.indexOf('\r\n\r\n');
      const [statusLine = '', ...lines] = stdout.slice(0, end).split('\r\n');
      const headers = Object.fromEntries(
        lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
      );
      return { headers, status: Number(statusLine.split(' ')[1]), body: stdout.slice(end + 4) };
    };
    await use({ curl, ca, port: api.port });
    await api.close();
    node.cluster.clock.stop();
    rmSync(directory, { recursive: true });
  },
});

const user = ['--user', `${testCredentials.username}:${testCredentials.password}`];

bench('curl is challenged without credentials and let in with them', async ({ server }) => {
  const refused = await server.curl('/api/v1/system/status');
  expect(refused.status).toBe(401);
  expect(refused.headers['www-authenticate']).toBe('Basic realm="acano"');
  expect(refused.body).toBe('');
  const answer = await server.curl(...user, '/api/v1/system/status');
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toBe('text/xml');
  expect(answer.headers.server).toBe('Apache');
  expect(childText(readXml(answer.body), 'softwareVersion')).toBe('3.5');
  expect((await server.curl('--user', 'admin:wrong', '/api/v1/system/status')).status).toBe(401);
});

bench('curl creates, lists, changes and deletes a space', async ({ server }) => {
  const created = await server.curl(...user, '--data', 'name=New%20Space&uri=New.Space', '/api/v1/coSpaces');
  expect(created.status).toBe(200);
  expect(created.headers['content-length']).toBe('0');
  const location = created.headers.location ?? '';
  expect(location).toMatch(/^\/api\/v1\/coSpaces\/[0-9a-f-]{36}$/);

  const list = readXml((await server.curl(...user, '/api/v1/cospaces?filter=new')).body);
  expect(list.attributes.total).toBe('1');
  expect(childText(list.children[0], 'uri')).toBe('new.space');

  expect((await server.curl(...user, '--request', 'PUT', '--data', 'name=Renamed', location)).status).toBe(200);
  const renamed = await server.curl(...user, '--compressed', location);
  expect(renamed.headers['content-encoding']).toBe('gzip');
  expect(childText(readXml(renamed.body), 'name')).toBe('Renamed');

  expect((await server.curl(...user, '--request', 'DELETE', location)).status).toBe(200);
  const gone = await server.curl(...user, location);
  expect(gone.status).toBe(400);
  expect(gone.body).toBe('<?xml version="1.0"?><failureDetails><coSpaceDoesNotExist /></failureDetails>');
});

bench('openssl verifies the certificate chain with the CA file, and refuses it without', async ({ server }) => {
  const openssl = requirePeer('openssl');
  const connect = (ca: string[]) =>
    new Promise<string>((resolve, reject) => {
      const args = ['s_client', '-connect', `127.0.0.1:${server.port}`, '-verify_ip', '127.0.0.1', ...ca];
      const child = execFile(openssl, args, (error, stdout) =>
        error && stdout === '' ? reject(error) : resolve(stdout),
      );
      child.stdin?.end();
    });
  expect(await connect(['-CAfile', server.ca])).toContain('Verify return code: 0 (ok)');
  expect(await connect(['-no-CAfile', '-no-CApath'])).toMatch(/Verify return code: (18|19|20|21)/);
});
