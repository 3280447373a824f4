import type { EmulatedNode } from '../kernel/node.ts';
import { CallBridgeC2w } from './call-bridge.ts';
import { probeSchedulerC2w } from './scheduler.ts';

const running = new WeakMap<EmulatedNode, CallBridgeC2w>();

/** Starts the C2W connections of a node's Call Bridge, again if they run: what was configured meanwhile takes effect. */
export function startCallBridgeC2w(node: EmulatedNode): void {
  stopCallBridgeC2w(node);
  if (!node.roles.has('callBridge') || !node.cluster.policies['mmp.hasWebbridge3'](node.version)) return;
  running.set(node, new CallBridgeC2w(node));
}

export function stopCallBridgeC2w(node: EmulatedNode): void {
  running.get(node)?.stop();
  running.delete(node);
}

/** The C2W connections of a node's Call Bridge; undefined where it has none. */
export function callBridgeC2wOf(node: EmulatedNode): CallBridgeC2w | undefined {
  return running.get(node);
}

/** Lets every client notice at once which connections the network carries; resolves when each attempt has ended. */
export async function probeC2w(nodes: readonly EmulatedNode[]): Promise<void> {
  await Promise.all(nodes.map((node) => Promise.all([running.get(node)?.probe(), probeSchedulerC2w(node)])));
}
