import type { Defect } from '../policies/index.ts';
import { accessMethodDefects } from './spaces/access-methods.ts';
import { spaceAddressDefects } from './spaces/addresses.ts';
import { spaceFieldDefects } from './spaces/fields.ts';
import { memberDefects } from './spaces/members.ts';

/** Mistakes that a Call Bridge could make with coSpaces and what stands below them. */
export const spaceDefects: readonly Defect[] = [
  ...spaceFieldDefects,
  ...spaceAddressDefects,
  ...memberDefects,
  ...accessMethodDefects,
];
