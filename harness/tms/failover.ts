/**
 * Which bridge holds a conference, as document 212298 ("CMS and TMS integration in a cluster") and the Preferred Architecture
 * for Enterprise Collaboration say: the bridge that was added, while it works; the alternate, where one is configured, for
 * conferences that have not started yet; no other one ever. When a bridge counts as failed, and when the added one is used
 * again, no document says: those are policies (inferred).
 */

/** The bridge that was added to TMS, or the one configured as its Alternate IP. There is no third. */
export type BridgeRole = 'primary' | 'alternate';

export interface FailoverPolicy {
  /** Attempts in a row that must have failed before a bridge counts as failed; at least 1 (inferred). */
  failuresUntilFailed: number;
  /** When the added bridge is tried again after a failover: by the next conference that starts, or not at all (inferred). */
  failBack: 'nextConference' | 'never';
}

export interface FailoverState {
  /** The bridge on which conferences start now. */
  readonly serving: BridgeRole;
  /** Failed attempts in a row. */
  readonly failures: Readonly<Record<BridgeRole, number>>;
}

export type FailoverEvent =
  /** A conference is due; it has not been tried anywhere yet. */
  | { kind: 'due' }
  /** A bridge answered, or did not (no connection, no answer in time, no valid certificate, an answer 5xx). */
  | { kind: 'answered' | 'failed'; bridge: BridgeRole };

/** A bridge of which nothing is known. */
export const initialFailoverState: FailoverState = { serving: 'primary', failures: { primary: 0, alternate: 0 } };

/** The bridges that may be asked at all: without an Alternate IP only the added one, however many peers were discovered. */
export function bridgesInReach(hasAlternate: boolean): BridgeRole[] {
  return hasAlternate ? ['primary', 'alternate'] : ['primary'];
}

/** What an event changes. An alternate that is configured no longer takes no part. */
export function nextFailoverState(
  former: FailoverState,
  event: FailoverEvent,
  hasAlternate: boolean,
  policy: FailoverPolicy,
): FailoverState {
  const state = hasAlternate ? former : { ...former, serving: 'primary' as const };
  if (event.kind === 'due') {
    const returns = policy.failBack === 'nextConference' && state.serving === 'alternate';
    return returns ? { serving: 'primary', failures: { ...state.failures, primary: 0 } } : state;
  }
  const { bridge } = event;
  if (event.kind === 'answered') return { ...state, failures: { ...state.failures, [bridge]: 0 } };
  const failures = { ...state.failures, [bridge]: state.failures[bridge] + 1 };
  const fails = bridge === state.serving && failures[bridge] >= Math.max(1, policy.failuresUntilFailed);
  if (!fails || !hasAlternate) return { ...state, failures };
  // the other one begins afresh: what it failed at long ago says nothing
  const other = bridge === 'primary' ? 'alternate' : 'primary';
  return { serving: other, failures: { ...failures, [other]: 0 } };
}

/**
 * The bridge that a conference is to be asked for on: where it runs, for as long as it runs, whatever became of that bridge;
 * the serving one when it has not started.
 */
export function bridgeOf(runsOn: BridgeRole | null, state: FailoverState): BridgeRole {
  return runsOn ?? state.serving;
}
