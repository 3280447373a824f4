import type { NodeFault } from '../protocol/fault.ts';
import type { Platform, Role } from '../protocol/platform.ts';
import type { Login, TargetNode } from './target.ts';

/**
 * What a bench may be able to do: turn the clock, take and give power, start nodes of other profiles, read system logs, break
 * the links between nodes, freeze a node, let a node's Call Bridge fail, make web app users, let the parties that are called
 * answer and hang up. And what stands beside the cluster: a TMS whose Booking API may be used, one that also has the emulated
 * TMS's console.
 */
export const benchCapabilities = [
  'clock',
  'power',
  'profiles',
  'logs',
  'links',
  'pause',
  'faults',
  'tmsBooking',
  'tmsConsole',
  'users',
  'remoteParties',
] as const;
export type BenchCapability = (typeof benchCapabilities)[number];

/** A web app user with a password. */
export interface NewUser extends Login {
  name: string;
}

/** A standalone node that a bench is asked for; what is left out is the bench's choice. */
export interface NewNode {
  platform?: Platform;
  version?: string;
  roles?: Role[];
}

/**
 * What can be done around a target, beside its own interfaces. Every method throws TargetUnavailable when it can't be done;
 * what `capabilities` doesn't name can't be done at all.
 */
export interface BenchDriver {
  readonly capabilities: readonly BenchCapability[];
  /** The cluster's time. */
  now(): Promise<Date>;
  /** Turns the cluster's clock forward. */
  advance(seconds: number): Promise<void>;
  /** Orderly power cycle; resolves when the node answers again. */
  reboot(node: string): Promise<void>;
  /** Takes a node's power, without a word to it. */
  kill(node: string): Promise<void>;
  /** Gives a killed node its power; resolves when it answers. */
  start(node: string): Promise<void>;
  /** Freezes a node: it takes connections and answers nothing. */
  pause(node: string): Promise<void>;
  unpause(node: string): Promise<void>;
  /** Breaks, or mends, the links between a node and its peers; its own interfaces stay reachable for the harness. */
  cut(node: string): Promise<void>;
  join(node: string): Promise<void>;
  /** Lets a node's Call Bridge fail, at once or after some more API requests; with null it is well again and answers. */
  fault(node: string, fault: NodeFault | null): Promise<void>;
  /** Starts a standalone node, and stops it. */
  addNode(wanted: NewNode): Promise<TargetNode>;
  removeNode(node: string): Promise<void>;
  /** System log lines from number `since` on, and the number to ask for next. */
  log(node: string, since: number): Promise<{ lines: string[]; next: number }>;
  /** Makes a web app user, and gives the id of its `user` object; removes it. */
  addUser(user: NewUser): Promise<string>;
  removeUser(id: string): Promise<void>;
  /** Lets the remote party of a call leg answer, or hang up. */
  remoteParty(node: string, callLeg: string, action: 'answer' | 'drop'): Promise<void>;
}
