const places = 4096;

/**
 * Requests by their numbers, which follow each other. No Map: one from which as much goes as comes is made anew again and again,
 * and each that is done with holds the next one, with all that is in it, until the whole heap is looked through.
 */
export class ByNumber<Item extends { readonly number: number }> {
  readonly #items: (Item | undefined)[] = Array.from({ length: places });
  /** Those whose place is taken by another number. */
  readonly #others = new Map<number, Item>();

  get(number: number): Item | null {
    const item = this.#items[number % places];
    if (item !== undefined && item.number === number) return item;
    return this.#others.size === 0 ? null : (this.#others.get(number) ?? null);
  }

  /** Puts it in the place of the one with the same number, if there is one. */
  set(item: Item): void {
    const place = item.number % places;
    const there = this.#items[place];
    if (this.#others.has(item.number) || (there !== undefined && there.number !== item.number)) {
      this.#others.set(item.number, item);
    } else this.#items[place] = item;
  }

  /** Takes this one out; another one with the same number stays. */
  delete(item: Item): void {
    const place = item.number % places;
    if (this.#items[place] === item) this.#items[place] = undefined;
    else if (this.#others.get(item.number) === item) this.#others.delete(item.number);
  }
}
