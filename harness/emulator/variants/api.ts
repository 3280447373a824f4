import type { Variant } from '../policies/index.ts';

export const apiVariants: readonly Variant[] = [];
