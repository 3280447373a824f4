import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { c2wUrl } from '../../protocol/c2w.ts';
import type { EmulatedNode } from '../kernel/node.ts';

/**
 * Where a node's Web Bridge is reached when it listens for C2W on the port that this names: the documents' own where each node
 * has an address of its own.
 */
export function c2wUrlOf(node: EmulatedNode): string {
  const { address, cluster } = node;
  const index = cluster.nodes.indexOf(node);
  const port = address === '127.0.0.1' ? 20_000 + (process.pid % 400) * 100 + index : 8443;
  return c2wUrl({ host: address === '0.0.0.0' ? node.name : address, port });
}

/** Where a host is; null for a name that resolves to nothing. */
export async function resolveHost(node: EmulatedNode, host: string): Promise<string | null> {
  if (isIP(host)) return host;
  if (node.cluster.policies['c2w.neverResolves'](host)) return null;
  const member = findMember(node, ({ name }) => name === host || `${name}.example.test` === host);
  if (member && isIP(member.address) && member.address !== '0.0.0.0') return member.address;
  return lookUp(node, host);
}

/** Milliseconds that the name server has to answer for a host that is known already. */
const lookUpLimit = 1000;

/** What the name server said last. It may be beyond a broken link, or forget who is: that is no reason not to find a host. */
const remembered = new WeakMap<EmulatedNode, Map<string, string>>();

async function lookUp(node: EmulatedNode, host: string): Promise<string | null> {
  const known = remembered.get(node) ?? new Map<string, string>();
  remembered.set(node, known);
  const before = known.get(host) ?? null;
  const found = lookup(host).then(
    ({ address }) => {
      known.set(host, address);
      return address;
    },
    () => before,
  );
  if (before === null) return found;
  return Promise.race([found, pause(lookUpLimit, before, { ref: false })]);
}

/** Whether the emulated network carries packets from a node to a host, given also where that host is. */
export function carries(node: EmulatedNode, host: string, address: string): boolean {
  const peer = findMember(
    node,
    (other) => other.name === host || `${other.name}.example.test` === host || isOnlyAt(node, other, address),
  );
  return !peer || peer === node || node.cluster.links.carry(node.name, peer.name);
}

/** Whether a host is the node itself. */
export function isLocal(node: EmulatedNode, host: string): boolean {
  return host === node.address || host === node.name || host === `${node.name}.example.test`;
}

function findMember(node: EmulatedNode, matches: (other: EmulatedNode) => boolean): EmulatedNode | undefined {
  return node.cluster.nodes.find(matches);
}

/** Where several nodes share an address, it tells nothing. */
function isOnlyAt(node: EmulatedNode, other: EmulatedNode, address: string): boolean {
  return (
    other.address === address && node.cluster.nodes.filter((candidate) => candidate.address === address).length === 1
  );
}
