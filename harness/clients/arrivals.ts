/** Lets those wait who want to see something come in; whoever listens says when it did. */
export class Arrivals {
  readonly #looks = new Set<() => void>();

  /** Something has come in. */
  note(): void {
    for (const look of this.#looks) look();
  }

  /** Resolves when `enough` says so, which is asked now and after every arrival, or after `milliseconds`. */
  async until(enough: () => boolean, milliseconds: number): Promise<void> {
    if (enough()) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = () => {
      if (enough()) resolve();
    };
    this.#looks.add(look);
    const limit = setTimeout(resolve, milliseconds);
    await promise;
    clearTimeout(limit);
    this.#looks.delete(look);
  }
}
