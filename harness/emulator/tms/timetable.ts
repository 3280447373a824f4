import type { Cluster } from '../kernel/node.ts';

/** What is done at which instants, milliseconds since 1970. */
export interface Due {
  /** The instants at which something may be due, in any order. */
  instants(): number[];
  /** Does everything that is due at an instant. */
  doAt(at: number): Promise<void>;
}

/**
 * Looks what is due at each instant at which something may be, in the order of these instants and one after the other; so a clock
 * that is turned far, a restart and a late answer all come to the same.
 */
export class Timetable {
  readonly #cluster: Cluster;
  readonly #due: Due;
  #queue: Promise<void> = Promise.resolve();
  #cancelTimer = () => {};
  /** The last instant that was looked at. */
  #reached: number;
  #stopped = false;

  constructor(cluster: Cluster, due: Due) {
    this.#cluster = cluster;
    this.#due = due;
    this.#reached = this.now();
  }

  now(): number {
    return this.#cluster.clock.now().getTime();
  }

  /** Looks at this instant; to be called when what is due may have changed. */
  lookNow(): void {
    this.#reached = this.now();
    this.#look(this.#reached);
    this.#plan();
  }

  /** Resolves when what was begun is done; nothing is begun any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer();
    await this.#queue;
  }

  /** Does everything that is due at an instant, after what was due before. */
  #look(at: number): void {
    if (this.#stopped) return;
    this.#queue = this.#queue
      .then(() => this.#due.doAt(at))
      .catch((error: unknown) => {
        process.stderr.write(`TMS: conferences: ${error instanceof Error ? error.stack : String(error)}\n`);
      })
      .then(() => this.#plan());
    this.#cluster.activities.run(this.#queue);
  }

  /** Waits for the next instant at which something may be due; those that have passed meanwhile are looked at now. */
  #plan(): void {
    if (this.#stopped) return;
    this.#cancelTimer();
    for (;;) {
      const next = Math.min(...this.#due.instants().filter((instant) => instant > this.#reached));
      if (next === Number.POSITIVE_INFINITY) return;
      if (next > this.now()) {
        this.#cancelTimer = this.#cluster.clock.after(next - this.now(), () => {
          this.#reached = Math.max(this.#reached, next);
          this.#look(next);
          this.#plan();
        });
        return;
      }
      this.#reached = next;
      this.#look(next);
    }
  }
}
