import type { EmulatedNode } from '../kernel/node.ts';
import { schedulerSettings, storeSchedulerSettings } from './scheduler-state.ts';

const booted = new WeakMap<EmulatedNode, Date>();

/** The hostname in effect; it is the node's name until `hostname` sets another one. */
export function hostnameOf(node: EmulatedNode): string {
  return node.settings.get<string>('hostname') ?? node.name;
}

/**
 * What the components do when their server starts: pending changes take effect. Does it once per
 * boot (`bootedAt`), however often it is called.
 */
export function bootComponents(node: EmulatedNode): void {
  if (booted.get(node) === node.bootedAt) return;
  booted.set(node, node.bootedAt);
  const { policies } = node.cluster;
  const pending = node.settings.get<string | null>('hostnamePending') ?? null;
  if (pending !== null) {
    node.settings.set('hostname', policies['mmp.hostnameAfterReboot']({ current: hostnameOf(node), pending }));
    node.settings.set('hostnamePending', null);
  }
  storeSchedulerSettings(node, policies['scheduler.settingsAfterReboot'](schedulerSettings(node)));
}
