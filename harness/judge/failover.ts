import { defineJudge, type Finding } from './judge.ts';

/** Rules about what TMS sends to the bridges of a cluster, as their own logs tell it (facts: tms 2.5 and 3). */

/** One API request as a bridge traced it. */
export interface BridgeRequestSeen {
  method: string;
  /** Below `/api/v1/`, in lower case, without query. */
  path: string;
  /** Names of the body's pairs in their order; an empty first pair has an empty name. */
  names: string[];
  pairs: Record<string, string>;
  status: number | null;
  location: string | null;
}

/** The requests that each bridge got, by the role that TMS has given it; `others` are its peers that TMS was not given. */
export interface BridgesSeen {
  primary: BridgeRequestSeen[];
  alternate: BridgeRequestSeen[];
  others: BridgeRequestSeen[];
}

export type BridgeRoleSeen = keyof BridgesSeen;

/** No request at all reached these bridges. */
export const bridgesAreSilent = defineJudge<{ bridges: BridgesSeen; silent: BridgeRoleSeen[] }>(
  'failover.bridgesAreSilent',
  ({ bridges, silent }) =>
    silent.flatMap((role) => bridges[role].map((request) => finding(role, 'no request', textOf(request)))),
);

/** Exactly one call was made for the conference, on one of these bridges, in one of the slots, which was opened before. */
export const conferenceIsHeldOn = defineJudge<{
  bridges: BridgesSeen;
  roles: BridgeRoleSeen[];
  slots: string[];
  title: string;
}>('failover.conferenceIsHeldOn', ({ bridges, roles, slots, title }) => {
  const calls = callsMade(bridges);
  if (calls.length !== 1) return [finding('bridges', `one call, on ${roles.join(' or ')}`, listOf(calls))];
  const [call] = calls;
  if (!call) return [];
  const space = call.request.pairs.coSpace ?? '';
  const opened = openings(bridges[call.role]).filter(({ path }) => path === `cospaces/${space}`);
  return [
    ...(roles.includes(call.role) ? [] : [finding(call.role, `no call but on ${roles.join(' or ')}`, 'a call')]),
    ...(slots.includes(space) ? [] : [finding(call.role, 'a call in one of the slots', `coSpace=${space}`)]),
    ...(opened.some(({ pairs }) => pairs.name === title)
      ? []
      : [finding(call.role, `its slot opened with the name "${title}"`, opened.map(textOf).join(', ') || 'nothing')]),
  ];
});

/** No call and no call leg was made on these bridges. */
export const nothingIsStartedOn = defineJudge<{ bridges: BridgesSeen; roles: BridgeRoleSeen[] }>(
  'failover.nothingIsStartedOn',
  ({ bridges, roles }) =>
    roles.flatMap((role) =>
      bridges[role]
        .filter(({ method, path }) => method === 'POST' && /^(calls|calls\/[^/]+\/calllegs)$/.test(path))
        .map((request) => finding(role, 'no call and no call leg', textOf(request))),
    ),
);

/** A bridge was asked with other credentials than its own: it refused all of it, and no call was made there. */
export const onlyRefusals = defineJudge<{ requests: BridgeRequestSeen[] }>('failover.onlyRefusals', ({ requests }) =>
  requests.length === 0
    ? [finding('alternate', 'a request', 'none')]
    : requests
        .filter(({ status }) => status !== 401)
        .map((request) => finding('alternate', '401, as the given password is wrong', textOf(request))),
);

/** Neither profiles, parameter sets, syncs nor spaces were made on a bridge. */
export const nothingIsProvisioned = defineJudge<{ requests: BridgeRequestSeen[]; kinds: string[] }>(
  'failover.nothingIsProvisioned',
  ({ requests, kinds }) =>
    requests
      .filter(
        ({ method, path }) => method !== 'GET' && kinds.includes(path.split('/')[0] ?? '') && !isSlotPut(method, path),
      )
      .map((request) => finding('alternate', `no write to ${kinds.join(', ')}`, textOf(request))),
);

/** Over all bridges, the conference's slot openings concern one space only. */
export const oneSlotIsOpened = defineJudge<{ bridges: BridgesSeen; title: string }>(
  'failover.oneSlotIsOpened',
  ({ bridges, title }) => {
    const opened = [...bridges.primary, ...bridges.alternate].filter(
      ({ method, path, pairs }) => isSlotPut(method, path) && pairs.name === title,
    );
    const spaces = [...new Set(opened.map(({ path }) => path))];
    return spaces.length === 1 ? [] : [finding('bridges', 'one slot opened', spaces.join(', ') || 'none')];
  },
);

/**
 * What the bridges saw together, in time: every slot is opened when it is idle and reset when it is open, a call is deleted after
 * its slot's reset and once, no slot is deleted (facts: tms 2.5, 12, 16, 25, 26, 27, 29).
 */
export const slotsAreBalanced = defineJudge<{ requests: BridgeRequestSeen[]; finished: boolean }>(
  'failover.slotsAreBalanced',
  ({ requests, finished }) => {
    const findings: Finding[] = [];
    const open = new Map<string, string>();
    const calls = new Map<string, { space: string; reset: boolean }>();
    for (const request of requests.filter(({ status }) => status === 200)) {
      const { method, path, pairs, location } = request;
      const [root = '', id = ''] = path.split('/');
      if (method === 'DELETE' && root === 'cospaces')
        findings.push(finding('slot', 'no deletion of it', textOf(request)));
      if (isSlotPut(method, path) && pairs.regenerateSecret === 'true') {
        if (!open.delete(id)) findings.push(finding('slot', 'a reset of an opened slot only', textOf(request)));
        for (const call of calls.values()) if (call.space === id) call.reset = true;
      } else if (isSlotPut(method, path)) {
        const before = open.get(id);
        if (before !== undefined && before !== pairs.secret)
          findings.push(finding('slot', 'the opening of an idle slot', textOf(request)));
        open.set(id, pairs.secret ?? '');
      } else if (method === 'POST' && path === 'calls') {
        const space = pairs.coSpace ?? '';
        if ([...calls.values()].some((call) => call.space === space && !call.reset))
          findings.push(finding('slot', 'one call at a time', textOf(request)));
        calls.set(location?.split('/').at(-1)?.toLowerCase() ?? '', { space, reset: false });
      } else if (method === 'DELETE' && root === 'calls') {
        if (!calls.get(id)?.reset)
          findings.push(finding('slot', 'a reset before the deletion of its call', textOf(request)));
        calls.delete(id);
      }
    }
    if (finished && open.size > 0)
      findings.push(finding('slot', 'every opened slot reset', [...open.keys()].join(', ')));
    if (finished && calls.size > 0) findings.push(finding('slot', 'every call deleted', [...calls.keys()].join(', ')));
    return findings;
  },
);

/** Requests of these forms came in this order, with others between them or not; each is a verb and a path such as `PUT cospaces/*`. */
export const sequenceIs = defineJudge<{ requests: BridgeRequestSeen[]; expected: string[]; exactly: boolean }>(
  'failover.sequenceIs',
  ({ requests, expected, exactly }) => {
    const seen = requests.map(({ method, path }) => `${method} ${path.replace(/[0-9a-f]{8}(-[0-9a-f]+){4}/g, '*')}`);
    if (exactly)
      return seen.join() === expected.join() ? [] : [finding('bridge', expected.join(', '), seen.join(', '))];
    let at = 0;
    for (const step of seen) if (step === expected[at]) at += 1;
    return at === expected.length ? [] : [finding('bridge', `${expected[at]} in its place`, seen.join(', '))];
  },
);

/** A request had exactly these pairs, in this order; a value is given where it is known. */
export const pairsAre = defineJudge<{
  request: BridgeRequestSeen | null;
  expected: [name: string, value: string | null][];
}>('failover.pairsAre', ({ request, expected }) => {
  if (!request) return [finding('bridge', 'such a request', 'none')];
  const names = expected.map(([name]) => name);
  return [
    ...(request.names.join() === names.join()
      ? []
      : [finding(textOf(request), `the pairs ${names.join(', ')}`, request.names.join(', '))]),
    ...expected
      .filter(([name, value]) => value !== null && request.pairs[name] !== value)
      .map(([name, value]) => finding(textOf(request), `${name}=${value}`, `${name}=${request.pairs[name]}`)),
  ];
});

/** Two requests went to the same path with the same pairs (facts: tms 2.5, 21). */
export const requestsAreEqual = defineJudge<{ requests: BridgeRequestSeen[] }>(
  'failover.requestsAreEqual',
  ({ requests }) => {
    const [first, ...more] = requests;
    if (!first || more.length === 0) return [finding('bridge', 'two requests', String(requests.length))];
    const form = ({ path, names, pairs }: BridgeRequestSeen) => JSON.stringify([path, names, pairs]);
    return more.filter((one) => form(one) !== form(first)).map((one) => finding(textOf(one), form(first), form(one)));
  },
);

/** These texts are all different, e.g. the secrets of meetings. */
export const allDiffer = defineJudge<{ what: string; values: string[] }>('failover.allDiffer', ({ what, values }) =>
  new Set(values).size === values.length && !values.includes('')
    ? []
    : [finding(what, `${values.length} different ones`, values.join(', '))],
);

/** One text is another. */
export const textIs = defineJudge<{ what: string; expected: string; observed: string }>(
  'failover.textIs',
  ({ what, expected, observed }) => (expected === observed ? [] : [finding(what, expected, observed)]),
);

/** Exactly these parties were dialled. */
export const partiesAreDialled = defineJudge<{ requests: BridgeRequestSeen[]; expected: string[] }>(
  'failover.partiesAreDialled',
  ({ requests, expected }) => {
    const dialled = requests
      .filter(({ method, path }) => method === 'POST' && /^calls\/[^/]+\/calllegs$/.test(path))
      .map(({ pairs }) => pairs.remoteParty ?? '');
    return dialled.join() === expected.join()
      ? []
      : [finding('bridge', `dials to ${expected.join(', ') || 'nobody'}`, dialled.join(', ') || 'nobody')];
  },
);

/** The opening PUTs among requests; one that was only asked for credentials is none. */
export function openings(requests: readonly BridgeRequestSeen[]): BridgeRequestSeen[] {
  return requests.filter(
    ({ method, path, pairs, status }) =>
      status !== 401 && isSlotPut(method, path) && pairs.regenerateSecret === undefined,
  );
}

function callsMade(bridges: BridgesSeen): { role: BridgeRoleSeen; request: BridgeRequestSeen }[] {
  return (['primary', 'alternate', 'others'] as const).flatMap((role) =>
    bridges[role]
      .filter(({ method, path, status }) => method === 'POST' && path === 'calls' && status === 200)
      .map((request) => ({ role, request })),
  );
}

function isSlotPut(method: string, path: string): boolean {
  return method === 'PUT' && path.startsWith('cospaces/');
}

function listOf(calls: { role: BridgeRoleSeen; request: BridgeRequestSeen }[]): string {
  return calls.map(({ role, request }) => `${textOf(request)} on ${role}`).join(', ') || 'none';
}

function textOf({ method, path, status }: BridgeRequestSeen): string {
  return `${method} ${path} (${status ?? 'no answer'})`;
}

function finding(where: string, expected: string, observed: string): Finding {
  return { where, expected, observed };
}
