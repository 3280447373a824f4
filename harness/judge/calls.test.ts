import { expect, test } from '@playwright/test';
import {
  type CallSeen,
  type CollectionSeen,
  isAccepted,
  isAnsweredBy,
  isBetween,
  isGone,
  isMadeAt,
  isNotRefusedFor,
  isRefused,
  labelIsShort,
  listsOnly,
  listsWith,
  namesObject,
  reads,
  readsAfter,
  traces,
} from './calls.ts';

const id = '0a1b2c3d-0000-4000-8000-000000000001';
const answer = (rest: Partial<CallSeen> = {}): CallSeen => ({
  request: 'GET /api/v1/calls/x',
  status: 200,
  location: '',
  root: 'call',
  attributes: {},
  fields: {},
  reasons: [],
  profiles: [],
  ...rest,
});
const refusal = (name: string, attributes: Record<string, string> = {}, status = 400) =>
  answer({ status, root: 'failureDetails', reasons: [{ name, attributes }] });
const listing = (items: CollectionSeen['items'], statuses = [200]): CollectionSeen => ({
  request: 'GET /api/v1/calls',
  statuses,
  items,
});

test('a request that was refused is told with its reason', () => {
  expect(isAccepted(answer())).toEqual([]);
  expect(isAccepted(refusal('callDoesNotExist'))[0]?.observed).toBe('400 callDoesNotExist');
});

test('what was made is where its Location says, in canonical spelling', () => {
  const made = (location: string, document = answer({ fields: { coSpace: 's' } })) =>
    isMadeAt({ collection: 'calls', made: answer({ location }), document, expected: { coSpace: 's' } });
  expect(made(`/api/v1/calls/${id}`)).toEqual([]);
  expect(made(`/api/v1/call/${id}`)).toHaveLength(1);
  expect(made('')).toHaveLength(1);
  expect(made(`/api/v1/calls/${id}`, answer())).toHaveLength(1);
  expect(made(`/api/v1/calls/${id}`, refusal('callDoesNotExist'))).toHaveLength(2);
});

test('texts are compared, and what must be unset may be empty or absent', () => {
  const document = answer({ fields: { locked: 'true', messageText: '' } });
  expect(reads({ document, expected: { locked: 'true', messageText: null, other: null } })).toEqual([]);
  expect(reads({ document, expected: { locked: ['false', 'true'] } })).toEqual([]);
  expect(reads({ document, expected: { locked: 'false' } })).toHaveLength(1);
  expect(reads({ document, expected: { locked: null } })).toHaveLength(1);
  expect(readsAfter({ written: answer(), documents: [document], expected: { locked: 'true' } })).toEqual([]);
  expect(
    readsAfter({ written: answer({ status: 503 }), documents: [document], expected: { locked: 'true' } }),
  ).toHaveLength(1);
});

test('a refusal is a 4xx with one of the reasons, or with any when none is named', () => {
  const reasons = ['coSpaceDoesNotExist', 'parameterError:coSpace'];
  expect(isRefused({ answer: refusal('coSpaceDoesNotExist', {}, 404), reasons })).toEqual([]);
  expect(isRefused({ answer: refusal('parameterError', { parameter: 'coSpace' }), reasons })).toEqual([]);
  expect(isRefused({ answer: refusal('parameterError', { parameter: 'name' }), reasons })).toHaveLength(1);
  expect(isRefused({ answer: refusal('invalidOperation'), reasons: [] })).toEqual([]);
  expect(isRefused({ answer: answer({ status: 400 }), reasons })).toHaveLength(1);
  expect(isRefused({ answer: answer(), reasons: [] })).toHaveLength(1);
  expect(isRefused({ answer: answer({ status: 401 }), reasons: [] })).toHaveLength(1);
  expect(isRefused({ answer: refusal('unrecognisedObject', {}, 404), reasons: [] })).toHaveLength(1);
  expect(isRefused({ answer: refusal('coSpaceDoesNotExist', {}, 500), reasons })).toHaveLength(1);
});

test('a refusal for another reason is no matter where one reason is ruled out', () => {
  const reasons = ['callRecordingCannotBeModified'];
  expect(isNotRefusedFor({ answer: refusal('recordingNotAllowedByLicensing'), reasons })).toEqual([]);
  expect(isNotRefusedFor({ answer: refusal('callRecordingCannotBeModified'), reasons })).toHaveLength(1);
  expect(isNotRefusedFor({ answer: answer({ status: 503 }), reasons })).toHaveLength(1);
});

test('a listing has what it must and not what it must not', () => {
  const both = listing([{ id: 'a', fields: { tenant: 't' } }]);
  expect(listsOnly({ listing: both, present: ['a'], absent: ['b'] })).toEqual([]);
  expect(listsOnly({ listing: both, present: ['b'], absent: ['a'] })).toHaveLength(2);
  expect(listsOnly({ listing: listing([], [200, 503]), present: [], absent: ['a'] })).toHaveLength(1);
  expect(listsWith({ listing: both, id: 'a', expected: { tenant: 't' } })).toEqual([]);
  expect(listsWith({ listing: both, id: 'a', expected: { tenant: 'u' } })).toHaveLength(1);
  expect(listsWith({ listing: both, id: 'b', expected: {} })).toHaveLength(1);
  expect(listsWith({ listing: listing([], [500]), id: 'a', expected: {} })).toHaveLength(1);
});

test('what is gone is refused by its reason', () => {
  const gone = (document: CallSeen, reason = 'callDoesNotExist') =>
    isGone({ removed: answer(), documents: [{ answer: document, reason }] });
  expect(gone(refusal('callDoesNotExist'))).toEqual([]);
  expect(gone(refusal('unknown'), '')).toEqual([]);
  expect(gone(refusal('unrecognisedObject', {}, 404), '')).toEqual([]);
  expect(gone(answer({ status: 401 }), '')).toHaveLength(1);
  expect(gone(answer())).toHaveLength(1);
  expect(gone(refusal('callLegDoesNotExist'))).toHaveLength(1);
  expect(isGone({ removed: answer({ status: 400 }), documents: [] })).toHaveLength(1);
});

test('numbers have bounds, labels a size in bytes', () => {
  const between = (text: string) =>
    isBetween({ document: answer({ fields: { n: text } }), field: 'n', atLeast: 2, atMost: 4 });
  expect(between('2')).toEqual([]);
  expect(between('5')).toHaveLength(1);
  expect(between('3.5')).toHaveLength(1);
  expect(isBetween({ document: answer(), field: 'n', atLeast: 0, atMost: 4 })).toHaveLength(1);
  const short = (text: string) =>
    labelIsShort({ document: answer({ fields: { label: text } }), field: 'label', bytes: 50 });
  expect(short('é'.repeat(25))).toEqual([]);
  expect(short('é'.repeat(26))).toHaveLength(1);
});

test('a trace names its leg, and the profile at its scope', () => {
  const trace = (scope: string, callLeg = 'leg') =>
    answer({ root: 'callLegProfileTrace', attributes: { callLeg }, profiles: [{ scope, id: 'p' }] });
  const seen = (document: CallSeen) =>
    traces({ trace: document, leg: 'leg', profile: 'p', scopes: ['callOut', 'callLeg'] });
  expect(seen(trace('callOut'))).toEqual([]);
  expect(seen(trace('tenant'))).toHaveLength(1);
  expect(seen(trace('callLeg', 'other'))).toHaveLength(1);
  expect(seen(answer())).toHaveLength(2);
});

test('queries are answered by their documents, and name objects by any element', () => {
  const query = answer({ root: 'accessQuery', fields: { uri: 'a@b' } });
  expect(isAnsweredBy({ answer: query, root: 'accessQuery', expected: { uri: 'a@b' } })).toEqual([]);
  expect(isAnsweredBy({ answer: query, root: 'query', expected: { uri: 'a' } })).toHaveLength(2);
  const usage = answer({ root: 'uriUsageQuery', fields: { whateverId: 'x' } });
  expect(namesObject({ answer: usage, id: 'x', named: true })).toEqual([]);
  expect(namesObject({ answer: usage, id: 'x', named: false })).toHaveLength(1);
  expect(namesObject({ answer: answer(), id: 'x', named: true })).toHaveLength(1);
  expect(namesObject({ answer: refusal('unrecognisedObject', {}, 404), id: 'x', named: false })).toHaveLength(1);
});
