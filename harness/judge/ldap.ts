import { defineJudge, type Finding } from './judge.ts';

/** Rules about the synchronisation with a directory: what was answered, listed, and asked of the directory. */

/** An answer of the API. */
export interface AnswerSeen {
  /** e.g. `GET /api/v1/users/<id>`. */
  request: string;
  status: number;
  /** Names of the failure reasons. */
  reasons: string[];
  /** Text of each child element of a document that is no failure. */
  fields: Record<string, string>;
}

/** A whole collection. */
export interface ItemsSeen {
  request: string;
  /** Status of every page. */
  statuses: number[];
  items: { id: string; fields: Record<string, string> }[];
}

/** A document has these texts (call-bridge-api 7, 9, 15). */
export const reads = defineJudge<{ document: AnswerSeen; expected: Record<string, string> }>(
  'ldap.document.reads',
  ({ document, expected }) => [
    ...answered(document),
    ...(document.status === 200 ? differences(document.request, document.fields, expected) : []),
  ],
);

/** A document lacks these elements (call-bridge-api 15). */
export const lacks = defineJudge<{ document: AnswerSeen; elements: string[] }>(
  'ldap.document.lacks',
  ({ document, elements }) => [
    ...answered(document),
    ...elements
      .filter((name) => document.fields[name] !== undefined)
      .map((name) => ({
        expected: `no element ${name}`,
        observed: `"${document.fields[name]}"`,
        where: document.request,
      })),
  ],
);

/** A list has an item of this id with these texts (call-bridge-api 9, 15). */
export const listsItem = defineJudge<{ listing: ItemsSeen; id: string; expected: Record<string, string> }>(
  'ldap.item.isListed',
  ({ listing, id, expected }) => [
    ...listed(listing),
    ...(!listing.statuses.includes(200)
      ? []
      : differences(listing.request, listing.items.find((item) => item.id === id)?.fields ?? null, expected)),
  ],
);

/** In a list, a field has exactly these texts, in any order (call-bridge-api 15). */
export const listsExactly = defineJudge<{ listing: ItemsSeen; field: string; expected: string[] }>(
  'ldap.items.areExactly',
  ({ listing, field, expected }) => {
    const observed = listing.items.map(({ fields }) => fields[field] ?? '');
    const same = [...observed].sort().join('\n') === [...expected].sort().join('\n');
    return [
      ...listed(listing),
      ...(same ? [] : [finding(listing.request, `${field} ${texts(expected)}`, texts(observed))]),
    ];
  },
);

/** In a list, these texts of a field are there, and those are not (call-bridge-api 3.3, 15). */
export const listsOnly = defineJudge<{ listing: ItemsSeen; field: string; present: string[]; absent: string[] }>(
  'ldap.items.arePresentAndAbsent',
  ({ listing, field, present, absent }) => {
    const observed = new Set(listing.items.map(({ fields }) => fields[field] ?? ''));
    return [
      ...listed(listing),
      ...present
        .filter((one) => !observed.has(one))
        .map((one) => finding(listing.request, `${field} "${one}"`, 'none')),
      ...absent
        .filter((one) => observed.has(one))
        .map((one) => finding(listing.request, `no ${field} "${one}"`, 'one')),
    ];
  },
);

/** A request was refused, for one of these reasons where some are given (call-bridge-api 5). */
export const isRefused = defineJudge<{ answer: AnswerSeen; reasons: string[] }>(
  'ldap.request.isRefused',
  ({ answer: { request, status, reasons: observed }, reasons }) => [
    ...(status >= 400 && status < 500 ? [] : [finding(request, 'a refusal with a status 4xx', String(status))]),
    ...(reasons.length === 0 || reasons.some((reason) => observed.includes(reason))
      ? []
      : [finding(request, `the reason ${reasons.join(' or ')}`, observed.join(', ') || 'none')]),
  ],
);

/** Each of these requests was refused, and what it would have made is in no list (call-bridge-api 15). */
export const areRefused = defineJudge<AnswerSeen[]>('ldap.requests.areRefused', (answers) =>
  answers.flatMap((answer) => isRefused({ answer, reasons: [] })),
);

/** A request was refused, and its object is still there (call-bridge-api 4, 8). */
export const isKept = defineJudge<{ answer: AnswerSeen; reasons: string[]; after: AnswerSeen }>(
  'ldap.object.isKept',
  ({ answer, reasons, after }) => [...isRefused({ answer, reasons }), ...answered(after)],
);

/** A field reads after a write as before it (call-bridge-api 7.1). */
export const keepsField = defineJudge<{ before: AnswerSeen; after: AnswerSeen; field: string }>(
  'ldap.field.isKept',
  ({ before, after, field }) => {
    const [was, is] = [before.fields[field] ?? '', after.fields[field] ?? ''];
    return [...answered(after), ...(was === is ? [] : [finding(after.request, `${field} "${was}"`, `"${is}"`)])];
  },
);

/** An object is there no more: 404, or 400 with a reason that says so (call-bridge-api 5, 15). */
export const isGone = defineJudge<AnswerSeen>('ldap.object.isGone', ({ request, status, reasons, fields }) => {
  if (status === 404 || (status === 400 && reasons.some((reason) => isUnknown.test(reason)))) return [];
  const observed = status === 200 ? `one: ${JSON.stringify(fields)}` : [`status ${status}`, ...reasons].join(', ');
  return [finding(request, 'no such object', observed)];
});

/** An object was removed by a request, and nothing came of it (call-bridge-api 15). */
export const isCancelled = defineJudge<{ answer: AnswerSeen; after: AnswerSeen; listing: ItemsSeen }>(
  'ldap.sync.isCancelled',
  ({ answer, after, listing }) => [
    ...answered(answer),
    ...isGone(after),
    ...listed(listing),
    ...listing.items.map(({ id }) => finding(listing.request, 'no items', `the item ${id}`)),
  ],
);

/** Whether a secret stands in an answer. */
export interface DisclosureSeen {
  request: string;
  status: number;
  disclosed: boolean;
}

/** A secret stands in no answer (call-bridge-api 15). */
export const keepsSecret = defineJudge<DisclosureSeen[]>('ldap.secret.isKept', (answers) =>
  answers.flatMap(({ request, status, disclosed }) => [
    ...(status === 200 ? [] : [finding(request, 'status 200', String(status))]),
    ...(disclosed ? [finding(request, 'an answer without the password', 'the password')] : []),
  ]),
);

/** The target connected with a directory, and each time with TLS, or each time without (call-bridge-api 15). */
export const connects = defineJudge<{ binds: BindSeen[]; secured: boolean }>(
  'ldap.directory.connection',
  ({ binds, secured }) => {
    const expected = `a connection with${secured ? '' : 'out'} TLS`;
    if (binds.length === 0) return [finding('the directory', expected, 'no login')];
    return binds
      .filter((bind) => bind.secured !== secured)
      .map(() => finding('the directory', expected, 'another one'));
  },
);

/** Each login at a directory was with this name, and with the right password (call-bridge-api 15). */
export const logsIn = defineJudge<{ binds: BindSeen[]; dn: string }>('ldap.directory.login', ({ binds, dn }) =>
  binds.flatMap((bind) => [
    ...(bind.dn.toLowerCase() === dn.toLowerCase()
      ? []
      : [finding('the directory', `a login of "${dn}"`, `"${bind.dn}"`)]),
    ...(bind.accepted ? [] : [finding('the directory', 'the right password', 'another one')]),
  ]),
);

export interface BindSeen {
  dn: string;
  accepted: boolean;
  secured: boolean;
}

/** A directory was asked in pages, or wasn't, each time (call-bridge-api 15). */
export const asksInPages = defineJudge<{ searches: { base: string; paged: boolean }[]; paged: boolean }>(
  'ldap.directory.pages',
  ({ searches, paged }) => {
    if (searches.length === 0) return [finding('the directory', 'a search', 'none')];
    return searches
      .filter((search) => search.paged !== paged)
      .map(({ base }) =>
        finding(`the search below ${base}`, `${paged ? 'a' : 'no'} control of paged results`, paged ? 'none' : 'one'),
      );
  },
);

const isUnknown = /DoesNotExist$|^unrecogni[sz]edObject$/;

function answered({ request, status }: AnswerSeen): Finding[] {
  return status === 200 ? [] : [finding(request, 'status 200', String(status))];
}

function listed({ request, statuses }: ItemsSeen): Finding[] {
  const bad = statuses.find((status) => status !== 200);
  return bad === undefined ? [] : [finding(request, 'status 200', String(bad))];
}

function differences(
  where: string,
  fields: Record<string, string> | null,
  expected: Record<string, string>,
): Finding[] {
  if (fields === null) return [finding(where, 'the item', 'none')];
  return Object.entries(expected)
    .filter(([name, value]) => fields[name] !== value)
    .map(([name, value]) =>
      finding(where, `${name} "${value}"`, fields[name] === undefined ? 'none' : `"${fields[name]}"`),
    );
}

function texts(list: readonly string[]): string {
  return list.length === 0
    ? 'none'
    : [...list]
        .sort()
        .map((text) => `"${text}"`)
        .join(', ');
}

function finding(where: string, expected: string, observed: string): Finding {
  return { where, expected, observed };
}
