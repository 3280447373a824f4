import type { SyncStatus } from '../../../protocol/api/bulk.ts';
import { type Defect, defect, documentedPolicies as documented } from '../../policies/index.ts';

/** Parameter sets and syncs that do something else than they should. */
export const bulkSyncDefects: readonly Defect[] = [
  defect({
    id: 'bulk-sets-listed-without-end',
    title: 'The list of parameter sets does not show where a range ends.',
    violates: ['BULK-SET-01'],
    policy: 'api.elements',
    with: (type, where, elements) =>
      type === 'cospaceBulkParameterSet' && where === 'list'
        ? elements.filter(([name]) => name !== 'endIndex')
        : elements,
  }),
  defect({
    id: 'bulk-set-change-forgets',
    title: 'A change of a parameter set unsets the URI mapping when it does not give it.',
    violates: ['BULK-SET-02'],
    policy: 'api.unnamedField',
    with: (type, name, value) => (type === 'cospaceBulkParameterSet' && name === 'coSpaceUriMapping' ? '' : value),
  }),
  defect({
    id: 'bulk-set-change-syncs',
    title: 'A change of a parameter set is carried out at once.',
    violates: ['BULK-SET-03'],
    policy: 'bulk.changeSyncs',
    with: () => true,
  }),
  defect({
    id: 'bulk-members-only-by-default',
    title: 'Bulk-made spaces are for members only.',
    violates: ['BULK-SET-04'],
    policy: 'bulk.nonMemberAccess',
    with: () => 'false',
  }),
  defect({
    id: 'bulk-syncs-listed-without-status',
    title: 'The list of syncs does not show how they ended.',
    violates: ['BULK-SYNC-01'],
    policy: 'api.elements',
    with: (type, where, elements) =>
      type === 'cospaceBulkSync' && where === 'list' ? elements.filter(([name]) => name !== 'status') : elements,
  }),
  defect({
    id: 'bulk-uris-of-one-sync-may-meet',
    title: 'A sync does not see that its own URIs are the same.',
    violates: ['BULK-SYNC-02'],
    policy: 'bulk.conflict',
    with: (planned, others) =>
      documented['bulk.conflict'](
        planned.filter((space, at) => planned.findIndex(({ uri }) => uri === space.uri) === at),
        others,
      ),
  }),
  defect({
    id: 'bulk-call-ids-of-one-sync-may-meet',
    title: 'A sync does not see that its own call IDs are the same.',
    violates: ['BULK-SYNC-03'],
    policy: 'bulk.conflict',
    with: (planned, others) =>
      documented['bulk.conflict'](
        planned.filter((space, at) => planned.findIndex(({ callId }) => callId === space.callId) === at),
        others,
      ),
  }),
  defect({
    id: 'bulk-great-range-is-invalid',
    title: 'A range that is too great is reported as an invalid one.',
    violates: ['BULK-SYNC-04'],
    policy: 'bulk.failureStatus',
    with: (failure) => (failure === 'failedIndexRangeTooGreat' ? 'failedIndexRangeInvalid' : failure),
  }),
  defect({
    id: 'bulk-unknown-set-fails-somehow',
    title: 'A sync of an unknown parameter set ends in failed.',
    violates: ['BULK-SYNC-05'],
    policy: 'bulk.unknownSetStatus',
    with: (): SyncStatus => 'failed',
  }),
  defect({
    id: 'bulk-single-index-is-no-range',
    title: 'A range of one index is invalid.',
    violates: ['BULK-SYNC-06'],
    policy: 'bulk.rangeFailure',
    with: (start, end, maximum) =>
      start >= end ? 'failedIndexRangeInvalid' : documented['bulk.rangeFailure'](start, end, maximum),
  }),
  defect({
    id: 'bulk-sync-adds-only',
    title: 'A sync leaves the spaces of the former one.',
    violates: ['BULK-SYNC-07'],
    policy: 'bulk.removedBySync',
    with: () => [],
  }),
  defect({
    id: 'bulk-sync-meets-its-own-spaces',
    title: 'A second sync leaves the last space of the first one, and meets it.',
    violates: ['BULK-SYNC-08'],
    policy: 'bulk.removedBySync',
    with: (former) => former.slice(0, -1).map(({ id }) => id),
  }),
  defect({
    id: 'bulk-removal-of-every-set',
    title: 'A sync removes the spaces of every set.',
    violates: ['BULK-SYNC-09'],
    policy: 'bulk.madeBySet',
    with: (maker) => maker !== undefined,
  }),
  defect({
    id: 'bulk-latest-sync-first',
    title: 'Of the syncs that wait the latest one runs first.',
    violates: ['BULK-SYNC-10'],
    policy: 'bulk.next',
    with: (waiting) => waiting.at(-1),
  }),
  defect({
    id: 'bulk-sync-can-be-changed',
    title: 'A verb that a node does not have is answered with 200.',
    violates: ['BULK-SYNC-11'],
    policy: 'api.refusalStatus',
    with: (reason) => (reason === 'invalidOperation' ? 200 : documented['api.refusalStatus'](reason)),
  }),
  defect({
    id: 'bulk-nothing-to-remove-fails',
    title: 'A sync with removeAll fails where there is nothing to remove.',
    violates: ['BULK-SYNC-12'],
    policy: 'bulk.removedStatus',
    with: (spaces) => (spaces === 0 ? 'failed' : 'complete'),
  }),
  defect({
    id: 'bulk-removal-takes-the-set',
    title: 'A sync with removeAll deletes the parameter set, too.',
    violates: ['BULK-SYNC-13'],
    policy: 'bulk.setOutlivesRemoval',
    with: () => false,
  }),
  defect({
    id: 'bulk-remove-all-by-presence',
    title: 'A sync removes only as soon as removeAll is given, whatever its value is.',
    violates: ['BULK-SYNC-14'],
    policy: 'bulk.removesOnly',
    with: (given) => given !== '',
  }),
  defect({
    id: 'bulk-sync-takes-hand-made',
    title: 'A sync replaces spaces that were not made in bulk, too.',
    violates: ['BULK-SYNC-15'],
    policy: 'bulk.madeBySet',
    with: (maker, set) => maker === undefined || maker === set,
  }),
  defect({
    id: 'bulk-tenant-lost',
    title: "Bulk-made spaces don't get the tenant of their set.",
    violates: ['BULK-ATTACH-01'],
    policy: 'bulk.tenant',
    with: () => '',
  }),
  defect({
    id: 'bulk-branding-lost',
    title: "Bulk-made spaces don't get the call branding profile of their set.",
    violates: ['BULK-ATTACH-02'],
    policy: 'bulk.callBrandingProfile',
    with: () => '',
  }),
];
