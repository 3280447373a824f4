import { randomBytes, randomUUID, scryptSync, timingSafeEqual } from 'node:crypto';
import { Repository } from '../api/repository.ts';
import type { Cluster } from '../kernel/node.ts';
import type { StoredObject } from '../kernel/store.ts';

/** A web app user as a bench makes one: on real servers they come from a directory (CMS API reference, "LDAP methods"). */
export interface NewWebAppUser {
  userJid: string;
  name: string;
  password: string;
}

interface Kept {
  salt: string;
  hash: string;
}

const setting = 'webAppPasswords';

/** Makes a `user` object with a password that is kept beside it, and gives its id. */
export function addWebAppUser({ store }: Cluster, { userJid, name, password }: NewWebAppUser): string {
  const objects = Repository.of(store);
  const id = randomUUID();
  const salt = randomBytes(8).toString('hex');
  objects.atomically(() => {
    objects.insert({ id, type: 'user', parent: null, fields: { userJid, name, email: userJid } });
    store.setSetting('*', setting, { ...passwords({ store }), [id]: { salt, hash: digest(salt, password) } });
  });
  return id;
}

/** Removes a user, and what stands below it; false when there is none. */
export function removeWebAppUser({ store }: Cluster, id: string): boolean {
  const objects = Repository.of(store);
  if (!objects.get('user', id)) return false;
  objects.atomically(() => {
    objects.remove('user', [id]);
    const { [id]: _gone, ...rest } = passwords({ store });
    store.setSetting('*', setting, rest);
  });
  return true;
}

/** The user of that name, and whether the password is theirs. */
export function findWebAppUser(
  { store }: Cluster,
  userJid: string,
  password: string,
): { user: StoredObject | null; verified: boolean } {
  const wanted = userJid.toLowerCase();
  const user =
    Repository.of(store)
      .list('user')
      .find(({ fields }) => fields.userJid?.toLowerCase() === wanted) ?? null;
  const kept = passwords({ store })[user?.id ?? ''];
  const verified =
    kept !== undefined &&
    timingSafeEqual(Buffer.from(kept.hash, 'hex'), Buffer.from(digest(kept.salt, password), 'hex'));
  return { user, verified };
}

function passwords({ store }: Pick<Cluster, 'store'>): Record<string, Kept> {
  return store.setting<Record<string, Kept>>('*', setting) ?? {};
}

function digest(salt: string, password: string): string {
  // a small cost: the users of an emulator are made for a check and gone after it
  return scryptSync(password, salt, 32, { N: 1024 }).toString('hex');
}
