import type { ObjectType } from '../../protocol/api/model.ts';
import { Refusal, type RequestContext } from './context.ts';
import { inboundRule, inboundRules, spaceUris } from './dial-queries.ts';
import type { Changes, Resource } from './resources.ts';
import { storedResource } from './stored.ts';

/** IVRs (CMS API reference, "IVR methods"): each has a URI of its own. */
export const ivrResource = checked('ivr', (context, id, fields) => {
  const others = context.objects.list('ivr').filter((other) => other.id !== id);
  const taken = others.map((other) => (other.fields.uri ?? '').toLowerCase());
  if (fields.uri && context.policies['dial.ivrUriIsTaken'](fields.uri.toLowerCase(), taken))
    throw new Refusal('ivrUriConflict');
});

/** Inbound dial plan rules (CMS API reference, "Dial plan methods"): none may make one URI a space of several tenants. */
export const inboundDialPlanRuleResource = checked('inboundDialPlanRule', (context, id, fields) => {
  const others = inboundRules(context).filter((other) => other.id !== id);
  if (context.policies['dial.ruleIsInConflict'](inboundRule(id, fields), others, spaceUris(context)))
    throw new Refusal('inboundDialPlanRuleUriConflict');
});

/** Stored objects whose fields are checked as they would be after a write; `id` is empty for a new one. */
function checked(type: ObjectType, check: (context: RequestContext, id: string, fields: Changes) => void): Resource {
  const stored = storedResource(type);
  return {
    ...stored,
    create: (context, changes, parent) => {
      check(context, '', changes);
      if (!stored.create) throw new Error(`objects of type "${type}" can't be created`);
      return stored.create(context, changes, parent);
    },
    modify: (context, item, changes) => {
      check(context, item.id, { ...item.fields, ...changes });
      return stored.modify?.(context, item, changes) ?? item;
    },
  };
}
