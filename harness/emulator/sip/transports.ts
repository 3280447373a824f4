import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { constants } from 'node:os';
import { connect as connectTls } from 'node:tls';
import { parseMessage, printMessage, type SipMessage } from '../../protocol/sip/message.ts';
import { SipStream } from '../../protocol/sip/stream.ts';
import type { EmulatedNode } from '../kernel/node.ts';
import type { SipTransport } from '../policies/sip.ts';

/** A way to a SIP peer: a connection, or an address that datagrams go to. */
export interface Flow {
  readonly transport: SipTransport;
  /** Address and port of this end, as the peer sees them. */
  readonly local: { address: string; port: number };
  send(message: SipMessage): void;
  /** Called when the connection has ended; datagrams have none. */
  readonly whenClosed: Set<() => void>;
}

/** Why there is no way to a peer. `code` is the system's number of the error, that of a protocol error when it has none. */
export class NoFlow extends Error {
  override readonly name = 'NoFlow';
  readonly kind: 'dns' | 'connect' | 'handshake';
  readonly code: number;
  /** Number of the connection that was tried. */
  readonly connection: number;

  constructor(kind: NoFlow['kind'], error: NodeJS.ErrnoException, connection: number) {
    super(error.message);
    this.kind = kind;
    this.code = constants.errno[(error.code ?? '') as keyof typeof constants.errno] ?? constants.errno.EPROTO;
    this.connection = connection;
  }
}

export interface TransportOptions {
  trusts: () => boolean;
  /** Milliseconds of the cluster's time that a connection may take. */
  timeout: () => number;
  received: (message: SipMessage, flow: Flow) => void;
}

/** The SIP sockets of a node: connections are kept and used again, datagrams share one socket per source address. */
export class Transports {
  readonly #node: EmulatedNode;
  readonly #options: TransportOptions;
  readonly #connections = new Map<string, Promise<Flow>>();
  readonly #sockets = new Set<Socket>();
  readonly #udp = new Map<string, Promise<UdpSocket>>();
  readonly #localFor = new Map<string, string>();
  #opened = 0;
  #closed = false;

  constructor(node: EmulatedNode, options: TransportOptions) {
    this.#node = node;
    this.#options = options;
  }

  /** A way to `host:port`. Throws NoFlow. */
  async open(transport: SipTransport, host: string, port: number): Promise<Flow> {
    const address = await this.#resolve(host);
    if (transport === 'udp') return this.#datagrams(address, port);
    const key = `${transport} ${address} ${port}`;
    const known = this.#connections.get(key) ?? this.#connect(transport, { address, port, host, key });
    this.#connections.set(key, known);
    return known;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const socket of this.#sockets) socket.destroy();
    const sockets = await Promise.all(this.#udp.values());
    for (const socket of sockets) socket.close();
  }

  async #resolve(host: string): Promise<string> {
    if (isIP(host)) return host;
    const { address } = await lookup(host).catch((error: NodeJS.ErrnoException) => {
      throw new NoFlow('dns', error, 0);
    });
    return address;
  }

  async #connect(
    transport: 'tcp' | 'tls',
    to: { address: string; port: number; host: string; key: string },
  ): Promise<Flow> {
    this.#opened += 1;
    const connection = this.#opened;
    const { address, port, host, key } = to;
    const where = { host: address, port, ...this.#source(address) };
    try {
      return await new Promise<Flow>((resolve, reject) => {
        let reached = false;
        const tcp = connectTcp(where);
        const socket =
          transport === 'tcp'
            ? tcp
            : connectTls({ socket: tcp, rejectUnauthorized: false, ...(isIP(host) ? {} : { servername: host }) });
        this.#sockets.add(socket);
        tcp.setNoDelay(true);
        const inTime = this.#node.cluster.clock.after(this.#options.timeout(), () =>
          socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })),
        );
        tcp.once('connect', () => {
          reached = true;
        });
        const failed = (error: NodeJS.ErrnoException) =>
          reject(new NoFlow(reached && transport === 'tls' ? 'handshake' : 'connect', error, connection));
        tcp.once('error', failed);
        socket.once('error', failed);
        socket.once('close', () => {
          inTime();
          this.#sockets.delete(socket);
          this.#connections.delete(key);
          failed(Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET' }));
        });
        socket.once(transport === 'tcp' ? 'connect' : 'secureConnect', () => {
          inTime();
          if (transport === 'tls' && !this.#options.trusts())
            return socket.destroy(Object.assign(new Error('not trusted'), { code: 'EACCES' }));
          resolve(this.#flowOf(transport, socket, tcp));
        });
      });
    } catch (error) {
      this.#connections.delete(key);
      throw error;
    }
  }

  #flowOf(transport: 'tcp' | 'tls', socket: Socket, tcp: Socket): Flow {
    const flow: Flow = {
      transport,
      local: { address: tcp.localAddress ?? '', port: tcp.localPort ?? 0 },
      whenClosed: new Set(),
      send: (message) => {
        if (socket.writable) socket.write(printMessage(message));
      },
    };
    socket.once('close', () => {
      for (const tell of flow.whenClosed) tell();
    });
    const stream = new SipStream();
    socket.on('data', (chunk: Buffer) => {
      try {
        for (const message of stream.push(chunk)) this.#options.received(message, flow);
      } catch {
        socket.destroy(); // what can't be read can't be read on
      }
    });
    return flow;
  }

  async #datagrams(address: string, port: number): Promise<Flow> {
    const family = isIP(address) === 6 ? 6 : 4;
    const { localAddress } = this.#source(address);
    const key = localAddress ?? `any ${family}`;
    const known = this.#udp.get(key) ?? this.#bind(family, localAddress);
    this.#udp.set(key, known);
    const socket = await known;
    const own = socket.address();
    const local = {
      address:
        own.address === '0.0.0.0' || own.address === '::' ? await this.#localTowards(address, family) : own.address,
      port: own.port,
    };
    return this.#datagramFlow(socket, local, { address, port });
  }

  #datagramFlow(socket: UdpSocket, local: Flow['local'], to: { address: string; port: number }): Flow {
    return {
      transport: 'udp',
      local,
      whenClosed: new Set(),
      send: (message) => {
        // whether a datagram arrives shows by its answer
        if (!this.#closed) socket.send(printMessage(message), to.port, to.address, () => {});
      },
    };
  }

  async #bind(family: 4 | 6, localAddress: string | undefined): Promise<UdpSocket> {
    const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
    await new Promise<void>((resolve) =>
      socket.bind({ port: 0, ...(localAddress ? { address: localAddress } : {}) }, resolve),
    );
    socket.on('error', () => {});
    socket.on('message', (bytes, from) => {
      const local = socket.address();
      try {
        this.#options.received(parseMessage(bytes), this.#datagramFlow(socket, local, from));
      } catch {
        // noise on the port is nobody's business
      }
    });
    return socket;
  }

  /** The address that datagrams to this peer come from. */
  async #localTowards(peer: string, family: 4 | 6): Promise<string> {
    const known = this.#localFor.get(peer);
    if (known) return known;
    const probe = createSocket(family === 6 ? 'udp6' : 'udp4');
    await new Promise<void>((resolve) => probe.connect(9, peer, () => resolve()));
    const { address } = probe.address();
    probe.close();
    this.#localFor.set(peer, address);
    return address;
  }

  /** A node's own loopback address towards peers on this machine; the system's choice elsewhere. */
  #source(peer: string): { localAddress?: string } {
    const { address } = this.#node;
    return address.startsWith('127.') && peer.startsWith('127.') ? { localAddress: address } : {};
  }
}
