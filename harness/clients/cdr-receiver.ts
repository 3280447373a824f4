import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { type CdrAnswer, type CdrDocument, type CdrPost, type CdrRecord, readCdrDocument } from '../protocol/cdr.ts';
import type { Recorder } from '../protocol/exchange.ts';
import { Arrivals } from './arrivals.ts';

export interface CdrReceiverOptions {
  /** Address to listen on. */
  host: string;
  /** PEM; HTTPS when it is given. */
  identity?: { key: string; chain: string };
  /** Told of every POST, as one of this node. */
  recorder?: Recorder;
  node: string;
}

/** A receiver of call detail records: an HTTP or HTTPS server that keeps what is posted to it, and answers as it was told. */
export class CdrReceiver {
  readonly #options: CdrReceiverOptions;
  readonly #posts: CdrPost[] = [];
  readonly #arrivals = new Arrivals();
  readonly #script: CdrAnswer[] = [];
  readonly #connections = new WeakMap<Socket, number>();
  #connectionCount = 0;
  #server: Server | null = null;
  #port = 0;

  private constructor(options: CdrReceiverOptions) {
    this.#options = options;
  }

  static async start(options: CdrReceiverOptions): Promise<CdrReceiver> {
    const receiver = new CdrReceiver(options);
    await receiver.up();
    return receiver;
  }

  get port(): number {
    return this.#port;
  }

  /** What came in until now. */
  get posts(): readonly CdrPost[] {
    return this.#posts;
  }

  /** The records of the documents that were acknowledged, in the order in which they came. */
  get records(): CdrRecord[] {
    return this.#posts.filter(({ answer }) => answer === 200).flatMap(({ document }) => document?.records ?? []);
  }

  /** The next POSTs are met like this, one after the other; 200 once the list is at its end. */
  answerNext(...answers: CdrAnswer[]): void {
    this.#script.push(...answers);
  }

  /** Takes the server down: connections to it are refused. */
  async down(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  /** Brings it up, on the same port as before. */
  async up(): Promise<void> {
    if (this.#server) return;
    const { host, identity } = this.#options;
    const listener: RequestListener = (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('error', () => response.destroy());
      request.once('end', () => {
        const answer = this.#script.shift() ?? 200;
        const body = Buffer.concat(chunks).toString('utf8');
        const { socket, method = '', url = '' } = request;
        const connection = this.#connections.get(socket) ?? ++this.#connectionCount;
        this.#connections.set(socket, connection);
        const secured = identity !== undefined;
        this.#posts.push({ connection, secured, method, path: url, answer, document: documentOf(body) });
        this.#note(`${method} ${url}`, body, answer);
        if (answer === 'drop') socket.destroy();
        else response.writeHead(answer, { 'content-length': 0 }).end();
        this.#arrivals.note();
      });
    };
    const server = identity
      ? createHttpsServer({ key: identity.key, cert: identity.chain }, listener)
      : createHttpServer(listener);
    server.on('connection', (socket: Socket) => socket.setNoDelay(true));
    server.listen(this.#port, host);
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  #note(summary: string, body: string, answer: CdrAnswer): void {
    const { recorder, node } = this.#options;
    const response = typeof answer === 'number' ? { summary: String(answer), status: answer } : null;
    recorder?.({
      channel: 'cdr',
      node,
      at: new Date().toISOString(),
      durationMs: 0,
      request: { summary, body },
      ...(response ? { response } : { error: 'the connection was ended without an answer' }),
    });
  }

  /** Resolves when `enough` says so, which is asked after every POST, or after `milliseconds`. */
  waitUntil(enough: () => boolean, milliseconds: number): Promise<void> {
    return this.#arrivals.until(enough, milliseconds);
  }
}

function documentOf(body: string): CdrDocument | null {
  try {
    return readCdrDocument(body);
  } catch {
    return null;
  }
}
