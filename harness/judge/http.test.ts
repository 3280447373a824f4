import { expect, test } from '@playwright/test';
import {
  answerIsPlain,
  answersAreEmpty,
  answersAreUnauthorized,
  answersCarry,
  answersSucceed,
  connectionIsExhausted,
  connectionIsKept,
  documentsAre,
  documentsAreEqual,
  type HttpSeen,
  keepAliveIsTold,
  lengthsAreTrue,
  locationIsRelative,
  parameterIsRefused,
  refusalIsWellFormed,
  refusedWith,
  stillAnswers,
  troubleIsRefused,
} from './http.ts';

const seen = (changes: Partial<HttpSeen> = {}): HttpSeen => ({
  request: 'GET /api/v1/coSpaces',
  status: 200,
  headers: {},
  size: 10,
  text: '<coSpaces/>',
  element: 'coSpaces',
  reasons: [],
  ...changes,
});
const refused = (name: string, changes: Partial<HttpSeen> = {}, attributes: Record<string, string> = {}): HttpSeen =>
  seen({
    status: 400,
    element: 'failureDetails',
    headers: { 'content-type': 'text/xml' },
    reasons: [{ name, attributes }],
    ...changes,
  });
const closing = seen({ headers: { connection: 'close' } });
const none = seen({ status: null, element: '', size: 0, text: null });

test('each answer carries the header in its form', () => {
  const rule = (...values: string[]) =>
    answersCarry({ answers: values.map((vary) => seen({ headers: { vary } })), header: 'vary', form: '^a' });
  expect(rule('a', 'ab')).toEqual([]);
  expect(rule('a', 'b')).toHaveLength(1);
  expect(answersCarry({ answers: [seen()], header: 'vary', form: '^a' })[0]?.observed).toBe('no vary');
});

test('a plain answer succeeds, has no encoding and can be read', () => {
  expect(answerIsPlain(seen())).toEqual([]);
  expect(answerIsPlain(seen({ headers: { 'content-encoding': 'gzip' } }))).toHaveLength(1);
  expect(answerIsPlain(seen({ element: '' }))).toHaveLength(1);
  expect(answerIsPlain(none)).toHaveLength(2);
});

test('the same document in both encodings', () => {
  expect(documentsAreEqual({ plain: seen(), offered: seen() })).toEqual([]);
  expect(documentsAreEqual({ plain: seen(), offered: seen({ text: null }) })).toHaveLength(1);
});

test('a length is that of the body', () => {
  expect(lengthsAreTrue([seen(), seen({ headers: { 'content-length': '10' } })])).toEqual([]);
  expect(lengthsAreTrue([seen({ headers: { 'content-length': '9' } })])).toHaveLength(1);
  expect(lengthsAreTrue([seen({ element: '', text: '<coSp' })])).toHaveLength(1);
});

test('an empty answer says so', () => {
  const empty = (size: number, length?: string) =>
    answersAreEmpty([seen({ size, headers: length === undefined ? {} : { 'content-length': length } })]);
  expect(empty(0, '0')).toEqual([]);
  expect(empty(0)).toHaveLength(1);
  expect(empty(2, '2')).toHaveLength(2);
});

test('a Location has no host', () => {
  const rule = (location?: string) => locationIsRelative(seen({ headers: location === undefined ? {} : { location } }));
  expect(rule('/api/v1/coSpaces/1')).toEqual([]);
  for (const wrong of ['https://cms1/api/v1/coSpaces/1', '//cms1/api/v1/coSpaces/1', undefined])
    expect(rule(wrong)).toHaveLength(1);
});

test('a connection is kept until it is said to close', () => {
  expect(connectionIsKept({ asked: 2, answers: [seen(), seen()] })).toEqual([]);
  expect(connectionIsKept({ asked: 2, answers: [closing] })).toEqual([]);
  expect(connectionIsKept({ asked: 2, answers: [seen()] })).toHaveLength(1);
  expect(connectionIsKept({ asked: 2, answers: [seen(), none] })).toHaveLength(1);
  expect(connectionIsKept({ asked: 2, answers: [] })).toHaveLength(1);
});

test('Keep-Alive is told where the connection is kept', () => {
  expect(keepAliveIsTold(seen({ headers: { 'keep-alive': 'timeout=5, max=100' } }))).toEqual([]);
  expect(keepAliveIsTold(closing)).toEqual([]);
  expect(keepAliveIsTold(seen())).toHaveLength(1);
  expect(keepAliveIsTold(none)).toHaveLength(1);
});

test('a connection ends after as many requests as it says', () => {
  expect(connectionIsExhausted({ max: 2, asked: 12, answers: [seen(), closing] })).toEqual([]);
  expect(connectionIsExhausted({ max: 2, asked: 12, answers: [seen(), seen(), closing] })).toEqual([]);
  expect(connectionIsExhausted({ max: 1, asked: 12, answers: [seen(), seen(), closing] })).toHaveLength(1);
  expect(connectionIsExhausted({ max: 2, asked: 12, answers: [seen(), seen()] })).toHaveLength(1);
  expect(connectionIsExhausted({ max: 2, asked: 12, answers: [] })).toHaveLength(1);
});

test('401 is empty', () => {
  expect(answersAreUnauthorized([seen({ status: 401, size: 0 })])).toEqual([]);
  expect(answersAreUnauthorized([seen({ status: 401 })])).toHaveLength(1);
  expect(answersAreUnauthorized([seen({ size: 0 })])).toHaveLength(1);
});

test('answers succeed, and documents have their roots', () => {
  expect(answersSucceed([seen()])).toEqual([]);
  expect(answersSucceed([refused('parameterError')])[0]?.observed).toBe('status 400 parameterError');
  expect(documentsAre([{ answer: seen(), element: 'coSpaces' }])).toEqual([]);
  expect(documentsAre([{ answer: seen(), element: 'calls' }])).toHaveLength(1);
});

test('a refusal has one of the reasons and no other one', () => {
  const reasons = ['a', 'b'];
  expect(refusedWith({ answers: [refused('a'), refused('b', { status: 404 })], reasons })).toEqual([]);
  expect(refusedWith({ answers: [refused('c')], reasons })).toHaveLength(1);
  expect(refusedWith({ answers: [refused('a', { status: 500 })], reasons })).toHaveLength(1);
  expect(refusedWith({ answers: [seen()], reasons })).toHaveLength(2);
});

test('a refusal is a document with a reason', () => {
  expect(refusalIsWellFormed(refused('a'))).toEqual([]);
  expect(refusalIsWellFormed(refused('a', { reasons: [] }))).toHaveLength(1);
  expect(refusalIsWellFormed(refused('a', { headers: {} }))).toHaveLength(1);
  expect(refusalIsWellFormed(refused('a', { status: 200 }))).toHaveLength(1);
});

test('a refused parameter is named', () => {
  const rule = (answer: HttpSeen) => parameterIsRefused({ answer, parameter: 'streamUrl' });
  expect(rule(refused('parameterError', {}, { parameter: 'streamUrl', error: 'invalidValue' }))).toEqual([]);
  expect(rule(refused('parameterError', {}, { error: 'invalidValue' }))).toHaveLength(1);
  expect(rule(refused('invalidOperation'))).toHaveLength(1);
  expect(rule(seen())).toHaveLength(2);
});

test('trouble is refused, or ends its connection', () => {
  expect(troubleIsRefused([none, refused('a'), seen({ status: 431 }), seen({ status: 505 })])).toEqual([]);
  expect(troubleIsRefused([seen(), seen({ status: 302 })])).toHaveLength(2);
});

test('the others are still answered', () => {
  expect(stillAnswers({ after: 'x', answers: [seen()] })).toEqual([]);
  expect(stillAnswers({ after: 'x', answers: [none, seen({ status: 500 })] })).toHaveLength(2);
});
