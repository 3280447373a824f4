import { type AlarmFailureReason, c2wAlarm, type WebBridgeStatus } from '../../protocol/c2w.ts';

/** Who decides whether to trust a peer: a Web Bridge its clients, they their Web Bridge. */
export type Verifier = 'webBridge' | 'callBridge' | 'scheduler';

/** Why no path leads from a presented certificate to the trust bundle. */
export type PathEnd =
  /** The peer presented a certificate that signed itself. */
  | 'selfSignedLeaf'
  /** The path ends at a root that nobody trusts. */
  | 'foreignRoot'
  /** The certificate that should come next was neither presented nor is it in the bundle. */
  | 'issuerMissing'
  /** The next certificate has the right name and did not sign. */
  | 'notSigned';

/** How a Web Bridge shows a client that it isn't trusted. */
export type RefusalForm = 'closeTls' | 'forbidden' | 'closeAfterUpgrade' | 'reset';

/** Why a client has no connection. */
export type ConnectionFailure = 'dns' | 'connect' | 'trust';

/** The part of a `webBridges` object that says who uses it. */
export interface Scope {
  callBridge: string | null;
  callBridgeGroup: string | null;
}

/** A Web Bridge as a scheduler finds it in its list. */
export interface ListedWebBridge {
  url: string;
  /** Its place in the list, from 0. */
  index: number;
  /** It runs on the scheduler's own server. */
  local: boolean;
  /** Whose it is; not in the list, a scheduler that wants to know has to look. */
  scope(): Scope;
}

const alarmReasons: Readonly<Record<ConnectionFailure, AlarmFailureReason>> = {
  dns: 'dnsFailure',
  connect: 'connectFailure',
  trust: 'authenticationFailure',
};

/**
 * Everything that is decided about C2W (document 217367; Preferred Architecture; facts: mmp-and-scheduler 2.6, 2.7, 3). The
 * TLS libraries only prove that a peer holds its key; whom to trust is decided here, at the cluster's time.
 */
export const c2wPolicies = {
  /** A Web Bridge talks with nobody who presents no certificate: they are trusted by it. */
  'c2w.acceptsWithoutCertificate': (): boolean => false,

  /** Every certificate from the presented one up to the trusted one must be within its validity. */
  'c2w.isValidAt': (question: { verifier: Verifier; notBefore: string; notAfter: string; at: string }): boolean =>
    hasBegun(question) && !hasEnded(question),

  /** One certificate vouches for another that names it as its issuer when it signed it and may do so. */
  'c2w.vouches': (link: { verifier: Verifier; signed: boolean; ca: boolean }): boolean => link.signed && link.ca,

  /**
   * A path ends at a certificate of the trust bundle. Root only, a peer's full chain and the peers' own certificates are all in
   * use, so each kind will do.
   */
  'c2w.isAnchor': (certificate: {
    verifier: Verifier;
    inBundle: boolean;
    /** It signed itself. */
    root: boolean;
    /** It is the peer's own. */
    leaf: boolean;
  }): boolean => certificate.inBundle,

  /** Whether a trust bundle with so many authorities and other certificates counts; each kind does (see above). */
  'c2w.usesBundle': (_bundle: { verifier: Verifier; authorities: number; leaves: number }): boolean => true,

  /** Whether a Web Bridge looks at the names in a client's certificate: it is only known to trust it. */
  'c2w.acceptsClientNames': (_client: { names: readonly string[]; address: string }): boolean => true,

  /** Whether a peer is trusted although no path leads to the bundle. */
  'c2w.trustsWithoutPath': (_end: { verifier: Verifier; end: PathEnd }): boolean => false,

  /**
   * The host of the C2W URL must be in the presented certificate, as subject alternative name or common name (Preferred
   * Architecture for Call Bridges; for schedulers inferred). `*` stands for one label, the first (inferred).
   */
  'c2w.hostMatches': ({ host, names, commonName }: HostQuestion): boolean =>
    [...names, ...(commonName === null ? [] : [commonName])].some((name) => isSameHost(name, host)),

  /** How a Web Bridge shows a client that it isn't trusted (undocumented). */
  'c2w.refusalForm': (): RefusalForm => 'closeTls',

  /** The trust bundle that a running component uses: the one of its last start, for changes need a restart (221729). */
  'c2w.trustInEffect': (bundles: {
    verifier: Verifier;
    atFirstStart: Buffer | undefined;
    atStart: Buffer | undefined;
    now: Buffer | undefined;
  }): Buffer | undefined => bundles.atStart,

  /** The guid that a Web Bridge sends: its own. */
  'c2w.sentGuid': (guid: string): string | null => guid,

  /** The certificates that a side presents: the whole configured chain. */
  'c2w.presentedChain': (_side: Verifier, chain: readonly string[]): readonly string[] => chain,

  /**
   * A Call Bridge uses every Web Bridge, unless that is scoped to one Call Bridge or one group (Preferred Architecture, API
   * reference). `local`: it runs on the Call Bridge's own server.
   */
  'c2w.callBridgeUses': (scope: Scope & { self: Scope; local: boolean }): boolean =>
    (scope.callBridge === null || scope.callBridge === scope.self.callBridge) &&
    (scope.callBridgeGroup === null || scope.callBridgeGroup === scope.self.callBridgeGroup),

  /** A scheduler connects to every Web Bridge, also to those on servers without a scheduler, whatever their scope. */
  'c2w.schedulerUses': (_bridge: ListedWebBridge): boolean => true,

  /** Whether a running Call Bridge connects to a Web Bridge that is configured over the API meanwhile. */
  'c2w.noticesChanges': (): boolean => true,

  /** Whether a client notices that the network carries its connection no more. */
  'c2w.noticesSilence': (): boolean => true,

  /** How often a scheduler that starts asks for the list of Web Bridges. */
  'c2w.queriesAtStart': (): number => 1,

  /** Milliseconds until a scheduler asks again, null for never (undocumented; the list is known to be asked for at enable). */
  'c2w.askAgainAfterMs': (): number | null => null,

  /**
   * Milliseconds of real time until a client tries again after so many failures in a row, null for never (that it does is
   * inferred from "persistent"; the times are too).
   */
  'c2w.retryDelayMs': (verifier: Verifier, failures: number): number | null =>
    verifier === 'webBridge' ? null : Math.min(5000, 50 * 2 ** Math.min(failures - 1, 10)),

  /** Whether a client tries TLS, and leaves, before it connects (undocumented; it doesn't). */
  'c2w.triesTlsFirst': (): boolean => false,

  /** Milliseconds of real time between two pings; a connection without an answer by the next one is given up (inferred). */
  'c2w.pingIntervalMs': (): number => 1000,

  /** Milliseconds from the guid to the line UP; it was seen to take about 2 s, as of a periodic supervisor (inferred). */
  'c2w.upDelayMs': (): number => 20,

  'c2w.totalCountText': (total: number): string | null => ` INFO  C2WSupervisor - getWebBridges - totalCount=${total}`,

  'c2w.addedText': (added: number): string | null => ` INFO  C2WSupervisor - getWebBridges - added=${added}`,

  'c2w.connectingText': (bridge: string): string | null => ` INFO  C2WService - Connecting to webBridge=${bridge}`,

  'c2w.guidText': (guid: string, bridge: string): string | null =>
    ` INFO  C2WService - Received guid ${guid} from webbridge ${bridge}`,

  'c2w.upText': (bridge: string): string | null => ` INFO  C2WSupervisor - C2W connection for webbridge ${bridge} UP`,

  /** The line of a lost connection (inferred by symmetry). */
  'c2w.downText': (bridge: string): string | null =>
    ` INFO  C2WSupervisor - C2W connection for webbridge ${bridge} DOWN`,

  /** The order in which a scheduler writes what happened; each line after what it follows from. */
  'c2w.upAfterGuid': (): boolean => true,

  /** Facility, severity and process column of a scheduler's lines (document 217367; the number is its own example). */
  'c2w.logColumns': (): { facility: 'daemon.info' | 'user.info' | 'local0.warning'; source: string } => ({
    facility: 'daemon.info',
    source: 'scheduler_backend[2056]:',
  }),

  /** `webBridges/<id>/status` (API reference); before the first attempt has ended: not connected (inferred). */
  'c2w.status': (link: { used: boolean; connected: boolean; failure: ConnectionFailure | null }): WebBridgeStatus =>
    !link.used ? 'unused' : link.connected ? 'success' : link.failure === 'dns' ? 'dnsFailure' : 'connectionFailure',

  /** The type of the alarm for a Web Bridge that can't be reached. */
  'c2w.alarmType': (): string => c2wAlarm,

  /** The reason that the alarm names (which one when is inferred). */
  'c2w.alarmReason': (failure: ConnectionFailure): string => alarmReasons[failure],

  /** Whether a used Web Bridge that isn't connected after so many failures in a row is an alarm; the first one counts (inferred). */
  'c2w.raisesAlarm': (failures: number): boolean => failures >= 1,

  /** Whether an alarm ends when the Web Bridge is connected, or isn't used any more. */
  'c2w.alarmEnds': (_because: 'connected' | 'removed'): boolean => true,

  /** The names that resolve to nothing, whoever is asked (RFC 6761). */
  'c2w.neverResolves': (host: string): boolean => /(^|\.)invalid$/i.test(host),
};

/** The question whether a certificate is for the host of a C2W URL. */
export interface HostQuestion {
  verifier: Verifier;
  host: string;
  /** Host names and addresses of the subject alternative name. */
  names: readonly string[];
  commonName: string | null;
}

export function hasBegun({ notBefore, at }: { notBefore: string; at: string }): boolean {
  return Date.parse(at) >= Date.parse(notBefore);
}

export function hasEnded({ notAfter, at }: { notAfter: string; at: string }): boolean {
  return Date.parse(at) > Date.parse(notAfter);
}

/** Whether a certificate's name covers a host. */
export function isSameHost(name: string, host: string): boolean {
  const [wanted, given] = [host.toLowerCase(), name.toLowerCase()];
  if (!given.startsWith('*.')) return given === wanted;
  const at = wanted.indexOf('.');
  return at > 0 && !/^[\d.]+$/.test(wanted) && wanted.slice(at) === given.slice(1);
}
