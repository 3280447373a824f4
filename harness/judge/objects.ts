import { isDeepStrictEqual } from 'node:util';
import { defineJudge, type Finding } from './judge.ts';

/** Rules about configuration objects of the Call Bridge API: what was answered, against what the documents state. */

/** An answer as far as it is judged. */
export interface ObjectAnswer {
  /** e.g. `PUT /api/v1/tenants/<id>`. */
  request: string;
  status: number;
  location: string;
  /** Name and attributes of the document's root. */
  root: string;
  attributes: Record<string, string>;
  /** Text of each child element. */
  fields: Record<string, string>;
  /** Failure reasons, with their attributes. */
  reasons: { name: string; attributes: Record<string, string> }[];
}

/** A collection, read to its end. */
export interface ObjectListing {
  request: string;
  statuses: number[];
  items: { id: string; attributes: Record<string, string>; fields: Record<string, string> }[];
}

/** What an object went through, from its creation to its end. */
export interface ObjectLife {
  collection: string;
  item: string;
  /** The documented reason for an unknown id; none where no document names one. */
  reason: string | null;
  written: Record<string, string>;
  changed: Record<string, string>;
  created: ObjectAnswer;
  read: ObjectAnswer;
  modified: ObjectAnswer;
  readAgain: ObjectAnswer;
  listed: ObjectListing;
  deleted: ObjectAnswer;
  gone: ObjectAnswer;
}

/** Created, read, modified, listed and removed; unknown afterwards (call-bridge-api 1.3, 4, 5). */
export const objectLives = defineJudge<ObjectLife>('objects.life', (life) => {
  const id = life.created.location.split('/').at(-1) ?? '';
  const location = new RegExp(`^/api/v1/${life.collection}/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`);
  return [
    ...accepted(life.created),
    ...(location.test(life.created.location)
      ? []
      : [finding(life.created, `Location /api/v1/${life.collection}/<id>`, life.created.location || 'none')]),
    ...isObject(life.read, life.item, id),
    ...has(life.read, life.written),
    ...accepted(life.modified),
    ...isObject(life.readAgain, life.item, id),
    ...has(life.readAgain, { ...life.written, ...life.changed }),
    ...(life.listed.items.some((item) => item.id === id) ? [] : [finding(life.listed, `an item ${id}`, 'none')]),
    ...accepted(life.deleted),
    ...refused(life.gone, life.reason === null ? [] : [life.reason]),
  ];
});

/** A request is refused with one of these reasons; any is right when none is named (call-bridge-api 5, 26). */
export const requestIsRefused = defineJudge<{ answer: ObjectAnswer; reasons: string[] }>(
  'objects.request.isRefused',
  ({ answer, reasons }) => refused(answer, reasons),
);

/** A write is accepted: status 200 without a body (call-bridge-api 1.3). */
export const writeIsAccepted = defineJudge<ObjectAnswer>('objects.write.isAccepted', (answer) => [
  ...accepted(answer),
  ...(answer.root === '' ? [] : [finding(answer, 'no body', `<${answer.root}>`)]),
]);

/** A document has these texts, and none of the elements that must be absent. */
export const fieldsAre = defineJudge<{ answer: ObjectAnswer; fields: Record<string, string>; absent?: string[] }>(
  'objects.fields.are',
  ({ answer, fields, absent = [] }) => [
    ...(answer.status === 200 ? [] : [finding(answer, 'status 200', answer.status)]),
    ...has(answer, fields),
    ...absent
      .filter((name) => (answer.fields[name] ?? '') !== '')
      .map((name) => finding(answer, `no ${name}`, answer.fields[name] ?? '')),
  ],
);

/** Texts of a document have a form; `forms` are regular expressions. An element that is optional may be missing. */
export const fieldsHaveForms = defineJudge<{
  answer: ObjectAnswer;
  root?: string;
  forms: Record<string, string>;
  optional?: string[];
}>('objects.fields.haveForms', ({ answer, root, forms, optional = [] }) => [
  ...(answer.status === 200 ? [] : [finding(answer, 'status 200', answer.status)]),
  ...(root === undefined || answer.root === root ? [] : [finding(answer, `<${root}>`, `<${answer.root}>`)]),
  ...Object.entries(forms).flatMap(([name, form]) => {
    const text = answer.fields[name];
    if (text === undefined) return optional.includes(name) ? [] : [finding(answer, name, 'none')];
    return new RegExp(`^(?:${form})$`).test(text) ? [] : [finding(answer, `${name} like ${form}`, text)];
  }),
]);

/** A listing holds these objects and none of those. */
export const listingHolds = defineJudge<{ listing: ObjectListing; holds: string[]; lacks: string[] }>(
  'objects.listing.holds',
  ({ listing, holds, lacks }) => {
    const ids = new Set(listing.items.map(({ id }) => id));
    return [
      ...listing.statuses.filter((status) => status !== 200).map((status) => finding(listing, 'status 200', status)),
      ...holds.filter((id) => !ids.has(id)).map((id) => finding(listing, `an item ${id}`, 'none')),
      ...lacks.filter((id) => ids.has(id)).map((id) => finding(listing, `no item ${id}`, 'it is listed')),
    ];
  },
);

/** A content has the right type and the size that is told of it (call-bridge-api 14, 17.2). */
export const contentIs = defineJudge<{
  answer: { request: string; status: number; type: string; size: number };
  type: string;
  size: string;
}>('objects.content.is', ({ answer, type, size }) => [
  ...(answer.status === 200 ? [] : [finding(answer, 'status 200', answer.status)]),
  ...(type === '' || answer.type.startsWith(type) ? [] : [finding(answer, type, answer.type || 'no type')]),
  ...(size === String(answer.size) ? [] : [finding(answer, `${answer.size} bytes, as it has`, `${size} bytes told`)]),
]);

/** JSON comes back with the value that was put; its blanks and the order of its members are free (call-bridge-api 14). */
export const jsonIs = defineJudge<{ answer: { request: string; status: number; body: string }; json: string }>(
  'objects.json.is',
  ({ answer, json }) => [
    ...(answer.status === 200 ? [] : [finding(answer, 'status 200', answer.status)]),
    ...(isDeepStrictEqual(parsed(answer.body), parsed(json)) ? [] : [finding(answer, json, answer.body || 'nothing')]),
  ],
);

/** Entries of licence use: one for every five minutes of a range whose ends belong to it (call-bridge-api 17.2). */
export const licenceEntriesAre = defineJudge<{ listing: ObjectListing; from: string; to: string; count: number }>(
  'objects.licenceEntries.are',
  ({ listing, from, to, count }) => {
    const times = listing.items.map(({ attributes }) => Date.parse(attributes.time ?? ''));
    const steps = [...times].sort((one, other) => one - other);
    return [
      ...(times.length === count ? [] : [finding(listing, `${count} entries`, times.length)]),
      ...steps
        .filter((time) => !(time >= Date.parse(from) && time <= Date.parse(to)))
        .map((time) => finding(listing, `a time from ${from} to ${to}`, time)),
      ...steps
        .slice(1)
        .filter((time, index) => time - (steps[index] ?? 0) !== 300_000)
        .map((time) => finding(listing, 'five minutes between entries', time)),
    ];
  },
);

/** The places where a profile is used, and their number (call-bridge-api 12.3). */
export const usageIs = defineJudge<{ answer: ObjectAnswer; id: string; places: string[] }>(
  'objects.usage.is',
  ({ answer, id, places }) => [
    ...(answer.root === 'callLegProfileUsage' ? [] : [finding(answer, '<callLegProfileUsage>', `<${answer.root}>`)]),
    ...(answer.attributes.id === id ? [] : [finding(answer, `id="${id}"`, answer.attributes.id ?? 'none')]),
    ...(answer.attributes.total === String(places.length)
      ? []
      : [finding(answer, `total="${places.length}"`, answer.attributes.total ?? 'none')]),
    ...places.filter((place) => !(place in answer.fields)).map((place) => finding(answer, `<${place}>`, 'none')),
  ],
);

/** Every feature has a known status, and an expiry, where there is one, of the documented form and no later than `latest`. */
export const featuresAreWellFormed = defineJudge<{
  request: string;
  features: { name: string; fields: Record<string, string> }[];
  names: string[];
  statuses: string[];
  latest?: string;
}>('objects.features.areWellFormed', ({ request, features, names, statuses, latest }) => [
  ...names
    .filter((name) => !features.some((feature) => feature.name === name))
    .map((name) => finding({ request }, `a feature ${name}`, 'none')),
  ...features.flatMap(({ name, fields: { status = '', expiry } }) => [
    ...(statuses.includes(status) ? [] : [finding({ request }, `${name} with a status`, status || 'none')]),
    ...(expiry === undefined || /^\d{4}-[A-Z][a-z]{2}-\d{2}$/.test(expiry)
      ? []
      : [finding({ request }, `expiry like 2022-Aug-08`, expiry)]),
    ...(expiry === undefined || latest === undefined || Date.parse(`${expiry} UTC`) <= Date.parse(latest)
      ? []
      : [finding({ request }, `expiry until ${latest}`, expiry)]),
  ]),
]);

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** A status 4xx, and in its body one of these reasons where some are named; the body's form is the matter of other requirements. */
function refused(answer: ObjectAnswer, reasons: readonly string[]): Finding[] {
  const names = answer.reasons.map(({ name }) => name);
  return [
    ...(answer.status >= 400 && answer.status < 500 ? [] : [finding(answer, 'a refusal', answer.status)]),
    ...(reasons.length === 0 || reasons.some((reason) => names.includes(reason))
      ? []
      : [finding(answer, reasons.join(' or '), names.join(', ') || 'no reason')]),
  ];
}

function accepted(answer: ObjectAnswer): Finding[] {
  return answer.status === 200 ? [] : [finding(answer, 'status 200', answer.status)];
}

function isObject(answer: ObjectAnswer, item: string, id: string): Finding[] {
  return [
    ...accepted(answer),
    ...(answer.root === item ? [] : [finding(answer, `<${item}>`, `<${answer.root}>`)]),
    ...(answer.attributes.id === id ? [] : [finding(answer, `id="${id}"`, answer.attributes.id ?? 'none')]),
  ];
}

function has(answer: ObjectAnswer, fields: Record<string, string>): Finding[] {
  return Object.entries(fields)
    .filter(([name, text]) => (answer.fields[name] ?? '') !== text)
    .map(([name, text]) => finding(answer, `${name} "${text}"`, answer.fields[name] ?? 'none'));
}

function finding({ request }: { request: string }, expected: string, observed: string | number): Finding {
  return { where: request, expected, observed: String(observed) };
}
