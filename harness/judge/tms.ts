import { defineJudge, type Finding } from './judge.ts';

/** What the client saw of one answer. */
export interface AnswerSeen {
  /** Method and path as they were sent. */
  request: string;
  status: number;
  /** Bytes of the body. */
  size: number;
  location: string | null;
  contentType: string | null;
  /** `WWW-Authenticate`. */
  challenge: string | null;
}

/** One object, from its own document or as an item of a list. Element order is not kept: no requirement is about it. */
export interface ObjectSeen {
  /** Where it was read, e.g. `GET /api/v1/coSpaces/<id>`. */
  request: string;
  status: number;
  /** Name of the element: `coSpace`, `call`, `failureDetails`. */
  element: string;
  id: string;
  /** Text of each child element. */
  fields: Record<string, string>;
}

/** A collection that was read to its end. */
export interface ListingSeen {
  request: string;
  /** Status of every page. */
  statuses: number[];
  element: string;
  /** `total` of every page. */
  totals: string[];
  items: ObjectSeen[];
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function finding(where: string, expected: string, observed: unknown): Finding {
  return { where, expected, observed: typeof observed === 'string' ? observed : JSON.stringify(observed) };
}

/** A field's text; an element that is absent and one that is empty are the same here. */
function field(object: ObjectSeen, name: string): string {
  return object.fields[name] ?? '';
}

function readable(object: ObjectSeen): Finding[] {
  return object.status === 200 && object.element !== 'failureDetails'
    ? []
    : [
        finding(
          object.request,
          'status 200 with the object',
          `status ${object.status}, ${object.element || 'no document'}`,
        ),
      ];
}

function complete(listing: ListingSeen): Finding[] {
  return listing.statuses
    .filter((status) => status !== 200)
    .map((status) => finding(listing.request, 'status 200 with the list', `status ${status}`));
}

function differing(object: ObjectSeen, expected: Record<string, string>): Finding[] {
  return Object.entries(expected)
    .filter(([name, value]) => field(object, name) !== value)
    .map(([name, value]) =>
      finding(`${object.request}, ${name}`, JSON.stringify(value), object.fields[name] ?? 'absent'),
    );
}

function itemOf(listing: ListingSeen, id: string): ObjectSeen | Finding {
  return (
    listing.items.find((item) => item.id === id) ??
    finding(listing.request, `an item with id ${id}`, `ids ${listing.items.map((item) => item.id).join(' ') || 'none'}`)
  );
}

/** A write that succeeds: 200 and nothing in the body (tms 2.5, 33). */
export const writeSucceeded = defineJudge<AnswerSeen>('tms.answer.writeSucceeded', (answer) => [
  ...(answer.status === 200 ? [] : [finding(answer.request, 'status 200', `status ${answer.status}`)]),
  ...(answer.size === 0 ? [] : [finding(answer.request, 'an empty body', `${answer.size} bytes`)]),
]);

/** A created object's `Location`: host-relative, canonical case, a GUID (tms 2.5, 33; call-bridge-api 1.1, 0). */
export const locationNames = defineJudge<{ answer: AnswerSeen; collection: string }>(
  'tms.answer.locationNames',
  ({ answer, collection }) => {
    const prefix = `/api/v1/${collection}/`;
    const location = answer.location ?? '';
    return location.startsWith(prefix) && guid.test(location.slice(prefix.length))
      ? []
      : [finding(answer.request, `Location: ${prefix}<id>`, answer.location ?? 'no Location')];
  },
);

/** Locations that different creations answered must name different objects. */
export const namesDiffer = defineJudge<{ what: string; names: string[] }>('tms.namesDiffer', ({ what, names }) =>
  names.every((name) => name !== '') && new Set(names).size === names.length
    ? []
    : [finding(what, `${names.length} different values`, names)],
);

/** An object can be read and has these field values; an empty value stands for an absent element too. */
export const holds = defineJudge<{ object: ObjectSeen; expected: Record<string, string> }>(
  'tms.object.holds',
  ({ object, expected }) => {
    const unreadable = readable(object);
    return unreadable.length > 0 ? unreadable : differing(object, expected);
  },
);

/** Like `holds`, for several objects that must not be none. */
export const eachHolds = defineJudge<{ objects: ObjectSeen[]; count: number; expected: Record<string, string> }>(
  'tms.object.eachHolds',
  ({ objects, count, expected }) => [
    ...(objects.length >= count ? [] : [finding('objects', `at least ${count}`, `${objects.length}`)]),
    ...objects.flatMap((object) => [...readable(object), ...differing(object, expected)]),
  ],
);

/** An answered document carries this id. */
export const identifiedAs = defineJudge<{ object: ObjectSeen; element: string; id: string }>(
  'tms.object.identifiedAs',
  ({ object, element, id }) => {
    const unreadable = readable(object);
    if (unreadable.length > 0) return unreadable;
    return object.element === element && object.id === id
      ? []
      : [finding(object.request, `<${element} id="${id}">`, `<${object.element} id="${object.id}">`)];
  },
);

/** The collection has an item with this id and these field values. */
export const listedAs = defineJudge<{ listing: ListingSeen; id: string; expected: Record<string, string> }>(
  'tms.listing.listedAs',
  ({ listing, id, expected }) => {
    const broken = complete(listing);
    if (broken.length > 0) return broken;
    const item = itemOf(listing, id);
    return 'expected' in item ? [item] : differing(item, expected);
  },
);

/** The collection answers, and none of these ids is in it. */
export const notListed = defineJudge<{ listing: ListingSeen; ids: string[] }>(
  'tms.listing.notListed',
  ({ listing, ids }) => [
    ...complete(listing),
    ...listing.items
      .filter((item) => ids.includes(item.id))
      .map((item) => finding(listing.request, `no item with id ${item.id}`, 'it is listed')),
  ],
);

/** A collection's envelope: its name, and a `total` on each page that is the number of its items. */
export const envelopeIs = defineJudge<{ listing: ListingSeen; element: string }>(
  'tms.listing.envelopeIs',
  ({ listing, element }) => [
    ...complete(listing),
    ...(listing.element === element ? [] : [finding(listing.request, `<${element}>`, `<${listing.element}>`)]),
    ...(listing.totals.length > 0 && listing.totals.every((total) => total === String(listing.items.length))
      ? []
      : [finding(listing.request, `total="${listing.items.length}" on each page`, listing.totals)]),
  ],
);

/** Items with this value in a field: exactly these ids, no others. */
export const exactlyThese = defineJudge<{ listing: ListingSeen; field: string; value: string; ids: string[] }>(
  'tms.listing.exactlyThese',
  ({ listing, field: name, value, ids }) => {
    const broken = complete(listing);
    if (broken.length > 0) return broken;
    const found = listing.items.filter((item) => field(item, name) === value).map((item) => item.id);
    return found.length === ids.length && ids.every((id) => found.includes(id))
      ? []
      : [finding(listing.request, `${name} ${value} in items ${ids.join(' ') || 'none'}`, found.join(' ') || 'none')];
  },
);

/** Each of these calls is listed with a call correlator (tms 2.3, 9504). */
export const correlated = defineJudge<{ listing: ListingSeen; ids: string[] }>(
  'tms.calls.correlated',
  ({ listing, ids }) =>
    ids.flatMap((id) => {
      const item = itemOf(listing, id);
      if ('expected' in item) return [item];
      const correlator = field(item, 'callCorrelator');
      return guid.test(correlator)
        ? []
        : [finding(`${listing.request}, ${id}`, 'a callCorrelator', correlator || 'absent')];
    }),
);

/** The same objects with the same field values as before, but for the named fields. */
export const sameObjects = defineJudge<{ before: ObjectSeen[]; after: ObjectSeen[]; except: string[] }>(
  'tms.object.sameObjects',
  ({ before, after, except }) => {
    const ids = (objects: ObjectSeen[]) => objects.map((object) => object.id).sort();
    if (JSON.stringify(ids(before)) !== JSON.stringify(ids(after))) {
      return [finding('objects', ids(before).join(' ') || 'none', ids(after).join(' ') || 'none')];
    }
    return before.flatMap((old) => {
      const now = after.find((object) => object.id === old.id) ?? old;
      const names = new Set([...Object.keys(old.fields), ...Object.keys(now.fields)]);
      const expected = [...names].filter((name) => !except.includes(name)).map((name) => [name, field(old, name)]);
      return [...readable(old), ...readable(now), ...differing(now, Object.fromEntries(expected))];
    });
  },
);

/** Refused with this reason; both documented status codes are accepted (call-bridge-api 5.1). */
export const refusedAs = defineJudge<{ answer: ObjectSeen; reason: string }>(
  'tms.answer.refusedAs',
  ({ answer, reason }) => [
    ...([400, 404].includes(answer.status)
      ? []
      : [finding(answer.request, 'status 400 or 404', `status ${answer.status}`)]),
    ...(answer.element === 'failureDetails' && reason in answer.fields
      ? []
      : [
          finding(
            answer.request,
            `<failureDetails> with <${reason}/>`,
            `<${answer.element || 'nothing'}> with ${Object.keys(answer.fields).join(' ') || 'nothing'}`,
          ),
        ]),
  ],
);

/** 401, nothing in the body, and a Basic challenge where one is due (tms 2.3, 9498; the realm's text is free). */
export const challenged = defineJudge<{ answer: AnswerSeen }>('tms.answer.challenged', ({ answer }) => [
  ...(answer.status === 401 ? [] : [finding(answer.request, 'status 401', `status ${answer.status}`)]),
  ...(answer.size === 0 ? [] : [finding(answer.request, 'an empty body', `${answer.size} bytes`)]),
  ...(/^basic\s+realm=/i.test(answer.challenge ?? '')
    ? []
    : [finding(answer.request, 'WWW-Authenticate: Basic realm=...', answer.challenge ?? 'no challenge')]),
]);

/** 401 and nothing in the body. */
export const unauthorized = defineJudge<AnswerSeen>('tms.answer.unauthorized', (answer) => [
  ...(answer.status === 401 ? [] : [finding(answer.request, 'status 401', `status ${answer.status}`)]),
  ...(answer.size === 0 ? [] : [finding(answer.request, 'an empty body', `${answer.size} bytes`)]),
]);

/** A read that succeeds with a document of this media type. */
export const documentSent = defineJudge<{ answer: AnswerSeen; type: string }>(
  'tms.answer.documentSent',
  ({ answer, type }) => [
    ...(answer.status === 200 ? [] : [finding(answer.request, 'status 200', `status ${answer.status}`)]),
    ...((answer.contentType ?? '').split(';')[0]?.trim().toLowerCase() === type
      ? []
      : [finding(answer.request, `Content-Type: ${type}`, answer.contentType ?? 'no Content-Type')]),
  ],
);
