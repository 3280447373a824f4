import { createSocket } from 'node:dgram';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Facility, LogSink } from '../kernel/log.ts';
import type { EmulatedNode } from '../kernel/node.ts';

export type SyslogTransport = 'tcp' | 'udp' | 'tls';

/** A receiver of the node's log. */
export interface SyslogServer {
  host: string;
  port: number;
  transport: SyslogTransport;
}

/** The node's syslog configuration; it survives restarts. */
export interface SyslogSettings {
  enabled: boolean;
  servers: SyslogServer[];
  /** File that verifies receivers by TLS. */
  trust?: string | undefined;
}

export interface SyslogSender {
  send: LogSink;
  close(): void;
}

const priorities: Readonly<Record<Facility, number>> = {
  'user.info': 1 * 8 + 6,
  'user.warning': 1 * 8 + 4,
  'local0.info': 16 * 8 + 6,
  'local0.warning': 16 * 8 + 4,
  'daemon.info': 3 * 8 + 6,
  'daemon.warning': 3 * 8 + 4,
  'auth.info': 4 * 8 + 6,
};
const maxQueuedLines = 1000;
const running = new WeakMap<EmulatedNode, () => void>();

/** A syslog message: the log line behind its RFC 3164 priority. */
export function syslogMessage(facility: Facility, line: string): string {
  return `<${priorities[facility]}>${line}`;
}

/**
 * Sends log lines to one receiver: a datagram each by UDP, or lines ending in LF on a TCP or TLS connection. While such a receiver
 * is away, the latest 1000 lines wait for it, and each new line tries to reach it again. `trust` is PEM: what a TLS receiver's
 * certificate is verified with; null takes any (inferred).
 */
export function createSyslogSender(server: SyslogServer, trust: string | null = null): SyslogSender {
  return server.transport === 'udp' ? udpSender(server) : streamSender(server, trust);
}

/** Begins to send as configured; the returned function ends it. A change of the configuration calls this again. */
export function startSyslog(node: EmulatedNode): () => void {
  running.get(node)?.();
  const { enabled, servers, trust } = syslogSettings(node);
  const bundle = trust ? (node.files.read(trust)?.content.toString() ?? '') : null;
  const senders = enabled ? servers.map((server) => createSyslogSender(server, bundle)) : [];
  for (const sender of senders) node.log.sinks.add(sender.send);
  const stop = () => {
    for (const sender of senders.splice(0)) {
      node.log.sinks.delete(sender.send);
      sender.close();
    }
  };
  running.set(node, stop);
  return () => running.get(node)?.();
}

export function syslogSettings(node: EmulatedNode): SyslogSettings {
  return node.settings.get<SyslogSettings>('syslog') ?? { enabled: false, servers: [] };
}

function udpSender({ host, port }: SyslogServer): SyslogSender {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  socket.on('error', () => undefined);
  socket.unref();
  let closed = false;
  return {
    send: (facility, line) => {
      if (!closed) socket.send(syslogMessage(facility, line), port, host, () => undefined);
    },
    close: () => {
      closed = true;
      socket.close();
    },
  };
}

function streamSender({ host, port, transport }: SyslogServer, trust: string | null): SyslogSender {
  const queue: string[] = [];
  let socket: Socket | null = null;
  let connected = false;
  let closed = false;
  const open = () => {
    const opened =
      transport === 'tls'
        ? connectTls({ host, port, rejectUnauthorized: trust !== null, ...(trust === null ? {} : { ca: trust }) })
        : connect(port, host);
    socket = opened;
    opened.setNoDelay(true);
    opened.unref();
    opened.on(transport === 'tls' ? 'secureConnect' : 'connect', () => {
      connected = true;
      for (const message of queue.splice(0)) opened.write(message);
    });
    opened.on('error', () => opened.destroy());
    opened.on('close', () => {
      connected = false;
      if (socket === opened) socket = null;
    });
    opened.resume();
  };
  return {
    send: (facility, line) => {
      if (closed) return;
      const message = `${syslogMessage(facility, line)}\n`;
      if (connected && socket?.writable) {
        socket.write(message);
        return;
      }
      queue.push(message);
      if (queue.length > maxQueuedLines) queue.shift();
      if (!socket) open();
    },
    close: () => {
      closed = true;
      socket?.end();
      if (!connected) socket?.destroy();
    },
  };
}
