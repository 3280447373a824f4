import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { eventsPath } from '../../protocol/events.ts';
import type { ApiContext } from '../api/context.ts';
import { isAdmitted } from './tokens.ts';

/** A request to change to WebSocket on Web Admin's port: the events, for whom has a token (facts: call-bridge-api 21). */
export function upgradeToEvents(context: ApiContext, request: IncomingMessage, socket: Duplex, head: Buffer): unknown {
  const { node, policies } = context;
  socket.on('error', () => socket.destroy());
  const [path, query] = (request.url ?? '').split('?');
  if (path !== eventsPath) return refuse(socket, 404);
  if (!isAdmitted(node, new URLSearchParams(query).get('authToken') ?? ''))
    return refuse(socket, policies['events.refusalStatus']());
  // loaded when it is needed: most emulated bridges have no client of events
  import('./socket.ts').then(
    ({ serveEvents }) => serveEvents(context, request, socket, head),
    () => socket.destroy(),
  );
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
