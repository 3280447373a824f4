import { type CallBridge, listAll, syncStatus } from './call-bridge.ts';
import type { Item } from './xml.ts';

/** What cleaning up found. */
export interface Swept {
  /** Objects of the run that were still there, and were asked to go. */
  removed: number;
  /** Those that were there even afterwards. */
  left: number;
}

const syncLimitMs = 60_000;

/** Removes one object that is the run's. */
type Removal = () => Promise<unknown>;

/**
 * Removes whatever bears the tag: legs, calls, parameter sets with their spaces, spaces. Nothing else is touched, and it doesn't
 * matter how the run ended. Throws Error when a list can't be read.
 */
export async function sweep(bridge: CallBridge, tag: string): Promise<Swept> {
  const searches = [findLegs, findCalls, findSets, findSpaces];
  const swept: Swept = { removed: 0, left: 0 };
  for (const search of searches) {
    const found = await search(bridge, tag);
    swept.removed += found.length;
    for (const remove of found) await remove();
  }
  if (swept.removed === 0) return swept;
  for (const search of searches) swept.left += (await search(bridge, tag)).length;
  return swept;
}

async function findLegs(bridge: CallBridge, tag: string): Promise<Removal[]> {
  const legs = await listAll(bridge, `/callLegs?filter=${tag}`, 'callLegs', 'callLeg');
  return bearing(legs, 'remoteParty', tag).map(({ id }) => deletion(bridge, `/callLegs/${id}`));
}

async function findCalls(bridge: CallBridge, tag: string): Promise<Removal[]> {
  const calls = await listAll(bridge, '/calls', 'calls', 'call');
  return bearing(calls, 'name', tag).map(({ id }) => deletion(bridge, `/calls/${id}`));
}

async function findSpaces(bridge: CallBridge, tag: string): Promise<Removal[]> {
  const spaces = await listAll(bridge, `/coSpaces?filter=${tag}`, 'coSpaces', 'coSpace');
  return bearing(spaces, 'name', tag).map(({ id }) => deletion(bridge, `/coSpaces/${id}`));
}

/** A list of parameter sets doesn't show their mappings, so each one is looked at. */
async function findSets(bridge: CallBridge, tag: string): Promise<Removal[]> {
  const sets: string[] = [];
  for (const { id } of await listAll(
    bridge,
    '/cospaceBulkParameterSets',
    'cospaceBulkParameterSets',
    'cospaceBulkParameterSet',
  )) {
    const { body } = await bridge.send('GET', `/cospaceBulkParameterSets/${id}`);
    if (body.includes(`<coSpaceNameMapping>${tag}-`)) sets.push(id);
  }
  return sets.map((id) => async () => {
    // Syncs are carried out one after the other: this one follows those that the run left waiting.
    const answer = await bridge.send('POST', '/cospaceBulkSyncs', { cospaceBulkParameterSet: id, removeAll: 'true' });
    // whatever else a Location has wrong, cleaning up goes on
    const sync = /[0-9a-f-]{36}$/i.exec(answer.location)?.[0];
    if (sync) await syncStatus(bridge, sync, syncLimitMs);
    await bridge.send('DELETE', `/cospaceBulkParameterSets/${id}`);
  });
}

/** A server's filter may find more than was meant; only what truly bears the tag is ours. */
function bearing(items: readonly Item[], field: string, tag: string): Item[] {
  return items.filter((item) => item.text(field).includes(tag));
}

function deletion(bridge: CallBridge, path: string): Removal {
  return async () => await bridge.send('DELETE', path);
}
