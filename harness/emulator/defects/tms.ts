import type { Defect } from '../policies/index.ts';

export const tmsDefects: readonly Defect[] = [];
