import type { Defect } from '../policies/index.ts';

export const schedulerDefects: readonly Defect[] = [];
