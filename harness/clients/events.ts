import { createHash } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { WebSocket } from 'ws';
import { acknowledgement, type EventSeen, eventMessage, eventsPath } from '../protocol/events.ts';
import { type Recorder, TargetUnavailable } from '../protocol/exchange.ts';
import type { ApiTrust } from './api.ts';
import { Arrivals } from './arrivals.ts';

/** What a client subscribes to (facts: call-bridge-api 21). */
export interface WantedSubscription {
  index: number;
  type: 'calls' | 'callInfo' | 'callRoster';
  call?: string;
  elements: string[];
}

export interface EventsClientOptions {
  node: string;
  /** Base URL of Web Admin. */
  url: string;
  token: string;
  tls: ApiTrust;
  recorder?: Recorder;
  limitMs?: number;
}

/** How the server met a handshake: it took it, or refused it with a status; null where it only ended the connection. */
export type Handshake = { accepted: true; client: EventsClient } | { accepted: false; status: number | null };

/** A client of one Call Bridge's events. It acknowledges every message, as published clients do. */
export class EventsClient {
  readonly #socket: WebSocket;
  readonly #options: EventsClientOptions;
  readonly #seen: EventSeen[] = [];
  readonly #arrivals = new Arrivals();
  #lastId = 0;

  private constructor(socket: WebSocket, options: EventsClientOptions) {
    this.#socket = socket;
    this.#options = options;
    socket.on('message', (data: Buffer) => this.#receive(data.toString('utf8')));
    socket.on('error', () => socket.terminate());
  }

  /** Opens the WebSocket. Throws TargetUnavailable when nothing listens there. */
  static async connect(options: EventsClientOptions): Promise<Handshake> {
    const { url, token, tls, limitMs = 10_000, node, recorder } = options;
    const address = `${url.replace(/^http/, 'ws')}${eventsPath}?authToken=${encodeURIComponent(token)}`;
    const started = performance.now();
    const exchange = {
      channel: 'events' as const,
      node,
      at: new Date().toISOString(),
      request: { summary: `connect to ${eventsPath}?authToken=…` },
    };
    const report = (rest: { response?: { summary: string; status?: number }; error?: string }) =>
      recorder?.({ ...exchange, durationMs: Math.round(performance.now() - started), ...rest });
    const socket = new WebSocket(address, {
      perMessageDeflate: false,
      handshakeTimeout: limitMs,
      rejectUnauthorized: tls.kind === 'ca' || tls.kind === 'system',
      ...(tls.kind === 'ca' ? { ca: tls.pem } : {}),
    });
    return new Promise((resolve, reject) => {
      const refused = (status: number | null) => {
        report({ response: { summary: `refused: ${status ?? 'connection closed'}`, ...(status ? { status } : {}) } });
        resolve({ accepted: false, status });
        socket.terminate();
      };
      let reached = false;
      socket.once('upgrade', ({ socket: connection }) => {
        reached = true;
        if (tls.kind === 'fingerprint' && fingerprint(connection as TLSSocket) !== plain(tls.sha256)) {
          reject(new TargetUnavailable(`${url}: its certificate is not the one of the target file`));
          socket.terminate();
        }
      });
      socket.once('unexpected-response', (_request, response) => {
        reached = true;
        refused(response.statusCode ?? null);
      });
      socket.once('error', (error: NodeJS.ErrnoException) => {
        if (reached) return;
        if (error.message === 'socket hang up' || error.code === 'ECONNRESET') return refused(null);
        report({ error: error.message });
        reject(new TargetUnavailable(`${url}${eventsPath} can't be asked: ${error.message}`));
      });
      const client = new EventsClient(socket, options);
      socket.once('open', () => {
        report({ response: { summary: 'open' } });
        resolve({ accepted: true, client });
      });
    });
  }

  /** What came in until now. */
  get seen(): readonly EventSeen[] {
    return this.#seen;
  }

  /** Sends a subscribeRequest, which replaces the whole set; gives its message id. */
  subscribe(subscriptions: readonly WantedSubscription[]): number {
    this.#lastId += 1;
    this.#send(eventMessage(this.#lastId, 'subscribeRequest', { subscriptions }));
    return this.#lastId;
  }

  /** Resolves when `enough` says so, which is asked after every message, or after `milliseconds`. */
  waitUntil(enough: () => boolean, milliseconds: number): Promise<void> {
    return this.#arrivals.until(enough, milliseconds);
  }

  close(): void {
    this.#socket.terminate();
  }

  #send(message: object): void {
    const text = JSON.stringify(message);
    this.#note({ request: { summary: 'send', body: text } });
    this.#socket.send(text, () => {});
  }

  #receive(text: string): void {
    const seen = read(text);
    this.#note({ request: { summary: 'receive' }, response: { summary: seen.type, body: text } });
    if (seen.messageId !== null && seen.type !== 'messageAck')
      this.#socket.send(JSON.stringify(acknowledgement(seen.messageId, 'success')), () => {});
    this.#seen.push(seen);
    this.#arrivals.note();
  }

  #note(rest: { request: { summary: string; body?: string }; response?: { summary: string; body: string } }): void {
    const { recorder, node } = this.#options;
    recorder?.({ channel: 'events', node, at: new Date().toISOString(), durationMs: 0, ...rest });
  }
}

function read(text: string): EventSeen {
  let json: Record<string, unknown>;
  try {
    json = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { type: 'unreadable', messageId: null, status: null, content: { text } };
  }
  if (json.type === 'messageAck') {
    const { messageId = null, status = null } = (json.messageAck ?? {}) as { messageId?: number; status?: string };
    return { type: 'messageAck', messageId, status, content: {} };
  }
  const { messageId = null, type = '', ...content } = (json.message ?? {}) as { messageId?: number; type?: string };
  return { type, messageId, status: null, content };
}

function fingerprint(socket: TLSSocket): string {
  return createHash('sha256').update(socket.getPeerCertificate().raw).digest('hex');
}

function plain(sha256: string): string {
  const value = sha256.replace(/^sha256:/i, '').replaceAll(':', '');
  return /^[0-9a-f]{64}$/i.test(value) ? value.toLowerCase() : Buffer.from(value, 'base64').toString('hex');
}
