/** An inbound dial plan rule as far as it makes addresses; absent fields are empty. */
export interface InboundRule {
  id: string;
  domain: string;
  priority: number;
  tenant: string;
  resolvesToSpaces: boolean;
  resolvesToIvrs: boolean;
}

/** A URI that belongs to somebody. */
export interface UsedUri {
  uri: string;
  tenant: string;
  id: string;
}

/** The decisions about addresses and who uses them (facts: call-bridge-api 13, 14, 7.1). Those marked "inferred" are defaults. */
export const dialPolicies = {
  /** The domain of advertised addresses: that of the rule with the highest priority which is for the tenant or for all. */
  'dial.advertisedDomain': (rules: readonly InboundRule[], tenant: string): string =>
    rules
      .filter((rule) => rule.tenant === '' || rule.tenant === tenant)
      .toSorted((one, other) => other.priority - one.priority)[0]?.domain ?? '',

  /** A full address; without a domain it is the user part alone (inferred). */
  'dial.fullUri': (user: string, domain: string): string => (user === '' || domain === '' ? user : `${user}@${domain}`),

  /** The address that a web browser opens to reach a call ID; empty without a Web Bridge (inferred). */
  'dial.webAddress': (webBridge: string, callId: string): string =>
    webBridge === '' || callId === ''
      ? ''
      : `${webBridge.replace(/^c2w:/, 'https:').replace(/\/$/, '')}/meeting/${callId}`,

  /** The names of the documents that queries are answered with. */
  'dial.queryRoot': (query: 'accessQuery' | 'uriUsageQuery' | 'conversationIdQuery'): string => query,

  /** Which objects use a URI: those of this tenant, or without one when none is asked for. */
  'dial.usersOf': (uri: string, tenant: string, used: readonly UsedUri[]): readonly UsedUri[] =>
    used.filter((one) => one.uri === uri.toLowerCase() && one.tenant === tenant),

  /** What a space's entry detail says of it. */
  'dial.entryDetail': (detail: Readonly<Record<'coSpace' | 'uri' | 'callId', string>>) => detail,

  /** Whether spaces of these tenants may not have one URI: of one tenant, or where a rule resolves to the spaces of all (inferred). */
  'dial.urisMeet': (tenant: string, other: string, rules: readonly InboundRule[]): boolean =>
    tenant === other || rules.some((rule) => rule.tenant === '' && rule.resolvesToSpaces),

  /** Whether an IVR can't have a URI: another one has it. */
  'dial.ivrUriIsTaken': (uri: string, others: readonly string[]): boolean => others.includes(uri),

  /** Whether a rule would let one URI be a space of several tenants: with the others of its domain it reaches both. */
  'dial.ruleIsInConflict': (rule: InboundRule, rules: readonly InboundRule[], spaces: readonly UsedUri[]): boolean => {
    if (!rule.resolvesToSpaces) return false;
    const others = rules.filter((one) => one.id !== rule.id && one.domain === rule.domain && one.resolvesToSpaces);
    const reached = new Set([rule, ...others].map(({ tenant }) => tenant));
    const owners = new Map<string, string>();
    return spaces.some(({ uri, tenant }) => {
      if (!reached.has('') && !reached.has(tenant)) return false;
      const owner = owners.get(uri) ?? tenant;
      owners.set(uri, owner);
      return owner !== tenant;
    });
  },
};
