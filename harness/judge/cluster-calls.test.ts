import { expect, test } from '@playwright/test';
import type { DocumentSeen, NodeListing } from './cluster.ts';
import {
  absentFrom,
  callIsHosted,
  doneOrRefusedFor,
  eachIsItsOwn,
  eachReads,
  fieldIsOne,
  legsAreTheHosts,
  memberIsAddressed,
  membersAgree,
  namesAreMembers,
  participantsAre,
  refusedFor,
  remoteIsListed,
} from './cluster-calls.ts';

const document = (fields: Record<string, string>, node = 'cms1', id = node): DocumentSeen => ({
  node,
  request: 'GET /api/v1/thing',
  status: 200,
  id,
  fields,
});
const failed = { ...document({}), status: 503 };
const listing = (node: string, names: string[]): NodeListing => ({
  node,
  request: 'GET /api/v1/callBridges',
  statuses: [200],
  items: names.map((name) => ({ id: `id of ${name}`, fields: { name } })),
});
const answer = (status: number, ...reasons: string[]) => ({ node: 'cms1', request: 'PUT /x', status, reasons });
const party = 'desk@example.test';
const seen = (...documents: DocumentSeen[]) => ({ node: 'cms2', request: 'GET /x', statuses: [200], party, documents });

test('members are the same on every bridge, and all that were asked', () => {
  expect(membersAgree([listing('cms1', ['a', 'b']), listing('cms2', ['b', 'a'])])).toEqual([]);
  expect(membersAgree([listing('cms1', ['a', 'b']), listing('cms2', ['a', 'c'])])).toHaveLength(1);
  expect(membersAgree([listing('cms1', ['a']), listing('cms2', ['a'])])).toHaveLength(2);
  expect(membersAgree([{ ...listing('cms1', ['a']), statuses: [503] }])).toHaveLength(1);
});

test('a member has a name and an https address', () => {
  expect(memberIsAddressed(document({ name: 'cb1', address: 'https://cms1.example.test:445' }))).toEqual([]);
  for (const fields of [{ address: 'https://cms1' }, { name: 'cb1' }, { name: 'cb1', address: 'http://cms1' }])
    expect(memberIsAddressed(document(fields)), JSON.stringify(fields)).toHaveLength(1);
});

test('a field reads so, is one, or is each its own', () => {
  const [one, same, other] = [document({ f: '1' }), document({ f: '1' }, 'cms2'), document({ f: '2' }, 'cms3')];
  expect(eachReads({ field: 'f', value: '1', documents: [one, same] })).toEqual([]);
  expect(eachReads({ field: 'f', value: '1', documents: [one, other] })).toHaveLength(1);
  expect(fieldIsOne({ field: 'f', documents: [one, same] })).toEqual([]);
  expect(fieldIsOne({ field: 'f', documents: [one, other] })).toHaveLength(1);
  expect(fieldIsOne({ field: 'g', documents: [one, same] })).toHaveLength(2);
  expect(eachIsItsOwn({ field: 'f', documents: [one, other] })).toEqual([]);
  expect(eachIsItsOwn({ field: 'f', documents: [one, same] })).toHaveLength(1);
  expect(eachIsItsOwn({ field: 'id', documents: [one, same] })).toEqual([]);
  expect(eachIsItsOwn({ field: 'id', documents: [one, document({}, 'cms2', 'cms1')] })).toHaveLength(1);
  expect(eachReads({ field: 'f', value: '1', documents: [failed] })).toHaveLength(2);
});

test('unique names are names of members', () => {
  const named = (name: string, node: string) => document({ uniqueName: name }, node);
  const members = listing('cms1', ['cb1', 'cb2']);
  expect(namesAreMembers({ documents: [named('cb1', 'cms1'), named('cb2', 'cms2')], members })).toEqual([]);
  expect(namesAreMembers({ documents: [named('cb1', 'cms1'), named('cb3', 'cms2')], members })).toHaveLength(1);
  expect(namesAreMembers({ documents: [named('cb1', 'cms1'), named('cb1', 'cms2')], members })).toHaveLength(1);
});

test('a refusal has its reason; where the write may be done, it may be done', () => {
  expect(refusedFor({ answer: answer(400, 'r'), reason: 'r' })).toEqual([]);
  expect(refusedFor({ answer: answer(200), reason: 'r' })).toHaveLength(1);
  expect(refusedFor({ answer: answer(400, 'other'), reason: 'r' })).toHaveLength(1);
  const own = seen(document({ uri: party, importance: '7' }));
  const rule = (status: number, ...reasons: string[]) =>
    doneOrRefusedFor({ answer: answer(status, ...reasons), reason: 'r', own, wanted: { importance: '7' } });
  expect(rule(200)).toEqual([]);
  expect(rule(400, 'r')).toEqual([]);
  expect(rule(500, 'r')).toHaveLength(1);
  expect(rule(400, 'other')).toHaveLength(1);
});

test('what is answered 200 was carried out', () => {
  const rule = (own: ReturnType<typeof seen>, wanted: Record<string, string> | null) =>
    doneOrRefusedFor({ answer: answer(200), reason: 'r', own, wanted });
  expect(rule(seen(document({ uri: party })), { importance: '7' })).toHaveLength(1);
  expect(rule(seen(document({ uri: party, importance: '6' })), { importance: '7' })).toHaveLength(1);
  expect(rule(seen(), { importance: '7' })).toHaveLength(1);
  expect(rule(seen(), null)).toEqual([]);
  expect(rule(seen(document({ uri: party })), null)).toHaveLength(1);
});

test('a participant of another bridge names it and has no legs', () => {
  const remote = document({ uri: party, callBridge: 'b' });
  expect(remoteIsListed({ ...seen(remote), callBridge: 'b' })).toEqual([]);
  expect(remoteIsListed({ ...seen(remote), callBridge: 'c' })).toHaveLength(1);
  expect(remoteIsListed({ ...seen(), callBridge: 'b' })).toHaveLength(1);
  const own = document({ uri: party, numCallLegs: '1' });
  expect(legsAreTheHosts({ own: seen(own), remote: seen(remote) })).toEqual([]);
  expect(legsAreTheHosts({ own: seen(remote), remote: seen(remote) })).toHaveLength(1);
  expect(legsAreTheHosts({ own: seen(own), remote: seen(own) })).toHaveLength(1);
  expect(legsAreTheHosts({ own: seen(own), remote: seen() })).toHaveLength(1);
});

test('what ended is listed no more, what goes on is', () => {
  expect(absentFrom(seen())).toEqual([]);
  expect(absentFrom(seen(document({ name: party })))).toHaveLength(1);
  expect(absentFrom({ ...seen(), statuses: [404] })).toEqual([]);
  expect(absentFrom({ ...seen(), statuses: [503] })).toHaveLength(1);
  expect(callIsHosted({ call: 'id of a', listing: listing('cms1', ['a']) })).toEqual([]);
  expect(callIsHosted({ call: 'id of b', listing: listing('cms1', ['a']) })).toHaveLength(1);
});

test('a call counts its participants; none and absent are the same', () => {
  const call = document({ numParticipantsLocal: '1', numParticipantsRemote: '2' });
  expect(participantsAre({ document: call, local: 1, remote: 2 })).toEqual([]);
  expect(participantsAre({ document: call, local: 2, remote: 1 })).toHaveLength(2);
  expect(participantsAre({ document: document({}), local: 0, remote: 0 })).toEqual([]);
});
