import { randomInt } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { ApiClient } from '../clients/api.ts';
import { MmpClient } from '../clients/mmp.ts';
import { resultSchema } from '../run/result.ts';
import { describeByControl } from '../targets/bench.ts';
import type { TargetNode } from '../targets/target.ts';
import { emulatorProgram, run, type Started, start } from './command.ts';
import { test as base, expect } from './scratch.ts';

/** What the emulator prints when it is ready (design: Commands), and nothing else. */
const readyLine = z.strictObject({
  ready: z.literal(true),
  control: z.url({ protocol: /^http$/ }),
  credentials: z.strictObject({ username: z.string().min(1), password: z.string().min(8) }),
  nodes: z.array(
    z.strictObject({
      name: z.string(),
      api: z.url({ protocol: /^https$/ }),
      mmp: z.strictObject({ host: z.string(), port: z.int().min(1).max(65535) }),
      webApp: z.url().nullable(),
      c2w: z.url().nullable(),
      scheduler: z.url().nullable(),
    }),
  ),
  tms: z.url().nullable(),
});
type Ready = z.infer<typeof readyLine>;

interface Emulator extends Started {
  ready: Ready;
  api: ApiClient;
  mmp: MmpClient;
}

const test = base.extend<{ emulate: (args: string[], env?: Record<string, string>) => Promise<Emulator> }>({
  emulate: async ({}, use) => {
    const running: Emulator[] = [];
    await use(async (args, env = {}) => {
      const started = start(args, env, emulatorProgram);
      const ready = readyLine.parse(JSON.parse(await started.firstLine));
      const emulator = { ...started, ready, ...(await clientsOf(ready)) };
      running.push(emulator);
      return emulator;
    });
    for (const { api, mmp, child, ended } of running) {
      await Promise.all([api.close(), mmp.close()]);
      child.kill('SIGKILL');
      await ended;
    }
  },
});

async function describedNodes(ready: Ready): Promise<TargetNode[]> {
  return (await describeByControl(ready.control)).nodes;
}

/** Clients of the first node, which trust the certificate that the control interface tells. */
async function clientsOf(ready: Ready): Promise<{ api: ApiClient; mmp: MmpClient }> {
  const [node] = await describedNodes(ready);
  if (!node) throw new Error('the emulator runs no node');
  const api = new ApiClient({ node: node.name, ...node.api, tls: node.tls });
  const { host, port, username, password, hostKey } = node.mmp;
  const mmp = await MmpClient.connect({
    node: node.name,
    host,
    port,
    username,
    password,
    ...(hostKey ? { hostKeyFingerprint: hostKey } : {}),
  });
  return { api, mmp };
}

async function softwareVersion(api: ApiClient): Promise<string | undefined> {
  return (await api.get('/api/v1/system/status')).xml?.children.find(({ name }) => name === 'softwareVersion')?.text;
}

/** Ends it and gives how it ended. */
async function stopped({ child, ended }: Emulator, signal: NodeJS.Signals) {
  child.kill(signal);
  return ended;
}

test('the ready line is one line of JSON, the only thing printed, and everything in it answers', async ({
  emulate,
}) => {
  const emulator = await emulate(['--topology', 'single']);
  expect(emulator.ready.nodes.map(({ name }) => name)).toEqual(['cms1']);
  expect((await emulator.api.get('/api/v1/system/status')).status).toBe(200);
  expect((await emulator.mmp.run('version')).lines.length).toBeGreaterThan(0);
  const ended = await stopped(emulator, 'SIGTERM');
  expect(ended).toMatchObject({ code: 0, err: '' });
  expect(ended.out.trimEnd().split('\n')).toHaveLength(1);
});

test('the default is the cluster of three; each node has its own addresses and knows the others', async ({
  emulate,
}) => {
  const { ready, api } = await emulate([]);
  expect(ready.nodes.map(({ name }) => name)).toEqual(['cms1', 'cms2', 'cms3']);
  const addresses = ready.nodes.flatMap((node) => [new URL(node.api).port, String(node.mmp.port)]);
  expect(new Set(addresses).size).toBe(6);
  const members = await api.all('/api/v1/callBridges');
  expect(members.items.map((item) => item.children.find(({ name }) => name === 'name')?.text)).toEqual([
    'cms1',
    'cms2',
    'cms3',
  ]);
  const roles = (await describedNodes(ready)).map((node) => node.roles.includes('scheduler'));
  expect(roles).toEqual([true, true, false]);
});

test('what one member of a cluster is told the others know', async ({ emulate }) => {
  const { ready, api } = await emulate([]);
  const { location = '' } = await api.post('/api/v1/coSpaces', [['name', 'shared']]);
  const third = (await describedNodes(ready))[2];
  if (!third) throw new Error('there is no third node');
  const other = new ApiClient({ node: third.name, ...third.api, tls: third.tls });
  expect((await other.get(location)).status).toBe(200);
  await other.close();
});

for (const [profile, platform, version] of [
  ['virtualized-2.0', 'virtualized', '2.0'],
  ['cms2000-3.8', 'cms2000', '3.8'],
] as const) {
  test(`a profile decides platform and version: ${profile}`, async ({ emulate }) => {
    const { ready, api } = await emulate(['--topology', 'single', '--profile', profile]);
    expect(await softwareVersion(api)).toBe(version);
    expect((await describedNodes(ready))[0]).toMatchObject({ platform, version });
  });
}

test('with a port base every node has its ten ports, and a second emulator on the same ones is refused', async ({
  emulate,
}) => {
  const first = 20_000 + randomInt(1000) * 10;
  const { ready } = await emulate(['--port-base', String(first)]);
  expect(ready.nodes.map(({ api, mmp }) => [Number(new URL(api).port), mmp.port])).toEqual([
    [first, first + 1],
    [first + 10, first + 11],
    [first + 20, first + 21],
  ]);
  const second = await start(['--port-base', String(first)], {}, emulatorProgram).ended;
  expect(second).toMatchObject({ code: 2, out: '' });
  expect(second.err).toMatch(new RegExp(`^Port ${first} on 127\\.0\\.0\\.1 is in use: .*\\n$`));
});

test('the password is random, or what the environment says', async ({ emulate }) => {
  const [one, two] = [await emulate(['--topology', 'single']), await emulate(['--topology', 'single'])];
  expect(one.ready.credentials.password).not.toBe(two.ready.credentials.password);
  expect(new URL(one.ready.control).pathname).not.toBe(new URL(two.ready.control).pathname);
  const given = { CMS_EMULATOR_USER: 'operator', CMS_EMULATOR_PASSWORD: 'conform-one-1' };
  const three = await emulate(['--topology', 'single'], given);
  expect(three.ready.credentials).toEqual({ username: 'operator', password: 'conform-one-1' });
  expect((await three.api.get('/api/v1/system/status')).status).toBe(200);
});

test('a target file lets certify judge it from outside as it would real nodes', async ({ emulate, scratch }) => {
  const file = join(scratch.path, 'target.yaml');
  const { ready } = await emulate(['--target-file', file]);
  expect(readFileSync(file, 'utf8')).not.toContain(ready.credentials.password);
  expect(statSync(join(scratch.path, 'target.password')).mode & 0o777).toBe(0o600);
  const out = join(scratch.path, 'run');
  const ended = await run(['certify', '--target', file, '--only', 'SCHED-HELP', '--out', out]);
  const result = resultSchema.parse(JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')));
  expect(result.target).toMatchObject({ kind: 'lab', nodes: [{ name: 'cms1' }, { name: 'cms2' }, { name: 'cms3' }] });
  expect(result.summary).toEqual({ pass: 3 });
  expect(ended.code).toBe(0);
});

test('a target file that claims a role which the node lacks is wrong usage', async ({ emulate, scratch }) => {
  const file = join(scratch.path, 'target.yaml');
  await emulate(['--topology', 'single', '--profile', 'virtualized-2.0', '--target-file', file]);
  const ended = await run(['certify', '--target', file, '--only', 'SCHED-HELP', '--out', join(scratch.path, 'run')]);
  expect(ended.code).toBe(2);
  expect(ended.err).toMatch(
    /^cms1 is described with the role scheduler, but its MMP .* has no scheduler command; .*\n$/,
  );
});

test('a wrong MMP password is inconclusive, not a failure', async ({ emulate, scratch }) => {
  const file = join(scratch.path, 'target.yaml');
  await emulate(['--topology', 'single', '--target-file', file]);
  const target = parse(readFileSync(file, 'utf8')) as { nodes: { mmp: { password: unknown } }[] };
  for (const node of target.nodes) node.mmp.password = { file: './wrong.password' };
  scratch.write('target.yaml', stringify(target, { aliasDuplicateObjects: false }));
  scratch.write('wrong.password', 'not-the-password');
  const ended = await run(['certify', '--target', file, '--only', 'SCHED-HELP', '--out', join(scratch.path, 'run')]);
  expect(ended.code).toBe(3);
  expect(ended.out).toMatch(/MMP of cms1 at 127\.0\.0\.1:\d+: /);
  expect(ended.out).not.toContain('not-the-password');
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} ends it tidily, also with clients that are still connected`, async ({ emulate }) => {
    const emulator = await emulate([]);
    await emulator.api.get('/api/v1/system/status');
    await emulator.mmp.run('version');
    expect(await stopped(emulator, signal)).toMatchObject({ code: 0, err: '' });
  });
}

test.describe('after kill -9, on the same data', () => {
  /** Configures it, starts a call, kills it and starts it again. */
  async function revive(emulate: (args: string[]) => Promise<Emulator>, data: string) {
    const args = ['--topology', 'single', '--data', data];
    const before = await emulate(args);
    const { location: space = '' } = await before.api.post('/api/v1/coSpaces', [
      ['name', 'kept'],
      ['uri', 'kept.room'],
    ]);
    const untouched = (await before.mmp.run('scheduler timedLogging')).lines;
    await before.mmp.run('scheduler timedLogging email 600');
    const listing = (await before.mmp.run('scheduler timedLogging')).lines;
    expect(listing).not.toEqual(untouched);
    await before.mmp.upload('kept.crt', 'kept bytes');
    const call = await before.api.post('/api/v1/calls', [['coSpace', space.split('/').at(-1) ?? '']]);
    expect(call.status).toBe(200);
    expect((await before.api.get(call.location ?? '')).status).toBe(200);
    const log = readFileSync(join(data, 'cms1', 'log'), 'utf8');
    expect((await stopped(before, 'SIGKILL')).code).toBeNull();
    const after = await emulate(args);
    return { before, after, space, call: call.location ?? '', listing, log };
  }

  test('the configuration is still there: a coSpace, an MMP setting, an uploaded file', async ({
    emulate,
    scratch,
  }) => {
    const { after, space, listing } = await revive(emulate, scratch.path);
    const { status, body } = await after.api.get(space);
    expect([status, body]).toEqual([200, expect.stringContaining('<name>kept</name>')]);
    expect(body).toContain('<uri>kept.room</uri>');
    expect((await after.mmp.run('scheduler timedLogging')).lines).toEqual(listing);
    expect((await after.mmp.download('kept.crt')).toString()).toBe('kept bytes');
  });

  test('live calls are gone', async ({ emulate, scratch }) => {
    const { after, call } = await revive(emulate, scratch.path);
    expect((await after.api.get(call)).status).not.toBe(200);
    expect((await after.api.get('/api/v1/calls')).xml?.attributes.total).toBe('0');
  });

  test('addresses, credentials, certificate and host key are the same', async ({ emulate, scratch }) => {
    const { before, after } = await revive(emulate, scratch.path);
    expect(after.ready.nodes).toEqual(before.ready.nodes);
    expect(after.ready.credentials).toEqual(before.ready.credentials);
    // the clients of the first start still pin what they were told then
    expect((await before.api.get('/api/v1/system/status')).status).toBe(200);
    expect((await before.mmp.run('version')).lines.length).toBeGreaterThan(0);
  });

  test('the log goes on in its file', async ({ emulate, scratch }) => {
    const { log } = await revive(emulate, scratch.path);
    const now = readFileSync(join(scratch.path, 'cms1', 'log'), 'utf8');
    expect(log).not.toBe('');
    expect(now.startsWith(log)).toBe(true);
    for (const line of now.trimEnd().split('\n'))
      expect(line).toMatch(/^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d\.\d{3} [a-z0-9]+\.[a-z]+ \S+ /);
  });
});

test('without a data directory nothing is kept anywhere', async ({ emulate, scratch }) => {
  const first = await emulate(['--topology', 'single']);
  const { location = '' } = await first.api.post('/api/v1/coSpaces', [['name', 'gone']]);
  await stopped(first, 'SIGTERM');
  const second = await emulate(['--topology', 'single']);
  expect((await second.api.get(location)).status).not.toBe(200);
  expect(existsSync(join(scratch.path, 'cluster.sqlite'))).toBe(false);
});

test.describe('the control interface', () => {
  const ask = async (url: string, method = 'GET', body?: string) => {
    const response = await fetch(url, { method, ...(body === undefined ? {} : { body }) });
    return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
  };

  test('answers under its secret path only', async ({ emulate }) => {
    const { ready } = await emulate(['--topology', 'single']);
    expect((await ask(ready.control)).status).toBe(200);
    expect((await ask(new URL('/', ready.control).href)).status).toBe(404);
    expect((await ask(new URL('/guess/clock', ready.control).href, 'PUT', '{"advanceSeconds":60}')).status).toBe(404);
  });

  test('turns the clock, and a power cycle drops live calls but no configuration', async ({ emulate }) => {
    const { ready, api } = await emulate(['--topology', 'single']);
    const { location: space = '' } = await api.post('/api/v1/coSpaces', [['name', 'kept']]);
    const call = await api.post('/api/v1/calls', [['coSpace', space.split('/').at(-1) ?? '']]);
    const set = await ask(`${ready.control}clock`, 'PUT', '{"set":"2031-05-06T07:08:09Z"}');
    expect(set.answer.now).toMatch(/^2031-05-06T07:08:/);
    const turned = await ask(`${ready.control}clock`, 'PUT', '{"advanceSeconds":3600}');
    expect(turned.answer.now).toMatch(/^2031-05-06T08:08:/);
    expect((await ask(`${ready.control}nodes/cms1/reboot`, 'POST')).status).toBe(200);
    expect((await api.get(space)).status).toBe(200);
    expect((await api.get(call.location ?? '')).status).not.toBe(200);
  });

  test('starts and stops standalone nodes', async ({ emulate }) => {
    const { ready } = await emulate(['--topology', 'single']);
    const { answer } = await ask(
      `${ready.control}nodes`,
      'POST',
      '{"platform":"cms2000","version":"3.4","roles":["callBridge"]}',
    );
    expect(answer).toMatchObject({ platform: 'cms2000', version: '3.4', roles: ['callBridge'] });
    expect(await describedNodes(ready)).toHaveLength(2);
    expect((await ask(`${ready.control}nodes/${String(answer.name)}`, 'DELETE')).status).toBe(200);
    expect(await describedNodes(ready)).toHaveLength(1);
  });

  test('refuses what it does not know, and stays', async ({ emulate }) => {
    const { ready } = await emulate(['--topology', 'single']);
    const refused: [status: number, path: string, method: string, body?: string][] = [
      [404, 'nodes/cms9/reboot', 'POST'],
      [404, 'nodes/cms1', 'DELETE'],
      [404, 'teapot', 'GET'],
      [404, 'clock', 'DELETE'],
      [400, 'clock', 'PUT', '{"set":"tomorrow"}'],
      [400, 'clock', 'PUT', '{"advanceSeconds":1e300}'],
      [400, 'clock', 'PUT', '{}'],
      [400, 'clock', 'PUT', 'not json'],
      [400, 'nodes', 'POST', '{"platform":"cms3000"}'],
      [400, 'nodes', 'POST', '{"planform":"cms2000"}'],
    ];
    for (const [status, path, method, body] of refused) {
      const { status: got, answer } = await ask(`${ready.control}${path}`, method, body);
      expect([got, path, body], JSON.stringify(answer)).toEqual([status, path, body]);
      expect(answer.error).toEqual(expect.any(String));
    }
    expect((await ask(ready.control)).status).toBe(200);
  });
});
