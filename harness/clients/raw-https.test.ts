import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { test as base, expect } from '@playwright/test';
import { nodeIdentity } from '../emulator/kernel/identity.ts';
import { Store } from '../emulator/kernel/store.ts';
import { type Exchange, TargetUnavailable } from '../protocol/exchange.ts';
import { RawHttps, sendWithoutTls } from './raw-https.ts';

const test = base.extend<{ url: string; exchanges: Exchange[]; raw: RawHttps }>({
  url: async ({}, use) => {
    const { key, cert } = await nodeIdentity(new Store(null), 'cms1', ['127.0.0.1']);
    const server = createServer({ key, cert }, (request, response) => {
      if (request.url === '/gone') request.socket.destroy();
      else request.resume().once('end', () => response.end(`${request.method} ${request.url}`));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    await use(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.closeAllConnections();
    server.close();
  },
  exchanges: async ({}, use) => use([]),
  raw: async ({ url, exchanges }, use) => {
    const recorder = (exchange: Exchange) => void exchanges.push(exchange);
    const raw = await RawHttps.connect({ node: 'cms1', url, tls: { kind: 'insecure' }, recorder, patienceMs: 300 });
    await use(raw);
    raw.close();
  },
});

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;

test('answers are read one after the other, also to requests that were sent together', async ({ raw }) => {
  raw.write(get('/a') + get('/b'), 2);
  expect(String((await raw.answer())?.body)).toBe('GET /a');
  expect(String((await raw.answer())?.body)).toBe('GET /b');
});

test('there is no answer when the connection ends, or nothing comes', async ({ raw, exchanges }) => {
  raw.write('GET /never HTTP/1.1\r\n');
  expect(await raw.answer()).toBeNull();
  raw.write('Host: x\r\n\r\n');
  expect((await raw.answer())?.status).toBe(200);
  raw.write(get('/gone'));
  expect(await raw.answer()).toBeNull();
  expect(exchanges.map(({ request, response }) => [request.summary, response?.status])).toEqual([
    ['GET /never', undefined],
    ['Host: x', 200],
    ['GET /gone', undefined],
  ]);
});

test('what is recorded is short and holds no credentials', async ({ raw, exchanges }) => {
  raw.write(`GET /${'x'.repeat(3000)} HTTP/1.1\r\nHost: x\r\n\r\n`);
  await raw.answer();
  raw.write('GET / HTTP/1.1\r\nHost: x\r\nauthorization: Basic c2VjcmV0\r\n\r\n');
  await raw.answer();
  expect(JSON.stringify(exchanges[0]).length).toBeLessThan(5000);
  expect(exchanges[1]?.request.body).toContain('[credentials]');
  expect(JSON.stringify(exchanges)).not.toContain('c2VjcmV0');
});

test('a connection can be broken off', async ({ raw }) => {
  raw.write('GET /');
  raw.close();
  expect(await raw.answer()).toBeNull();
});

test('bytes that are no TLS end their connection', async ({ url }) => {
  await sendWithoutTls(url, 'hello\r\n\r\n');
});

test('a server that is not there is unavailable', async () => {
  const url = 'https://127.0.0.1:1';
  await expect(RawHttps.connect({ node: 'cms1', url, tls: { kind: 'insecure' } })).rejects.toThrow(TargetUnavailable);
  await expect(sendWithoutTls(url, 'x')).rejects.toThrow(TargetUnavailable);
});
