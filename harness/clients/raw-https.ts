import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { type Recorder, TargetUnavailable } from '../protocol/exchange.ts';
import { type HttpAnswer, readAnswer } from '../protocol/http-answer.ts';
import { type ApiTrust, connector, explain } from './api.ts';

export interface RawOptions {
  /** Node name, for evidence and errors. */
  node: string;
  /** Base URL without path. */
  url: string;
  tls: ApiTrust;
  recorder?: Recorder;
  /** Milliseconds after which an answer is taken not to come; 10 000 by default. */
  patienceMs?: number;
}

/** Bytes of evidence that are kept of one request or answer. */
const keptText = 2000;

/**
 * One TLS connection with a server of HTTP, for what a well-behaved client doesn't do: what is written goes out byte for byte, and
 * answers are read one after the other.
 */
export class RawHttps {
  readonly #options: RawOptions;
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #ended = false;
  #wake: () => void = () => {};
  /** Requests that were written and have no answer yet, for the evidence. */
  readonly #sent: { at: Date; started: number; head: string }[] = [];

  /** Throws TargetUnavailable when there is no connection. */
  static async connect(options: RawOptions): Promise<RawHttps> {
    const { hostname, port, host } = new URL(options.url);
    const open = connector(options.tls, options.patienceMs ?? 10_000);
    const target = { hostname: bare(hostname), host, protocol: 'https:', port: port || '443' };
    const socket = await new Promise<Socket>((resolve, reject) => {
      open(target, (error, opened) => {
        if (opened) resolve(opened);
        else reject(new TargetUnavailable(`${options.url}: expected a TLS connection, got ${explain(error)}`));
      });
    });
    return new RawHttps(options, socket);
  }

  private constructor(options: RawOptions, socket: Socket) {
    this.#options = options;
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    const end = () => {
      this.#ended = true;
      this.#wake();
    };
    socket.on('end', end);
    socket.on('close', end);
    // its end says all
    socket.on('error', end);
  }

  /** Sends bytes as they are; `requests` is how many requests end in them, for the evidence. */
  write(bytes: string | Buffer, requests = 1): void {
    const head = visible(bytes);
    for (let n = 0; n < requests; n += 1) this.#sent.push({ at: new Date(), started: performance.now(), head });
    this.#socket.write(bytes);
  }

  /** The next answer; null when the connection ended, or stayed silent, without one. Throws SyntaxError for what is no HTTP. */
  async answer(): Promise<HttpAnswer | null> {
    const patience = AbortSignal.timeout(this.#options.patienceMs ?? 10_000);
    for (;;) {
      const read = readAnswer(this.#received, this.#ended);
      if (read) this.#received = read.rest;
      if (read || this.#ended || patience.aborted) return this.#report(read?.answer ?? null);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        patience.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  /** Ends its own side; the server may still answer. */
  halfClose(): void {
    this.#socket.end();
  }

  /** Breaks the connection off, without a farewell. */
  close(): void {
    this.#socket.destroy();
  }

  #report(answer: HttpAnswer | null): HttpAnswer | null {
    const { node, recorder } = this.#options;
    const request = this.#sent.shift();
    if (!request) return answer;
    const { at, started, head } = request;
    const [summary = '', ...rest] = head.split('\r\n');
    recorder?.({
      channel: 'api',
      node,
      at: at.toISOString(),
      durationMs: Math.round(performance.now() - started),
      request: { summary: summary.replace(/ HTTP\/1\.1$/, ''), ...(rest.length > 0 ? { body: rest.join('\n') } : {}) },
      ...(answer
        ? {
            response: {
              summary: `${answer.status}, ${answer.body.length} bytes`,
              status: answer.status,
              headers: answer.headers,
              body: answer.body.toString('utf8', 0, keptText),
            },
          }
        : { error: 'the connection ended without an answer' }),
    });
    return answer;
  }
}

/** Sends bytes that are no TLS to a TLS server, and waits until the server has ended the connection, or for `patienceMs`. */
export async function sendWithoutTls(url: string, bytes: string, patienceMs = 10_000): Promise<void> {
  const socket = await connected(url);
  const ended = once(socket, 'close', { signal: AbortSignal.timeout(patienceMs) }).catch(() => {});
  socket.resume();
  socket.write(bytes);
  await ended;
  socket.destroy();
}

/** A TCP connection with a server. Throws TargetUnavailable. */
async function connected(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connectTcp({ host: bare(hostname), port: Number(port || 443) });
  try {
    await once(socket, 'connect');
  } catch (error) {
    throw new TargetUnavailable(`${url}: expected a connection, got ${explain(error)}`);
  }
  // an abrupt end is as good as any
  socket.on('error', () => {});
  return socket;
}

function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/** What is kept of sent bytes: shortened, without credentials. */
function visible(bytes: string | Buffer): string {
  const text = typeof bytes === 'string' ? bytes : bytes.toString('latin1');
  const short = text.length > keptText ? `${text.slice(0, keptText)} [... ${text.length} bytes]` : text;
  return short.replace(/^(authorization: *basic +).*$/gim, '$1[credentials]');
}
