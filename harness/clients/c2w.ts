import { randomUUID, X509Certificate } from 'node:crypto';
import { createServer } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import { WebSocket, WebSocketServer } from 'ws';
import { guidIn, guidMessage } from '../protocol/c2w.ts';
import { type Recorder, TargetUnavailable } from '../protocol/exchange.ts';
import { Arrivals } from './arrivals.ts';

/** A private key and the certificates to present with it, PEM. */
export interface C2wIdentity {
  key: string;
  chain: string;
}

/** A certificate that a peer presented. */
export interface PresentedCertificate {
  subject: string;
  fingerprint: string;
}

/** How a Web Bridge received a client. */
export interface C2wReception {
  /** `guid`: it took the client and sent its guid. `refused`: it ended the connection. `silent`: neither, in time. */
  outcome: 'guid' | 'refused' | 'silent';
  guid: string | null;
  /** In what way it refused: a TLS alert, an HTTP status, a WebSocket close code, or a closed connection. */
  how: string;
  /** What the Web Bridge presented, its own first. */
  presented: PresentedCertificate[];
}

export interface C2wClientOptions {
  node: string;
  host: string;
  port: number;
  /** The host that is asked for in TLS; `host` when absent. */
  servername?: string;
  /** Null: no certificate. */
  identity: C2wIdentity | null;
  limitMs?: number;
  recorder?: Recorder;
}

/**
 * Connects to a Web Bridge's C2W listener as a Call Bridge or a scheduler does, waits for its guid or its refusal, and ends the
 * connection. What the Web Bridge presents is not verified here: it is handed over. Throws TargetUnavailable when nothing listens.
 */
export async function receiveAtWebBridge(options: C2wClientOptions): Promise<C2wReception> {
  const started = performance.now();
  const at = new Date().toISOString();
  const summary = `connect to c2w://${options.host}:${options.port} ${options.identity ? 'with' : 'without'} a certificate`;
  const exchange = { channel: 'c2w' as const, node: options.node, at, request: { summary } };
  const durationMs = () => Math.round(performance.now() - started);
  try {
    const reception = await receive(options);
    const { outcome, guid, how } = reception;
    options.recorder?.({ ...exchange, durationMs: durationMs(), response: { summary: guid ?? `${outcome}: ${how}` } });
    return reception;
  } catch (error) {
    options.recorder?.({ ...exchange, durationMs: durationMs(), error: String(error) });
    throw error;
  }
}

function receive({ host, port, identity, servername = host, limitMs = 5000 }: C2wClientOptions): Promise<C2wReception> {
  return new Promise((resolve, reject) => {
    let presented: PresentedCertificate[] = [];
    let reached = false;
    const socket = connect({
      host,
      port,
      // the check looks at what was presented
      rejectUnauthorized: false,
      minVersion: 'TLSv1.2',
      ...(isIP(servername) ? {} : { servername }),
      ...(identity ? { key: identity.key, cert: identity.chain } : {}),
    });
    const end = (outcome: C2wReception['outcome'], how: string, guid: string | null = null) => {
      clearTimeout(limit);
      socket.destroy();
      resolve({ outcome, guid, how, presented });
    };
    const limit = setTimeout(() => {
      if (reached) return end('silent', `no guid within ${limitMs} ms`);
      socket.destroy();
      reject(new TargetUnavailable(`c2w://${host}:${port} does not answer; see that its Web Bridge is enabled`));
    }, limitMs);
    socket.once('connect', () => {
      reached = true;
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (reached) return end('refused', wordsOf(error));
      clearTimeout(limit);
      reject(new TargetUnavailable(`c2w://${host}:${port} can't be reached: ${error.message}`));
    });
    socket.once('close', () => end('refused', 'the connection was closed'));
    socket.once('secureConnect', () => {
      presented = presentedBy(socket);
      const webSocket = new WebSocket(`ws://${host.includes(':') ? `[${host}]` : host}:${port}/`, {
        createConnection: () => socket,
        perMessageDeflate: false,
      });
      webSocket.on('error', (error) => {
        const status = /^Unexpected server response: (\d+)/.exec(error.message)?.[1];
        if (status !== undefined) end('refused', `HTTP status ${status}`);
      });
      webSocket.once('close', (code) =>
        end('refused', code === 1006 ? 'the connection was closed' : `close code ${code}`),
      );
      webSocket.on('message', (data: Buffer) => {
        const guid = guidIn(data.toString('utf8'));
        if (guid !== null) end('guid', 'accepted', guid);
      });
    });
  });
}

/** What a client did at a Web Bridge of ours. */
export interface C2wArrival {
  /** Whether it went on to the WebSocket; a client that doesn't trust us ends the connection before. */
  accepted: boolean;
  /** How it ended the connection. */
  how: string;
  /** What it presented, its own first; empty when it left before. */
  presented: PresentedCertificate[];
}

/** A Web Bridge of ours to which Call Bridges and schedulers connect. */
export interface OwnWebBridge {
  port: number;
  guid: string;
  /** Everybody who came so far, once it was clear what they did. */
  readonly arrivals: readonly C2wArrival[];
  /**
   * The first client that was content, else the first arrival once it was followed by another one: a client that merely gave up,
   * because of its restart or of a slow machine, comes again. The only arrival when the time is over; null when nobody came.
   */
  arrival(limitMs: number): Promise<C2wArrival | null>;
  close(): Promise<void>;
}

/**
 * Listens as a Web Bridge: presents the identity, asks for a certificate and takes everybody, sends a guid (in a format of our
 * own: what real ones send is not public), and notes what each client presents and whether it stays.
 */
export async function serveWebBridge(options: {
  identity: C2wIdentity;
  /** Address to listen on; all of them when absent. */
  host?: string;
  recorder?: Recorder;
}): Promise<OwnWebBridge> {
  const { identity, recorder } = options;
  const guid = randomUUID();
  const arrivals: C2wArrival[] = [];
  const waiting = new Arrivals();
  const server = createServer({
    key: identity.key,
    cert: identity.chain,
    minVersion: 'TLSv1.2',
    requestCert: true,
    // whoever comes is let in: it is the client that is judged
    rejectUnauthorized: false,
  });
  const note = (arrival: C2wArrival) => {
    arrivals.push(arrival);
    const summary = `${arrival.presented[0]?.subject ?? 'somebody'} connects to the harness's Web Bridge`;
    recorder?.({
      channel: 'c2w',
      node: 'harness',
      at: new Date().toISOString(),
      durationMs: 0,
      request: { summary },
      response: { summary: arrival.how },
    });
    waiting.note();
  };
  const webSockets = new WebSocketServer({ noServer: true });
  const sockets = new Set<Socket>();
  const upgraded = new WeakSet<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    const presented = presentedBy(socket);
    let how = 'it closed the connection after the TLS handshake';
    socket.on('error', (error: NodeJS.ErrnoException) => {
      how = wordsOf(error);
    });
    socket.once('close', () => {
      if (!upgraded.has(socket)) note({ accepted: false, how, presented });
    });
  });
  server.on('tlsClientError', (error) => note({ accepted: false, how: wordsOf(error), presented: [] }));
  server.on('upgrade', (request, socket: TLSSocket, head) => {
    upgraded.add(socket);
    webSockets.handleUpgrade(request, socket, head, (client) => {
      client.on('error', () => client.terminate());
      client.send(guidMessage(guid));
      note({ accepted: true, how: 'it went on to the WebSocket', presented: presentedBy(socket) });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, options.host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    guid,
    arrivals,
    arrival: async (limitMs) => {
      const content = () => arrivals.find(({ accepted }) => accepted);
      await waiting.until(() => arrivals.length > 1 || content() !== undefined, limitMs);
      return content() ?? arrivals[0] ?? null;
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function presentedBy(socket: TLSSocket): PresentedCertificate[] {
  const found: PresentedCertificate[] = [];
  let next: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (next?.raw) {
    const { subject, fingerprint256: fingerprint } = new X509Certificate(next.raw);
    // a root names itself as issuer
    if (found.some((known) => known.fingerprint === fingerprint)) break;
    found.push({ subject: subject.replaceAll('\n', ', '), fingerprint });
    next = next.issuerCertificate;
  }
  return found;
}

/** A TLS alert by its name, else the error's own words. */
function wordsOf(error: NodeJS.ErrnoException): string {
  const alert = /ALERT_(\w+)$/.exec(error.code ?? '')?.[1];
  return alert ? `TLS alert ${alert.toLowerCase().replaceAll('_', ' ')}` : (error.code ?? error.message);
}
