import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from './clock.ts';
import type { NodeSettings } from './node.ts';

export const accountRoles = ['admin', 'crypto', 'audit', 'appadmin', 'api'] as const;
export type AccountRole = (typeof accountRoles)[number];

export interface Account {
  username: string;
  role: AccountRole;
  salt: string;
  hash: string;
  /** ISO instants. */
  passwordChangedAt: string;
  lastLoginAt: string | null;
  failedLogins: number;
  /** A new account must set its own password at first login. */
  mustChangePassword: boolean;
}

/** A node's MMP accounts: the same ones log in to the MMP, to SFTP, to Web Admin and to the API. */
export class Accounts {
  readonly #settings: NodeSettings;
  readonly #clock: Clock;
  /** Verified `username\0password` pairs, so that Basic auth on each request costs no hashing. */
  readonly #verified = new Set<string>();
  /** As they are kept; only this node writes them. */
  #list: readonly Account[] | null = null;
  #revision = 0;

  constructor(settings: NodeSettings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
  }

  list(): readonly Account[] {
    this.#list ??= this.#settings.get<Account[]>('accounts') ?? [];
    return this.#list;
  }

  /** A number that changes with every change of an account. */
  get revision(): number {
    return this.#revision;
  }

  find(username: string): Account | undefined {
    return this.list().find((account) => account.username === username);
  }

  /** Creates the account or replaces its password. */
  put(username: string, role: AccountRole, password: string, mustChangePassword: boolean): void {
    const salt = randomBytes(8).toString('hex');
    const previous = this.find(username);
    this.#save({
      username,
      role,
      salt,
      hash: digest(salt, password),
      passwordChangedAt: this.#clock.now().toISOString(),
      lastLoginAt: previous?.lastLoginAt ?? null,
      failedLogins: 0,
      mustChangePassword,
    });
  }

  remove(username: string): boolean {
    const rest = this.list().filter((account) => account.username !== username);
    const existed = rest.length < this.list().length;
    this.#keep(rest);
    return existed;
  }

  /** The account if the password is right. */
  verify(username: string, password: string): Account | undefined {
    const account = this.find(username);
    if (!account) return undefined;
    const pair = `${username}\0${password}`;
    if (this.#verified.has(pair)) return account;
    const right = timingSafeEqual(Buffer.from(account.hash, 'hex'), Buffer.from(digest(account.salt, password), 'hex'));
    if (right) this.#verified.add(pair);
    return right ? account : undefined;
  }

  /** Keeps the outcome of an interactive login. */
  recordLogin(username: string, succeeded: boolean): void {
    const account = this.find(username);
    if (!account) return;
    this.#save({
      ...account,
      lastLoginAt: succeeded ? this.#clock.now().toISOString() : account.lastLoginAt,
      failedLogins: succeeded ? 0 : account.failedLogins + 1,
    });
  }

  #save(account: Account): void {
    this.#keep([...this.list().filter((other) => other.username !== account.username), account]);
  }

  #keep(accounts: readonly Account[]): void {
    this.#verified.clear();
    this.#revision += 1;
    this.#settings.set('accounts', accounts);
    this.#list = null;
  }
}

function digest(salt: string, password: string): string {
  return createHash('sha256').update(salt).update('\0').update(password).digest('hex');
}
