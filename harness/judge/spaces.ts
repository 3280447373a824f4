import { defineJudge, type Finding } from './judge.ts';

/** Rules about coSpaces and what stands below them. They work on redacted secrets and passcodes too: equal ones stay equal. */

/** What the Call Bridge API answered to one request. */
export interface ApiSeen {
  /** e.g. `GET /api/v1/coSpaces/<id>`. */
  request: string;
  status: number;
  /** `Location`, or an empty text. */
  location: string;
  /** Reasons inside `failureDetails`, e.g. `parameterError` with its attribute `parameter`. */
  reasons: { name: string; attributes: Record<string, string> }[];
  /** Text of each child element of an object's document. */
  fields: Record<string, string>;
}

/** A whole collection as it was listed. */
export interface SpaceListing {
  request: string;
  /** Status of every page. */
  statuses: number[];
  items: { id: string; fields: Record<string, string> }[];
}

/** The document has these fields; one that is expected empty is absent or empty (call-bridge-api 2, 7). */
export const spaceReads = defineJudge<{ document: ApiSeen; fields: Record<string, string> }>(
  'space.reads',
  ({ document, fields }) =>
    ok(document) ??
    Object.entries(fields)
      .filter(([name, value]) => (document.fields[name] ?? '') !== value)
      .map(([name, value]) => finding(document, `${name} "${value}"`, textOf(document.fields[name]))),
);

/** The document has this field with one of these values, or not at all where `orAbsent` (call-bridge-api 7). */
export const spaceFieldIsOneOf = defineJudge<{
  document: ApiSeen;
  field: string;
  values: readonly string[];
  orAbsent: boolean;
}>('space.fieldIsOneOf', ({ document, field, values, orAbsent }) => {
  const value = document.fields[field];
  const fits = value === undefined ? orAbsent : values.includes(value);
  return ok(document) ?? (fits ? [] : [finding(document, `${field} ${values.join(' or ')}`, textOf(value))]);
});

/** The document has this field, and its text has this form (call-bridge-api 7). */
export const spaceFieldHasForm = defineJudge<{ document: ApiSeen; field: string; form: string }>(
  'space.fieldHasForm',
  ({ document, field, form }) => {
    const value = document.fields[field] ?? '';
    const fits = new RegExp(`^(?:${form})$`, 'u').test(value);
    return ok(document) ?? (fits ? [] : [finding(document, `${field} like ${form}`, textOf(document.fields[field]))]);
  },
);

/** Each write was accepted with 200; one that creates has a `Location` (call-bridge-api 1.3). */
export const spaceWritesAreAccepted = defineJudge<{ answers: ApiSeen[] }>('space.writesAreAccepted', ({ answers }) =>
  answers.flatMap((answer) => [
    ...(ok(answer) ?? []),
    ...(answer.request.startsWith('POST ') && answer.status === 200 && answer.location === ''
      ? [finding(answer, 'a Location', 'none')]
      : []),
  ]),
);

/** The answer refuses with this reason; with any reason when none is named (call-bridge-api 5: 400 or 404). */
export const spaceIsRefused = defineJudge<{ answer: ApiSeen; reason: string | null }>(
  'space.isRefused',
  ({ answer, reason }) => [
    ...refusal(answer),
    ...(reason === null || answer.reasons.some(({ name }) => name === reason)
      ? []
      : [finding(answer, `failureDetails with ${reason}`, reasonsOf(answer))]),
  ],
);

/** Both documents have the field, and it is the same in both, or another one (call-bridge-api 7.1). */
export const spaceFieldChanged = defineJudge<{ before: ApiSeen; after: ApiSeen; field: string; changed: boolean }>(
  'space.fieldChanged',
  ({ before, after, field, changed }) => {
    const [was, is] = [before.fields[field] ?? '', after.fields[field] ?? ''];
    const differs = was !== is;
    return [
      ...(ok(before) ?? []),
      ...(ok(after) ?? []),
      ...[before, after]
        .filter(({ fields }) => !fields[field])
        .map((document) => finding(document, `a ${field}`, textOf(document.fields[field]))),
      ...(differs === changed
        ? []
        : [finding(after, changed ? `another ${field}` : `${field} as before`, changed ? 'the same' : 'another one')]),
    ];
  },
);

/** The listing has the one object and doesn't have the other (call-bridge-api 3.3). */
export const spaceListingSelects = defineJudge<{ listing: SpaceListing; selected: string; other: string }>(
  'space.listingSelects',
  ({ listing, selected, other }) => {
    const refused = listing.statuses.find((status) => status !== 200);
    if (refused !== undefined) return [finding(listing, 'status 200', `status ${refused}`)];
    const has = (id: string) => listing.items.some((item) => item.id === id);
    return [
      ...(has(selected) ? [] : [finding(listing, `an item ${selected}`, 'none')]),
      ...(has(other) ? [finding(listing, `no item ${other}`, 'it is listed')] : []),
    ];
  },
);

/** The listing's item for this object has these fields (call-bridge-api 7, column L). */
export const spaceItemReads = defineJudge<{ listing: SpaceListing; id: string; fields: Record<string, string> }>(
  'space.itemReads',
  ({ listing, id, fields }) => {
    const item = listing.items.find((candidate) => candidate.id === id);
    if (!item) return [finding(listing, `an item ${id}`, `${listing.items.length} others`)];
    return Object.entries(fields)
      .filter(([name, value]) => item.fields[name] !== value)
      .map(([name, value]) => finding(listing, `${name} "${value}" at ${id}`, textOf(item.fields[name])));
  },
);

/** A created object's `Location` is this path with its id (call-bridge-api 4). */
export const spaceLocationIsBelow = defineJudge<{ answer: ApiSeen; collection: string }>(
  'space.locationIsBelow',
  ({ answer, collection }) => {
    const { location } = answer;
    const id = location.startsWith(`${collection}/`) ? location.slice(collection.length + 1) : '';
    const fits = /^[0-9a-f-]{36}$/.test(id);
    return ok(answer) ?? (fits ? [] : [finding(answer, `Location ${collection}/<id>`, location || 'none')]);
  },
);

/** The finding of an answer that isn't 200; null for one that is. */
function ok(answer: ApiSeen): Finding[] | null {
  return answer.status === 200
    ? null
    : [
        finding(
          answer,
          'status 200',
          `status ${answer.status}${answer.reasons.length > 0 ? ` ${reasonsOf(answer)}` : ''}`,
        ),
      ];
}

function refusal(answer: ApiSeen): Finding[] {
  return answer.status === 400 || answer.status === 404
    ? []
    : [finding(answer, 'status 400 or 404', `status ${answer.status}`)];
}

function reasonsOf({ reasons }: ApiSeen): string {
  const shown = reasons.map(({ name, attributes }) =>
    [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${value}"`)].join(' '),
  );
  return shown.join(', ') || 'no reason';
}

function textOf(value: string | undefined): string {
  return value === undefined ? 'none' : `"${value}"`;
}

function finding({ request }: { request: string }, expected: string, observed: string): Finding {
  return { where: request, expected, observed };
}
