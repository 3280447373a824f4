import { Activities } from '../emulator/kernel/activities.ts';
import { Clock } from '../emulator/kernel/clock.ts';
import { buildNode } from '../emulator/kernel/cluster.ts';
import type { EmulatedNode } from '../emulator/kernel/node.ts';
import { Links } from '../emulator/kernel/peer-links.ts';
import { Store } from '../emulator/kernel/store.ts';
import { completeNode, defaultProfile } from '../emulator/kernel/topology.ts';
import { documentedPolicies } from '../emulator/policies/index.ts';

/** A node with a Call Bridge and a scheduler, without any listener, on a database file or in memory. */
export function benchNode(file: string | null): EmulatedNode {
  const cluster = {
    clock: new Clock(),
    store: new Store(file),
    policies: documentedPolicies,
    nodes: [],
    activities: new Activities(),
    links: new Links(),
  };
  const description = completeNode({ name: 'cms1', roles: ['callBridge', 'scheduler'] }, defaultProfile);
  return buildNode(cluster, description, null);
}
