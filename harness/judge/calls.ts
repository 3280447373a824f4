import { defineJudge, type Finding } from './judge.ts';

/** Rules about calls, call legs, participants and the dial plan, on what a Call Bridge answered (call-bridge-api 11-14). */

/** An answer of the API. */
export interface CallSeen {
  /** e.g. `PUT /api/v1/calls/<id>`. */
  request: string;
  status: number;
  location: string;
  /** Name and attributes of the document's root; empty when there is none. */
  root: string;
  attributes: Record<string, string>;
  /** Texts of the elements; nested ones as `status/state`. */
  fields: Record<string, string>;
  /** What a refusal names. */
  reasons: { name: string; attributes: Record<string, string> }[];
  /** Of a trace: the profiles with their scopes, in its order. */
  profiles: { scope: string; id: string }[];
}

/** A collection, read page by page. */
export interface CollectionSeen {
  request: string;
  /** Status of every page. */
  statuses: number[];
  items: { id: string; fields: Record<string, string> }[];
}

/** A field's text, or null for one that is absent or empty; a list names the texts that all are right. */
export type Expected = Record<string, string | null | readonly string[]>;

/** The request was carried out. */
export const isAccepted = defineJudge<CallSeen>('call.isAccepted', accepted);

/** An object was made at `/api/v1/<collection>/<id>`, and is there (call-bridge-api 4). */
export const isMadeAt = defineJudge<{ collection: string; made: CallSeen; document: CallSeen; expected: Expected }>(
  'call.isMadeAt',
  ({ collection, made, document, expected }) => {
    const like = new RegExp(`^/api/v1/${collection}/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`);
    return [
      ...accepted(made),
      ...(like.test(made.location)
        ? []
        : [finding(made, `Location /api/v1/${collection}/<id>`, made.location || 'no Location')]),
      ...accepted(document),
      ...differences(document, document.fields, expected),
    ];
  },
);

/** A document has these texts. */
export const reads = defineJudge<{ document: CallSeen; expected: Expected }>('call.reads', ({ document, expected }) => [
  ...accepted(document),
  ...differences(document, document.fields, expected),
]);

/** A write was carried out, and the documents have these texts after it. */
export const readsAfter = defineJudge<{ written: CallSeen; documents: CallSeen[]; expected: Expected }>(
  'call.readsAfter',
  ({ written, documents, expected }) => [
    ...accepted(written),
    ...documents.flatMap((document) => [...accepted(document), ...differences(document, document.fields, expected)]),
  ],
);

/**
 * The request was refused with a 4xx, and with one of these reasons where there are any; those that end with a colon and a name
 * are `parameterError` for that parameter (call-bridge-api 5). Where any reason will do, it must be one that concerns the request:
 * neither the credentials, nor that there is no such node.
 */
export const isRefused = defineJudge<{ answer: CallSeen; reasons: string[] }>(
  'call.isRefused',
  ({ answer, reasons }) => {
    if (!isClientError(answer)) return [finding(answer, 'a refusal', answer.status)];
    if (reasons.length === 0) {
      const unknown = answer.reasons.find(({ name }) => /^unrecogni[sz]edObject$/.test(name));
      return unknown ? [finding(answer, 'a refusal of what was asked', unknown.name)] : [];
    }
    const given = answer.reasons.flatMap(({ name, attributes }) => [name, `${name}:${attributes.parameter ?? ''}`]);
    if (reasons.some((reason) => given.includes(reason))) return [];
    return [finding(answer, reasons.join(' or '), answer.reasons.map(({ name }) => name).join(', ') || 'no reason')];
  },
);

/** Nothing in an answer is refused for these reasons; that it is refused for others, e.g. for a licence, is all right. */
export const isNotRefusedFor = defineJudge<{ answer: CallSeen; reasons: string[] }>(
  'call.isNotRefusedFor',
  ({ answer, reasons }) =>
    answer.status === 200 || isClientError(answer)
      ? answer.reasons
          .filter(({ name }) => reasons.includes(name))
          .map(({ name }) => finding(answer, `no ${reasons.join(' or ')}`, name))
      : [finding(answer, 'status 200, or a refusal', answer.status)],
);

/** A listing has these objects, and hasn't those. */
export const listsOnly = defineJudge<{ listing: CollectionSeen; present: string[]; absent: string[] }>(
  'call.listsOnly',
  ({ listing, present, absent }) => {
    const refused = listing.statuses.find((status) => status !== 200);
    if (refused !== undefined) return [finding(listing, 'status 200', refused)];
    const ids = listing.items.map(({ id }) => id);
    return [
      ...present.filter((id) => !ids.includes(id)).map((id) => finding(listing, `an item ${id}`, 'none')),
      ...absent.filter((id) => ids.includes(id)).map((id) => finding(listing, `no item ${id}`, 'it is listed')),
    ];
  },
);

/** A listing has an object with these texts. */
export const listsWith = defineJudge<{ listing: CollectionSeen; id: string; expected: Expected }>(
  'call.listsWith',
  ({ listing, id, expected }) => {
    const refused = listing.statuses.find((status) => status !== 200);
    if (refused !== undefined) return [finding(listing, 'status 200', refused)];
    const item = listing.items.find((one) => one.id === id);
    return item ? differences(listing, item.fields, expected) : [finding(listing, `an item ${id}`, 'none')];
  },
);

/** A removal was carried out, and each of the documents is refused with its reason; an empty one stands for any. */
export const isGone = defineJudge<{ removed: CallSeen; documents: { answer: CallSeen; reason: string }[] }>(
  'call.isGone',
  ({ removed, documents }) => [
    ...accepted(removed),
    ...documents.flatMap(({ answer, reason }) => {
      if (reason) return isRefused({ answer, reasons: [reason] });
      return isClientError(answer) ? [] : [finding(answer, 'a refusal', answer.status)];
    }),
  ],
);

/** A field is a whole number between these. */
export const isBetween = defineJudge<{ document: CallSeen; field: string; atLeast: number; atMost: number }>(
  'call.isBetween',
  ({ document, field, atLeast, atMost }) => {
    const text = document.fields[field];
    const fits = text !== undefined && /^\d+$/.test(text) && Number(text) >= atLeast && Number(text) <= atMost;
    return [
      ...accepted(document),
      ...(fits ? [] : [finding(document, `${field} from ${atLeast} to ${atMost}`, text ?? 'none')]),
    ];
  },
);

/** What a label reads is no longer than it may be, whether the longer one was refused or cut (call-bridge-api 12.1). */
export const labelIsShort = defineJudge<{ document: CallSeen; field: string; bytes: number }>(
  'call.labelIsShort',
  ({ document, field, bytes }) => {
    const size = Buffer.byteLength(document.fields[field] ?? '');
    return [
      ...accepted(document),
      ...(size <= bytes ? [] : [finding(document, `${field} of at most ${bytes} bytes`, `${size} bytes`)]),
    ];
  },
);

/** A trace names the leg, and this profile at one of these scopes (call-bridge-api 12.3). */
export const traces = defineJudge<{ trace: CallSeen; leg: string; profile: string; scopes: string[] }>(
  'call.profile.traces',
  ({ trace, leg, profile, scopes }) => {
    const [place] = trace.profiles.filter(({ id }) => id === profile);
    return [
      ...accepted(trace),
      ...(trace.root === 'callLegProfileTrace' && trace.attributes.callLeg === leg
        ? []
        : [
            finding(
              trace,
              `callLegProfileTrace of ${leg}`,
              `${trace.root || 'nothing'} of ${trace.attributes.callLeg ?? 'none'}`,
            ),
          ]),
      ...(place && scopes.includes(place.scope)
        ? []
        : [finding(trace, `profile ${profile} at ${scopes.join(' or ')}`, place ? place.scope : 'none')]),
    ];
  },
);

/** A query is answered by a document of its name (call-bridge-api 13). */
export const isAnsweredBy = defineJudge<{ answer: CallSeen; root: string; expected: Expected }>(
  'dial.isAnsweredBy',
  ({ answer, root, expected }) => [
    ...accepted(answer),
    ...(answer.root === root ? [] : [finding(answer, `a document ${root}`, answer.root || 'none')]),
    ...differences(answer, answer.fields, expected),
  ],
);

/** A query names the object, or doesn't, by whatever element (call-bridge-api 13: only `userId` is confirmed). */
export const namesObject = defineJudge<{ answer: CallSeen; id: string; named: boolean }>(
  'dial.namesObject',
  ({ answer, id, named }) => {
    const does = Object.values(answer.fields).includes(id);
    return [
      ...accepted(answer),
      ...(does === named
        ? []
        : [finding(answer, named ? `an element with ${id}` : `no element with ${id}`, does ? 'one' : 'none')]),
    ];
  },
);

/** Whether a request was refused for what it asks: another 4xx than those about the credentials. */
function isClientError({ status }: CallSeen): boolean {
  return status >= 400 && status <= 499 && status !== 401 && status !== 403;
}

function accepted(answer: CallSeen): Finding[] {
  if (answer.status === 200) return [];
  const reasons = answer.reasons.map(({ name }) => name).join(', ');
  return [finding(answer, 'status 200', reasons ? `${answer.status} ${reasons}` : answer.status)];
}

function differences({ request }: { request: string }, fields: Record<string, string>, expected: Expected): Finding[] {
  return Object.entries(expected).flatMap(([name, wanted]) => {
    const text = fields[name] ?? '';
    if (wanted === null) return text === '' ? [] : [finding({ request }, `no ${name}`, text)];
    const texts = typeof wanted === 'string' ? [wanted] : wanted;
    if (texts.includes(text)) return [];
    return [finding({ request }, `${name} "${texts.join('" or "')}"`, fields[name] ?? 'none')];
  });
}

function finding({ request }: { request: string }, expected: string, observed: string | number): Finding {
  return { where: request, expected, observed: String(observed) };
}
