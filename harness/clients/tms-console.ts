import type { Recorder } from '../protocol/exchange.ts';
import { type ApiAnswer, ApiClient, type ApiMethod, type ApiTrust } from './api.ts';

/** A system as the console of the emulated TMS shows it. */
export interface ConsoleSystem {
  id: number;
  type: string;
  displayName: string;
  name: string | null;
  address: string;
  username: string;
  domain: string | null;
  numericIdBase: number | null;
  numericIdQuantity: number | null;
  clustering: { name: string; address: string; primary: boolean }[];
  offeredAlternates: string[];
  alternate: { address: string; username: string } | null;
  tickets: { number: number; title: string; openedAt: string; clearedAt: string | null }[];
  callProfile: string;
  callLegProfile: string;
  parameterSet: string | null;
}

/** A bridge's address with the user and password that TMS is to use there. */
export interface ConsoleLogin {
  address: string;
  username: string;
  password: string;
}

/** What the console answered: a value, or the sentence of a refusal. */
export interface ConsoleAnswer<T> {
  status: number;
  /** Null when it refused. */
  value: T | null;
  /** Empty when it didn't refuse. */
  refusal: string;
}

/** Client of the emulated TMS's console; throws TargetUnavailable only when it can't be asked. */
export class TmsConsoleClient {
  readonly #client: ApiClient;

  constructor(options: { url: string; username: string; password: string; tls: ApiTrust; recorder: Recorder }) {
    this.#client = new ApiClient({
      ...options,
      node: 'tms',
      peer: { channel: 'tms', name: 'the TMS console', bodyType: 'application/json' },
    });
  }

  async systems(): Promise<ConsoleSystem[]> {
    const { value } = await this.#ask<{ systems: ConsoleSystem[] }>('GET', 'systems');
    return value?.systems ?? [];
  }

  system(id: number): Promise<ConsoleAnswer<ConsoleSystem>> {
    return this.#ask('GET', `systems/${id}`);
  }

  add(login: ConsoleLogin): Promise<ConsoleAnswer<{ outcome: string; system: ConsoleSystem }>> {
    return this.#ask('POST', 'systems', login);
  }

  remove(id: number): Promise<ConsoleAnswer<object>> {
    return this.#ask('DELETE', `systems/${id}`);
  }

  rename(id: number, name: string | null): Promise<ConsoleAnswer<ConsoleSystem>> {
    return this.#ask('PUT', `systems/${id}/name`, { name });
  }

  saveExtended(
    id: number,
    settings: Pick<ConsoleSystem, 'domain' | 'numericIdBase' | 'numericIdQuantity'>,
  ): Promise<ConsoleAnswer<ConsoleSystem>> {
    return this.#ask('PUT', `systems/${id}/extended`, settings);
  }

  chooseAlternate(id: number, alternate: ConsoleLogin | null): Promise<ConsoleAnswer<ConsoleSystem>> {
    return this.#ask('PUT', `systems/${id}/alternate`, { alternate });
  }

  /** What the bridge says of itself, by element name. */
  values(id: number): Promise<ConsoleAnswer<Record<string, string>>> {
    return this.#ask('GET', `systems/${id}/values`);
  }

  settings(): Promise<ConsoleAnswer<{ preferredMcuType: string }>> {
    return this.#ask('GET', 'settings');
  }

  saveSettings(settings: { preferredMcuType: string }): Promise<ConsoleAnswer<{ preferredMcuType: string }>> {
    return this.#ask('PUT', 'settings', settings);
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  async #ask<T>(method: ApiMethod, path: string, body?: object): Promise<ConsoleAnswer<T>> {
    const answer = await this.#client.request(method, `/api/${path}`, body && JSON.stringify(body));
    const value = documentOf(answer);
    return answer.status < 300
      ? { status: answer.status, value: value as T, refusal: '' }
      : { status: answer.status, value: null, refusal: value.error ?? answer.body };
  }
}

function documentOf({ body }: ApiAnswer): { error?: string } {
  try {
    return JSON.parse(body) as { error?: string };
  } catch {
    return {};
  }
}
