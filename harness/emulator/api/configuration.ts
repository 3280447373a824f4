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
      const fields = changedFields(context, type, clusterFields(context, type), changes);
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

/** A configuration that every Call Bridge has for itself, e.g. `system/configuration/cluster`. */
export function nodeConfiguration(type: ObjectType): Resource {
  return {
    ...none,
    single: (context) => ({ id: '', fields: nodeFields(context, type) }),
    set: (context, changes) => {
      const { node } = context;
      const owner = ownerOf(context, type);
      node.cluster.store.setSetting(owner, type, changedFields(context, type, nodeFields(context, type), changes));
    },
  };
}

/** What a Call Bridge's own configuration of this type holds; an unset field has its default. */
export function nodeFields(context: ApiContext, type: ObjectType): Changes {
  const kept = context.node.cluster.store.setting<Changes>(ownerOf(context, type), type);
  return { ...defaultFields(context, type), ...kept };
}

function ownerOf({ node, policies }: ApiContext, type: ObjectType): string {
  return policies['objects.configurationOwner'](type, node.name);
}
