import type { Defect } from '../policies/index.ts';
import { bulkMappingDefects } from './bulk/mappings.ts';
import { bulkSyncDefects } from './bulk/syncs.ts';

/** Faults of the bulk creation of coSpaces, beside those that TMS meets. */
export const bulkDefects: readonly Defect[] = [...bulkMappingDefects, ...bulkSyncDefects];
