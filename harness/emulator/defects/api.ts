import type { Defect } from '../policies/index.ts';
import { formDefects } from './api/forms.ts';
import { httpDefects } from './api/http.ts';
import { listingDefects } from './api/listings.ts';
import { refusalDefects } from './api/refusals.ts';
import { troubleDefects } from './api/troubles.ts';

/** Faults of the Call Bridge API as such. */
export const apiDefects: readonly Defect[] = [
  ...httpDefects,
  ...formDefects,
  ...refusalDefects,
  ...listingDefects,
  ...troubleDefects,
];
