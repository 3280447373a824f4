import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunOrder } from '../run/order.ts';
import type { Result } from '../run/result.ts';
import { prepareContainers, startContainers } from '../targets/container/cluster.ts';
import { processIdentity } from '../targets/owner.ts';
import { expect, type Scratch, test } from './scratch.ts';

// Real containers. A machine without an engine fails here: it would say nothing of the container target.

const program = fileURLToPath(new URL('../cli/main.ts', import.meta.url));
const label = 'org.cms-conformance.run';

test.describe.configure({ mode: 'serial' });

test.beforeAll(() => {
  try {
    docker('version', '--format', '{{.Server.Version}}');
  } catch (error) {
    throw new Error(
      `these tests need a Docker engine that runs (apt-get install docker.io iptables; dockerd): ${(error as Error).message}`,
    );
  }
});

function docker(...args: string[]): string {
  return execFileSync('docker', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/** What the engine holds of a run: containers, networks and volumes. */
function leftOf(run: string): string[] {
  const filter = `label=${label}=${run}`;
  return [
    docker('ps', '-aq', '--filter', filter),
    docker('network', 'ls', '-q', '--filter', filter),
    docker('volume', 'ls', '-q', '--filter', filter),
  ].flatMap((list) => list.split('\n').filter(Boolean));
}

interface Run {
  child: ChildProcess;
  ended: Promise<{ code: number | null; out: string; err: string }>;
  folder: string;
}

/** Starts `certify --target container`, at the head of a process group of its own. */
function certify(scratch: Scratch, name: string, only: string, env: Record<string, string> = {}): Run {
  const folder = join(scratch.path, name);
  const child = spawn(
    process.execPath,
    [program, 'certify', '--target', 'container', '--only', only, '--out', folder],
    {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, CMS_CONTAINER_BASE: 'local', NODE_OPTIONS: '', ...env },
    },
  );
  const seen = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    seen.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    seen.err += chunk;
  });
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.once('exit', (code) => resolve({ code, ...seen }));
  });
  return { child, ended, folder };
}

/** The id of a run whose containers are up. */
async function upAndRunning({ folder }: Run): Promise<string> {
  const file = join(folder, 'order.json');
  await expect.poll(() => existsSync(file), { timeout: 60_000 }).toBe(true);
  const { id } = JSON.parse(readFileSync(file, 'utf8')) as RunOrder;
  await expect
    .poll(() => docker('ps', '-q', '--filter', `label=${label}=${id}`).split('\n').length, { timeout: 60_000 })
    .toBeGreaterThanOrEqual(3);
  return id;
}

test('the cluster suite passes on containers, and nothing is left of them', async ({ scratch }) => {
  const run = certify(scratch, 'run', 'CLUSTER');
  const { code, out, err } = await run.ended;
  expect(err).toBe('');
  expect(out).toContain('CONFORMANT');
  expect(code).toBe(0);
  const result = JSON.parse(readFileSync(join(run.folder, 'result.json'), 'utf8')) as Result;
  expect(result.target).toMatchObject({
    kind: 'container',
    capabilities: expect.arrayContaining(['power', 'links', 'pause']),
  });
  expect(result.target.nodes.map(({ name }) => name)).toEqual(['cms1', 'cms2', 'cms3']);
  for (const { verdict } of result.requirements) expect(verdict).toBe('pass');
  expect(leftOf(result.run.id)).toEqual([]);
});

test('Ctrl-C ends it at once, and nothing is left', async ({ scratch }) => {
  const run = certify(scratch, 'interrupted', 'SCHED');
  const id = await upAndRunning(run);
  process.kill(-(run.child.pid as number), 'SIGINT');
  const { code } = await run.ended;
  expect(code).toBe(130);
  expect(leftOf(id)).toEqual([]);
});

test('what a killed runner leaves behind, its children remove', async ({ scratch }) => {
  const run = certify(scratch, 'killed', 'SCHED');
  const id = await upAndRunning(run);
  run.child.kill('SIGKILL');
  await run.ended;
  await expect.poll(() => leftOf(id), { timeout: 20_000 }).toEqual([]);
});

test('what a runner leaves behind that was killed with all its children, the next start removes', async ({
  scratch,
}) => {
  const run = certify(scratch, 'killed', 'SCHED');
  const id = await upAndRunning(run);
  process.kill(-(run.child.pid as number), 'SIGKILL');
  await run.ended;
  expect(leftOf(id).length).toBeGreaterThanOrEqual(3);
  const next = certify(scratch, 'next', 'CLUSTER-ALARM-02');
  expect(await next.ended).toMatchObject({ code: 0, err: '' });
  expect(leftOf(id)).toEqual([]);
});

const missing: [what: string, env: Record<string, string>, sentence: RegExp][] = [
  [
    'no engine at a socket',
    { DOCKER_HOST: 'unix:///nowhere/docker.sock' },
    /^No Docker engine answers at unix:\/\/\/nowhere\/docker\.sock \(DOCKER_HOST\): /,
  ],
  [
    'no engine at a port',
    { DOCKER_HOST: 'tcp://127.0.0.1:1' },
    /^No Docker engine answers at tcp:\/\/127\.0\.0\.1:1 \(DOCKER_HOST\): /,
  ],
  [
    'a base image that is nowhere',
    { CMS_CONTAINER_BASE: 'registry.example.invalid/none:1' },
    /^The base image registry\.example\.invalid\/none:1 is neither in the Docker engine nor to be had from a registry \(.+\): .*CMS_CONTAINER_BASE=local/,
  ],
];
for (const [what, env, sentence] of missing) {
  test(`one sentence and exit code 4: ${what}`, async ({ scratch }) => {
    const { ended, folder } = certify(scratch, 'missing', 'CLUSTER', env);
    const { code, out, err } = await ended;
    expect(err.trimEnd()).toMatch(sentence);
    expect(err.trimEnd()).not.toContain('\n');
    expect(code).toBe(4);
    expect(out).toBe('');
    expect(existsSync(folder)).toBe(false);
  });
}

test('a node can be frozen, and time goes on for those that were down', async () => {
  process.env.CMS_CONTAINER_BASE = 'local';
  const run = `self-${process.pid}`;
  const image = await prepareContainers();
  const target = await startContainers(run, {
    image,
    nodes: ['cms1', 'cms2', 'cms3'],
    emulator: {},
    owner: processIdentity(),
  });
  try {
    const { bench } = target;
    if (!bench) throw new Error('a container target has a bench');
    const before = (await bench.now()).getTime();
    await bench.pause('cms1');
    await bench.kill('cms2');
    expect(
      docker('ps', '-q', '--filter', `label=${label}=${run}`, '--filter', 'status=paused').split('\n'),
    ).toHaveLength(1);
    await bench.advance(3600);
    await bench.unpause('cms1');
    await bench.start('cms2');
    for (const name of ['cms1', 'cms2', 'cms3']) {
      const response = fetchStatus(target.nodes.find((node) => node.name === name)?.api);
      const cdrTime = /<cdrTime>([^<]+)</.exec(response)?.[1] ?? '';
      expect(Date.parse(cdrTime) - before).toBeGreaterThanOrEqual(3_595_000);
    }
    const ofCluster = docker('ps', '-q', '--filter', `label=${label}=${run}`);
    const alone = await bench.addNode({ platform: 'cms2000', version: '3.4', roles: ['scheduler'] });
    expect(alone).toMatchObject({ platform: 'cms2000', version: '3.4', roles: ['scheduler'] });
    await bench.removeNode(alone.name);
    expect(docker('ps', '-q', '--filter', `label=${label}=${run}`)).toBe(ofCluster);
  } finally {
    await target.close();
  }
  expect(leftOf(run)).toEqual([]);
});

/** `system/status`, asked by an independent client. */
function fetchStatus(api: { url: string; username: string; password: string } | undefined): string {
  if (!api) throw new Error('the node is missing');
  return execFileSync('curl', ['-sk', '-u', `${api.username}:${api.password}`, `${api.url}/api/v1/system/status`], {
    encoding: 'utf8',
  });
}
