import type { InboundRule, UsedUri } from '../policies/dial.ts';
import type { ApiContext } from './context.ts';
import type { Changes, Outcome, Resource } from './resources.ts';

const none = { list: () => [], find: () => undefined };

/** How a URI or call ID may be reached; nothing has to be there (CMS API reference, "Access query"). */
export const accessQueryResource: Resource = {
  ...none,
  run: (context, { uri = '', callId = '', tenant = '' }) => {
    const { policies } = context;
    const domain = policies['dial.advertisedDomain'](inboundRules(context), tenant);
    const ivrDomain = policies['dial.advertisedDomain'](
      inboundRules(context).filter((rule) => rule.resolvesToIvrs),
      tenant,
    );
    const [ivr] = context.objects.list('ivr').filter(({ fields }) => (fields.tenant ?? '') === tenant);
    return found('accessQuery', context, {
      uri: uri === '' ? '' : policies['dial.fullUri'](uri.toLowerCase(), domain),
      webAddress: policies['dial.webAddress'](webBridgeOf(context, tenant), callId),
      ivr: callId === '' ? '' : policies['dial.fullUri'](ivr?.fields.uri ?? '', ivrDomain || domain),
    });
  },
};

/** Who uses a URI (CMS API reference, "URI usage query"). */
export const uriUsageQueryResource: Resource = {
  ...none,
  run: (context, { uri = '', tenant = '' }) => {
    const { policies } = context;
    const idOf = (used: readonly UsedUri[]) => policies['dial.usersOf'](uri, tenant, used)[0]?.id ?? '';
    return found('uriUsageQuery', context, {
      coSpaceId: idOf(spaceUris(context)),
      userId: idOf(usedBy(context, 'user', ({ userJid = '' }) => [userJid.split('@')[0] ?? '', userJid])),
      ivrId: idOf(usedBy(context, 'ivr', (fields) => [fields.uri ?? ''])),
    });
  },
};

/** Whether a conversation is known; of Lync conferences the emulator has none (CMS API reference, "Conversation ID query"). */
export const conversationIdQueryResource: Resource = {
  ...none,
  run: (context, { conversationId = '' }) => found('conversationIdQuery', context, { conversationId, found: 'false' }),
};

/** How a space is reached (CMS API reference, "coSpace meeting entry detail"). */
export const meetingEntryDetailResource: Resource = {
  ...none,
  single: (context, parent) => {
    const { policies } = context;
    const space = parent ? context.objects.get('coSpace', parent.id) : undefined;
    if (!space) return undefined;
    const { uri = '', callId = '', tenant = '' } = space.fields;
    const domain = policies['dial.advertisedDomain'](inboundRules(context), tenant);
    return {
      id: '',
      fields: policies['dial.entryDetail']({ coSpace: space.id, uri: policies['dial.fullUri'](uri, domain), callId }),
    };
  },
};

/** The inbound dial plan. */
export function inboundRules({ objects }: ApiContext): InboundRule[] {
  return objects.list('inboundDialPlanRule').map(({ id, fields }) => inboundRule(id, fields));
}

/** A rule as the policies see it. */
export function inboundRule(id: string, fields: Changes): InboundRule {
  return {
    id,
    domain: fields.domain ?? '',
    priority: Number(fields.priority ?? 0),
    tenant: fields.tenant ?? '',
    resolvesToSpaces: fields.resolveTocoSpaces === 'true',
    resolvesToIvrs: fields.resolveToIvrs === 'true',
  };
}

/** The URIs of all spaces and of their access methods. */
export function spaceUris(context: ApiContext): UsedUri[] {
  const spaces = usedBy(context, 'coSpace', ({ uri = '', secondaryUri = '' }) => [uri, secondaryUri]);
  const methods = context.objects.list('accessMethod').flatMap(({ parent, fields }) => {
    const tenant = context.objects.get('coSpace', parent ?? '')?.fields.tenant ?? '';
    return fields.uri ? [{ uri: fields.uri, tenant, id: parent ?? '' }] : [];
  });
  return [...spaces, ...methods];
}

function usedBy({ objects }: ApiContext, type: string, urisOf: (fields: Changes) => string[]): UsedUri[] {
  return objects
    .list(type)
    .flatMap(({ id, fields }) =>
      urisOf(fields).flatMap((uri) => (uri === '' ? [] : [{ uri, tenant: fields.tenant ?? '', id }])),
    );
}

function webBridgeOf({ objects }: ApiContext, tenant: string): string {
  const bridges = objects.list('webBridge').filter(({ fields }) => (fields.tenant ?? '') === tenant);
  return bridges[0]?.fields.url ?? '';
}

function found(
  query: 'accessQuery' | 'uriUsageQuery' | 'conversationIdQuery',
  { policies }: ApiContext,
  fields: Changes,
): Outcome {
  const children = Object.entries(fields).flatMap(([name, text]) => (text === '' ? [] : [{ name, text }]));
  return { document: { name: policies['dial.queryRoot'](query), children } };
}
