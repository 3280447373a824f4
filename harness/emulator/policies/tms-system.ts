/** A request to a bridge, before it is sent. */
export interface BridgeRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  body?: string;
}

/** A Call Bridge as the added bridge lists it. */
export interface ListedBridge {
  name: string;
  /** Host, or host:port where the port isn't 443. */
  address: string;
}

export interface ClusterMember extends ListedBridge {
  /** It is the one that was added. */
  primary: boolean;
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
  'tms.isAuthenticated': (verified: boolean, _anonymous: boolean): boolean => verified,

  /** What is sent for a step of a recorded sequence: that step, once and byte for byte (document 212298, API trace). */
  'tms.requestsOf': (step: BridgeRequest, _before: readonly BridgeRequest[]): readonly BridgeRequest[] => [step],

  /** The other Call Bridges that are asked anything: none, knowing them is not failover (document 212298, "Failover"). */
  'tms.peersAsked': (
    _when: 'bridge is added' | 'peer is refused' | 'alternate is chosen',
    _peers: readonly string[],
  ): readonly string[] => [],

  /** Whether a bridge is kept that refused TMS, or did not answer (document 212298, "Adding CMS to TMS": it is asked who it is first). */
  'tms.keepsUnaskableBridge': (_why: 'refused' | 'unreachable'): boolean => false,

  /** What a system's page shows of the status document: its values as they are (document 212298, "Adding CMS to TMS"). */
  'tms.shownValues': (values: Readonly<Record<string, string>>): Readonly<Record<string, string>> => values,

  /** The type of bridge that routing prefers, after somebody has set it (document 212298, "Conference Settings"). */
  'tms.preferredMcuType': (_previous: string, given: string): string => given,

  /** Whether credentials go out unasked: in the trace only one request was challenged (document 212298, API trace 8889, 9498). */
  'tms.sendsCredentialsFirst': (): boolean => true,

  /** Whether a refused request is repeated with credentials: when it was challenged for Basic ones (document 212298, API trace 9498-9499). */
  'tms.answersChallenge': (challenge: string): boolean => /^basic\b/i.test(challenge),

  /** Milliseconds after which a bridge counts as one that doesn't answer (inferred). */
  'tms.answerTimeoutMs': (): number => 1_000,

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

  /** The clustering page: the added bridge, marked, and every other Call Bridge that it lists (document 212298, "Clustering"). */
  'tms.clustering': (address: string, listed: readonly ListedBridge[]): ClusterMember[] => {
    const found = listed.findIndex((bridge) => isSameBridge(address, bridge.address, listed));
    const members = listed.map((bridge, index) => ({ ...bridge, primary: index === found }));
    return found < 0 ? [{ name: '', address, primary: true }, ...members] : members;
  },

  /** Why an address may not be added that the cluster of an added bridge holds; null when it may (document 212298, "Clustering"). */
  'tms.peerRefusal': (
    address: string,
    cluster: { primary: string; members: readonly ClusterMember[] },
  ): string | null =>
    cluster.members.some((member) => !member.primary && isSameBridge(address, member.address, cluster.members))
      ? `${address} is part of a clustered call bridge that was already added through ${cluster.primary}: give another IP address.`
      : null,

  /** The bridges that are offered as alternates: the discovered ones beside the added one (document 212298, "Failover"). */
  'tms.offeredAlternates': (members: readonly ClusterMember[]): string[] =>
    members.filter(({ primary }) => !primary).map(({ address }) => address),

  /** Why a bridge may not be the alternate; null when it may: only one that is offered (document 212298, "Failover"). */
  'tms.alternateRefusal': (address: string, offered: readonly string[]): string | null =>
    offered.includes(address)
      ? null
      : `${address} can not be the alternate: choose one of the discovered call bridges (${offered.join(', ') || 'there are none'}).`,

  /** The login that is kept for the alternate: its own user name and password (document 212298, "Failover"). */
  'tms.alternateLogin': <Login>(_primary: Login, alternate: Login): Login => alternate,

  /** Type of bridge that routing prefers, until it is set (inferred). */
  'tms.defaultMcuType': (): string => 'Cisco Meeting Server',
};

/** Whether an address means that member: hosts decide where every member has its own, for Web Admin may have another port. */
function isSameBridge(address: string, member: string, members: readonly ListedBridge[]): boolean {
  if (address === member) return true;
  const hosts = members.map((one) => hostOf(one.address));
  return new Set(hosts).size === hosts.length && hostOf(address) === hostOf(member);
}

function hostOf(address: string): string {
  return address.replace(/:\d+$/, '');
}
