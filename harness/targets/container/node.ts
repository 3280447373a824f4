import { TargetUnavailable } from '../../protocol/exchange.ts';
import { Control, describeByControl } from '../bench.ts';
import { freePorts } from '../free-ports.ts';
import type { TargetNode, TmsAccess } from '../target.ts';
import type { Labels } from './cleanup.ts';
import { type Engine, isThisMachine } from './engine.ts';

/** What the container of a node, or of TMS, is started with. */
export interface NodeOptions {
  image: string;
  labels: Labels;
  /** The node's name and its place in the topology, which its ports follow from; TMS's place is after the last one. */
  name: string;
  index: number;
  /** The emulator's further arguments. */
  args: readonly string[];
  /** A topology file's text, at `topologyPath` in the container. */
  topology: string | null;
  password: string;
  /** Secret part of the control interface's path. */
  token: string;
  /** The cluster's network and database volume; a standalone node has neither. */
  cluster: { network: string; volume: string } | null;
}

/** One emulated node in its container, reached through ports of this machine's loopback that outlive its power. */
export interface NodeContainer {
  readonly id: string;
  readonly node: TargetNode;
  readonly control: Control;
  /** Address of this machine on the network through which containers are published; null where it isn't this machine's own. */
  readonly harness: string | null;
}

/** TMS in its container, reached likewise. */
export interface TmsContainer {
  readonly tms: TmsAccess;
  readonly control: Control;
}

/** A container in which the emulator is ready. */
interface Started {
  id: string;
  /** The control interface. */
  url: string;
  /** Ports of this machine's loopback. */
  ports: { api: number; mmp: number; c2w: number };
}

export const topologyPath = '/app/topology.yaml';
const portBase = 4400;
const controlPort = 4399;
/** Where the Web Bridge listens for C2W once a check has set it up so. */
const c2wPort = 8443;
const startLimitMs = 30_000;
const ready = /"ready":true/;

/** Starts a node and resolves when it is ready. Throws TargetUnavailable with the emulator's own words when it doesn't come up. */
export async function startNode(engine: Engine, options: NodeOptions): Promise<NodeContainer> {
  const { id, url, ports } = await start(options);
  const { own, gateway } = await addressesOf(engine, id);
  const [described] = (await describeByControl(url)).nodes;
  if (!described) throw new TargetUnavailable(`The container of ${options.name} runs no node.`);
  const node = {
    ...described,
    api: { ...described.api, url: `https://127.0.0.1:${ports.api}` },
    ...(options.cluster ? { webAdmin: new URL(described.api.url).host } : {}),
    mmp: { ...described.mmp, host: '127.0.0.1', port: ports.mmp },
    c2w: { url: `c2w://${options.name}:${c2wPort}`, reach: { host: '127.0.0.1', port: ports.c2w } },
    ...ownListeners(own),
  };
  const harness = gateway !== '' && (await isThisMachine(gateway)) ? gateway : null;
  return { id, node, control: new Control(url), harness };
}

/** Where a container is on the engine's default bridge, and where this machine is for it. A cluster's own network may be cut, this one not. */
async function addressesOf(engine: Engine, id: string): Promise<{ own: string; gateway: string }> {
  const { NetworkSettings } = await engine.container.dockerode.getContainer(id).inspect();
  const { IPAddress: own = '', Gateway: gateway = '' } = NetworkSettings.Networks.bridge ?? {};
  return { own, gateway };
}

/** Checks choose the ports of a scheduler's HTTPS interface and of the web app, so these are reached at the container's own address. */
function ownListeners(address: string): Pick<TargetNode, 'scheduler' | 'webApp'> {
  if (address === '') return {};
  return { scheduler: { url: `https://${address}:9443` }, webApp: { host: address } };
}

/** Starts TMS beside the cluster's nodes and resolves when it is ready. Throws TargetUnavailable. */
export async function startTms(options: Omit<NodeOptions, 'name'>): Promise<TmsContainer> {
  const { url, ports } = await start({ ...options, name: 'tms' });
  const { tms } = await describeByControl(url);
  if (!tms) throw new TargetUnavailable('The container of TMS runs no TMS.');
  return { tms: { ...tms, url: `https://127.0.0.1:${ports.api}` }, control: new Control(url) };
}

async function start(options: NodeOptions): Promise<Started> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryStart(options);
    } catch (error) {
      // somebody else may have taken a port since it was found free
      const taken = /port is already allocated|address already in use/i.test((error as Error).message);
      if (!taken || attempt === 3) throw error;
    }
  }
}

async function tryStart(options: NodeOptions): Promise<Started> {
  const { GenericContainer, Wait } = await import('testcontainers');
  /** Published on the loopback only: an emulator is nobody else's. */
  class LoopbackContainer extends GenericContainer {
    id = '';

    protected override async beforeContainerCreated(): Promise<void> {
      for (const bindings of Object.values(this.hostConfig.PortBindings as Record<string, { HostIp?: string }[]>)) {
        for (const binding of bindings) binding.HostIp = '127.0.0.1';
      }
    }

    protected override async containerCreated(id: string): Promise<void> {
      this.id = id;
    }
  }

  const inside = { api: portBase + options.index * 10, mmp: portBase + options.index * 10 + 1, control: controlPort };
  const { api, mmp, control, c2w } = await freePorts('api', 'mmp', 'control', 'c2w');
  const container = new LoopbackContainer(options.image)
    .withLabels({ ...options.labels })
    .withHostname(options.name)
    .withCommand(commandOf(options))
    .withEnvironment({ CMS_EMULATOR_PASSWORD: options.password, CMS_EMULATOR_CONTROL_TOKEN: options.token })
    .withExposedPorts(
      { container: inside.api, host: api },
      { container: inside.mmp, host: mmp },
      { container: inside.control, host: control },
      { container: c2wPort, host: c2w },
    )
    .withWaitStrategy(Wait.forLogMessage(ready))
    .withStartupTimeout(startLimitMs)
    .withLogConsumer((stream) => {
      stream.on('data', (line: Buffer | string) => {
        output += line;
      });
    });
  let output = '';
  if (options.topology !== null)
    container.withCopyContentToContainer([{ content: options.topology, target: topologyPath }]);
  if (options.cluster) {
    // on the default bridge, which publishes its ports, and on the cluster's network, which may be cut
    container.withNetworkMode(options.cluster.network).withNetworkAliases(options.name);
    container.withBindMounts([{ source: options.cluster.volume, target: '/data' }]);
  }
  await container.start().catch((error: Error) => {
    const lines = output.trim().split('\n');
    const said = lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1);
    throw new TargetUnavailable(`The container of ${options.name} did not come up: ${said || error.message.trim()}`);
  });
  return { id: container.id, url: `http://127.0.0.1:${control}/${options.token}/`, ports: { api, mmp, c2w } };
}

function commandOf({ name, args, cluster }: NodeOptions): string[] {
  const ports = ['--port-base', String(portBase), '--control-port', String(controlPort)];
  return [...args, '--node', name, '--host', '0.0.0.0', ...ports, ...(cluster ? ['--data', '/data'] : [])];
}

/** Starts a node's container again and resolves when the emulator in it is ready. Throws TargetUnavailable. */
export async function restartNode(engine: Engine, { id, node }: NodeContainer): Promise<void> {
  const container = engine.container.dockerode.getContainer(id);
  const output = await container.attach({ stream: true, stdout: true, stderr: true });
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string) =>
        reject(new TargetUnavailable(`The container of ${node.name} did not come up again: ${why}.`));
      const limit = setTimeout(() => fail(`it was not ready within ${startLimitMs / 1000} s`), startLimitMs);
      let seen = '';
      output.on('data', (chunk: Buffer) => {
        seen += chunk.toString('utf8');
        if (!ready.test(seen)) return;
        clearTimeout(limit);
        resolve();
      });
      output.once('end', () => fail('it ended'));
      container.start().catch((error: Error) => fail(error.message));
    });
  } finally {
    output.removeAllListeners('end');
    (output as unknown as { destroy?(): void }).destroy?.();
  }
  // it may have been given another address
  Object.assign(node, ownListeners((await addressesOf(engine, id)).own));
}
