import type { StoredObject } from '../kernel/store.ts';
import { type ApiContext, freshSecret, Refusal } from './context.ts';
import { nestedResource } from './nested.ts';
import { checkPasscode } from './object-rules.ts';
import type { Changes, Parent, Resource } from './resources.ts';

const type = 'accessMethod';

const nested = nestedResource(type, 'accessMethods', (context, parent, own, changes) => {
  const { policies } = context;
  const { regenerateSecret, secret, ...rest } = changes;
  if (rest.uri) rest.uri = policies['methods.uri'](rest.uri);
  const kept = keptFields(context, own, rest);
  const next = { ...own?.fields, ...kept };
  checkUnique(context, parent, own, next, kept);
  const space = context.objects.get('coSpace', own?.parent ?? parent.id)?.fields ?? {};
  if (rest.passcode) checkPasscode(context, space, next, rest.passcode);
  const fresh = freshSecret(policies);
  if (own === null)
    return {
      ...kept,
      secret: policies['methods.secretOfNew']({ given: secret ?? '', callId: next.callId ?? '', fresh }),
    };
  const previous = own.fields.secret ?? '';
  if (regenerateSecret === 'true')
    return { ...kept, secret: policies['methods.regeneratedSecret']({ previous, fresh }) };
  if (secret !== undefined) return { ...kept, secret: secret || fresh };
  return !own.fields.callId && next.callId && previous === '' ? { ...kept, secret: fresh } : kept;
});

/** Access methods of a coSpace (CMS API reference, "coSpace access methods"). */
export const accessMethodResource: Resource = {
  ...nested,
  create: (context, changes, parent) => {
    const { id = '' } = nested.create?.(context, changes, parent) ?? {};
    return { id, path: context.policies['methods.path'](parent?.id ?? '', id) };
  },
};

function keptFields({ policies }: ApiContext, own: StoredObject | null, changes: Changes): Changes {
  return Object.fromEntries(
    Object.entries(changes).map(([name, value]) => [
      name,
      own === null
        ? policies['methods.fieldOfNew'](name, value)
        : policies['methods.changedField'](name, own.fields[name] ?? '', value),
    ]),
  );
}

/** A URI or call ID may be the space's or a sibling's only with another passcode, and never another space's. */
function checkUnique(
  context: ApiContext,
  parent: Parent,
  own: StoredObject | null,
  next: Changes,
  written: Changes,
): void {
  // an unchanged address may have become ambiguous by its passcode only
  if ([written.uri, written.callId, written.passcode].every((value) => value === undefined)) return;
  const { policies, objects } = context;
  const { uri = '', callId = '', passcode = '' } = next;
  const space = objects.get('coSpace', parent.id)?.fields ?? {};
  const siblings = objects.children(type, parent.id).filter(({ id }) => id !== own?.id);
  const passcodesWith = (address: 'uri' | 'callId', value: string) =>
    siblings.filter(({ fields }) => fields[address] === value).map(({ fields }) => fields.passcode ?? '');
  const siblingRefuses = (address: 'uri' | 'callId', value: string) => {
    const passcodes = value === '' ? [] : passcodesWith(address, value);
    return passcodes.length > 0 && policies['methods.siblingAddressIsRefused'](address, passcode, passcodes);
  };
  const ofSpace = space.passcode ?? '';
  const isSpaces = uri !== '' && (space.uri === uri || space.secondaryUri === uri);
  if (isSpaces && policies['methods.spaceUriIsRefused'](passcode, ofSpace))
    throw new Refusal('duplicateCoSpaceUriPasscode');
  if (siblingRefuses('uri', uri)) throw new Refusal('duplicateCoSpaceUriPasscode');
  if (callId !== '' && space.callId === callId && policies['templates.pairIsRefused'](passcode === ofSpace))
    throw new Refusal('duplicateCoSpaceIdPasscode');
  if (siblingRefuses('callId', callId)) throw new Refusal('duplicateCoSpaceIdPasscode');
  const elsewhere = addressesOfOthers(context, parent.id);
  if (uri !== '' && elsewhere.uris.has(uri) && policies['methods.foreignAddressIsRefused']('uri'))
    throw new Refusal('duplicateCoSpaceUri');
  if (callId !== '' && elsewhere.callIds.has(callId) && policies['methods.foreignAddressIsRefused']('callId'))
    throw new Refusal('duplicateCoSpaceId');
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
