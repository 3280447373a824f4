import type { WebSocket } from 'ws';
import { z } from 'zod';

/**
 * Scheduling calls of the web app on their way through C2W: a scheduler says that it is one, the Web Bridge asks, the scheduler
 * answers. What real ones send each other is not public: the form is inferred.
 */

const question = z.object({
  scheduling: z.object({
    number: z.int(),
    method: z.string(),
    id: z.string().nullable(),
    query: z.string(),
    body: z.string(),
    user: z.string(),
  }),
});
const answer = z.object({ scheduled: z.object({ number: z.int(), status: z.int(), json: z.unknown() }) });
const introduction = z.object({ component: z.literal('scheduler') });

/** A call about meetings; `user` is the JID of the web app user who makes it. */
export type SchedulingCall = Omit<z.infer<typeof question>['scheduling'], 'number'>;

export interface SchedulingAnswer {
  status: number;
  json: unknown;
}

/** Milliseconds of real time that a scheduler may take to answer (inferred). */
const limitMs = 10_000;

/** What a scheduler says once it has the Web Bridge's guid. */
export const introductionMessage = JSON.stringify({ component: 'scheduler' });

/** The answer to a message of the Web Bridge; null when it is no scheduling call. */
export function answerTo(message: string, serve: (call: SchedulingCall) => SchedulingAnswer): string | null {
  const asked = question.safeParse(parsed(message));
  if (!asked.success) return null;
  const { number, ...call } = asked.data.scheduling;
  return JSON.stringify({ scheduled: { number, ...serve(call) } });
}

/** The schedulers that are connected to one Web Bridge. */
export class SchedulerLinks {
  readonly #schedulers = new Set<WebSocket>();
  readonly #waiting = new Map<number, { of: WebSocket; done: (answer: SchedulingAnswer | null) => void }>();
  #counter = 0;

  /** Watches a client that has come. */
  watch(client: WebSocket): void {
    client.on('message', (data: Buffer) => {
      const message = parsed(data.toString('utf8'));
      if (introduction.safeParse(message).success) this.#schedulers.add(client);
      const told = answer.safeParse(message);
      if (!told.success) return;
      const { number, status, json } = told.data.scheduled;
      const waiting = this.#waiting.get(number);
      if (waiting?.of === client) waiting.done({ status, json });
    });
    client.once('close', () => {
      this.#schedulers.delete(client);
      for (const { of, done } of this.#waiting.values()) if (of === client) done(null);
    });
  }

  /** Asks one of them; null when there is none, or it doesn't answer. */
  ask(call: SchedulingCall): Promise<SchedulingAnswer | null> {
    const [of] = this.#schedulers;
    if (!of) return Promise.resolve(null);
    this.#counter += 1;
    const number = this.#counter;
    return new Promise((resolve) => {
      const done = (answered: SchedulingAnswer | null) => {
        clearTimeout(limit);
        this.#waiting.delete(number);
        resolve(answered);
      };
      const limit = setTimeout(() => done(null), limitMs);
      this.#waiting.set(number, { of, done });
      of.send(JSON.stringify({ scheduling: { number, ...call } }));
    });
  }
}

function parsed(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return null;
  }
}
