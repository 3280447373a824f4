import { type Defect, defect, documentedPolicies as documented } from '../policies/index.ts';

/** Mistakes that a Web Bridge could make with the web app. */
export const webAppDefects: readonly Defect[] = [
  defect({
    id: 'web-app-without-id-token',
    title: 'A sign-in gives a JWT but no idToken.',
    violates: ['WEBAPP-AUTH-01'],
    policy: 'webApp.signedIn',
    with: ({ jwt }) => ({ jwt }),
  }),
  defect({
    id: 'web-app-any-password',
    title: 'Any password of a user that exists signs in.',
    violates: ['WEBAPP-AUTH-02'],
    policy: 'webApp.signsIn',
    with: ({ known }) => known,
  }),
  defect({
    id: 'web-app-token-lives-on',
    title: 'A token lives for a week unless a time is configured.',
    violates: ['WEBAPP-AUTH-03'],
    policy: 'webApp.tokenHours',
    with: (configured) => configured ?? 7 * 24,
  }),
  defect({
    id: 'web-app-signature-not-checked',
    title: 'A token is taken whoever has signed it.',
    violates: ['WEBAPP-AUTH-04'],
    policy: 'webApp.tokenIsAlive',
    with: (token) => documented['webApp.tokenIsAlive']({ ...token, signed: true }),
  }),
  defect({
    id: 'web-app-spaces-by-id',
    title: 'The spaces of a user are listed with "id" in place of "guid".',
    violates: ['WEBAPP-SPACE-01'],
    policy: 'webApp.spaces',
    with: (spaces) => ({ spaces: spaces.map(({ guid, name }) => ({ id: guid, name })) }),
  }),
  defect({
    id: 'web-app-space-without-uris',
    title: 'The access methods of a space are shown without their URIs.',
    violates: ['WEBAPP-SPACE-02'],
    policy: 'webApp.space',
    with: ({ accessMethods }) => ({ accessMethods: accessMethods.map(({ guid, name }) => ({ guid, name })) }),
  }),
  defect({
    id: 'web-app-made-space-without-methods',
    title: 'A space that was just made is answered without its access methods.',
    violates: ['WEBAPP-SPACE-03'],
    policy: 'webApp.madeSpace',
    with: ({ guid, name }) => ({ guid, name }),
  }),
  defect({
    id: 'web-app-bad-guid-not-found',
    title: 'A guid that names no space of the user is answered with 404.',
    violates: ['WEBAPP-SPACE-04'],
    policy: 'webApp.badGuidStatus',
    with: () => 404,
  }),
  defect({
    id: 'web-app-templates-by-guid',
    title: 'The templates of a user are listed with "guid" in place of "id".',
    violates: ['WEBAPP-TEMPLATE-01'],
    policy: 'webApp.templates',
    with: (templates) => ({ coSpaceTemplates: templates.map(({ id, name }) => ({ guid: id, name })) }),
  }),
  defect({
    id: 'web-app-invitation-without-language',
    title: 'An invitation does not say which language it is in.',
    violates: ['WEBAPP-INVITE-01'],
    policy: 'webApp.invitation',
    with: ({ invitation }) => ({ invitation }),
  }),
  defect({
    id: 'web-app-guests-schedule',
    title: 'Scheduling calls of guests are passed on to a scheduler.',
    violates: ['WEBAPP-SCHEDULE-01'],
    policy: 'webApp.maySchedule',
    with: () => true,
  }),
];
