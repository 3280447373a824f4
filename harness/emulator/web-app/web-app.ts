import { type ApiContext, createContext, Refusal } from '../api/context.ts';
import { instantiate } from '../api/instantiate.ts';
import { invitationOf } from '../api/invitation.ts';
import type { SchedulerLinks } from '../c2w/scheduling.ts';
import type { EmulatedNode } from '../kernel/node.ts';
import type { StoredObject } from '../kernel/store.ts';
import type { WebAppSpace } from '../policies/web-app.ts';
import { issueToken, userOfToken } from './token.ts';
import { findWebAppUser } from './users.ts';

/** A request of the web app. */
export interface WebAppRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  /** The token of its `Authorization: Bearer`; null when it has none. */
  token: string | null;
  body: string;
}

export interface WebAppAnswer {
  status: number;
  json: unknown;
}

const guid = '([0-9A-Za-z-]+)';

/** The web app's API of one Web Bridge (facts: mmp-and-scheduler 4.5). */
export class WebApp {
  readonly #context: ApiContext;
  readonly #schedulers: SchedulerLinks;

  constructor(node: EmulatedNode, schedulers: SchedulerLinks) {
    this.#context = createContext(node);
    this.#schedulers = schedulers;
  }

  /** Answers; whatever is wrong with a request is told in one sentence. */
  async answer(request: WebAppRequest): Promise<WebAppAnswer> {
    try {
      return { status: 200, json: await this.#serve(request) };
    } catch (error) {
      if (error instanceof Failure) return { status: error.status, json: error.json };
      throw error;
    }
  }

  async #serve(request: WebAppRequest): Promise<unknown> {
    const { policies } = this.#context;
    if (`${request.method} ${request.path}` === 'POST /api/auth') return this.#signIn(record(request.body));
    const user = this.#userOf(request.token);
    const meetings = policies['webApp.meetingsPath']();
    if (request.path === meetings || request.path.startsWith(`${meetings}/`))
      return this.#schedule(user, request, request.path.slice(meetings.length + 1));
    if (!user) throw new Failure(policies['webApp.deadTokenStatus'](), 'Sign in first.');
    const routes: [string, (user: StoredObject, ids: [string, string]) => unknown][] = [
      ['GET /api/cospaces', () => policies['webApp.spaces'](this.#spacesOf(user).map((space) => shown(space, [])))],
      ['POST /api/cospaces', () => this.#createSpace(user, record(request.body))],
      [`GET /api/cospaces/${guid}`, (_user, [id]) => policies['webApp.space'](this.#space(user, id))],
      ['GET /api/coSpaceTemplates', () => policies['webApp.templates'](this.#templatesOf(user))],
      ['GET /api/userLookup', () => this.#lookUp(request.query.get('query') ?? '')],
      [
        `POST /api/cospaces/${guid}/accessMethods/${guid}/emailInvitation`,
        (_user, ids) => this.#invite(user, ids, record(request.body)),
      ],
    ];
    for (const [line, serve] of routes) {
      const match = new RegExp(`^${line}$`).exec(`${request.method} ${request.path}`);
      if (match) return serve(user, [match[1] ?? '', match[2] ?? '']);
    }
    throw new Failure(404, 'The web app has no such call.');
  }

  #userOf(token: string | null): StoredObject | null {
    const id = token === null ? null : userOfToken(this.#context.node, token);
    return id === null ? null : (this.#context.objects.get('user', id) ?? null);
  }

  #signIn(body: Record<string, unknown>): unknown {
    const { node, policies } = this.#context;
    const { user, verified } = findWebAppUser(node.cluster, text(body, 'username'), text(body, 'password'));
    const jid = user?.fields.userJid ?? '';
    if (!user || !policies['webApp.signsIn']({ known: true, verified })) {
      node.log.write(
        'user.info',
        'host:server:',
        ` INFO : ${user ? 'unsuccessful login request' : 'no user found for authorisation'}`,
      );
      throw new Failure(policies['webApp.refusedStatus'](), 'User name or password is wrong.');
    }
    node.log.write('user.info', 'host:server:', ` INFO : successful login request from ${jid}`);
    return policies['webApp.signedIn']({ jwt: issueToken(node, user.id), idToken: issueToken(node, user.id) });
  }

  #spacesOf(user: StoredObject): StoredObject[] {
    const { objects, policies } = this.#context;
    const jid = user.fields.userJid ?? '';
    return objects.list('coSpace').filter(({ id, fields }) =>
      policies['webApp.isSpaceOf']({
        owned: fields.ownerJid === jid,
        member: objects.children('coSpaceUser', id).some((member) => member.fields.userJid === jid),
      }),
    );
  }

  #space(user: StoredObject, id: string): WebAppSpace {
    const space = this.#spacesOf(user).find((one) => one.id === id.toLowerCase());
    if (!space) throw new Failure(this.#context.policies['webApp.badGuidStatus'](), 'The user has no such space.');
    return shown(space, this.#context.objects.children('accessMethod', space.id));
  }

  #createSpace(user: StoredObject, body: Record<string, unknown>): unknown {
    const { objects, policies } = this.#context;
    const template = text(body, 'coSpaceTemplateId').toLowerCase();
    if (!this.#templatesOf(user).some(({ id }) => id === template))
      throw new Failure(policies['webApp.badGuidStatus'](), 'The user has no such template.');
    const wish = { name: text(body, 'name'), ownerJid: user.fields.userJid ?? null };
    try {
      const made = instantiate(this.#context, template, wish);
      return policies['webApp.madeSpace'](shown(made, objects.children('accessMethod', made.id)));
    } catch (error) {
      if (error instanceof Refusal) throw new Failure(400, `The space can't be made: ${error.message}.`);
      throw error;
    }
  }

  #templatesOf(user: StoredObject): { id: string; name: string }[] {
    const { objects } = this.#context;
    return objects.children('userCoSpaceTemplate', user.id).flatMap(({ fields }) => {
      const template = objects.get('coSpaceTemplate', fields.coSpaceTemplate ?? '');
      return template ? [{ id: template.id, name: template.fields.name ?? '' }] : [];
    });
  }

  #lookUp(query: string): unknown {
    const { objects, policies } = this.#context;
    const wanted = query.toLowerCase();
    const users = objects
      .list('user')
      .map(({ fields }) => ({ userJid: fields.userJid ?? '', name: fields.name ?? '' }))
      .filter(({ userJid, name }) => `${userJid}\n${name}`.toLowerCase().includes(wanted));
    return policies['webApp.users'](users);
  }

  #invite(user: StoredObject, [id, method]: [string, string], body: Record<string, unknown>): unknown {
    const { policies } = this.#context;
    const found = invitationOf(this.#context, this.#space(user, id).guid, method.toLowerCase());
    if (!found) throw new Failure(policies['webApp.badGuidStatus'](), 'The space has no such access method.');
    return policies['webApp.invitation']({ invitation: found.invitation, language: text(body, 'language') });
  }

  /** Passes a call on to a scheduler that is connected to this Web Bridge. */
  async #schedule(user: StoredObject | null, { method, query, body }: WebAppRequest, id: string): Promise<unknown> {
    const { policies } = this.#context;
    if (!policies['webApp.maySchedule'](user !== null))
      throw new Failure(policies['webApp.deadTokenStatus'](), 'Only signed-in users may schedule.');
    const answer = await this.#schedulers.ask({
      method,
      id: id === '' ? null : id.toLowerCase(),
      query: query.toString(),
      body,
      user: user?.fields.userJid ?? '',
    });
    if (!answer) throw new Failure(policies['webApp.noSchedulerStatus'](), 'No scheduler is connected.');
    if (answer.status !== 200) throw new Failure(answer.status, answer.json);
    return answer.json;
  }
}

/** A request that is answered with another status than 200. */
class Failure extends Error {
  readonly status: number;
  readonly json: unknown;

  constructor(status: number, answer: unknown) {
    super(`status ${status}`);
    this.status = status;
    this.json = typeof answer === 'string' ? { error: answer } : answer;
  }
}

function shown({ id, fields }: StoredObject, methods: readonly StoredObject[]): WebAppSpace {
  return {
    guid: id,
    name: fields.name ?? '',
    accessMethods: methods.map((method) => ({
      guid: method.id,
      name: method.fields.name ?? '',
      uri: method.fields.uri ?? '',
    })),
  };
}

function record(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // told below
  }
  throw new Failure(400, 'The body is no JSON object.');
}

function text(body: Record<string, unknown>, name: string): string {
  const value = body[name];
  if (typeof value !== 'string') throw new Failure(400, `${name}: expected a text.`);
  return value;
}
