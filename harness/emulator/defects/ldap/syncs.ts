import { type Defect, defect } from '../../policies/index.ts';
import { ldapPolicies } from '../../policies/ldap.ts';

/** Faults of syncs: what they take, how they go and end. */
export const ldapSyncDefects: readonly Defect[] = [
  defect({
    id: 'ldap-filter-ignored',
    title: "A source's filter is ignored.",
    violates: ['LDAP-SYNC-02'],
    policy: 'ldap.searchFilter',
    with: () => '(uid=*)',
  }),
  defect({
    id: 'ldap-base-above',
    title: "The search of a source begins one level above the source's base.",
    violates: ['LDAP-SYNC-03'],
    policy: 'ldap.searchBase',
    with: (baseDn) => baseDn.replace(/^[^,]*,/, ''),
  }),
  defect({
    id: 'ldap-sync-of-all',
    title: 'A sync of one source takes all of its tenant.',
    violates: ['LDAP-SYNC-08'],
    policy: 'ldap.sourcesOfSync',
    with: ({ tenant }, sources) => ldapPolicies['ldap.sourcesOfSync']({ ldapSource: '', tenant }, sources),
  }),
  defect({
    id: 'ldap-sync-of-all-tenants',
    title: 'A sync of one tenant takes the sources of all.',
    violates: ['LDAP-SYNC-09'],
    policy: 'ldap.sourcesOfSync',
    with: ({ ldapSource }, sources) => ldapPolicies['ldap.sourcesOfSync']({ ldapSource, tenant: '' }, sources),
  }),
  defect({
    id: 'ldap-sync-stays',
    title: 'A sync vanishes only when that was asked for.',
    violates: ['LDAP-SYNC-10'],
    policy: 'ldap.isRemovedWhenFinished',
    with: (removeWhenFinished) => removeWhenFinished === 'true',
  }),
  defect({
    id: 'ldap-sync-vanishes',
    title: 'A sync vanishes when it is done, also when it shall not.',
    violates: ['LDAP-SYNC-11'],
    policy: 'ldap.isRemovedWhenFinished',
    with: () => true,
  }),
  defect({
    id: 'ldap-sources-counted-as-users',
    title: 'A sync counts its sources among the imported users.',
    violates: ['LDAP-SYNC-12'],
    policy: 'ldap.usersImported',
    with: ({ users, sources }) => users + sources,
  }),
  defect({
    id: 'ldap-zero-shown',
    title: 'A sync shows its numbers also while they are 0.',
    violates: ['LDAP-SYNC-13'],
    policy: 'ldap.shownNumber',
    with: String,
  }),
  defect({
    id: 'ldap-sync-running',
    title: 'A sync that has begun is in the state of a bulk sync.',
    violates: ['LDAP-SYNC-14'],
    policy: 'ldap.runningState',
    with: () => 'running',
  }),
  defect({
    id: 'ldap-sync-never-cancelled',
    title: 'A pending sync cannot be cancelled.',
    violates: ['LDAP-SYNC-15'],
    policy: 'ldap.mayBeCancelled',
    with: () => false,
  }),
  defect({
    id: 'ldap-sync-cancelled-while-running',
    title: 'A sync can be cancelled while it is in progress.',
    violates: ['LDAP-SYNC-16'],
    policy: 'ldap.mayBeCancelled',
    with: (state) => state !== 'complete' && state !== 'failed',
  }),
  defect({
    id: 'ldap-finished-sync-cancelled',
    title: 'A finished sync can be cancelled.',
    violates: ['LDAP-SYNC-17'],
    policy: 'ldap.mayBeCancelled',
    with: (state) => state !== 'inProgress',
  }),
  defect({
    id: 'ldap-queue-full-otherwise',
    title: 'A sync that cannot be queued is refused as an invalid operation.',
    violates: ['LDAP-SYNC-18'],
    policy: 'ldap.fullReason',
    with: () => 'invalidOperation',
  }),
  defect({
    id: 'ldap-refused-login-without-reason',
    title: 'A sync whose login was refused says no reason.',
    violates: ['LDAP-FAIL-01'],
    policy: 'ldap.failureReason',
    with: (problem) => (problem === 'refusedLogin' ? '' : ldapPolicies['ldap.failureReason'](problem)),
  }),
  defect({
    id: 'ldap-lost-directory-is-lost-source',
    title: 'A sync whose directory cannot be reached says that its source does not exist.',
    violates: ['LDAP-FAIL-02'],
    policy: 'ldap.failureReason',
    with: (problem) =>
      problem === 'unreachable' ? 'ldapSourceDoesNotExist' : ldapPolicies['ldap.failureReason'](problem),
  }),
  defect({
    id: 'ldap-clash-unnoticed',
    title: 'Users that clash are imported.',
    violates: ['LDAP-FAIL-03'],
    policy: 'ldap.clashes',
    with: () => false,
  }),
  defect({
    id: 'ldap-lost-source-is-lost-directory',
    title: 'A sync whose source is gone says that its directory failed.',
    violates: ['LDAP-FAIL-04'],
    policy: 'ldap.failureReason',
    with: (problem) => (problem === 'noSource' ? 'ldapError' : ldapPolicies['ldap.failureReason'](problem)),
  }),
  defect({
    id: 'ldap-lost-tenant-is-lost-source',
    title: 'A sync whose tenant is gone says that its source is.',
    violates: ['LDAP-FAIL-05'],
    policy: 'ldap.failureReason',
    with: (problem) =>
      problem === 'noTenant' ? 'ldapSourceDoesNotExist' : ldapPolicies['ldap.failureReason'](problem),
  }),
];
