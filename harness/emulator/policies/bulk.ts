import { expandMapping, type MappedPart, parseMapping, type SyncStatus } from '../../protocol/api/bulk.ts';
import type { SpaceAddresses } from './spaces.ts';

/** What a bulk sync makes of one index. */
export interface PlannedSpace {
  index: number;
  name: string;
  uri: string;
  callId: string;
}

/**
 * The decisions about the bulk creation of coSpaces: parameter sets and syncs (facts: call-bridge-api 10). Those marked "inferred"
 * are defaults of the emulator; no document states them.
 */
export const bulkPolicies = {
  /** The mapping grammar: text and escapes with at most one `$index$`; no `@` in a URI mapping. */
  'bulk.mappingIsValid': (mapping: string, part: MappedPart): boolean => parseMapping(mapping, part) !== null,

  /** Whether a set with a mapping that breaks the grammar is refused (inferred); its sync fails otherwise. */
  'bulk.brokenMappingIsRefused': (): boolean => true,

  /** A mapping with the index in the place of `$index$` and its escapes undone. */
  'bulk.expand': (mapping: string, index: number, part: MappedPart): string => {
    const parsed = parseMapping(mapping, part);
    return parsed ? expandMapping(parsed, index) : mapping;
  },

  /** The indices of a range: both ends belong to it. */
  'bulk.indices': (start: number, end: number): number[] =>
    Array.from({ length: Math.max(0, end - start + 1) }, (_, offset) => start + offset),

  /** A parameter set keeps its mappings as they were given. */
  'bulk.storedMapping': (mapping: string, _part: MappedPart): string => mapping,

  /** Largest difference of the ends (inferred: the limit is not published). */
  'bulk.maxRange': (): number => 100_000,

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

  /** Whether a space keeps the id of the former one of its index (inferred: it gets a new one). */
  'bulk.keepsIds': (): boolean => false,

  /** Whether a change of a parameter set is carried out at once: nothing happens until the next sync. */
  'bulk.changeSyncs': (): boolean => false,

  /** The sync that runs next of those that wait, oldest first: they are a queue. */
  'bulk.next': (waiting: readonly string[]): string | undefined => waiting[0],

  /** Whether a space counts as made by a set: it is noted which set made it, if any did. */
  'bulk.madeBySet': (maker: string | undefined, set: string): boolean => maker === set,

  /** Whether a sync removes only, by what it was given as `removeAll`; it doesn't when it wasn't told. */
  'bulk.removesOnly': (given: string): boolean => given === 'true',

  /** Status of a sync with `removeAll=true` that found so many spaces to remove. */
  'bulk.removedStatus': (_spaces: number): SyncStatus => 'complete',

  /** Whether a set is still there after a sync with `removeAll=true` (inferred). */
  'bulk.setOutlivesRemoval': (): boolean => true,
};
