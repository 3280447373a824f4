import { loadTopology, parseProfile } from '../emulator/kernel/topology.ts';
import type { RunOrder } from '../run/order.ts';
import { prepareContainers, sweepRun } from '../targets/container/cluster.ts';
import { ContainersUnavailable } from '../targets/container/engine.ts';
import type { EmulatorOptions } from '../targets/emulator.ts';
import { processIdentity } from '../targets/owner.ts';
import { PrerequisiteMissing } from './errors.ts';

/** The target of containers that these options describe; its image is provided by `withContainers`. */
export function containerTarget(emulator: EmulatorOptions): RunOrder['target'] {
  const profile = emulator.profile ? parseProfile(emulator.profile) : null;
  const nodes = loadTopology(emulator.topology ?? 'cluster3', profile).nodes.map(({ name }) => name);
  return { kind: 'container', container: { image: '', nodes, emulator, owner: processIdentity() } };
}

/**
 * Runs `work` for an order, with its image in the engine when its target is one of containers; nothing of the run is left in the
 * engine afterwards. Throws PrerequisiteMissing.
 */
export async function withContainers<T>(order: RunOrder, work: (order: RunOrder) => Promise<T>): Promise<T> {
  if (order.target.kind !== 'container') return work(order);
  const image = await prepareContainers().catch((error: unknown) => {
    throw error instanceof ContainersUnavailable ? new PrerequisiteMissing(error.message) : error;
  });
  try {
    return await work({ ...order, target: { kind: 'container', container: { ...order.target.container, image } } });
  } finally {
    await sweepRun(order.id);
  }
}
