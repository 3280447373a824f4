import type { SyncStatus } from '../../protocol/api/bulk.ts';
import type { StoredObject } from '../kernel/store.ts';
import type { PlannedSpace } from '../policies/bulk.ts';
import { type ApiContext, freshSecret } from './context.ts';
import type { Changes } from './resources.ts';
import { addressesOf, otherSpaces, removeSpaces } from './spaces.ts';
import { given } from './stored.ts';

/** Spaces that are made between two pauses: some milliseconds of work. */
const chunkSize = 500;

/** Carries out what was prepared, within one transaction; returns the sync's final status. */
export type Finish = () => SyncStatus;

/**
 * Prepares a sync in chunks, so that the server can answer others between them: the new spaces are written to the database,
 * under the name of a stage that nobody reads. What it returns changes everything at once, or nothing.
 */
export function* prepareSync(context: ApiContext, sync: Changes, stage: string): Generator<void, Finish> {
  const { policies, objects } = context;
  const set = objects.get('cospaceBulkParameterSet', (sync.cospaceBulkParameterSet ?? '').toLowerCase());
  if (!set) return () => policies['bulk.unknownSetStatus']();
  const removeAll = policies['bulk.removesOnly'](sync._removeAll ?? '');
  if (removeAll && !policies['bulk.removeAllCreates']()) return () => removeAllOf(context, set.id);

  const { startIndex = '', endIndex = '' } = set.fields;
  if (startIndex === '' || endIndex === '') return () => policies['bulk.failureStatus']('failed');
  if (!mappingsAreValid(context, set.fields)) return () => policies['bulk.failureStatus']('failed');
  const [start, end] = [Number(startIndex), Number(endIndex)];
  const rangeFailure = policies['bulk.rangeFailure'](start, end, policies['bulk.maxRange']());
  if (rangeFailure) return () => policies['bulk.failureStatus'](rangeFailure);

  const planned: PlannedSpace[] = [];
  const made: StoredObject[] = [];
  const indices = policies['bulk.indices'](start, end);
  for (let at = 0; at < indices.length; at += chunkSize) {
    if (at > 0) yield;
    const chunk = indices.slice(at, at + chunkSize).map((index) => plan(context, set.fields, index));
    for (const space of chunk) made.push(newSpace(context, set, space, made[0]?.fields.secret ?? ''));
    planned.push(...chunk);
    objects.stage(stage, made.slice(at));
  }
  return () => finish(context, { set, removeAll, planned, made, stage });
}

function mappingsAreValid({ policies }: ApiContext, set: Changes): boolean {
  return (
    policies['bulk.mappingIsValid'](set.coSpaceNameMapping ?? '', 'name') &&
    policies['bulk.mappingIsValid'](set.coSpaceUriMapping ?? '', 'uri') &&
    policies['bulk.mappingIsValid'](set.coSpaceCallIdMapping ?? '', 'callId')
  );
}

interface Prepared {
  set: StoredObject;
  removeAll: boolean;
  planned: readonly PlannedSpace[];
  /** What is staged, in the order of what is planned. */
  made: readonly StoredObject[];
  stage: string;
}

function finish(context: ApiContext, { set, removeAll, planned, made, stage }: Prepared): SyncStatus {
  const { policies, objects } = context;
  if (removeAll) removeAllOf(context, set.id);
  const former = formerSpaces(context, set.id);
  const replaced = policies['bulk.removedBySync'](former.map(addressesOf));
  const conflict = policies['bulk.conflict'](planned, otherSpaces(context, new Set(replaced)));
  if (conflict) {
    objects.discard(stage);
    const ids = former.map((space) => space.id);
    removeSpaces(context, policies['bulk.removedDespiteFailure'](ids, conflict));
    const created = new Set(policies['bulk.createdDespiteFailure'](planned, conflict));
    for (const [at, space] of made.entries()) if (created.has(planned[at] as PlannedSpace)) objects.insert(space);
    return policies['bulk.failureStatus'](conflict);
  }
  removeSpaces(context, replaced);
  const kept = policies['bulk.keepsIds']() ? idsByIndex(former) : new Map<string, string>();
  objects.adopt(stage, 'coSpace', made);
  for (const space of made) {
    const id = kept.get(space.fields._bulkIndex ?? '');
    if (id !== undefined) objects.rename(space, id);
  }
  return policies['bulk.successStatus']();
}

function removeAllOf(context: ApiContext, set: string): SyncStatus {
  const { policies, objects } = context;
  const former = formerSpaces(context, set);
  removeSpaces(context, policies['bulk.removedByRemoveAll'](former.map(addressesOf)));
  if (!policies['bulk.setOutlivesRemoval']()) objects.remove('cospaceBulkParameterSet', [set]);
  return policies['bulk.removedStatus'](former.length);
}

/** The spaces that earlier syncs of a set have made. */
function formerSpaces({ objects, policies }: ApiContext, set: string): StoredObject[] {
  return objects.list('coSpace').filter(({ fields }) => policies['bulk.madeBySet'](fields._bulkSet, set));
}

function idsByIndex(former: readonly StoredObject[]): Map<string, string> {
  return new Map(former.map(({ id, fields }) => [fields._bulkIndex ?? '', id]));
}

function plan({ policies }: ApiContext, set: Changes, index: number): PlannedSpace {
  return {
    index,
    name: policies['bulk.expand'](set.coSpaceNameMapping ?? '', index, 'name'),
    uri: policies['spaces.uri'](policies['bulk.expand'](set.coSpaceUriMapping ?? '', index, 'uri')),
    callId: policies['bulk.expand'](set.coSpaceCallIdMapping ?? '', index, 'callId'),
  };
}

function newSpace(context: ApiContext, set: StoredObject, space: PlannedSpace, firstSecret: string): StoredObject {
  const { policies } = context;
  const { fields } = set;
  return {
    id: context.newId('coSpace'),
    type: 'coSpace',
    parent: null,
    fields: given({
      name: space.name,
      autoGenerated: 'false',
      uri: space.uri,
      callId: space.callId,
      tenant: policies['bulk.tenant'](fields.tenant ?? ''),
      callLegProfile: policies['bulk.callLegProfile'](fields.callLegProfile ?? ''),
      callProfile: policies['bulk.callProfile'](fields.callProfile ?? ''),
      callBrandingProfile: policies['bulk.callBrandingProfile'](fields.callBrandingProfile ?? ''),
      secret: policies['bulk.secret']({ callId: space.callId, fresh: freshSecret(policies), first: firstSecret }),
      nonMemberAccess: policies['bulk.nonMemberAccess'](fields.nonMemberAccess ?? ''),
      passcode: policies['bulk.passcode'](space),
      _bulkSet: set.id,
      _bulkIndex: String(space.index),
    }),
  };
}
