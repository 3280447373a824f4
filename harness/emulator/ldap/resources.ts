import { type ApiContext, Refusal } from '../api/context.ts';
import type { Item, Resource } from '../api/resources.ts';
import { given, storedResource } from '../api/stored.ts';
import { removeMadeBy } from './apply.ts';

const servers = storedResource('ldapServer');
const sources = storedResource('ldapSource');
const syncs = storedResource('ldapSync');
const templateSources = storedResource('ldapUserCoSpaceTemplateSource');

/** Directories (CMS API blueprint, "LDAP Methods"). */
export const ldapServerResource: Resource = {
  ...servers,
  list: (context) => context.objects.list('ldapServer').map((server) => named(context, server)),
  find: (context, id) => {
    const server = context.objects.get('ldapServer', id);
    return server && named(context, server);
  },
};

/** What is taken from a directory; what came of it goes with it. */
export const ldapSourceResource: Resource = {
  ...sources,
  remove: (context, item) => {
    const assigned = context.objects.list('ldapUserCoSpaceTemplateSource');
    for (const { id, fields } of assigned) if (fields.ldapSource === item.id) removeAssignments(context, id);
    if (context.policies['ldap.goesWithSource']()) removeMadeBy(context, item.id);
    context.objects.remove('ldapSource', [item.id]);
  },
};

/** Templates that the users of a source get; what came of it goes with it. */
export const ldapUserCoSpaceTemplateSourceResource: Resource = {
  ...templateSources,
  remove: (context, item) => {
    removeAssignments(context, item.id);
    context.objects.remove('ldapUserCoSpaceTemplateSource', [item.id]);
  },
};

/** Syncs: a POST queues one, its `state` tells how it goes, a DELETE cancels one that waits. */
export const ldapSyncResource: Resource = {
  ...syncs,
  create: (context, changes) => {
    const { objects, policies } = context;
    const waiting = objects.list('ldapSync').filter(({ fields }) => fields.state === 'pending').length;
    if (policies['ldap.queueIsFull'](waiting)) throw new Refusal(policies['ldap.fullReason']());
    const fields = given({ ...changes, state: 'pending' });
    const made = objects.insert({ id: context.newId('ldapSync'), type: 'ldapSync', parent: null, fields });
    context.syncsChanged();
    return made;
  },
  remove: (context, item) => {
    const { state = '' } = item.fields;
    const { policies } = context;
    if (!policies['ldap.mayBeCancelled'](state)) throw new Refusal(policies['ldap.notCancelledReason'](state));
    context.objects.remove('ldapSync', [item.id]);
  },
};

function named({ policies }: ApiContext, { id, fields }: Item): Item {
  const { username = '', password = '' } = fields;
  return { id, fields: { ...fields, name: fields.name || policies['ldap.unnamedServer']({ username, password }) } };
}

function removeAssignments({ objects }: ApiContext, origin: string): void {
  const gone = objects.list('userCoSpaceTemplate').filter(({ fields }) => fields._origin === origin);
  objects.remove(
    'userCoSpaceTemplate',
    gone.map(({ id }) => id),
  );
}
