import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EmulatedNode } from '../kernel/node.ts';
import type { Caller, Field } from '../policies/api.ts';
import type { Trouble } from '../policies/http.ts';
import { type Connection, connectionOf } from './connection.ts';
import type { ApiContext } from './context.ts';
import { type ApiAnswer, dispatch } from './dispatch.ts';
import { isLoopback } from './loopback.ts';
import { type Outgoing, Sender } from './send.ts';
import { RequestTrace } from './trace-log.ts';
import { maxFormSize, type WebAdmin } from './web-admin.ts';

/** The connection ended in the middle of a request: there is nobody to answer. */
export class ClientGone extends Error {}

/** Answers requests: those below `/api` by the API, the others by Web Admin. */
export class RequestHandler {
  readonly #context: ApiContext;
  readonly #webAdmin: WebAdmin;
  readonly #sender: Sender;
  readonly #met: (trouble: Trouble) => void;
  /** Who was let in, by the header that said so, while no account changes. */
  readonly #callers = new Map<string, Caller>();
  #revision = -1;

  /** `met` is told of every trouble that a client makes. */
  constructor(context: ApiContext, webAdmin: WebAdmin, met: (trouble: Trouble) => void) {
    this.#context = context;
    this.#webAdmin = webAdmin;
    this.#sender = new Sender(context);
    this.#met = met;
  }

  /** Rejects with ClientGone when the client goes away before its request is whole. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isApi(request)) return this.#showPage(request, response);
    const { node, policies } = this.#context;
    const method = request.method ?? '';
    const target = pathOf(request.url ?? '/');
    const trace = new RequestTrace(node, clientAddress(request), method, target);
    const respond = (answer: ApiAnswer, bare = '') => {
      const body = answer.document?.body ?? bare;
      trace.answer(answer, Buffer.byteLength(body));
      const { document } = answer;
      const type = body === '' ? null : (document?.type ?? policies['api.contentType'](document?.root ?? ''));
      this.send(request, response, { ...answer, body, type });
    };
    const body = hasBody(request) ? await readBody(request, policies['api.maxBodySize']()) : Buffer.alloc(0);
    const caller = this.#callerOf(request, connectionOf(request.socket));
    if (!this.#mayPass(caller, method, target)) {
      const challenge = policies['api.challenge']();
      const headers: Field[] = challenge === null ? [] : [['WWW-Authenticate', challenge]];
      return respond(
        { status: policies['api.unauthorizedStatus'](), headers, document: null, audit: null },
        policies['api.unauthorizedBody'](),
      );
    }
    if (body === null) {
      this.#met('oversizeBody');
      response.shouldKeepAlive = false;
      return respond({ status: policies['api.tooLargeStatus'](), headers: [], document: null, audit: null });
    }
    const type = request.headers['content-type'] ?? '';
    if (method !== 'GET' && policies['http.typeIsRefused'](type, body.length))
      return respond({ status: 415, headers: [], document: null, audit: null });
    const text = body.length === 0 ? '' : policies['http.bodyText'](body);
    this.#notice(target, body, text);
    trace.content(text, body.length, type);
    const later: (() => void)[] = [];
    const answer = dispatch(
      {
        ...this.#context,
        syncsChanged: () => later.push(() => this.#context.syncsChanged()),
        afterAnswer: (run) => later.push(run),
      },
      { method, target, body: text, origin: `https://${request.headers.host ?? node.name}` },
    );
    trace.audit(caller?.username ?? '', answer.audit);
    respond(answer);
    for (const run of later) run();
  }

  /** Sends an answer as its request wants it. */
  send(request: IncomingMessage, response: ServerResponse, outgoing: Outgoing): void {
    const { policies } = this.#context;
    const connection = connectionOf(request.socket);
    const isLast = policies['http.isLast'](connection.served, policies['http.keepAlive']());
    const acceptEncoding = String(request.headers['accept-encoding'] ?? '');
    this.#sender.send(response, outgoing, { acceptEncoding, isLast });
    if (policies['http.breaksOff'](connection.served)) response.once('finish', () => request.socket.destroySoon());
  }

  async #showPage(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = (await readBody(request, maxFormSize))?.toString('utf8') ?? null;
    if (form === null) response.shouldKeepAlive = false;
    const { cookie = '' } = request.headers;
    const path = pathOf(request.url ?? '/').split('?')[0] ?? '';
    this.send(request, response, this.#webAdmin.answer({ method: request.method ?? '', path, cookie, form }));
  }

  #callerOf(request: IncomingMessage, connection: Connection): Caller | null {
    const own = this.#callerBy(request.headers.authorization);
    const caller = this.#context.policies['http.caller'](own, connection.caller);
    connection.caller = caller;
    return caller;
  }

  #callerBy(authorization = ''): Caller | null {
    const { node } = this.#context;
    if (this.#revision !== node.accounts.revision) this.#callers.clear();
    this.#revision = node.accounts.revision;
    const known = this.#callers.get(authorization);
    if (known) return known;
    const caller = callerOf(node, authorization);
    if (caller?.verified) this.#callers.set(authorization, caller);
    return caller;
  }

  #mayPass(caller: Caller | null, method: string, target: string): boolean {
    const { policies } = this.#context;
    if (!policies['http.needsCredentials'](method, target)) return true;
    return !!caller?.role && policies['api.isAuthenticated'](caller) && policies['api.roleMay'](caller.role);
  }

  /** Tells of what in a request is not as it should be. */
  #notice(target: string, body: Buffer, text: string): void {
    if (body.length > 0 && !isUtf8(body)) this.#met('badUtf8');
    if (isBadlyEncoded(target) || isBadlyEncoded(text)) this.#met('malformedEncoding');
  }
}

export function isApi(request: IncomingMessage): boolean {
  return /^\/api(?:[/?]|$)/i.test(pathOf(request.url ?? '/'));
}

/** The origin form of a request target; a proxy's absolute form means the same. */
function pathOf(target: string): string {
  return target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?]*/i, '');
}

function clientAddress(request: IncomingMessage): string {
  return (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
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

function isBadlyEncoded(text: string): boolean {
  if (!text.includes('%')) return false;
  try {
    decodeURIComponent(text);
    return false;
  } catch {
    return true;
  }
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
