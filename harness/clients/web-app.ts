import { Agent } from 'undici';
import type { Recorder } from '../protocol/exchange.ts';
import { TargetUnavailable } from '../protocol/exchange.ts';
import { type ApiTrust, connector, explain } from './api.ts';

export interface WebAppClientOptions {
  /** Node name, for evidence and errors. */
  node: string;
  /** Base URL of the web app, without path. */
  url: string;
  tls?: ApiTrust;
  recorder?: Recorder;
  /** Milliseconds that one request may take; 15 000 by default. */
  timeoutMs?: number;
}

/** What the Web Bridge answered; plain data, whatever the status is. */
export interface WebAppAnswer {
  /** Method and path, as they were sent. */
  request: string;
  status: number;
  /** The body when it is JSON, else null. */
  json: unknown;
}

/**
 * Client of the web app's API of one Web Bridge (facts: mmp-and-scheduler 4.5). Every answer is returned, refusals too; only a
 * server that can't be asked throws `TargetUnavailable`.
 */
export class WebAppClient {
  readonly #options: WebAppClientOptions;
  readonly #agent: Agent;

  constructor(options: WebAppClientOptions) {
    this.#options = options;
    const { tls = { kind: 'system' }, timeoutMs = 15_000 } = options;
    this.#agent = new Agent({ connect: connector(tls, timeoutMs), connections: 2, keepAliveTimeout: 2_000 });
  }

  /** Signs in, as the published client does. */
  signIn(username: string, password: string): Promise<WebAppAnswer> {
    return this.send('POST', '/api/auth', { body: { username, password, trace: false } });
  }

  /** Sends one request, with a token when there is one. */
  async send(
    method: 'GET' | 'POST',
    path: string,
    { token, body }: { token?: string | null; body?: object } = {},
  ): Promise<WebAppAnswer> {
    const { node, url, recorder, timeoutMs = 15_000 } = this.#options;
    const text = body === undefined ? null : JSON.stringify(body);
    const headers: Record<string, string> = {
      ...(text === null ? {} : { 'content-type': 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    };
    const at = new Date().toISOString();
    const started = performance.now();
    const report = (rest: Partial<Parameters<Recorder>[0]>) =>
      recorder?.({
        channel: 'webApp',
        node,
        at,
        durationMs: Math.round(performance.now() - started),
        request: { summary: `${method} ${path}`, headers, ...(text === null ? {} : { body: text }) },
        ...rest,
      });
    try {
      const response = await this.#agent.request({
        origin: new URL(url).origin,
        path,
        method,
        headers,
        body: text,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
      });
      const answered = await response.body.text();
      const status = response.statusCode;
      report({ response: { summary: `${status}, ${answered.length} characters`, status, body: answered } });
      return { request: `${method} ${path}`, status, json: parsed(answered) };
    } catch (error) {
      const reason = `${method} ${url}${path}: expected an answer of the Web Bridge, got ${explain(error)}`;
      report({ error: reason });
      throw new TargetUnavailable(reason, { cause: error });
    }
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // the judges say what they miss
  }
}
