import type { Store, StoredObject } from '../kernel/store.ts';

interface Cached {
  list: StoredObject[];
  byId: Map<string, StoredObject>;
}

const repositories = new WeakMap<Store, Repository>();

/**
 * The configuration objects of a cluster, read through a cache. All writers of one process share it; what another process
 * writes is seen because the store's version changes then.
 */
export class Repository {
  readonly #store: Store;
  readonly #cache = new Map<string, Cached>();
  #version = -1;
  #depth = 0;

  /** The one repository of a store. */
  static of(store: Store): Repository {
    const known = repositories.get(store);
    if (known) return known;
    const repository = new Repository(store);
    repositories.set(store, repository);
    return repository;
  }

  private constructor(store: Store) {
    this.#store = store;
  }

  /** Objects of a type, oldest first. */
  list(type: string): readonly StoredObject[] {
    return this.#cached(type).list;
  }

  get(type: string, id: string): StoredObject | undefined {
    return this.#cached(type).byId.get(id);
  }

  insert(object: StoredObject): StoredObject {
    const cached = this.#cached(object.type);
    this.#store.insert(object);
    cached.list.push(object);
    cached.byId.set(object.id, object);
    return object;
  }

  update(object: StoredObject, fields: Record<string, string>): StoredObject {
    const cached = this.#cached(object.type);
    this.#store.update(object.id, fields);
    const next = { ...object, fields };
    cached.byId.set(object.id, next);
    cached.list = cached.list.map((other) => (other.id === object.id ? next : other));
    return next;
  }

  remove(type: string, ids: readonly string[]): void {
    const cached = this.#cached(type);
    const gone = new Set(ids);
    for (const id of gone) {
      this.#store.remove(id);
      cached.byId.delete(id);
    }
    cached.list = cached.list.filter((object) => !gone.has(object.id));
  }

  /** Runs `work` as one transaction, also when it runs inside another one: all of it, or nothing when it throws. */
  atomically<T>(work: () => T): T {
    if (this.#depth > 0) return work();
    this.#depth += 1;
    try {
      return this.#store.atomically(work);
    } catch (error) {
      this.#cache.clear();
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }

  #cached(type: string): Cached {
    const version = this.#store.version();
    if (version !== this.#version) {
      this.#cache.clear();
      this.#version = version;
    }
    const known = this.#cache.get(type);
    if (known) return known;
    const list = this.#store.list(type);
    const cached = { list, byId: new Map(list.map((object) => [object.id, object])) };
    this.#cache.set(type, cached);
    return cached;
  }
}
