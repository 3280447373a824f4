import { randomBytes } from 'node:crypto';
import type { EmulatedNode } from '../kernel/node.ts';
import type { Caller, Field } from '../policies/api.ts';
import { callLegsActive } from './live.ts';
import { signInPage, statusPage, textPage } from './web-admin-pages.ts';

/** A browser's request outside of `/api`. */
export interface WebRequest {
  method: string;
  /** Without query. */
  path: string;
  /** The header `Cookie`, or an empty text. */
  cookie: string;
  /** A form, or null when it was larger than `maxFormSize`. */
  form: string | null;
}

export interface WebAnswer {
  status: number;
  headers: readonly Field[];
  body: string;
  type: string;
}

/** Bytes that a sign-in may have. */
export const maxFormSize = 4096;

/** Sessions that are kept at most; the oldest one gives way. */
const maxSessions = 100;

/**
 * Web Admin of one node: what browsers get on the port of the API (CMS API reference, "Accessing the API"). Sessions live in
 * this process only; the API knows nothing of them.
 */
export class WebAdmin {
  readonly #node: EmulatedNode;
  /** Each session's cookie value with its instant of sign-in. */
  readonly #sessions = new Map<string, Date>();

  constructor(node: EmulatedNode) {
    this.#node = node;
  }

  answer(request: WebRequest): WebAnswer {
    const { policies } = this.#node.cluster;
    const statusPath = policies['webAdmin.statusPath']();
    if (request.path === '/logout' && request.method === 'POST') return this.#signOut(request);
    if (!['/', '/index.html', statusPath].includes(request.path))
      return this.#page(404, textPage('There is no such page.'));
    if (request.method === 'POST') return this.#signIn(request.form);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return this.#page(405, textPage('This page can only be read.'));
    const shown = this.#session(request) !== null || !policies['webAdmin.statusNeedsSignIn']();
    return this.#page(policies['webAdmin.pageStatus'](), shown ? this.#status() : signInPage(null));
  }

  #signIn(form: string | null): WebAnswer {
    const { cluster, accounts } = this.#node;
    const { policies } = cluster;
    if (form === null) return this.#page(413, textPage('That is too long for a sign-in.'));
    const fields = new URLSearchParams(form);
    const caller = this.#caller(fields.get('username') ?? '', fields.get('password') ?? '');
    const welcome =
      caller.role !== null && policies['webAdmin.isAuthenticated'](caller) && policies['webAdmin.roleMay'](caller.role);
    accounts.recordLogin(caller.username, welcome);
    if (!welcome) return this.#page(200, signInPage(policies['webAdmin.refusalText']()));
    const value = policies['webAdmin.sessionValue'](randomBytes(16));
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size >= maxSessions && oldest !== undefined) this.#sessions.delete(oldest);
    this.#sessions.set(value, cluster.clock.now());
    return this.#redirect(policies['webAdmin.statusPath'](), value);
  }

  #signOut(request: WebRequest): WebAnswer {
    const value = this.#session(request);
    if (value !== null) this.#sessions.delete(value);
    return this.#redirect('/', this.#node.cluster.policies['webAdmin.signedOutValue']());
  }

  #caller(username: string, password: string): Caller {
    const { accounts } = this.#node;
    const known = accounts.find(username);
    return {
      username,
      verified: accounts.verify(username, password) !== undefined,
      role: known?.role ?? null,
      mustChangePassword: known?.mustChangePassword ?? false,
    };
  }

  /** The value of the request's cookie when it is that of a valid session. */
  #session({ cookie }: WebRequest): string | null {
    const { policies, clock } = this.#node.cluster;
    const name = policies['webAdmin.cookieName']();
    const value = cookie
      .split(/; */)
      .find((pair) => pair.startsWith(`${name}=`))
      ?.slice(name.length + 1);
    const since = value === undefined ? undefined : this.#sessions.get(value);
    if (value === undefined || since === undefined) return null;
    if (policies['webAdmin.sessionIsValid']((clock.now().getTime() - since.getTime()) / 1000)) return value;
    this.#sessions.delete(value);
    return null;
  }

  #status(): string {
    const { policies, clock } = this.#node.cluster;
    const uptimeSeconds = policies['status.uptimeSeconds'](clock.now().getTime() - this.#node.bootedAt.getTime());
    const status = {
      softwareVersion: policies['status.softwareVersion'](this.#node.softwareVersion),
      uptimeSeconds,
      callLegsActive: callLegsActive(this.#node),
    };
    return statusPage(policies['webAdmin.statusRows'](status, policies['webAdmin.uptimeText'](uptimeSeconds)));
  }

  #page(status: number, body: string, headers: readonly Field[] = []): WebAnswer {
    return {
      status,
      headers: [['Cache-Control', 'no-store'], ...headers],
      body,
      type: this.#node.cluster.policies['webAdmin.contentType'](),
    };
  }

  #redirect(location: string, session: string): WebAnswer {
    const { policies } = this.#node.cluster;
    const cookie = `${policies['webAdmin.cookieName']()}=${session}; ${policies['webAdmin.cookieAttributes']()}`;
    return this.#page(303, '', [
      ['Location', location],
      ['Set-Cookie', cookie],
    ]);
  }
}
