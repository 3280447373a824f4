import type { MmpEndpoint } from '../clients/mmp-connection.ts';
import type { Platform, Role } from '../protocol/platform.ts';
import type { BenchDriver } from './driver.ts';

/** How far a node's TLS certificate is trusted; a fingerprint replaces the checks of chain and host name. */
export type TlsTrust =
  | { kind: 'system' }
  | { kind: 'ca'; pem: string }
  | { kind: 'fingerprint'; sha256: string }
  | { kind: 'insecure' };

export interface Login {
  username: string;
  password: string;
}

/** A node of the deployment under test, secrets resolved. */
export interface TargetNode {
  name: string;
  platform: Platform;
  /** Release line, e.g. `3.5`; `softwareVersion` is what the node itself says, e.g. `3.5.1`. */
  version: string;
  softwareVersion: string;
  roles: Role[];
  api: { url: string } & Login;
  /** Host and port of Web Admin for the deployment's own servers, where they reach it otherwise than the harness does. */
  webAdmin?: string;
  mmp: { host: string; port: number /** `SHA256:...`; unchecked when null. */; hostKey: string | null } & Login;
  tls: TlsTrust;
  /** Where the C2W listener of its Web Bridge is, or would be when the MMP sets it up. */
  c2w?: C2wListener | undefined;
  /** Where the HTTPS interface of its scheduler is, or would be when the MMP sets it up. */
  scheduler?: SchedulerListener | undefined;
  /** Where the harness reaches the web app of its Web Bridge, on whatever port the MMP sets it up. */
  webApp?: { host: string } | undefined;
}

/** A scheduler's HTTPS interface: base URL, and the path of the meetings where it isn't the usual one. */
export interface SchedulerListener {
  url: string;
  path?: string | undefined;
}

/** A Web Bridge's C2W listener: as the other nodes reach it, and as the harness does where that differs. */
export interface C2wListener {
  /** `c2w://host:port`; the listener's port is this one. */
  url: string;
  reach?: { host: string; port: number } | undefined;
}

/** What is known of a node before it has been asked. */
export type DescribedNode = Omit<TargetNode, 'version' | 'softwareVersion'>;

/** One of TMS's interfaces: base URL without path, its user, and how far its certificate is trusted. */
export interface TmsAccess extends Login {
  url: string;
  tls: TlsTrust;
}

/** What the managed bridge checks may use on a deployment, and the TMS beside it. */
export interface TmsSettings {
  /** First number of the slots; it and the next ones must be free as URIs and call IDs. */
  numericIdBase?: number | undefined;
  /** Parties that may be dialled; nobody has to answer. */
  dial?: [string, string] | undefined;
  /** The Booking API of a TMS that manages the deployment's bridges. */
  booking?: TmsAccess | undefined;
  /** The console of an emulated TMS; a real one has none. */
  console?: TmsAccess | undefined;
}

/** Attached: it has been asked and it is what it claims to be. */
export interface Target {
  kind: 'emulator' | 'container' | 'lab';
  nodes: TargetNode[];
  /** What the managed bridge checks may use there, and the TMS beside it. */
  tms?: TmsSettings;
  /** Address at which the nodes reach this machine; checks that stand a server of their own in need it. */
  harness?: { address: string } | undefined;
  /** What can be done around it; real nodes have none. */
  bench: BenchDriver | null;
  close(): Promise<void>;
}

/** What a client of a node's MMP is opened with. */
export function mmpEndpointOf(node: DescribedNode): MmpEndpoint {
  const { hostKey, ...endpoint } = node.mmp;
  return { ...endpoint, node: node.name, ...(hostKey ? { hostKeyFingerprint: hostKey } : {}) };
}
