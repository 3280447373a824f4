import { type ApiContext, Refusal } from './context.ts';
import type { Parent, Resource } from './resources.ts';
import { changedFields } from './stored.ts';

const none = { list: () => [], find: () => undefined };

/** `coSpaces/<id>/messages`, to 2.9: messages are written and removed, and read by nobody over the API. */
export const messageResource: Resource = {
  ...none,
  create: (context, changes, parent) => {
    const space = parent?.id ?? '';
    const fields = { ...changes, _at: String(context.node.cluster.clock.now().getTime()) };
    const { id } = context.objects.insert({ id: context.newId('message'), type: 'message', parent: space, fields });
    return { id, path: context.policies['spaces.messagePath'](space, id) };
  },
  clear: (context, pairs, parent) => {
    const { objects, policies, node } = context;
    const bound = (name: string) => {
      const text = pairs.find((pair) => policies['api.queryNameIs'](name, pair.name))?.value ?? '';
      if (!/^\d*$/.test(text)) throw new Refusal(policies['api.parameterError'](name, 'invalidValue'));
      return text === '' ? null : Number(text);
    };
    const [minAge, maxAge] = [bound('minAge'), bound('maxAge')];
    const now = node.cluster.clock.now().getTime();
    const gone = objects.children('message', parent?.id ?? '').filter(({ fields }) => {
      const age = Math.floor((now - Number(fields._at)) / 1000);
      return policies['spaces.messageIsCleared'](age, minAge, maxAge);
    });
    objects.remove(
      'message',
      gone.map(({ id }) => id),
    );
  },
};

/** `coSpaces/<id>/metadata`, from 3.2. */
export const coSpaceMetadataResource: Resource = {
  ...none,
  single: (context, parent) => ({ id: '', fields: metadataOf(context, parent)?.fields ?? {} }),
  set: (context, changes, parent) => {
    const kept = metadataOf(context, parent);
    const fields = changedFields(context, 'coSpaceMetadata', kept?.fields ?? {}, changes);
    if (kept) context.objects.update(kept, fields);
    else {
      const id = context.newId('coSpaceMetadata');
      context.objects.insert({ id, type: 'coSpaceMetadata', parent: parent?.id ?? null, fields });
    }
  },
};

function metadataOf({ objects }: ApiContext, parent: Parent | null) {
  return objects.children('coSpaceMetadata', parent?.id ?? '')[0];
}
