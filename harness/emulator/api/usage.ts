import type { ObjectType } from '../../protocol/api/model.ts';
import { apiNodes } from '../../protocol/api/tree.ts';
import type { ApiContext } from './context.ts';

/** An object that refers to another one. */
export interface Use {
  type: ObjectType;
  id: string;
}

const referrers = new Map<ObjectType, readonly { type: ObjectType; fields: readonly string[] }[]>();

/** Types of stored objects whose fields may hold the id of an object of this type. */
function referrersOf(of: ObjectType): readonly { type: ObjectType; fields: readonly string[] }[] {
  const known = referrers.get(of);
  if (known) return known;
  const found = apiNodes
    .map(({ type, fields }) => ({
      type,
      fields: fields.flatMap((field) => (field.type.kind === 'id' && field.type.of === of ? [field.name] : [])),
    }))
    .filter(({ fields }) => fields.length > 0);
  referrers.set(of, found);
  return found;
}

/** The configuration objects that refer to an object, the global settings among them. */
export function usesOf({ objects }: ApiContext, type: ObjectType, id: string): Use[] {
  return referrersOf(type).flatMap((referrer) =>
    objects
      .list(referrer.type)
      .filter((object) => referrer.fields.some((name) => object.fields[name] === id))
      .map((object) => ({ type: referrer.type, id: object.id })),
  );
}

/** Whether a configuration object refers to an object. */
export function isUsed(context: ApiContext, type: ObjectType, id: string): boolean {
  const counts = context.policies['objects.useCounts'];
  return referrersOf(type)
    .filter((referrer) => counts(type, referrer.type))
    .some((referrer) =>
      context.objects.list(referrer.type).some((object) => referrer.fields.some((name) => object.fields[name] === id)),
    );
}
