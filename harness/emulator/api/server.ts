import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { FaultKind } from '../../protocol/fault.ts';
import { upgradeToEvents } from '../events/upgrade.ts';
import type { EmulatedNode } from '../kernel/node.ts';
import { LdapEngine } from '../ldap/engine.ts';
import type { Caller, Field } from '../policies/api.ts';
import { BulkEngine } from './bulk.ts';
import { leaveConference } from './conferences.ts';
import { type ApiContext, createContext, type NewId } from './context.ts';
import { type ApiAnswer, dispatch } from './dispatch.ts';
import { isLoopback } from './loopback.ts';
import { RequestTrace } from './trace-log.ts';
import { maxFormSize, WebAdmin } from './web-admin.ts';

/** What the server does that can be chosen beside the policies. */
export interface ApiServerOptions {
  /** Makes the ids of new objects; random by default. */
  newId?: NewId;
  /** Milliseconds that a request may take to arrive whole; 30 000 by default (inferred). */
  requestTimeoutMs?: number;
}

/**
 * Starts Web Admin and the Call Bridge API of a node (CMS API reference, "Accessing the API"). `identity` is PEM: a key and a
 * certificate with its chain. Rejects when the port can't be opened. `close` ends the connections and the work under way.
 */
export async function startApi(
  node: EmulatedNode,
  listen: { host: string; port: number },
  identity: { key: string; cert: string },
  options: ApiServerOptions = {},
): Promise<{ port: number; close(): Promise<void> }> {
  const context = createContext(node, options.newId);
  const bulk = new BulkEngine(context);
  const ldap = new LdapEngine(context);
  context.syncsChanged = () => {
    bulk.wake();
    ldap.wake();
  };
  // calls die with the process: so does what the cluster knows of them
  leaveConference(node.cluster.store, null, node.name);

  const webAdmin = new WebAdmin(node);
  const requestTimeout = options.requestTimeoutMs ?? 30_000;
  const server = createServer({
    key: identity.key,
    cert: identity.cert,
    minVersion: 'TLSv1.2',
    keepAliveTimeout: 5_000,
    requestTimeout,
    headersTimeout: requestTimeout,
    connectionsCheckingInterval: Math.min(requestTimeout, 5_000),
  });
  server.maxRequestsPerSocket = 100;
  server.on('request', (request, response) => {
    const fault = node.faults.meet(isApi(request) && request.headers.authorization !== undefined);
    if (fault !== null) return suffer(fault, context, request, response);
    handle(context, webAdmin, request, response).catch((error: unknown) => {
      if (error instanceof ClientGone) return response.destroy();
      node.log.write('user.warning', 'host:server:', ` WARNING : API: ${String(error).split('\n')[0]}`);
      if (!response.headersSent) send(context, response, '', { status: 500, headers: [], body: '', type: null });
      else response.destroy();
    });
  });
  server.on('upgrade', (request, socket, head) => upgradeToEvents(context, request, socket, head));
  // what is no HTTP, or comes too slowly, costs its connection only
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') return socket.destroy();
    const status = statusOf[error.code ?? ''] ?? '400 Bad Request';
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  });
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    if (node.faults.active === 'cut') return socket.destroy();
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(listen.port, listen.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  bulk.wake();
  ldap.resume();
  node.faults.attach({
    drop: (abruptly) => {
      for (const socket of sockets) {
        if (abruptly) socket.resetAndDestroy();
        else socket.destroy();
      }
    },
    present: (other) => server.setSecureContext({ minVersion: 'TLSv1.2', ...(other ?? identity) }),
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      bulk.stop();
      await ldap.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      // also those that are still in their TLS handshake
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** What a request meets on a node that its bench lets fail: an answer 503, none at all, or the end of its connection. */
function suffer(fault: FaultKind, context: ApiContext, request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  if (fault === 'unavailable') send(context, response, '', { status: 503, headers: [], body: '', type: null });
  else if (fault !== 'hung') request.socket.destroy();
}

/** The connection ended in the middle of a request: there is nobody to answer. */
class ClientGone extends Error {}

const statusOf: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

interface Outgoing {
  status: number;
  headers: readonly Field[];
  body: string;
  type: string | null;
}

async function handle(
  context: ApiContext,
  webAdmin: WebAdmin,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = pathOf(request.url ?? '/');
  const accepts = String(request.headers['accept-encoding'] ?? '');
  if (!isApi(request)) {
    const form = (await readBody(request, maxFormSize))?.toString('utf8') ?? null;
    if (form === null) response.shouldKeepAlive = false;
    const { cookie = '' } = request.headers;
    const path = target.split('?')[0] ?? '';
    return send(context, response, accepts, webAdmin.answer({ method: request.method ?? '', path, cookie, form }));
  }
  const { node, policies } = context;
  const method = request.method ?? '';
  const trace = new RequestTrace(node, clientAddress(request), method, target);
  const respond = (answer: ApiAnswer, bare = '') => {
    const body = answer.document?.body ?? bare;
    trace.answer(answer, Buffer.byteLength(body));
    send(context, response, accepts, { ...answer, body, type: typeOf(answer, body) });
  };

  const typeOf = ({ document }: ApiAnswer, body: string) =>
    body === '' ? null : (document?.type ?? policies['api.contentType']());

  const body = await readBody(request, policies['api.maxBodySize']());
  const caller = callerOf(node, request.headers.authorization);
  if (!caller?.role || !policies['api.isAuthenticated'](caller) || !policies['api.roleMay'](caller.role)) {
    const challenge = policies['api.challenge']();
    const headers: Field[] = challenge === null ? [] : [['WWW-Authenticate', challenge]];
    return respond(
      { status: policies['api.unauthorizedStatus'](), headers, document: null, audit: null },
      policies['api.unauthorizedBody'](),
    );
  }
  if (body === null) {
    response.shouldKeepAlive = false;
    return respond({ status: policies['api.tooLargeStatus'](), headers: [], document: null, audit: null });
  }
  const text = body.toString('utf8');
  trace.content(text, body.length, request.headers['content-type'] ?? '');
  const later: (() => void)[] = [];
  const answer = dispatch(
    { ...context, syncsChanged: () => later.push(() => context.syncsChanged()), afterAnswer: (run) => later.push(run) },
    { method, target, body: text, origin: `https://${request.headers.host ?? node.name}` },
  );
  trace.audit(caller.username, answer.audit);
  respond(answer);
  for (const run of later) run();
}

function isApi(request: IncomingMessage): boolean {
  return /^\/api(?:[/?]|$)/i.test(pathOf(request.url ?? '/'));
}

/** The origin form of a request target; a proxy's absolute form means the same. */
function pathOf(target: string): string {
  return target.replace(/^https?:\/\/[^/?]*/i, '');
}

function clientAddress(request: IncomingMessage): string {
  return (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}

/** The whole body, or null when it is larger than `limit` bytes. Rejects when the client goes away. */
function readBody(request: IncomingMessage, limit: number): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else resolve(null);
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', () => reject(new ClientGone()));
    request.once('close', () => reject(new ClientGone()));
  });
}

function callerOf(node: EmulatedNode, authorization: string | undefined): Caller | null {
  if (isLoopback(node, authorization))
    return { username: 'loopback', verified: true, role: 'api', mustChangePassword: false };
  const encoded = /^basic +([A-Za-z0-9+/=_-]+)\s*$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const at = pair.indexOf(':');
  if (at < 0) return null;
  const username = pair.slice(0, at);
  const known = node.accounts.find(username);
  return {
    username,
    verified: node.accounts.verify(username, pair.slice(at + 1)) !== undefined,
    role: known?.role ?? null,
    mustChangePassword: known?.mustChangePassword ?? false,
  };
}

function send(
  { node, policies }: ApiContext,
  response: ServerResponse,
  acceptEncoding: string,
  outgoing: Outgoing,
): void {
  if (response.destroyed) return;
  const plain = Buffer.from(outgoing.body, 'utf8');
  const zipped = plain.length > 0 && policies['api.compresses'](acceptEncoding);
  const body = zipped ? gzipSync(plain, { level: 1 }) : plain;
  response.sendDate = false;
  response.statusCode = outgoing.status;
  response.setHeader('Date', node.cluster.clock.now().toUTCString());
  for (const [name, value] of policies['api.commonHeaders']()) response.setHeader(name, value);
  for (const [name, value] of outgoing.headers) response.setHeader(name, value);
  if (zipped) response.setHeader('Content-Encoding', 'gzip');
  if (outgoing.type !== null) response.setHeader('Content-Type', outgoing.type);
  response.setHeader('Content-Length', body.length);
  response.end(body);
}
