import type { Defect } from '../policies/index.ts';
import { conferenceDefects } from './tms-failover/conferences.ts';
import { detectionDefects } from './tms-failover/detection.ts';
import { ruleDefects } from './tms-failover/rules.ts';

/** Mistakes of a TMS that holds conferences on bridges, and that a bridge fails. */
export const tmsFailoverDefects: readonly Defect[] = [...ruleDefects, ...detectionDefects, ...conferenceDefects];
