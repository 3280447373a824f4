import { expect, test } from '@playwright/test';
import { Repository } from '../api/repository.ts';
import { type RunningCluster, startCluster } from '../kernel/cluster.ts';
import type { EmulatedNode } from '../kernel/node.ts';
import { loadTopology } from '../kernel/topology.ts';
import { policiesWith, type Replacement } from '../policies/index.ts';
import { runCommand } from '../testing.ts';
import { testRoot } from '../testing-certificates.ts';
import { callBridgeC2wOf } from './clients.ts';

/** The documents' mesh: three Call Bridges and Web Bridges, two schedulers, each trusting the root. */
async function mesh(options: { replacements?: Replacement[]; ports?: boolean } = {}): Promise<RunningCluster> {
  const cluster = await startCluster({
    topology: loadTopology('cluster3', null),
    policies: policiesWith(options.replacements ?? []),
    data: null,
    host: '127.0.0.1',
    portBase: null,
  });
  const root = await testRoot('Root');
  for (const [index, node] of cluster.nodes.entries()) {
    const own = await root.issue(`${node.name}.example.test`);
    node.files.write('own.key', Buffer.from(own.key));
    node.files.write('own.cer', Buffer.from(`${own.certificate}${root.certificate}`));
    node.files.write('root.cer', Buffer.from(root.certificate));
    const port = 21_443 + index;
    for (const command of [
      'webbridge3 https certs own.key own.cer',
      'webbridge3 c2w certs own.key own.cer',
      'webbridge3 c2w trust root.cer',
      `webbridge3 c2w listen a:${port}`,
      'webbridge3 enable',
      'callbridge certs own.key own.cer',
      'callbridge trust c2w root.cer',
      'callbridge restart',
      ...(node.roles.has('scheduler') ? ['scheduler c2w certs own.key own.cer', 'scheduler c2w trust root.cer'] : []),
    ])
      expect(await runCommand(node, command), command).toMatchObject({ ok: true });
    addWebBridge(cluster, `wb-${index}`, `c2w://${node.name}.example.test:${port}`);
  }
  for (const node of cluster.nodes) if (node.roles.has('scheduler')) await runCommand(node, 'scheduler enable');
  return cluster;
}

function addWebBridge({ store }: RunningCluster, id: string, url: string): void {
  Repository.of(store).insert({ id, type: 'webBridge', parent: null, fields: { url } });
}

const statuses = (nodes: readonly EmulatedNode[]) =>
  nodes.map((node) => ['wb-0', 'wb-1', 'wb-2'].map((id) => callBridgeC2wOf(node)?.status(id)));
const lines = (node: EmulatedNode, text: string) => node.log.since(0).lines.filter((line) => line.includes(text));
const all = Array.from({ length: 3 }, () => ['success', 'success', 'success']);

test('every Call Bridge and every scheduler connects to every Web Bridge', async () => {
  const cluster = await mesh();
  const [cms1, cms2, cms3] = cluster.nodes as [EmulatedNode, EmulatedNode, EmulatedNode];
  await expect.poll(() => statuses(cluster.nodes), { intervals: [20] }).toEqual(all);
  for (const node of [cms1, cms2]) {
    await expect.poll(() => lines(node, ' UP').length, { intervals: [20] }).toBe(3);
    expect(lines(node, 'getWebBridges - totalCount=3')).toHaveLength(1);
    expect(lines(node, 'Connecting to webBridge=cms3.example.test:21445')).toHaveLength(1);
  }
  expect(lines(cms3, 'C2WService')).toHaveLength(0);
  expect(cluster.nodes.flatMap((node) => callBridgeC2wOf(node)?.alarms())).toEqual([]);
  await cluster.close();
});

test('a Web Bridge that restarts, goes or is cut off is noticed, and connected again', async () => {
  const cluster = await mesh();
  const [cms1, , cms3] = cluster.nodes as [EmulatedNode, EmulatedNode, EmulatedNode];
  await expect.poll(() => statuses(cluster.nodes), { intervals: [20] }).toEqual(all);
  await cluster.cut('cms3');
  expect(statuses([cms1])).toEqual([['success', 'success', 'connectionFailure']]);
  expect(statuses([cms3])).toEqual([['connectionFailure', 'connectionFailure', 'success']]);
  expect(callBridgeC2wOf(cms1)?.alarms()).toMatchObject([{ type: 'c2wConnectionFailure' }]);
  await cluster.join('cms3');
  expect(statuses(cluster.nodes)).toEqual(all);
  await runCommand(cms3, 'webbridge3 disable');
  await expect.poll(() => statuses([cms1])[0]?.[2], { intervals: [20] }).toBe('connectionFailure');
  await runCommand(cms3, 'webbridge3 enable');
  await expect.poll(() => statuses(cluster.nodes), { intervals: [20] }).toEqual(all);
  expect(callBridgeC2wOf(cms1)?.alarms()).toEqual([]);
  await cluster.kill('cms3');
  await expect.poll(() => statuses([cms1])[0]?.[2], { intervals: [20] }).toBe('connectionFailure');
  await cluster.start('cms3');
  await expect.poll(() => statuses(cluster.nodes), { intervals: [20] }).toEqual(all);
  await cluster.close();
});

test('names that resolve to nothing, and Web Bridges of others', async () => {
  const cluster = await mesh();
  const [cms1] = cluster.nodes as [EmulatedNode];
  addWebBridge(cluster, 'nowhere', 'c2w://web-bridge.invalid:8443');
  await expect.poll(() => callBridgeC2wOf(cms1)?.status('nowhere'), { intervals: [20] }).toBe('dnsFailure');
  expect(callBridgeC2wOf(cms1)?.status('unknown')).toBe('unused');
  await cluster.close();
});
