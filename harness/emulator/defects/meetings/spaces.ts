import { type Defect, defect, documentedPolicies as documented } from '../../policies/index.ts';

const kept = documented['meet.kept'];

/** Mistakes that could be made with the spaces of meetings, their templates and roles. */
export const spaceDefects: readonly Defect[] = [
  defect({
    id: 'meet-shares-space',
    title: 'A meeting gets the space that was made for the meeting before.',
    violates: ['MEET-SPACE-01'],
    policy: 'meet.reusedSpace',
    with: (earlier) => earlier,
  }),
  defect({
    id: 'meet-space-named-as-template',
    title: 'A space made for a meeting has the name of its template.',
    violates: ['MEET-SPACE-02'],
    policy: 'templates.spaceName',
    with: (_wished, template) => template,
  }),
  defect({
    id: 'meet-space-without-uri',
    title: 'A space made for a meeting has no URI.',
    violates: ['MEET-SPACE-03'],
    policy: 'templates.copiedProfiles',
    with: (profiles) => ({ ...profiles, uri: '' }),
  }),
  defect({
    id: 'meet-call-profile-not-copied',
    title: "A space made from a template does not get the template's call profile.",
    violates: ['MEET-SPACE-04'],
    policy: 'templates.copiedProfiles',
    with: (profiles) => ({ ...profiles, callProfile: '' }),
  }),
  defect({
    id: 'meet-other-space',
    title: 'A meeting in an existing space is kept with another one.',
    violates: ['MEET-SPACE-05'],
    policy: 'meet.kept',
    with: (asked) => (asked.temporary ? asked : { ...asked, coSpace: '00000000-0000-4000-8000-00000000dead' }),
  }),
  defect({
    id: 'meet-cancel-removes-permanent-space',
    title: 'The cancelling of a meeting removes its space, also one that was there before.',
    violates: ['MEET-SPACE-06'],
    policy: 'meet.cancellingRemovesSpace',
    with: () => true,
  }),
  defect({
    id: 'meet-first-role-only',
    title: 'A space made from a template has an access method of the first role only.',
    violates: ['MEET-ROLE-01'],
    policy: 'templates.methods',
    with: (templates) => templates.slice(0, 1),
  }),
  defect({
    id: 'meet-role-uri-reversed',
    title: "The URI of an access method begins with what should follow the space's.",
    violates: ['MEET-ROLE-02'],
    policy: 'templates.methodUri',
    with: (generator, base) => (generator === '' ? '' : `${generator.replace('$', '')}.${base}`),
  }),
  defect({
    id: 'meet-role-shares-call-id',
    title: 'An access method never has a call ID of its own.',
    violates: ['MEET-ROLE-03'],
    policy: 'templates.hasOwnCallId',
    with: () => false,
  }),
  defect({
    id: 'meet-call-id-pair-taken-twice',
    title: 'An access method may have call ID and passcode of its space.',
    violates: ['MEET-ROLE-04'],
    policy: 'templates.pairIsRefused',
    with: () => false,
  }),
  defect({
    id: 'meet-role-without-profile',
    title: "An access method does not get its template's call leg profile.",
    violates: ['MEET-ROLE-05'],
    policy: 'templates.methodProfile',
    with: () => '',
  }),
  defect({
    id: 'meet-role-forgotten',
    title: 'The roles of attendees are forgotten.',
    violates: ['MEET-ROLE-06'],
    policy: 'meet.kept',
    with: (asked) => ({ ...kept(asked), attendees: asked.attendees.map((attendee) => ({ ...attendee, role: null })) }),
  }),
  defect({
    id: 'meet-any-role',
    title: 'Any text is taken as a role.',
    violates: ['MEET-ROLE-07'],
    policy: 'meet.roleExists',
    with: () => true,
  }),
  defect({
    id: 'templates-description-lost',
    title: 'A coSpace template forgets its description.',
    violates: ['MEET-API-01'],
    policy: 'api.storedText',
    with: (type, field, text) =>
      type === 'coSpaceTemplate' && field === 'description' ? '' : documented['api.storedText'](type, field, text),
  }),
  defect({
    id: 'templates-method-count-wrong',
    title: '`numAccessMethodTemplates` is always 0.',
    violates: ['MEET-API-02'],
    policy: 'templates.methodCount',
    with: () => 0,
  }),
  defect({
    id: 'templates-any-generator',
    title: 'Any text is taken as a uriGenerator.',
    violates: ['MEET-API-03'],
    policy: 'templates.uriGeneratorIsValid',
    with: () => true,
  }),
  defect({
    id: 'templates-invitation-empty',
    title: 'The invitation of an access method has no text.',
    violates: ['MEET-API-04'],
    policy: 'templates.invitationText',
    with: () => '',
  }),
];
