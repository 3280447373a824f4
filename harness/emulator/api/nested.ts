import type { ObjectType } from '../../protocol/api/model.ts';
import { missingReason, nodeModel } from '../../protocol/api/tree.ts';
import type { StoredObject } from '../kernel/store.ts';
import { type ApiContext, Refusal } from './context.ts';
import type { Changes, Parent, Resource } from './resources.ts';
import { changedFields, defaultFields, given, storedResource } from './stored.ts';

/**
 * Stored objects that belong to another one, e.g. `coSpaces/<id>/accessMethods`, and have their path below it. `rules` gives the
 * fields of a write that the object's own rules settle, or throws Refusal; `own` is null for a new object.
 */
export function nestedResource(
  type: ObjectType,
  segment: string,
  rules: (context: ApiContext, parent: Parent, own: StoredObject | null, changes: Changes) => Changes = (
    _context,
    _parent,
    _own,
    changes,
  ) => changes,
): Resource {
  return {
    ...storedResource(type),

    list: (context, parent) => context.objects.children(type, required(context, parent).id),

    find: (context, id, parent) => {
      const object = context.objects.get(type, id);
      return object && (parent === null || object.parent === parent.id) ? object : undefined;
    },

    create: (context, changes, parent) => {
      const owner = required(context, parent);
      const fields = given({ ...defaultFields(context, type), ...rules(context, owner, null, changes) });
      const { id } = context.objects.insert({ id: context.newId(type), type, parent: owner.id, fields });
      return { id, path: `/${[pathOf(owner), owner.id, segment, id].join('/')}` };
    },

    modify: (context, item, changes) => {
      const object = context.objects.get(type, item.id);
      if (!object) return item;
      const parent = { type, id: object.parent ?? '' };
      const fields = changedFields(context, type, object.fields, rules(context, parent, object, changes));
      return context.objects.update(object, fields);
    },
  };
}

/** The parent, which must exist. */
function required(context: ApiContext, parent: Parent | null): Parent {
  if (parent !== null && context.objects.get(parent.type, parent.id)) return parent;
  const type = parent?.type ?? 'coSpace';
  throw new Refusal(context.policies['api.missingObjectReason'](type, missingReason(type)));
}

function pathOf({ type }: Parent): string {
  return nodeModel(type)?.path.join('/') ?? type;
}
