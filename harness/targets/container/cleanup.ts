import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { lives } from '../owner.ts';
import type { Engine } from './engine.ts';

/** Labels of every container, network and volume that is ours: its run, the process and machine that own it, its cluster. */
const runLabel = 'org.cms-conformance.run';
const ownerLabel = 'org.cms-conformance.pid';
const hostLabel = 'org.cms-conformance.host';
const clusterLabel = 'org.cms-conformance.cluster';

export type Labels = Readonly<Record<string, string>>;

/** The labels of a cluster. `owner` is a process identity: when it has ended, the next start removes what is left. */
export function labelsOf(run: string, owner: string, cluster: string): Labels {
  return { [runLabel]: run, [ownerLabel]: owner, [hostLabel]: hostname(), [clusterLabel]: cluster };
}

/** Removes what the runners of this machine left behind that no longer live. */
export function removeLeftovers(engine: Engine): Promise<void> {
  return removeWhere(engine, (labels) => labels[hostLabel] === hostname() && !lives(labels[ownerLabel] ?? ''));
}

/** Removes everything of one run. */
export function removeRun(engine: Engine, run: string): Promise<void> {
  return removeWhere(engine, (labels) => labels[runLabel] === run);
}

/** Whether the engine holds containers or networks of a run. */
export async function holdsRun(engine: Engine, run: string): Promise<boolean> {
  const filters = { label: [`${runLabel}=${run}`] };
  const { dockerode } = engine.container;
  const [containers, networks] = await Promise.all([
    dockerode.listContainers({ all: true, filters }),
    dockerode.listNetworks({ filters }),
  ]);
  return containers.length + networks.length > 0;
}

/** Removes everything of one cluster. */
export function removeCluster(engine: Engine, cluster: string): Promise<void> {
  return removeWhere(engine, (labels) => labels[clusterLabel] === cluster);
}

/** Containers first: they hold the networks and volumes. What somebody else removes meanwhile is gone as well. */
async function removeWhere(engine: Engine, wanted: (labels: Labels) => boolean): Promise<void> {
  const { dockerode } = engine.container;
  const filters = { label: [runLabel] };
  const ours = (labels: Labels | undefined) => wanted(labels ?? {});
  const containers = (await dockerode.listContainers({ all: true, filters })).filter(({ Labels }) => ours(Labels));
  await Promise.all(
    containers.map(({ Id }) => gone(() => dockerode.getContainer(Id).remove({ force: true, v: true }))),
  );
  const networks = (await dockerode.listNetworks({ filters })).filter(({ Labels }) => ours(Labels));
  await Promise.all(networks.map(({ Id }) => gone(() => dockerode.getNetwork(Id).remove())));
  const volumes = (await dockerode.listVolumes({ filters })).Volumes.filter(({ Labels }) => ours(Labels));
  await Promise.all(volumes.map(({ Name }) => gone(() => dockerode.getVolume(Name).remove())));
}

/** Tries of a removal, a quarter of a second apart, while something is being removed or still holds what is to go. */
const tries = 40;

/** 404: it is gone; 409: it is being removed, or a volume is in use; 403: a network still has containers. */
async function gone(remove: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await remove();
      return;
    } catch (error) {
      const { statusCode } = error as { statusCode?: number };
      if (statusCode === 404) return;
      if ((statusCode !== 409 && statusCode !== 403) || attempt === tries) throw error;
    }
    await pause(250);
  }
}
