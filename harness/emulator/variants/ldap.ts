import { type Variant, variant } from '../policies/index.ts';

/** What the documents leave open about the synchronisation with directories. */
export const ldapVariants: readonly Variant[] = [
  variant({
    id: 'ldap-sync-slow',
    title: 'A sync takes a while before it begins and before it ends',
    policy: 'ldap.delay',
    with: () => 60,
  }),
  variant({
    id: 'ldap-sync-lingers',
    title: 'A finished sync can still be read for a moment before it vanishes',
    policy: 'ldap.lingers',
    with: () => 250,
  }),
  variant({
    id: 'ldap-page-of-one',
    title: 'Results of a directory are asked for one by one',
    policy: 'ldap.pageSize',
    with: () => 1,
  }),
  variant({
    id: 'ldap-users-outlive-source',
    title: 'What came of a deleted source goes with the next sync',
    policy: 'ldap.goesWithSource',
    with: () => false,
  }),
];
