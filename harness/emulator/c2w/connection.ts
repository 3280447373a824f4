import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { WebSocket } from 'ws';
import { type C2wAddress, guidIn, parseC2wUrl } from '../../protocol/c2w.ts';
import type { EmulatedNode } from '../kernel/node.ts';
import { readCertificates, readPrivateKey } from '../mmp/certificates.ts';
import type { ConnectionFailure, Verifier } from '../policies/c2w.ts';
import { carries, resolveHost } from './network.ts';
import { distrust, presentedBy } from './trust.ts';

/** Milliseconds of real time that connecting may take (inferred). */
const limit = 5000;

/** What a client shows and whom it trusts. */
export interface C2wCredentials {
  key: Buffer | undefined;
  chain: Buffer | undefined;
  bundle: () => Buffer | undefined;
}

export interface C2wConnectionEvents {
  /** An attempt begins. */
  connecting?(): void;
  /** What a scheduler says of itself when it has the guid. */
  introduction?: string;
  /** A message after the guid came; what it gives is sent back. */
  asked?(message: string): string | null;
  /** The Web Bridge sent its guid. */
  guid?(guid: string): void;
  /** A connection that had its guid is gone. */
  lost?(): void;
  /** An attempt ended without a connection; not told for a connection that was lost. */
  failed?(failure: ConnectionFailure, why: string): void;
}

/**
 * One persistent C2W connection, of a Call Bridge or a scheduler to one Web Bridge: it is made again for as long as it isn't
 * stopped. Times are real ones: liveness is not a matter of the cluster's clock.
 */
export class C2wConnection {
  readonly url: string;
  readonly #node: EmulatedNode;
  readonly #verifier: Verifier;
  readonly #credentials: C2wCredentials;
  readonly #events: C2wConnectionEvents;
  #socket: TLSSocket | null = null;
  #webSocket: WebSocket | null = null;
  #attempt: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #pings: NodeJS.Timeout | undefined;
  #stopped = false;
  /** Failures in a row. */
  failures = 0;
  failure: ConnectionFailure | null = null;
  connected = false;

  constructor(
    node: EmulatedNode,
    options: { url: string; verifier: Verifier; credentials: C2wCredentials; events?: C2wConnectionEvents },
  ) {
    this.url = options.url;
    this.#node = node;
    this.#verifier = options.verifier;
    this.#credentials = options.credentials;
    this.#events = options.events ?? {};
  }

  /** Tries now unless it is connected; resolves when the attempt has ended, one way or the other. */
  probe(): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    const address = parseC2wUrl(this.url);
    // what the network carries no longer is gone, although nobody said so
    if (this.connected && address && this.#isSilent(address)) {
      this.#webSocket?.terminate();
      this.#ended();
    }
    if (this.connected) return Promise.resolve();
    clearTimeout(this.#timer);
    this.#attempt ??= this.#try(address).finally(() => {
      this.#attempt = null;
    });
    return this.#attempt;
  }

  stop(): void {
    this.#stopped = true;
    this.connected = false;
    clearTimeout(this.#timer);
    clearInterval(this.#pings);
    this.#webSocket?.terminate();
    this.#socket?.destroy();
  }

  #isSilent({ host }: C2wAddress): boolean {
    const carried = carries(this.#node, host, this.#socket?.remoteAddress ?? '');
    return !carried && this.#node.cluster.policies['c2w.noticesSilence']();
  }

  async #try(address: C2wAddress | null): Promise<void> {
    this.#events.connecting?.();
    if (!address) return this.#fail('connect', 'it is no c2w URL');
    const where = await resolveHost(this.#node, address.host);
    if (this.#stopped) return;
    if (where === null) return this.#fail('dns', `${address.host} does not resolve`);
    if (!carries(this.#node, address.host, where)) return this.#fail('connect', 'no answer');
    if (this.#node.cluster.policies['c2w.triesTlsFirst']()) {
      await this.#openTls(address, where);
      this.#socket?.destroy();
      if (this.#stopped) return;
    }
    const opened = await this.#openTls(address, where);
    if (this.#stopped) return void this.#socket?.destroy();
    if (opened !== null) return this.#fail('connect', opened);
    const socket = this.#socket as TLSSocket;
    const { policies, clock } = this.#node.cluster;
    const reason = distrust(policies, {
      verifier: this.#verifier,
      presented: presentedBy(socket),
      bundle: this.#credentials.bundle(),
      at: clock.now(),
      host: address.host,
    });
    if (reason !== null) {
      socket.destroy();
      return this.#fail('trust', `TLS negotiation error: ${reason}`);
    }
    await this.#openWebSocket(socket, address);
  }

  /** Why TLS can't be had; null when it can. */
  #openTls({ host, port }: C2wAddress, where: string): Promise<string | null> {
    const key = readPrivateKey(this.#credentials.key);
    const chain = readCertificates(this.#credentials.chain);
    const { policies } = this.#node.cluster;
    const own =
      'key' in key && 'certificates' in chain
        ? {
            key: this.#credentials.key,
            cert: policies['c2w.presentedChain'](this.#verifier, chain.certificates.map(String)).join(''),
          }
        : {};
    return new Promise((resolve) => {
      // whom to trust is decided by the caller, at the cluster's time
      const checks = { rejectUnauthorized: false, minVersion: 'TLSv1.2' } as const;
      const name = isIP(host) ? {} : { servername: host };
      const socket = connect({ host: where, port, timeout: limit, ...checks, ...name, ...own }, () => resolve(null));
      this.#socket = socket;
      socket.setNoDelay(true);
      socket.once('timeout', () => socket.destroy(new Error('no answer')));
      socket.on('error', (error) => resolve(error.message));
      socket.once('close', () => resolve('the connection was closed'));
    });
  }

  #openWebSocket(socket: TLSSocket, { host, port }: C2wAddress): Promise<void> {
    const peer = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    const webSocket = new WebSocket(`ws://${peer}/`, {
      createConnection: () => socket,
      perMessageDeflate: false,
      handshakeTimeout: limit,
      maxPayload: 1_048_576,
    });
    this.#webSocket = webSocket;
    return new Promise((resolve) => {
      let why = 'closed by the Web Bridge';
      webSocket.on('error', (error) => {
        why = error.message;
      });
      webSocket.once('open', () => socket.setTimeout(0));
      webSocket.on('message', (data: Buffer) => {
        const message = data.toString('utf8');
        if (this.connected) {
          const answer = this.#events.asked?.(message) ?? null;
          return answer === null ? undefined : webSocket.send(answer);
        }
        const guid = guidIn(message);
        if (guid === null || this.#stopped) return;
        this.connected = true;
        this.failures = 0;
        this.failure = null;
        this.#watch(webSocket);
        this.#events.guid?.(guid);
        if (this.#events.introduction) webSocket.send(this.#events.introduction);
        resolve();
      });
      webSocket.once('close', () => {
        if (this.#webSocket !== webSocket || this.#stopped) return resolve();
        if (this.connected) this.#ended();
        else this.#fail('connect', why);
        resolve();
      });
    });
  }

  /** Gives a connection up that answers no ping. */
  #watch(webSocket: WebSocket): void {
    let alive = true;
    webSocket.on('pong', () => {
      alive = true;
    });
    clearInterval(this.#pings);
    this.#pings = setInterval(() => {
      if (!alive) return webSocket.terminate();
      alive = false;
      webSocket.ping();
    }, this.#node.cluster.policies['c2w.pingIntervalMs']());
    this.#pings.unref();
  }

  #ended(): void {
    clearInterval(this.#pings);
    this.#webSocket = null;
    this.connected = false;
    this.#events.lost?.();
    this.#again('connect');
  }

  #fail(failure: ConnectionFailure, why: string): void {
    if (this.#stopped) return;
    this.#events.failed?.(failure, why);
    this.#again(failure);
  }

  #again(failure: ConnectionFailure): void {
    this.failures += 1;
    this.failure = failure;
    const delay = this.#node.cluster.policies['c2w.retryDelayMs'](this.#verifier, this.failures);
    if (delay === null || this.#stopped) return;
    this.#timer = setTimeout(() => void this.probe(), delay);
    this.#timer.unref();
  }
}
