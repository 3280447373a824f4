import type { Defect } from '../policies/index.ts';
import { changeDefects } from './meetings/changes.ts';
import { httpsDefects } from './meetings/https.ts';
import { listingDefects } from './meetings/listing.ts';
import { repeatDefects } from './meetings/repeats.ts';
import { spaceDefects } from './meetings/spaces.ts';

/** Mistakes that a scheduler could make with meetings, and a Call Bridge with what stands behind them. */
export const meetingDefects: readonly Defect[] = [
  ...httpsDefects,
  ...listingDefects,
  ...repeatDefects,
  ...changeDefects,
  ...spaceDefects,
];
