import { randomUUID } from 'node:crypto';
import type { Cluster } from '../../kernel/node.ts';
import { BookingFault } from './context.ts';

/** The client sessions of one run of TMS; whoever has none gets one with the fault that says so (facts: tms 5.2). */
export class ClientSessions {
  readonly #cluster: Cluster;
  /** Each session with its last use. */
  readonly #used = new Map<string, number>();

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** Throws BookingFault when a request with this session may not go on. */
  check(session: string, writes: boolean): void {
    const { policies, clock } = this.#cluster;
    const now = clock.now().getTime();
    for (const [id, used] of this.#used) {
      if (used < now - policies['booking.sessionMinutes']() * 60_000) this.#used.delete(id);
    }
    const known = this.#used.has(session);
    if (known) this.#used.set(session, now);
    const problem = policies['booking.sessionProblem'](session, known, writes);
    if (!problem) return;
    const fresh = randomUUID();
    if (policies['booking.freshSessionIsKnown'](problem)) this.#used.set(fresh, now);
    throw new BookingFault(
      problem === 'blank' ? 'ERR_CLIENT_SESSION_BLANK' : 'ERR_CLIENT_SESSION_EXPIRED',
      `The client session id is ${problem}.`,
      policies['booking.sessionInFault'](fresh, problem),
    );
  }
}
