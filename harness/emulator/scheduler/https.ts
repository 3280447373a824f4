import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Socket } from 'node:net';
import type { EmulatedNode } from '../kernel/node.ts';
import { readBody } from '../kernel/request-body.ts';
import { MeetingsApi } from './meetings-api.ts';
import type { SchedulerContext, SchedulerPart } from './service.ts';

const path = '/api/v1/scheduler/meetings';
const maxBody = 1_000_000;

/**
 * The scheduler's own HTTPS interface (document 217367): listens only where `scheduler https listen` says so, with the full chain
 * of `scheduler https certs`. What keeps it from listening is logged.
 */
export async function startHttps(context: SchedulerContext): Promise<SchedulerPart> {
  const { node, settings } = context;
  const { policies } = node.cluster;
  const port = policies['meet.listenPort'](settings);
  const idle = { stop: () => {} };
  if (port === null) return idle;
  const content = (name: string | null) => (name === null ? undefined : node.files.read(name)?.content.toString());
  const [key, chain] = [content(settings.httpsKeyFile), content(settings.httpsCertificateFile)];
  if (key === undefined || chain === undefined) return warn(node, 'no key and certificate for HTTPS') ?? idle;

  const api = new MeetingsApi(node, context.announce);
  const sockets = new Set<Socket>();
  try {
    const server = createServer({
      key,
      cert: policies['meet.presentedChain'](certificatesOf(chain)).join('\n'),
      minVersion: 'TLSv1.2',
    });
    server.on('request', (request, response) => {
      handle(node, api, request, response).catch((error: unknown) => {
        warn(node, `request failed: ${String(error).split('\n')[0]}`);
        if (response.headersSent) response.destroy();
        else send(response, 500, { error: 'The scheduler failed.' });
      });
    });
    server.on('connection', (socket: Socket) => {
      socket.setNoDelay(true);
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    server.on('tlsClientError', (_error, socket) => socket.destroy());
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, node.address, resolve);
    });
    server.on('error', (error) => warn(node, error.message));
    node.endpoints.scheduler = `https://${node.endpoints.mmp?.host === node.name ? node.name : node.address}:${port}`;
    return {
      stop: async () => {
        node.endpoints.scheduler = null;
        const closed = new Promise((resolve) => server.close(resolve));
        for (const socket of sockets) socket.destroy();
        await closed;
      },
    };
  } catch (error) {
    warn(node, `cannot listen on port ${port}: ${(error as Error).message}`);
    return idle;
  }
}

async function handle(
  node: EmulatedNode,
  api: MeetingsApi,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { policies } = node.cluster;
  const body = await readBody(request, maxBody);
  if (body === null) {
    response.shouldKeepAlive = false;
    return send(response, 413, { error: `A body has at most ${maxBody} bytes.` });
  }
  if (!policies['meet.isAuthorized'](credentialsOf(node, request.headers.authorization)))
    return send(response, 401, { error: 'The credentials are not those of a user of this server.' });
  const url = urlOf(request.url ?? '');
  const [, id = null] = /^\/([^/]+)\/?$/.exec(url?.pathname.slice(path.length) ?? '') ?? [];
  const known = url?.pathname.startsWith(path) && (id !== null || /^\/?$/.test(url.pathname.slice(path.length)));
  if (!url || !known) return send(response, 404, { error: `The scheduler serves ${path} only.` });
  const answer = api.answer({
    method: request.method ?? '',
    id: id === null ? null : id.toLowerCase(),
    query: url.searchParams,
    body,
  });
  send(response, answer.status, answer.json);
}

function send(response: ServerResponse, status: number, json: unknown): void {
  const body = Buffer.from(JSON.stringify(json));
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
}

/** Whether credentials were given, and whether they are those of a user of this server. */
function credentialsOf(node: EmulatedNode, authorization: string | undefined): { given: boolean; verified: boolean } {
  const encoded = /^basic +(\S+)\s*$/i.exec(authorization ?? '')?.[1];
  if (authorization === undefined) return { given: false, verified: false };
  const pair = Buffer.from(encoded ?? '', 'base64').toString('utf8');
  const at = pair.indexOf(':');
  const verified = at >= 0 && node.accounts.verify(pair.slice(0, at), pair.slice(at + 1)) !== undefined;
  return { given: true, verified };
}

function urlOf(target: string): URL | null {
  return URL.parse(target, 'https://scheduler');
}

function certificatesOf(pem: string): string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
}

function warn(node: EmulatedNode, text: string): undefined {
  node.log.write('daemon.warning', 'scheduler_backend[2056]:', ` WARN  HTTPS - ${text}`);
}
