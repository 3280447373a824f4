import type { Platform, Role } from '../../protocol/platform.ts';
import type { Policies } from '../policies/index.ts';
import type { Accounts } from './accounts.ts';
import type { Activities } from './activities.ts';
import type { CallMembers } from './call-members.ts';
import type { Clock } from './clock.ts';
import type { NodeFaults } from './faults.ts';
import type { LiveEvents } from './live-events.ts';
import type { NodeLog } from './log.ts';
import type { Links } from './peer-links.ts';
import type { Store } from './store.ts';

/** What the nodes of one cluster share. */
export interface Cluster {
  readonly clock: Clock;
  readonly store: Store;
  readonly policies: Policies;
  /** What the services of the nodes are doing by themselves. */
  readonly activities: Activities;
  /** What the network between the members carries. */
  readonly links: Links;
  /** The members, in the order of the topology. */
  readonly nodes: readonly EmulatedNode[];
}

/** The live part of a Call Bridge: dies with the process or on a power cycle. Owned and filled by `api/live.ts`. */
export interface LiveState {
  readonly calls: Map<string, Record<string, string>>;
  readonly callLegs: CallMembers;
  readonly participants: CallMembers;
  counters: { callLegsMaxActive: number; callLegsCompleted: number; apiTrace: number; call: number };
}

/** An active alarm, as `system/alarms` prints it. */
export interface Alarm {
  id: string;
  type: string;
  failureReason?: string;
  activeTimeSeconds: string;
}

/** One emulated server. */
export interface EmulatedNode {
  readonly name: string;
  readonly platform: Platform;
  /** The profile's version, e.g. `3.5`; `softwareVersion` is what the node prints, e.g. `2.0(RC)`. */
  readonly version: string;
  readonly softwareVersion: string;
  readonly roles: ReadonlySet<Role>;
  readonly cluster: Cluster;
  readonly log: NodeLog;
  readonly accounts: Accounts;
  readonly files: NodeFiles;
  /** Node-local configuration that survives a restart, e.g. the MMP's component settings. */
  readonly settings: NodeSettings;
  live: LiveState;
  /** Tells what happens to the live objects. */
  readonly liveEvents: LiveEvents;
  /** Instant of the last start, in cluster time. */
  bootedAt: Date;
  /**
   * The address of its interfaces: the listeners that the MMP configures (Web Bridge, C2W, scheduler) bind to it with the ports
   * that were asked for. On Linux each embedded node has a loopback address of its own, so that nodes may use the same ports.
   */
  readonly address: string;
  /** How its Call Bridge fails, when its bench has asked for it. */
  readonly faults: NodeFaults;
  /** Addresses of the running listeners, filled as they start. */
  readonly endpoints: Endpoints;
  /** Things to stop when the node stops. */
  readonly closers: (() => void | Promise<void>)[];
  /** Power cycle: drops the live state and restarts the components; resolves when the node answers again. */
  reboot(): Promise<void>;
}

export interface Endpoints {
  /** Base URL of Web Admin and API, without path. */
  api: string | null;
  mmp: { host: string; port: number } | null;
  /** Base URL of the scheduler's HTTPS interface, while it listens. */
  scheduler: string | null;
  /** Base URL of the web app, while its Web Bridge listens for HTTPS. */
  webApp: string | null;
}

/** The node's file area, as SFTP and `pki list` see it. */
export interface NodeFiles {
  names(): string[];
  read(name: string): { content: Buffer; modified: Date } | undefined;
  write(name: string, content: Buffer): void;
  remove(name: string): boolean;
}

export interface NodeSettings {
  get<T>(key: string): T | undefined;
  set(key: string, value: unknown): void;
}
