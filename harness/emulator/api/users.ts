import type { Resource } from './resources.ts';

/** `users/<id>/usercoSpaces`: the coSpaces that a user is a member of (CMS API blueprint, "User Related Methods"). */
export const userCoSpaceResource: Resource = {
  list: ({ objects }, parent) => {
    const jid = parent && objects.get('user', parent.id)?.fields.userJid;
    if (!jid) return [];
    return objects
      .list('coSpaceUser')
      .filter(({ fields }) => fields.userJid === jid)
      .map(({ id, parent: space }) => ({ id, fields: { coSpaceId: space ?? '' } }));
  },
  find: () => undefined,
};
