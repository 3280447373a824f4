import type { Store } from '../../kernel/store.ts';
import type { QueuedMail } from '../../policies/mail.ts';
import type { Mail } from './mail.ts';

/** A message with what became of it. */
export interface OutboxEntry extends QueuedMail {
  mail: Mail;
  /** Attempts at this message that failed, and when the next one is due, ISO 8601. */
  failures: number;
  notBefore: string;
}

const type = 'schedulerMail';

/**
 * The messages of one node's scheduler, kept in the cluster's database: what is in it survives a restart and a loss of power.
 * An entry stays for a while after it was sent, so that nobody takes it for one that wasn't.
 */
export class Outbox {
  readonly #store: Store;
  readonly #node: string;

  constructor(store: Store, node: string) {
    this.#store = store;
    this.#node = node;
  }

  add(entry: OutboxEntry): void {
    this.#store.insert({ type, parent: this.#node, id: entry.id, fields: fieldsOf(entry) });
  }

  /** All entries, oldest first. */
  entries(): OutboxEntry[] {
    return this.#store.list(type, this.#node).map(({ id, fields }) => ({
      id,
      state: fields.state as OutboxEntry['state'],
      bootedAt: fields.bootedAt ?? '',
      mail: JSON.parse(fields.mail ?? '') as Mail,
      failures: Number(fields.failures),
      notBefore: fields.notBefore ?? '',
    }));
  }

  update(entry: OutboxEntry): void {
    this.#store.update(entry.id, fieldsOf(entry));
  }

  /** Forgets what was dealt with and is older than an instant. */
  forget(before: Date): void {
    for (const { id, state, mail } of this.entries()) {
      if (state !== 'queued' && Date.parse(mail.date) < before.getTime()) this.#store.remove(id);
    }
  }
}

function fieldsOf(entry: OutboxEntry): Record<string, string> {
  return {
    state: entry.state,
    bootedAt: entry.bootedAt,
    failures: String(entry.failures),
    notBefore: entry.notBefore,
    mail: JSON.stringify(entry.mail),
  };
}
