import type { SyncStatus } from '../../protocol/api/bulk.ts';

/** A part of a bulk-made space that a mapping makes. */
export type MappedPart = 'name' | 'uri' | 'callId';

/** What a bulk sync makes of one index. */
export interface PlannedSpace {
  index: number;
  name: string;
  uri: string;
  callId: string;
}

/** The addresses of an existing space. */
export interface SpaceAddresses {
  id: string;
  name: string;
  uris: readonly string[];
  callId: string;
}

/** A space's secret before a write, what the write asks, and a fresh one. */
export interface SecretChange {
  previous: string;
  given: string;
  fresh: string;
}

/** A running call. */
export interface ActiveCall {
  id: string;
  coSpace: string;
}

/** A call leg with the call that it is in. */
export interface ActiveLeg {
  id: string;
  call: string;
  remoteParty: string;
}

/**
 * The decisions about coSpaces, their bulk creation, calls and call legs (facts: call-bridge-api 7, 10, 11, 12, tms 1.3, 2).
 * Those marked "inferred" are defaults of the emulator; no document states them.
 */
export const spacePolicies = {
  // --- bulk parameter sets and syncs (10) ---

  /** The mapping grammar: text and escapes with at most one `$index$`; no `@` in a URI mapping. */
  'bulk.mappingIsValid': (mapping: string, part: MappedPart): boolean => {
    const component = part === 'uri' ? /(?:[^$\\@]|\\[\\$])*/ : /(?:[^$\\]|\\[\\$])*/;
    return new RegExp(`^${component.source}(?:\\$index\\$${component.source})?$`, 'u').test(mapping);
  },

  /** A mapping with the index in the place of `$index$` and its escapes undone. */
  'bulk.expand': (mapping: string, index: number, _part: MappedPart): string =>
    mapping.replace(/\$index\$|\\([\\$])/g, (_all, escaped: string | undefined) => escaped ?? String(index)),

  /** The indices of a range: both ends belong to it. */
  'bulk.indices': (start: number, end: number): number[] =>
    Array.from({ length: Math.max(0, end - start + 1) }, (_, offset) => start + offset),

  /** A parameter set keeps its mappings as they were given. */
  'bulk.storedMapping': (mapping: string, _part: MappedPart): string => mapping,

  /** Largest difference of the ends (inferred: the limit is not published). */
  'bulk.maxRange': (): number => 10_000,

  /** Failure of a range, null for a good one. */
  'bulk.rangeFailure': (start: number, end: number, maximum: number): SyncStatus | null => {
    if (start > end) return 'failedIndexRangeInvalid';
    return end - start > maximum ? 'failedIndexRangeTooGreat' : null;
  },

  /** Failure of planned spaces that would meet others, or each other; null when they don't. */
  'bulk.conflict': (planned: readonly PlannedSpace[], others: readonly SpaceAddresses[]): SyncStatus | null => {
    const uris = new Set(others.flatMap((other) => other.uris));
    const callIds = new Set(others.map((other) => other.callId));
    for (const { uri } of planned) {
      if (uri !== '' && uris.has(uri)) return 'failedCoSpaceUriConflict';
      uris.add(uri);
    }
    for (const { callId } of planned) {
      if (callId !== '' && callIds.has(callId)) return 'failedCallIdConflict';
      callIds.add(callId);
    }
    return null;
  },

  /** Which of the planned spaces a failing sync makes all the same: none. */
  'bulk.createdDespiteFailure': (
    _planned: readonly PlannedSpace[],
    _failure: SyncStatus,
  ): readonly PlannedSpace[] => [],

  /** Which of the set's former spaces a failing sync removes all the same: none. */
  'bulk.removedDespiteFailure': (_former: readonly string[], _failure: SyncStatus): readonly string[] => [],

  /** Status of a sync whose set doesn't exist: it is no refusal of the POST. */
  'bulk.unknownSetStatus': (): SyncStatus => 'failedNoSuchParameterSet',

  /** Status of a sync that ran into `failure`. */
  'bulk.failureStatus': (failure: SyncStatus): SyncStatus => failure,

  /** Status of a sync that did its work. */
  'bulk.successStatus': (): SyncStatus => 'complete',

  /** Which of the set's former spaces (by id and name) a sync removes before it creates: all. */
  'bulk.removedBySync': (former: readonly SpaceAddresses[]): readonly string[] => former.map((space) => space.id),

  /** Which of the set's spaces a sync with `removeAll=true` removes: all, renamed ones too. */
  'bulk.removedByRemoveAll': (former: readonly SpaceAddresses[]): readonly string[] => former.map((space) => space.id),

  /** Whether a sync with `removeAll=true` creates spaces. */
  'bulk.removeAllCreates': (): boolean => false,

  /** Whether `removeAll` is printed when it wasn't given (recorded: no). */
  'bulk.removeAllIsPrinted': (given: boolean): boolean => given,

  /** Milliseconds of virtual time before a sync's next step (inferred: 5 spaces took less than 2 s). */
  'bulk.delay': (_step: 'start' | 'finish', _spaces: number): number => 5,

  /** `nonMemberAccess` of a bulk-made space: the set's, true by default. */
  'bulk.nonMemberAccess': (given: string): string => given || 'true',

  /** Profiles of a bulk-made space: the set's. */
  'bulk.callProfile': (given: string): string => given,
  'bulk.callLegProfile': (given: string): string => given,
  'bulk.callBrandingProfile': (given: string): string => given,
  'bulk.tenant': (given: string): string => given,

  /** Secret of a bulk-made space: one of its own when it has a call ID. `first` is that of the sync's first space. */
  'bulk.secret': ({ callId, fresh }: { callId: string; fresh: string; first: string }): string =>
    callId === '' ? '' : fresh,

  /** Passcode of a bulk-made space: none. */
  'bulk.passcode': (_space: PlannedSpace): string => '',

  // --- coSpaces (7.1) ---

  /** `nonMemberAccess` of a space that is created without it. */
  'spaces.defaultNonMemberAccess': (): string => 'true',

  /** The name after a PUT that gives one. */
  'spaces.name': (_previous: string, given: string): string => given,

  /** Whether members only: the value after a PUT that gives one. */
  'spaces.nonMemberAccess': (_previous: string, given: string): string => given,

  /** The passcode after a write that gives one; empty means none. */
  'spaces.passcode': (_previous: string, given: string): string => given,

  /** A URI as it is kept: in lower case. */
  'spaces.uri': (given: string): string => given.toLowerCase(),

  /** Whether this text can be a URI's user part. */
  'spaces.uriIsValid': (uri: string): boolean => !/[@\s]/.test(uri),

  /** Whether another space has one of these URIs already. */
  'spaces.uriIsTaken': (uris: readonly string[], others: readonly SpaceAddresses[]): boolean =>
    others.some((other) => other.uris.some((uri) => uris.includes(uri))),

  /** Whether another space has this call ID already. */
  'spaces.callIdIsTaken': (callId: string, others: readonly SpaceAddresses[]): boolean =>
    others.some((other) => other.callId === callId),

  /** Whether the server makes a call ID: when one is required and none is given. */
  'spaces.callIdIsGenerated': (requireCallId: boolean, callId: string): boolean => requireCallId && callId === '',

  /** A generated call ID of nine digits from a random number below 10^9. */
  'spaces.generatedCallId': (random: number): string => String(100_000_000 + (random % 900_000_000)),

  /** A generated secret from 16 random bytes: 22 characters of base64url. */
  'spaces.generatedSecret': (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url'),

  /** Secret of a created space: the given one, else a fresh one if the space has a call ID. */
  'spaces.secretOfNew': ({ given, callId, fresh }: { given: string; callId: string; fresh: string }): string =>
    given !== '' ? given : callId === '' ? '' : fresh,

  /** Secret after a PUT that gives one; an empty one makes the server generate (inferred). */
  'spaces.givenSecret': ({ given, fresh }: SecretChange): string => given || fresh,

  /** Secret after a PUT with `regenerateSecret=true`. */
  'spaces.regeneratedSecret': ({ fresh }: SecretChange): string => fresh,

  /** Secret after a PUT that says nothing about it. */
  'spaces.untouchedSecret': ({ previous }: SecretChange): string => previous,

  /** Other spaces that a PUT of a name changes too: none. */
  'spaces.alsoRenamed': (_id: string, _name: string, _others: readonly SpaceAddresses[]): readonly string[] => [],

  /** Whether a PUT on a space starts a call in it. */
  'spaces.modifyingStartsCall': (_previousName: string, _name: string): boolean => false,

  /** Calls that a PUT on their space ends: none. */
  'spaces.callsEndedByModifying': (
    _calls: readonly ActiveCall[],
    _previousName: string,
    _name: string,
  ): readonly string[] => [],

  /** Call legs that a PUT on their space drops: none. */
  'spaces.legsDroppedByModifying': (
    _legs: readonly ActiveLeg[],
    _previousName: string,
    _name: string,
  ): readonly string[] => [],

  /** Whether a PUT on a space leaves a copy of it behind as a space of its own. */
  'spaces.modifyingCopies': (_previousName: string, _name: string): boolean => false,

  /** Whether a space may be deleted: one that LDAP made may not. */
  'spaces.mayBeDeleted': (autoGenerated: boolean): boolean => !autoGenerated,

  /** Whether the call of a space ends with it (inferred). */
  'spaces.deletingEndsCall': (): boolean => true,

  // --- calls (11) ---

  /** The active call that a POST answers with instead of creating one: the space's (inferred). */
  'calls.existing': (coSpace: string, calls: readonly ActiveCall[]): string | null =>
    calls.find((call) => call.coSpace === coSpace)?.id ?? null,

  /** The space that a call is in. */
  'calls.coSpace': (given: string): string => given,

  /** A call's name: its space's, now. */
  'calls.name': ({ now }: { now: string; atCreation: string; uri: string; callId: string }): string => now,

  /** A call's correlator: one for all bridges that host the same space; `others` are those of other calls. */
  'calls.correlator': ({
    shared,
    fresh,
  }: {
    shared: string | null;
    fresh: string;
    others: readonly string[];
  }): string => shared ?? fresh,

  /** Which calls are listed: all. */
  'calls.listed': (calls: readonly ActiveCall[]): readonly string[] => calls.map((call) => call.id),

  /** Parties that a new call dials by itself: none. */
  'calls.initialParties': (_coSpace: string): readonly string[] => [],

  /** Calls that the DELETE of one ends: that one. */
  'calls.endedByDelete': (id: string, _calls: readonly ActiveCall[]): readonly string[] => [id],

  /** Call legs that end with their call: all. */
  'calls.legsEnded': (legs: readonly ActiveLeg[]): readonly string[] => legs.map((leg) => leg.id),

  /** Reset of the space when its call is deleted: nothing of it changes. `null` would leave the name as it is. */
  'calls.spaceNameAfterDelete': (_name: string): string | null => null,

  /** Whether deleting a call deletes its space. */
  'calls.deletingRemovesSpace': (): boolean => false,

  /** Milliseconds after which a call without answered leg ends by itself; null: it doesn't (recorded: 45 minutes). */
  'calls.lifetimeWhileEmpty': (): number | null => null,

  /** Whole seconds since the call began. */
  'calls.durationSeconds': (milliseconds: number): number => Math.floor(milliseconds / 1000),

  // --- call legs (12) ---

  /** The call that a new leg belongs to: the one below which it was created. */
  'calls.callOfLeg': (call: string, _calls: readonly ActiveCall[]): string => call,

  /** The party that a leg dials, as it is kept. */
  'calls.remoteParty': (given: string): string => given,

  /** The leg that a POST answers with instead of creating one: none, also for a party dialled already (inferred). */
  'calls.existingLeg': (_call: string, _remoteParty: string, _legs: readonly ActiveLeg[]): string | null => null,

  /** Canonical path of a leg below `/api/v1`: not below its call. */
  'calls.legPath': (_call: string, leg: string): string => `/callLegs/${leg}`,

  /** Which legs are listed: all. */
  'calls.legsListed': (legs: readonly ActiveLeg[]): readonly string[] => legs.map((leg) => leg.id),

  /** Whether a call of so many participants takes another one under this limit of its call profile (0: no limit). */
  'calls.takesAnother': (participants: number, limit: number): boolean => limit === 0 || participants < limit,

  /** Milliseconds of virtual time until a dialled leg rings (inferred). */
  'calls.ringDelay': (): number => 5,
};
