import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { ApiContext } from '../api/context.ts';
import { EventSession } from './session.ts';

/** Bytes of a client's message at most (inferred). */
const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 1_000_000 });

/** Serves the events of a node to an admitted client, until its connection ends. */
export function serveEvents(context: ApiContext, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  server.handleUpgrade(request, socket, head, (webSocket) => {
    const session = new EventSession(context, (message) => webSocket.send(JSON.stringify(message), () => {}));
    const unlisten = context.node.liveEvents.listen((event) => session.note(event));
    webSocket.on('message', (data: Buffer, isBinary) => {
      if (!isBinary) session.receive(data.toString('utf8'));
    });
    webSocket.on('error', () => webSocket.terminate());
    webSocket.once('close', unlisten);
  });
}
