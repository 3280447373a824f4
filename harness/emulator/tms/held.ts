import { type BridgeRole, type FailoverState, initialFailoverState } from '../../tms/failover.ts';
import type { Meeting } from '../../tms/results.ts';
import type { SlotState } from '../../tms/slot.ts';
import type { Store } from '../kernel/store.ts';
import { tmsName } from '../kernel/topology.ts';

/** A conference that has a slot on a bridge, or has left something there. */
export interface HeldConference {
  id: number;
  system: number;
  bridge: BridgeRole;
  meeting: Meeting;
  /** `starting` while no call is known to be made, `ending` while something is left to be taken back. */
  stage: 'starting' | 'running' | 'ending';
  slotState: SlotState;
  /** The end that the bridge was told last, milliseconds since 1970. */
  end: number;
  extensions: number;
  /** The end for which an automatic extension was decided last. */
  decidedFor: number | null;
}

/** What TMS remembers of the conferences on its bridges; in the cluster's store, so that it survives a restart. */
export class HeldConferences {
  readonly #store: Store;
  readonly #held: Map<number, HeldConference>;

  constructor(store: Store) {
    this.#store = store;
    const kept = store.setting<HeldConference[]>(tmsName, 'held') ?? [];
    this.#held = new Map(kept.map((one) => [one.id, one]));
  }

  all(): HeldConference[] {
    return [...this.#held.values()];
  }

  get(id: number): HeldConference | undefined {
    return this.#held.get(id);
  }

  /** Keeps it as it is now. */
  put(held: HeldConference): void {
    this.#held.set(held.id, held);
    this.#save();
  }

  remove(id: number): void {
    if (this.#held.delete(id)) this.#save();
  }

  failover(system: number): FailoverState {
    return this.#store.setting<FailoverState>(tmsName, `failover.${system}`) ?? initialFailoverState;
  }

  putFailover(system: number, state: FailoverState): void {
    this.#store.setSetting(tmsName, `failover.${system}`, state);
  }

  #save(): void {
    this.#store.setSetting(tmsName, 'held', this.all());
  }
}
