import type { Defect } from '../policies/index.ts';
import { cdrPushDefects } from './cdr/push.ts';
import { cdrReceiverDefects } from './cdr/receivers.ts';
import { cdrRecordDefects } from './cdr/records.ts';

/** Faults of call detail records. */
export const cdrDefects: readonly Defect[] = [...cdrReceiverDefects, ...cdrPushDefects, ...cdrRecordDefects];
