import type { StoredObject } from '../kernel/store.ts';
import { type ApiContext, freshSecret, Refusal } from './context.ts';
import { nestedResource } from './nested.ts';
import type { Changes, Parent } from './resources.ts';

const type = 'accessMethod';

/** Access methods of a coSpace (CMS API reference, "coSpace access methods"). */
export const accessMethodResource = nestedResource(type, 'accessMethods', (context, parent, own, changes) => {
  const { policies } = context;
  const { regenerateSecret, secret, ...rest } = changes;
  if (rest.uri) rest.uri = policies['spaces.uri'](rest.uri);
  const next = { ...own?.fields, ...rest };
  checkUnique(context, parent, own, next);
  const fresh = freshSecret(policies);
  if (own === null)
    return {
      ...rest,
      secret: policies['spaces.secretOfNew']({ given: secret ?? '', callId: next.callId ?? '', fresh }),
    };
  if (regenerateSecret === 'true') return { ...rest, secret: fresh };
  if (secret !== undefined) return { ...rest, secret: secret || fresh };
  return !own.fields.callId && next.callId && !own.fields.secret ? { ...rest, secret: fresh } : rest;
});

/** A URI or call ID may be the space's or a sibling's only with another passcode, and never another space's. */
function checkUnique(context: ApiContext, parent: Parent, own: StoredObject | null, next: Changes): void {
  const { objects } = context;
  const siblings = [
    ...objects.children(type, parent.id).filter(({ id }) => id !== own?.id),
    ...[objects.get('coSpace', parent.id)].filter((space) => space !== undefined),
  ];
  const samePasscode = siblings.filter(({ fields }) => (fields.passcode ?? '') === (next.passcode ?? ''));
  if (next.uri && samePasscode.some(({ fields }) => fields.uri === next.uri || fields.secondaryUri === next.uri))
    throw new Refusal('duplicateCoSpaceUriPasscode');
  const taken = samePasscode.some(({ fields }) => fields.callId === next.callId);
  if (next.callId && context.policies['templates.pairIsRefused'](taken))
    throw new Refusal('duplicateCoSpaceIdPasscode');
  const elsewhere = addressesOfOthers(context, parent.id);
  if (next.uri && elsewhere.uris.has(next.uri)) throw new Refusal('duplicateCoSpaceUri');
  if (next.callId && elsewhere.callIds.has(next.callId)) throw new Refusal('duplicateCoSpaceId');
}

/** The addresses of all spaces and access methods but those of one space. */
export function addressesOfOthers(
  { objects }: ApiContext,
  space: string | null,
): { uris: Set<string>; callIds: Set<string> } {
  const others = [
    ...objects.list('coSpace').filter(({ id }) => id !== space),
    ...objects.list(type).filter(({ parent }) => parent !== space),
  ];
  return {
    uris: new Set(others.flatMap(({ fields }) => [fields.uri ?? '', fields.secondaryUri ?? ''])),
    callIds: new Set(others.map(({ fields }) => fields.callId ?? '')),
  };
}
