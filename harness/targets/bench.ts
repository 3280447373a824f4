import { request } from 'undici';
import { TargetUnavailable } from '../protocol/exchange.ts';
import type { NodeFault } from '../protocol/fault.ts';
import type { Platform, Role } from '../protocol/platform.ts';
import type { BenchCapability, BenchDriver, NewNode, NewUser } from './driver.ts';
import type { Login, TargetNode, TmsAccess } from './target.ts';

/** A node as the emulator's control interface describes it. */
interface ControlNode {
  name: string;
  platform: Platform;
  version: string;
  softwareVersion: string;
  roles: Role[];
  api: string;
  mmp: { host: string; port: number };
  credentials: { username: string; password: string };
  tls: { ca: string };
  hostKey: string;
  c2w: string;
  address: string;
}

/** TMS as the control interface describes it. */
interface ControlTms {
  url: string;
  credentials: Login;
  tls: { ca: string };
}

/** The nodes and the TMS that an emulator runs, ready to be driven. */
export async function describeByControl(control: string): Promise<{ nodes: TargetNode[]; tms: TmsAccess | null }> {
  const { nodes, tms } = await call<{ nodes: ControlNode[]; tms: ControlTms | null }>(control, 'GET', '');
  return {
    nodes: nodes.map(toTargetNode),
    tms: tms && { url: tms.url, ...tms.credentials, tls: { kind: 'ca', pem: tms.tls.ca } },
  };
}

/** What an emulator does for the harness by its control interface. */
export const controlCapabilities = [
  'clock',
  'power',
  'profiles',
  'logs',
  'links',
  'faults',
  'users',
  'remoteParties',
] as const satisfies readonly BenchCapability[];

/** The bench of an emulator that has one control interface for all its nodes. */
export class Control implements BenchDriver {
  readonly capabilities: readonly BenchCapability[] = controlCapabilities;
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** Names of the policies that the emulator's checks asked since the last time; empty unless it was started to note them. */
  async askedPolicies(): Promise<string[]> {
    return (await call<{ names: string[] }>(this.#url, 'POST', 'policies/asked')).names;
  }

  async now(): Promise<Date> {
    return new Date((await call<{ now: string }>(this.#url, 'GET', 'clock')).now);
  }

  async advance(seconds: number): Promise<void> {
    await call(this.#url, 'PUT', 'clock', { advanceSeconds: seconds });
  }

  reboot(node: string): Promise<void> {
    return this.#act(node, 'reboot');
  }

  kill(node: string): Promise<void> {
    return this.#act(node, 'kill');
  }

  start(node: string): Promise<void> {
    return this.#act(node, 'start');
  }

  pause(node: string): Promise<void> {
    return Promise.reject(new TargetUnavailable(`${node} can't be paused: it shares its process with its peers`));
  }

  unpause(node: string): Promise<void> {
    return this.pause(node);
  }

  cut(node: string): Promise<void> {
    return this.#act(node, 'cut');
  }

  join(node: string): Promise<void> {
    return this.#act(node, 'join');
  }

  async fault(node: string, fault: NodeFault | null): Promise<void> {
    await call(this.#url, 'PUT', `nodes/${node}/fault`, { fault });
  }

  async addNode(wanted: NewNode): Promise<TargetNode> {
    return toTargetNode(await call<ControlNode>(this.#url, 'POST', 'nodes', wanted));
  }

  async removeNode(node: string): Promise<void> {
    await call(this.#url, 'DELETE', `nodes/${node}`);
  }

  async log(node: string, since: number): Promise<{ lines: string[]; next: number }> {
    return await call(this.#url, 'GET', `nodes/${node}/log?since=${since}`);
  }

  async addUser({ username, name, password }: NewUser): Promise<string> {
    return (await call<{ id: string }>(this.#url, 'POST', 'users', { userJid: username, name, password })).id;
  }

  async removeUser(id: string): Promise<void> {
    await call(this.#url, 'DELETE', `users/${id}`);
  }

  remoteParty(node: string, callLeg: string, action: 'answer' | 'drop'): Promise<void> {
    return this.#act(node, `callLegs/${callLeg}/${action}`);
  }

  async #act(node: string, what: string): Promise<void> {
    await call(this.#url, 'POST', `nodes/${node}/${what}`);
  }
}

function toTargetNode(node: ControlNode): TargetNode {
  return {
    name: node.name,
    platform: node.platform,
    version: node.version,
    softwareVersion: node.softwareVersion,
    roles: node.roles,
    api: { url: node.api, ...node.credentials },
    mmp: { ...node.mmp, hostKey: node.hostKey, ...node.credentials },
    tls: { kind: 'ca', pem: node.tls.ca },
    c2w: { url: node.c2w },
    scheduler: { url: `https://${node.address === '0.0.0.0' ? node.name : node.address}:9443` },
  };
}

async function call<T>(
  control: string,
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> {
  const url = new URL(path, control);
  try {
    const response = await request(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await response.body.text();
    if (response.statusCode !== 200) throw new Error(`it answered ${response.statusCode}: ${text.slice(0, 200)}`);
    return JSON.parse(text) as T;
  } catch (error) {
    throw new TargetUnavailable(
      `The control interface at ${url.origin} failed on ${method} /${path}: ${(error as Error).message}`,
    );
  }
}
