import { type Defect, defect } from '../policies/index.ts';

/** Where outgoing calls lead, and what their INVITE says. */
const routeDefects: readonly Defect[] = [
  defect({
    id: 'sip-proxy-ignored',
    title: 'Calls go to the domain itself although the rule names a proxy.',
    violates: ['SIP-ROUTE-01'],
    policy: 'sip.nextHop',
    with: (_sipProxy, domain) => domain,
  }),
  defect({
    id: 'sip-invite-without-domain',
    title: 'The INVITE asks for the party at a host of the bridge instead of its own domain.',
    violates: ['SIP-ROUTE-02'],
    policy: 'sip.requestUri',
    with: (remoteParty) => `sip:${remoteParty.split('@')[0]}@localhost`,
  }),
  defect({
    id: 'sip-wildcard-unknown',
    title: 'A wildcard in the domain of a rule is taken as a character.',
    violates: ['SIP-ROUTE-03'],
    policy: 'sip.domainMatches',
    with: (rule, domain) => rule.toLowerCase() === domain.toLowerCase(),
  }),
  defect({
    id: 'sip-domain-suffix',
    title: 'A rule for a domain is also used for the domains below it.',
    violates: ['SIP-ROUTE-04'],
    policy: 'sip.domainMatches',
    with: (rule, domain) => domain === rule || domain.endsWith(rule.replace(/^\*?\.?/, '.')),
  }),
  defect({
    id: 'sip-priority-ignored',
    title: 'Rules are tried in the order in which they were made.',
    violates: ['SIP-ROUTE-05'],
    policy: 'sip.ruleOrder',
    with: (rules) => rules,
  }),
  defect({
    id: 'sip-continue-ignored',
    title: 'After a failed call no other rule is tried, whatever failureAction says.',
    violates: ['SIP-FAIL-01'],
    policy: 'sip.triesNextRule',
    with: () => false,
  }),
  defect({
    id: 'sip-stop-ignored',
    title: 'After a failed call the next rule is tried, whatever failureAction says.',
    violates: ['SIP-FAIL-02'],
    policy: 'sip.triesNextRule',
    with: () => true,
  }),
  defect({
    id: 'sip-bridge-rules-unused',
    title: 'Rules of one Call Bridge are never used.',
    violates: ['SIP-SCOPE-01'],
    policy: 'sip.bridgeIsInScope',
    with: (rule, bridge) =>
      rule.scope !== 'callBridge' && (rule.scope !== 'callBridgeGroup' || rule.callBridgeGroup === bridge.group),
  }),
  defect({
    id: 'sip-bridge-rules-for-all',
    title: 'Rules of one Call Bridge are used by all.',
    violates: ['SIP-SCOPE-02'],
    policy: 'sip.bridgeIsInScope',
    with: (rule, bridge) => rule.scope !== 'callBridgeGroup' || rule.callBridgeGroup === bridge.group,
  }),
  defect({
    id: 'sip-group-rules-unused',
    title: 'Rules of a group of Call Bridges are never used.',
    violates: ['SIP-SCOPE-03'],
    policy: 'sip.bridgeIsInScope',
    with: (rule, bridge) =>
      rule.scope !== 'callBridgeGroup' && (rule.scope !== 'callBridge' || rule.callBridge === bridge.id),
  }),
  defect({
    id: 'sip-group-rules-for-all',
    title: 'Rules of a group of Call Bridges are used by all.',
    violates: ['SIP-SCOPE-04'],
    policy: 'sip.bridgeIsInScope',
    with: (rule, bridge) => rule.scope !== 'callBridge' || rule.callBridge === bridge.id,
  }),
  defect({
    id: 'sip-tenant-rules-unused',
    title: "A tenant's rules are never used.",
    violates: ['SIP-TENANT-01'],
    policy: 'sip.tenantMatches',
    with: (rule) => rule === '',
  }),
  defect({
    id: 'sip-tenant-rules-for-all',
    title: "A tenant's rules are used for every call.",
    violates: ['SIP-TENANT-02'],
    policy: 'sip.tenantMatches',
    with: () => true,
  }),
  defect({
    id: 'sip-from-contact-domain',
    title: 'From has the domain of the contact.',
    violates: ['SIP-HEAD-01'],
    policy: 'sip.fromUri',
    with: ({ user, local }, { localContactDomain }) => `sip:${user}@${localContactDomain || local}`,
  }),
  defect({
    id: 'sip-contact-address',
    title: 'Contact has the address of the bridge although the rule names a domain.',
    violates: ['SIP-HEAD-02'],
    policy: 'sip.contactUri',
    with: ({ user, local, transport }) => `sip:${user}@${local};transport=${transport}`,
  }),
];

/** How the control connection is encrypted, and what the log says of it. */
const encryptionDefects: readonly Defect[] = [
  defect({
    id: 'sip-encrypted-in-the-clear',
    title: 'Where encryption is asked for, the INVITE is sent in the clear.',
    violates: ['SIP-CRYPT-01'],
    policy: 'sip.transports',
    with: (encryption) => (encryption === 'auto' ? ['tls', 'tcp', 'udp'] : ['tcp', 'udp']),
  }),
  defect({
    id: 'sip-encrypted-falls-back',
    title: 'Where encryption is asked for, a failed handshake leads to an INVITE in the clear.',
    violates: ['SIP-CRYPT-02'],
    policy: 'sip.transports',
    with: (encryption) => (encryption === 'unencrypted' ? ['tcp', 'udp'] : ['tls', 'tcp', 'udp']),
  }),
  defect({
    id: 'sip-unencrypted-over-tls',
    title: 'TLS is tried first where no encryption is asked for.',
    violates: ['SIP-CRYPT-03'],
    policy: 'sip.transports',
    with: (encryption) => (encryption === 'encrypted' ? ['tls'] : ['tls', 'tcp', 'udp']),
  }),
  defect({
    id: 'sip-auto-in-the-clear',
    title: 'With auto, TLS is never tried.',
    violates: ['SIP-CRYPT-04'],
    policy: 'sip.transports',
    with: (encryption) => (encryption === 'encrypted' ? ['tls'] : ['tcp', 'udp']),
  }),
  defect({
    id: 'sip-auto-without-fall-back',
    title: 'With auto, a failed handshake ends the call.',
    violates: ['SIP-CRYPT-05'],
    policy: 'sip.transports',
    with: (encryption) => (encryption === 'unencrypted' ? ['tcp', 'udp'] : ['tls']),
  }),
  defect({
    id: 'sip-log-handshake-unnumbered',
    title: 'The log names no number of the error that ended a handshake.',
    violates: ['SIP-LOG-04'],
    policy: 'sip.connectionErrorText',
    with: (failure, _code, connection) => `${failure} error on outgoing connection ${connection}`,
  }),
  defect({
    id: 'sip-log-fall-back-without-call',
    title: 'The log names no call where it tells of a fall-back.',
    violates: ['SIP-LOG-05'],
    policy: 'sip.fallbackText',
    with: () => 'falling back to unencrypted control connection...',
  }),
];

/** What a leg becomes as its party answers, and what is logged then. */
const stateDefects: readonly Defect[] = [
  defect({
    id: 'sip-rings-when-called',
    title: 'A leg counts as ringing before its party has answered anything.',
    violates: ['SIP-STATE-01'],
    policy: 'sip.ringsWhenCalled',
    with: () => true,
  }),
  defect({
    id: 'sip-180-ignored',
    title: 'Only early media counts as ringing.',
    violates: ['SIP-STATE-02'],
    policy: 'sip.meansRinging',
    with: (status) => status === 183,
  }),
  defect({
    id: 'sip-200-refused',
    title: 'A party that answers 200 is not connected.',
    violates: ['SIP-STATE-03'],
    policy: 'sip.connects',
    with: () => false,
  }),
  defect({
    id: 'sip-busy-leg-stays',
    title: 'A leg whose party declined stays.',
    violates: ['SIP-STATE-04'],
    policy: 'sip.failureEndsLeg',
    with: (failure) => failure.kind !== 'refused' || failure.status === 503,
  }),
  defect({
    id: 'sip-call-id-shortened',
    title: 'The status of a leg tells its Call-ID without the host.',
    violates: ['SIP-STATE-05'],
    policy: 'sip.shownCallId',
    with: (callId) => callId.split('@')[0] ?? '',
  }),
  defect({
    id: 'sip-log-space-missing',
    title: 'The line of an outgoing call does not name the space.',
    violates: ['SIP-LOG-01'],
    policy: 'sip.outgoingText',
    with: (call, remoteParty) => `call ${call}: outgoing SIP call to "${remoteParty}"`,
  }),
  defect({
    id: 'sip-log-ringing-of-another-call',
    title: 'The line of a ringing party has the number of another call.',
    violates: ['SIP-LOG-02'],
    policy: 'sip.ringingText',
    with: (call) => `call ${call + 1}: SIP call ringing`,
  }),
  defect({
    id: 'sip-log-joined-without-name',
    title: 'The line of a participant who joined does not name the space.',
    violates: ['SIP-LOG-03'],
    policy: 'sip.joinedText',
    with: (remoteParty, space) => `participant "${remoteParty}" joined space ${space}`,
  }),
];

/** What keeps a call up, and what ends it. */
const endDefects: readonly Defect[] = [
  defect({
    id: 'sip-200-unacknowledged',
    title: 'The first 200 of a party is not acknowledged.',
    violates: ['SIP-ACK-01'],
    policy: 'sip.acknowledges',
    with: (status, seen) => status >= 300 || seen,
  }),
  defect({
    id: 'sip-repeated-200-unacknowledged',
    title: 'A repeated 200 is not acknowledged again.',
    violates: ['SIP-ACK-02'],
    policy: 'sip.acknowledges',
    with: (_status, seen) => !seen,
  }),
  defect({
    id: 'sip-refusal-unacknowledged',
    title: 'A refusal is not acknowledged.',
    violates: ['SIP-ACK-03'],
    policy: 'sip.acknowledges',
    with: (status) => status < 300,
  }),
  defect({
    id: 'sip-no-bye-for-leg',
    title: 'Nobody tells the party that its connected leg was deleted.',
    violates: ['SIP-END-01'],
    policy: 'sip.farewell',
    with: (phase, why) => (phase === 'early' ? 'CANCEL' : why === 'apiInitiatedTeardown' ? null : 'BYE'),
  }),
  defect({
    id: 'sip-no-cancel-for-leg',
    title: 'A party goes on ringing when its leg was deleted.',
    violates: ['SIP-END-02'],
    policy: 'sip.farewell',
    with: (phase, why) => (phase === 'connected' ? 'BYE' : why === 'apiInitiatedTeardown' ? null : 'CANCEL'),
  }),
  defect({
    id: 'sip-no-bye-for-call',
    title: 'Nobody tells connected parties that their call was deleted.',
    violates: ['SIP-END-03'],
    policy: 'sip.farewell',
    with: (phase, why) => (phase === 'early' ? 'CANCEL' : why === 'callEnded' ? null : 'BYE'),
  }),
  defect({
    id: 'sip-no-cancel-for-call',
    title: 'A party goes on ringing when its call was deleted.',
    violates: ['SIP-END-04'],
    policy: 'sip.farewell',
    with: (phase, why) => (phase === 'connected' ? 'BYE' : why === 'callEnded' ? null : 'CANCEL'),
  }),
  defect({
    id: 'sip-leg-outlives-bye',
    title: 'A leg stays when its party has hung up.',
    violates: ['SIP-END-05'],
    policy: 'sip.legsEndedByBye',
    with: () => [],
  }),
  defect({
    id: 'sip-bye-unknown',
    title: "The party's BYE is answered with 481.",
    violates: ['SIP-END-06'],
    policy: 'sip.answerStatus',
    with: (method) => (method === 'BYE' ? 481 : 200),
  }),
  defect({
    id: 'sip-options-unknown',
    title: 'OPTIONS within a call is answered with 501.',
    violates: ['SIP-KEEP-01'],
    policy: 'sip.answerStatus',
    with: (method) => (method === 'OPTIONS' ? 501 : 200),
  }),
  defect({
    id: 'sip-call-id-reused',
    title: 'A leg has the Call-ID of an earlier one.',
    violates: ['SIP-MANY-01'],
    policy: 'sip.callId',
    with: (fresh, others) => others.at(-1) ?? fresh,
  }),
  defect({
    id: 'sip-bye-ends-all',
    title: 'When one party hangs up, all legs of the call end.',
    violates: ['SIP-MANY-02'],
    policy: 'sip.legsEndedByBye',
    with: (leg, others) => [leg, ...others],
  }),
];

/** Faults of outgoing SIP calls. */
export const sipDefects: readonly Defect[] = [...routeDefects, ...encryptionDefects, ...stateDefects, ...endDefects];
