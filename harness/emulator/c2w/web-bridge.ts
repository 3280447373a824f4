import { constants, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { WebSocketServer } from 'ws';
import { guidMessage } from '../../protocol/c2w.ts';
import type { EmulatedNode } from '../kernel/node.ts';
import { readCertificates } from '../mmp/certificates.ts';
import { listedSettings } from '../mmp/commands/component-state.ts';
import { startWebApp } from '../web-app/server.ts';
import { SchedulerLinks } from './scheduling.ts';
import { bundleInEffect, distrust, presentedBy } from './trust.ts';

const component = 'webbridge3';
const running = new WeakMap<EmulatedNode, Listeners>();

/** The listeners of one Web Bridge. */
interface Listeners {
  close(): Promise<void>;
}

/**
 * Starts a node's Web Bridge, its C2W side and the web app, with its present configuration when it is enabled there, again if it
 * runs. Never fails: a listener that can't be opened is a line in the log.
 */
export async function startWebBridge(node: EmulatedNode): Promise<void> {
  await stopWebBridge(node);
  const settings = listedSettings(node, component);
  if (!node.roles.has('webBridge') || settings.Enabled !== 'true') return;
  const schedulers = new SchedulerLinks();
  const started = [...(await startC2w(node, schedulers)), await startWebApp(node, schedulers)];
  const open = started.filter((listener) => listener !== null);
  running.set(node, { close: async () => void (await Promise.all(open.map((listener) => listener.close()))) });
}

/** Opens the C2W listeners that are configured. */
async function startC2w(node: EmulatedNode, schedulers: SchedulerLinks): Promise<(Listeners | null)[]> {
  const settings = listedSettings(node, component);
  const file = (key: string) => node.files.read(settings[key] ?? '')?.content;
  const key = file('C2W Key file');
  const chain = readCertificates(file('C2W Full chain certificate file'));
  if (!key || 'problem' in chain) return [];
  const { policies } = node.cluster;
  const cert = policies['c2w.presentedChain'](
    'webBridge',
    chain.certificates.map((certificate) => String(certificate)),
  ).join('');
  const bundle = bundleInEffect(
    node,
    'webBridge',
    () => node.files.read(listedSettings(node, component)['C2W Trust bundle'] ?? '')?.content,
  );
  const ports = (settings['C2W listening ports and interfaces'] ?? '')
    .split(' ')
    .flatMap((listener) => listener.split(':')[1] ?? []);
  return Promise.all(ports.map((port) => listen(node, Number(port), { key, cert, bundle, schedulers })));
}

/** Stops a node's Web Bridge; connections end. */
export async function stopWebBridge(node: EmulatedNode): Promise<void> {
  const listeners = running.get(node);
  running.delete(node);
  await listeners?.close();
}

/** The guid of a node's Web Bridge; made once. */
function webBridgeGuid(node: EmulatedNode): string {
  const kept = node.settings.get<string>('webBridgeGuid');
  if (kept) return kept;
  const made = randomUUID();
  node.settings.set('webBridgeGuid', made);
  return made;
}

interface Material {
  key: Buffer;
  cert: string;
  bundle: () => Buffer | undefined;
  schedulers: SchedulerLinks;
}

async function listen(node: EmulatedNode, port: number, material: Material): Promise<Listeners | null> {
  const { policies, clock } = node.cluster;
  const server = createServer({
    key: material.key,
    cert: material.cert,
    minVersion: 'TLSv1.2',
    // whom to trust is decided below, at the cluster's time; a resumed session would go around it
    requestCert: true,
    rejectUnauthorized: false,
    secureOptions: constants.SSL_OP_NO_TICKET,
  });
  const webSockets = new WebSocketServer({ noServer: true, maxPayload: 1_048_576 });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const refused = new WeakSet<TLSSocket>();
  server.prependListener('secureConnection', (socket: TLSSocket) => {
    const reason = distrust(policies, {
      verifier: 'webBridge',
      presented: presentedBy(socket),
      bundle: material.bundle(),
      at: clock.now(),
      host: null,
      address: socket.remoteAddress ?? '',
    });
    if (reason === null) return;
    refused.add(socket);
    const form = policies['c2w.refusalForm']();
    if (form === 'reset') socket.destroy();
    if (form === 'closeTls') socket.end();
  });
  server.on('request', (_request, response) => response.writeHead(404).end());
  server.on('upgrade', (request, stream, head) => {
    const socket = stream as TLSSocket;
    const isRefused = refused.has(socket);
    if (isRefused && policies['c2w.refusalForm']() !== 'closeAfterUpgrade') {
      return void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    }
    webSockets.handleUpgrade(request, socket, head, (client) => {
      client.on('error', () => client.terminate());
      if (isRefused) return client.close(1008);
      material.schedulers.watch(client);
      const guid = policies['c2w.sentGuid'](webBridgeGuid(node));
      if (guid !== null) client.send(guidMessage(guid));
    });
  });
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.on('clientError', (_error, socket) => socket.destroy());
  const problem = await opened(server, port, node.address);
  if (problem !== null) {
    node.log.write('user.warning', 'wb3_backend:', `cannot listen for C2W on port ${port}: ${problem}`);
    return null;
  }
  return {
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Why the server can't listen there; null when it does. */
function opened(server: Server, port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    server.once('error', (error) => resolve(error.message));
    server.listen(port, host, () => resolve(null));
  });
}
