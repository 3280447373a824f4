import { type ChildProcess, spawn } from 'node:child_process';
import { request } from 'node:https';
import { fileURLToPath } from 'node:url';
import { test as base, expect, type Scratch } from '../../self/scratch.ts';
import { Repository } from '../api/repository.ts';
import { policiesWith } from '../policies/index.ts';
import { type RunningCluster, startCluster } from './cluster.ts';
import { PeerLinks } from './peer-links.ts';
import { loadTopology, UsageError } from './topology.ts';

const program = fileURLToPath(new URL('../main.ts', import.meta.url));

const test = base.extend<{ start: (data?: string | null, only?: string) => Promise<RunningCluster> }>({
  start: async ({}, use) => {
    const running: RunningCluster[] = [];
    await use(async (data = null, only) => {
      const topology = loadTopology('cluster3', null);
      const cluster = await startCluster({
        topology,
        policies: policiesWith([]),
        data,
        host: '127.0.0.1',
        portBase: null,
        only: only ?? null,
      });
      running.push(cluster);
      return cluster;
    });
    for (const cluster of running) await cluster.close();
  },
});

/** Status of a request to a node, or the error's code. */
function ask({ nodes, credentials, authority }: RunningCluster, name: string, path: string): Promise<number | string> {
  const base = nodes.find((node) => node.name === name)?.endpoints.api ?? '';
  const auth = `${credentials.username}:${credentials.password}`;
  return new Promise((resolve) => {
    const asked = request(new URL(path, base), { auth, ca: authority, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    asked.end();
  });
}

/** How many alarms each node has once every peer has been asked often enough. */
async function alarms({ nodes }: RunningCluster): Promise<number[]> {
  for (let round = 0; round < 3; round += 1) await PeerLinks.probeAll(nodes);
  return nodes.map((node) => PeerLinks.of(node)?.alarms().length ?? -1);
}

test('while all is well there are no alarms, and the watch leaves no trace', async ({ start }) => {
  const cluster = await start();
  const traced = cluster.nodes.map(({ log, live }) => [log.since(0).next, live.counters.apiTrace]);
  expect(await alarms(cluster)).toEqual([0, 0, 0]);
  expect(cluster.nodes.map(({ log, live }) => [log.since(0).next, live.counters.apiTrace])).toEqual(traced);
});

test('a node that is cut off: each peer has an alarm, it has one for each; its API answers; joined, all are gone', async ({
  start,
}) => {
  const cluster = await start();
  await cluster.cut('cms2');
  expect(await alarms(cluster)).toEqual([1, 2, 1]);
  const [first] = PeerLinks.of(cluster.nodes[0] as never)?.alarms() ?? [];
  expect(first).toMatchObject({ type: 'callBridgeConnectionFailure', activeTimeSeconds: '0' });
  cluster.setClock(new Date(cluster.clock.now().getTime() + 90_000));
  expect(PeerLinks.of(cluster.nodes[0] as never)?.alarms()[0]).toMatchObject({
    id: first?.id,
    activeTimeSeconds: expect.stringMatching(/^9\d$/),
  });
  expect(await ask(cluster, 'cms2', '/api/v1/system/status')).toBe(200);
  await cluster.join('cms2');
  expect(await alarms(cluster)).toEqual([0, 0, 0]);
});

test('one missed answer is no alarm yet', async ({ start }) => {
  const cluster = await start();
  const [node] = cluster.nodes;
  await cluster.cut('cms2');
  expect(PeerLinks.of(node as never)?.alarms()).toEqual([]);
});

test('a killed node answers nothing, keeps its configuration and loses its calls; killing and starting twice changes nothing', async ({
  start,
}) => {
  const cluster = await start();
  const node = cluster.nodes.find(({ name }) => name === 'cms3');
  Repository.of(cluster.store).insert({ id: 'a', type: 'coSpace', parent: null, fields: { name: 'room' } });
  node?.live.calls.set('c', { coSpace: 'a' });
  await cluster.kill('cms3');
  await cluster.kill('cms3');
  expect(await ask(cluster, 'cms3', '/')).toBe('ECONNREFUSED');
  expect((await alarms(cluster)).slice(0, 2)).toEqual([1, 1]);
  await cluster.start('cms3');
  await cluster.start('cms3');
  expect(await ask(cluster, 'cms3', '/api/v1/system/status')).toBe(200);
  expect(Repository.of(cluster.store).get('coSpace', 'a')?.fields).toEqual({ name: 'room' });
  expect(node?.live.calls.size).toBe(0);
  expect(await alarms(cluster)).toEqual([0, 0, 0]);
});

test("the cluster's time goes on through a restart", async ({ start, scratch }) => {
  const first = await start(scratch.path);
  first.setClock(new Date('2040-01-01T00:00:00Z'));
  await first.close();
  const second = await start(scratch.path);
  expect(second.clock.now().getUTCFullYear()).toBe(2040);
});

test('a node that the topology does not have is refused, with those that it has', async ({ start }) => {
  await expect(start(null, 'cms9')).rejects.toThrow(UsageError);
  await expect(start(null, 'cms9')).rejects.toThrow('The topology has no node "cms9": it has cms1, cms2, cms3.');
});

/** The node's ready line. */
function ready(child: ChildProcess): Promise<{ credentials: object; nodes: { name: string; api: string }[] }> {
  return new Promise((resolve, reject) => {
    let out = '';
    child.stdout?.on('data', (chunk) => {
      out += chunk;
      if (out.includes('\n')) resolve(JSON.parse(out));
    });
    child.once('exit', (code) => reject(new Error(`exit code ${code}`)));
  });
}

async function together(scratch: Scratch, base: number) {
  const children = ['cms1', 'cms2', 'cms3'].map((name) =>
    spawn(
      process.execPath,
      [program, '--node', name, '--host', '127.0.0.1', '--port-base', String(base), '--data', scratch.path],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
        env: { ...process.env, CMS_EMULATOR_FOLLOWS_STDIN: '1', NODE_OPTIONS: '' },
      },
    ),
  );
  try {
    return await Promise.all(children.map(ready));
  } finally {
    await Promise.all(
      children.map((child) => {
        const ended = new Promise((resolve) => child.once('close', resolve));
        child.stdin?.end();
        return ended;
      }),
    );
  }
}

test('nodes in processes of their own may start at once: one set of credentials, one list of Call Bridges', async ({
  scratch,
  start,
}) => {
  const lines = await together(scratch, 24_310);
  expect(lines.flatMap(({ nodes }) => nodes.map(({ name, api }) => `${name} ${api}`))).toEqual([
    'cms1 https://127.0.0.1:24310',
    'cms2 https://127.0.0.1:24320',
    'cms3 https://127.0.0.1:24330',
  ]);
  expect(new Set(lines.map(({ credentials }) => JSON.stringify(credentials))).size).toBe(1);
  const { store } = await start(scratch.path);
  expect(
    Repository.of(store)
      .list('callBridge')
      .map(({ fields }) => fields.name),
  ).toEqual(['cms1', 'cms2', 'cms3']);
});
