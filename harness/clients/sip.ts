import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import type { Recorder } from '../protocol/exchange.ts';
import { hostPort } from '../protocol/sip/address.ts';
import { answerTo, callIdOf } from '../protocol/sip/dialog.ts';
import { parseMessage, printMessage, type SipMessage } from '../protocol/sip/message.ts';
import { SipStream } from '../protocol/sip/stream.ts';
import { Arrivals } from './arrivals.ts';
import { CalledParty, type Reply, type SipTransport } from './sip-call.ts';

export interface UserAgentOptions {
  /** Address to listen on, and the one that others reach it at where that differs. */
  host: string;
  address?: string;
  /** What it takes; a connection of another kind is reset. */
  accepts: readonly SipTransport[];
  /** PEM; needed with TLS. */
  identity?: { key: string; chain: string };
  /** What it does with each call by itself; nothing unless given. */
  behaviour?: (call: CalledParty) => void;
  recorder?: Recorder;
}

const arrivalAttempts = 10;
const tlsHandshake = 0x16;

/** The harness's own SIP user agent: it is called, over UDP, TCP and TLS on one port, and does what it is told. */
export class SipUserAgent {
  readonly #options: UserAgentOptions;
  readonly #calls = new Map<string, CalledParty>();
  readonly #arrivals = new Arrivals();
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #tls: TlsServer | null = null;
  #udp: UdpSocket | null = null;
  #port = 0;
  #handshakes = 0;

  private constructor(options: UserAgentOptions) {
    this.#options = options;
  }

  static async start(options: UserAgentOptions): Promise<SipUserAgent> {
    const agent = new SipUserAgent(options);
    for (let attempt = 1; ; attempt += 1) {
      try {
        await agent.#listen();
        return agent;
      } catch (error) {
        // the port that TCP was given may be taken for UDP
        await agent.close();
        if (attempt === arrivalAttempts) throw error;
      }
    }
  }

  /** `address:port` at which it is reached. */
  get address(): string {
    return hostPort(this.#options.address ?? this.#options.host, this.#port);
  }

  /** The calls that came in until now. */
  get calls(): readonly CalledParty[] {
    return [...this.#calls.values()];
  }

  /** TLS connections that were begun until now. */
  get handshakes(): number {
    return this.#handshakes;
  }

  /** The calls, once there are `count` of them or `milliseconds` are over. */
  async called(count: number, milliseconds: number): Promise<readonly CalledParty[]> {
    await this.#arrivals.until(() => this.#calls.size >= count, milliseconds);
    return this.calls;
  }

  /** Hears and says nothing any more. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    const { promise, resolve } = Promise.withResolvers<void>();
    if (this.#server?.listening) this.#server.close(() => resolve());
    else resolve();
    await promise;
    this.#udp?.close();
    this.#udp = null;
    this.#server = null;
  }

  async #listen(): Promise<void> {
    const { host, accepts, identity } = this.#options;
    if (identity && accepts.includes('tls')) {
      const tls = createTlsServer({ key: identity.key, cert: identity.chain });
      tls.on('secureConnection', (socket) => this.#connected(socket, 'tls'));
      tls.on('tlsClientError', () => {});
      this.#tls = tls;
    }
    const server = createServer((socket) => this.#welcome(socket));
    this.#server = server;
    server.listen(0, host);
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    if (!accepts.includes('udp')) return;
    const udp = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    this.#udp = udp;
    udp.bind(this.#port, host);
    await once(udp, 'listening');
    udp.on('error', () => {});
    udp.on('message', (bytes, from) => {
      this.#received(bytes, 'udp', (message) => udp.send(printMessage(message), from.port, from.address, () => {}));
    });
  }

  /** The first byte of a connection tells TLS from text. */
  #welcome(socket: Socket): void {
    socket.setNoDelay(true);
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    socket.once('data', (first: Buffer) => {
      const isTls = first[0] === tlsHandshake;
      if (isTls) this.#handshakes += 1;
      if (isTls && this.#tls) {
        socket.pause();
        socket.unshift(first);
        this.#tls.emit('connection', socket);
      } else if (!isTls && this.#options.accepts.includes('tcp')) {
        socket.unshift(first);
        this.#connected(socket, 'tcp');
      } else {
        socket.resetAndDestroy();
      }
    });
  }

  #connected(socket: Socket, transport: SipTransport): void {
    const stream = new SipStream();
    const reply: Reply = (message) => {
      if (socket.writable) socket.write(printMessage(message));
    };
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      try {
        for (const message of stream.push(chunk)) this.#take(message, transport, reply);
      } catch {
        socket.destroy(); // what can't be read can't be read on
      }
    });
  }

  #received(bytes: Buffer, transport: SipTransport, reply: Reply): void {
    try {
      this.#take(parseMessage(bytes), transport, reply);
    } catch {
      // noise on the port
    }
  }

  #take(message: SipMessage, transport: SipTransport, reply: Reply): void {
    const noting: Reply = (sent) => {
      this.#note(transport, 'sent', sent);
      reply(sent);
    };
    this.#note(transport, 'received', message);
    const callId = callIdOf(message);
    const known = this.#calls.get(callId);
    if (known) known.take(message, noting);
    if (known || message.kind === 'response' || message.method === 'ACK') return;
    if (message.method !== 'INVITE') {
      noting(answerTo(message, message.method === 'OPTIONS' ? 200 : 481, { tag: 'harness' }));
      return;
    }
    const { address, host } = this.#options;
    const call = new CalledParty(message, { transport, reply: noting, address: address ?? host, port: this.#port });
    this.#calls.set(callId, call);
    this.#options.behaviour?.(call);
    this.#arrivals.note();
  }

  #note(transport: SipTransport, way: 'received' | 'sent', message: SipMessage): void {
    const what =
      message.kind === 'request' ? `${message.method} ${message.uri}` : `${message.status} ${message.reason}`;
    this.#options.recorder?.({
      channel: 'sip',
      node: `user agent ${this.address}`,
      at: new Date().toISOString(),
      durationMs: 0,
      request: { summary: `${way} over ${transport}: ${what}`, body: printMessage(message).toString() },
    });
  }
}

export { CalledParty, type SipSeen, type SipTransport } from './sip-call.ts';
