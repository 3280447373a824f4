import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { nodeIdentity } from '../emulator/kernel/identity.ts';
import { Store } from '../emulator/kernel/store.ts';
import { type Exchange, TargetUnavailable } from '../protocol/exchange.ts';
import { ApiClient, type ApiClientOptions } from './api.ts';

/** What a server of the test answers. */
interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}

interface Received {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

const identity = nodeIdentity(new Store(null), 'cms1', ['127.0.0.1', 'localhost']);
let server: Server;
let port: number;
let reply: (request: Received) => Reply;
const received: Received[] = [];

test.beforeEach(async () => {
  const { key, cert } = await identity;
  received.length = 0;
  reply = () => ({});
  server = createServer({ key, cert }, (request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = '', url: path = '', headers } = request;
  const seen = { method, path, headers, body: Buffer.concat(chunks).toString() };
  received.push(seen);
  const { status = 200, headers: sent = {}, body = '' } = reply(seen);
  response.writeHead(status, sent).end(body);
}

test.afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function client(options: Partial<ApiClientOptions> = {}): ApiClient {
  return new ApiClient({
    node: 'cms1',
    url: `https://127.0.0.1:${port}`,
    username: 'admin',
    password: 'conform-1',
    tls: { kind: 'insecure' },
    ...options,
  });
}

/** The message with which a request fails for want of a target. */
async function unavailable(api: ApiClient): Promise<string> {
  const error = await api.get('/api/v1/calls').catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TargetUnavailable);
  return (error as Error).message;
}

test('a raw body and a path go out byte for byte, with credentials', async () => {
  await client().put('/api/v1/coSpaces/ABC?x=$', '&a=$index$&b=@+x&c=');
  expect(received[0]).toMatchObject({ method: 'PUT', path: '/api/v1/coSpaces/ABC?x=$', body: '&a=$index$&b=@+x&c=' });
  expect(received[0]?.headers).toMatchObject({
    authorization: `Basic ${Buffer.from('admin:conform-1').toString('base64')}`,
    'content-type': 'application/x-www-form-urlencoded',
  });
});

test('pairs are encoded in their order', async () => {
  await client().post('/api/v1/coSpaces', [
    ['name', 'A & B'],
    ['callId', '0012'],
  ]);
  expect(received[0]?.body).toBe('name=A+%26+B&callId=0012');
});

test('an answer is returned whatever its status is', async () => {
  const body = '<?xml version="1.0"?><failureDetails><callDoesNotExist /></failureDetails>';
  reply = () => ({ status: 400, headers: { 'Content-Type': 'text/xml' }, body });
  const answer = await client().get('/api/v1/calls/x');
  expect(answer).toMatchObject({ method: 'GET', path: '/api/v1/calls/x', status: 400, size: body.length, body });
  expect(answer.headers['content-type']).toBe('text/xml');
  expect(answer.xml).toMatchObject({ name: 'failureDetails', children: [{ name: 'callDoesNotExist' }] });
});

test('Location is told, and there is no tree without well-formed XML', async () => {
  reply = () => ({ headers: { Location: '/api/v1/calls/1' }, body: '<a><b></a>' });
  const answer = await client().post('/api/v1/calls');
  expect(answer.location).toBe('/api/v1/calls/1');
  expect(answer).not.toHaveProperty('xml');
});

test('sizes are bytes', async () => {
  reply = () => ({ body: '<a>Łódź</a>' });
  expect((await client().get('/')).size).toBe(14);
});

test('refused own credentials make the target unavailable, others are an answer', async () => {
  reply = () => ({ status: 401 });
  expect(await unavailable(client())).toContain('"admin"');
  expect((await client().request('GET', '/', undefined, 'none')).status).toBe(401);
  expect(received.at(-1)?.headers.authorization).toBeUndefined();
  const stranger = { username: 'stranger', password: 'x' };
  expect((await client().request('GET', '/', undefined, stranger)).status).toBe(401);
});

test('a request to a busy server is repeated twice, a busy scheduler is not asked again', async () => {
  const busy = client({ busyPauseMs: 1 });
  reply = () => ({ status: received.length < 3 ? 503 : 200 });
  expect((await busy.put('/api/v1/calls/x', 'locked=true')).status).toBe(200);
  expect(received.map(({ method, body }) => `${method} ${body}`)).toEqual(Array(3).fill('PUT locked=true'));
  reply = () => ({ status: 503 });
  expect((await busy.get('/api/v1/calls')).status).toBe(503);
  expect(received).toHaveLength(6);
  const peer = { channel: 'scheduler' as const, name: 'the scheduler', bodyType: 'application/json' };
  expect((await client({ peer }).get('/meetings')).status).toBe(503);
  expect(received).toHaveLength(7);
});

test('a challenged client sends credentials when it is asked, and from then on', async () => {
  reply = ({ headers }) =>
    headers.authorization ? {} : { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="acano"' } };
  const api = client({ challenge: true });
  expect((await api.post('/api/v1/calls', 'coSpace=1')).status).toBe(200);
  expect((await api.get('/api/v1/calls')).status).toBe(200);
  expect(received.map(({ headers, body }) => [headers.authorization !== undefined, body])).toEqual([
    [false, 'coSpace=1'],
    [true, 'coSpace=1'],
    [true, ''],
  ]);
});

test('a challenged client does not answer a 401 without a Basic challenge', async () => {
  reply = () => ({ status: 401 });
  expect((await client({ challenge: true }).get('/')).status).toBe(401);
  expect(received).toHaveLength(1);
});

test('exchanges are recorded without credentials', async () => {
  const exchanges: Exchange[] = [];
  reply = () => ({ status: 400, body: 'no' });
  await client({ recorder: (exchange) => exchanges.push(exchange) }).post('/api/v1/calls', 'coSpace=1');
  expect(exchanges).toMatchObject([
    {
      channel: 'api',
      node: 'cms1',
      request: { summary: 'POST /api/v1/calls', body: 'coSpace=1' },
      response: { status: 400, body: 'no' },
    },
  ]);
  expect(JSON.stringify(exchanges).toLowerCase()).not.toContain('authorization');
});

test('a target that does not answer is unavailable, and its exchange is recorded', async () => {
  const exchanges: Exchange[] = [];
  const api = client({ recorder: (exchange) => exchanges.push(exchange) });
  server.close();
  expect(await unavailable(api)).toMatch(/ECONNREFUSED.*check address and port/);
  expect(exchanges[0]?.error).toContain('ECONNREFUSED');
});

test('an answer that does not come in time makes the target unavailable', async () => {
  server.removeAllListeners('request');
  expect(await unavailable(client({ timeoutMs: 50 }))).toMatch(/no answer in time/);
});

test('a server that closes the connection is unavailable', async () => {
  server.removeAllListeners('request');
  server.on('request', (request) => request.socket.destroy());
  expect(await unavailable(client())).toContain('closed the connection');
});

test('the certificate must be trusted', async () => {
  expect(await unavailable(client({ tls: { kind: 'system' } }))).toContain('set `tls`');
  const { chain } = await trust();
  const api = client({ tls: { kind: 'ca', pem: chain } });
  expect((await api.get('/')).status).toBe(200);
});

test('a fingerprint replaces the chain, in both notations', async () => {
  const { der } = await trust();
  const hash = createHash('sha256').update(der).digest();
  for (const sha256 of [
    `SHA256:${hash.toString('base64').replace(/=+$/, '')}`,
    hash.toString('hex').replace(/..(?=.)/g, '$&:'),
  ]) {
    const api = client({ tls: { kind: 'fingerprint', sha256 } });
    expect((await api.get('/')).status).toBe(200);
  }
  const other = createHash('sha256').update('another').digest('base64');
  expect(await unavailable(client({ tls: { kind: 'fingerprint', sha256: other } }))).toMatch(
    /fingerprint SHA256:.{44}, expected SHA256:.{44}; compare it at the console/,
  );
  expect(() => client({ tls: { kind: 'fingerprint', sha256: 'short' } })).toThrow('not a SHA-256 fingerprint');
});

test('a collection is read to its end', async () => {
  reply = ({ path }) => {
    const offset = Number(/offset=(\d+)/.exec(path)?.[1] ?? 0);
    const items = ['a', 'b', 'c', 'd', 'e'].slice(offset, offset + 2).map((id) => `<call id="${id}"></call>`);
    return { body: `<calls total="5">${items.join('')}</calls>` };
  };
  const { items, totals, pages } = await client().all('/api/v1/calls?limit=2');
  expect(items.map(({ attributes }) => attributes.id)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(totals).toEqual(['5', '5', '5']);
  expect(pages).toHaveLength(3);
  expect(received[1]?.path).toBe('/api/v1/calls?limit=2&offset=2');
});

test('a collection ends at an empty page or a refusal, whatever its total says', async () => {
  reply = () => ({ body: '<calls total="9"></calls>' });
  expect(await client().all('/api/v1/calls')).toMatchObject({ items: [], totals: ['9'] });
  reply = () => ({ status: 503 });
  expect((await client().all('/api/v1/calls')).pages).toMatchObject([{ status: 503 }]);
});

async function trust(): Promise<{ chain: string; der: Buffer }> {
  const { cert } = await identity;
  const certificates = cert.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return { chain: certificates.at(-1) ?? '', der: new X509Certificate(certificates[0] ?? '').raw };
}
