import type { EmulatedNode } from '../kernel/node.ts';
import type { SchedulerSettings } from '../policies/scheduler.ts';

/** The scheduler's configuration as kept by the node. */
export function schedulerSettings(node: EmulatedNode): SchedulerSettings {
  return node.settings.get<SchedulerSettings>('scheduler') ?? node.cluster.policies['scheduler.factorySettings']();
}

export function storeSchedulerSettings(node: EmulatedNode, settings: SchedulerSettings): void {
  node.settings.set('scheduler', settings);
}

/** Whether the node has the component and it is enabled. */
export function schedulerEnabled(node: EmulatedNode): boolean {
  const { policies } = node.cluster;
  const support = policies['scheduler.support'](node.platform, node.version);
  return policies['scheduler.commandExists'](support) && schedulerSettings(node).enabled;
}

/** Writes what a starting scheduler logs; the process number is the documents' own example. */
export function logSchedulerStart(node: EmulatedNode): void {
  node.log.write('daemon.info', 'scheduler_backend[2056]:', node.cluster.policies['scheduler.startLogText']());
}
