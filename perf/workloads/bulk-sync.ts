import { scenario } from 'k6/execution';
import { Counter, Trend } from 'k6/metrics';
import { idIn, syncStatus } from '../call-bridge.ts';
import { itemsOf, totalOf } from '../xml.ts';
import { bridge, done, judge, openModel, settings } from './session.ts';

export { handleSummary, teardown } from './session.ts';

const syncLimitMs = 60_000;

const created = new Trend('bulk_sync_complete', true);
const removed = new Trend('bulk_removal_complete', true);
const spaces = new Counter('bulk_spaces');

export const options = openModel(10, (2 * syncLimitMs) / 1000);

/** Parameter set, sync, wait, verify, remove, verify: every iteration has spaces of its own. */
export default async function bulkSync(): Promise<void> {
  const iteration = String(scenario.iterationInTest).padStart(4, '0');
  const prefix = `${settings.tag}-${iteration}-`;
  const callId = `${settings.callIdBase}${iteration}`;
  const answer = bridge.send('POST', '/cospaceBulkParameterSets', {
    startIndex: '1',
    endIndex: String(settings.size),
    coSpaceUriMapping: `${prefix}$index$`,
    coSpaceNameMapping: `${prefix}$index$`,
    coSpaceCallIdMapping: `${callId}$index$`,
  });
  done('POST of a parameter set', answer);
  const set = idIn(answer.location, 'cospaceBulkParameterSets');
  if (!judge('a parameter set has a Location', set !== null) || set === null) return;

  if ((await synchronise(set, false)) && verify(prefix, callId)) spaces.add(settings.size);
  // A set whose spaces could not be removed is kept: with it they can be removed at the end.
  if (!(await synchronise(set, true))) return;
  judge('no space is left after removal', count(prefix) === 0);
  done('DELETE of a parameter set', bridge.send('DELETE', `/cospaceBulkParameterSets/${set}`));
}

/** Orders a sync and waits for its end; the time that it took counts only when it was completed. */
async function synchronise(set: string, removeAll: boolean): Promise<boolean> {
  const what = removeAll ? 'a removal' : 'a sync';
  const started = Date.now();
  const answer = bridge.send('POST', '/cospaceBulkSyncs', {
    cospaceBulkParameterSet: set,
    ...(removeAll ? { removeAll: 'true' } : {}),
  });
  done(`POST of ${what}`, answer);
  const sync = idIn(answer.location, 'cospaceBulkSyncs');
  if (!judge(`${what} has a Location`, sync !== null) || sync === null) return false;
  const complete = judge(`${what} becomes complete`, (await syncStatus(bridge, sync, syncLimitMs)) === 'complete');
  if (complete) (removeAll ? removed : created).add(Date.now() - started);
  return complete;
}

/** All spaces are there; those of the first page bear what the mappings make of their index. */
function verify(prefix: string, callId: string): boolean {
  const { body } = bridge.send('GET', `/coSpaces?filter=${prefix}`);
  const listed = itemsOf(body, 'coSpace');
  const right = listed.filter((space) => {
    const name = space.text('name');
    const index = Number(name.slice(prefix.length));
    const inRange = index >= 1 && index <= settings.size;
    return (
      inRange &&
      name === `${prefix}${index}` &&
      space.text('uri') === name &&
      space.text('callId') === `${callId}${index}`
    );
  });
  const all = judge('a sync makes every space of its range', totalOf(body, 'coSpaces') === settings.size);
  return judge('spaces are made by their mappings', right.length > 0 && right.length === listed.length) && all;
}

function count(prefix: string): number | null {
  return totalOf(bridge.send('GET', `/coSpaces?filter=${prefix}`).body, 'coSpaces');
}
