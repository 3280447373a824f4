import { type Defect, defect, documentedPolicies as documented } from '../../policies/index.ts';

/** Mistakes with the members of a coSpace. */
export const memberDefects: readonly Defect[] = [
  defect({
    id: 'member-may-destroy',
    title: 'A member that is added over the API may destroy the coSpace, as one that an app adds.',
    violates: ['SPACE-MEMBER-01'],
    policy: 'members.defaultPermission',
    with: (permission) => (permission === 'canDestroy' ? 'true' : documented['members.defaultPermission'](permission)),
  }),
  defect({
    id: 'member-may-not-change-access',
    title: 'A member that is added over the API may not change nonMemberAccess, as one of LDAP.',
    violates: ['SPACE-MEMBER-02'],
    policy: 'members.defaultPermission',
    with: () => 'false',
  }),
  defect({
    id: 'member-without-jid',
    title: 'A member may be added without JID.',
    violates: ['SPACE-MEMBER-03'],
    policy: 'api.requiredIsDemanded',
    with: (type) => type !== 'coSpaceUser',
  }),
  defect({
    id: 'member-jid-changes',
    title: 'A PUT changes the JID of a member.',
    violates: ['SPACE-MEMBER-04'],
    policy: 'api.unwritableIsIgnored',
    with: (type, name) => type !== 'coSpaceUser' || name !== 'userJid',
  }),
  defect({
    id: 'member-permissions-of-new-ignored',
    title: 'The permissions that a member is added with are ignored.',
    violates: ['SPACE-MEMBER-05'],
    policy: 'members.permission',
    with: (permission, given, write) =>
      write === 'create' ? documented['members.defaultPermission'](permission) : given,
  }),
  defect({
    id: 'member-may-never-leave',
    title: 'A PUT does not let a member leave.',
    violates: ['SPACE-MEMBER-06'],
    policy: 'members.permission',
    with: (permission, given, write) => (write === 'modify' && permission === 'canRemoveSelf' ? 'false' : given),
  }),
  defect({
    id: 'member-of-every-space',
    title: 'The members of all coSpaces are listed below each.',
    violates: ['SPACE-MEMBER-07'],
    policy: 'members.onlyOwnAreListed',
    with: () => false,
  }),
];
