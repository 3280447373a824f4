import type { SyncStatus } from '../../protocol/api/bulk.ts';
import type { MappedPart, PlannedSpace } from '../policies/spaces.ts';
import { type ApiContext, freshSecret } from './context.ts';
import { activeCalls, endCall } from './live.ts';
import type { Changes, Resource } from './resources.ts';
import { addressesOf, otherSpaces } from './spaces.ts';
import { given, storedResource } from './stored.ts';

const type = 'cospaceBulkSync';
const stored = storedResource(type);

/** Bulk syncs (CMS API reference, "Bulk creation of coSpaces"): a POST queues one, its `status` tells how it went. */
export const syncResource: Resource = {
  ...stored,
  create(context, changes) {
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
  },
};

/**
 * Runs the syncs of one node one after the other, on virtual time. What the process left waiting when it ended is taken up
 * by the next start.
 */
export class BulkEngine {
  readonly #context: ApiContext;
  #cancel: (() => void) | null = null;

  constructor(context: ApiContext) {
    this.#context = context;
  }

  /** Looks for work, unless some is under way. */
  wake(): void {
    if (this.#cancel) return;
    const next = this.#context.objects
      .list(type)
      .find(
        ({ fields }) =>
          fields._node === this.#context.node.name &&
          ['pending', 'running'].includes(fields.status ?? '') &&
          !fields._done,
      );
    if (next) this.#after('start', () => this.#start(next.id));
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #start(sync: string): void {
    this.#setStatus(sync, 'running', false);
    this.#after('finish', () => {
      this.#finish(sync);
      this.wake();
    });
  }

  #after(step: 'start' | 'finish', run: () => void): void {
    const { node, policies, objects } = this.#context;
    const wait = policies['bulk.delay'](step, objects.list('coSpace').length);
    this.#cancel = node.cluster.clock.after(wait, () => {
      this.#cancel = null;
      run();
    });
  }

  #finish(sync: string): void {
    const { objects } = this.#context;
    objects.atomically(() => {
      const { fields } = objects.get(type, sync) ?? { fields: {} };
      this.#setStatus(sync, synchronise(this.#context, fields), true);
    });
  }

  #setStatus(sync: string, status: SyncStatus, done: boolean): void {
    const object = this.#context.objects.get(type, sync);
    if (object) this.#context.objects.update(object, { ...object.fields, status, ...(done ? { _done: 'true' } : {}) });
  }
}

/** Carries a sync out: all of it, or nothing. Returns its final status. */
function synchronise(context: ApiContext, sync: Changes): SyncStatus {
  const { policies, objects } = context;
  const set = objects.get('cospaceBulkParameterSet', (sync.cospaceBulkParameterSet ?? '').toLowerCase());
  if (!set) return policies['bulk.unknownSetStatus']();
  const former = objects.list('coSpace').filter((space) => space.fields._bulkSet === set.id);
  const removeAll = sync._removeAll === 'true';
  if (removeAll) {
    removeSpaces(context, policies['bulk.removedByRemoveAll'](former.map(addressesOf)));
    if (!policies['bulk.removeAllCreates']()) return policies['bulk.successStatus']();
  }
  const { startIndex = '', endIndex = '' } = set.fields;
  if (startIndex === '' || endIndex === '') return policies['bulk.failureStatus']('failed');
  const rangeFailure = policies['bulk.rangeFailure'](Number(startIndex), Number(endIndex), policies['bulk.maxRange']());
  if (rangeFailure) return policies['bulk.failureStatus'](rangeFailure);

  const planned = policies['bulk.indices'](Number(startIndex), Number(endIndex)).map((index) =>
    plan(context, set.fields, index),
  );
  const replaced = removeAll ? [] : policies['bulk.removedBySync'](former.map(addressesOf));
  const conflict = policies['bulk.conflict'](planned, otherSpaces(context, new Set(replaced)));
  if (conflict) {
    removeSpaces(
      context,
      policies['bulk.removedDespiteFailure'](
        former.map((space) => space.id),
        conflict,
      ),
    );
    createSpaces(context, set.id, set.fields, policies['bulk.createdDespiteFailure'](planned, conflict));
    return policies['bulk.failureStatus'](conflict);
  }
  removeSpaces(context, replaced);
  createSpaces(context, set.id, set.fields, planned);
  return policies['bulk.successStatus']();
}

function plan({ policies }: ApiContext, set: Changes, index: number): PlannedSpace {
  const expand = (mapping: string | undefined, part: MappedPart) => policies['bulk.expand'](mapping ?? '', index, part);
  return {
    index,
    name: expand(set.coSpaceNameMapping, 'name'),
    uri: policies['spaces.uri'](expand(set.coSpaceUriMapping, 'uri')),
    callId: expand(set.coSpaceCallIdMapping, 'callId'),
  };
}

function createSpaces(context: ApiContext, setId: string, set: Changes, planned: readonly PlannedSpace[]): void {
  const { policies, objects } = context;
  let first = '';
  for (const space of planned) {
    const secret = policies['bulk.secret']({ callId: space.callId, fresh: freshSecret(policies), first });
    first ||= secret;
    const fields = given({
      name: space.name,
      autoGenerated: 'false',
      uri: space.uri,
      callId: space.callId,
      tenant: policies['bulk.tenant'](set.tenant ?? ''),
      callLegProfile: policies['bulk.callLegProfile'](set.callLegProfile ?? ''),
      callProfile: policies['bulk.callProfile'](set.callProfile ?? ''),
      callBrandingProfile: policies['bulk.callBrandingProfile'](set.callBrandingProfile ?? ''),
      secret,
      nonMemberAccess: policies['bulk.nonMemberAccess'](set.nonMemberAccess ?? ''),
      passcode: policies['bulk.passcode'](space),
      _bulkSet: setId,
    });
    objects.insert({ id: context.newId('coSpace'), type: 'coSpace', parent: null, fields });
  }
}

function removeSpaces({ node, policies, objects }: ApiContext, ids: readonly string[]): void {
  if (policies['spaces.deletingEndsCall']()) {
    for (const member of node.cluster.nodes) {
      for (const call of activeCalls(member)) if (ids.includes(call.coSpace)) endCall(member, call.id);
    }
  }
  objects.remove('coSpace', ids);
}
