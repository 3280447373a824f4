/**
 * How a slot is chosen among the free ones: `lowest` as document 212298 says ("Start of a scheduled meeting"), or `random`
 * as the Preferred Architecture for Enterprise Collaboration says, from a seed so that a run can be repeated.
 */
export type AllocationPolicy = { kind: 'lowest' } | { kind: 'random'; seed: number };

/** The numbers of a range, both ends included. */
export interface SlotRange {
  start: number;
  end: number;
}

/** The numbers of a range in rising order. */
export function slotNumbers(range: SlotRange): number[] {
  return Array.from({ length: Math.max(0, range.end - range.start + 1) }, (_, i) => range.start + i);
}

/** Chooses slots; pure but for the position in its own random sequence. */
export class Allocator {
  readonly #policy: AllocationPolicy;
  #state: number;

  constructor(policy: AllocationPolicy = { kind: 'lowest' }) {
    this.#policy = policy;
    this.#state = policy.kind === 'random' ? policy.seed >>> 0 : 0;
  }

  /** A free slot of the range, or null when there is none. */
  choose(range: SlotRange, isFree: (slot: number) => boolean): number | null {
    const free = slotNumbers(range).filter(isFree);
    const index = this.#policy.kind === 'lowest' ? 0 : Math.floor(this.#next() * free.length);
    return free[index] ?? null;
  }

  /** Mulberry32: 32 bits of state, enough for a choice of slots. */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
}
