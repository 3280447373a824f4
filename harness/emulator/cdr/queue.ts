import type { Policies } from '../policies/index.ts';

/** A record before it has got its place in a receiver's sequence. */
export interface PendingRecord {
  type: string;
  /** Milliseconds since 1970. */
  at: number;
  correlatorIndex: number;
  /** The element inside: `call` or `callLeg`. */
  subject: string;
  id: string;
  fields: readonly (readonly [name: string, text: string])[];
}

/** A record as it is sent. */
export interface SentRecord extends PendingRecord {
  recordIndex: number;
  /** How many records just before it were lost. */
  missing: number;
}

interface Entry {
  record: PendingRecord;
  recordIndex: number | null;
  missing: number;
}

/**
 * What one receiver has not acknowledged yet. A record gets its `recordIndex` when it is sent for the first time, so that the
 * indices stay gapless when older records had to be dropped (facts: call-bridge-api 18).
 */
export class ReceiverQueue {
  readonly #policies: Policies;
  readonly #entries: Entry[] = [];
  #lastIndex: number | null = null;

  constructor(policies: Policies) {
    this.#policies = policies;
  }

  get length(): number {
    return this.#entries.length;
  }

  /** Appends a record; of those that were never sent, the oldest make room. */
  add(record: PendingRecord): void {
    this.#entries.push({ record, recordIndex: null, missing: 0 });
    const maximum = this.#policies['cdr.maximumQueue']();
    while (this.#entries.length > maximum) {
      const oldest = this.#entries.findIndex(({ recordIndex }) => recordIndex === null);
      const next = this.#entries[oldest + 1];
      if (!next) return;
      next.missing += 1 + (this.#entries[oldest]?.missing ?? 0);
      this.#entries.splice(oldest, 1);
    }
  }

  /** The records of the next POST, numbered; the same again until they are forgotten. `failures` counts the POSTs in vain. */
  batch(failures: number): SentRecord[] {
    return this.#entries.slice(0, this.#policies['cdr.batchSize']()).map((entry) => {
      const isRepeated = entry.recordIndex !== null;
      entry.recordIndex ??= this.#nextIndex(entry.record.correlatorIndex);
      const recordIndex = isRepeated
        ? this.#policies['cdr.indexOfRepeated'](entry.recordIndex, failures)
        : entry.recordIndex;
      return { ...entry.record, recordIndex, missing: entry.missing };
    });
  }

  /** Forgets the oldest records. */
  forget(count: number): void {
    this.#entries.splice(0, count);
  }

  clear(): void {
    this.#entries.length = 0;
  }

  #nextIndex(correlatorIndex: number): number {
    this.#lastIndex =
      this.#lastIndex === null
        ? this.#policies['cdr.firstRecordIndex'](correlatorIndex)
        : this.#policies['cdr.nextRecordIndex'](this.#lastIndex);
    return this.#lastIndex;
  }
}
