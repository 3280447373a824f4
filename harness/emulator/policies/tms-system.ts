/** A request to a bridge, before it is sent. */
export interface BridgeRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  body?: string;
}

/** A Call Bridge as the added bridge lists it. */
export interface ListedBridge {
  name: string;
  /** As listed, e.g. `https://192.0.2.31:445`. */
  address: string;
}

/** What is known of a system when its tickets are decided. */
export interface TicketedSystem {
  name: string | null;
  domain: string | null;
  numericIdBase: number | null;
  numericIdQuantity: number | null;
}

export const dialNumberTicket = 'Dial Number Configuration Error';
export const blankNameTicket = 'Blank System Name';

/** What TMS does as a system of its own, and with the bridges that were added to it. */
export const tmsSystemPolicies = {
  /** Anonymous use is not supported, and wrong credentials are refused (TMSBA Programming Reference Guide, "Authentication"). */
  'tms.isAuthenticated': (verified: boolean): boolean => verified,

  /** What is sent for a step of a recorded sequence: that step, once and byte for byte (document 212298, API trace). */
  'tms.requestsOf': (step: BridgeRequest): readonly BridgeRequest[] => [step],

  /** Whether credentials go out unasked: in the trace only one request was challenged (document 212298, API trace 8889, 9498). */
  'tms.sendsCredentialsFirst': (): boolean => true,

  /** Whether a refused request is repeated with credentials: when it was challenged for Basic ones (document 212298, API trace 9498-9499). */
  'tms.answersChallenge': (challenge: string): boolean => /^basic\b/i.test(challenge),

  /** Milliseconds after which a bridge counts as one that doesn't answer (inferred). */
  'tms.answerTimeoutMs': (): number => 15_000,

  /** The type that an added bridge is detected as (document 212298, "Adding CMS to TMS"). */
  'tms.detectedType': (): string => 'Cisco Meeting Server',

  /** What a system is shown as (document 212298, "Adding CMS to TMS"). */
  'tms.displayName': (name: string | null, address: string): string => name ?? `No Name (${address})`,

  /** The address that is kept of the one that was given: a port other than 443 stays appended (document 212298, "Adding CMS to TMS"). */
  'tms.keptAddress': (host: string, port: number): string => (port === 443 ? host : `${host}:${port}`),

  /** Outcome of an addition (document 212298, "Adding CMS to TMS"). */
  'tms.addOutcome': (openTickets: number): string =>
    openTickets > 0 ? 'System added despite warnings' : 'System added',

  /** Titles of a system's open tickets: one while dialling isn't configured, one while it has no name (document 212298, "Adding CMS to TMS"). */
  'tms.openTickets': (system: TicketedSystem): string[] => [
    ...(system.domain === null || system.numericIdBase === null || system.numericIdQuantity === null
      ? [dialNumberTicket]
      : []),
    ...(system.name === null ? [blankNameTicket] : []),
  ],

  /** The numbers of a base and a quantity, both ends included (document 212298, API trace 8954: 1 and 5 give 1 to 5). */
  'tms.numericIds': (base: number, quantity: number): { start: number; end: number } => ({
    start: base,
    end: base + quantity - 1,
  }),

  /** Whether new settings need a sync of the slots: when the numbers change (inferred: a domain alone is no matter of the bridge). */
  'tms.syncsSlots': (
    before: { start: number; end: number } | null,
    after: { start: number; end: number } | null,
  ): boolean => before?.start !== after?.start || before?.end !== after?.end,

  /** Whether settings are kept whose sync has failed: no, as on the bridge everything stays as it was (inferred). */
  'tms.keepsSettingsOfFailedSync': (): boolean => false,

  /** The clustering page: every Call Bridge that the added one lists, the added one marked (document 212298, "Clustering"). */
  'tms.clustering': (
    listed: readonly ListedBridge[],
    isAdded: (bridge: ListedBridge) => boolean,
  ): { name: string; address: string; primary: boolean }[] =>
    listed.map((bridge) => ({ ...bridge, primary: isAdded(bridge) })),

  /** Why an address may not be added that an added bridge's cluster holds; null when it may (document 212298, "Clustering"). */
  'tms.peerRefusal': (address: string, primary: string): string | null =>
    `${address} is part of a clustered call bridge that was already added through ${primary}: give another IP address.`,

  /** Why a bridge may not be an alternate; null when it may: only one that was discovered, and not the primary (document 212298, "Failover"). */
  'tms.alternateRefusal': (address: string, offered: readonly string[]): string | null =>
    offered.includes(address)
      ? null
      : `${address} is none of the call bridges that can be chosen: ${offered.join(', ') || 'there are none'}.`,

  /** The bridges that are offered as alternates (document 212298, "Failover"). */
  'tms.offeredAlternates': (discovered: readonly { address: string; primary: boolean }[]): string[] =>
    discovered.filter(({ primary }) => !primary).map(({ address }) => address),

  /** Credentials that are used on the alternate: its own (document 212298, "Failover"). */
  'tms.alternateLogin': <Login>(_primary: Login, alternate: Login): Login => alternate,

  /** Type of bridge that routing prefers, until it is set (inferred). */
  'tms.defaultMcuType': (): string => 'Cisco Meeting Server',
};
