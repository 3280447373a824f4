import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { seedCluster, seedObjects } from '../api/seed.ts';
import { startApi } from '../api/server.ts';
import { startMmp } from '../mmp/server.ts';
import type { Policies } from '../policies/index.ts';
import { Accounts } from './accounts.ts';
import { Clock } from './clock.ts';
import { clusterAuthority, nodeIdentity } from './identity.ts';
import { NodeLog } from './log.ts';
import type { Cluster, EmulatedNode, LiveState } from './node.ts';
import { Store } from './store.ts';
import { type Topology, type TopologyNode, UsageError } from './topology.ts';

export interface ClusterOptions {
  topology: Topology;
  policies: Policies;
  /** Directory that keeps the database and the logs; memory only when null. */
  data: string | null;
  /** Address that the listeners bind to. */
  host: string;
  /** First port; node n uses base + 10 n and the next ones. Free ports of the system's choice when null. */
  portBase: number | null;
  /** Time source; a clock of its own when absent. */
  clock?: Clock;
  /** Run only this node of the topology (its peers run elsewhere on the same database). */
  only?: string | null;
}

/** A running cluster: the type has what can only be done once it runs. */
export interface RunningCluster extends Cluster {
  readonly nodes: readonly EmulatedNode[];
  readonly authority: string;
  readonly credentials: { username: string; password: string };
  hostKeys: Map<string, string>;
  close(): Promise<void>;
}

/** Starts every node of the topology and resolves when all of them answer. Throws UsageError when a port is taken. */
export async function startCluster(options: ClusterOptions): Promise<RunningCluster> {
  const { topology } = options;
  if (options.data) mkdirSync(options.data, { recursive: true });
  const store = new Store(options.data ? join(options.data, 'cluster.sqlite') : null);
  const clock = options.clock ?? new Clock();
  if (topology.clock) clock.set(topology.clock);
  const credentials = initialCredentials(store);
  const nodes: EmulatedNode[] = [];
  const hostKeys = new Map<string, string>();
  const cluster: Cluster = { clock, store, policies: options.policies, nodes };
  const close = async () => {
    for (const node of nodes) await stopNode(node);
    if (!options.clock) clock.stop();
    store.close();
  };
  try {
    for (const [index, description] of topology.nodes.entries()) {
      if (options.only && options.only !== description.name) continue;
      const ports = listenPorts(store, description.name, options.portBase, index);
      const node = buildNode(cluster, description, options.data);
      if (!node.accounts.find(credentials.username)) {
        node.accounts.put(credentials.username, 'admin', credentials.password, false);
      }
      const start = async () => {
        const identity = await nodeIdentity(store, node.name, identityHosts(node.name, options.host));
        const api = await startApi(node, { host: options.host, port: ports.api }, identity).catch(portTaken(options.host, ports.api));
        const mmp = await startMmp(node, { host: options.host, port: ports.mmp }).catch(async (error) => {
          await api.close();
          return portTaken(options.host, ports.mmp)(error);
        });
        node.closers.push(() => api.close(), () => mmp.close());
        ports.api = api.port;
        ports.mmp = mmp.port;
        store.setSetting(node.name, 'ports', ports);
        const reachable = options.host === '0.0.0.0' ? node.name : options.host;
        node.endpoints.api = `https://${reachable}:${api.port}`;
        node.endpoints.mmp = { host: reachable, port: mmp.port };
        hostKeys.set(node.name, mmp.hostKeyFingerprint);
      };
      node.reboot = async () => {
        await stopNode(node);
        node.live = emptyLive({ callLegsMaxActive: 0, callLegsCompleted: 0, apiTrace: 0, call: 0 });
        node.bootedAt = clock.now();
        await start();
      };
      nodes.push(node);
      await start();
    }
    seed(store, cluster, topology);
    return { clock, store, policies: options.policies, nodes, authority: (await clusterAuthority(store)).cert, credentials, hostKeys, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A node that is not started yet. */
export function buildNode(cluster: Cluster, description: TopologyNode, data: string | null): EmulatedNode {
  const { store, clock } = cluster;
  const { name } = description;
  if (data) mkdirSync(join(data, name), { recursive: true });
  const settings = {
    get: <T>(key: string) => store.setting<T>(name, key),
    set: (key: string, value: unknown) => store.setSetting(name, key, value),
  };
  return {
    name,
    platform: description.platform,
    version: description.version,
    softwareVersion: description.softwareVersion,
    roles: new Set(description.roles),
    cluster,
    log: new NodeLog({
      clock,
      host: () => settings.get<string>('hostname') ?? name,
      version: description.version,
      file: data ? join(data, name, 'log') : null,
    }),
    accounts: new Accounts(settings, clock),
    files: {
      names: () => store.fileNames(name),
      read: (file) => store.file(name, file),
      write: (file, content) => store.setFile(name, file, content, clock.now()),
      remove: (file) => store.removeFile(name, file),
    },
    settings,
    live: emptyLive({ ...description.counters }),
    bootedAt: new Date(clock.now().getTime() - description.uptimeSeconds * 1000),
    endpoints: { api: null, mmp: null },
    closers: [],
    reboot: () => Promise.reject(new Error(`${name} has not been started`)),
  };
}

function emptyLive(counters: LiveState['counters']): LiveState {
  return { calls: new Map(), callLegs: new Map(), participants: new Map(), counters };
}

async function stopNode(node: EmulatedNode): Promise<void> {
  for (const closer of node.closers.splice(0).reverse()) await closer();
}

/** The first account of a fresh cluster; its password is the environment's or random, and is kept with the data. */
function initialCredentials(store: Store): { username: string; password: string } {
  const kept = store.setting<{ username: string; password: string }>('*', 'credentials');
  if (kept) return kept;
  const credentials = {
    username: process.env.CMS_EMULATOR_USER ?? 'admin',
    password: process.env.CMS_EMULATOR_PASSWORD ?? randomBytes(12).toString('base64url'),
  };
  store.setSetting('*', 'credentials', credentials);
  return credentials;
}

/** A restart on the same data uses the same ports again, so that addresses given away stay true. */
function listenPorts(store: Store, node: string, base: number | null, index: number): { api: number; mmp: number } {
  if (base !== null) return { api: base + index * 10, mmp: base + index * 10 + 1 };
  return store.setting<{ api: number; mmp: number }>(node, 'ports') ?? { api: 0, mmp: 0 };
}

function identityHosts(node: string, host: string): string[] {
  return [...new Set([node, `${node}.example.test`, 'localhost', '127.0.0.1', ...(host === '0.0.0.0' ? [] : [host])])];
}

function portTaken(host: string, port: number): (error: unknown) => never {
  return (error) => {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE' || code === 'EACCES') {
      const why = code === 'EACCES' ? 'may not be opened by this user' : 'is in use';
      throw new UsageError(`Port ${port} on ${host} ${why}: choose another one with --port-base, or leave it out to get free ports.`);
    }
    throw error;
  };
}

/** An unclustered bridge lists no callBridges (facts: call-bridge-api 16). */
function seed(store: Store, cluster: Cluster, topology: Topology): void {
  if (store.setting<boolean>('*', 'seeded')) return;
  const members = topology.nodes.filter((node) => node.roles.includes('callBridge'));
  const callBridges =
    topology.callBridges ??
    (members.length > 1
      ? members.map((member) => ({
          name: member.name,
          address: cluster.nodes.find((node) => node.name === member.name)?.endpoints.api ?? `https://${member.name}`,
          sipDomain: member.sipDomain,
        }))
      : []);
  store.atomically(() => {
    seedCluster(
      cluster,
      callBridges.map(({ name, address, sipDomain }) => ({ name, address, ...(sipDomain === undefined ? {} : { sipDomain }) })),
    );
    seedObjects(
      store,
      topology.objects.map(({ type, id, fields }) => ({ type, fields, ...(id === undefined ? {} : { id }) })),
    );
    store.setSetting('*', 'seeded', true);
  });
}
