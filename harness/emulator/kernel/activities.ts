/**
 * What the emulator's services do by themselves, beside the requests that they answer: a purge, a mail, the start of a
 * conference. Whoever turns the clock waits until what became due is done.
 */
export class Activities {
  readonly #running = new Set<Promise<unknown>>();

  /** Counts `activity` as running until it ends; it must deal with its own failures. */
  run(activity: Promise<unknown>): void {
    this.#running.add(activity);
    const ended = () => this.#running.delete(activity);
    activity.then(ended, ended);
  }

  /** Resolves when nothing runs any more, also nothing that was begun meanwhile; after `limitMs` of real time at the latest. */
  async settled(limitMs = 20_000): Promise<void> {
    const until = Date.now() + limitMs;
    while (this.#running.size > 0 && Date.now() < until) {
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise((resolve) => {
        timer = setTimeout(resolve, until - Date.now());
      });
      await Promise.race([Promise.allSettled(this.#running), limit]);
      clearTimeout(timer);
    }
  }
}
