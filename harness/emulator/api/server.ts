import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { FaultKind } from '../../protocol/fault.ts';
import { upgradeToEvents } from '../events/upgrade.ts';
import type { EmulatedNode } from '../kernel/node.ts';
import { LdapEngine } from '../ldap/engine.ts';
import type { Trouble } from '../policies/http.ts';
import { BulkEngine } from './bulk.ts';
import { leaveConference } from './conferences.ts';
import { connectionOf } from './connection.ts';
import { createContext, type NewId } from './context.ts';
import { shareParticipants } from './distributed.ts';
import { ClientGone, isApi, RequestHandler } from './handle.ts';
import { empty } from './send.ts';
import { WebAdmin } from './web-admin.ts';

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
  const unshare = shareParticipants(node);

  const { policies } = context;
  const service = { isBroken: false };
  const met = (trouble: Trouble) => {
    if (!policies['http.outlives'](trouble)) service.isBroken = true;
  };
  const handler = new RequestHandler(context, new WebAdmin(node), met);
  const requestTimeout = options.requestTimeoutMs ?? 30_000;
  const server = createServer({
    key: identity.key,
    cert: identity.cert,
    minVersion: 'TLSv1.2',
    keepAliveTimeout: policies['http.keepAlive']().seconds * 1000,
    requestTimeout,
    headersTimeout: requestTimeout,
    connectionsCheckingInterval: Math.min(requestTimeout, 5_000),
  });
  server.on('request', (request, response) => {
    const connection = connectionOf(request.socket);
    // what comes after the last request of a connection, or after its end, has no effect
    if (connection.served > 0 && policies['http.isLast'](connection.served, policies['http.keepAlive']()))
      return void request.resume();
    connection.served += 1;
    // an answer that has to wait for the one ahead of it has no connection yet
    if (response.socket === null && !policies['http.servesPipelined']()) return void request.socket.destroy();
    const fault = node.faults.meet(isApi(request) && request.headers.authorization !== undefined);
    if (fault !== null) return suffer(fault, handler, request, response);
    if (service.isBroken) return handler.send(request, response, empty(500));
    handler.handle(request, response).catch((error: unknown) => {
      if (error instanceof ClientGone) {
        met('aborted');
        return response.destroy();
      }
      node.log.write('user.warning', 'host:server:', ` WARNING : API: ${String(error).split('\n')[0]}`);
      if (!response.headersSent) handler.send(request, response, empty(500));
      else response.destroy();
    });
  });
  server.on('upgrade', (request, socket, head) => upgradeToEvents(context, request, socket, head));
  // what is no HTTP, or comes too slowly, costs its connection only
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const code = error.code ?? '';
    const trouble = troubleOf(error);
    if (trouble) met(trouble);
    if (!socket.writable || code === 'ECONNRESET') return socket.destroy();
    const status = statusOf[code] ?? '400 Bad Request';
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  });
  server.on('tlsClientError', (_error, socket) => {
    met('noTls');
    socket.destroy();
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    if (node.faults.active === 'cut') return socket.destroy();
    const most = policies['http.mostConnections']();
    if (most !== null && sockets.size >= most) return socket.destroy();
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
      unshare();
      const closed = new Promise((resolve) => server.close(resolve));
      // also those that are still in their TLS handshake
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** What a request meets on a node that its bench lets fail: an answer 503, none at all, or the end of its connection. */
function suffer(fault: FaultKind, handler: RequestHandler, request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  if (fault === 'unavailable') handler.send(request, response, empty(503));
  else if (fault !== 'hung') request.socket.destroy();
}

const statusOf: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** What a client did wrong; null when only its connection ended or took too long. */
function troubleOf(error: NodeJS.ErrnoException): Trouble | null {
  if (error.code === 'HPE_INVALID_EOF_STATE') return 'halfClosed';
  if (error.code === 'HPE_HEADER_OVERFLOW') return 'hugeHead';
  return error.code?.startsWith('HPE_') ? 'noHttp' : null;
}
