import { exists } from '../../protocol/api/model.ts';
import { callLegSettings } from '../../protocol/api/model-profiles.ts';
import type { LegProfileScope, ScopedProfile, Settings } from '../policies/calls.ts';
import type { ApiContext } from './context.ts';

type Fields = Record<string, string>;

/** What the profiles of a call come to: those of system, tenant and space (CMS API reference, "Call profile methods"). */
export function callProfileOf(context: ApiContext, call: Fields): Settings {
  const profile = (owner: Fields | undefined): Settings | null =>
    owner?.callProfile ? (context.objects.get('callProfile', owner.callProfile)?.fields ?? null) : null;
  return context.policies['calls.effectiveProfile']({
    system: profile(systemProfiles(context)),
    tenant: profile(fieldsOf(context, 'tenant', call.tenant)),
    coSpace: profile(fieldsOf(context, 'coSpace', call.coSpace)),
  });
}

/** The call leg profiles that apply to a leg, from the most general to the most specific. */
export function legProfilesOf(context: ApiContext, leg: Fields): ScopedProfile[] {
  const call = context.node.live.calls.get(leg.call ?? '') ?? {};
  const member = context.objects
    .children('coSpaceUser', call.coSpace ?? '')
    .find(({ fields }) => fields.userJid?.toLowerCase() === leg.remoteParty?.toLowerCase());
  const owners: Record<LegProfileScope, Fields | undefined> = {
    global: systemProfiles(context),
    tenant: fieldsOf(context, 'tenant', call.tenant),
    coSpace: fieldsOf(context, 'coSpace', call.coSpace),
    accessMethod: fieldsOf(context, 'accessMethod', leg._accessMethod),
    // a leg that calls a member is the member's (inferred)
    coSpaceUser: member?.fields,
    // a profile that the creation of an outgoing leg gave; a later write makes it the leg's own (inferred)
    callOut: leg._callOutProfile ? { callLegProfile: leg._callOutProfile } : undefined,
    callLeg: leg.callLegProfile && leg.callLegProfile !== leg._callOutProfile ? leg : undefined,
  };
  return context.policies['legs.profileScopes']().flatMap((scope) => {
    const id = owners[scope]?.callLegProfile ?? '';
    const profile = id === '' ? undefined : context.objects.get('callLegProfile', id);
    return profile ? [{ scope, id, settings: settingsIn(context, profile.fields) }] : [];
  });
}

/** What applies to a leg: each setting from the most specific profile that has it, or from the leg itself. */
export function settingsOf(context: ApiContext, leg: Fields): Settings {
  return context.policies['legs.effectiveSettings'](legProfilesOf(context, leg), settingsIn(context, leg));
}

function settingsIn({ node }: ApiContext, fields: Fields): Settings {
  const names = callLegSettings.filter((setting) => exists(setting, node.version)).map(({ name }) => name);
  return Object.fromEntries(names.flatMap((name) => (fields[name] ? [[name, fields[name]]] : [])));
}

function systemProfiles({ objects }: ApiContext): Fields | undefined {
  return objects.list('systemProfiles')[0]?.fields;
}

function fieldsOf({ objects }: ApiContext, type: string, id: string | undefined): Fields | undefined {
  return id ? objects.get(type, id)?.fields : undefined;
}
