import { exists, type ObjectType } from '../../protocol/api/model.ts';
import { nodeModel } from '../../protocol/api/tree.ts';
import { type ApiContext, Refusal } from './context.ts';
import { checkObjectRules } from './object-rules.ts';
import type { Changes, Resource } from './resources.ts';
import { isUsed } from './usage.ts';

const known = new Map<ObjectType, Resource>();

/** Objects of the clustered database that have hardly any rule of their own. */
export function storedResource(type: ObjectType): Resource {
  const resource = known.get(type) ?? {
    list: (context) => context.objects.list(type),
    find: (context, id) => context.objects.get(type, id),
    create: (context, changes) => {
      const fields = { ...defaultFields(context, type), ...given(changes) };
      checkObjectRules(context, type, null, fields);
      const stored = context.policies['objects.created'](type, fields);
      return context.objects.insert({ id: context.newId(type), type, parent: null, fields: stored });
    },
    modify: (context, item, changes) => {
      const object = context.objects.get(type, item.id);
      if (!object) return item;
      const fields = changedFields(context, type, object.fields, changes);
      checkObjectRules(context, type, item.id, fields);
      return context.objects.update(object, context.policies['objects.modified'](type, object.fields, fields));
    },
    remove: (context, item) => {
      if (!context.policies['objects.usedObjectMayBeRemoved'](type) && isUsed(context, type, item.id))
        throw new Refusal('invalidOperation');
      if (context.policies['objects.isRemoved'](type)) context.objects.remove(type, [item.id]);
    },
  };
  known.set(type, resource);
  return resource;
}

/** The model's defaults of a new object. */
export function defaultFields(context: ApiContext, type: ObjectType): Changes {
  const fields = (nodeModel(type)?.fields ?? []).filter((field) => exists(field, context.node.version));
  return Object.fromEntries(
    fields.flatMap(({ name, default: value }) =>
      value === undefined ? [] : [[name, context.policies['objects.default'](type, name, value)]],
    ),
  );
}

/** Fields after a write: named ones changed or, when empty, unset; the others as the policy has them. */
export function changedFields(context: ApiContext, type: ObjectType, previous: Changes, changes: Changes): Changes {
  const kept = Object.entries(previous)
    .filter(([name]) => !(name in changes))
    .map(([name, value]) => [name, context.policies['api.unnamedField'](type, name, value)]);
  return given({ ...Object.fromEntries(kept), ...changes });
}

/** Without the unset fields. */
export function given(changes: Changes): Changes {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== ''));
}
