import { exists, type ObjectType } from '../../protocol/api/model.ts';
import { nodeModel } from '../../protocol/api/tree.ts';
import { type ApiContext, Refusal } from './context.ts';
import type { Changes, Resource } from './resources.ts';
import { isUsed } from './usage.ts';

const known = new Map<ObjectType, Resource>();

/** Objects of the clustered database that have hardly any rule of their own. */
export function storedResource(type: ObjectType): Resource {
  const resource = known.get(type) ?? {
    list: (context) => [...context.objects.list(type)],
    find: (context, id) => context.objects.get(type, id),
    create: (context, changes) => {
      checkRules(context, type, null, changes);
      const fields = { ...defaultFields(context, type), ...given(changes) };
      return context.objects.insert({ id: context.newId(type), type, parent: null, fields });
    },
    modify: (context, item, changes) => {
      checkRules(context, type, item.id, changes);
      const object = context.objects.get(type, item.id);
      return object ? context.objects.update(object, changedFields(context, type, object.fields, changes)) : item;
    },
    remove: (context, item) => {
      if (!context.policies['objects.usedObjectMayBeRemoved'](type) && isUsed(context, type, item.id))
        throw new Refusal('invalidOperation');
      context.objects.remove(type, [item.id]);
    },
  };
  known.set(type, resource);
  return resource;
}

/** The model's defaults of a new object. */
export function defaultFields(context: ApiContext, type: ObjectType): Changes {
  const fields = (nodeModel(type)?.fields ?? []).filter((field) => exists(field, context.node.version));
  return Object.fromEntries(
    fields.flatMap((field) => (field.default === undefined ? [] : [[field.name, field.default]])),
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

function checkRules(context: ApiContext, type: ObjectType, id: string | null, changes: Changes): void {
  if (type !== 'callBridge' || !changes.name) return;
  const taken = context.objects.list(type).some((other) => other.id !== id && other.fields.name === changes.name);
  if (context.policies['objects.callBridgeNameIsRefused'](taken)) throw new Refusal('duplicateCallBridgeName');
}
