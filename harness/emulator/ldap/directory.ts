import type { Client, Entry } from 'ldapts';
import type { EntryFields } from '../../protocol/ldap/mapping.ts';
import type { StoredObject } from '../kernel/store.ts';
import type { Policies } from '../policies/index.ts';
import type { SyncProblem } from '../policies/ldap.ts';

/** An entry that was found. */
export interface FoundEntry {
  dn: string;
  fields: EntryFields;
}

/** A sync can't go on. */
export class SyncFailure extends Error {
  override readonly name = 'SyncFailure';
  readonly problem: SyncProblem;

  constructor(problem: SyncProblem, message: string = problem) {
    super(message);
    this.problem = problem;
  }
}

/** A connection with a directory, as the `ldapServer` object says. Every method throws SyncFailure. */
export class DirectoryConnection {
  readonly #client: Client;
  readonly #policies: Policies;
  readonly #server: StoredObject;

  private constructor(client: Client, policies: Policies, server: StoredObject) {
    this.#client = client;
    this.#policies = policies;
    this.#server = server;
  }

  /** Connects and logs in. */
  static async open(policies: Policies, server: StoredObject): Promise<DirectoryConnection> {
    const { Client: LdapClient, InvalidCredentialsError } = await import('ldapts');
    const { address = '', portNumber = '', secure = '', username = '', password = '' } = server.fields;
    const isSecure = policies['ldap.usesTls'](secure);
    const client = new LdapClient({
      url: `${isSecure ? 'ldaps' : 'ldap'}://${address.includes(':') ? `[${address}]` : address}:${portNumber}`,
      connectTimeout: policies['ldap.patience'](),
      timeout: policies['ldap.patience'](),
      // with an ldap:// URL these would make the client speak TLS
      ...(isSecure ? { tlsOptions: { rejectUnauthorized: policies['ldap.verifiesCertificate']() } } : {}),
    });
    const login = policies['ldap.login']({ username, password });
    try {
      await client.bind(login.username, login.password);
    } catch (error) {
      await client.unbind().catch(() => {});
      throw new SyncFailure(error instanceof InvalidCredentialsError ? 'refusedLogin' : 'unreachable', String(error));
    }
    return new DirectoryConnection(client, policies, server);
  }

  /** The entries below `base` that match, with these attributes of theirs. */
  async search(base: string, filter: string, attributes: readonly string[]): Promise<FoundEntry[]> {
    const paged = this.#policies['ldap.usesPages'](this.#server.fields.usePagedResults ?? '');
    try {
      const { searchEntries } = await this.#client.search(base, {
        scope: 'sub',
        filter,
        attributes: attributes.length === 0 ? ['1.1'] : [...attributes],
        paged: paged ? { pageSize: this.#policies['ldap.pageSize']() } : false,
      });
      return searchEntries.map(found);
    } catch (error) {
      throw new SyncFailure('directory', String(error));
    }
  }

  async close(): Promise<void> {
    await this.#client.unbind().catch(() => {});
  }
}

function found({ dn, ...attributes }: Entry): FoundEntry {
  const fields = Object.entries(attributes).map(([name, values]) => [
    name.toLowerCase(),
    [values].flat().map((value) => (typeof value === 'string' ? value : value.toString('utf8'))),
  ]);
  return { dn, fields: Object.fromEntries(fields) };
}
