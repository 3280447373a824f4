import type { Store } from '../kernel/store.ts';
import { Repository } from './repository.ts';

const type = 'conference';

/**
 * Which Call Bridges host a call in a space, and under which correlator: the one thing about calls that the bridges of a
 * cluster have in common (CMS API reference, "Call methods").
 */

/** The correlator that another bridge's call in this space has, null when there is none. */
export function sharedCorrelator(store: Store, coSpace: string): string | null {
  return find(store, coSpace)?.fields.callCorrelator ?? null;
}

/** Notes that `bridge` hosts a call in the space. */
export function joinConference(
  store: Store,
  coSpace: string,
  callCorrelator: string,
  bridge: string,
  id: string,
): void {
  const objects = Repository.of(store);
  const known = find(store, coSpace);
  if (!known) {
    objects.insert({ id, type, parent: null, fields: { coSpace, callCorrelator, bridges: bridge } });
  } else if (!bridgesOf(known.fields).includes(bridge)) {
    objects.update(known, { ...known.fields, bridges: [...bridgesOf(known.fields), bridge].join(' ') });
  }
}

/** Notes that `bridge` hosts no call in the space any more; in any space when `coSpace` is null. */
export function leaveConference(store: Store, coSpace: string | null, bridge: string): void {
  const objects = Repository.of(store);
  for (const conference of objects.list(type)) {
    if (coSpace !== null && conference.fields.coSpace !== coSpace) continue;
    const bridges = bridgesOf(conference.fields).filter((other) => other !== bridge);
    if (bridges.length === 0) objects.remove(type, [conference.id]);
    else objects.update(conference, { ...conference.fields, bridges: bridges.join(' ') });
  }
}

function find(store: Store, coSpace: string) {
  return Repository.of(store)
    .list(type)
    .find((conference) => conference.fields.coSpace === coSpace);
}

function bridgesOf(fields: Record<string, string>): string[] {
  return (fields.bridges ?? '').split(' ').filter((name) => name !== '');
}
