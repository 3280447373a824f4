import { Agent } from 'undici';
import type { Recorder } from '../protocol/exchange.ts';
import { TargetUnavailable } from '../protocol/exchange.ts';
import { type ApiTrust, connector, explain } from './api.ts';

export interface SchedulerClientOptions {
  /** Node name, for evidence and errors. */
  node: string;
  /** Base URL without path, e.g. `https://cms1.example.test:9443`; a function where a node that lost its power may come back elsewhere. */
  url: string | (() => string);
  /** Path of the collection of meetings; that of the published client by default. */
  path?: string;
  /** Sent as Basic; none by default, as the published client does. */
  credentials?: { username: string; password: string };
  tls?: ApiTrust;
  recorder?: Recorder;
  /** Milliseconds that one request may take; 15 000 by default. */
  timeoutMs?: number;
}

/** What the scheduler answered; plain data, whatever the status is. */
export interface SchedulerAnswer {
  method: string;
  /** The path with its query, as it was sent. */
  path: string;
  status: number;
  contentType: string;
  body: string;
  /** The body, when it is JSON. */
  json?: unknown;
}

/** Which part of the calendar a listing is asked for; instants in UTC without milliseconds. */
export interface Window {
  fromTime?: string;
  untilTime?: string;
  maxMeetings?: number | string;
}

/** Path of the meetings below a scheduler's address (facts: mmp-and-scheduler 2.9). */
export const meetingsPath = '/api/v1/scheduler/meetings';

/**
 * Client of one scheduler's REST API (facts: mmp-and-scheduler 2.9). The listing is a published client's; the other methods stand
 * on the same path. Every answer is returned, refusals too; only a server that can't be asked throws `TargetUnavailable`.
 */
export class SchedulerClient {
  readonly #options: SchedulerClientOptions;
  readonly #agent: Agent;

  constructor(options: SchedulerClientOptions) {
    this.#options = options;
    const { tls = { kind: 'system' }, timeoutMs = 15_000 } = options;
    this.#agent = new Agent({ connect: connector(tls, timeoutMs), connections: 4, keepAliveTimeout: 2_000 });
  }

  list(window: Window = {}): Promise<SchedulerAnswer> {
    const query = Object.entries(window).map(([name, value]): [string, string] => [name, String(value)]);
    return this.#send('GET', query.length === 0 ? '' : `?${new URLSearchParams(query).toString()}`);
  }

  get(meeting: string): Promise<SchedulerAnswer> {
    return this.#send('GET', `/${meeting}`);
  }

  create(meeting: object | string): Promise<SchedulerAnswer> {
    return this.#send('POST', '', meeting);
  }

  /** Changes a meeting, a whole series, or one occurrence. */
  modify(meeting: string, changes: object, recurrence: string | null = null): Promise<SchedulerAnswer> {
    return this.#send('PUT', `/${meeting}${occurrence(recurrence)}`, changes);
  }

  /** Cancels a meeting, a whole series, or one occurrence. */
  cancel(meeting: string, recurrence: string | null = null): Promise<SchedulerAnswer> {
    return this.#send('DELETE', `/${meeting}${occurrence(recurrence)}`);
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  async #send(method: string, rest: string, content?: object | string): Promise<SchedulerAnswer> {
    const { node, path: base = meetingsPath, credentials, recorder, timeoutMs = 15_000 } = this.#options;
    const { url: given } = this.#options;
    const url = typeof given === 'function' ? given() : given;
    const path = `${base}${rest}`;
    const body = content === undefined ? undefined : typeof content === 'string' ? content : JSON.stringify(content);
    const visible: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    const pair = credentials && Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64');
    const startedAt = new Date();
    const started = performance.now();
    const report = (rest: Partial<Parameters<Recorder>[0]>) =>
      recorder?.({
        channel: 'scheduler',
        node,
        at: startedAt.toISOString(),
        durationMs: Math.round(performance.now() - started),
        request: { summary: `${method} ${path}`, headers: visible, ...(body === undefined ? {} : { body }) },
        ...rest,
      });
    try {
      const response = await this.#agent.request({
        origin: new URL(url).origin,
        path,
        method: method as 'GET',
        headers: { ...visible, ...(pair ? { authorization: `Basic ${pair}` } : {}) },
        body: body ?? null,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
      });
      const text = await response.body.text();
      const status = response.statusCode;
      const contentType = String(response.headers['content-type'] ?? '');
      report({ response: { summary: `${status}, ${text.length} characters`, status, body: text } });
      const json = parsed(text);
      return { method, path, status, contentType, body: text, ...(json === undefined ? {} : { json }) };
    } catch (error) {
      const reason = `${method} ${url}${path}: expected an answer of the scheduler, got ${explain(error)}`;
      report({ error: reason });
      throw new TargetUnavailable(reason, { cause: error });
    }
  }
}

function occurrence(recurrence: string | null): string {
  return recurrence === null ? '' : `?${new URLSearchParams({ recurrence }).toString()}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the judges see the text
  }
}
