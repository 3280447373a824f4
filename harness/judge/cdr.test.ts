import { expect, test } from '@playwright/test';
import type { CdrPost, CdrRecord } from '../protocol/cdr.ts';
import * as story from './call-story.ts';
import * as cdr from './cdr.ts';
import type { Judge } from './judge.ts';

const session = '6f1c2d3e-0000-4000-8000-000000000001';
const otherSession = '6f1c2d3e-0000-4000-8000-000000000002';
const call = 'call-1';
const party = 'desk@x.example.test';

let next = 0;
function record(type: string, id: string, fields: Record<string, string> = {}, index = next++): CdrRecord {
  return {
    type,
    id,
    subject: type.startsWith('callLeg') ? 'callLeg' : 'call',
    time: '2026-01-01T00:00:00Z',
    recordIndex: String(index + 1),
    correlatorIndex: String(index),
    missing: null,
    fields,
  };
}

function post(
  records: CdrRecord[],
  change: Partial<CdrPost> & { session?: string; callBridge?: string } = {},
): CdrPost {
  const { session: own = session, callBridge = 'bridge-1', ...rest } = change;
  const document = { root: 'records', session: own, callBridge, records };
  return { connection: 1, secured: false, method: 'POST', path: '/', answer: 200, document, ...rest };
}

const whole = (() => {
  next = 0;
  return [
    post([record('callStart', call, { name: 'n', callCorrelator: 'c', callType: 'coSpace', coSpace: 's' })]),
    post([record('callLegStart', 'leg-1', { remoteParty: party, direction: 'outgoing', type: 'sip', call })]),
    post([record('callLegUpdate', 'leg-1', { state: 'connected', call })]),
    post([
      record('callLegEnd', 'leg-1', { reason: 'remoteTeardown', remoteTeardown: 'true', durationSeconds: '90' }),
      record('callEnd', call, { callLegsCompleted: '1', callLegsMaxActive: '1', durationSeconds: '120' }),
    ]),
  ];
})();
const records = cdr.recordsIn(whole);
const without = (type: string) => [post(records.filter((one) => one.type !== type))];
const changed = (type: string, fields: Record<string, string>) => [
  post(records.map((one) => (one.type === type ? { ...one, fields: { ...one.fields, ...fields } } : one))),
];
const shifted = (name: 'recordIndex' | 'correlatorIndex', by: (index: number) => number) => [
  post(records.map((one) => ({ ...one, [name]: String(by(Number(one[name]))) }))),
];
const list = (receivers: { id: string; uri: string }[], maximum: string | null = '4') => ({
  request: 'GET',
  status: 200,
  maximum,
  receivers,
});
const [r1, r2] = [
  { id: '1', uri: 'http://a/' },
  { id: '2', uri: 'http://b/' },
];
const alarm = { id: 'a', type: 'cdrConnectionFailure' };
const foreign = { ...alarm, id: 'of another receiver' };
const line = `local0.info  INFO : participant "${party}" joined space 6f1c2d3e-0000-4000-8000-00000000000a (n)`;
const space = '6f1c2d3e-0000-4000-8000-00000000000a';
const refused = (status: number, reasons: string[]) => ({ request: 'POST', status, reasons });
const unnumbered = [post(records.map((one) => ({ ...one, correlatorIndex: null })))];
/** The same records under other numbers of both kinds. */
const renumbered = [
  post(
    records.map((one) => ({
      ...one,
      recordIndex: String(Number(one.recordIndex) + 10),
      correlatorIndex: String(Number(one.correlatorIndex) + 10),
    })),
  ),
];
const restarted = post([record('callStart', 'call-2', {}, 0)], { session: otherSession });
const again = [post(records.slice(0, 1), { answer: 500 }), post(records)];

function cases<Observation>(rule: Judge<Observation>, good: Observation, ...bad: Observation[]) {
  return { rule: rule as Judge<unknown>, good, bad };
}

for (const { rule, good, bad } of [
  cases(
    cdr.receiverIsListed,
    { id: '1', uri: 'http://a/', list: list([r1]) },
    { id: '1', uri: 'http://b/', list: list([r1]) },
    { id: '3', uri: null, list: list([r1]) },
  ),
  cases(cdr.addressIsTaken, { id: '1', list: list([r1]) }, { id: '1', list: list([{ id: '1', uri: '' }]) }),
  cases(
    cdr.receiverIsGone,
    { id: '3', list: list([r1]) },
    { id: '1', list: list([r1]) },
    { id: '3', list: { ...list([]), status: 503 } },
  ),
  cases(
    cdr.receiversAreTaken,
    { answers: [refused(200, [])], ids: ['1'], list: list([r1]) },
    { answers: [refused(400, ['x'])], ids: ['1'], list: list([r1]) },
    { answers: [], ids: ['2'], list: list([r1]) },
  ),
  cases(
    cdr.isRefusedFor,
    { answer: refused(404, ['x']), reason: 'x' },
    { answer: refused(200, ['x']), reason: 'x' },
    { answer: refused(400, ['y']), reason: 'x' },
  ),
  cases(cdr.maximumIsTold, list([]), list([], null), list([], '2')),
  cases(
    cdr.onlyReceiverIsRenewed,
    { first: list([r1]), emptied: list([]), second: list([r2]) },
    { first: list([r1]), emptied: list([r1]), second: list([r2]) },
    { first: list([r1]), emptied: list([]), second: list([r1]) },
    { first: list([r1]), emptied: list([]), second: list([]) },
    { first: list([r1]), emptied: { ...list([]), status: 503 }, second: list([r2]) },
  ),
  cases(
    cdr.callIsRecorded,
    { call, posts: whole },
    { call, posts: [] },
    { call, posts: without('callEnd') },
    { call, posts: whole.map((one) => ({ ...one, document: null })) },
    { call, posts: whole.map((one) => ({ ...one, method: 'PUT' })) },
  ),
  cases(
    cdr.recordsAreWellFormed,
    { posts: whole },
    { posts: [post([{ ...record('callStart', call), time: '2026-01-01T00:00:00' }])] },
    { posts: [post([{ ...record('callStart', call), recordIndex: null }])] },
    { posts: [post([record('callStart', call, {}, 1), { ...record('callEnd', call, {}, 1), time: null }])] },
    { posts: [post([record('', call)])] },
  ),
  cases(cdr.sessionIsGuid, { posts: whole }, { posts: [post([], { session: '1' })] }),
  cases(cdr.bridgeIsNamed, { callBridge: 'bridge-1', posts: whole }, { callBridge: 'bridge-2', posts: whole }),
  cases(
    cdr.secureReceiverIsServed,
    { call, posts: whole.map((one) => ({ ...one, secured: true })) },
    { call, posts: whole },
  ),
  cases(
    cdr.postsShareConnection,
    { posts: whole },
    { posts: whole.map((one, at) => ({ ...one, connection: at + 1 })) },
  ),
  cases(
    cdr.recordIndexBegins,
    { posts: whole },
    { posts: shifted('recordIndex', (index) => index - 1) },
    { posts: [] },
  ),
  cases(
    cdr.recordIndexIsGapless,
    { posts: again },
    { posts: shifted('recordIndex', (index) => 2 * index) },
    { posts: shifted('recordIndex', () => 1) },
  ),
  cases(
    cdr.correlatorIndexIsGapless,
    { posts: again },
    { posts: shifted('correlatorIndex', (index) => 2 * index) },
    { posts: shifted('correlatorIndex', () => 0) },
  ),
  cases(
    cdr.correlatorIndexIsShared,
    { call, receivers: [whole, again] },
    { call, receivers: [whole, shifted('correlatorIndex', (index) => index + 1)] },
    { call, receivers: [whole, []] },
    { call, receivers: [[], []] },
    { call, receivers: [unnumbered, unnumbered] },
  ),
  cases(
    cdr.statusTellsNextIndex,
    { told: '0', call, posts: whole },
    { told: '1', call, posts: whole },
    { told: '-1', call, posts: whole },
    { told: '', call, posts: whole },
    { told: '0', call, posts: [] },
  ),
  cases(
    cdr.sessionIsShared,
    { receivers: [whole, again] },
    { receivers: [whole, [post([], { session: otherSession })]] },
    { receivers: [] },
    { receivers: [[{ ...post([]), document: null }]] },
  ),
  cases(
    cdr.sessionIsRenewed,
    { before: call, after: 'call-2', posts: [...whole, restarted] },
    { before: call, after: 'call-2', posts: [...whole, post([record('callStart', 'call-2')])] },
    { before: call, after: 'call-2', posts: whole },
    { before: call, after: 'call-2', posts: [] },
  ),
  cases(
    cdr.correlatorIndexBegins,
    { call: 'call-2', posts: [post([record('callEnd', call, {}, 40)]), restarted] },
    { call: 'call-2', posts: [...whole, post([record('callStart', 'call-2', {}, 1)], { session: otherSession })] },
    { call, posts: shifted('correlatorIndex', (index) => index + 1) },
    { call, posts: [] },
  ),
  cases(
    cdr.unacknowledgedIsRepeated,
    { posts: again },
    { posts: whole },
    { posts: [] },
    { posts: [post([], { answer: 500 }), ...whole] },
  ),
  cases(
    cdr.repeatedIsTheSame,
    { posts: again },
    { posts: [...again.slice(0, 1), ...shifted('recordIndex', (index) => index + 10)] },
    { posts: [again[0] as CdrPost, post(records.slice(1))] },
    { posts: [...again.slice(0, 1), ...renumbered] },
  ),
  cases(
    cdr.acknowledgedIsForgotten,
    { posts: again },
    { posts: [...whole, ...whole.slice(0, 1)] },
    { posts: [...whole, ...renumbered] },
  ),
  cases(cdr.nothingIsLost, { calls: [call], posts: whole }, { calls: [call], posts: without('callStart') }),
  cases(cdr.orderIsKept, { posts: again }, { posts: [post([...records].reverse())] }),
  cases(cdr.alarmIsRaised, { before: [], now: [alarm] }, { before: [alarm], now: [alarm] }, { before: [], now: [] }),
  cases(
    cdr.alarmIsAbsent,
    { before: [alarm], now: [alarm, foreign], without: [alarm, foreign] },
    { before: [], now: [alarm], without: [] },
    { before: [], now: [alarm, foreign], without: [foreign] },
  ),
  cases(cdr.logSays, { pattern: 'a\\d', lines: ['b', 'a1'] }, { pattern: 'a\\d', lines: ['b'] }),
  cases(
    story.callIsWhole,
    { call, posts: whole },
    { call, posts: without('callStart') },
    {
      call,
      posts: [post([records[0] as CdrRecord, ...records.map((one, at) => ({ ...one, recordIndex: `${at + 20}` }))])],
    },
  ),
  cases(story.legsAreWhole, { call, posts: whole }, { call, posts: without('callLegEnd') }, { call, posts: [] }),
  cases(
    story.legStartIsTrue,
    { remoteParty: party, posts: whole },
    { remoteParty: party, posts: changed('callLegStart', { direction: 'incoming' }) },
    { remoteParty: 'other', posts: whole },
  ),
  cases(
    story.legNamesCall,
    { remoteParty: party, call, posts: whole },
    { remoteParty: party, call: 'call-2', posts: whole },
    { remoteParty: party, call, posts: [] },
  ),
  cases(
    story.connectionIsTold,
    { remoteParty: party, posts: whole },
    { remoteParty: party, posts: without('callLegUpdate') },
  ),
  cases(
    story.remoteTeardownIsTold,
    { remoteParty: party, posts: whole },
    { remoteParty: party, posts: changed('callLegEnd', { reason: 'localTeardown' }) },
    { remoteParty: party, posts: without('callLegEnd') },
  ),
  cases(
    story.remoteTeardownIsNotTold,
    { remoteParty: party, posts: changed('callLegEnd', { reason: 'apiInitiatedTeardown', remoteTeardown: 'false' }) },
    { remoteParty: party, posts: whole },
    { remoteParty: party, posts: [] },
  ),
  cases(
    story.legDurationIsTrue,
    { remoteParty: party, atLeast: 90.6, atMost: 97, posts: whole },
    { remoteParty: party, atLeast: 80, atMost: 82, posts: whole },
    { remoteParty: party, atLeast: 95, atMost: 97, posts: whole },
    { remoteParty: party, atLeast: 90, atMost: 90, posts: [] },
    { remoteParty: party, atLeast: 0, atMost: 1, posts: changed('callLegEnd', { durationSeconds: '' }) },
  ),
  cases(
    story.legsAreCounted,
    { call, completed: 1, maxActive: 1, posts: whole },
    { call, completed: 2, maxActive: 1, posts: whole },
    { call, completed: 1, maxActive: 2, posts: whole },
    { call, completed: 1, maxActive: 1, posts: [] },
  ),
  cases(
    story.callStartAgrees,
    { api: { id: call, fields: { name: 'n', callCorrelator: 'c', callType: 'coSpace' } }, posts: whole },
    { api: { id: call, fields: { name: 'm' } }, posts: whole },
    { api: { id: 'other', fields: {} }, posts: whole },
    { api: { id: call, fields: {} }, posts: whole },
  ),
  cases(
    story.legIdsAgree,
    { legs: [{ id: 'leg-1', fields: { remoteParty: party } }], posts: whole },
    { legs: [{ id: 'leg-2', fields: { remoteParty: party } }], posts: whole },
    { legs: [], posts: whole },
  ),
  cases(
    story.durationAgrees,
    { api: { id: call, fields: { durationSeconds: '113' } }, sinceSeconds: 7.2, posts: whole },
    { api: { id: call, fields: { durationSeconds: '2' } }, sinceSeconds: 1, posts: whole },
    { api: { id: call, fields: { durationSeconds: '130' } }, sinceSeconds: 1, posts: whole },
    { api: { id: call, fields: { durationSeconds: '119' } }, sinceSeconds: 1, posts: [] },
    { api: { id: call, fields: {} }, sinceSeconds: 1, posts: whole },
  ),
  cases(
    story.logAgrees,
    { call, remoteParty: party, lines: [line], posts: changed('callStart', { coSpace: space }) },
    { call, remoteParty: party, lines: [line], posts: whole },
    { call, remoteParty: party, lines: [], posts: whole },
  ),
  cases(
    story.bridgesReportTheirOwn,
    {
      bridges: [
        { call, posts: whole },
        { call: 'call-2', posts: [post([record('callStart', 'call-2')], { session: otherSession })] },
      ],
    },
    {
      bridges: [
        { call, posts: [post([...records, record('callStart', 'call-2')])] },
        { call: 'call-2', posts: [] },
      ],
    },
  ),
]) {
  test(`${rule.name} accepts what conforms and finds what doesn't`, () => {
    expect(rule(good)).toEqual([]);
    for (const [at, observation] of bad.entries()) expect(rule(observation), `case ${at + 1}`).not.toEqual([]);
  });
}

test('records of others between the reading of the status and the call are no fault of the index', () => {
  const posts = [post([record('callStart', 'call-2', {}, 7), record('callStart', call, {}, 8)])];
  expect(cdr.statusTellsNextIndex({ told: '7', call, posts })).toEqual([]);
  expect(cdr.statusTellsNextIndex({ told: '6', call, posts })).not.toEqual([]);
});
