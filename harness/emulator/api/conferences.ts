import type { Store, StoredObject } from '../kernel/store.ts';
import { Repository } from './repository.ts';

const type = 'conference';

/**
 * Which Call Bridges host a call in a space, and under which correlator: what the bridges of a cluster have in common about calls
 * (CMS API reference, "Call methods"). A conference stands below its space in the clustered database.
 */

/** The conference in a space, while a bridge hosts a call there. */
export function conferenceIn(store: Store, coSpace: string): StoredObject | undefined {
  return Repository.of(store).children(type, coSpace)[0];
}

/** The correlator that another bridge's call in this space has, null when there is none. */
export function sharedCorrelator(store: Store, coSpace: string): string | null {
  return conferenceIn(store, coSpace)?.fields.callCorrelator ?? null;
}

/** Notes that a bridge hosts a call in the space; `id` is that of the conference if it begins now. */
export function joinConference(
  store: Store,
  coSpace: string,
  { callCorrelator, bridge, call }: { callCorrelator: string; bridge: string; call: string },
  id: string,
): void {
  const objects = Repository.of(store);
  const known = conferenceIn(store, coSpace);
  if (!known) {
    objects.insert({ id, type, parent: coSpace, fields: { callCorrelator, bridges: bridge, firstCall: call } });
  } else if (!bridgesOf(known).includes(bridge)) {
    objects.update(known, { ...known.fields, bridges: [...bridgesOf(known), bridge].join(' ') });
  }
}

/** Notes that `bridge` hosts no call in the space any more; in any space when `coSpace` is null. */
export function leaveConference(store: Store, coSpace: string | null, bridge: string): void {
  const objects = Repository.of(store);
  const left = coSpace === null ? [...objects.list(type)] : [conferenceIn(store, coSpace) ?? []].flat();
  for (const conference of left.filter((one) => bridgesOf(one).includes(bridge))) {
    const bridges = bridgesOf(conference).filter((other) => other !== bridge);
    if (bridges.length === 0) {
      objects.remove(type, [conference.id]);
      continue;
    }
    const own = objects.children(sharedParticipant, conference.id).filter(({ fields }) => fields._bridge === bridge);
    objects.remove(
      sharedParticipant,
      own.map(({ id }) => id),
    );
    objects.update(conference, { ...conference.fields, bridges: bridges.join(' ') });
  }
}

/** The participants of a conference as their own bridge tells the others of them; `_bridge` names it. */
export const sharedParticipant = 'conferenceParticipant';

/** Names of the bridges that host a call of this conference. */
export function bridgesOf(conference: StoredObject): string[] {
  return (conference.fields.bridges ?? '').split(' ').filter((name) => name !== '');
}
