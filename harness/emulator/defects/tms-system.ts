import type { Defect } from '../policies/index.ts';
import { clusteringDefects } from './tms-system/clustering.ts';
import { rangeDefects } from './tms-system/range.ts';
import { systemDefects } from './tms-system/systems.ts';
import { ticketDefects } from './tms-system/tickets.ts';

/** Mistakes that TMS could make with the bridges that are added to it. */
export const tmsSystemDefects: readonly Defect[] = [
  ...systemDefects,
  ...ticketDefects,
  ...rangeDefects,
  ...clusteringDefects,
];
