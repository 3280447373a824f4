import type { Defect } from '../policies/index.ts';
import { configurationDefects } from './scheduler/configuration.ts';
import { enableDefects } from './scheduler/enable.ts';
import { helpDefects } from './scheduler/help.ts';
import { lifeCycleDefects } from './scheduler/life-cycle.ts';
import { supportDefects } from './scheduler/support.ts';

/** Mistakes that an MMP could make with the component `scheduler`. */
export const schedulerDefects: readonly Defect[] = [
  ...helpDefects,
  ...configurationDefects,
  ...enableDefects,
  ...lifeCycleDefects,
  ...supportDefects,
];
