import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Clock } from '../kernel/clock.ts';
import type { Field } from '../policies/api.ts';
import type { ApiContext } from './context.ts';

export interface Outgoing {
  status: number;
  headers: readonly Field[];
  body: string;
  type: string | null;
}

/** An answer without a body. */
export function empty(status: number): Outgoing {
  return { status, headers: [], body: '', type: null };
}

/** How an answer is sent: what its client accepts, and whether its connection ends with it. */
export interface Sending {
  acceptEncoding: string;
  isLast: boolean;
}

/** The headers that are the same on every answer of one server. */
export class Sender {
  readonly #context: ApiContext;
  readonly #common: readonly string[];
  readonly #kept: readonly string[];
  readonly #closing: readonly string[];
  #second = 0;
  #date = '';

  constructor(context: ApiContext) {
    const { policies } = context;
    const keepAlive = policies['http.keepAlive']();
    this.#context = context;
    this.#common = flat(policies['api.commonHeaders']());
    this.#kept = flat(policies['http.connectionHeaders'](false, keepAlive));
    this.#closing = flat(policies['http.connectionHeaders'](true, keepAlive));
  }

  /** Sends an answer, unless its client has gone. */
  send(response: ServerResponse, outgoing: Outgoing, { acceptEncoding, isLast }: Sending): void {
    if (response.destroyed) return;
    const { node, policies } = this.#context;
    const { body, headers, type } = outgoing;
    const zipped = body !== '' && policies['api.compresses'](acceptEncoding);
    const bytes = zipped ? gzipSync(body, { level: 1 }) : null;
    const size = bytes?.length ?? Buffer.byteLength(body);
    const length = policies['http.contentLength'](size, bytes?.length ?? body.length);
    const closes = isLast || !response.shouldKeepAlive;
    const lines = ['Date', this.#dateOf(node.cluster.clock), ...this.#common];
    for (const [name, value] of headers) lines.push(name, value);
    if (zipped) lines.push(...flat(policies['http.encodingHeaders']()));
    if (type !== null) lines.push('Content-Type', type);
    if (length !== null) lines.push('Content-Length', String(length));
    lines.push(...(closes ? this.#closing : this.#kept));
    response.sendDate = false;
    if (closes) response.shouldKeepAlive = false;
    response.writeHead(outgoing.status, lines);
    // headers and text go out in one piece; where each character is a byte, Latin-1 is the same and costs less
    response.end(bytes ?? body, size === body.length ? 'latin1' : 'utf8');
  }

  #dateOf(clock: Clock): string {
    const now = clock.now();
    const second = Math.floor(now.getTime() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#date = now.toUTCString();
    }
    return this.#date;
  }
}

function flat(headers: readonly Field[]): string[] {
  return headers.flat();
}
