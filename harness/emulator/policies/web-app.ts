/** A space of a user as the web app shows it. */
export interface WebAppSpace {
  guid: string;
  name: string;
  accessMethods: readonly { guid: string; name: string; uri: string }[];
}

/**
 * What the Web Bridge answers the web app (facts: mmp-and-scheduler 4.3 to 4.5; paths and fields are those that Cisco's published
 * client uses; the life of a token is told in document 221573).
 */
export const webAppPolicies = {
  /** Whether credentials sign in: those of a user that exists, with the user's password. */
  'webApp.signsIn': ({ known, verified }: { known: boolean; verified: boolean }): boolean => known && verified,

  /** Status for wrong credentials. */
  'webApp.refusedStatus': (): number => 401,

  /** What a sign-in gives. */
  'webApp.signedIn': (tokens: { jwt: string; idToken: string }): Record<string, unknown> => ({ ...tokens }),

  /** Hours that a token lives: as configured by `callbridge wc3jwt expiry`, else 24. */
  'webApp.tokenHours': (configured: number | null): number => configured ?? 24,

  /** Whether a token may be used: one that was issued here, until its life is over. */
  'webApp.tokenIsAlive': ({ signed, expires, now }: { signed: boolean; expires: Date; now: Date }): boolean =>
    signed && now.getTime() < expires.getTime(),

  /** Status for a request whose token is dead, or which has none. */
  'webApp.deadTokenStatus': (): number => 401,

  /** Whether a space is one of the user's: those that they own or are a member of (inferred). */
  'webApp.isSpaceOf': (space: { owned: boolean; member: boolean }): boolean => space.owned || space.member,

  /** The user's spaces. */
  'webApp.spaces': (spaces: readonly Pick<WebAppSpace, 'guid' | 'name'>[]): Record<string, unknown> => ({
    spaces: spaces.map(({ guid, name }) => ({ guid, name })),
  }),

  /** One space. */
  'webApp.space': ({ accessMethods }: WebAppSpace): Record<string, unknown> => ({ accessMethods }),

  /** A space that was just made. */
  'webApp.madeSpace': (space: WebAppSpace): Record<string, unknown> => ({ ...space }),

  /** Status for a guid that names nothing of the user's. */
  'webApp.badGuidStatus': (): number => 400,

  /** The templates that were assigned to the user (CMS API blueprint, `userCoSpaceTemplates`). */
  'webApp.templates': (templates: readonly { id: string; name: string }[]): Record<string, unknown> => ({
    coSpaceTemplates: templates.map(({ id, name }) => ({ id, name })),
  }),

  /** Users that a look-up finds (fields inferred: the published client uses it as a check of its token only). */
  'webApp.users': (users: readonly { userJid: string; name: string }[]): Record<string, unknown> => ({ users }),

  /** The invitation to a space. */
  'webApp.invitation': (answer: { invitation: string; language: string }): Record<string, unknown> => ({ ...answer }),

  // --- scheduling ---

  /** Path of the scheduling calls (inferred: what the web app uses is not public). */
  'webApp.meetingsPath': (): string => '/api/scheduler/meetings',

  /** Whether somebody may schedule: signed-in users only. */
  'webApp.maySchedule': (signedIn: boolean): boolean => signedIn,

  /** Status of a scheduling call while no scheduler is connected over C2W (inferred). */
  'webApp.noSchedulerStatus': (): number => 503,
};
