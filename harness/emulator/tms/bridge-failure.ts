import type { ManagedBridgePort } from '../../tms/port.ts';
import type { BridgeOutcome } from '../policies/tms-failover.ts';

/** A sequence of requests that ended because the bridge did not answer one of them as a working bridge does. */
export class BridgeFailed extends Error {
  override readonly name = 'BridgeFailed';
  /** Whether it counts as a failure of the bridge. */
  readonly counts: boolean;

  constructor(reason: string, counts: boolean) {
    super(reason);
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
        throw new BridgeFailed(error.message, hasFailed({ status: null, reason: error.message }));
      });
      const reason = `answered ${answer.status}`;
      if (hasFailed({ status: answer.status, reason })) throw new BridgeFailed(reason, true);
      return answer;
    },
  };
}
