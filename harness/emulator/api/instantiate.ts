import { randomInt } from 'node:crypto';
import type { StoredObject } from '../kernel/store.ts';
import { accessMethodResource, addressesOfOthers } from './access-methods.ts';
import { type ApiContext, freshCallId, Refusal } from './context.ts';
import type { Changes } from './resources.ts';
import { coSpaceResource } from './spaces.ts';

/** What a space is made with beside its template. */
export interface SpaceWish {
  name: string;
  /** JID of the web app user whose space it is. */
  ownerJid: string | null;
}

/**
 * Makes a coSpace from a template, with an access method from each of its access method templates: profiles are copied (CMS
 * API blueprint, "Using coSpace templates"). Throws Refusal when there is no such template.
 */
export function instantiate(context: ApiContext, templateId: string, wish: SpaceWish): StoredObject {
  const { objects, policies } = context;
  const template = objects.get('coSpaceTemplate', templateId);
  if (!template) throw new Refusal('coSpaceTemplateDoesNotExist');
  return objects.atomically(() => {
    const request = { ...context, afterAnswer: () => {} };
    const base = freeUri(context, wish.name);
    const { callProfile = '', callLegProfile = '', dialInSecurityProfile = '' } = template.fields;
    const made = coSpaceResource.create?.(
      request,
      {
        name: policies['templates.spaceName'](wish.name, template.fields.name ?? ''),
        uri: base,
        callId: freeCallId(context),
        ...policies['templates.copiedProfiles']({ callProfile, callLegProfile, dialInSecurityProfile }),
        ...(wish.ownerJid === null ? {} : { ownerJid: wish.ownerJid }),
      },
      null,
    );
    const space = objects.get('coSpace', made?.id ?? '');
    if (!space) throw new Error('a coSpace that was made is not there');
    const byTemplate = new Map<string, string>();
    for (const method of policies['templates.methods'](objects.children('accessMethodTemplate', template.id))) {
      const { id } = accessMethodResource.create?.(request, methodFields(context, space, method), {
        type: 'coSpace',
        id: space.id,
      }) ?? { id: '' };
      byTemplate.set(method.id, id);
    }
    const preferred = byTemplate.get(template.fields.defaultAccessMethodTemplate ?? '');
    return preferred ? objects.update(space, { ...space.fields, defaultAccessMethod: preferred }) : space;
  });
}

function methodFields(context: ApiContext, space: StoredObject, method: StoredObject): Changes {
  const { policies } = context;
  const { name = '', uriGenerator = '', callLegProfile = '', dialInSecurityProfile = '', scope = '' } = method.fields;
  const unique = policies['templates.hasOwnCallId'](method.fields.generateUniqueCallId === 'true');
  const fields: Changes = {
    name: policies['templates.methodName'](name),
    uri: policies['templates.methodUri'](uriGenerator, space.fields.uri ?? ''),
    callId: unique ? freeCallId(context) : (space.fields.callId ?? ''),
    passcode: policies['templates.passcode'](unique, randomInt(1_000_000)),
    callLegProfile: policies['templates.methodProfile'](callLegProfile),
    dialInSecurityProfile,
    scope,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}

function freeUri(context: ApiContext, name: string): string {
  const { uris } = addressesOfOthers(context, null);
  for (;;) {
    const uri = context.policies['templates.uriBase'](name, randomInt(1_000_000));
    if (!uris.has(uri)) return uri;
  }
}

function freeCallId(context: ApiContext): string {
  const { callIds } = addressesOfOthers(context, null);
  for (;;) {
    const callId = freshCallId(context.policies);
    if (!callIds.has(callId)) return callId;
  }
}
