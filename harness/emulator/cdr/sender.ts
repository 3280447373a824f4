import { randomUUID } from 'node:crypto';
import type { Alarm, EmulatedNode } from '../kernel/node.ts';
import type { PostOutcome } from '../policies/cdr.ts';
import { cdrDocument } from './document.ts';
import { ReceiverConnection, spokenUrl } from './post.ts';
import { type PendingRecord, ReceiverQueue } from './queue.ts';

/** What a sender is told of its session each time it sends. */
export interface SessionSeen {
  session: string;
  callBridge: string | null;
  /** The receiver's place in the list, from 0. */
  position: number;
}

/**
 * Pushes records to one receiver: one POST after the other, the same records again until they are acknowledged (facts:
 * call-bridge-api 18).
 */
export class ReceiverSender {
  readonly #node: EmulatedNode;
  readonly #session: () => SessionSeen;
  readonly #queue: ReceiverQueue;
  #url: URL | null = null;
  #connection: ReceiverConnection | null = null;
  /** Whether the log was told that it is reached; null before the first attempt. */
  #reached: boolean | null = null;
  /** POSTs in vain one after the other, and those of them without any answer. */
  #failures = 0;
  #unanswered = 0;
  #alarm: { id: string; since: number } | null = null;
  #round: Promise<void> | null = null;
  #waiting = false;
  #cancelTimer: () => void = () => {};
  #stopped = false;

  constructor(node: EmulatedNode, session: () => SessionSeen) {
    this.#node = node;
    this.#session = session;
    this.#queue = new ReceiverQueue(node.cluster.policies);
  }

  /** Sends to this address from now on; a receiver without address gets nothing, and what waited for it is lost. */
  address(text: string): void {
    const parsed = URL.canParse(text) ? new URL(text) : null;
    const url = parsed && /^https?:$/.test(parsed.protocol) ? parsed : null;
    if (url?.href === this.#url?.href) return;
    this.#url = url;
    this.#connection?.close();
    this.#connection = null;
    this.#reached = null;
    this.#failures = 0;
    this.#unanswered = 0;
    this.#alarm = null;
    if (url === null) this.#queue.clear();
    else if (this.#queue.length > 0) this.#wakeAfter(0);
  }

  add(record: PendingRecord): void {
    if (this.#url === null) return;
    this.#queue.add(record);
    if (!this.#waiting) this.#wakeAfter(this.#node.cluster.policies['cdr.pushDelay']());
  }

  /** The alarm while the receiver can't be reached. */
  alarms(): Alarm[] {
    if (this.#alarm === null) return [];
    const { policies, clock } = this.#node.cluster;
    const { id, since } = this.#alarm;
    const activeTimeSeconds = policies['cluster.activeTimeSeconds'](clock.now().getTime() - since);
    return [{ id, type: policies['cdr.alarmType'](), activeTimeSeconds }];
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelTimer();
    this.#connection?.close();
  }

  #wakeAfter(milliseconds: number): void {
    this.#cancelTimer();
    this.#waiting = milliseconds > 0;
    if (!this.#waiting) {
      this.#wake();
      return;
    }
    this.#cancelTimer = this.#node.cluster.clock.after(milliseconds, () => {
      this.#waiting = false;
      this.#wake();
    });
  }

  #wake(): void {
    if (this.#round || this.#stopped) return;
    this.#round = this.#sendAll().finally(() => {
      this.#round = null;
      if (this.#queue.length > 0 && !this.#waiting) this.#wake();
    });
    this.#node.cluster.activities.run(this.#round);
  }

  async #sendAll(): Promise<void> {
    // what one request makes goes together
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#queue.length > 0 && this.#url !== null && !this.#stopped) {
      if (!(await this.#sendBatch(this.#url))) return;
    }
  }

  /** Whether it is worth going on. */
  async #sendBatch(url: URL): Promise<boolean> {
    const { policies } = this.#node.cluster;
    const batch = this.#queue.batch(this.#failures);
    const document = cdrDocument(policies, this.#session(), batch);
    const tls = policies['cdr.usesTls'](url.protocol);
    this.#connection ??= new ReceiverConnection(spokenUrl(url, tls), {
      tls,
      verifies: policies['cdr.verifiesReceiver'](),
      keeps: policies['cdr.keepsConnection'](),
      connected: () => this.#noteReached(url, true),
    });
    const outcome = await this.#connection.post(document);
    if (this.#stopped || url !== this.#url) return true;
    this.#noteOutcome(url, outcome);
    const isAcknowledged = policies['cdr.isAcknowledged'](outcome);
    const forgotten = isAcknowledged
      ? policies['cdr.forgotten'](batch.length)
      : policies['cdr.forgottenUnacknowledged'](batch.length, outcome);
    this.#queue.forget(forgotten);
    if (isAcknowledged) {
      this.#failures = 0;
      if (forgotten > 0) return true;
    } else this.#failures += 1;
    if (this.#queue.length > 0) this.#wakeAfter(policies['cdr.retryDelay'](Math.max(1, this.#failures)));
    return false;
  }

  #noteOutcome(url: URL, outcome: PostOutcome): void {
    const { policies, clock } = this.#node.cluster;
    const isAnswered = typeof outcome === 'number';
    this.#unanswered = isAnswered ? 0 : this.#unanswered + 1;
    if (!isAnswered) this.#noteReached(url, false);
    else if (policies['cdr.answerEndsAlarm']()) this.#alarm = null;
    if (policies['cdr.raisesAlarm'](this.#unanswered))
      this.#alarm ??= { id: randomUUID(), since: clock.now().getTime() };
  }

  #noteReached(url: URL, reached: boolean): void {
    if (this.#reached === reached || this.#stopped) return;
    this.#reached = reached;
    const { policies } = this.#node.cluster;
    const position = this.#session().position + 1;
    const port = url.port || (url.protocol === 'https:' ? '443' : '80');
    const text = reached
      ? policies['cdr.connectedText'](position)
      : policies['cdr.unconnectedText'](position, `${url.hostname}:${port}`);
    const [facility, level] = reached ? (['user.info', 'INFO'] as const) : (['user.warning', 'WARNING'] as const);
    this.#node.log.write(facility, 'host:server:', ` ${level} : ${text}`);
  }
}
