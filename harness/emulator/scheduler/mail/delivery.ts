import { setTimeout as pause } from 'node:timers/promises';
import type { EmulatedNode } from '../../kernel/node.ts';
import type { SchedulerSettings } from '../../policies/scheduler.ts';
import { MailFailure } from './failure.ts';
import { Outbox, type OutboxEntry } from './outbox.ts';
import type { SmtpSession } from './smtp-session.ts';

/** A running scheduler waits so long for a message that is under way when it is stopped. */
const stopLimitMs = 2_000;
/** So long a message that was dealt with is remembered, in cluster time. */
const remembered = 24 * 60 * 60 * 1000;

/** Sends the outbox of one scheduler: one message after the other, again later what the server could not take. */
export class Delivery {
  readonly #node: EmulatedNode;
  readonly #settings: SchedulerSettings;
  readonly #outbox: Outbox;
  #session: SmtpSession | null = null;
  #round: Promise<void> | null = null;
  #again = false;
  #stopped = false;
  /** Sessions that failed one after the other, and when the next one may be opened, milliseconds of cluster time. */
  #failures = 0;
  #notBefore = 0;
  #cancelTimer: () => void = () => {};
  readonly #giveUp = new AbortController();

  constructor(node: EmulatedNode, settings: SchedulerSettings) {
    this.#node = node;
    this.#settings = settings;
    this.#outbox = new Outbox(node.cluster.store, node.name);
  }

  /** Takes up what an earlier run has left. */
  resume(): void {
    const { policies, clock } = this.#node.cluster;
    this.#outbox.forget(new Date(clock.now().getTime() - remembered));
    const all = this.#outbox.entries();
    const pending = policies['mail.pendingAtStart'](all, { bootedAt: this.#node.bootedAt.toISOString() });
    for (const entry of all) {
      const isPending = pending.some(({ id }) => id === entry.id);
      if (isPending)
        this.#outbox.update({ ...entry, state: 'queued', failures: 0, notBefore: clock.now().toISOString() });
      else if (entry.state === 'queued') this.#outbox.update({ ...entry, state: 'refused' });
    }
    if (pending.length > 0) this.wake();
  }

  /** Sends what is due now, and later what is due later. */
  wake(): void {
    if (this.#stopped) return;
    this.#again = true;
    this.#round ??= this.#start();
  }

  /** Waits for the message that is under way, but not for ever; the rest stays in the outbox. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer();
    const round = this.#round ?? Promise.resolve();
    await Promise.race([round, pause(stopLimitMs, undefined, { ref: false })]);
    this.#giveUp.abort();
    await round;
  }

  #start(): Promise<void> {
    const { activities, clock } = this.#node.cluster;
    const round = (async () => {
      while (this.#again && !this.#stopped) {
        this.#again = false;
        if (clock.now().getTime() >= this.#notBefore) await this.#sendDue();
      }
    })().finally(() => {
      this.#round = null;
      this.#arm();
    });
    activities.run(round);
    return round;
  }

  async #sendDue(): Promise<void> {
    const blocked = new Set<string>();
    for (let entry = this.#nextDue(blocked); entry && !this.#stopped; entry = this.#nextDue(blocked)) {
      // a later message about the meeting must not overtake an earlier one
      blocked.add(threadOf(entry));
      if (!(await this.#trySend(entry, blocked))) break;
    }
    await this.#session?.quit();
    this.#session = null;
  }

  /** Whether it is worth going on. */
  async #trySend(entry: OutboxEntry, blocked: Set<string>): Promise<boolean> {
    const { policies, clock } = this.#node.cluster;
    try {
      this.#session ??= await this.#open();
      this.#failures = 0;
      await this.#session.send(entry.mail);
      this.#outbox.update({ ...entry, state: policies['mail.stateAfterSending']() });
      this.#log('sent', entry, '');
      blocked.delete(threadOf(entry));
      return true;
    } catch (error) {
      if (!(error instanceof MailFailure)) throw error;
      if (this.#stopped) return false;
      const state = policies['mail.afterFailure'](error);
      const failures = entry.failures + 1;
      const later = clock.now().getTime() + policies['mail.retryDelay'](failures);
      this.#log(state === 'queued' ? 'delayed' : 'refused', entry, error.message);
      if (error.step === 'message' || state !== 'queued') {
        this.#outbox.update({ ...entry, state, failures, notBefore: new Date(later).toISOString() });
        if (state !== 'queued') blocked.delete(threadOf(entry));
      }
      if (error.step === 'message') return true;
      this.#session?.close();
      this.#session = null;
      this.#failures += 1;
      this.#notBefore = clock.now().getTime() + policies['mail.retryDelay'](this.#failures);
      return false;
    }
  }

  async #open(): Promise<SmtpSession> {
    // loaded when it is needed: most emulated schedulers have no mail server
    const { SmtpSession: Session } = await import('./smtp-session.ts');
    const settings = this.#settings;
    const { policies, clock } = this.#node.cluster;
    const { emailTrustBundle } = settings;
    return Session.open({
      host: settings.emailServer ?? '',
      port: Number(settings.emailPort),
      name: this.#node.name,
      transport: policies['mail.transport'](settings),
      login: policies['mail.login'](settings),
      sendsWithoutLogin: policies['mail.sendsWithoutLogin'](),
      bundle: emailTrustBundle === null ? null : (this.#node.files.read(emailTrustBundle)?.content ?? Buffer.alloc(0)),
      at: clock.now(),
      trusts: policies['mail.trustsServer'],
      signal: this.#giveUp.signal,
    });
  }

  #queued(): OutboxEntry[] {
    const queued = this.#outbox.entries().filter(({ state }) => state === 'queued');
    const order = this.#node.cluster.policies['mail.sendingOrder'](queued).map(({ id }) => id);
    return queued.sort((one, other) => order.indexOf(one.id) - order.indexOf(other.id));
  }

  #nextDue(blocked: ReadonlySet<string>): OutboxEntry | undefined {
    const now = this.#node.cluster.clock.now().getTime();
    const waiting = new Set(blocked);
    return this.#queued().find((entry) => {
      const due = !waiting.has(threadOf(entry)) && Date.parse(entry.notBefore) <= now;
      waiting.add(threadOf(entry));
      return due;
    });
  }

  /** Comes back when the next message is due. */
  #arm(): void {
    this.#cancelTimer();
    const times = this.#queued().map(({ notBefore }) => Math.max(Date.parse(notBefore), this.#notBefore));
    if (this.#stopped || times.length === 0) return;
    const { clock } = this.#node.cluster;
    this.#cancelTimer = clock.after(Math.max(1, Math.min(...times) - clock.now().getTime()), () => this.wake());
  }

  #log(event: 'sent' | 'delayed' | 'refused', { mail }: OutboxEntry, why: string): void {
    const facility = event === 'sent' ? 'daemon.info' : 'user.warning';
    const text = this.#node.cluster.policies['mail.logText'](event, mail, why);
    this.#node.log.write(facility, 'scheduler_backend[2056]:', text);
  }
}

const threadOf = ({ mail }: OutboxEntry) => `${mail.meeting} ${mail.to}`;
