import type { Store, StoredObject } from '../kernel/store.ts';

interface Cached {
  list: StoredObject[];
  byId: Map<string, StoredObject>;
  /** Objects that stand below another one, by its id. */
  byParent: Map<string, StoredObject[]>;
}

const repositories = new WeakMap<Store, Repository>();

/**
 * The configuration objects of a cluster, read through a cache. All writers of one process share it; what another process
 * writes is seen because the store's version changes then.
 */
export class Repository {
  readonly #store: Store;
  readonly #cache = new Map<string, Cached>();
  readonly #watchers = new Set<(type: string) => void>();
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

  /** Objects of a type that stand below another object, oldest first. */
  children(type: string, parent: string): readonly StoredObject[] {
    return this.#cached(type).byParent.get(parent) ?? [];
  }

  get(type: string, id: string): StoredObject | undefined {
    return this.#cached(type).byId.get(id);
  }

  insert(object: StoredObject): StoredObject {
    const cached = this.#cached(object.type);
    this.#store.insert(object);
    cached.list.push(object);
    cached.byId.set(object.id, object);
    if (object.parent !== null)
      cached.byParent.set(object.parent, [...(cached.byParent.get(object.parent) ?? []), object]);
    this.#changed(object.type);
    return object;
  }

  update(object: StoredObject, fields: Record<string, string>): StoredObject {
    const cached = this.#cached(object.type);
    this.#store.update(object.id, fields);
    const next = { ...object, fields };
    cached.byId.set(object.id, next);
    const renewed = (list: StoredObject[]) => list.map((other) => (other.id === object.id ? next : other));
    cached.list = renewed(cached.list);
    if (object.parent !== null) cached.byParent.set(object.parent, renewed(cached.byParent.get(object.parent) ?? []));
    this.#changed(object.type);
    return next;
  }

  /** Removes objects, and what stands below them. */
  remove(type: string, ids: readonly string[]): void {
    const cached = this.#cached(type);
    const gone = new Set(ids);
    for (const id of gone) {
      const parent = cached.byId.get(id)?.parent ?? null;
      this.#store.remove(id);
      cached.byId.delete(id);
      if (parent !== null) without(cached.byParent, parent, gone);
    }
    cached.list = cached.list.filter((object) => !gone.has(object.id));
    for (const other of this.#cache.values()) {
      const children = ids.flatMap((id) => other.byParent.get(id) ?? []);
      if (children.length === 0) continue;
      for (const { id } of children) other.byId.delete(id);
      for (const id of gone) other.byParent.delete(id);
      other.list = other.list.filter(({ parent }) => parent === null || !gone.has(parent));
    }
    this.#changed(type);
  }

  /** Tells of every change that this process makes, by the type of its object; the returned function ends that. */
  watch(watcher: (type: string) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
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

  #changed(type: string): void {
    for (const watcher of this.#watchers) watcher(type);
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
    const byParent = Map.groupBy(
      list.filter(({ parent }) => parent !== null),
      ({ parent }) => parent ?? '',
    );
    const cached = { list, byId: new Map(list.map((object) => [object.id, object])), byParent };
    this.#cache.set(type, cached);
    return cached;
  }
}

function without(byParent: Map<string, StoredObject[]>, parent: string, gone: ReadonlySet<string>): void {
  const left = (byParent.get(parent) ?? []).filter(({ id }) => !gone.has(id));
  if (left.length === 0) byParent.delete(parent);
  else byParent.set(parent, left);
}
