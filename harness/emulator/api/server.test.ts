import { connect } from 'node:tls';
import { gunzipSync } from 'node:zlib';
import { test as base, expect } from '@playwright/test';
import { startTestApi, type TestApi } from './testing.ts';

const test = base.extend<{ api: TestApi }>({
  api: async ({}, use) => {
    const api = await startTestApi({ requestTimeoutMs: 400 });
    await use(api);
    await api.close();
  },
});

/** Sends bytes as they are and returns everything that comes back until the server closes. */
function raw(api: TestApi, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: api.port, ca: api.ca }, () => socket.write(bytes));
    let got = '';
    socket.on('data', (chunk) => {
      got += chunk.toString('latin1');
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(got));
  });
}

const authorization = (username: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
});

test('without valid credentials the answer is an empty 401 with a challenge', async ({ api }) => {
  for (const headers of [
    { authorization: '' },
    { authorization: 'Bearer x' },
    { authorization: 'Basic !!!' },
    authorization('admin', 'wrong'),
    authorization('nobody', 'x'),
  ]) {
    const answer = await api.request('GET', '/api/v1/calls', undefined, headers);
    expect(answer.status).toBe(401);
    expect(answer.text).toBe('');
    expect(answer.headers['www-authenticate']).toBe('Basic realm="acano"');
  }
});

test('admin and api accounts are let in, others and those with a password to change are not', async ({ api }) => {
  const { accounts } = api.node;
  accounts.put('robot', 'api', 'robot-1', false);
  accounts.put('fresh', 'api', 'fresh-1', true);
  accounts.put('auditor', 'audit', 'auditor-1', false);
  const status = async (name: string) =>
    (await api.request('GET', '/api/v1/calls', undefined, authorization(name, `${name}-1`))).status;
  expect(await status('robot')).toBe(200);
  expect(await status('fresh')).toBe(401);
  expect(await status('auditor')).toBe(401);
});

test('documents have the recorded headers, and writes have no body', async ({ api }) => {
  const got = await api.get('/api/v1/calls');
  expect(got.headers).toMatchObject({
    server: 'Apache',
    'x-frame-options': 'DENY',
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    vary: 'Accept-Encoding',
    'content-type': 'text/xml',
    'keep-alive': expect.stringContaining('timeout=5'),
  });
  const made = await api.post('/api/v1/coSpaces', 'name=a');
  expect(made.headers['content-length']).toBe('0');
  expect(made.headers['content-type']).toBeUndefined();
});

test('documents are compressed for clients that accept it', async ({ api }) => {
  const zipped = await api.request('GET', '/api/v1/calls', undefined, { 'accept-encoding': 'deflate, gzip;q=0.5' });
  expect(zipped.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(zipped.body).toString()).toContain('<calls total="0">');
  const refused = await api.request('GET', '/api/v1/calls', undefined, { 'accept-encoding': 'gzip;q=0, identity' });
  expect(refused.headers['content-encoding']).toBeUndefined();
});

test('paths match in any case and with a trailing slash, answers are canonical', async ({ api }) => {
  const { location } = await api.post('/API/V1/COSPACES/', 'name=a');
  expect(location).toMatch(/^\/api\/v1\/coSpaces\/[0-9a-f-]{36}$/);
  expect((await api.get(location.toUpperCase())).status).toBe(200);
  expect((await api.get('/api/v1/%63ospaces?OFFSET=0&LIMIT=1')).xml?.children).toHaveLength(1);
});

test('refusals name their reason', async ({ api }) => {
  const cases: [string, string, string][] = [
    ['GET', '/api/v2/calls', 'invalidVersion'],
    ['GET', '/api', 'invalidVersion'],
    ['GET', '/api/v1', 'unrecognisedObject'],
    ['GET', '/api/v1/system/profile', 'unrecognisedObject'],
    ['GET', '/api/v1/calls/x/y/z', 'unrecognisedObject'],
    ['GET', '/api/v1/coSpaces/%', 'coSpaceDoesNotExist'],
    ['POST', '/api/v1/callLegs', 'invalidOperation'],
    ['DELETE', '/api/v1/coSpaces', 'invalidOperation'],
    ['PATCH', '/api/v1/coSpaces', 'invalidOperation'],
    ['GET', '/api/v1/calls/x/callLegs', 'callDoesNotExist'],
    ['GET', '/api/v1/coSpaces?limit=x', 'parameterError'],
  ];
  for (const [method, path, reason] of cases) {
    const answer = await api.request(method, path, method === 'GET' ? undefined : '');
    expect(answer.reasons, `${method} ${path}`).toEqual([reason]);
    expect(answer.status).toBe(400);
  }
});

test('nodes and fields follow the version', async () => {
  const old = await startTestApi({ version: '2.0' });
  expect((await old.get('/api/v1/system/load')).reasons).toEqual(['unrecognisedObject']);
  expect((await old.get('/api/v1/system/status')).xml?.children.map((child) => child.name)).toEqual([
    'softwareVersion',
    'uptimeSeconds',
    'cdrTime',
    'activated',
    'clusterEnabled',
    'callLegsActive',
    'callLegsMaxActive',
    'callLegsCompleted',
    'audioBitRateOutgoing',
    'audioBitRateIncoming',
    'videoBitRateOutgoing',
    'videoBitRateIncoming',
  ]);
  await old.close();
  const young = await startTestApi({ version: '3.0' });
  expect((await young.get('/api/v1/system/load')).text).toContain(
    '<load><mediaProcessingLoad>0</mediaProcessingLoad></load>',
  );
  expect((await young.get('/api/v1/system/status')).xml?.children.map((child) => child.name)).toEqual(
    expect.arrayContaining(['hostId', 'clusterId', 'cdrCorrelatorIndex']),
  );
  await young.close();
});

test('pages have the whole total', async ({ api }) => {
  for (let n = 0; n < 23; n += 1) await api.post('/api/v1/coSpaces', `name=space${n}&uri=u${n}`);
  const counts = async (query: string) => {
    const { xml } = await api.get(`/api/v1/coSpaces${query}`);
    return [xml?.attributes.total, xml?.children.length];
  };
  expect(await counts('')).toEqual(['23', 20]);
  expect(await counts('?offset=20')).toEqual(['23', 3]);
  expect(await counts('?offset=99')).toEqual(['23', 0]);
  expect(await counts('?limit=1000&offset=1')).toEqual(['23', 22]);
  expect(await counts('?filter=SPACE2')).toEqual(['4', 4]);
  expect(await counts('?tenantFilter=')).toEqual(['23', 20]);
});

test('a body that is too large is refused and costs its connection only', async ({ api }) => {
  const answer = await api.request('POST', '/api/v1/coSpaces', Buffer.alloc(1_500_000, 'a'));
  expect(answer.status).toBe(413);
  expect((await api.get('/api/v1/coSpaces')).xml?.attributes.total).toBe('0');
});

test('values that are badly encoded or hold control characters do no harm', async ({ api }) => {
  const { location } = await api.post('/api/v1/coSpaces', 'name=100%25%zz%0d%0aJul 26&cdrTag=%00');
  const { xml, status, text } = await api.get(location);
  expect(status).toBe(200);
  expect(text).not.toContain('\0');
  expect(xml?.attributes.id).toBe(location.split('/').at(-1));
  const lines = api.node.log.since(0).lines;
  expect(lines.every((line) => /^[A-Z][a-z]{2} [ \d]\d [\d:.]+ \w+\.info cms1 /.test(line))).toBe(true);
});

test('pipelined requests are answered in their order', async ({ api }) => {
  const { authorization: basic } = authorization('admin', 'conform-1');
  const one = (path: string, close: string) =>
    `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: ${basic}\r\nConnection: ${close}\r\n\r\n`;
  const got = await raw(api, one('/api/v1/calls', 'keep-alive') + one('/api/v1/callLegs', 'close'));
  expect(got.indexOf('<calls total="0">')).toBeGreaterThan(0);
  expect(got.indexOf('<callLegs total="0">')).toBeGreaterThan(got.indexOf('<calls total="0">'));
});

test('what is no HTTP, and a body that never comes, end their connection only', async ({ api }) => {
  expect(await raw(api, 'hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  expect(await raw(api, `GET /${'x'.repeat(40_000)} HTTP/1.1\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
  expect(await raw(api, 'POST /api/v1/calls HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc')).toMatch(
    /^(HTTP\/1\.1 408 |$)/,
  );
  expect((await api.get('/api/v1/calls')).status).toBe(200);
});

test('a browser gets a page', async ({ api }) => {
  const page = await api.request('GET', '/', undefined, { authorization: '' });
  expect(page.status).toBe(200);
  expect(page.headers['content-type']).toBe('text/html');
  expect((await api.get('/nothing')).status).toBe(404);
});

test('closing does not wait for connections that never spoke', async () => {
  const api = await startTestApi();
  const { connect: plain } = await import('node:net');
  const socket = plain(api.port, '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.on('error', () => {});
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await api.close();
  await closed;
});
