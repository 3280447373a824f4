import type { Socket } from 'node:net';
import type { Caller } from '../policies/api.ts';

/** What the server remembers of one client connection. */
export interface Connection {
  /** Requests that came over it. */
  served: number;
  /** Who asked last. */
  caller: Caller | null;
}

const connections = new WeakMap<Socket, Connection>();

/** What is remembered of a connection. */
export function connectionOf(socket: Socket): Connection {
  let known = connections.get(socket);
  if (!known) {
    known = { served: 0, caller: null };
    connections.set(socket, known);
  }
  return known;
}
