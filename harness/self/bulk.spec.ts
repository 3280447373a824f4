import { stringify } from 'yaml';
import { ApiClient } from '../clients/api.ts';
import { describeByControl } from '../targets/bench.ts';
import { emulatorProgram, type Started, start } from './command.ts';
import { test as base, expect } from './scratch.ts';

interface Running extends Started {
  apis: ApiClient[];
}

/** Starts an emulated cluster, which is killed after the test. */
const test = base.extend<{ emulate: (args: string[]) => Promise<Running> }>({
  emulate: async ({}, use) => {
    const all: Running[] = [];
    await use(async (args) => {
      const started = start(args, {}, emulatorProgram);
      const { control } = JSON.parse(await started.firstLine) as { control: string };
      const { nodes } = await describeByControl(control);
      const apis = nodes.map((node) => new ApiClient({ node: node.name, ...node.api, tls: node.tls }));
      const running = { ...started, apis };
      all.push(running);
      return running;
    });
    for (const { apis, child, ended } of all) {
      await Promise.all(apis.map((api) => api.close()));
      child.kill('SIGKILL');
      await ended;
    }
  },
});

const spaces = 10_000;

/** Asks a bridge for a sync of that many spaces and gives its path. */
async function queueSync(api: ApiClient): Promise<string> {
  const set = await api.post('/api/v1/cospaceBulkParameterSets', [
    ['startIndex', '1'],
    ['endIndex', String(spaces)],
    ['coSpaceUriMapping', 'slot.$index$'],
    ['coSpaceNameMapping', 'Slot $index$'],
    ['coSpaceCallIdMapping', '7$index$'],
  ]);
  const id = set.location?.split('/').at(-1) ?? '';
  const sync = await api.post('/api/v1/cospaceBulkSyncs', [['cospaceBulkParameterSet', id]]);
  return sync.location ?? '';
}

async function statusOf(api: ApiClient, sync: string): Promise<string | undefined> {
  return (await api.get(sync)).xml?.children.find(({ name }) => name === 'status')?.text;
}

async function untilStatus(api: ApiClient, sync: string, wanted: string): Promise<void> {
  await expect.poll(() => statusOf(api, sync), { intervals: [2], timeout: 60_000 }).toBe(wanted);
}

async function total(api: ApiClient): Promise<number> {
  return Number((await api.get('/api/v1/coSpaces?limit=1')).xml?.attributes.total);
}

/** All URIs that a bridge lists, read page by page. */
async function uris(api: ApiClient): Promise<string[]> {
  const { items } = await api.all('/api/v1/coSpaces?limit=50');
  return items.map((item) => item.children.find(({ name }) => name === 'uri')?.text ?? '');
}

const expected = Array.from({ length: spaces }, (_, at) => `slot.${at + 1}`).sort();

test('10,000 spaces of one bulk sync are on each bridge of a cluster, none lost or doubled', async ({ emulate }) => {
  const { apis } = await emulate([]);
  const [first] = apis;
  if (!first || apis.length !== 3) throw new Error('there should be three bridges');
  const sync = await queueSync(first);
  await untilStatus(first, sync, 'complete');
  for (const api of apis) expect((await uris(api)).sort()).toEqual(expected);
});

test('kill -9 in the middle of a bulk sync leaves all of it or nothing, on each bridge', async ({
  emulate,
  scratch,
}) => {
  const args = ['--data', scratch.path];
  const before = await emulate(args);
  const [writer] = before.apis;
  if (!writer) throw new Error('there should be three bridges');
  const sync = await queueSync(writer);
  await untilStatus(writer, sync, 'running');
  expect(await total(writer)).toBe(0);
  before.child.kill('SIGKILL');
  await before.ended;

  const after = await emulate(args);
  const [first] = after.apis;
  if (!first) throw new Error('there should be three bridges');
  // nobody sees a part of it, also while what was begun is done again
  const seen = new Set<number>();
  do for (const api of after.apis) seen.add(await total(api));
  while ((await statusOf(first, sync)) !== 'complete');
  expect([...seen].filter((count) => count !== 0 && count !== spaces)).toEqual([]);
  for (const api of after.apis) expect((await uris(api)).sort()).toEqual(expected);
});

test('a cluster of 24 bridges starts, and all of them agree', async ({ emulate, scratch }) => {
  const names = Array.from({ length: 24 }, (_, at) => `cms${at + 1}`);
  const nodes = names.map((name) => ({ name, roles: ['callBridge'] }));
  const { apis } = await emulate(['--topology', scratch.write('cluster24.yaml', stringify({ nodes }))]);
  expect(apis).toHaveLength(24);
  const { location = '' } = (await apis[0]?.post('/api/v1/coSpaces', [['name', 'shared']])) ?? {};
  for (const api of apis) {
    const { items } = await api.all('/api/v1/callBridges');
    const listed = items.map((item) => item.children.find(({ name }) => name === 'name')?.text);
    expect([listed.length, new Set(listed)]).toEqual([24, new Set(names)]);
    expect((await api.get(location)).status).toBe(200);
    // on a busy machine the first requests to a peer may take too long
    const alarms = async () => (await api.get('/api/v1/system/alarms')).xml?.attributes.total;
    await expect.poll(alarms, { timeout: 60_000 }).toBe('0');
  }
});
