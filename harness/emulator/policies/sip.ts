import type { LegEndReason } from '../kernel/live-events.ts';

/** An outbound dial plan rule as far as it decides anything; absent fields are empty. */
export interface OutboundRule {
  id: string;
  domain: string;
  priority: number;
  localContactDomain: string;
  localFromDomain: string;
  sipProxy: string;
  failureAction: string;
  sipControlEncryption: string;
  scope: string;
  callBridge: string;
  callBridgeGroup: string;
  tenant: string;
}

export type SipTransport = 'tls' | 'tcp' | 'udp';

/** Why an attempt to reach a party came to nothing. */
export type DialFailure =
  | { kind: 'dns' | 'connect' | 'handshake' }
  /** Nothing was answered, or it rang too long. */
  | { kind: 'noAnswer' | 'ringing' }
  | { kind: 'refused'; status: number };

/** A leg as its headers tell of it. */
export interface DialledLeg {
  remoteParty: string;
  /** The user part that stands for the call; the name that is shown with it. */
  user: string;
  name: string;
  /** `address:port` of this end. */
  local: string;
  transport: SipTransport;
}

/** Decisions about outgoing SIP calls (CMS API reference, "Dial plan methods"; the recorded call of a published trace). */
export const sipPolicies = {
  // --- route (13) ---

  /** Whether a rule is for parties of this domain: it names the domain, or a pattern with wildcards that fits. */
  'sip.domainMatches': (rule: string, domain: string): boolean => {
    const pattern = rule
      .split('*')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*');
    return new RegExp(`^${pattern}$`, 'i').test(domain);
  },

  /** Rules in the order in which they are tried: higher priority first, older ones first among equals (inferred). */
  'sip.ruleOrder': (rules: readonly OutboundRule[]): readonly OutboundRule[] =>
    [...rules].sort((one, other) => other.priority - one.priority),

  /** Whether a rule is one for this Call Bridge. */
  'sip.bridgeIsInScope': (rule: OutboundRule, bridge: { id: string; group: string }): boolean => {
    if (rule.scope === 'callBridge') return rule.callBridge === bridge.id;
    if (rule.scope === 'callBridgeGroup') return rule.callBridgeGroup !== '' && rule.callBridgeGroup === bridge.group;
    return true;
  },

  /** Whether a rule is for calls of this tenant (empty: of none): one without tenant is for all. */
  'sip.tenantMatches': (rule: string, call: string): boolean => rule === '' || rule === call,

  /** Whether the next rule is tried: only after `continue`, and not when the party itself declined (inferred). */
  'sip.triesNextRule': (failureAction: string, failure: DialFailure): boolean =>
    failureAction === 'continue' && !(failure.kind === 'refused' && [486, 600, 603].includes(failure.status)),

  /** `host[:port]` that a rule's calls go to: its proxy, else the domain itself. */
  'sip.nextHop': (sipProxy: string, domain: string): string => sipProxy || domain,

  /** Port where none is given. */
  'sip.defaultPort': (transport: SipTransport): number => (transport === 'tls' ? 5061 : 5060),

  // --- encryption of the control connection (13, 24.5) ---

  /** Transports in the order in which they are tried; UDP where nobody takes TCP connections is inferred. */
  'sip.transports': (sipControlEncryption: string): readonly SipTransport[] => {
    if (sipControlEncryption === 'encrypted') return ['tls'];
    if (sipControlEncryption === 'unencrypted') return ['tcp', 'udp'];
    return ['tls', 'tcp', 'udp'];
  },

  /** Whether the certificate of a SIP server is believed: any is, unless a node is told otherwise (inferred). */
  'sip.serverIsTrusted': (): boolean => true,

  // --- messages (24.5, RFC 3261) ---

  /** Whom the INVITE asks for. */
  'sip.requestUri': (remoteParty: string): string => `sip:${remoteParty.replace(/^sips?:/i, '')}`,

  /** URI of `From`: the rule's domain, else that of the contact (inferred). */
  'sip.fromUri': (leg: DialledLeg, rule: OutboundRule): string =>
    `sip:${leg.user}@${rule.localFromDomain || rule.localContactDomain || leg.local}`,

  /** URI of `Contact`: the rule's domain, else this end's own address (inferred). */
  'sip.contactUri': (leg: DialledLeg, rule: OutboundRule): string =>
    `sip:${leg.user}@${rule.localContactDomain || leg.local};transport=${leg.transport}`,

  /** The Call-ID that the leg's status tells. */
  'sip.shownCallId': (callId: string): string => callId,

  /** Call-ID of a leg's INVITE; `others` are those of the node's other legs. */
  'sip.callId': (fresh: string, _others: readonly string[]): string => fresh,

  // --- states (12.2) ---

  /** Whether a leg counts as ringing as soon as its INVITE is sent. */
  'sip.ringsWhenCalled': (): boolean => false,

  /** Whether a provisional answer means that the party's device rings; early media does too (inferred). */
  'sip.meansRinging': (status: number): boolean => status >= 180,

  /** Whether the final answer of this status connects the leg. */
  'sip.connects': (status: number): boolean => status >= 200 && status < 300,

  /** Whether a leg that can't be connected ends. */
  'sip.failureEndsLeg': (_failure: DialFailure): boolean => true,

  /** Whether an answer is acknowledged (RFC 3261 13.2.2.4, 17.1.1.3); `seen`: it came before. */
  'sip.acknowledges': (_status: number, _seen: boolean): boolean => true,

  /** What is sent when a leg is ended from here. */
  'sip.farewell': (phase: 'early' | 'connected', _why: LegEndReason): 'CANCEL' | 'BYE' | null =>
    phase === 'early' ? 'CANCEL' : 'BYE',

  /** The legs that the party's BYE ends: its own; `others` are the other legs of the call. */
  'sip.legsEndedByBye': (leg: string, _others: readonly string[]): readonly string[] => [leg],

  /** What a request inside the call is answered with (RFC 3261 11.2, 14.2, 15.1.2); null: nothing. */
  'sip.answerStatus': (method: string): number | null => {
    if (['BYE', 'INVITE', 'OPTIONS', 'INFO', 'UPDATE'].includes(method)) return 200;
    return 501;
  },

  /** Why a leg ended that was not connected (20; which failure gives which is inferred). */
  'sip.endReason': (failure: DialFailure): LegEndReason => {
    if (failure.kind === 'dns') return 'dnsFailure';
    if (failure.kind === 'noAnswer') return 'timeout';
    if (failure.kind === 'ringing') return 'ringingTimeout';
    if (failure.kind !== 'refused') return 'error';
    if ([486, 600].includes(failure.status)) return 'remoteBusy';
    if ([403, 603].includes(failure.status)) return 'remoteRejected';
    if ([404, 410, 484, 604].includes(failure.status)) return 'unknownDestination';
    return [408, 480, 487].includes(failure.status) ? 'ringingTimeout' : 'error';
  },

  /** Milliseconds of virtual time after which a party that says nothing counts as unreachable (RFC 3261 17.1.1.2). */
  'sip.answerTimeout': (): number => 32_000,

  /** Milliseconds of virtual time for which a party may ring (inferred). */
  'sip.ringingTimeout': (): number => 180_000,

  // --- log (24.5) ---

  'sip.outgoingText': (call: number, remoteParty: string, space: string): string =>
    `call ${call}: outgoing SIP call to "${remoteParty}" from space "${space}"`,

  /** A connection that was not made; `code` is the number of the system's error. The words for one without TLS are inferred. */
  'sip.connectionErrorText': (failure: 'connect' | 'handshake', code: number, connection: number): string =>
    `${failure === 'handshake' ? 'handshake' : 'connection'} error ${code} on outgoing connection ${connection}`,

  'sip.fallbackText': (call: number): string => `call ${call}: falling back to unencrypted control connection...`,

  'sip.ringingText': (call: number): string => `call ${call}: SIP call ringing`,

  'sip.joinedText': (remoteParty: string, space: string, name: string): string =>
    `participant "${remoteParty}" joined space ${space} (${name})`,

  'sip.unencryptedText': (name: string): string => `conference "${name}": unencrypted call legs now present`,
};
