import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { PostOutcome } from '../policies/cdr.ts';

/** Milliseconds of real time until a POST counts as unanswered (inferred). */
const limitMs = 5_000;

/** A connection with one receiver, kept from one POST to the next. */
export class ReceiverConnection {
  readonly #url: URL;
  readonly #tls: boolean;
  readonly #keeps: boolean;
  readonly #connected: () => void;
  readonly #agent: HttpAgent | HttpsAgent;

  constructor(url: URL, options: { tls: boolean; verifies: boolean; keeps: boolean; connected: () => void }) {
    this.#url = url;
    this.#tls = options.tls;
    this.#keeps = options.keeps;
    this.#connected = options.connected;
    const settings = { keepAlive: options.keeps, maxSockets: 1 };
    this.#agent = options.tls
      ? new HttpsAgent({ ...settings, rejectUnauthorized: options.verifies })
      : new HttpAgent(settings);
  }

  /** Sends a document. */
  async post(document: string): Promise<PostOutcome> {
    const first = await this.#send(document, this.#keeps);
    // the receiver may have ended the idle connection before: that is no failure
    return first === 'stale' ? this.#send(document, false) : first;
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(document: string, mayBeStale: false): Promise<PostOutcome>;
  #send(document: string, mayBeStale: boolean): Promise<PostOutcome | 'stale'>;
  #send(document: string, mayBeStale: boolean): Promise<PostOutcome | 'stale'> {
    return new Promise((resolve) => {
      const body = Buffer.from(document, 'utf8');
      const headers = { 'content-type': 'text/xml', 'content-length': body.length };
      const send = this.#tls ? httpsRequest : httpRequest;
      const outgoing = send(this.#url, { method: 'POST', agent: this.#agent, headers });
      let isConnected = false;
      outgoing.setTimeout(limitMs, () => outgoing.destroy());
      outgoing.once('socket', (socket) => {
        isConnected = outgoing.reusedSocket;
        if (isConnected) return;
        socket.setNoDelay(true);
        socket.once(this.#tls ? 'secureConnect' : 'connect', () => {
          isConnected = true;
          this.#connected();
        });
      });
      outgoing.once('response', (response: IncomingMessage) => {
        response.resume();
        response.once('end', () => resolve(response.statusCode ?? 'lost'));
        response.once('close', () => resolve('lost'));
      });
      outgoing.once('error', (error: NodeJS.ErrnoException) => {
        if (mayBeStale && outgoing.reusedSocket && error.code === 'ECONNRESET') resolve('stale');
        else resolve(isConnected ? 'lost' : 'unreached');
      });
      outgoing.end(body);
    });
  }
}

/** The URL with the scheme that is spoken, and the port that its own scheme stands for. */
export function spokenUrl(url: URL, tls: boolean): URL {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return new URL(`${tls ? 'https' : 'http'}://${url.hostname}:${port}${url.pathname}${url.search}`);
}
