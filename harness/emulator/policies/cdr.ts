import type { RecordType } from '../../protocol/cdr.ts';

/** What came of a POST: the status of its answer; none, on a connection that was there; or no connection. */
export type PostOutcome = number | 'lost' | 'unreached';

/** Name and text of an element, in their order. */
export type CdrElement = readonly [name: string, text: string];

/**
 * Call detail records: what is recorded, how the records are numbered and pushed, and what a lost receiver leads to (facts:
 * call-bridge-api 17.2, 18, 19, 20). Those marked "inferred" are defaults of the emulator; no document states them.
 */
export const cdrPolicies = {
  // --- receivers (17.2) ---

  /** Failure reason when the table is full. */
  'cdr.tableFullReason': (): string => 'tooManyCdrReceivers',

  /** The address of a receiver after a write that names one. */
  'cdr.addressAfterWrite': (_previous: string, written: string): string => written,

  /** Whether a receiver that is written an empty address stays in the list. */
  'cdr.keepsReceiverWithoutAddress': (): boolean => true,

  /** The address as it is shown. */
  'cdr.shownAddress': (address: string): string => address,

  /** What a deletion leaves of a receiver: nothing. */
  'cdr.afterDeletion': (): 'nothing' | 'noAddress' => 'nothing',

  /** Whether an empty address on the legacy `cdrReceiver` removes the receiver. */
  'cdr.legacyEmptyRemoves': (): boolean => true,

  /** The node that keeps a bridge's list of receivers: itself, for the list is local to each bridge. */
  'cdr.receiversOf': (node: string): string => node,

  // --- records (19, 20) ---

  /** Whether a bridge with so many receivers makes records (inferred: `cdrCorrelatorIndex` is 0 when none was sent). */
  'cdr.makesRecords': (receivers: number): boolean => receivers > 0,

  /** The bridges whose calls are recorded by one: its own only. */
  'cdr.reportedBridges': (self: string, _all: readonly string[]): readonly string[] => [self],

  /** The record types made of what happened: the very one. */
  'cdr.recordsOf': (type: RecordType): readonly RecordType[] => [type],

  /** Whether a leg's state is told by `callLegUpdate`: connected is (inferred for the others). */
  'cdr.updatesOnState': (state: string): boolean => state === 'connected',

  /** Whether `callLegStart` names the call already; the sample of 2.0 doesn't. */
  'cdr.legStartNamesCall': (): boolean => true,

  /** The children of a record's subject, in their order. */
  'cdr.elements': (_type: RecordType, elements: readonly CdrElement[]): readonly CdrElement[] => elements,

  /** The id of a record's call or leg: the one of the API. */
  'cdr.subjectId': (_type: RecordType, id: string): string => id,

  /** Why a leg ended. */
  'cdr.endReason': (reason: string): string => reason,

  /** Whether `callLegEnd` says `remoteTeardown`. */
  'cdr.remoteTeardown': (reason: string): boolean => reason === 'remoteTeardown',

  /** Whole seconds of a call, and of a leg since it was connected (inferred: not since it was created). */
  'cdr.durationSeconds': (milliseconds: number): number => Math.floor(milliseconds / 1000),

  // --- numbers (18) ---

  /** The session of a Call Bridge that has just started: a new one; `previous` is that before, if any. */
  'cdr.session': (fresh: string, _previous: string | null): string => fresh,

  /** The session as one receiver is told it: the same for all. */
  'cdr.sessionFor': (session: string, _receiver: string): string => session,

  /** The bridge's id on a document; null when it isn't clustered. */
  'cdr.callBridgeAttribute': (callBridge: string | null): string | null => callBridge,

  /** `correlatorIndex` of the first record of a session, and of the one after another. */
  'cdr.firstCorrelatorIndex': (): number => 0,
  'cdr.nextCorrelatorIndex': (previous: number): number => previous + 1,

  /** `correlatorIndex` as a receiver is told it: the same for all. `position` counts the receivers from 0. */
  'cdr.correlatorIndexFor': (index: number, _position: number): number => index,

  /** `recordIndex` of the first record for a receiver, and of the one after another. */
  'cdr.firstRecordIndex': (_correlatorIndex: number): number => 1,
  'cdr.nextRecordIndex': (previous: number): number => previous + 1,

  /** `cdrCorrelatorIndex` of the status: that of the next record. */
  'cdr.statusCorrelatorIndex': (next: number): number => next,

  /** The time of a record: RFC 3339 in UTC. */
  'cdr.time': (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`,

  // --- pushing (18) ---

  /** Name of the root element. */
  'cdr.root': (): string => 'records',

  /** What stands before the root, and between two elements (inferred: the sample is pretty-printed). */
  'cdr.declaration': (): string => '<?xml version="1.0"?>',
  'cdr.elementGap': (): string => '\n',

  /** Milliseconds of cluster time from a record to the POST that holds it (inferred). */
  'cdr.pushDelay': (): number => 0,

  /** The most records of one POST (inferred). */
  'cdr.batchSize': (): number => 20,

  /** The records of a POST, in their order. */
  'cdr.batchOrder': <Record>(records: readonly Record[]): readonly Record[] => records,

  /** How many records a bridge keeps for a receiver that doesn't take them (inferred). */
  'cdr.maximumQueue': (): number => 2000,

  /** Whether a POST is acknowledged; only then the records are forgotten. */
  'cdr.isAcknowledged': (outcome: PostOutcome): boolean => outcome === 200,

  /** How many of the records of an acknowledged POST are forgotten. */
  'cdr.forgotten': (sent: number): number => sent,

  /** The same of a POST that wasn't acknowledged: none. */
  'cdr.forgottenUnacknowledged': (_sent: number, _outcome: PostOutcome): number => 0,

  /** The index of a record that is sent again: the same. */
  'cdr.indexOfRepeated': (recordIndex: number, _failures: number): number => recordIndex,

  /** Milliseconds of cluster time until records are sent again (inferred). */
  'cdr.retryDelay': (failures: number): number => Math.min(5_000, 25 * 2 ** Math.min(failures, 10)),

  /** Whether the connection stays for the next POST. */
  'cdr.keepsConnection': (): boolean => true,

  /** Whether a receiver's certificate must be trusted (inferred). */
  'cdr.verifiesReceiver': (): boolean => false,

  /** Whether TLS is spoken with a receiver. */
  'cdr.usesTls': (scheme: string): boolean => scheme === 'https:',

  // --- alarm and log (17.2, 18) ---

  /** The type of the alarm for a receiver that can't be reached. */
  'cdr.alarmType': (): string => 'cdrConnectionFailure',

  /** Whether it is raised after so many attempts without any answer (inferred: the first one counts). */
  'cdr.raisesAlarm': (failures: number): boolean => failures > 0,

  /** Whether an answer ends it. */
  'cdr.answerEndsAlarm': (): boolean => true,

  /** What the log says when a receiver is reached, or isn't any more. */
  'cdr.connectedText': (position: number): string => `successfully connected to CDR receiver ${position}`,
  'cdr.unconnectedText': (position: number, address: string): string =>
    `unable to connect to CDR receiver ${position} (${address})`,
};
