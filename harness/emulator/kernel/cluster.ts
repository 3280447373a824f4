import { randomBytes, randomInt } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { apiNodes } from '../../protocol/api/tree.ts';
import type { NodeFault } from '../../protocol/fault.ts';
import { Repository } from '../api/repository.ts';
import { seedCluster, seedObjects } from '../api/seed.ts';
import { startApi } from '../api/server.ts';
import { probeC2w, startCallBridgeC2w, stopCallBridgeC2w } from '../c2w/clients.ts';
import { startWebBridge, stopWebBridge } from '../c2w/web-bridge.ts';
import { startCdr, stopCdr } from '../cdr/service.ts';
import { startMmp } from '../mmp/server.ts';
import type { LiveKind } from '../policies/cluster.ts';
import type { Policies } from '../policies/index.ts';
import { MeetingBook } from '../scheduler/meetings.ts';
import { startScheduler, stopScheduler } from '../scheduler/service.ts';
import { Accounts } from './accounts.ts';
import { Activities } from './activities.ts';
import { CallMembers } from './call-members.ts';
import { Clock } from './clock.ts';
import { NodeFaults } from './faults.ts';
import { clusterAuthority, expiredIdentity, nodeIdentity } from './identity.ts';
import { LiveEvents } from './live-events.ts';
import { NodeLog } from './log.ts';
import type { Cluster, EmulatedNode, LiveState } from './node.ts';
import { Links, PeerLinks } from './peer-links.ts';
import { Store } from './store.ts';
import { type Topology, type TopologyNode, tmsName, UsageError } from './topology.ts';

export interface ClusterOptions {
  topology: Topology;
  policies: Policies;
  /** Directory that keeps the database and the logs; memory only when null. */
  data: string | null;
  /** Address that the listeners bind to; with `0.0.0.0` the nodes call each other by their names. */
  host: string;
  /** First port; node n uses base + 10 n and the next ones. Free ports of the system's choice when null. */
  portBase: number | null;
  /** Time source; a clock of its own when absent. */
  clock?: Clock;
  /** Run only this node of the topology (its peers run elsewhere on the same database); no node at all when it is TMS's name. */
  only?: string | null;
}

/** A running cluster: the type has what can only be done once it runs. */
export interface RunningCluster extends Cluster {
  readonly nodes: readonly EmulatedNode[];
  readonly authority: string;
  readonly credentials: { username: string; password: string };
  hostKeys: Map<string, string>;
  /** Takes a node's power: its listeners and its live objects are gone. Nothing happens when it is down. */
  kill(node: string): Promise<void>;
  /** Powers a node up; resolves when it answers. Nothing happens when it is up. */
  start(node: string): Promise<void>;
  /** Breaks, or mends, the links between a node and its peers; its management stays reachable. */
  cut(node: string): Promise<void>;
  join(node: string): Promise<void>;
  /** Lets a node's Call Bridge fail, or be well again, when null; a node that died of it is started then. */
  fault(node: string, fault: NodeFault | null): Promise<void>;
  /** Turns the cluster's clock; kept with the data, so that time goes on through a restart. */
  setClock(instant: Date): void;
  close(): Promise<void>;
}

/**
 * Starts every node of the topology, or `only` one, and resolves when all of them answer. Several processes may start on the
 * same data at once. Throws UsageError when a port is taken or there is no such node.
 */
export async function startCluster(options: ClusterOptions): Promise<RunningCluster> {
  const { topology, policies, host } = options;
  if (options.only && options.only !== tmsName && !topology.nodes.some(({ name }) => name === options.only)) {
    const names = topology.nodes.map(({ name }) => name).join(', ');
    throw new UsageError(`The topology has no node "${options.only}": it has ${names}.`);
  }
  const stores = new Map<string, Store>();
  const database = (name: string) => {
    const store = stores.get(name) ?? openStore(options.data, name);
    stores.set(name, store);
    return store;
  };
  const store = database('cluster');
  const clock = options.clock ?? new Clock();
  if (!options.clock) setInitialTime(clock, store, topology);
  const credentials = initialCredentials(store);
  const activities = new Activities();
  const authority = await clusterAuthority(store);
  const links = new Links();
  const nodes: EmulatedNode[] = [];
  const hostKeys = new Map<string, string>();
  const starts = new Map<string, () => Promise<void>>();
  const down = new Set<string>();
  const close = async () => {
    for (const node of nodes) await stopNode(node);
    if (!options.clock) clock.stop();
    for (const one of stores.values()) one.close();
    stores.clear();
  };

  const addNode = async (description: TopologyNode, index: number) => {
    const { name } = description;
    const own = database(policies['cluster.database'](name));
    const ports = listenPorts(own, name, options.portBase, index);
    const node = buildNode({ clock, store: own, policies, nodes, activities, links }, description, options.data, host);
    node.live = shownLive(policies, node, nodes);
    // its processes ended without a word: what that costs is a matter of policy
    if (own.setting<boolean>('*', 'seeded')) loseConfiguration(node);
    if (!node.accounts.find(credentials.username))
      node.accounts.put(credentials.username, 'admin', credentials.password, false);
    const start = async () => {
      const identity = await nodeIdentity(store, name, identityHosts(name, host));
      const api = await startApi(node, { host, port: ports.api }, identity).catch(portTaken(host, ports.api));
      const mmp = await startMmp(node, { host, port: ports.mmp }).catch(async (error) => {
        await api.close();
        return portTaken(host, ports.mmp)(error);
      });
      node.closers.push(
        () => api.close(),
        () => mmp.close(),
      );
      ports.api = api.port;
      ports.mmp = mmp.port;
      own.setSetting(name, 'ports', ports);
      const reachable = host === '0.0.0.0' ? name : host;
      node.endpoints.api = `https://${reachable}:${api.port}`;
      node.endpoints.mmp = { host: reachable, port: mmp.port };
      hostKeys.set(name, mmp.hostKeyFingerprint);
      await startWebBridge(node);
      node.closers.push(() => stopWebBridge(node));
      await startScheduler(node);
      node.closers.push(() => stopScheduler(node));
      if (!node.roles.has('callBridge')) return;
      const watch = new PeerLinks(node, { authority: authority.cert, links });
      watch.start();
      node.closers.push(() => watch.stop());
      startCdr(node);
      node.closers.push(() => stopCdr(node));
      startCallBridgeC2w(node);
      node.closers.push(() => stopCallBridgeC2w(node));
    };
    const boot = async () => {
      node.bootedAt = clock.now();
      await start();
    };
    starts.set(name, boot);
    node.reboot = async () => {
      await stopNode(node);
      node.live = emptyLive(noCounters);
      MeetingBook.of(node).interrupted('reboot');
      await boot();
    };
    nodes.push(node);
    await start();
  };

  const find = (name: string): EmulatedNode => {
    const node = nodes.find((candidate) => candidate.name === name);
    if (!node) throw new Error(`there is no node "${name}"`);
    return node;
  };
  const kill = async (name: string) => {
    if (down.has(name)) return;
    down.add(name);
    await stopNode(find(name));
    await probeLinks(nodes);
  };
  const powerUp = async (name: string) => {
    if (!down.delete(name)) return;
    const node = find(name);
    if (!policies['cluster.callsSurvivePowerLoss']()) node.live = emptyLive(noCounters);
    loseConfiguration(node);
    await starts.get(name)?.();
    await probeLinks(nodes);
  };
  const cut = async (name: string) => {
    links.cut(find(name).name);
    await probeLinks(nodes);
  };
  const join = async (name: string) => {
    links.join(find(name).name);
    await probeLinks(nodes);
  };
  try {
    for (const [index, description] of topology.nodes.entries()) {
      if (!options.only || options.only === description.name) await addNode(description, index);
    }
    const callBridges = callBridgesOf(topology, nodes, options);
    for (const one of stores.values())
      seed({ clock, store: one, policies, nodes, activities, links }, topology, callBridges);
    // from the first request on, a bridge knows how its links are
    await PeerLinks.probeAll(nodes);
    return {
      clock,
      store,
      policies,
      nodes,
      authority: authority.cert,
      activities,
      links,
      credentials,
      hostKeys,
      kill,
      start: powerUp,
      cut,
      join,
      fault: async (name, fault) => {
        const { faults } = find(name);
        faults.end();
        await powerUp(name);
        await join(name);
        if (fault === null) return;
        const isExpired = fault.kind === 'expiredCertificate';
        faults.begin(fault, {
          strike: (kind) => activities.run(kind === 'cut' ? cut(name) : kill(name)),
          expired: isExpired ? await expiredIdentity(store, name, identityHosts(name, host)) : null,
        });
        // what comes at once has come when this is done
        await activities.settled();
      },
      setClock: (instant) => {
        clock.set(instant);
        store.setSetting('*', 'clockOffsetMs', instant.getTime() - Date.now());
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Lets the nodes notice at once which links are up. */
async function probeLinks(nodes: readonly EmulatedNode[]): Promise<void> {
  await Promise.all([PeerLinks.probeAll(nodes), probeC2w(nodes)]);
}

/** A node that is not started yet. */
export function buildNode(
  cluster: Cluster,
  description: TopologyNode,
  data: string | null,
  host = '127.0.0.1',
): EmulatedNode {
  const { store, clock } = cluster;
  const { name } = description;
  if (data) mkdirSync(join(data, name), { recursive: true });
  // it stands in every line of the log
  let hostname: string | null = null;
  const settings = {
    get: <T>(key: string) => store.setting<T>(name, key),
    set: (key: string, value: unknown) => {
      if (key === 'hostname') hostname = null;
      store.setSetting(name, key, value);
    },
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
      host: () => {
        hostname ??= settings.get<string>('hostname') ?? name;
        return hostname;
      },
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
    liveEvents: new LiveEvents(),
    address: host === '127.0.0.1' ? keptLoopbackAddress(settings) : host,
    bootedAt: new Date(clock.now().getTime() - description.uptimeSeconds * 1000),
    faults: new NodeFaults(),
    endpoints: { api: null, mmp: null, scheduler: null, webApp: null },
    closers: [],
    reboot: () => Promise.reject(new Error(`${name} has not been started`)),
  };
}

export const noCounters = { callLegsMaxActive: 0, callLegsCompleted: 0, apiTrace: 0, call: 0 };

export function emptyLive(counters: LiveState['counters']): LiveState {
  return { calls: new Map(), callLegs: new CallMembers(), participants: new CallMembers(), counters: { ...counters } };
}

/** An address of the loopback network that nobody else is likely to use, the same again after a restart; elsewhere than on Linux there is only one. */
function keptLoopbackAddress(settings: EmulatedNode['settings']): string {
  if (process.platform !== 'linux') return '127.0.0.1';
  const kept = settings.get<string>('address');
  if (kept) return kept;
  const address = `127.${[randomInt(1, 255), randomInt(0, 256), randomInt(1, 255)].join('.')}`;
  settings.set('address', address);
  return address;
}

async function stopNode(node: EmulatedNode): Promise<void> {
  for (const closer of node.closers.splice(0).reverse()) await closer();
}

/** The active objects that a node shows: its own, unless a policy has it otherwise. */
function shownLive(policies: Policies, node: EmulatedNode, nodes: readonly EmulatedNode[]): LiveState {
  const of = <Kind extends LiveKind>(kind: Kind): LiveState[Kind] => {
    const shown = policies['cluster.liveObjectsOf'](node.name, kind);
    const other = nodes.find(
      ({ name }) => name !== node.name && policies['cluster.liveObjectsOf'](name, kind) === shown,
    );
    return (other ?? node).live[kind];
  };
  return { ...node.live, calls: of('calls'), callLegs: of('callLegs'), participants: of('participants') };
}

/** Removes what a loss of power costs. */
function loseConfiguration(node: EmulatedNode): void {
  const { cluster } = node;
  const objects = Repository.of(cluster.store);
  for (const { type } of apiNodes.filter((known) => !cluster.policies['cluster.survivesPowerLoss'](known.type))) {
    const ids = objects.list(type).map(({ id }) => id);
    objects.remove(type, ids);
  }
  MeetingBook.of(node).interrupted('powerLoss');
}

/** The time that the cluster was turned to earlier, else the topology's, else the machine's. */
function setInitialTime(clock: Clock, store: Store, topology: Topology): void {
  const kept = store.setting<number>('*', 'clockOffsetMs');
  if (kept !== undefined) clock.set(new Date(Date.now() + kept));
  else if (topology.clock) clock.set(topology.clock);
}

/** The first account of a fresh cluster; its password is the environment's or random, and is kept with the data. */
function initialCredentials(store: Store): { username: string; password: string } {
  return store.atomically(() => {
    const kept = store.setting<{ username: string; password: string }>('*', 'credentials');
    if (kept) return kept;
    const credentials = {
      username: process.env.CMS_EMULATOR_USER ?? 'admin',
      password: process.env.CMS_EMULATOR_PASSWORD ?? randomBytes(12).toString('base64url'),
    };
    store.setSetting('*', 'credentials', credentials);
    return credentials;
  });
}

/** A restart on the same data uses the same ports again, so that addresses given away stay true. */
function listenPorts(store: Store, node: string, base: number | null, index: number): { api: number; mmp: number } {
  if (base !== null) return { api: base + index * 10, mmp: base + index * 10 + 1 };
  return store.setting<{ api: number; mmp: number }>(node, 'ports') ?? { api: 0, mmp: 0 };
}

function identityHosts(node: string, host: string): string[] {
  return [...new Set([node, `${node}.example.test`, 'localhost', '127.0.0.1', ...(host === '0.0.0.0' ? [] : [host])])];
}

/** Throws UsageError when the directory can't hold a database. */
function openStore(data: string | null, name: string): Store {
  if (!data) return new Store(null);
  try {
    mkdirSync(data, { recursive: true });
    return new Store(join(data, `${name}.sqlite`));
  } catch (error) {
    const why = (error as Error).message;
    throw new UsageError(`Cannot keep data in "${data}" (${why}): give --data a folder that can be written.`);
  }
}

function portTaken(host: string, port: number): (error: unknown) => never {
  return (error) => {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE' || code === 'EACCES') {
      const why = code === 'EACCES' ? 'may not be opened by this user' : 'is in use';
      throw new UsageError(
        `Port ${port} on ${host} ${why}: choose another one with --port-base, or leave it out to get free ports.`,
      );
    }
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
      throw new UsageError(`Cannot listen on ${host}: it is no address of this machine; correct --host.`);
    }
    throw error;
  };
}

/** The `callBridges` of a cluster; an unclustered bridge lists none (facts: call-bridge-api 16). */
function callBridgesOf(
  topology: Topology,
  nodes: readonly EmulatedNode[],
  options: ClusterOptions,
): NonNullable<Topology['callBridges']> {
  if (topology.callBridges) return topology.callBridges;
  const members = [...topology.nodes.entries()].filter(([, node]) => node.roles.includes('callBridge'));
  if (members.length < 2) return [];
  return members.map(([index, { name, sipDomain }]) => {
    const elsewhere =
      options.portBase === null ? `https://${name}` : `https://${name}:${options.portBase + index * 10}`;
    return { name, sipDomain, address: nodes.find((node) => node.name === name)?.endpoints.api ?? elsewhere };
  });
}

/** What a fresh database holds; the first one of several processes writes it. */
function seed(cluster: Cluster, topology: Topology, callBridges: NonNullable<Topology['callBridges']>): void {
  const { store } = cluster;
  store.atomically(() => {
    if (store.setting<boolean>('*', 'seeded')) return;
    seedCluster(
      cluster,
      callBridges.map(({ name, address, sipDomain }) => ({
        name,
        address,
        ...(sipDomain === undefined ? {} : { sipDomain }),
      })),
    );
    seedObjects(
      store,
      topology.objects.map(({ type, id, fields }) => ({ type, fields, ...(id === undefined ? {} : { id }) })),
    );
    store.setSetting('*', 'seeded', true);
  });
}
