import type { AllocationPolicy } from '../../tms/allocator.ts';
import type { BridgeRole, FailoverPolicy } from '../../tms/failover.ts';
import type { Meeting } from '../../tms/results.ts';
import type { BridgeLogin, Conference, ConferenceStatus } from '../tms/types.ts';
import type { BridgeRequest } from './tms-system.ts';

/** What came of a request to a bridge: the status of its answer, or why there was none. */
export interface BridgeOutcome {
  method: string;
  path: string;
  status: number | null;
  reason: string;
}

/** The bridges that TMS knows of. */
export interface KnownBridges {
  primary: BridgeLogin;
  /** The one configured as Alternate IP. */
  alternate: BridgeLogin | null;
  /** Addresses of the other Call Bridges that the added one lists. */
  peers: readonly string[];
}

/** What is known when an automatic extension is decided. */
export interface ExtensionCase {
  option: string;
  /** How often it was extended already. */
  extensions: number;
  /** Whether a participant is connected. */
  connected: boolean;
  /** Whether the slot is promised to somebody else after the end. */
  conflict: boolean;
}

/** What TMS does about conferences that are due, in this order. */
export type DueKind = 'end' | 'extend' | 'start';

const minute = 60_000;

/**
 * On which bridge TMS holds a conference, and how it holds it (facts: tms 2, 3, 4, 5.6). Those marked "inferred" are defaults of
 * the emulator; no document states them.
 */
export const tmsFailoverPolicies = {
  // --- which bridge (facts: tms 3) ---

  /** The alternate: the one that is configured; no discovered peer takes its place (document 212298, "Failover"; F3). */
  'failover.alternate': ({ alternate }: KnownBridges): BridgeLogin | null => alternate,

  /** The login that is used on the alternate: the one that was given for it (document 212298, "Failover"; F4, F9). */
  'failover.login': (_primary: BridgeLogin, alternate: BridgeLogin): BridgeLogin => alternate,

  /** The bridge for a conference that starts: the added one while it works (document 212298, "Failover"; F1). */
  'failover.startsOn': (serving: BridgeRole): BridgeRole => serving,

  /** Whether conferences still start after a bridge has failed before: of course they do, on the one or the other. */
  'failover.startsAfterFailover': (_failedBefore: boolean): boolean => true,

  /** Other bridges whose status TMS looks at when a conference starts: none (document 212298, "Failover"; F1, F3, F5). */
  'failover.othersAsked': (_bridges: KnownBridges, _primaryFailed: boolean): readonly string[] => [],

  /** The bridge that a conference in progress is asked for on: the one that it was started on (document 212298, "Failover"; F6, F7). */
  'failover.runsOn': (startedOn: BridgeRole, _serving: BridgeRole): BridgeRole => startedOn,

  /** Whether a conference whose start was interrupted is in progress: once its call was made (F6, F7). */
  'failover.isInProgress': ({ call }: Meeting): boolean => call !== '',

  /** Whether a conference in progress is started again elsewhere when its bridge fails: never (document 212298, "Failover"; F6, F7). */
  'failover.movesRunning': (): boolean => false,

  /** Requests that prepare the alternate before a conference starts there: none, as the slots are in the shared database (F9, F10). */
  'failover.preparation': (_parameterSet: string, _slot: number): readonly BridgeRequest[] => [],

  /** Whether a start that failed at such a request goes on elsewhere: it does, wherever it was interrupted (F6). */
  'failover.goesOnAfter': (_outcome: BridgeOutcome): boolean => true,

  /** Whether an interrupted start goes on with the slot that it had chosen: the alternate has the same ones (F9). */
  'failover.keepsSlot': (): boolean => true,

  /** Whether the outcome of a request shows a failed bridge: no answer, or one of 5xx (inferred). */
  'failover.bridgeHasFailed': ({ status }: BridgeOutcome): boolean => status === null || status >= 500,

  /** When a bridge counts as failed, and when the added one is tried again (inferred). */
  'failover.policy': (): FailoverPolicy => ({ failuresUntilFailed: 1, failBack: 'nextConference' }),

  /** Milliseconds until TMS tries again what a failed bridge kept it from (inferred). */
  'failover.retryAfterMs': (): number => 30_000,

  /** The bridge that gets the reset of a slot when the one that held the conference had failed at its end (inferred). */
  'failover.tidiesOn': (held: BridgeRole, _serving: BridgeRole): BridgeRole => held,

  // --- when (facts: tms 2.4, 4.6, 4.7) ---

  /** When a slot is opened: at the start, or with early join at most 5 minutes before it. */
  'conference.opensAt': (start: Date): number => start.getTime(),

  /** When a conference ends. */
  'conference.endsAt': (end: Date): number => end.getTime(),

  /** What of several things that are due at one instant comes first: a number is free again only after its conference's end. */
  'conference.order': (): readonly DueKind[] => ['end', 'extend', 'start'],

  /** Whether a conference of that status is started when its time has come: a `Defective` one never is (TMSBA reference, BookingMode). */
  'conference.isStarted': (status: ConferenceStatus): boolean => status === 'Pending',

  /** The status that a conference gets (TMSBA reference, ConferenceStatus). */
  'conference.status': (became: 'started' | 'over'): ConferenceStatus =>
    became === 'started' ? 'Ongoing' : 'Finished',

  /** Whether a deleted conference concerns the bridge: when it was under way (TMSBA reference, DeleteConferenceById). */
  'conference.deletionEnds': (running: boolean): boolean => running,

  /** Whether ending a conference by hand ends it on the bridge at once (TMSBA reference, EndConferenceById). */
  'conference.endsByHand': (): boolean => true,

  /** Whether a conference is ended whose call has gone meanwhile: like any other, the refused deletion is no matter (tms 4.10). */
  'conference.endsWithoutCall': (): boolean => true,

  // --- what (facts: tms 2.3, 4.2, 4.10, 5.6) ---

  /** Which free slot a conference gets: the lowest (document 212298, "Start of a scheduled meeting"); the documents differ. */
  'conference.allocation': (): AllocationPolicy => ({ kind: 'lowest' }),

  /** A meeting whose slot another conference is given too: none. */
  'conference.sharedSlot': (_running: readonly Meeting[]): Meeting | null => null,

  /** The name that a slot gets: the title. */
  'conference.name': (title: string): string => title,

  /** The passcode that a slot gets: the conference's PIN, digit by digit. */
  'conference.passcode': (password: string): string => password,

  /** The secret of a meeting: a GUID that was never used before. */
  'conference.secret': (fresh: string, _slot: number): string => fresh,

  /** Parties that are dialled: the dial-out participants of a conference that is launched automatically. */
  'conference.dialled': ({ type, participants }: Conference): readonly string[] =>
    type === 'Automatic Call Launch'
      ? participants.filter(({ callType }) => callType.endsWith('->')).map(({ nameOrNumber }) => nameOrNumber)
      : [],

  /** What an extension sends: the opening PUT once more, with the same values. */
  'conference.extension': (meeting: Meeting): Meeting => meeting,

  /** Whether a changed end of a conference under way is told to the bridge. */
  'conference.tellsExtension': (): boolean => true,

  /** Milliseconds before the end at which an automatic extension is decided: 5 minutes (TMS administrator guide, "Extend mode"). */
  'conference.extensionLeadMs': (): number => 5 * minute,

  /**
   * Minutes of an automatic extension: 15, at most 16 times, while somebody is connected and nobody else needs the slot (TMS
   * administrator guide, "Automatic Best Effort").
   */
  'conference.extensionMinutes': ({ option, extensions, connected, conflict }: ExtensionCase): number =>
    option === 'AutomaticBestEffort' && extensions < 16 && connected && !conflict ? 15 : 0,
};
