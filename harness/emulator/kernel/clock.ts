type Timer = { at: number; run: () => void; handle: NodeJS.Timeout | undefined };

/**
 * The one source of time of an emulated cluster. It runs with the machine's clock plus an offset, which the control
 * interface may change; what is due when time is turned forward runs at once, in order.
 */
export class Clock {
  #offset = 0;
  /** Milliseconds since 1970 while the clock stands still. */
  #stopped: number | null = null;
  readonly #timers = new Set<Timer>();

  now(): Date {
    return new Date(this.#stopped ?? Date.now() + this.#offset);
  }

  /** Lets time stand still: from now on it moves only when it is set. */
  freeze(): void {
    this.#stopped = this.now().getTime();
  }

  /** Turns the clock to `instant`. Forward: everything due until then runs first, each at its own time. */
  set(instant: Date): void {
    for (;;) {
      const due = [...this.#timers].filter((timer) => timer.at <= instant.getTime()).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#moveTo(Math.max(this.now().getTime(), due.at));
      this.#fire(due);
    }
    this.#moveTo(instant.getTime());
    for (const timer of this.#timers) this.#arm(timer);
  }

  advance(milliseconds: number): void {
    this.set(new Date(this.now().getTime() + milliseconds));
  }

  /** Runs `run` once after `milliseconds` of virtual time; the returned function cancels it. */
  after(milliseconds: number, run: () => void): () => void {
    const timer: Timer = { at: this.now().getTime() + milliseconds, run, handle: undefined };
    this.#timers.add(timer);
    this.#arm(timer);
    return () => this.#drop(timer);
  }

  /** Drops every pending timer. */
  stop(): void {
    for (const timer of this.#timers) this.#drop(timer);
  }

  #moveTo(milliseconds: number): void {
    if (this.#stopped === null) this.#offset = milliseconds - Date.now();
    else this.#stopped = milliseconds;
  }

  #arm(timer: Timer): void {
    clearTimeout(timer.handle);
    const wait = Math.min(Math.max(0, timer.at - this.now().getTime()), 2 ** 31 - 1);
    timer.handle = setTimeout(() => (timer.at <= this.now().getTime() ? this.#fire(timer) : this.#arm(timer)), wait);
    timer.handle.unref();
  }

  #fire(timer: Timer): void {
    this.#drop(timer);
    timer.run();
  }

  #drop(timer: Timer): void {
    clearTimeout(timer.handle);
    this.#timers.delete(timer);
  }
}
