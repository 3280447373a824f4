import type { EmulatedNode } from '../kernel/node.ts';

/** A configured receiver; without address it gets nothing. */
export interface CdrReceiver {
  id: string;
  uri: string;
}

const setting = 'cdrReceivers';

/** The receivers of one bridge, in the order of their making: its own configuration, no matter of the cluster. */
export function cdrReceivers(node: EmulatedNode): CdrReceiver[] {
  return node.cluster.store.setting<CdrReceiver[]>(keeper(node), setting) ?? [];
}

export function keepCdrReceivers(node: EmulatedNode, receivers: readonly CdrReceiver[]): void {
  node.cluster.store.setSetting(keeper(node), setting, receivers);
}

function keeper(node: EmulatedNode): string {
  return node.cluster.policies['cdr.receiversOf'](node.name);
}
