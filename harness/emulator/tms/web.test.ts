import { test as base, expect } from '@playwright/test';
import { Agent, request } from 'undici';
import { type RunningCluster, startCluster } from '../kernel/cluster.ts';
import { loadTopology } from '../kernel/topology.ts';
import { policiesWith } from '../policies/index.ts';
import { startTms } from './tms.ts';

interface Web {
  cluster: RunningCluster;
  get(path: string): Promise<{ status: number; text: string; headers: Record<string, unknown> }>;
  /** Sends a form; the password of the API user stands for `$`. */
  post(
    path: string,
    form: Record<string, string>,
    origin?: string,
  ): Promise<{ status: number; text: string; location: string }>;
  /** Web Admin of a node. */
  address(index: number): string;
}

const test = base.extend<{ web: Web }>({
  web: async ({}, use) => {
    const topology = loadTopology('cluster3', null);
    const cluster = await startCluster({
      topology,
      policies: policiesWith([]),
      data: null,
      host: '127.0.0.1',
      portBase: null,
    });
    const { credentials, authority } = cluster;
    const tms = await startTms(cluster, { host: '127.0.0.1', port: null, credentials });
    const agent = new Agent({ connect: { ca: authority } });
    const authorization = `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
    const ask = async (method: 'GET' | 'POST', path: string, body?: string, origin = tms.url) => {
      const headers = { authorization, ...(body === undefined ? {} : { origin }) };
      const answer = await request(`${tms.url}${path}`, { dispatcher: agent, method, headers, body: body ?? null });
      return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
    };
    await use({
      cluster,
      get: (path) => ask('GET', path),
      post: async (path, form, origin) => {
        const values = Object.entries(form).map(([name, value]): [string, string] => [
          name,
          value === '$' ? credentials.password : value,
        ]);
        const { status, text, headers } = await ask('POST', path, new URLSearchParams(values).toString(), origin);
        return { status, text, location: String(headers.location ?? '') };
      },
      address: (index) => new URL(cluster.nodes[index]?.endpoints.api ?? '').host,
    });
    await agent.destroy();
    await tms.close();
    await cluster.close();
  },
});

test('an operator adds a bridge, names it, gives it numbers, chooses an alternate, removes it', async ({ web }) => {
  const [address, peer] = [web.address(0), web.address(1)];
  const login = { username: 'admin', password: '$' };
  expect((await web.get('/')).text).toContain('TMS has no system yet');
  const { status, location } = await web.post('/systems', { address, ...login });
  expect([status, location]).toEqual([303, '/systems/1']);
  const fresh = (await web.get('/systems/1')).text;
  expect(fresh).toContain(`No Name (${address})`);
  expect(fresh.match(/>Open</g)).toHaveLength(2);
  expect(fresh).toContain('Cisco Meeting Server');
  await web.post('/systems/1/name', { name: 'Bridge <7>' });
  await web.post('/systems/1/extended', { domain: 'meet.example.test', numericIdBase: '1', numericIdQuantity: '3' });
  await web.post('/systems/1/alternate', { address: peer, ...login });
  const configured = (await web.get('/systems/1')).text;
  expect(configured).toContain('Bridge &lt;7&gt;');
  expect(configured).not.toContain('>Open<');
  expect(configured).toContain(`<option selected>${peer}</option>`);
  for (const page of [configured, (await web.get('/')).text])
    expect(page).not.toContain(web.cluster.credentials.password);
  expect((await web.post('/systems/1/remove', {})).location).toBe('/');
  expect((await web.get('/systems/1')).status).toBe(404);
});

test('a refusal says why and keeps what was typed, without the password', async ({ web }) => {
  const login = { username: 'admin', password: '$' };
  const wrong = await web.post('/systems', { address: web.address(0), username: 'admin', password: 'not-it-at-all' });
  expect(wrong.status).toBe(502);
  expect(wrong.text).toMatch(/role="alert">\S+ refuses this user name and password\./);
  expect(wrong.text).toContain(`value="${web.address(0)}"`);
  expect(wrong.text).not.toContain('not-it-at-all');
  await web.post('/systems', { address: web.address(0), ...login });
  const peer = await web.post('/systems', { address: web.address(1), ...login });
  expect(peer.text).toContain('is part of a clustered call bridge');
  const numbers = await web.post('/systems/1/extended', {
    domain: 'a.test',
    numericIdBase: 'one',
    numericIdQuantity: '3',
  });
  expect(numbers.text).toContain('Numeric ID Base is a number from 1 on.');
  const alternate = await web.post('/systems/1/alternate', { address: 'elsewhere.example.test', ...login });
  expect(alternate.status).toBe(409);
});

test('a page asks nobody for anything, and a form of another site is refused', async ({ web }) => {
  const { text, headers } = await web.get('/');
  expect(text).not.toMatch(/<script|src=|https?:\/\//);
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect((await web.post('/settings', { preferredMcuType: 'x' }, 'https://elsewhere.example.test')).status).toBe(403);
  expect((await web.post('/settings', { preferredMcuType: 'Other Type' })).status).toBe(303);
  expect((await web.get('/')).text).toContain('value="Other Type"');
  expect((await web.get('/nothing')).status).toBe(404);
});

test('a bridge that is down is shown all the same', async ({ web }) => {
  await web.post('/systems', { address: web.address(0), username: 'admin', password: '$' });
  await web.cluster.kill('cms1');
  const { status, text } = await web.get('/systems/1');
  expect(status).toBe(200);
  expect(text).toContain('can not be reached');
});
