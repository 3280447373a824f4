import { expect, test } from '@playwright/test';
import { checkLogs } from './check.ts';
import { invariant, lowestSlot } from './rules.ts';
import { cleanLog, type Exchange, guidOf, printLog, slotIds, tms } from './testing.ts';

type Change = (log: Exchange[]) => Exchange[];

/** Place of the nth request of that kind, from 1. */
function place(log: readonly Exchange[], method: string, path: RegExp, nth = 1): number {
  const found = log.flatMap((exchange, at) => (exchange.method === method && path.test(exchange.path) ? [at] : []));
  const at = found[nth - 1];
  if (at === undefined) throw new Error(`the clean log has no ${method} ${path.source} number ${nth}`);
  return at;
}

const drop =
  (method: string, path: RegExp, nth = 1): Change =>
  (log) =>
    log.toSpliced(place(log, method, path, nth), 1);
const twice =
  (method: string, path: RegExp, nth = 1, change: Partial<Exchange> = {}): Change =>
  (log) => {
    const at = place(log, method, path, nth);
    const copy = { ...(log[at] as Exchange), number: (log[at] as Exchange).number + 5_000, ...change };
    return log.toSpliced(at + 1, 0, copy);
  };
const edit =
  (method: string, path: RegExp, change: (exchange: Exchange) => Partial<Exchange>, nth = 1): Change =>
  (log) => {
    const at = place(log, method, path, nth);
    const exchange = log[at] as Exchange;
    return log.with(at, { ...exchange, ...change(exchange) });
  };
/** Changes the body of a request. */
const body = (method: string, path: RegExp, from: string | RegExp, to: string, nth = 1): Change =>
  edit(
    method,
    path,
    (exchange) => {
      const changed = exchange.body?.replace(from, to) ?? null;
      if (changed === exchange.body) throw new Error(`nothing to change in ${exchange.body}`);
      return { body: changed };
    },
    nth,
  );
/** Moves a request before or behind another one; times go with the places. */
const move =
  (method: string, path: RegExp, nth: number, by: number): Change =>
  (log) => {
    const at = place(log, method, path, nth);
    const times = log.map(({ at: time }) => time);
    const moved = log.toSpliced(at, 1).toSpliced(at + by, 0, log[at] as Exchange);
    return moved.map((exchange, index) => ({ ...exchange, at: times[index] as number }));
  };
const insert =
  (before: (log: readonly Exchange[]) => number, exchange: Partial<Exchange>): Change =>
  (log) => {
    const at = before(log);
    return log.toSpliced(at, 0, { ...(log[at] as Exchange), ...blank, number: 7_777, client: tms, ...exchange });
  };

const blank = { body: null, contentSize: null, status: 200, size: 0, location: null, document: [], action: null };
const status = /system\/status$/;
const list = /callBridges$/;
const profile = /callProfiles$/;
const legProfile = /callLegProfiles$/;
const set = /ParameterSets$/;
const sync = /BulkSyncs$/;
const poll = /BulkSyncs\/./;
const spaces = /coSpaces$/;
const slot = /cospaces\/./;
const calls = /\/calls$/;
const call = /\/calls\/[^/]+$/;
const legs = /\/calllegs$/;
// the PUTs of the clean log in their order
const [openFirst, openSecond, extend, resetFirst, openThird, resetSecond] = [1, 2, 3, 4, 5, 6] as const;

const mutations: [rule: string, title: string, change: Change][] = [
  [invariant(1), 'an addition without GET system/status', drop('GET', status, 2)],
  [invariant(1), 'an addition without GET callBridges', drop('GET', list)],
  [invariant(1), 'GET system/status after GET callBridges', move('GET', status, 2, 1)],
  [invariant(2), 'the first Call Bridge is not read', drop('GET', /callBridges\/./, 1)],
  [invariant(2), 'the last Call Bridge is not read', drop('GET', /callBridges\/./, 2)],
  [invariant(2), 'a Call Bridge is read after the profile only', move('GET', /callBridges\/./, 2, 1)],
  [invariant(3), 'no call profile', drop('POST', profile)],
  [invariant(3), 'no call leg profile', drop('POST', legProfile)],
  [invariant(3), 'the call leg profile first', move('POST', profile, 1, 1)],
  [invariant(3), 'two call profiles', twice('POST', profile, 1, { location: `/api/v1/callProfiles/${guidOf(11)}` })],
  [invariant(3), 'two call leg profiles', twice('POST', legProfile)],
  [invariant(3), 'another participant limit', body('POST', profile, '1000', '100')],
  [invariant(3), 'another layout', body('POST', legProfile, 'telepresence', 'stacked')],
  [invariant(3), 'a field of the call leg profile missing', body('POST', legProfile, 'muteSelfAllowed=true&', '')],
  [invariant(4), 'slots open to non-members', body('POST', set, 'nonMemberAccess=false', 'nonMemberAccess=true')],
  [invariant(4), 'a set without endIndex', body('POST', set, 'endIndex=3&', '')],
  [invariant(4), 'fields of the set in another order', body('POST', set, /(startIndex=1)&(endIndex=3)/, '$2&$1')],
  [invariant(4), 'a range that ends before it begins', body('POST', set, 'endIndex=3', 'endIndex=0')],
  [invariant(4), "another call profile's id", body('POST', set, guidOf(11), guidOf(98))],
  [invariant(4), "another call leg profile's id", body('POST', set, guidOf(12), guidOf(98))],
  [invariant(5), 'a URI mapping without index', body('POST', set, 'UriMapping=$index$', 'UriMapping=1')],
  [invariant(5), 'a name mapping without index', body('POST', set, 'Meeting_$index$', 'Meeting_1')],
  [invariant(6), 'a sync of another set', body('POST', sync, guidOf(13), guidOf(98))],
  [invariant(6), 'a sync without its set', drop('POST', set)],
  [invariant(7), 'a sync that is never polled', drop('GET', poll)],
  [
    invariant(7),
    'a slot used while the sync still runs',
    edit('GET', poll, () => ({
      document: [`<cospaceBulkSync id="${guidOf(14)}">`, '<status>running</status>', '</cospaceBulkSync>'],
    })),
  ],
  [
    invariant(7),
    'the poll comes after the first opening',
    (log) => {
      const at = place(log, 'GET', poll);
      const opening = place(log, 'PUT', slot);
      return log
        .toSpliced(at, 1)
        .toSpliced(opening, 0, { ...(log[at] as Exchange), at: (log[opening] as Exchange).at });
    },
  ],
  [invariant(8), 'no GET system/status after the sync', drop('GET', status, 3)],
  [
    invariant(9),
    'a slot less than the range has',
    edit('GET', spaces, ({ document }) => ({
      document: [document[0]?.replace('4', '3') ?? '', ...document.slice(1, 11), ...document.slice(16)],
    })),
  ],
  [
    invariant(9),
    'a slot whose callId is not its number',
    edit('GET', spaces, ({ document }) => ({
      document: document.map((line) => line.replace('<callId>2<', '<callId>7<')),
    })),
  ],
  [
    invariant(9),
    "a slot with another slot's name",
    edit('GET', spaces, ({ document }) => ({
      document: document.map((line) => line.replace('Meeting_2', 'Meeting_4')),
    })),
  ],
  [
    invariant(10),
    'a fresh slot that non-members may join',
    edit('GET', /coSpaces\/./, ({ document }) => ({ document: document.map((line) => line.replace('false', 'true')) })),
  ],
  [invariant(11), 'no GET system/status before the opening', drop('GET', status, 9)],
  [invariant(11), 'no GET coSpaces before the opening', drop('GET', spaces, 8)],
  [invariant(11), 'GET coSpaces after the opening only', move('GET', spaces, 8, 1)],
  [invariant(12), 'a slot opened in which a meeting is held', body('PUT', slot, /.*/, openingOf('Other', 9), extend)],
  [
    invariant(12),
    'a space opened that is no slot',
    edit('PUT', slot, () => ({ path: `/api/v1/cospaces/${guidOf(99)}` }), openSecond),
  ],
  [invariant(12), 'a slot opened whose call was not deleted', drop('DELETE', call, 1)],
  [invariant(13), 'an opening without access', body('PUT', slot, 'Access=true', 'Access=false', openFirst)],
  [invariant(13), 'an opening without nonMemberAccess', body('PUT', slot, 'nonMemberAccess=true&', '', openFirst)],
  [invariant(13), 'an opening without passcode', body('PUT', slot, 'passcode=&', '', openFirst)],
  [invariant(13), 'an opening without secret', body('PUT', slot, /&secret=.*/, '', openThird)],
  [invariant(13), 'an opening without name', body('PUT', slot, 'name=Stand up&', '', openSecond)],
  [
    invariant(13),
    'an opening that keeps the placeholder',
    body('PUT', slot, 'Stand up', 'TMS_Scheduled_Meeting_2', openSecond),
  ],
  [
    invariant(13),
    'secret and regenerateSecret in one PUT',
    body('PUT', slot, /$/, '&regenerateSecret=true', openFirst),
  ],
  [invariant(14), 'a secret that is no GUID', body('PUT', slot, /secret=.*/, 'secret=12345', openThird)],
  [invariant(14), "an earlier meeting's secret", body('PUT', slot, guidOf(703), guidOf(701), openThird)],
  [invariant(15), 'no call after the opening', drop('POST', calls, 2)],
  [invariant(15), 'a call before the opening', move('POST', calls, 1, -1)],
  [invariant(15), 'a call without opening', drop('PUT', slot, openSecond)],
  [invariant(15), 'a call with more than coSpace', body('POST', calls, /$/, '&name=x')],
  [invariant(16), 'two calls in a slot', twice('POST', calls, 1, { location: `/api/v1/calls/${guidOf(299)}` })],
  [
    invariant(16),
    'two calls listed in a slot',
    edit('GET', calls, () => ({
      document: ['<calls total="2">', ...callOf(201), ...callOf(299), '</calls>'],
    })),
  ],
  [invariant(17), 'no GET system/status before the first leg', drop('GET', status, 5)],
  [invariant(17), 'no GET coSpaces before the first leg', drop('GET', spaces, 3)],
  [invariant(17), 'no GET calls before the first leg', drop('GET', calls, 1)],
  [invariant(17), 'GET calls before GET coSpaces', move('GET', calls, 1, -1)],
  [invariant(18), 'a leg without remoteParty', body('POST', legs, 'remoteParty', 'party')],
  [
    invariant(18),
    'a leg under a call that was not made',
    edit('POST', legs, () => ({ path: `/api/v1/calls/${guidOf(298)}/calllegs` })),
  ],
  [invariant(19), 'no GET callLegs before the first leg', drop('GET', legs)],
  [invariant(19), 'GET callLegs after the first leg', move('GET', legs, 1, 1)],
  [
    invariant(20),
    'the call listed under another name',
    edit('GET', calls, ({ document }) => ({ document: document.map((line) => line.replace('Budget', 'Other')) })),
  ],
  [invariant(20), 'the call not listed', edit('GET', calls, () => ({ document: ['<calls total="0"></calls>'] }))],
  [invariant(21), 'an extension with another title', body('PUT', slot, 'Budget', 'Budged', extend)],
  [invariant(21), 'an extension with another secret', body('PUT', slot, guidOf(701), guidOf(799), extend)],
  [invariant(21), 'an extension without passcode', body('PUT', slot, 'passcode=&', '', extend)],
  [invariant(21), 'an extension with a passcode', body('PUT', slot, 'passcode=&', 'passcode=1234&', extend)],
  [
    invariant(22),
    'a call after the extension',
    insert((log) => place(log, 'PUT', slot, extend) + 1, {
      method: 'POST',
      path: '/api/v1/calls',
      body: `coSpace=${slotIds[0]}`,
      location: `/api/v1/calls/${guidOf(299)}`,
      action: `created new call ${guidOf(299)}`,
    }),
  ],
  [
    invariant(22),
    'another call listed after the extension',
    edit(
      'GET',
      calls,
      ({ document }) => ({ document: document.map((line) => line.replace(guidOf(201), guidOf(299))) }),
      3,
    ),
  ],
  [invariant(23), 'no GET system/status before the reset', drop('GET', status, 8)],
  [invariant(23), 'one GET coSpaces before the reset', drop('GET', spaces, 6)],
  [invariant(23), 'no GET calls before the reset', drop('GET', calls, 3)],
  [invariant(23), 'the last GET coSpaces after the reset', move('GET', spaces, 7, 1)],
  [invariant(24), "another slot's placeholder", body('PUT', slot, 'Meeting_1', 'Meeting_2', resetFirst)],
  [invariant(24), 'the title kept at the reset', body('PUT', slot, 'TMS_Scheduled_Meeting_1', 'Budget', resetFirst)],
  [invariant(24), 'access left open', body('PUT', slot, 'Access=false', 'Access=true', resetFirst)],
  [invariant(24), 'the passcode not cleared', body('PUT', slot, 'passcode=&', 'passcode=1234&', resetFirst)],
  [invariant(24), 'no passcode at the reset', body('PUT', slot, 'passcode=&', '', resetFirst)],
  [invariant(24), 'no new secret', body('PUT', slot, '&regenerateSecret=true', '', resetFirst)],
  [invariant(24), 'a secret given at the reset', body('PUT', slot, /$/, `&secret=${guidOf(703)}`, resetFirst)],
  [invariant(25), 'the call left undeleted', drop('DELETE', call, 2)],
  [invariant(25), 'the call deleted before the reset', move('DELETE', call, 1, -1)],
  [invariant(25), 'the call deleted without a reset', drop('PUT', slot, resetSecond)],
  [invariant(25), 'another call deleted', edit('DELETE', call, () => ({ path: `/api/v1/calls/${guidOf(297)}` }), 2)],
  [invariant(26), 'the call deleted twice', twice('DELETE', call, 1)],
  [
    invariant(26),
    'a leg under a deleted call',
    insert((log) => place(log, 'DELETE', call) + 1, {
      method: 'POST',
      path: `/api/v1/calls/${guidOf(201)}/calllegs`,
      body: 'remoteParty=desk@example.test',
      location: `/api/v1/callLegs/${guidOf(599)}`,
    }),
  ],
  [
    invariant(26),
    'a deleted call changed',
    insert((log) => place(log, 'DELETE', call) + 1, {
      method: 'PUT',
      path: `/api/v1/calls/${guidOf(201)}`,
      body: 'locked=true',
    }),
  ],
  [
    invariant(27),
    'the slot deleted at the end',
    insert((log) => place(log, 'DELETE', call) + 1, { method: 'DELETE', path: `/api/v1/coSpaces/${slotIds[0]}` }),
  ],
  [
    invariant(28),
    'the slot open to non-members after the end',
    edit(
      'GET',
      /coSpaces\/./,
      ({ document }) => ({ document: document.map((line) => line.replace('false', 'true')) }),
      2,
    ),
  ],
  [
    invariant(28),
    'the title listed after the end',
    edit(
      'GET',
      spaces,
      ({ document }) => ({
        document: document.map((line) => line.replace('TMS_Scheduled_Meeting_1', 'Budget review')),
      }),
      8,
    ),
  ],
  [
    invariant(28),
    'the deleted call listed after the end',
    edit('GET', calls, () => ({ document: ['<calls total="1">', ...callOf(203), '</calls>'] }), 7),
  ],
  [invariant(29), 'a slot reset twice', twice('PUT', slot, resetFirst)],
  [invariant(29), 'a slot reset that was not opened', drop('PUT', slot, openThird)],
  [invariant(30), 'an opening by another user', edit('PUT', slot, () => ({ user: 'operator' }), openSecond)],
  [
    invariant(30),
    "another client's write to a slot",
    insert((log) => place(log, 'PUT', slot, extend), {
      method: 'PUT',
      path: `/api/v1/coSpaces/${slotIds[0]}`,
      client: '192.0.2.77',
      user: 'operator',
      body: 'name=Renamed',
      action: `modified space ${slotIds[0]} (Renamed)`,
    }),
  ],
  [invariant(31), 'a 401 without repetition', drop('GET', spaces, 15)],
  [invariant(32), 'a path unknown for its case', edit('GET', legs, () => ({ status: 404 }))],
  [invariant(33), 'an opening answered 500', edit('PUT', slot, () => ({ status: 500 }), openSecond)],
  [invariant(33), 'a creation without Location', edit('POST', calls, () => ({ location: null }))],
  [invariant(33), 'a creation answered 201', edit('POST', legs, () => ({ status: 201 }))],
  [invariant(33), 'a reset answered with a document', edit('PUT', slot, () => ({ size: 40 }), resetFirst)],
  [invariant(34), 'a number twice', edit('POST', calls, ({ number }) => ({ number: number - 1 }))],
  [invariant(35), 'a size one byte too small', edit('POST', calls, () => ({ contentSize: 43 }))],
  [
    invariant(35),
    'a size that a lost line leaves behind',
    edit('POST', profile, () => ({ body: 'participantLimit=1000', contentSize: 47 })),
  ],
  [lowestSlot, 'a higher slot while a lower one is free', (log) => log.map(swapSlots)],
];

function openingOf(title: string, secret: number): string {
  return `&nonMemberAccess=true&passcode=&name=${title}&secret=${guidOf(700 + secret)}`;
}

function callOf(id: number): string[] {
  return [`<call id="${guidOf(id)}">`, '<name>Budget review</name>', `<coSpace>${slotIds[0]}</coSpace>`, '</call>'];
}

/** Slots 1 and 3 change their parts, but for the listings' numbers. */
function swapSlots(exchange: Exchange): Exchange {
  const swap = (text: string) =>
    text
      .replaceAll(slotIds[0], 'x')
      .replaceAll(slotIds[2], slotIds[0])
      .replaceAll('x', slotIds[2])
      .replaceAll('Meeting_1', 'Meeting_3');
  const isSlotWrite = exchange.method !== 'GET' && exchange.path.includes('c');
  if (!isSlotWrite) return exchange;
  return { ...exchange, path: swap(exchange.path), body: exchange.body && swap(exchange.body) };
}

const clean = cleanLog();

test('the clean log has no finding, and only rules without a case are not judged', () => {
  const report = checkLogs({ log: printLog(clean) }, { strictLowest: true });
  expect(report.findings).toEqual([]);
  const open = report.rules.filter(({ rule, judged }) => judged === 0 && !/FAILOVER|C2W/.test(rule));
  expect(open).toEqual([]);
  expect(report.conversations).toMatchObject([{ user: 'tms', clients: [tms], meetings: 3 }]);
});

for (const [rule, title, change] of mutations) {
  test(`${rule}: ${title}`, () => {
    const changed = change([...clean]);
    expect(printLog(changed), 'the mutation changes the log').not.toBe(printLog(clean));
    const report = checkLogs({ log: printLog(changed) }, { strictLowest: rule === lowestSlot });
    const found = report.findings.filter((finding) => finding.rule === rule);
    expect(found.length, JSON.stringify(report.findings)).toBeGreaterThan(0);
    for (const { file, line, expected, seen } of found) {
      expect(file).toBe('log');
      expect(line).toBeGreaterThan(0);
      expect(expected && seen).toBeTruthy();
    }
  });
}
