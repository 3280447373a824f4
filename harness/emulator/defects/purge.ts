import type { Defect } from '../policies/index.ts';
import { purgedSpaceDefects } from './purge/space.ts';
import { purgeTimeDefects } from './purge/time.ts';

/** Mistakes that the purge of temporary spaces could make. */
export const purgeDefects: readonly Defect[] = [...purgeTimeDefects, ...purgedSpaceDefects];
