import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Socket } from 'node:net';
import type { SchedulerLinks } from '../c2w/scheduling.ts';
import type { EmulatedNode } from '../kernel/node.ts';
import { readBody } from '../kernel/request-body.ts';
import { listedSettings } from '../mmp/commands/component-state.ts';
import { WebApp } from './web-app.ts';

const maxBody = 1_000_000;

/**
 * Serves the web app on the ports of `webbridge3 https listen` with the full chain of `webbridge3 https certs`; null when one of
 * both is missing, or nothing can be opened, which is a line in the log.
 */
export async function startWebApp(
  node: EmulatedNode,
  schedulers: SchedulerLinks,
): Promise<{ close(): Promise<void> } | null> {
  const settings = listedSettings(node, 'webbridge3');
  const content = (key: string) => node.files.read(settings[key] ?? '')?.content;
  const [key, cert] = [content('HTTPS Key file'), content('HTTPS Full chain certificate file')];
  const ports = (settings['HTTPS listening ports and interfaces'] ?? '')
    .split(' ')
    .flatMap((listener) => listener.split(':')[1] ?? []);
  if (!key || !cert || ports.length === 0) return null;
  const app = new WebApp(node, schedulers);
  const open: { port: string; close(): Promise<void> }[] = [];
  for (const port of new Set(ports)) {
    try {
      open.push({ port, close: await listen(node, app, Number(port), { key, cert }) });
    } catch (error) {
      warn(node, `cannot listen for HTTPS on port ${port}: ${(error as Error).message}`);
    }
  }
  const [first] = open;
  if (!first) return null;
  node.endpoints.webApp = `https://${node.endpoints.mmp?.host === node.name ? node.name : node.address}:${first.port}`;
  return {
    close: async () => {
      node.endpoints.webApp = null;
      for (const listener of open) await listener.close();
    },
  };
}

async function listen(
  node: EmulatedNode,
  app: WebApp,
  port: number,
  identity: { key: Buffer; cert: Buffer },
): Promise<() => Promise<void>> {
  const server = createServer({ ...identity, minVersion: 'TLSv1.2' });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    socket.setNoDelay(true);
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.on('request', (request, response) => {
    handle(app, request, response).catch((error: unknown) => {
      warn(node, `request failed: ${String(error).split('\n')[0]}`);
      if (response.headersSent) response.destroy();
      else send(response, 500, { error: 'The Web Bridge failed.' });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, node.address, resolve);
  });
  server.on('error', (error) => warn(node, error.message));
  return async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
}

async function handle(app: WebApp, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request, maxBody);
  if (body === null) {
    response.shouldKeepAlive = false;
    return send(response, 413, { error: `A body has at most ${maxBody} bytes.` });
  }
  const url = URL.parse(request.url ?? '', 'https://web-bridge');
  if (!url) return send(response, 400, { error: 'The request names no path.' });
  const { status, json } = await app.answer({
    method: request.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    token: /^bearer +(\S+)\s*$/i.exec(request.headers.authorization ?? '')?.[1] ?? null,
    body,
  });
  send(response, status, json);
}

function send(response: ServerResponse, status: number, json: unknown): void {
  const body = Buffer.from(JSON.stringify(json));
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
}

function warn(node: EmulatedNode, text: string): void {
  node.log.write('user.warning', 'wb3_backend:', text);
}
