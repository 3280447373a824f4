import { once } from 'node:events';
import { type AddressInfo, createServer as createPlainServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { readElement } from '../protocol/ldap/ber.ts';
import { isBelow, normalDn, parentDn } from '../protocol/ldap/dn.ts';
import { matches } from '../protocol/ldap/filter.ts';
import {
  type Attribute,
  answerTags,
  type Message,
  type ResultCode,
  readMessage,
  resultCodes,
  type SearchRequest,
  writeEntry,
  writeResult,
} from '../protocol/ldap/message.ts';

/** An entry of a directory. */
export interface Entry {
  dn: string;
  attributes: Record<string, string | readonly string[]>;
}

export interface DirectoryOptions {
  /** Address to listen on. */
  host: string;
  /** PEM; with it TLS is spoken from the first byte. */
  identity?: { key: string; chain: string };
  /** The only login that is accepted; searches need it. */
  login: { dn: string; password: string };
  /** Entries that a search without pages, or one page, gets at most. */
  sizeLimit?: number;
}

/** What was asked of a directory. */
export interface DirectorySeen {
  binds: { dn: string; accepted: boolean; secured: boolean }[];
  searches: { base: string; scope: string; paged: boolean; found: number }[];
}

const largestMessage = 1_000_000;

/** A small LDAP server (RFC 4511): simple bind, search, paged results (RFC 2696). What its directory holds may change at any time. */
export class Directory {
  entries: Entry[] = [];
  readonly seen: DirectorySeen = { binds: [], searches: [] };
  readonly #options: DirectoryOptions;
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #port = 0;
  #held: (() => void)[] | null = null;
  readonly #waiting = new Set<() => void>();

  private constructor(options: DirectoryOptions) {
    this.#options = options;
  }

  static async start(options: DirectoryOptions): Promise<Directory> {
    const directory = new Directory(options);
    await directory.up();
    return directory;
  }

  get port(): number {
    return this.#port;
  }

  /** Brings it up, on the same port as before. */
  async up(): Promise<void> {
    if (this.#server) return;
    const { host, identity } = this.#options;
    const server = identity
      ? createTlsServer({ key: identity.key, cert: identity.chain }, (socket) => this.#serve(socket, true))
      : createPlainServer((socket) => this.#serve(socket, false));
    server.on('error', () => {});
    server.on('tlsClientError', () => {});
    server.on('connection', (socket: Socket) => {
      socket.setNoDelay(true);
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.once('close', () => this.#sockets.delete(socket));
    });
    server.listen(this.#port, host);
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Takes it down: connections to it are refused. */
  async down(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    this.#held = null;
    if (!server) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** From now on searches are not answered, until `release`. */
  hold(): void {
    this.#held ??= [];
  }

  /** Answers what was held back, and all that comes. */
  release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const run of held) run();
  }

  /** Resolves when a search is being held back, or after `milliseconds`; tells which. */
  async isAsked(milliseconds: number): Promise<boolean> {
    const asked = () => (this.#held?.length ?? 0) > 0;
    if (asked()) return true;
    return new Promise((resolve) => {
      const waiting = this.#waiting;
      const limit = setTimeout(done, milliseconds);
      waiting.add(done);
      function done() {
        clearTimeout(limit);
        waiting.delete(done);
        resolve(asked());
      }
    });
  }

  #serve(socket: Socket, secured: boolean): void {
    const session = new Session(socket);
    let received: Buffer = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      try {
        for (;;) {
          const element = readElement(received, largestMessage);
          if (!element) return;
          received = received.subarray(element.size);
          this.#answer(session, readMessage(element), secured);
        }
      } catch {
        // what speaks no LDAP has nothing to say here
        socket.destroy();
      }
    });
  }

  #answer(session: Session, message: Message, secured: boolean): void {
    const { id, operation } = message;
    if (operation.kind === 'bind') {
      const { login } = this.#options;
      const accepted = normalDn(operation.dn) === normalDn(login.dn) && operation.password === login.password;
      this.seen.binds.push({ dn: operation.dn, accepted, secured });
      session.bound = accepted;
      const code = accepted ? resultCodes.success : resultCodes.invalidCredentials;
      session.send(writeResult(id, answerTags.bind, { code }));
    } else if (operation.kind === 'search') {
      const run = () => this.#search(session, message, operation.request);
      if (this.#held) {
        this.#held.push(run);
        for (const tell of this.#waiting) tell();
      } else {
        run();
      }
    } else if (operation.kind === 'unbind') {
      session.socket.end();
    } else if (operation.kind === 'other') {
      session.send(writeResult(id, operation.answer, { code: resultCodes.protocolError }));
    }
  }

  #search(session: Session, message: Message, request: SearchRequest): void {
    const { entries, ...end } = this.#find(session, message, request);
    for (const entry of entries) session.send(writeEntry(message.id, entry.dn, chosen(entry, request)));
    session.send(writeResult(message.id, answerTags.search, end));
  }

  #find(session: Session, { page, unknownCritical }: Message, request: SearchRequest): SearchOutcome {
    if (!session.bound) return { code: resultCodes.insufficientAccessRights, entries: [] };
    if (unknownCritical) return { code: resultCodes.unavailableCriticalExtension, entries: [] };
    if (request.base !== '' && !this.entries.some(({ dn }) => isBelow(dn, request.base))) {
      return { code: resultCodes.noSuchObject, matched: this.#nearest(request.base), entries: [] };
    }
    const found = this.entries.filter(
      (entry) => inScope(entry.dn, request) && matches(request.filter, valuesOf(entry)),
    );
    const from = page ? (session.offsets.get(page.cookie.toString('hex')) ?? 0) : 0;
    if (from === 0) {
      const { base, scope } = request;
      this.seen.searches.push({ base, scope, paged: page !== null, found: found.length });
    }
    const limit = Math.min(this.#options.sizeLimit ?? Infinity, page && page.size > 0 ? page.size : Infinity);
    const allowed = Math.min(limit, request.sizeLimit > 0 ? request.sizeLimit - from : Infinity);
    const entries = found.slice(from, from + Math.max(0, allowed));
    const next = from + entries.length;
    if (next === found.length) return { code: resultCodes.success, entries, cookie: page ? Buffer.alloc(0) : null };
    if (!page || allowed < limit) return { code: resultCodes.sizeLimitExceeded, entries };
    return { code: resultCodes.success, entries, cookie: session.cookieFor(next) };
  }

  /** The nearest entry above a name that doesn't exist. */
  #nearest(dn: string): string {
    for (let above = parentDn(dn); above !== ''; above = parentDn(above)) {
      const entry = this.entries.find((one) => normalDn(one.dn) === above);
      if (entry) return entry.dn;
    }
    return '';
  }
}

interface SearchOutcome {
  code: ResultCode;
  entries: readonly Entry[];
  matched?: string;
  cookie?: Buffer | null;
}

class Session {
  readonly socket: Socket;
  bound = false;
  /** Where a search goes on, by the cookie that its client was given. */
  readonly offsets = new Map<string, number>();

  constructor(socket: Socket) {
    this.socket = socket;
  }

  send(bytes: Buffer): void {
    if (this.socket.writable) this.socket.write(bytes);
  }

  cookieFor(offset: number): Buffer {
    const cookie = Buffer.from(`page-${this.offsets.size + 1}`);
    this.offsets.set(cookie.toString('hex'), offset);
    return cookie;
  }
}

function inScope(dn: string, { base, scope }: SearchRequest): boolean {
  if (scope === 'base') return normalDn(dn) === normalDn(base);
  if (scope === 'one') return parentDn(dn) === normalDn(base);
  return isBelow(dn, base);
}

function valuesOf({ attributes }: Entry): (name: string) => readonly string[] {
  const byName = new Map(Object.entries(attributes).map(([name, values]) => [name.toLowerCase(), [values].flat()]));
  return (name) => byName.get(name.toLowerCase()) ?? [];
}

/** The attributes that a search asks for: all when it names none. */
function chosen({ attributes }: Entry, request: SearchRequest): Attribute[] {
  const wanted = request.attributes.map((name) => name.toLowerCase());
  const all = wanted.length === 0 || wanted.includes('*');
  return Object.entries(attributes)
    .filter(([name]) => all || wanted.includes(name.toLowerCase()))
    .map(([name, values]) => [name, request.typesOnly ? [] : [values].flat()]);
}
