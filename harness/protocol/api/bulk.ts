/** States of a bulk sync (CMS 2.0 API reference, "Bulk creation of coSpaces"). */
export const syncStatuses = [
  'pending',
  'running',
  'complete',
  'failedCoSpaceUriConflict',
  'failedCallIdConflict',
  'failedIndexRangeInvalid',
  'failedIndexRangeTooGreat',
  'failedNoSuchParameterSet',
  'failed',
] as const;
export type SyncStatus = (typeof syncStatuses)[number];
