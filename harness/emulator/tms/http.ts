import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Identity } from '../kernel/identity.ts';
import type { Cluster } from '../kernel/node.ts';

/** A request of somebody who is signed in. */
export interface TmsRequest {
  method: string;
  /** As it was sent, without query; a router compares it without its case. */
  path: string;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Who is signed in. */
  username: string;
  /** E.g. `https://tms.example.test`, as the client named it. */
  origin: string;
}

export interface TmsAnswer {
  status: number;
  headers?: Readonly<Record<string, string>>;
  body: string;
  /** Content type; none for an empty body. */
  type?: string;
}

export type TmsHandler = (request: TmsRequest) => TmsAnswer | Promise<TmsAnswer>;

/** Who answers what: the handler of the longest prefix that a path begins with, cases aside. */
export class TmsRouter {
  readonly #routes: { prefix: string; handler: TmsHandler }[] = [];

  /** Hands everything below `prefix` to `handler`; a prefix ends at a slash, or is the path itself. */
  add(prefix: string, handler: TmsHandler): void {
    this.#routes.push({ prefix: prefix.toLowerCase(), handler });
    this.#routes.sort((a, b) => b.prefix.length - a.prefix.length);
  }

  find(path: string): TmsHandler | undefined {
    const wanted = path.toLowerCase();
    return this.#routes.find(
      ({ prefix }) => wanted === prefix || wanted.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`),
    )?.handler;
  }
}

const maxBodySize = 4_000_000;

/** The web server of TMS: HTTPS, Basic authentication for everything. Rejects when the port can't be opened. */
export async function startTmsServer(
  { policies, clock }: Cluster,
  options: {
    host: string;
    port: number;
    identity: Identity;
    credentials: { username: string; password: string };
    router: TmsRouter;
  },
): Promise<{ port: number; close(): Promise<void> }> {
  const answer = async (request: IncomingMessage): Promise<TmsAnswer> => {
    const body = await readBody(request);
    const caller = callerOf(request.headers.authorization);
    const verified =
      caller?.username === options.credentials.username && caller.password === options.credentials.password;
    if (!policies['tms.isAuthenticated'](verified, caller === null)) {
      return text(401, 'TMS wants a user name and a password.', { 'WWW-Authenticate': 'Basic realm="TMS"' });
    }
    if (body === null) return text(413, 'That is too long for TMS.');
    const origin = `https://${request.headers.host ?? options.host}`;
    const url = new URL(request.url ?? '/', origin);
    const handler = options.router.find(url.pathname);
    if (!handler) return text(404, `TMS has nothing at ${url.pathname}.`);
    const { method = '', headers } = request;
    return handler({
      method,
      path: url.pathname,
      query: url.searchParams,
      headers,
      body,
      username: caller?.username ?? '',
      origin,
    });
  };
  const server = createServer({ ...options.identity, minVersion: 'TLSv1.2', keepAliveTimeout: 5_000 });
  server.on('request', (request, response) => {
    answer(request).then(
      (given) => send(response, clock.now(), given),
      (error: unknown) => {
        if (error instanceof ClientGone) return response.destroy();
        process.stderr.write(
          `TMS: ${request.method} ${request.url}: ${error instanceof Error ? error.stack : String(error)}\n`,
        );
        send(response, clock.now(), text(500, 'TMS failed.'));
      },
    );
  });
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** An answer of one sentence. */
export function text(status: number, sentence: string, headers: Readonly<Record<string, string>> = {}): TmsAnswer {
  return { status, headers, body: `${sentence}\n`, type: 'text/plain; charset=utf-8' };
}

/** The connection ended in the middle of a request: there is nobody to answer. */
class ClientGone extends Error {}

/** The whole body, or null when it is too large. Rejects when the client goes away. */
function readBody(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBodySize) chunks.push(chunk);
    });
    request.once('end', () => resolve(size <= maxBodySize ? Buffer.concat(chunks) : null));
    request.once('error', () => reject(new ClientGone()));
    request.once('close', () => reject(new ClientGone()));
  });
}

function callerOf(authorization: string | undefined): { username: string; password: string } | null {
  const encoded = /^basic +([A-Za-z0-9+/=_-]+)\s*$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const [username = '', password = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(/:(.*)/s);
  return { username, password };
}

function send(response: ServerResponse, now: Date, { status, headers = {}, body, type }: TmsAnswer): void {
  if (response.destroyed) return;
  response.sendDate = false;
  response.statusCode = status;
  response.setHeader('Date', now.toUTCString());
  response.setHeader('Cache-Control', 'no-store');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (type) response.setHeader('Content-Type', type);
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.end(body);
}
