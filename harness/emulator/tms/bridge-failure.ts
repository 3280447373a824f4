import type { ManagedBridgePort } from '../../tms/port.ts';
import type { BridgeOutcome } from '../policies/tms-failover.ts';

/** A sequence of requests that ended because the bridge did not answer one of them as a working bridge does. */
export class BridgeFailed extends Error {
  override readonly name = 'BridgeFailed';
  /** The request that it failed at, and what came of it. */
  readonly outcome: BridgeOutcome;
  /** Whether it counts as a failure of the bridge. */
  readonly counts: boolean;

  constructor(outcome: BridgeOutcome, counts: boolean) {
    super(outcome.reason);
    this.outcome = outcome;
    this.counts = counts;
  }
}

/** A port that rejects with BridgeFailed when there is no answer, and when the answer shows a failed bridge. */
export function watchedPort(
  port: ManagedBridgePort,
  hasFailed: (outcome: BridgeOutcome) => boolean,
): ManagedBridgePort {
  return {
    request: async (method, path, body) => {
      const answer = await port.request(method, path, body).catch((error: Error) => {
        const outcome = { method, path, status: null, reason: error.message };
        throw new BridgeFailed(outcome, hasFailed(outcome));
      });
      const outcome = { method, path, status: answer.status, reason: `answered ${answer.status}` };
      if (hasFailed(outcome)) throw new BridgeFailed(outcome, true);
      return answer;
    },
  };
}
