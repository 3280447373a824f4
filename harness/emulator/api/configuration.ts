import type { ObjectType } from '../../protocol/api/model.ts';
import type { ApiContext } from './context.ts';
import type { Changes, Resource } from './resources.ts';
import { changedFields, defaultFields } from './stored.ts';

const none = { list: () => [], find: () => undefined };

/** A configuration that a cluster has once, e.g. `system/profiles`. It is stored under its type. */
export function clusterConfiguration(type: ObjectType): Resource {
  return {
    ...none,
    single: (context) => ({ id: '', fields: clusterFields(context, type) }),
    set: (context, changes) => {
      const { objects } = context;
      const fields = changed(context, type, clusterFields(context, type), changes);
      const stored = objects.get(type, type);
      if (stored) objects.update(stored, fields);
      else objects.insert({ id: type, type, parent: null, fields });
    },
  };
}

/** What a cluster's one configuration of this type holds. */
export function clusterFields(context: ApiContext, type: ObjectType): Changes {
  return context.objects.get(type, type)?.fields ?? defaultFields(context, type);
}

/**
 * A configuration that every Call Bridge has for itself, e.g. `system/configuration/cluster`. `initial` gives what it holds beside
 * the model's defaults where nothing is written.
 */
export function nodeConfiguration(type: ObjectType, initial: (context: ApiContext) => Changes = () => ({})): Resource {
  const kept = (context: ApiContext): Changes =>
    context.node.cluster.store.setting<Changes>(ownerOf(context, type), type) ?? {};
  const fields = (context: ApiContext): Changes => ({
    ...defaultFields(context, type),
    ...initial(context),
    ...kept(context),
  });
  return {
    ...none,
    single: (context) => ({ id: '', fields: fields(context) }),
    set: (context, changes) => {
      const { store } = context.node.cluster;
      store.setSetting(ownerOf(context, type), type, changed(context, type, kept(context), changes));
    },
  };
}

/** The name of a clustered bridge, by which it finds itself among `callBridges`; none of one that stands alone. */
export function uniqueName({ node, policies, objects }: ApiContext): Changes {
  const isMember = objects.list('callBridge').some(({ fields }) => fields.name === node.name);
  return isMember ? { uniqueName: policies['cluster.uniqueName'](node.name) } : {};
}

function changed(context: ApiContext, type: ObjectType, previous: Changes, changes: Changes): Changes {
  return context.policies['objects.configured'](type, previous, changedFields(context, type, previous, changes));
}

function ownerOf({ node, policies }: ApiContext, type: ObjectType): string {
  return policies['objects.configurationOwner'](type, node.name);
}
