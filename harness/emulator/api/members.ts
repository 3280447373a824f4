import { nestedResource } from './nested.ts';

/** Members of a coSpace (CMS API reference, "coSpace members"); `userId` is that of the user with this JID. */
export const coSpaceUserResource = nestedResource(
  'coSpaceUser',
  'coSpaceUsers',
  ({ objects }, _parent, own, changes) => {
    if (own !== null) return changes;
    const user = objects.list('user').find(({ fields }) => fields.userJid === changes.userJid);
    return user ? { ...changes, userId: user.id } : changes;
  },
);
