/** A write on an object: that which makes it, or a later one. */
export type Write = 'create' | 'modify';

/**
 * The decisions about the single fields of coSpaces, their members, access methods, entry details and messages (facts:
 * call-bridge-api 7). Those marked "inferred" are defaults of the emulator; no document states them.
 */
export const spaceRulePolicies = {
  // --- coSpaces (7.1) ---

  /** A field without rules of its own, as it is kept. */
  'spaces.keptField': (_name: string, given: string, _write: Write): string => given,

  /** A field that a PUT empties is unset; a field of the same name as before would be kept. */
  'spaces.unsetField': (_name: string, _previous: string): string => '',

  /** Passcode of a new space that is given one; empty means none. */
  'spaces.passcodeOfNew': (given: string): string => given,

  /** `nonMemberAccess` of a new space that is given one. */
  'spaces.nonMemberAccessOfNew': (given: string): string => given,

  /** Call ID where one is required: the given one, else a fresh one. */
  'spaces.requiredCallId': ({ given, fresh }: { given: string; fresh: string }, _write: Write): string =>
    given || fresh,

  /** Whether a write that gives this field is held against the other spaces. */
  'spaces.uniquenessIsChecked': (_field: 'uri' | 'callId', _write: Write): boolean => true,

  /** Whether a space's URI may be its call ID too, as TMS has it. */
  'spaces.uriMayBeCallId': (): boolean => true,

  /** Secret of a new space that is given one. */
  'spaces.givenSecretOfNew': ({ given }: { given: string; fresh: string }): string => given,

  /** Secret after a PUT with `regenerateSecret=false`. */
  'spaces.unregeneratedSecret': ({ previous }: { previous: string; fresh: string }): string => previous,

  /** Whether the DELETE of a coSpace with so many access methods takes effect: always. */
  'spaces.deletionTakesEffect': (_accessMethods: number): boolean => true,

  // --- members (7.2) ---

  /** A permission of a member that is added over the API without it. */
  'members.defaultPermission': (permission: string): string =>
    permission === 'canChangeNonMemberAccessAllowed' ? 'true' : 'false',

  /** A permission that a write gives. */
  'members.permission': (_permission: string, given: string, _write: Write): string => given,

  /** Whether below a coSpace only its own members are listed. */
  'members.onlyOwnAreListed': (): boolean => true,

  // --- access methods (7.3) ---

  /** A URI as it is kept: in lower case, as that of a space. */
  'methods.uri': (given: string): string => given.toLowerCase(),

  /** A field of a new access method, as it is kept. */
  'methods.fieldOfNew': (_name: string, given: string): string => given,

  /** A field of an access method that a PUT gives, as it is kept. */
  'methods.changedField': (_name: string, _previous: string, given: string): string => given,

  /** Canonical path of an access method below `/api/v1`: below its coSpace. */
  'methods.path': (coSpace: string, id: string): string => `/coSpaces/${coSpace}/accessMethods/${id}`,

  /** Whether the URI of its coSpace is refused: with the same passcode only. */
  'methods.spaceUriIsRefused': (passcode: string, ofSpace: string): boolean => passcode === ofSpace,

  /** Whether an address of another access method of its coSpace is refused: with the same passcode only. */
  'methods.siblingAddressIsRefused': (
    _address: 'uri' | 'callId',
    passcode: string,
    ofSiblings: readonly string[],
  ): boolean => ofSiblings.includes(passcode),

  /** Whether an address of another coSpace is refused. */
  'methods.foreignAddressIsRefused': (_address: 'uri' | 'callId'): boolean => true,

  /** Secret of a new access method: the given one, else a fresh one if it has a call ID. */
  'methods.secretOfNew': ({ given, callId, fresh }: { given: string; callId: string; fresh: string }): string =>
    given || (callId === '' ? '' : fresh),

  /** Secret after a PUT with `regenerateSecret=true`. */
  'methods.regeneratedSecret': ({ fresh }: { previous: string; fresh: string }): string => fresh,

  /** `numAccessMethods` of a space that has some. */
  'methods.count': (count: number): number => count,

  // --- messages (7.4) ---

  /** Canonical path of a message below `/api/v1`. */
  'spaces.messagePath': (coSpace: string, id: string): string => `/coSpaces/${coSpace}/messages/${id}`,
};
