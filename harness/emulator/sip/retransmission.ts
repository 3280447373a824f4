import type { SipRequest } from '../../protocol/sip/message.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Flow } from './transports.ts';

/** T1, T2 and the end of a transaction (RFC 3261 17.1.1.1), milliseconds of the cluster's time. */
const t1 = 500;
const t2 = 4000;
const transactionEnd = 64 * t1;

/** Sends a request, over UDP again and again until it is stopped or nobody can be there. */
export class Retransmission {
  readonly #clock: Clock;
  readonly #flow: Flow;
  #cancel: () => void = () => {};

  constructor(clock: Clock, flow: Flow) {
    this.#clock = clock;
    this.#flow = flow;
  }

  /** Takes the place of what was sent before. */
  start(request: SipRequest): void {
    this.stop();
    this.#flow.send(request);
    if (this.#flow.transport === 'udp') this.#again(request, t1, 0);
  }

  stop(): void {
    this.#cancel();
    this.#cancel = () => {};
  }

  #again(request: SipRequest, wait: number, waited: number): void {
    if (waited + wait >= transactionEnd) return;
    this.#cancel = this.#clock.after(wait, () => {
      this.#flow.send(request);
      this.#again(request, request.method === 'INVITE' ? wait * 2 : Math.min(wait * 2, t2), waited + wait);
    });
  }
}
