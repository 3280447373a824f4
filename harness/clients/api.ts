import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { Agent, buildConnector } from 'undici';
import type { Channel, Recorder } from '../protocol/exchange.ts';
import { TargetUnavailable } from '../protocol/exchange.ts';
import { readXml, type XmlNode } from '../protocol/xml-read.ts';

export type ApiMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A request body: text sent byte for byte, or pairs that are form-encoded in their order. */
export type ApiBody = string | readonly (readonly [name: string, value: string])[];

/** What the server answered; plain data, whatever the status is. */
export interface ApiAnswer {
  method: ApiMethod;
  /** The path as it was sent. */
  path: string;
  status: number;
  /** Names in lower case; a repeated header's values are joined by `, `. */
  headers: Record<string, string>;
  /** Bytes of the body. */
  size: number;
  body: string;
  location?: string;
  /** The body as a tree, when it is well-formed XML. */
  xml?: XmlNode;
}

/** A whole collection, read page by page. */
export interface ApiListing {
  /** The collection's items, in the order of the pages. */
  items: XmlNode[];
  /** The `total` attribute of each page. */
  totals: string[];
  /** The answer of each page; when the last one isn't 200, the listing ended there. */
  pages: ApiAnswer[];
}

/** How a server's certificate is judged; by the system's trust when nothing is given. */
export type ApiTrust =
  | { kind: 'system' }
  /** PEM certificates that are trusted instead of the system's. */
  | { kind: 'ca'; pem: string }
  /** The server certificate's SHA-256 in base64 or hexadecimal digits; replaces the checks of chain and host name. */
  | { kind: 'fingerprint'; sha256: string }
  | { kind: 'insecure' };

export interface ApiClientOptions {
  /** Node name, for evidence and errors. */
  node: string;
  /** Base URL without path, e.g. `https://cms1.example.test:445`. */
  url: string;
  username: string;
  password: string;
  tls?: ApiTrust;
  recorder?: Recorder;
  /** What it is that is asked, when it isn't a Call Bridge. */
  peer?: { channel: Channel; name: string; bodyType: string };
  /** Send no credentials until the server has asked for them, as TMS does. */
  challenge?: boolean;
  /** Milliseconds that one request may take; 15 000 by default. */
  timeoutMs?: number;
  /** Milliseconds until a request is repeated that a busy Call Bridge answered 503; 500 by default. */
  busyPauseMs?: number;
  signal?: AbortSignal;
}

/** Which credentials a single request carries: the client's own, none, or others. */
export type ApiCredentials = 'own' | 'none' | { username: string; password: string };

const callBridge: NonNullable<ApiClientOptions['peer']> = {
  channel: 'api',
  name: 'the Call Bridge API',
  bodyType: 'application/x-www-form-urlencoded',
};

/** Pages that `all` reads at most, so that a server whose `total` never fits can't hold it for ever. */
const maxPages = 1000;

/** How often a request is sent to a Call Bridge that says 503: it is busy, and asks for the same request later (blueprint). */
const maxTries = 3;

/**
 * Client of one Call Bridge's REST API (document 212298, recorded trace; CMS API reference "Accessing the API").
 * Every answer is returned, refusals too, a 503 when it came three times; only a server that can't be asked throws `TargetUnavailable`.
 */
export class ApiClient {
  readonly #options: ApiClientOptions;
  readonly #origin: string;
  #agent: Agent;
  #challenged = false;

  constructor(options: ApiClientOptions) {
    this.#options = options;
    this.#origin = new URL(options.url).origin;
    this.#agent = this.#newAgent();
  }

  get(path: string): Promise<ApiAnswer> {
    return this.request('GET', path);
  }

  post(path: string, body?: ApiBody): Promise<ApiAnswer> {
    return this.request('POST', path, body);
  }

  put(path: string, body?: ApiBody): Promise<ApiAnswer> {
    return this.request('PUT', path, body);
  }

  delete(path: string): Promise<ApiAnswer> {
    return this.request('DELETE', path);
  }

  /**
   * Sends one request. `path` goes out byte for byte and begins with `/`, as a `Location` does.
   * Throws `TargetUnavailable` when there is no answer, or when the client's own credentials are refused.
   */
  async request(
    method: ApiMethod,
    path: string,
    body?: ApiBody,
    credentials: ApiCredentials = 'own',
  ): Promise<ApiAnswer> {
    if (credentials !== 'own') return this.#answered(method, path, body, credentials);
    if (this.#options.challenge && !this.#challenged) {
      const first = await this.#answered(method, path, body, 'none');
      if (first.status !== 401 || !/^basic\b/i.test(first.headers['www-authenticate'] ?? '')) return first;
    }
    const { username, password } = this.#options;
    const answer = await this.#answered(method, path, body, { username, password });
    if (answer.status === 401) {
      throw new TargetUnavailable(
        `${method} ${this.#origin}${path}: expected an answer for user "${username}", got 401. ` +
          `Check the API user name and password of node "${this.#options.node}" (a new API user must change its password first).`,
      );
    }
    this.#challenged = true;
    return answer;
  }

  /**
   * Reads a whole collection: the first page as it comes, then by `offset` until `total` items were read or a page is empty
   * (CMS API reference, "GET Methods": a page's size is the server's choice).
   */
  async all(path: string): Promise<ApiListing> {
    const listing: ApiListing = { items: [], totals: [], pages: [] };
    while (listing.pages.length < maxPages) {
      const offset = listing.items.length;
      const page = await this.get(offset === 0 ? path : `${path}${path.includes('?') ? '&' : '?'}offset=${offset}`);
      listing.pages.push(page);
      if (page.status !== 200 || !page.xml) break;
      listing.items.push(...page.xml.children);
      const total = page.xml.attributes.total ?? '';
      listing.totals.push(total);
      if (page.xml.children.length === 0 || listing.items.length >= Number(total)) break;
    }
    return listing;
  }

  /** Closes the connections; a later request opens new ones. */
  close(): Promise<void> {
    const agent = this.#agent;
    this.#agent = this.#newAgent();
    return agent.destroy();
  }

  #newAgent(): Agent {
    const { tls = { kind: 'system' }, timeoutMs = 15_000 } = this.#options;
    return new Agent({
      connect: connector(tls, timeoutMs),
      connections: 4,
      // CMS closes an idle connection after 5 s: leave it earlier, so that no request runs into the closing
      keepAliveTimeout: 2_000,
      keepAliveMaxTimeout: 2_000,
    });
  }

  /** The answer of a Call Bridge that isn't busy, or what it answered last. */
  async #answered(
    method: ApiMethod,
    path: string,
    body: ApiBody | undefined,
    credentials: Exclude<ApiCredentials, 'own'>,
  ): Promise<ApiAnswer> {
    const { peer, signal, busyPauseMs = 500 } = this.#options;
    for (let tries = 1; ; tries += 1) {
      const answer = await this.#send(method, path, body, credentials);
      if (answer.status !== 503 || peer || tries === maxTries) return answer;
      await pause(busyPauseMs, undefined, signal ? { signal } : {});
    }
  }

  async #send(
    method: ApiMethod,
    path: string,
    body: ApiBody | undefined,
    credentials: Exclude<ApiCredentials, 'own'>,
  ): Promise<ApiAnswer> {
    const { node, recorder, signal, timeoutMs = 15_000, peer = callBridge } = this.#options;
    const text = body === undefined || typeof body === 'string' ? body : encodePairs(body);
    const visible: Record<string, string> = text === undefined ? {} : { 'content-type': peer.bodyType };
    const headers = { ...visible };
    if (credentials !== 'none') {
      const pair = Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64');
      headers.authorization = `Basic ${pair}`;
    }
    const startedAt = new Date();
    const started = performance.now();
    const sent = {
      summary: `${method} ${path}`,
      headers: visible,
      ...(text === undefined ? {} : { body: text }),
    };
    const report = (rest: { response?: ReturnType<typeof responseOf>; error?: string }): void =>
      recorder?.({
        channel: peer.channel,
        node,
        at: startedAt.toISOString(),
        durationMs: Math.round(performance.now() - started),
        request: sent,
        ...rest,
      });
    try {
      const response = await this.#agent.request({
        origin: this.#origin,
        path,
        method,
        headers,
        body: text ?? null,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        ...(signal ? { signal } : {}),
      });
      const bytes = Buffer.from(await response.body.arrayBuffer());
      const answer = toAnswer(method, path, response.statusCode, flat(response.headers), bytes);
      report({ response: responseOf(answer) });
      return answer;
    } catch (error) {
      const reason = `${method} ${this.#origin}${path}: expected an answer of ${peer.name}, got ${explain(error)}`;
      report({ error: reason });
      throw new TargetUnavailable(reason, { cause: error });
    }
  }
}

/** `application/x-www-form-urlencoded`, pairs in their order, a blank as `+`. */
export function encodePairs(pairs: readonly (readonly [string, string])[]): string {
  return new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])).toString();
}

/** Connects with the trust that was asked for. */
export function connector(tls: ApiTrust, timeout: number): buildConnector.connector {
  if (tls.kind !== 'fingerprint') {
    return buildConnector({
      timeout,
      rejectUnauthorized: tls.kind !== 'insecure',
      ...(tls.kind === 'ca' ? { ca: tls.pem } : {}),
    });
  }
  const wanted = fingerprintBytes(tls.sha256);
  // a resumed session wouldn't present the certificate that is to be compared
  const connect = buildConnector({ timeout, rejectUnauthorized: false, maxCachedSessions: 0 });
  return (options, callback) =>
    connect(options, (...result) => {
      if (result[0]) return callback(...result);
      const raw = (result[1] as TLSSocket).getPeerCertificate().raw;
      const actual = createHash('sha256').update(raw).digest();
      if (actual.equals(wanted)) return callback(...result);
      result[1].destroy();
      callback(
        new Error(
          `certificate fingerprint SHA256:${actual.toString('base64')}, expected SHA256:${wanted.toString('base64')}; compare it at the console, then correct the fingerprint in the target file`,
        ),
        null,
      );
    });
}

function fingerprintBytes(text: string): Buffer {
  const value = text.replace(/^sha256:/i, '');
  const hex = value.replaceAll(':', '');
  const bytes = /^[0-9a-f]{64}$/i.test(hex) ? Buffer.from(hex, 'hex') : Buffer.from(value, 'base64');
  if (bytes.length !== 32) throw new TypeError(`not a SHA-256 fingerprint: "${text}"`);
  return bytes;
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

function toAnswer(
  method: ApiMethod,
  path: string,
  status: number,
  headers: Record<string, string>,
  bytes: Buffer,
): ApiAnswer {
  const body = bytes.toString('utf8');
  const xml = treeOf(body);
  return {
    method,
    path,
    status,
    headers,
    size: bytes.length,
    body,
    ...(headers.location === undefined ? {} : { location: headers.location }),
    ...(xml ? { xml } : {}),
  };
}

function treeOf(body: string): XmlNode | undefined {
  if (!body.trimStart().startsWith('<')) return undefined;
  try {
    return readXml(body);
  } catch {
    return undefined; // a malformed document is the judges' business; they see the text
  }
}

function responseOf(answer: ApiAnswer) {
  const { status, headers, body } = answer;
  return { summary: `${status}, ${answer.size} bytes`, status, headers, body };
}

const advice: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there: check address and port (MMP `webadmin`), and that Web Admin is enabled',
  ECONNRESET: 'the server closed the connection: check that the port speaks HTTPS',
  ENOTFOUND: 'the host name is unknown: check the name and the resolver',
  EAI_AGAIN: 'the resolver did not answer: check the name server',
  EHOSTUNREACH: 'the host cannot be reached: check the route',
  ETIMEDOUT: 'no answer in time: check the route and firewalls',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time: check the route and firewalls',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time: check the load of the node',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped in the middle: check the load of the node',
  UND_ERR_SOCKET: 'the server closed the connection: check that the port speaks HTTPS',
  UND_ERR_ABORTED: 'the run was stopped',
  ERR_SSL_WRONG_VERSION_NUMBER: 'the port does not speak TLS: check address and port',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate names another host: correct the URL, or set `tls`',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed: set `tls` to its `ca` or `fingerprint`',
  SELF_SIGNED_CERT_IN_CHAIN: 'its issuer is not trusted: set `tls` to the `ca`',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its issuer is not trusted: set `tls` to the `ca`',
  CERT_HAS_EXPIRED: 'the certificate has expired: renew it',
};

/** Why a server could not be asked, with what to look at. */
export function explain(error: unknown): string {
  const causes = error instanceof AggregateError ? error.errors : [error];
  const first = causes[0];
  const code = first instanceof Error && 'code' in first ? String(first.code) : '';
  // of OpenSSL's own errors the code says all; their text is a file and a line of OpenSSL's
  const message = code.startsWith('ERR_SSL_') ? code : first instanceof Error ? first.message : String(first);
  return [code && !message.includes(code) ? `${code}: ${message}` : message, advice[code]].filter(Boolean).join('; ');
}
