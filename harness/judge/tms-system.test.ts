import { expect, test } from '@playwright/test';
import type { Finding } from './judge.ts';
import type { RequestSeen, SlotSeen } from './tms-system.ts';
import * as judges from './tms-system.ts';

const expectedOf = (findings: Finding[]) => findings.map(({ expected }) => expected);

function sent(line: string, more: Partial<RequestSeen> = {}): RequestSeen {
  const [method = '', path = ''] = line.split(' ');
  return { method, path: `/api/v1/${path}`, pairs: [], status: 200, location: null, ...more };
}

const challenged = { status: 401 };
const addition = [
  sent('GET system/status'),
  sent('GET callBridges'),
  sent('GET callBridges/a'),
  sent('GET callBridges/b'),
  sent('POST callProfiles', { pairs: [['participantLimit', '1000']] }),
  sent('POST callLegProfiles'),
];

test('a shown value and a sentence', () => {
  expect(judges.shows({ what: 'type', expected: 'a', shown: 'a' })).toEqual([]);
  expect(judges.shows({ what: 'type', expected: 'a', shown: 'b' })).toHaveLength(1);
  expect(judges.says({ what: 'refusal', parts: ['one', 'two'], said: 'two and one' })).toEqual([]);
  expect(expectedOf(judges.says({ what: 'refusal', parts: ['one', 'two'], said: 'one' }))).toEqual([
    'a sentence with "two"',
  ]);
});

test('a refusal says why and adds nothing; a kept system is listed', () => {
  const refused = { asked: 'add', status: 409, refusal: 'No.', before: [1], after: [1] };
  expect(judges.refusedAndNothingAdded(refused)).toEqual([]);
  expect(judges.refusedAndNothingAdded({ ...refused, status: 201 })).toHaveLength(1);
  expect(judges.refusedAndNothingAdded({ ...refused, refusal: ' ' })).toHaveLength(1);
  expect(judges.refusedAndNothingAdded({ ...refused, after: [1, 2] })).toHaveLength(1);
  const kept = { asked: 'add', status: 201, refusal: '', id: 2, listed: [1, 2] };
  expect(judges.isKept(kept)).toEqual([]);
  expect(judges.isKept({ ...kept, status: 502 })).toHaveLength(1);
  expect(judges.isKept({ ...kept, listed: [1] })).toHaveLength(1);
});

test('an addition begins with status and list, a challenge aside', () => {
  expect(judges.asksWhoItIsFirst({ requests: addition })).toEqual([]);
  expect(judges.asksWhoItIsFirst({ requests: [sent('GET system/status', challenged), ...addition] })).toEqual([]);
  expect(judges.asksWhoItIsFirst({ requests: addition.slice(1) })).toHaveLength(1);
  expect(judges.asksWhoItIsFirst({ requests: [] })).toHaveLength(1);
});

test('each listed bridge is asked once, in order, before the first write', () => {
  const asks = (requests: RequestSeen[], listed = ['a', 'b']) => judges.asksEachListedBridge({ requests, listed });
  expect(asks(addition)).toEqual([]);
  expect(asks(addition.slice(0, 2), [])).toEqual([]);
  expect(asks(addition, ['b', 'a'])).toHaveLength(1);
  expect(asks([...addition.slice(0, 3), ...addition.slice(2)])).toHaveLength(1);
  expect(asks([...addition.slice(4), ...addition.slice(0, 4)])).toHaveLength(2);
});

test('nothing but the expected requests, and none at all', () => {
  const expected = addition.map(({ method, path }) => `${method} ${path}`);
  expect(judges.sendsNothingElse({ requests: addition, expected })).toEqual([]);
  expect(judges.sendsNothingElse({ requests: [...addition, ...addition.slice(-1)], expected })).toHaveLength(1);
  expect(judges.gotNoRequest({ node: 'cms2', requests: [] })).toEqual([]);
  expect(judges.gotNoRequest({ node: 'cms2', requests: addition })).toHaveLength(addition.length);
});

test('writes have exactly these pairs, once each and in this order', () => {
  const expected: { request: string; pairs: [string, string][] }[] = [
    { request: 'POST /api/v1/callProfiles', pairs: [['participantLimit', '1000']] },
    { request: 'POST /api/v1/callLegProfiles', pairs: [] },
  ];
  expect(judges.writesExactly({ requests: addition, expected })).toEqual([]);
  expect(judges.writesExactly({ requests: addition.toReversed(), expected })).toHaveLength(1);
  expect(judges.writesExactly({ requests: [...addition, ...addition], expected })).toHaveLength(1);
  const limited = [sent('POST callProfiles', { pairs: [['participantLimit', '10']] }), sent('POST callLegProfiles')];
  expect(judges.writesExactly({ requests: limited, expected })).toHaveLength(1);
});

test('a challenged request is sent again', () => {
  const first = sent('GET system/status', challenged);
  expect(judges.repeatsChallenged({ requests: [first, first] })).toEqual([]);
  expect(judges.repeatsChallenged({ requests: [first] })).toHaveLength(1);
  expect(judges.repeatsChallenged({ requests: [first, sent('GET callBridges')] })).toHaveLength(1);
  expect(judges.repeatsChallenged({ requests: addition })).toHaveLength(1);
});

test('a sync is polled, and the status follows', () => {
  const start = sent('POST cospaceBulkSyncs', { location: '/api/v1/cospaceBulkSyncs/s' });
  const poll = sent('GET cospaceBulkSyncs/s');
  const status = sent('GET system/status');
  expect(judges.waitsForSync({ requests: [start, poll, poll, status] })).toEqual([]);
  expect(judges.waitsForSync({ requests: [start, status] })).toHaveLength(1);
  expect(judges.waitsForSync({ requests: [start, poll] })).toHaveLength(1);
  expect(judges.waitsForSync({ requests: [start, poll, sent('GET coSpaces'), status] })).toHaveLength(1);
  expect(judges.waitsForSync({ requests: [poll, status] })).toHaveLength(1);
});

test('open tickets are compared as a set', () => {
  const tickets = [
    { title: 'A', clearedAt: null },
    { title: 'B', clearedAt: null },
    { title: 'C', clearedAt: '2026-01-01T00:00:00Z' },
  ];
  expect(judges.openTicketsAre({ tickets, expected: ['B', 'A'] })).toEqual([]);
  expect(judges.openTicketsAre({ tickets, expected: ['A'] })).toHaveLength(1);
  expect(judges.openTicketsAre({ tickets, expected: ['A', 'B', 'C'] })).toHaveLength(1);
});

function slot(number: number, more: Record<string, string> = {}): SlotSeen {
  const text = String(number);
  return { id: `id-${number}`, fields: { name: `TMS_Scheduled_Meeting_${text}`, uri: text, callId: text, ...more } };
}

test('slots: how many, of which numbers, with which values', () => {
  const slots = [slot(3), slot(1), slot(2)];
  expect(judges.slotsAreSoMany({ count: 3, slots })).toEqual([]);
  expect(judges.slotsAreSoMany({ count: 4, slots })).toHaveLength(1);
  expect(judges.slotsAreNumbered({ start: 1, end: 3, slots })).toEqual([]);
  expect(judges.slotsAreNumbered({ start: 1, end: 4, slots })).toHaveLength(1);
  expect(judges.slotsAreNumbered({ start: 1, end: 1, slots: [slot(1, { callId: '01' })] })).toHaveLength(1);
  expect(
    judges.slotsHold({ slots: [slot(1, { nonMemberAccess: 'false' })], expected: { nonMemberAccess: 'false' } }),
  ).toEqual([]);
  expect(judges.slotsHold({ slots, expected: { nonMemberAccess: 'false' } })).toHaveLength(3);
  expect(judges.slotsHold({ slots: [], expected: {} })).toHaveLength(1);
});

test('slots that stay, and slots that are new', () => {
  const [one, two, three] = [slot(1), slot(2), slot(3)];
  expect(judges.slotsAreTheSame({ before: [one, two], after: [two, one] })).toEqual([]);
  expect(judges.slotsAreTheSame({ before: [one, two], after: [one] })).toHaveLength(1);
  expect(judges.slotsAreNew({ before: [one], after: [two, three] })).toEqual([]);
  expect(judges.slotsAreNew({ before: [one, two], after: [two, three] })).toHaveLength(1);
});

test('the clustering page, its primary, its alternates', () => {
  const listed = [
    { name: 'a', address: '192.0.2.1' },
    { name: 'b', address: '192.0.2.2' },
  ];
  expect(judges.clusteringLists({ listed, page: listed.toReversed() })).toEqual([]);
  expect(judges.clusteringLists({ listed, page: listed.slice(1) })).toHaveLength(1);
  const page = listed.map((member) => ({ ...member, primary: member.name === 'a' }));
  expect(judges.primaryIsMarked({ address: '192.0.2.1', page })).toEqual([]);
  expect(judges.primaryIsMarked({ address: '192.0.2.2', page })).toHaveLength(1);
  expect(judges.primaryIsMarked({ address: '192.0.2.1', page: [] })).toHaveLength(1);
  expect(judges.alternatesOffered({ expected: ['x', 'y'], offered: ['y', 'x'] })).toEqual([]);
  expect(judges.alternatesOffered({ expected: ['x'], offered: ['y', 'x'] })).toHaveLength(1);
  const refused = { asked: 'choose', status: 409, refusal: 'No.', chosen: null };
  expect(judges.refusedAndNotChosen(refused)).toEqual([]);
  expect(judges.refusedAndNotChosen({ ...refused, status: 200 })).toHaveLength(1);
  expect(judges.refusedAndNotChosen({ ...refused, chosen: 'x' })).toHaveLength(1);
});

test('values are those of the bridge, its uptime between two readings', () => {
  const names = [
    'callLegsActive',
    'callLegsMaxActive',
    'callLegsCompleted',
    'audioBitRateOutgoing',
    'audioBitRateIncoming',
    'videoBitRateOutgoing',
    'videoBitRateIncoming',
  ];
  const values = {
    ...Object.fromEntries(names.map((name) => [name, '0'])),
    softwareVersion: '3.5',
    uptimeSeconds: '7',
  };
  const after = { ...values, uptimeSeconds: '9' };
  const seen = (changes: Record<string, string>) =>
    judges.valuesAreTheBridges({ before: values, shown: { ...values, ...changes }, after });
  expect(seen({ uptimeSeconds: '8' })).toEqual([]);
  expect(seen({ uptimeSeconds: '10' })).toHaveLength(1);
  expect(seen({ softwareVersion: '3.8' })).toHaveLength(1);
  expect(seen({ callLegsActive: '' })).toHaveLength(1);
  expect(judges.valuesAreTheBridges({ before: {}, shown: {}, after: {} })).toHaveLength(9);
});
