import { Allocator, type SlotRange } from '../../tms/allocator.ts';
import type { SlotState } from '../../tms/slot.ts';
import type { Cluster } from '../kernel/node.ts';
import type { HeldConferences } from './held.ts';
import type { BridgeSystem } from './types.ts';

/** A bridge that has slots. */
export interface Provisioned extends BridgeSystem {
  parameterSet: string;
  numericIdBase: number;
  numericIdQuantity: number;
}

/** What is known of the slots of one system. */
interface Slots {
  /** What was provisioned; other slots come with another set. */
  key: string;
  range: SlotRange;
  states: Map<number, SlotState>;
  allocator: Allocator;
}

export function isProvisioned(system: BridgeSystem): system is Provisioned {
  return system.parameterSet !== null && system.numericIdBase !== null && system.numericIdQuantity !== null;
}

/** The slots of each system that has some, as far as they are known; after a restart, by the conferences that are held in them. */
export class SlotsOfSystems {
  readonly #cluster: Cluster;
  readonly #held: HeldConferences;
  readonly #slots = new Map<number, Slots>();

  constructor(cluster: Cluster, held: HeldConferences) {
    this.#cluster = cluster;
    this.#held = held;
  }

  of(system: Provisioned): Slots {
    const { policies } = this.#cluster;
    const range = policies['tms.numericIds'](system.numericIdBase, system.numericIdQuantity);
    const key = `${system.parameterSet} ${range.start}-${range.end}`;
    const known = this.#slots.get(system.id);
    if (known?.key === key) return known;
    const held = this.#held.all().filter((one) => one.system === system.id);
    const states = new Map(held.map(({ meeting, slotState }) => [meeting.slot, slotState]));
    const slots = { key, range, states, allocator: new Allocator(policies['conference.allocation']()) };
    this.#slots.set(system.id, slots);
    return slots;
  }
}
