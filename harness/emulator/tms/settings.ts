import type { Cluster } from '../kernel/node.ts';
import { tmsName } from '../kernel/topology.ts';

/** TMS-wide settings, kept in the cluster's store. */
export class StoredSettings {
  readonly #cluster: Cluster;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** Administrative Tools > Configuration > Conference Settings: the type of bridge that routing prefers. */
  get preferredMcuType(): string {
    const { store, policies } = this.#cluster;
    return store.setting<string>(tmsName, 'preferredMcuType') ?? policies['tms.defaultMcuType']();
  }

  set preferredMcuType(type: string) {
    const { store, policies } = this.#cluster;
    store.setSetting(tmsName, 'preferredMcuType', policies['tms.preferredMcuType'](this.preferredMcuType, type));
  }
}
