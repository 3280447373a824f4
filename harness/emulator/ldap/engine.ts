import type { ApiContext } from '../api/context.ts';
import { given } from '../api/stored.ts';
import type { StoredObject } from '../kernel/store.ts';
import { applySource, type PlannedTemplates, removeOrphans } from './apply.ts';
import { DirectoryConnection, SyncFailure } from './directory.ts';
import { attributesOf, planUsers } from './plan.ts';

const type = 'ldapSync';
/** Milliseconds after which a sync that a bridge has begun counts as abandoned. */
const lease = 600_000;

/**
 * Runs the syncs with directories, one at a time in the whole cluster. A bridge that finds none running takes the oldest one that waits, and goes on until
 * none does; what a bridge had begun when it ended waits again.
 */
export class LdapEngine {
  readonly #context: ApiContext;
  #running = false;
  #stopped = false;
  #connection: DirectoryConnection | null = null;

  constructor(context: ApiContext) {
    this.#context = context;
  }

  /** Takes up what this bridge had begun when it ended last. */
  resume(): void {
    const { objects, node } = this.#context;
    for (const sync of objects.list(type)) {
      if (sync.fields._node !== node.name) continue;
      if (sync.fields._vanishes) objects.remove(type, [sync.id]);
      else if (sync.fields._until) objects.update(sync, waiting(sync));
    }
    this.wake();
  }

  /** Looks for work, unless some is under way. */
  wake(): void {
    const { node, objects } = this.#context;
    if (this.#running || this.#stopped || !objects.list(type).some(isWaiting)) return;
    this.#running = true;
    node.cluster.activities.run(this.#work());
  }

  /** Ends the connection under way; its sync waits again. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#connection?.close();
  }

  async #work(): Promise<void> {
    try {
      for (let sync = this.#claim(); sync !== null && !this.#stopped; sync = this.#claim()) await this.#carryOut(sync);
    } finally {
      this.#running = false;
    }
  }

  /** The sync that is next, when none is running; it is running then. */
  #claim(): string | null {
    const { node, objects, policies } = this.#context;
    const now = node.cluster.clock.now().getTime();
    return objects.atomically(() => {
      const all = objects.list(type);
      if (this.#stopped || all.some(({ fields }) => Number(fields._until ?? 0) > now)) return null;
      const next = all.find((sync) => sync.fields._until !== undefined || isWaiting(sync));
      if (!next) return null;
      const state = policies['ldap.runningState']();
      const numbers = this.#numbers({ users: 0, sources: 0 });
      objects.update(next, given({ ...next.fields, ...numbers, state, _node: node.name, _until: String(now + lease) }));
      return next.id;
    });
  }

  async #carryOut(id: string): Promise<void> {
    const { objects } = this.#context;
    await this.#delay('start');
    const failure = await this.#synchronise(id).then(
      () => null,
      (error: unknown) => (error instanceof SyncFailure ? error : new SyncFailure('directory', String(error))),
    );
    await this.#delay('finish');
    const sync = objects.get(type, id);
    if (!sync) return;
    if (this.#stopped) objects.update(sync, waiting(sync));
    else this.#finish(sync, failure);
  }

  async #synchronise(id: string): Promise<void> {
    const { objects, policies } = this.#context;
    const { tenant = '', ldapSource = '' } = objects.get(type, id)?.fields ?? {};
    if (tenant && !objects.get('tenant', tenant)) throw new SyncFailure('noTenant');
    if (ldapSource && !objects.get('ldapSource', ldapSource)) throw new SyncFailure('noSource');
    removeOrphans(this.#context);
    const known = objects.list('ldapSource').map((source) => ({ id: source.id, tenant: source.fields.tenant ?? '' }));
    const done = { users: 0, sources: 0 };
    for (const source of policies['ldap.sourcesOfSync']({ ldapSource, tenant }, known)) {
      done.users += await this.#import(source);
      done.sources += 1;
      const sync = objects.get(type, id);
      if (sync) objects.update(sync, given({ ...sync.fields, ...this.#numbers(done) }));
    }
  }

  #numbers(done: { users: number; sources: number }): Record<string, string> {
    const { policies } = this.#context;
    return {
      numUsersImported: policies['ldap.shownNumber'](policies['ldap.usersImported'](done)),
      numLdapSourcesComplete: policies['ldap.shownNumber'](done.sources),
    };
  }

  /** Gives how many users a source has now. */
  async #import(id: string): Promise<number> {
    const { objects, policies } = this.#context;
    const source = objects.get('ldapSource', id);
    const server = objects.get('ldapServer', source?.fields.server ?? '');
    const mapping = objects.get('ldapMapping', source?.fields.mapping ?? '');
    if (!source || !server || !mapping) throw new SyncFailure('directory', 'a source without server or mapping');
    const connection = await DirectoryConnection.open(policies, server);
    this.#connection = connection;
    try {
      const base = policies['ldap.searchBase'](source.fields.baseDn ?? '');
      const filter = policies['ldap.searchFilter'](source.fields.filter ?? '');
      const entries = await connection.search(base, filter, attributesOf(mapping.fields));
      const templates: PlannedTemplates[] = [];
      for (const templateSource of objects.list('ldapUserCoSpaceTemplateSource')) {
        if (templateSource.fields.ldapSource !== id) continue;
        const wanted = policies['ldap.templateFilter'](filter, templateSource.fields.filter ?? '');
        const matching = wanted === filter ? entries : await connection.search(base, wanted, []);
        templates.push({ templateSource, entries: new Set(matching.map(({ dn }) => dn)) });
      }
      const planned = planUsers(policies, source.fields, mapping.fields, entries);
      if (this.#stopped) throw new SyncFailure('directory', 'the bridge ends');
      applySource(this.#context, id, planned, templates);
      return planned.length;
    } finally {
      this.#connection = null;
      await connection.close();
    }
  }

  #finish(sync: StoredObject, failure: SyncFailure | null): void {
    const { node, objects, policies } = this.#context;
    const { _until: _over, ...fields } = sync.fields;
    const vanishes = policies['ldap.isRemovedWhenFinished'](fields.removeWhenFinished ?? '');
    const lingers = policies['ldap.lingers']();
    if (vanishes && lingers === 0) {
      objects.remove(type, [sync.id]);
      return;
    }
    objects.update(
      sync,
      given({
        ...fields,
        state: policies['ldap.finalState'](failure?.problem ?? null),
        failureReason: failure ? policies['ldap.failureReason'](failure.problem) : '',
        _vanishes: vanishes ? 'true' : '',
      }),
    );
    if (vanishes) node.cluster.clock.after(lingers, () => objects.remove(type, [sync.id]));
  }

  async #delay(step: 'start' | 'finish'): Promise<void> {
    const { node, policies } = this.#context;
    const wait = policies['ldap.delay'](step);
    if (wait > 0) await new Promise<void>((resolve) => node.cluster.clock.after(wait, resolve));
  }
}

function isWaiting({ fields }: StoredObject): boolean {
  return fields.state === 'pending';
}

/** The fields of a sync that waits, again. */
function waiting({ fields }: StoredObject): Record<string, string> {
  const { _until: _over, _node: _ours, numUsersImported: _users, numLdapSourcesComplete: _sources, ...rest } = fields;
  return { ...rest, state: 'pending' };
}
