import type { Store, StoredObject } from '../kernel/store.ts';
import { Ordered } from './ordered.ts';

interface Cached {
  all: Ordered<StoredObject>;
  /** Objects that stand below another one, by its id. */
  byParent: Map<string, Ordered<StoredObject>>;
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
  /** Whether the open transaction has changed anything. */
  #dirty = false;

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
    return this.#cached(type).all.list();
  }

  /** Objects of a type that stand below another object, oldest first. */
  children(type: string, parent: string): readonly StoredObject[] {
    return this.#cached(type).byParent.get(parent)?.list() ?? [];
  }

  get(type: string, id: string): StoredObject | undefined {
    return this.#cached(type).all.get(id);
  }

  insert(object: StoredObject): StoredObject {
    const cached = this.#cached(object.type);
    this.#store.insert(object);
    put(cached, object);
    this.#changed(object.type);
    return object;
  }

  update(object: StoredObject, fields: Record<string, string>): StoredObject {
    const cached = this.#cached(object.type);
    this.#store.update(object.id, fields);
    const next = { ...object, fields };
    put(cached, next);
    this.#changed(object.type);
    return next;
  }

  /** Removes objects, and what stands below them. */
  remove(type: string, ids: readonly string[]): void {
    if (ids.length === 0) return;
    const cached = this.#cached(type);
    this.#store.removeMany(ids);
    for (const id of ids) {
      const parent = cached.all.get(id)?.parent ?? null;
      cached.all.delete(id);
      if (parent !== null) withoutChild(cached, parent, id);
    }
    for (const other of this.#cache.values()) {
      if (other.byParent.size === 0) continue;
      for (const id of ids) {
        for (const child of other.byParent.get(id)?.list() ?? []) other.all.delete(child.id);
        other.byParent.delete(id);
      }
    }
    this.#changed(type);
  }

  /** Writes objects under the name of a stage: nobody sees them until `adopt` makes them objects of their type. */
  stage(stage: string, objects: readonly StoredObject[]): void {
    this.atomically(() => {
      for (const object of objects) this.#store.insert({ ...object, type: stage });
    });
  }

  /** Makes all that was staged objects of `type`; `objects` are the staged ones, in their order. */
  adopt(stage: string, type: string, objects: readonly StoredObject[]): void {
    const cached = this.#cached(type);
    this.#store.retype(stage, type);
    for (const object of objects) put(cached, object);
    this.#changed(type);
  }

  /** Gives an object another id; it moves to the end of its kind. */
  rename(object: StoredObject, id: string): StoredObject {
    const cached = this.#cached(object.type);
    this.#store.rename(object.id, id);
    cached.all.delete(object.id);
    if (object.parent !== null) withoutChild(cached, object.parent, object.id);
    const next = { ...object, id };
    put(cached, next);
    this.#changed(object.type);
    return next;
  }

  /** Forgets what was staged and never adopted. */
  discard(stage: string): void {
    this.#store.removeType(stage);
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
    this.#dirty = false;
    try {
      return this.#store.atomically(work);
    } catch (error) {
      if (this.#dirty) this.#cache.clear();
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }

  #changed(type: string): void {
    this.#dirty = true;
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
    const cached: Cached = { all: new Ordered(), byParent: new Map() };
    for (const object of this.#store.list(type)) put(cached, object);
    this.#cache.set(type, cached);
    return cached;
  }
}

function put({ all, byParent }: Cached, object: StoredObject): void {
  all.put(object);
  if (object.parent === null) return;
  const siblings = byParent.get(object.parent) ?? new Ordered();
  siblings.put(object);
  byParent.set(object.parent, siblings);
}

function withoutChild({ byParent }: Cached, parent: string, id: string): void {
  const siblings = byParent.get(parent);
  siblings?.delete(id);
  if (siblings?.size === 0) byParent.delete(parent);
}
