/** Objects by their ids, in the order in which they came. Every single change costs the same, however many there are. */
export class Ordered<T extends { id: string }> {
  readonly #byId: Map<string, T>;
  #list: T[] | null = null;
  /** Where each object stands in the list; made when it is needed first. */
  #positions: Map<string, number> | null = null;

  constructor(objects: readonly T[] = []) {
    this.#byId = new Map(objects.map((object) => [object.id, object]));
  }

  get size(): number {
    return this.#byId.size;
  }

  get(id: string): T | undefined {
    return this.#byId.get(id);
  }

  /** All of them, oldest first; later changes may show in it. */
  list(): readonly T[] {
    this.#list ??= [...this.#byId.values()];
    return this.#list;
  }

  /** Adds an object at the end, or puts it in the place of the one with the same id. */
  put(object: T): void {
    const known = this.#byId.has(object.id);
    this.#byId.set(object.id, object);
    if (!this.#list) return;
    if (!known) {
      this.#positions?.set(object.id, this.#list.length);
      this.#list.push(object);
      return;
    }
    this.#positions ??= new Map(this.#list.map(({ id }, position) => [id, position]));
    this.#list[this.#positions.get(object.id) ?? -1] = object;
  }

  delete(id: string): void {
    if (!this.#byId.delete(id)) return;
    this.#list = null;
    this.#positions = null;
  }
}
