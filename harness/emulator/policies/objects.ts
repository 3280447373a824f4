import type { XmlElement } from '../../protocol/xml.ts';

/** An object's own fields; unset ones are missing. */
type Fields = Readonly<Record<string, string>>;

/** A space or access method with what decides how long its passcode must be. */
export interface PasscodeRule {
  passcode: string;
  /** `minPasscodeLength` of the profiles that apply, the most general first; null where none is set. */
  system: number | null;
  tenant: number | null;
  coSpace: number | null;
  accessMethod: number | null;
}

/**
 * The rules of configuration objects (facts: call-bridge-api 3.3, 5.3, 7, 12-17). Those marked "inferred" are defaults of the
 * emulator; no document states them.
 */
export const objectPolicies = {
  /** The value of a field that a new object is made without. */
  'objects.default': (_type: string, _field: string, value: string): string => value,

  /** What is kept of a new object. */
  'objects.created': (_type: string, fields: Record<string, string>): Record<string, string> => fields,

  /** What a configuration that exists once holds after a write. */
  'objects.configured': (_type: string, _previous: Fields, next: Record<string, string>): Record<string, string> =>
    next,

  /** The version whose nodes are served below a first path segment: the bridge's own. */
  'objects.servedVersion': (_segment: string, version: string): string => version,

  /** What an object holds after a write. */
  'objects.modified': (_type: string, _previous: Fields, next: Record<string, string>): Record<string, string> => next,

  /** Whether DELETE removes an object. */
  'objects.isRemoved': (_type: string): boolean => true,

  /** Whether an object may be removed that others refer to: it may, though the guide advises against it (inferred). */
  'objects.usedObjectMayBeRemoved': (_type: string): boolean => true,

  /** Whether an object belongs to a list that is asked for with `usageFilter`. */
  'objects.usageMatches': (wanted: 'referenced' | 'unreferenced', used: boolean, _type: string): boolean =>
    used === (wanted === 'referenced'),

  /** Whether a value belongs to a list with a bound, by how it compares with that; bounds are inclusive. */
  'objects.boundMatches': (_filter: string, match: 'atLeast' | 'atMost', difference: number): boolean =>
    match === 'atLeast' ? difference >= 0 : difference <= 0,

  /** Whether an object counts as used that one of type `by` refers to; the global settings are such a type, too. */
  'objects.useCounts': (_type: string, _by: string): boolean => true,

  /** The places where a call leg profile is used: each. */
  'objects.profileUses': (uses: readonly XmlElement[]): readonly XmlElement[] => uses,

  /** Whether a Call Bridge is refused that has the name of another one. */
  'objects.callBridgeNameIsRefused': (taken: boolean): boolean => taken,

  /** Whether a change of tenants is refused after which two spaces of one tenant group would have the same call ID. */
  'objects.groupConflictIsRefused': (conflict: boolean): boolean => conflict,

  /** The set of spaces among which a call ID is unique; tenants without group, and spaces without tenant, are one (inferred). */
  'objects.callIdScope': (_tenant: string, tenantGroup: string): string => tenantGroup,

  /** Where a configuration is kept that every bridge has for itself, e.g. `system/configuration/*`. */
  'objects.configurationOwner': (_type: string, node: string): string => node,

  /** Profiles of Web Bridges, the most general first: system < tenant < webBridge. */
  'objects.webBridgeProfileLevels': (levels: {
    system: Fields | null;
    tenant: Fields | null;
    webBridge: Fields | null;
  }): readonly (Fields | null)[] => [levels.system, levels.tenant, levels.webBridge],

  /** Whether a written passcode is too short: system < tenant < coSpace < accessMethod; 0 is no check. No passcode is none that is too short (inferred). */
  'objects.passcodeIsTooShort': ({ passcode, system, tenant, coSpace, accessMethod }: PasscodeRule): boolean =>
    passcode !== '' && passcode.length < (accessMethod ?? coSpace ?? tenant ?? system ?? 0),

  /** How many CDR receivers a Call Bridge takes: four by 2.6, shown as `maximum`. */
  'objects.maxCdrReceivers': (): number => 4,

  /** The address of a CDR receiver: documents have both `uri` and `url` as the name of the written parameter. */
  'objects.cdrReceiverUri': (written: Fields): string | undefined => written.uri ?? written.url,

  // --- layout templates (14) ---

  /** Whether a layout's JSON exceeds the allowed size: 64 kB (inferred; no number is documented). */
  'objects.layoutIsTooLong': (bytes: number): boolean => bytes > 65_536,

  /** Whether a layout's content is JSON. */
  'objects.layoutIsValid': (text: string): boolean => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  },

  /** The content as it is given back. */
  'objects.keptLayout': (text: string): string => text,

  /** `templateSize`, in bytes. */
  'objects.layoutSize': (bytes: number): number => bytes,

  // --- media services (16) ---

  /** Status of a Web Bridge, by its address and how it is connected. */
  'objects.webBridgeStatus': (_url: string, status: string): string => status,

  /** What the addresses of a TURN server answer; the emulator's answer nothing (inferred). */
  'objects.turnServerHosts': (address: string, tcpPort: string): readonly Fields[] =>
    address === '' ? [] : [{ address, portNumber: tcpPort || '3478', reachable: 'false' }],

  /** Status of a recorder or streamer: nothing of this kind answers the emulator (inferred). */
  'objects.serviceStatus': (url: string): string => (url === '' ? 'unused' : 'connectionFailure'),
};
