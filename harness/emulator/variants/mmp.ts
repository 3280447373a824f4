import type { Variant } from '../policies/index.ts';

export const mmpVariants: readonly Variant[] = [];
