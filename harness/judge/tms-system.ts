import { defineJudge, type Finding } from './judge.ts';
import { statusCounters } from './status-fields.ts';

/** Rules about TMS itself: the bridges that are added to it, and what it sends to them (tms 1, 3). */

/** A request as the bridge's system log tells it. */
export interface RequestSeen {
  method: string;
  path: string;
  pairs: [name: string, value: string][];
  /** Null when the log doesn't tell. */
  status: number | null;
  location: string | null;
}

/** A coSpace that TMS had made. */
export interface SlotSeen {
  id: string;
  fields: Record<string, string>;
}

/** What was asked of TMS, and that it was refused, if so. */
export interface OutcomeSeen {
  asked: string;
  /** HTTP status of the console. */
  status: number;
  /** Empty when it wasn't refused. */
  refusal: string;
}

function finding(where: string, expected: string, observed: unknown): Finding {
  return { where, expected, observed: typeof observed === 'string' ? observed : JSON.stringify(observed) };
}

/** A challenged request is no step (tms 2.5, 31). */
function steps(requests: readonly RequestSeen[]): RequestSeen[] {
  return requests.filter(({ status }) => status !== 401);
}

function line({ method, path }: RequestSeen): string {
  return `${method} ${path}`;
}

function writes(requests: readonly RequestSeen[]): RequestSeen[] {
  return steps(requests).filter(({ method }) => method !== 'GET');
}

/** What TMS shows of a bridge is what the bridge says; its uptime lies between two readings of the harness (tms 1.1). */
export const valuesAreTheBridges = defineJudge<{
  before: Record<string, string>;
  shown: Record<string, string>;
  after: Record<string, string>;
}>('tms.system.valuesAreTheBridges', ({ before, shown, after }) =>
  ['softwareVersion', ...statusCounters]
    .filter((name) => {
      const value = shown[name] ?? '';
      if (value !== '' && value === before[name]) return false;
      const [low, seen, high] = [Number(before[name]), Number(value), Number(after[name])];
      return value === '' || !(low <= seen && seen <= high);
    })
    .map((name) => finding(name, `${before[name]} to ${after[name]}`, shown[name] ?? 'absent')),
);

/** A value that TMS shows is this one. */
export const shows = defineJudge<{ what: string; expected: string; shown: string }>(
  'tms.system.shows',
  ({ what, expected, shown }) => (shown === expected ? [] : [finding(what, expected, shown)]),
);

/** A sentence has each of these parts. */
export const says = defineJudge<{ what: string; parts: string[]; said: string }>(
  'tms.system.says',
  ({ what, parts, said }) =>
    parts.filter((part) => !said.includes(part)).map((part) => finding(what, `a sentence with "${part}"`, said)),
);

/** TMS refused, and its list of systems is as it was. */
export const refusedAndNothingAdded = defineJudge<OutcomeSeen & { before: number[]; after: number[] }>(
  'tms.system.refusedAndNothingAdded',
  ({ asked, status, refusal, before, after }) => [
    ...(status >= 400 && refusal.trim() !== '' ? [] : [finding(asked, 'a refusal that says why', `status ${status}`)]),
    ...(before.join() === after.join() ? [] : [finding('systems', before.join() || 'none', after.join() || 'none')]),
  ],
);

/** An addition was not refused, and the system is in the list. */
export const isKept = defineJudge<OutcomeSeen & { id: number; listed: number[] }>(
  'tms.system.isKept',
  ({ asked, status, refusal, id, listed }) => [
    ...(status < 300 ? [] : [finding(asked, 'a system', `status ${status}: ${refusal}`)]),
    ...(listed.includes(id) ? [] : [finding('systems', `system ${id} among them`, listed.join() || 'none')]),
  ],
);

/** Status first, then the list of Call Bridges (tms 2.5, 1). */
export const asksWhoItIsFirst = defineJudge<{ requests: RequestSeen[] }>(
  'tms.system.asksWhoItIsFirst',
  ({ requests }) => {
    const expected = 'GET /api/v1/system/status, GET /api/v1/callBridges';
    const first = steps(requests).slice(0, 2).map(line).join(', ');
    return first === expected ? [] : [finding('first two requests', expected, first || 'none')];
  },
);

/** One GET for every listed Call Bridge, in the order of the list, before anything is written (tms 2.5, 2). */
export const asksEachListedBridge = defineJudge<{ requests: RequestSeen[]; listed: string[] }>(
  'tms.system.asksEachListedBridge',
  ({ requests, listed }) => {
    const isBridge = ({ path }: RequestSeen) => /\/callBridges\/[^/]+$/i.test(path);
    const all = steps(requests);
    const firstWrite = all.findIndex(({ method }) => method !== 'GET');
    const asked = all.filter(isBridge).map(line);
    const late = all.slice(firstWrite < 0 ? all.length : firstWrite).filter(isBridge);
    const expected = listed.map((id) => `GET /api/v1/callBridges/${id}`);
    return [
      ...(asked.join() === expected.join()
        ? []
        : [finding('requests for Call Bridges', expected.join(', ') || 'none', asked.join(', ') || 'none')]),
      ...late.map((request) => finding(line(request), 'before the first write', 'after it')),
    ];
  },
);

/** Nothing else is sent than so many requests of each kind (tms 1.2). */
export const sendsNothingElse = defineJudge<{ requests: RequestSeen[]; expected: string[] }>(
  'tms.system.sendsNothingElse',
  ({ requests, expected }) => {
    const left = [...expected];
    const more = steps(requests).filter((request) => {
      const at = left.indexOf(line(request));
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
    return more.map((request) => finding('requests', 'only the recorded ones', line(request)));
  },
);

/** No request came at all. */
export const gotNoRequest = defineJudge<{ node: string; requests: RequestSeen[] }>(
  'tms.system.gotNoRequest',
  ({ node, requests }) => requests.map((request) => finding(node, 'no request', line(request))),
);

/** Requests like this were sent once each, in this order, with exactly these pairs (tms 2.5, 3 and 4). */
export const writesExactly = defineJudge<{
  requests: RequestSeen[];
  expected: { request: string; pairs: [string, string][] }[];
}>('tms.system.writesExactly', ({ requests, expected }) => {
  const text = (request: string, pairs: [string, string][]) =>
    `${request} ${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`.trim();
  const named = new Set(expected.map(({ request }) => request));
  const seen = writes(requests)
    .filter((request) => named.has(line(request)))
    .map((request) => text(line(request), request.pairs));
  const wanted = expected.map(({ request, pairs }) => text(request, pairs));
  return seen.join() === wanted.join() ? [] : [finding('writes', wanted.join(', '), seen.join(', ') || 'none')];
});

/** A request that was answered 401 is followed by the same one (tms 2.5, 31). */
export const repeatsChallenged = defineJudge<{ requests: RequestSeen[] }>(
  'tms.system.repeatsChallenged',
  ({ requests }) => {
    const [first, second] = requests;
    if (first?.status !== 401)
      return [finding('first request', 'a 401', first ? `${line(first)}: ${first.status}` : 'none')];
    return second && line(second) === line(first)
      ? []
      : [finding('after the 401', line(first), second ? line(second) : 'nothing')];
  },
);

/** The sync that was started is polled until it is complete, then the status is asked for; no other request comes between (tms 2.5, 7 and 8). */
export const waitsForSync = defineJudge<{ requests: RequestSeen[] }>('tms.system.waitsForSync', ({ requests }) => {
  const all = steps(requests);
  const start = all.findLastIndex(({ method, path }) => method === 'POST' && /\/cospaceBulkSyncs$/i.test(path));
  const sync = all[start]?.location;
  if (start < 0 || !sync) return [finding('requests', 'POST /api/v1/cospaceBulkSyncs with its Location', 'none')];
  const after = all.slice(start + 1).map(line);
  const polls = after.filter((text) => text.toLowerCase() === `get ${sync.toLowerCase()}`).length;
  return [
    ...(polls > 0 ? [] : [finding('after the sync', `GET ${sync}`, after.join(', ') || 'nothing')]),
    ...(after.length === polls + 1 && after.at(-1) === 'GET /api/v1/system/status'
      ? []
      : [finding('after the polls', 'GET /api/v1/system/status', after.slice(polls).join(', ') || 'nothing')]),
  ];
});

/** The open tickets are these, in any order (tms 1.1). */
export const openTicketsAre = defineJudge<{
  tickets: { title: string; clearedAt: string | null }[];
  expected: string[];
}>('tms.tickets.openAre', ({ tickets, expected }) => {
  const open = tickets
    .filter(({ clearedAt }) => clearedAt === null)
    .map(({ title }) => title)
    .sort();
  return open.join() === [...expected].sort().join()
    ? []
    : [finding('open tickets', expected.join(', ') || 'none', open.join(', ') || 'none')];
});

/** As many slots as numbers (tms 2.5, 9). */
export const slotsAreSoMany = defineJudge<{ count: number; slots: SlotSeen[] }>(
  'tms.range.slotsAreSoMany',
  ({ count, slots }) => (slots.length === count ? [] : [finding('slots', `${count}`, `${slots.length}`)]),
);

/** Name, URI and call ID of each slot are made of the same number, and each number of the range has its slot (tms 2.5, 9). */
export const slotsAreNumbered = defineJudge<{ start: number; end: number; slots: SlotSeen[] }>(
  'tms.range.slotsAreNumbered',
  ({ start, end, slots }) => {
    const wanted = Array.from({ length: end - start + 1 }, (_, at) => String(start + at));
    const seen = slots.map(({ fields }) => fields.uri ?? '').sort((a, b) => Number(a) - Number(b));
    return [
      ...(seen.join() === wanted.join() ? [] : [finding('URIs', wanted.join(' '), seen.join(' ') || 'none')]),
      ...slots
        .filter(({ fields }) => fields.name !== `TMS_Scheduled_Meeting_${fields.uri}` || fields.callId !== fields.uri)
        .map(({ id, fields: { name = '', uri = '', callId = '' } }) =>
          finding(`coSpace ${id}`, 'one number in name, URI and call ID', { name, uri, callId }),
        ),
    ];
  },
);

/** Every slot, and there are some, has these values. */
export const slotsHold = defineJudge<{ slots: SlotSeen[]; expected: Record<string, string> }>(
  'tms.range.slotsHold',
  ({ slots, expected }) => [
    ...(slots.length > 0 ? [] : [finding('slots', 'some', 'none')]),
    ...slots.flatMap(({ id, fields }) =>
      Object.entries(expected)
        .filter(([name, value]) => fields[name] !== value)
        .map(([name, value]) => finding(`coSpace ${id}, ${name}`, value, fields[name] ?? 'absent')),
    ),
  ],
);

/** The same spaces, by their ids. */
export const slotsAreTheSame = defineJudge<{ before: SlotSeen[]; after: SlotSeen[] }>(
  'tms.range.slotsAreTheSame',
  ({ before, after }) => {
    const ids = (slots: SlotSeen[]) =>
      slots
        .map(({ id }) => id)
        .sort()
        .join(' ');
    return ids(before) === ids(after) ? [] : [finding('slots', ids(before) || 'none', ids(after) || 'none')];
  },
);

/** None of the earlier spaces is left (tms 4.4). */
export const slotsAreNew = defineJudge<{ before: SlotSeen[]; after: SlotSeen[] }>(
  'tms.range.slotsAreNew',
  ({ before, after }) =>
    after
      .filter(({ id }) => before.some((earlier) => earlier.id === id))
      .map(({ id }) => finding('slots', 'only new ones', id)),
);

interface MemberSeen {
  name: string;
  address: string;
}

/** The clustering page lists exactly the Call Bridges that the bridge lists, by name and address (tms 1.1, 7). */
export const clusteringLists = defineJudge<{ listed: MemberSeen[]; page: MemberSeen[] }>(
  'tms.clustering.lists',
  ({ listed, page }) => {
    const text = (members: MemberSeen[]) =>
      members
        .map(({ name, address }) => `${name} ${address}`)
        .sort()
        .join(', ');
    return text(listed) === text(page) ? [] : [finding('clustering', text(listed) || 'none', text(page) || 'none')];
  },
);

/** The added bridge, and no other one, is marked as the primary (tms 1.1, 7). */
export const primaryIsMarked = defineJudge<{ address: string; page: (MemberSeen & { primary: boolean })[] }>(
  'tms.clustering.primaryIsMarked',
  ({ address, page }) => {
    const marked = page.filter(({ primary }) => primary).map((member) => member.address);
    return marked.join() === address ? [] : [finding('Primary', address, marked.join(', ') || 'none')];
  },
);

/** The bridges that are offered as alternates are these (tms 3, F4). */
export const alternatesOffered = defineJudge<{ expected: string[]; offered: string[] }>(
  'tms.clustering.alternatesOffered',
  ({ expected, offered }) =>
    [...offered].sort().join() === [...expected].sort().join()
      ? []
      : [finding('alternates on offer', expected.join(', ') || 'none', offered.join(', ') || 'none')],
);

/** TMS refused, and the choice is as it was (tms 3, F4). */
export const refusedAndNotChosen = defineJudge<OutcomeSeen & { chosen: string | null }>(
  'tms.clustering.refusedAndNotChosen',
  ({ asked, status, refusal, chosen }) => [
    ...(status >= 400 && refusal.trim() !== '' ? [] : [finding(asked, 'a refusal that says why', `status ${status}`)]),
    ...(chosen === null ? [] : [finding('alternate', 'none', chosen)]),
  ],
);
