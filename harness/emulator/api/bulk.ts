import type { SyncStatus } from '../../protocol/api/bulk.ts';
import { type Finish, prepareSync } from './bulk-sync.ts';
import type { ApiContext } from './context.ts';
import type { Changes, Resource } from './resources.ts';
import { storedResource } from './stored.ts';

const type = 'cospaceBulkSync';
const storedSync = storedResource(type);
const storedSet = storedResource('cospaceBulkParameterSet');

/** Bulk parameter sets (CMS API reference, "Bulk creation of coSpaces"): a change of one waits for the next sync. */
export const parameterSetResource: Resource = {
  ...storedSet,
  modify(context, item, changes) {
    const next = storedSet.modify?.(context, item, changes) ?? item;
    if (context.policies['bulk.changeSyncs']()) queueSync(context, { cospaceBulkParameterSet: item.id });
    return next;
  },
};

/** Bulk syncs (CMS API reference, "Bulk creation of coSpaces"): a POST queues one, its `status` tells how it went. */
export const syncResource: Resource = { ...storedSync, create: queueSync };

function queueSync(context: ApiContext, changes: Changes) {
  const removeAll = changes.removeAll ?? '';
  const fields = {
    ...(context.policies['bulk.removeAllIsPrinted'](removeAll !== '') ? { removeAll: removeAll || 'false' } : {}),
    cospaceBulkParameterSet: changes.cospaceBulkParameterSet ?? '',
    status: 'pending',
    _removeAll: removeAll,
    _node: context.node.name,
  };
  const object = context.objects.insert({ id: context.newId(type), type, parent: null, fields });
  context.syncsChanged();
  return object;
}

/**
 * Runs the syncs of one node one after the other, on virtual time. What the process left waiting or half done when it ended is
 * taken up by the next start.
 */
export class BulkEngine {
  readonly #context: ApiContext;
  /** Where the spaces of the running sync wait until all of them are there. */
  readonly #stage: string;
  #cancel: (() => void) | null = null;

  constructor(context: ApiContext) {
    this.#context = context;
    this.#stage = `coSpace staged by ${context.node.name}`;
    context.objects.discard(this.#stage);
  }

  /** Looks for work, unless some is under way. */
  wake(): void {
    if (this.#cancel || this.#waiting().length === 0) return;
    this.#after('start', () => {
      const next = this.#context.policies['bulk.next'](this.#waiting());
      if (next !== undefined) this.#start(next);
    });
  }

  /** Ends what is under way; nothing of it stays. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #waiting(): string[] {
    const open = ({ status = '', _done, _node }: Changes) =>
      _node === this.#context.node.name && ['pending', 'running'].includes(status) && !_done;
    return this.#context.objects
      .list(type)
      .filter(({ fields }) => open(fields))
      .map(({ id }) => id);
  }

  #start(sync: string): void {
    this.#setStatus(sync, 'running', false);
    this.#after('finish', () => {
      const { node, objects } = this.#context;
      const { fields } = objects.get(type, sync) ?? { fields: {} };
      node.cluster.activities.run(
        new Promise<void>((resolve) => {
          this.#prepare(sync, prepareSync(this.#context, fields, this.#stage), resolve);
        }),
      );
    });
  }

  /** Does one chunk of the work, and the next one when the server has answered who waited. `ended` is told when all is over. */
  #prepare(sync: string, work: Generator<void, Finish>, ended: () => void): void {
    const { objects } = this.#context;
    this.#cancel = null;
    try {
      const step = work.next();
      if (!step.done) {
        const timer = setImmediate(() => this.#prepare(sync, work, ended));
        this.#cancel = () => {
          clearImmediate(timer);
          objects.discard(this.#stage);
          ended();
        };
        return;
      }
      objects.atomically(() => this.#setStatus(sync, step.value(), true));
    } catch (error) {
      this.#context.node.log.write('user.warning', 'host:server:', ` WARNING : bulk sync ${sync}: ${String(error)}`);
      objects.discard(this.#stage);
      this.#setStatus(sync, 'failed', true);
    }
    ended();
    this.wake();
  }

  #after(step: 'start' | 'finish', run: () => void): void {
    const { node, policies, objects } = this.#context;
    const wait = policies['bulk.delay'](step, objects.list('coSpace').length);
    this.#cancel = node.cluster.clock.after(wait, () => {
      this.#cancel = null;
      run();
    });
  }

  #setStatus(sync: string, status: SyncStatus, done: boolean): void {
    const object = this.#context.objects.get(type, sync);
    if (object) this.#context.objects.update(object, { ...object.fields, status, ...(done ? { _done: 'true' } : {}) });
  }
}
