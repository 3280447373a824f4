import type { SlotRange } from './allocator.ts';
import type { BridgeAnswer, Step } from './port.ts';

/** The bridge answered a step otherwise than by a success that the controller can go on from. */
export interface Refused {
  kind: 'refused';
  step: Step;
}

export interface Added {
  kind: 'added';
  status: BridgeAnswer;
  callBridges: BridgeAnswer;
  /** One answer for each listed bridge, in the order of the list. */
  bridges: BridgeAnswer[];
  callProfile: BridgeAnswer;
  callLegProfile: BridgeAnswer;
  callProfileId: string;
  callLegProfileId: string;
}

/** A bulk sync that was started. */
export interface Synced {
  sync: BridgeAnswer;
  syncId: string;
  /** What the sync showed at each poll. */
  polls: BridgeAnswer[];
}

/** A bulk sync that ended otherwise than in `complete`; `status` is what it shows, e.g. `failedCallIdConflict`. */
export interface SyncFailure {
  kind: 'conflict' | 'failed' | 'unfinished';
  status: string;
}

export interface Provisioned extends Synced {
  kind: 'provisioned';
  parameterSet: BridgeAnswer;
  parameterSetId: string;
}

export interface ProvisioningFailed extends Omit<Provisioned, 'kind'>, SyncFailure {}

export interface Removed extends Synced {
  kind: 'removed';
}

export interface RemovalFailed extends Synced, SyncFailure {}

export interface Meeting {
  slot: number;
  /** Id of the slot's coSpace. */
  space: string;
  title: string;
  passcode: string;
  secret: string;
  call: string;
  callLegs: string[];
}

/** A meeting that is to be held. */
export interface MeetingWish {
  title: string;
  passcode?: string;
  /** Parties to dial. */
  dial?: readonly string[];
  /** The slot that it was promised; one that the allocator chooses when absent. */
  slot?: number | undefined;
  /** What an earlier start has begun and could not finish: the same slot is opened again, by the same PUT. */
  resume?: Meeting | undefined;
  /** Told of the meeting before the first write for it. */
  began?(meeting: Meeting): void;
}

export interface Started {
  kind: 'started';
  meeting: Meeting;
  opening: BridgeAnswer;
  call: BridgeAnswer;
  /** The answers of the reads after the call's creation, in their order. */
  after: { status: BridgeAnswer; coSpaces: BridgeAnswer; calls: BridgeAnswer };
  participants: BridgeAnswer;
  /** The call legs before the first dial; absent when nothing is dialled. */
  callLegs?: BridgeAnswer;
  dials: BridgeAnswer[];
}

/** No slot of the range is free. Nothing was written. */
export interface Exhausted {
  kind: 'exhausted';
  range: SlotRange;
  /** The slots that are taken, or that the bridge doesn't list. */
  taken: number[];
}

export interface Extended {
  kind: 'extended';
  put: BridgeAnswer;
}

export interface Ended {
  kind: 'ended';
  reset: BridgeAnswer;
  /** May be a refusal: the call may have ended by itself. */
  deletion: BridgeAnswer;
}
