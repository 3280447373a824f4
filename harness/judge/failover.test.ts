import { expect, test } from '@playwright/test';
import {
  allDiffer,
  type BridgeRequestSeen,
  type BridgesSeen,
  bridgesAreSilent,
  conferenceIsHeldOn,
  nothingIsProvisioned,
  nothingIsStartedOn,
  oneSlotIsOpened,
  onlyRefusals,
  openings,
  pairsAre,
  partiesAreDialled,
  requestsAreEqual,
  sequenceIs,
  slotsAreBalanced,
  textIs,
} from './failover.ts';

function request(line: string, pairs: Record<string, string> = {}, more: Partial<BridgeRequestSeen> = {}) {
  const [method = '', path = ''] = line.split(' ');
  return { method, path, names: Object.keys(pairs), pairs, status: 200, location: null, ...more };
}

const status = request('GET system/status');
const opening = (secret = 's1', slot = 'a', name = 'Title') => request(`PUT cospaces/${slot}`, { name, secret });
const reset = (slot = 'a') =>
  request(`PUT cospaces/${slot}`, { name: 'TMS_Scheduled_Meeting_1', regenerateSecret: 'true' });
const call = (slot = 'a', id = 'c1') => request('POST calls', { coSpace: slot }, { location: `/api/v1/calls/${id}` });
const leg = request('POST calls/c1/calllegs', { remoteParty: 'desk@example.test' });
const deletion = (id = 'c1') => request(`DELETE calls/${id}`);

function bridges(seen: Partial<BridgesSeen>): BridgesSeen {
  return { primary: [], alternate: [], others: [], ...seen };
}

test('a silent bridge has no request', () => {
  expect(bridgesAreSilent({ bridges: bridges({ primary: [status] }), silent: ['alternate', 'others'] })).toEqual([]);
  expect(bridgesAreSilent({ bridges: bridges({ others: [status] }), silent: ['others'] })).toHaveLength(1);
});

test('a conference is held by one call, where it should be, in a slot that was opened', () => {
  const rule = (seen: Partial<BridgesSeen>) =>
    conferenceIsHeldOn({ bridges: bridges(seen), roles: ['alternate'], slots: ['a'], title: 'Title' });
  expect(rule({ alternate: [opening(), call()] })).toEqual([]);
  expect(rule({})).toHaveLength(1);
  expect(rule({ primary: [opening(), call()] })).toHaveLength(1);
  expect(rule({ primary: [opening(), call()], alternate: [opening(), call()] })).toHaveLength(1);
  expect(rule({ alternate: [opening('s1', 'b'), call('b')] })).toHaveLength(1);
  expect(rule({ alternate: [call()] })).toHaveLength(1);
  expect(rule({ alternate: [opening('s1', 'a', 'Other'), call()] })).toHaveLength(1);
});

test('nothing is started where there is neither a call nor a leg', () => {
  const rule = (primary: BridgeRequestSeen[]) =>
    nothingIsStartedOn({ bridges: bridges({ primary }), roles: ['primary'] });
  expect(rule([status, opening(), deletion()])).toEqual([]);
  expect(rule([call(), leg])).toHaveLength(2);
});

test('wrong credentials give refusals only, and at least one', () => {
  expect(onlyRefusals({ requests: [{ ...status, status: 401 }] })).toEqual([]);
  expect(onlyRefusals({ requests: [] })).toHaveLength(1);
  expect(onlyRefusals({ requests: [status] })).toHaveLength(1);
});

test('opening a slot provisions nothing, a sync and a space do', () => {
  const kinds = ['cospaces', 'cospacebulksyncs'];
  expect(nothingIsProvisioned({ requests: [opening(), reset()], kinds })).toEqual([]);
  const made = [request('POST cospaces'), request('POST cospacebulksyncs')];
  expect(nothingIsProvisioned({ requests: made, kinds })).toHaveLength(2);
});

test('a conference opens one slot, on whichever bridges', () => {
  const rule = (primary: BridgeRequestSeen[], alternate: BridgeRequestSeen[]) =>
    oneSlotIsOpened({ bridges: bridges({ primary, alternate }), title: 'Title' });
  expect(rule([opening()], [opening()])).toEqual([]);
  expect(rule([opening()], [opening('s1', 'b')])).toHaveLength(1);
  expect(rule([], [])).toHaveLength(1);
});

test('slots are in balance', () => {
  const rule = (requests: BridgeRequestSeen[], finished = true) => slotsAreBalanced({ requests, finished });
  expect(rule([opening(), call(), opening(), leg, reset(), deletion()])).toEqual([]);
  expect(rule([opening(), call()], false)).toEqual([]);
  expect(rule([opening(), call()])).toHaveLength(2);
  expect(rule([opening(), reset(), reset()])).toHaveLength(1);
  expect(rule([opening('s1'), opening('s2')], false)).toHaveLength(1);
  expect(rule([opening(), call(), call('a', 'c2')], false)).toHaveLength(1);
  expect(rule([opening(), call(), deletion(), reset()])).toHaveLength(1);
  expect(rule([opening(), call(), reset(), deletion(), deletion()])).toHaveLength(1);
  expect(rule([request('DELETE cospaces/a')])).toHaveLength(1);
  // what was refused changed nothing
  expect(rule([{ ...reset(), status: 503 }])).toEqual([]);
});

test('a sequence is there in its order, with others between or exactly', () => {
  const requests = [status, opening(), request('GET calls'), call()];
  const rule = (expected: string[], exactly: boolean) => sequenceIs({ requests, expected, exactly });
  expect(rule(['GET system/status', 'POST calls'], false)).toEqual([]);
  expect(rule(['POST calls', 'GET system/status'], false)).toHaveLength(1);
  expect(rule(['GET system/status', 'PUT cospaces/a', 'GET calls', 'POST calls'], true)).toEqual([]);
  expect(rule(['GET system/status'], true)).toHaveLength(1);
});

test('pairs are those, in that order, with the known values', () => {
  const seen = request('PUT cospaces/a', { '': '', name: 'Title' });
  const name: [string, string] = ['name', 'Title'];
  expect(pairsAre({ request: seen, expected: [['', null], name] })).toEqual([]);
  expect(pairsAre({ request: seen, expected: [name, ['', null]] })).toHaveLength(1);
  expect(
    pairsAre({
      request: seen,
      expected: [
        ['', null],
        ['name', 'Other'],
      ],
    }),
  ).toHaveLength(1);
  expect(pairsAre({ request: null, expected: [] })).toHaveLength(1);
});

test('an extension equals the opening', () => {
  expect(requestsAreEqual({ requests: [opening(), opening()] })).toEqual([]);
  expect(requestsAreEqual({ requests: [opening(), opening('s2')] })).toHaveLength(1);
  expect(requestsAreEqual({ requests: [opening()] })).toHaveLength(1);
});

test('values differ, texts agree, parties are those', () => {
  expect(allDiffer({ what: 'secrets', values: ['a', 'b'] })).toEqual([]);
  expect(allDiffer({ what: 'secrets', values: ['a', 'a'] })).toHaveLength(1);
  expect(allDiffer({ what: 'secrets', values: ['a', ''] })).toHaveLength(1);
  expect(textIs({ what: 'peer', expected: 'refused', observed: 'refused' })).toEqual([]);
  expect(textIs({ what: 'peer', expected: 'refused', observed: 'added' })).toHaveLength(1);
  expect(partiesAreDialled({ requests: [call(), leg], expected: ['desk@example.test'] })).toEqual([]);
  expect(partiesAreDialled({ requests: [call()], expected: ['desk@example.test'] })).toHaveLength(1);
  expect(partiesAreDialled({ requests: [leg], expected: [] })).toHaveLength(1);
});

test('a reset is no opening', () => {
  expect(openings([opening(), reset(), call()])).toEqual([opening()]);
});
