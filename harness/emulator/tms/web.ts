import type { ConsoleParts, TmsConsole } from './console.ts';
import type { TmsAnswer, TmsRequest } from './http.ts';
import { TmsRefusal } from './managed-systems.ts';
import { messagePage, overviewPage, systemPage, type TypedAddress } from './pages.ts';
import type { ConferenceBook, SystemValues } from './types.ts';

const nothingTyped: TypedAddress = { address: '', username: '' };

/** What is done with a form; it may throw TmsRefusal. Gives the page to go to. */
type Action = (form: URLSearchParams, id: number) => Promise<string>;

/** The web pages of TMS: forms and tables, rendered here, without script and without any request to others. */
export class TmsWeb {
  readonly #parts: ConsoleParts & { console: TmsConsole; conferences: Pick<ConferenceBook, 'all'> };
  readonly #actions: Readonly<Record<string, Action>>;

  constructor(parts: ConsoleParts & { console: TmsConsole; conferences: Pick<ConferenceBook, 'all'> }) {
    this.#parts = parts;
    const { managed, settings } = parts;
    const stay = async (id: number, done: Promise<unknown>) => {
      await done;
      return `/systems/${id}`;
    };
    this.#actions = {
      systems: async (form) => {
        const { id } = await managed.add({
          address: given(form, 'address') ?? '',
          username: form.get('username') ?? '',
          password: form.get('password') ?? '',
        });
        return `/systems/${id}`;
      },
      settings: async (form) => {
        settings.preferredMcuType = given(form, 'preferredMcuType') ?? settings.preferredMcuType;
        return '/';
      },
      'systems <id> name': (form, id) => stay(id, managed.rename(id, given(form, 'name'))),
      'systems <id> extended': (form, id) =>
        stay(
          id,
          managed.saveExtended(id, {
            domain: given(form, 'domain'),
            numericIdBase: numberIn(form, 'numericIdBase'),
            numericIdQuantity: numberIn(form, 'numericIdQuantity'),
          }),
        ),
      'systems <id> alternate': (form, id) => {
        const address = given(form, 'address');
        const login = { username: form.get('username') ?? '', password: form.get('password') ?? '' };
        return stay(id, managed.chooseAlternate(id, address === null ? null : { address, ...login }));
      },
      'systems <id> remove': async (_form, id) => {
        await managed.remove(id);
        return '/';
      },
    };
  }

  async answer(request: TmsRequest): Promise<TmsAnswer> {
    const { method, path } = request;
    const [, root = '', id = '', part = ''] = path.split('/');
    if (method === 'POST')
      return this.#submit(request, id, [root, ...(id ? ['<id>'] : []), part].filter(Boolean).join(' '));
    if (method !== 'GET' && method !== 'HEAD')
      return answerPage(405, messagePage('This page can be read, and its forms sent.'));
    if (path === '/') return answerPage(200, this.#overview(null, nothingTyped));
    if (root === 'systems' && part === '') return this.#system(Number(id), 200, null);
    return answerPage(404, messagePage('There is no such page.'));
  }

  async #submit({ headers, body, origin }: TmsRequest, id: string, route: string): Promise<TmsAnswer> {
    // a form of another site would come with the credentials that the browser remembers
    if (headers.origin !== undefined && headers.origin !== origin)
      return answerPage(403, messagePage('This form was sent from another site.'));
    const action = this.#actions[route];
    if (!action) return answerPage(404, messagePage('There is no such form.'));
    const form = new URLSearchParams(body.toString('utf8'));
    try {
      return { status: 303, headers: { Location: await action(form, Number(id)) }, body: '' };
    } catch (error) {
      if (!(error instanceof TmsRefusal)) throw error;
      if (id !== '') return this.#system(Number(id), error.status, error.message);
      const typed = { address: form.get('address') ?? '', username: form.get('username') ?? '' };
      return answerPage(error.status, this.#overview(error.message, typed));
    }
  }

  #overview(alert: string | null, typed: TypedAddress): string {
    const { systems, conferences, settings, console: views } = this.#parts;
    return overviewPage({
      systems: systems.all().map((system) => views.view(system)),
      conferences: conferences.all(),
      preferredMcuType: settings.preferredMcuType,
      alert,
      typed,
    });
  }

  async #system(id: number, status: number, alert: string | null): Promise<TmsAnswer> {
    const { managed, systems, console: views } = this.#parts;
    const system = systems.get(id);
    if (!system) return answerPage(404, messagePage(alert ?? `TMS has no system ${id}.`));
    const values = await managed.values(id).catch((error: unknown): SystemValues | string => {
      if (error instanceof TmsRefusal) return error.message;
      throw error;
    });
    return answerPage(status, systemPage(views.view(system), values, alert));
  }
}

/** A field's text; null when nothing is in it. */
function given(form: URLSearchParams, name: string): string | null {
  return form.get(name)?.trim() || null;
}

/** A field's number; null when nothing is in it, NaN when something else is. */
function numberIn(form: URLSearchParams, name: string): number | null {
  const text = given(form, name);
  return text === null ? null : /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function answerPage(status: number, body: string): TmsAnswer {
  return {
    status,
    headers: {
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'",
    },
    body,
    type: 'text/html; charset=utf-8',
  };
}
