import type { Defect } from '../policies/index.ts';
import { endDefects } from './tms/end.ts';
import { logDefects } from './tms/log.ts';
import { provisioningDefects } from './tms/provisioning.ts';
import { startDefects } from './tms/start.ts';
import { transportDefects } from './tms/transport.ts';

/** Mistakes that a bridge could make under a managed-bridge controller. */
export const tmsDefects: readonly Defect[] = [
  ...provisioningDefects,
  ...startDefects,
  ...endDefects,
  ...transportDefects,
  ...logDefects,
];
