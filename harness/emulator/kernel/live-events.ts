/** Fields of a live object as they are when an event tells of it. Names that begin with `_` are never printed. */
export type LiveFields = Readonly<Record<string, string>>;

/** Why a call leg ended, as `callLegEnd` records name it (facts: call-bridge-api 20). */
export const legEndReasons = [
  'apiInitiatedTeardown',
  'callDeactivated',
  'callEnded',
  'callMoved',
  'clientInitiatedTeardown',
  'confirmationTimeOut',
  'dnsFailure',
  'encryptionRequired',
  'error',
  'incorrectPasscode',
  'ivrTimeout',
  'ivrUnknownCall',
  'localTeardown',
  'participantLimitReached',
  'remoteBusy',
  'remoteRejected',
  'remoteTeardown',
  'ringingTimeout',
  'tenantParticipantLimitReached',
  'timeout',
  'unknownDestination',
] as const;
export type LegEndReason = (typeof legEndReasons)[number];

/** One change among the live objects of a Call Bridge. Of what ended or was removed, `fields` are the last ones. */
export type LiveEvent =
  | { kind: 'callStarted' | 'callChanged' | 'callEnded'; id: string; fields: LiveFields }
  | { kind: 'legStarted' | 'legUpdated'; id: string; fields: LiveFields }
  | { kind: 'legEnded'; id: string; fields: LiveFields; reason: LegEndReason }
  | { kind: 'participantAdded' | 'participantChanged' | 'participantRemoved'; id: string; fields: LiveFields };

/** Tells whoever listens what happens to the calls, legs and participants of one node, in order and at once. */
export class LiveEvents {
  readonly #listeners = new Set<(event: LiveEvent) => void>();

  /** The returned function ends the listening. */
  listen(listener: (event: LiveEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(event: LiveEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
