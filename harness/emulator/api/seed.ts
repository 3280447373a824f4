import { randomBytes, randomUUID } from 'node:crypto';
import type { ObjectType } from '../../protocol/api/model.ts';
import { nodeModel } from '../../protocol/api/tree.ts';
import type { Cluster } from '../kernel/node.ts';
import type { Store } from '../kernel/store.ts';
import { Repository } from './repository.ts';

/** Creates the `callBridges` objects of a cluster's members, in their order. An unclustered bridge has none. */
export function seedCluster(
  cluster: Cluster,
  members: readonly { name: string; address: string; sipDomain?: string }[],
): void {
  seedObjects(
    cluster.store,
    members.map(({ name, address, sipDomain = '' }) => ({ type: 'callBridge', fields: { name, address, sipDomain } })),
  );
}

/**
 * Creates configuration objects as they are, with the model's defaults; a space with a call ID gets a secret.
 * Throws for a type that is not one of the stored ones. The caller may have a transaction open.
 */
export function seedObjects(
  store: Store,
  objects: readonly { type: string; id?: string; fields: Record<string, string> }[],
): void {
  const repository = Repository.of(store);
  for (const { type, id = randomUUID(), fields } of objects) {
    const model = nodeModel(type as ObjectType);
    const seedable = type === 'user' || model?.verbs.collection.includes('POST');
    if (!model || !seedable || type === 'call' || model.path.length === 0)
      throw new Error(`objects of type "${type}" can't be seeded`);
    const defaults = model.fields.flatMap((field) =>
      field.default === undefined ? [] : [[field.name, field.default]],
    );
    repository.insert({
      id: id.toLowerCase(),
      type,
      parent: null,
      fields: { ...Object.fromEntries(defaults), ...(type === 'coSpace' ? spaceDefaults(fields) : {}), ...fields },
    });
  }
}

function spaceDefaults(fields: Record<string, string>): Record<string, string> {
  return { nonMemberAccess: 'true', ...(fields.callId ? { secret: randomBytes(16).toString('base64url') } : {}) };
}
