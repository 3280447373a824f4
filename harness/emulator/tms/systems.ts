import type { Store } from '../kernel/store.ts';
import { tmsName } from '../kernel/topology.ts';
import type { BridgeSystem, BridgeSystems } from './types.ts';

/** The bridges that were added to TMS, kept in the cluster's store. */
export class StoredSystems implements BridgeSystems {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  all(): BridgeSystem[] {
    return this.#store.setting<BridgeSystem[]>(tmsName, 'systems') ?? [];
  }

  get(id: number): BridgeSystem | undefined {
    return this.all().find((system) => system.id === id);
  }

  /** Keeps a new system and gives it its number. */
  insert(system: Omit<BridgeSystem, 'id'>): BridgeSystem {
    const kept = { ...system, id: this.nextNumber('system') };
    this.#write([...this.all(), kept]);
    return kept;
  }

  /** Keeps a system as it is now. */
  put(system: BridgeSystem): void {
    this.#write(this.all().map((other) => (other.id === system.id ? system : other)));
  }

  remove(id: number): void {
    this.#write(this.all().filter((system) => system.id !== id));
  }

  /** A number that was not given before, of systems or of tickets. */
  nextNumber(kind: 'system' | 'ticket'): number {
    const next = (this.#store.setting<number>(tmsName, `${kind}.number`) ?? 0) + 1;
    this.#store.setSetting(tmsName, `${kind}.number`, next);
    return next;
  }

  #write(systems: BridgeSystem[]): void {
    this.#store.setSetting(tmsName, 'systems', systems);
  }
}
