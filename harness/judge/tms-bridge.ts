import { syncStatuses } from '../protocol/api/bulk.ts';
import { defineJudge, type Finding } from './judge.ts';
import { statusCounters } from './status-fields.ts';
import type { ListingSeen, ObjectSeen } from './tms.ts';

/** Rules about the slots that a managed-bridge controller works with; the general ones are in `tms.ts`. */

export interface RangeSeen {
  start: number;
  end: number;
}

/** `activated` is deprecated from 3.0 on and therefore not asked for (call-bridge-api 17.1). */
const statusFields = ['softwareVersion', 'cdrTime', 'clusterEnabled', ...statusCounters];

/** The status document has every element that the controller shows (tms 1.1, call-bridge-api 17.1). */
export const statusIsWhole = defineJudge<ObjectSeen>('tms.status.isWhole', (status) => {
  if (status.status !== 200 || status.element !== 'status') {
    return [wrong(status.request, 'status 200 with <status>', `status ${status.status} with <${status.element}>`)];
  }
  return statusFields
    .filter((name) => (status.fields[name] ?? '') === '')
    .map((name) => wrong(status.request, `element ${name}`, 'absent or empty'));
});

/** The values that the status document has are of their documented form (call-bridge-api 2, 17.1). */
export const statusValuesAreWellFormed = defineJudge<ObjectSeen>('tms.status.valuesAreWellFormed', (status) => {
  const forms: [name: string, form: RegExp][] = [
    ...statusCounters.map((name): [string, RegExp] => [name, /^\d+$/]),
    ['cdrTime', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/],
    ['clusterEnabled', /^(true|false)$/],
  ];
  if (status.status !== 200 || status.element !== 'status') {
    return [wrong(status.request, 'status 200 with <status>', `status ${status.status} with <${status.element}>`)];
  }
  return forms
    .filter(([name, form]) => name in status.fields && !form.test(status.fields[name] ?? ''))
    .map(([name, form]) => wrong(`${status.request}, ${name}`, String(form), status.fields[name]));
});

/** Each Call Bridge is listed with id and name (tms 1.2, 8890). */
export const bridgesAreNamed = defineJudge<ListingSeen>('tms.callBridges.areNamed', (listing) => [
  ...(listing.items.length > 0 ? [] : [wrong(listing.request, 'at least one Call Bridge', 'none')]),
  ...listing.items
    .filter((bridge) => bridge.id === '' || (bridge.fields.name ?? '') === '')
    .map((bridge) => wrong(listing.request, 'a Call Bridge with id and name', `id "${bridge.id}"`)),
]);

/** Each listed Call Bridge's own document agrees with the list and has an address (tms 1.2, 8891). */
export const bridgesAnswerForThemselves = defineJudge<{ listing: ListingSeen; objects: ObjectSeen[] }>(
  'tms.callBridges.answerForThemselves',
  ({ listing, objects }) => [
    ...(listing.items.length > 0 ? [] : [wrong(listing.request, 'at least one Call Bridge', 'none')]),
    ...listing.items.flatMap((item, index) => {
      const object = objects[index];
      const where = `GET /api/v1/callBridges/${item.id}`;
      if (object?.status !== 200 || object.element !== 'callBridge') {
        return [wrong(where, 'status 200 with <callBridge>', `status ${object?.status} with <${object?.element}>`)];
      }
      return [
        ...(object.id === item.id ? [] : [wrong(where, `id ${item.id}`, object.id)]),
        ...(object.fields.name === item.fields.name
          ? []
          : [wrong(where, `name ${item.fields.name}`, object.fields.name)]),
        ...(object.fields.address ? [] : [wrong(where, 'an address', 'none')]),
      ];
    }),
  ],
);

/** A sync names its set, shows only documented states, and ends in the expected one (call-bridge-api 10.3). */
export const syncEndsIn = defineJudge<{ parameterSet: string; expected: string; polls: ObjectSeen[] }>(
  'tms.sync.endsIn',
  ({ parameterSet, expected, polls }) => {
    const last = polls.at(-1);
    return [
      ...polls
        .filter((poll) => poll.fields.cospaceBulkParameterSet !== parameterSet)
        .map((poll) => wrong(poll.request, `parameter set ${parameterSet}`, poll.fields.cospaceBulkParameterSet)),
      ...polls
        .filter((poll) => !syncStatuses.some((status) => status === poll.fields.status))
        .map((poll) => wrong(poll.request, 'a documented status', poll.fields.status ?? `status ${poll.status}`)),
      ...(last?.fields.status === expected
        ? []
        : [wrong(last?.request ?? 'sync', expected, last?.fields.status ?? 'no sync')]),
    ];
  },
);

/** As many spaces as the range has numbers (tms 2.5, 9). */
export const oneSpacePerNumber = defineJudge<{ range: RangeSeen; made: ObjectSeen[] }>(
  'tms.slots.onePerNumber',
  ({ range, made }) => {
    const wanted = range.end - range.start + 1;
    return made.length === wanted ? [] : [wrong('spaces made by the sync', `${wanted}`, `${made.length}`)];
  },
);

/**
 * The values of one field are the mapping's prefix followed by each number of the range; a slot whose name tells its number
 * has that very number in the other fields too (tms 2.5, 9). Missing or additional spaces are another rule's matter.
 */
export const numbered = defineJudge<{
  field: string;
  prefix: string;
  namePrefix: string;
  range: RangeSeen;
  made: ObjectSeen[];
}>('tms.slots.numbered', ({ field, prefix, namePrefix, range, made }) => {
  if (made.length === 0) return [wrong('spaces made by the sync', 'some', 'none')];
  const values = made.map((space) => space.fields[field] ?? '');
  const isNumber = (value: string) =>
    value.startsWith(prefix) &&
    /^\d+$/.test(value.slice(prefix.length)) &&
    Number(value.slice(prefix.length)) >= range.start;
  const numberOf = (space: ObjectSeen) => /\d+$/.exec((space.fields.name ?? '').slice(namePrefix.length))?.[0];
  return [
    ...values
      .filter((value) => !isNumber(value))
      .map((value) => wrong(field, `${prefix}<number of the range>`, value || 'empty')),
    ...(new Set(values).size === values.length
      ? []
      : [wrong(field, 'a different value for each slot', values.join(' '))]),
    ...made
      .filter((space) => numberOf(space) !== undefined && isNumber(space.fields[field] ?? ''))
      .filter((space) => space.fields[field] !== `${prefix}${numberOf(space)}`)
      .map((space) => wrong(`${space.request}, ${field}`, `${prefix}${numberOf(space)}`, space.fields[field])),
  ];
});

/** Each slot has a secret, and no two have the same (call-bridge-api 10.1). Works on redacted values too. */
export const secretsAreOwn = defineJudge<{ slots: { secret: string }[] }>('tms.slots.secretsAreOwn', ({ slots }) => {
  const secrets = slots.map((slot) => slot.secret);
  return [
    ...(secrets.length > 0 && secrets.every((secret) => secret !== '')
      ? []
      : [wrong('secret', 'one in each slot', 'none or empty')]),
    ...(new Set(secrets).size === secrets.length ? [] : [wrong('secret', 'different in each slot', 'equal')]),
  ];
});

/** A secret was replaced: there is one, and it is none of the former ones. Works on redacted values too. */
export const secretIsNew = defineJudge<{ now: { secret: string }; former: { secret: string }[] }>(
  'tms.slot.secretIsNew',
  ({ now, former }) => [
    ...(now.secret === '' ? [wrong('secret', 'a new one', 'none')] : []),
    ...(former.some((old) => old.secret === now.secret) ? [wrong('secret', 'a new one', 'a former one')] : []),
  ],
);

/** No call takes place in any of these spaces. */
export const noCallIn = defineJudge<{ calls: ListingSeen; spaces: string[] }>(
  'tms.calls.noneIn',
  ({ calls, spaces }) => [
    ...(calls.statuses.every((status) => status === 200)
      ? []
      : [wrong(calls.request, 'status 200', calls.statuses.join(' '))]),
    ...calls.items
      .filter((call) => spaces.includes(call.fields.coSpace ?? ''))
      .map((call) => wrong(calls.request, `no call in space ${call.fields.coSpace}`, `call ${call.id}`)),
  ],
);

/**
 * Neither a slot went nor a space came that is like one: the slots are listed once each, and what is listed since has neither the
 * meeting's title nor a name, address or profile of a slot. Whatever others make meanwhile is their own matter.
 */
export const noSpaceCameOrWent = defineJudge<{
  slots: ObjectSeen[];
  title: string;
  listing: ListingSeen;
  came: ObjectSeen[];
}>('tms.slots.noneCameOrWent', ({ slots, title, listing, came }) => [
  ...(slots.length > 0 ? [] : [wrong(listing.request, 'slots', 'none')]),
  ...listing.statuses
    .filter((status) => status !== 200)
    .map((status) => wrong(listing.request, 'status 200', String(status))),
  ...slots
    .map(({ id }) => ({ id, times: listing.items.filter((item) => item.id === id).length }))
    .filter(({ times }) => times !== 1)
    .map(({ id, times }) => wrong(listing.request, `space ${id} once`, `${times} times`)),
  ...came
    .filter((space) => space.fields.name === title || slots.some((slot) => isLike(space, slot)))
    .map((space) => wrong(space.request, 'no further space', `one named "${space.fields.name ?? ''}"`)),
]);

function isLike(space: ObjectSeen, slot: ObjectSeen): boolean {
  return ['name', 'uri', 'callId', 'callProfile', 'callLegProfile'].some(
    (field) => (slot.fields[field] ?? '') !== '' && space.fields[field] === slot.fields[field],
  );
}

/** What came since these slots went is like none of them. Whatever others make meanwhile is their own matter. */
export const noSlotCameAgain = defineJudge<{ slots: ObjectSeen[]; came: ObjectSeen[] }>(
  'tms.slots.noneCameAgain',
  ({ slots, came }) => [
    ...(slots.length > 0 ? [] : [wrong('slots', 'some that were there before', 'none')]),
    ...came
      .filter((space) => slots.some((slot) => isLike(space, slot)))
      .map((space) => wrong(space.request, 'no space in a slot that went', `one named "${space.fields.name ?? ''}"`)),
  ],
);

/** Which slots the bridge showed as free, one meeting after the other; null where it showed none. */
export const slotsTaken = defineJudge<{ expected: (number | null)[]; taken: (number | null)[] }>(
  'tms.allocation.slotsTaken',
  ({ expected, taken }) =>
    JSON.stringify(expected) === JSON.stringify(taken)
      ? []
      : [wrong('slots, meeting by meeting', expected.join(' '), taken.map((slot) => slot ?? 'none free').join(' '))],
);

/** Which slots the bridge's listing shows as free, moment by moment. */
export const slotsShownFree = defineJudge<{ expected: number[][]; shown: number[][] }>(
  'tms.allocation.slotsShownFree',
  ({ expected, shown }) =>
    JSON.stringify(expected) === JSON.stringify(shown)
      ? []
      : [wrong('free slots, moment by moment', JSON.stringify(expected), JSON.stringify(shown))],
);

/** Every expected id once, whatever the pages were, with one `total` on all of them (call-bridge-api 3.1). */
export const pagesAreWhole = defineJudge<{ listing: ListingSeen; total: number; ids: string[] }>(
  'tms.listing.pagesAreWhole',
  ({ listing, total, ids }) => [
    ...(listing.statuses.every((status) => status === 200)
      ? []
      : [wrong(listing.request, 'status 200', listing.statuses.join(' '))]),
    ...(listing.totals.every((seen) => seen === String(total))
      ? []
      : [wrong(listing.request, `total="${total}" on each page`, listing.totals.join(' '))]),
    ...ids
      .map((id) => ({ id, times: listing.items.filter((item) => item.id === id).length }))
      .filter(({ times }) => times !== 1)
      .map(({ id, times }) => wrong(listing.request, `${id} once`, `${times} times`)),
  ],
);

function wrong(where: string, expected: string, observed: string | undefined): Finding {
  return { where, expected, observed: observed ?? 'absent' };
}
