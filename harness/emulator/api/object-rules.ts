import type { ObjectType } from '../../protocol/api/model.ts';
import { type ApiContext, Refusal } from './context.ts';
import type { Changes } from './resources.ts';

/** What a stored object's own rules forbid; `next` is the object as it would become. Throws Refusal. */
export function checkObjectRules(context: ApiContext, type: ObjectType, id: string | null, next: Changes): void {
  const { policies } = context;
  if (type === 'callBridge' && policies['objects.callBridgeNameIsRefused'](nameIsTaken(context, type, id, next.name)))
    throw new Refusal('duplicateCallBridgeName');
  if (type === 'tenant' && id !== null && policies['objects.groupConflictIsRefused'](groupConflict(context, id, next)))
    throw new Refusal('tenantGroupCoSpaceIdConflict');
}

function nameIsTaken({ objects }: ApiContext, type: ObjectType, id: string | null, name: string | undefined): boolean {
  return name !== undefined && objects.list(type).some((other) => other.id !== id && other.fields.name === name);
}

/** The set of spaces among which a space's call ID is unique. */
function callIdScope({ objects, policies }: ApiContext, tenant = ''): string {
  return policies['objects.callIdScope'](tenant, objects.get('tenant', tenant)?.fields.tenantGroup ?? '');
}

/** Whether two spaces would have the same call ID among those of one tenant group, if the tenant had these fields. */
function groupConflict(context: ApiContext, tenant: string, next: Changes): boolean {
  const { objects, policies } = context;
  if ((objects.get('tenant', tenant)?.fields.tenantGroup ?? '') === (next.tenantGroup ?? '')) return false;
  const wanted = policies['objects.callIdScope'](tenant, next.tenantGroup ?? '');
  const spaces = objects.list('coSpace').filter(({ fields }) => fields.callId);
  const own = new Set(spaces.filter(({ fields }) => fields.tenant === tenant).map(({ fields }) => fields.callId));
  return spaces.some(
    ({ fields }) =>
      fields.tenant !== tenant && own.has(fields.callId) && callIdScope(context, fields.tenant) === wanted,
  );
}

/** Whether the spaces of two tenants may not have the same call ID. */
export function sharesCallIds(context: ApiContext, tenant: string | undefined, other: string | undefined): boolean {
  return tenant === other || callIdScope(context, tenant) === callIdScope(context, other);
}

/** Refuses a written passcode that is shorter than what the dial-in security profiles ask for. `method` is an access method's fields. */
export function checkPasscode(context: ApiContext, space: Changes, method: Changes | null, passcode = ''): void {
  const { objects, policies } = context;
  const minimum = (holder: Changes | undefined | null): number | null => {
    const profile = objects.get('dialInSecurityProfile', holder?.dialInSecurityProfile ?? '');
    return profile?.fields.minPasscodeLength ? Number(profile.fields.minPasscodeLength) : null;
  };
  const tooShort = policies['objects.passcodeIsTooShort']({
    passcode,
    system: minimum(objects.get('systemProfiles', 'systemProfiles')?.fields),
    tenant: minimum(objects.get('tenant', space.tenant ?? '')?.fields),
    coSpace: minimum(space),
    accessMethod: minimum(method),
  });
  if (tooShort) throw new Refusal('passcodeTooShort');
}
