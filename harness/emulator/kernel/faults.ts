import type { FaultKind, NodeFault } from '../../protocol/fault.ts';
import type { Identity } from './identity.ts';

/** What a fault needs of the listener that it befalls. */
export interface FaultyListener {
  /** Ends every connection; without a farewell when `abruptly`. */
  drop(abruptly: boolean): void;
  /** Presents this certificate from now on, or its own again when null. */
  present(identity: Identity | null): void;
}

/** What a fault needs beside the listener. */
export interface FaultMeans {
  /** Does what is more than the listener's own matter: takes the node down, breaks its links. */
  strike(kind: 'killed' | 'stopped' | 'cut'): void;
  /** A certificate whose time is over; null when the fault is another one. */
  expired: Identity | null;
}

/**
 * The failure of one node's Call Bridge that its bench has asked for. The API's listener asks it about every connection and
 * request; without a fault it costs a comparison.
 */
export class NodeFaults {
  #fault: FaultKind | null = null;
  #answersLeft = 0;
  #listener: FaultyListener | null = null;
  #means: FaultMeans | null = null;
  /** It comes with the next request. */
  #isNext = false;

  /** The listener that is open now; it is told at once of what has been asked for. */
  attach(listener: FaultyListener): void {
    this.#listener = listener;
    if (this.active === 'expiredCertificate') listener.present(this.#means?.expired ?? null);
  }

  /** The fault that has come, after the answers that it waited for. */
  get active(): FaultKind | null {
    return this.#answersLeft > 0 || this.#isNext ? null : this.#fault;
  }

  /** Fails so from now on, or after some more requests. */
  begin(fault: NodeFault, means: FaultMeans): void {
    this.#fault = fault.kind;
    this.#answersLeft = fault.afterRequests ?? 0;
    this.#means = means;
    if (this.#answersLeft === 0) this.#come();
  }

  /** Is well again. */
  end(): void {
    this.#fault = null;
    this.#answersLeft = 0;
    this.#isNext = false;
    // nobody waits any longer for an answer that won't come
    this.#listener?.drop(false);
    this.#listener?.present(null);
  }

  /** What becomes of a request that has just arrived: null when it is answered as ever. */
  meet(isApi: boolean): FaultKind | null {
    if (this.#fault === null) return null;
    if (this.#answersLeft > 0) {
      if (isApi) this.#answersLeft -= 1;
      // the one after the last answer meets the fault
      this.#isNext = this.#answersLeft === 0;
      return null;
    }
    if (this.#isNext) this.#come();
    return this.#fault;
  }

  #come(): void {
    this.#isNext = false;
    if (this.#fault === 'expiredCertificate') this.#listener?.present(this.#means?.expired ?? null);
    // 503 comes over the same connection, and one that hangs looks alive
    if (this.#fault !== 'unavailable' && this.#fault !== 'hung') this.#listener?.drop(this.#fault === 'killed');
    if (this.#fault === 'killed' || this.#fault === 'stopped' || this.#fault === 'cut')
      this.#means?.strike(this.#fault);
  }
}
