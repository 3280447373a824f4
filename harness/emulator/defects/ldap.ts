import type { Defect } from '../policies/index.ts';
import { ldapObjectDefects } from './ldap/objects.ts';
import { ldapSpaceDefects } from './ldap/spaces.ts';
import { ldapSyncDefects } from './ldap/syncs.ts';
import { ldapUserDefects } from './ldap/users.ts';

/** Mistakes that a Call Bridge could make with directories. */
export const ldapDefects: readonly Defect[] = [
  ...ldapObjectDefects,
  ...ldapSyncDefects,
  ...ldapUserDefects,
  ...ldapSpaceDefects,
];
