import { Agent, request } from 'node:https';
import { test as base, expect } from '@playwright/test';
import { policiesWith } from '../policies/index.ts';
import { type RunningCluster, startCluster } from './cluster.ts';
import { PeerLinks } from './peer-links.ts';
import { loadTopology } from './topology.ts';

const test = base.extend<{ cluster: RunningCluster }>({
  cluster: async ({}, use) => {
    const topology = loadTopology('cluster3', null);
    const options = { topology, policies: policiesWith([]), data: null, host: '127.0.0.1', portBase: null };
    const cluster = await startCluster(options);
    await use(cluster);
    await cluster.close();
  },
});

const path = '/api/v1/system/status';

/** Status of a request, or the error's code; `silent` when there is no answer for a while. */
function ask(
  { nodes, credentials, authority }: RunningCluster,
  { to = path, agent = false as Agent | false } = {},
): Promise<number | string> {
  const auth = `${credentials.username}:${credentials.password}`;
  return new Promise((resolve) => {
    const asked = request(new URL(to, nodes[0]?.endpoints.api ?? ''), { auth, ca: authority, agent }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
    });
    asked.setTimeout(150, () => asked.destroy(Object.assign(new Error('no answer'), { code: 'silent' })));
    asked.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    asked.end();
  });
}

const seen = {
  killed: 'ECONNREFUSED',
  stopped: 'ECONNREFUSED',
  cut: 'ECONNRESET',
  hung: 'silent',
  unavailable: 503,
  expiredCertificate: 'CERT_HAS_EXPIRED',
} as const;

for (const kind of Object.keys(seen) as (keyof typeof seen)[]) {
  test(`a node that is ${kind} fails so until the fault ends`, async ({ cluster }) => {
    expect(await ask(cluster)).toBe(200);
    await cluster.fault('cms1', { kind });
    expect(await ask(cluster)).toBe(seen[kind]);
    expect(await ask(cluster, { to: '/' })).toBe(seen[kind]);
    await cluster.fault('cms1', null);
    expect(await ask(cluster)).toBe(200);
  });

  test(`a node that is ${kind} after two requests answers these`, async ({ cluster }) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    await cluster.fault('cms1', { kind, afterRequests: 2 });
    // what is no API request doesn't count
    expect(await ask(cluster, { to: '/', agent })).toBeLessThan(500);
    expect([await ask(cluster, { agent }), await ask(cluster, { agent })]).toEqual([200, 200]);
    const third = await ask(cluster, { agent });
    expect(third).toBe(kind === 'unavailable' ? 503 : kind === 'hung' ? 'silent' : 'ECONNRESET');
    await cluster.activities.settled();
    expect(await ask(cluster)).toBe(seen[kind]);
    await cluster.fault('cms1', null);
    expect(await ask(cluster, { agent })).toBe(200);
    agent.destroy();
  });
}

test('a node that is cut off is cut off from its peers too', async ({ cluster }) => {
  await cluster.fault('cms1', { kind: 'cut' });
  for (let round = 0; round < 2; round += 1) await PeerLinks.probeAll(cluster.nodes);
  expect(cluster.nodes.map((node) => PeerLinks.of(node)?.alarms().length)).toEqual([2, 1, 1]);
});

test('another fault takes the place of the one before', async ({ cluster }) => {
  await cluster.fault('cms1', { kind: 'killed' });
  await cluster.fault('cms1', { kind: 'unavailable' });
  expect(await ask(cluster)).toBe(503);
});
