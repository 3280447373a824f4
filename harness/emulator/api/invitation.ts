import type { ApiContext } from './context.ts';
import type { Resource } from './resources.ts';

/** The text that invites to a coSpace, by one of its access methods or, without one, as itself; null when there is none such. */
export function invitationOf(
  { objects, policies, node }: ApiContext,
  coSpace: string,
  accessMethod: string | null,
): { subject: string; invitation: string } | null {
  const space = objects.get('coSpace', coSpace);
  const method = accessMethod === null ? space : objects.get('accessMethod', accessMethod);
  if (!space || !method || (method !== space && method.parent !== coSpace)) return null;
  const { uri = '', callId = '', passcode = '', secret = '' } = method.fields;
  const details = { name: space.fields.name ?? '', uri, callId, passcode, secret, host: node.name };
  return {
    subject: policies['templates.invitationSubject'](details),
    invitation: policies['templates.invitationText'](details),
  };
}

/** `coSpaces/<id>/emailInvitation` and `coSpaces/<id>/accessMethods/<id>/emailInvitation` (from 3.2). */
export const emailInvitationResource: Resource = {
  list: () => [],
  find: () => undefined,
  single: (context, parent) => {
    const method = parent && context.objects.get('accessMethod', parent.id);
    const fields = method
      ? invitationOf(context, method.parent ?? '', method.id)
      : parent && invitationOf(context, parent.id, null);
    return fields ? { id: '', fields: { ...fields } } : undefined;
  },
};
