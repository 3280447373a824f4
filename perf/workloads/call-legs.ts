import { scenario } from 'k6/execution';
import { Trend } from 'k6/metrics';
import { idIn, until } from '../call-bridge.ts';
import { type Item, itemsOf, totalOf } from '../xml.ts';
import { bridge, done, judge, openModel, settings } from './session.ts';

export { handleSummary, teardown } from './session.ts';

const listedLimitMs = 10_000;

const callCreated = new Trend('call_create', true);
const legCreated = new Trend('call_leg_create', true);
const legListed = new Trend('call_leg_listed', true);
const legGone = new Trend('call_leg_gone', true);

export const options = openModel(
  Math.ceil(settings.rate * (settings.holdSeconds + 0.5)) + 2,
  settings.holdSeconds + (2 * listedLimitMs) / 1000,
);

/** Ids of the calls that legs are put into. */
interface Calls {
  calls: string[];
}

/** Makes the spaces, and a call in each. */
export function setup(): Calls {
  const calls: string[] = [];
  for (let index = 0; index < settings.size; index += 1) {
    const name = `${settings.tag}-${index}`;
    const space = bridge.send('POST', '/coSpaces', { name, uri: name });
    done('POST of a space', space);
    const coSpace = idIn(space.location, 'coSpaces');
    if (!judge('a space has a Location', coSpace !== null) || coSpace === null) continue;
    const call = bridge.send('POST', '/calls', { coSpace });
    done('POST of a call', call);
    const id = idIn(call.location, 'calls');
    if (!judge('a call has a Location', id !== null) || id === null) continue;
    callCreated.add(call.durationMs);
    calls.push(id);
  }
  return { calls };
}

/** One leg: created, waited for in the list, kept, dropped, waited for to go. */
export default async function callLeg({ calls }: Calls): Promise<void> {
  const call = calls[scenario.iterationInTest % calls.length];
  if (!judge('there is a call for the leg', call !== undefined) || call === undefined) return;
  const remoteParty = `${settings.tag}-${String(scenario.iterationInTest).padStart(6, '0')}@${settings.domain}`;
  const started = Date.now();
  const answer = bridge.send('POST', `/calls/${call}/callLegs`, { remoteParty });
  const leg = idIn(answer.location, 'callLegs');
  const created = done('POST of a leg', answer);
  if (!judge('a leg has a Location', leg !== null) || leg === null) return;
  if (created) legCreated.add(answer.durationMs);

  let entries: Item[] = [];
  const isListed = await until(bridge, listedLimitMs, async () => {
    entries = itemsOf(list(remoteParty), 'callLeg');
    return entries.some(({ id }) => id === leg);
  });
  if (judge('a leg is listed', isListed)) legListed.add(Date.now() - started);
  const [entry] = entries;
  const right = entry?.text('call') === call && entry.text('remoteParty').includes(remoteParty);
  judge('a leg is listed once, with its call and remote party', entries.length === 1 && right);
  bridge.wait(settings.holdSeconds * 1000);

  const dropped = Date.now();
  done('DELETE of a leg', bridge.send('DELETE', `/callLegs/${leg}`));
  const isGone = await until(bridge, listedLimitMs, async () => totalOf(list(remoteParty), 'callLegs') === 0);
  if (judge('a dropped leg is listed no more', isGone)) legGone.add(Date.now() - dropped);
}

/** The list of the legs to a remote party. */
function list(remoteParty: string): string {
  return bridge.send('GET', `/callLegs?filter=${remoteParty}`).body;
}
