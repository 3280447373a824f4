import { request } from 'undici';
import type { Platform, Role } from '../protocol/platform.ts';
import { TargetUnavailable } from '../protocol/exchange.ts';
import type { TargetNode } from './target.ts';

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
}

/** The nodes that an emulator runs, ready to be driven. */
export async function describeByControl(control: string): Promise<TargetNode[]> {
  const { nodes } = await call<{ nodes: ControlNode[] }>(control, 'GET', '');
  return nodes.map(toTargetNode);
}

/** The emulator's control interface, as a bench uses it. Every method throws TargetUnavailable when it doesn't answer. */
export class Control {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** The cluster's time. */
  async now(): Promise<Date> {
    return new Date((await call<{ now: string }>(this.#url, 'GET', 'clock')).now);
  }

  /** Turns the cluster's clock forward. */
  async advance(seconds: number): Promise<void> {
    await call(this.#url, 'PUT', 'clock', { advanceSeconds: seconds });
  }

  /** Power cycle; resolves when the node answers again. */
  async reboot(node: string): Promise<void> {
    await call(this.#url, 'POST', `nodes/${node}/reboot`);
  }

  /** Starts a standalone node. */
  async addNode(wanted: { platform?: Platform; version?: string; roles?: Role[] }): Promise<TargetNode> {
    return toTargetNode(await call<ControlNode>(this.#url, 'POST', 'nodes', wanted));
  }

  async removeNode(node: string): Promise<void> {
    await call(this.#url, 'DELETE', `nodes/${node}`);
  }

  /** System log lines from number `since` on, and the number to ask for next. */
  async log(node: string, since: number): Promise<{ lines: string[]; next: number }> {
    return await call(this.#url, 'GET', `nodes/${node}/log?since=${since}`);
  }

  /** Lets the remote party of a call leg answer, or hang up. */
  async remoteParty(node: string, callLeg: string, action: 'answer' | 'drop'): Promise<void> {
    await call(this.#url, 'POST', `nodes/${node}/callLegs/${callLeg}/${action}`);
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
  };
}

async function call<T>(control: string, method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> {
  const url = new URL(path, control);
  try {
    const response = await request(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await response.body.text();
    if (response.statusCode !== 200) throw new Error(`it answered ${response.statusCode}: ${text.slice(0, 200)}`);
    return JSON.parse(text) as T;
  } catch (error) {
    throw new TargetUnavailable(`The control interface at ${url.origin} failed on ${method} /${path}: ${(error as Error).message}`);
  }
}
