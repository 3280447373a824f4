import type { Defect } from '../policies/index.ts';
import { lifeDefects } from './c2w/life.ts';
import { logDefects } from './c2w/log.ts';
import { meshDefects } from './c2w/mesh.ts';
import { trustDefects } from './c2w/trust.ts';

/** Mistakes that could be made on either side of C2W. */
export const c2wDefects: readonly Defect[] = [...meshDefects, ...trustDefects, ...logDefects, ...lifeDefects];
