import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { EmulatedNode } from '../kernel/node.ts';

/** Where a host is; null for a name that resolves to nothing. */
export async function resolveHost(node: EmulatedNode, host: string): Promise<string | null> {
  if (isIP(host)) return host;
  if (node.cluster.policies['c2w.neverResolves'](host)) return null;
  const member = findMember(node, ({ name }) => name === host || `${name}.example.test` === host);
  if (member && isIP(member.address) && member.address !== '0.0.0.0') return member.address;
  return lookup(host).then(
    ({ address }) => address,
    () => null,
  );
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
