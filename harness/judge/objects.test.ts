import { expect, test } from '@playwright/test';
import {
  contentIs,
  featuresAreWellFormed,
  fieldsAre,
  fieldsHaveForms,
  jsonIs,
  licenceEntriesAre,
  listingHolds,
  type ObjectAnswer,
  type ObjectLife,
  type ObjectListing,
  objectLives,
  requestIsRefused,
  usageIs,
  writeIsAccepted,
} from './objects.ts';

const id = '11111111-2222-4333-8444-555555555555';

function answer(part: Partial<ObjectAnswer> = {}): ObjectAnswer {
  return { request: 'GET /x', status: 200, location: '', root: '', attributes: {}, fields: {}, reasons: [], ...part };
}

function refusal(name: string, status = 400): ObjectAnswer {
  return answer({ status, root: 'failureDetails', reasons: [{ name, attributes: {} }] });
}

function listing(...items: { id?: string; time?: string }[]): ObjectListing {
  return {
    request: 'GET /x',
    statuses: [200],
    items: items.map(({ id: own = '', time }) => ({ id: own, attributes: time ? { time } : {}, fields: {} })),
  };
}

test('a life is complete, and each of its steps is judged', () => {
  const read = (fields: Record<string, string>) => answer({ root: 'tenant', attributes: { id }, fields });
  const life: ObjectLife = {
    collection: 'tenants',
    item: 'tenant',
    reason: 'tenantDoesNotExist',
    written: { name: 'a', limit: '1' },
    changed: { limit: '2' },
    created: answer({ location: `/api/v1/tenants/${id}` }),
    read: read({ name: 'a', limit: '1' }),
    modified: answer(),
    readAgain: read({ name: 'a', limit: '2' }),
    listed: listing({ id }),
    deleted: answer(),
    gone: refusal('tenantDoesNotExist', 404),
  };
  expect(objectLives(life)).toEqual([]);
  const wrong: Partial<ObjectLife>[] = [
    { created: answer({ location: `/api/v1/tenant/${id}` }) },
    { created: answer({ location: `/api/v1/tenants/${id}`, status: 201 }) },
    { read: read({ name: 'b', limit: '1' }) },
    { read: answer({ root: 'tenants', attributes: { id }, fields: life.written }) },
    { modified: answer({ status: 204 }) },
    { readAgain: read({ limit: '2' }) },
    { listed: listing() },
    { deleted: answer({ status: 202 }) },
    { gone: read({ name: 'a', limit: '2' }) },
    { gone: refusal('unrecognisedObject') },
  ];
  for (const part of wrong) expect(objectLives({ ...life, ...part }).length, JSON.stringify(part)).toBeGreaterThan(0);
  expect(objectLives({ ...life, reason: null, gone: refusal('unrecognisedObject') })).toEqual([]);
});

test('a refusal has a status 4xx, and one of the reasons where some are named', () => {
  const rule = (given: ObjectAnswer, ...reasons: string[]) => requestIsRefused({ answer: given, reasons }).length;
  expect(rule(refusal('passcodeTooShort'), 'passcodeTooShort')).toBe(0);
  expect(rule(refusal('passcodeTooShort', 404), 'other', 'passcodeTooShort')).toBe(0);
  expect(rule(refusal('somethingElse'))).toBe(0);
  expect(rule(answer({ status: 404 }))).toBe(0);
  expect(rule(answer({ status: 404 }), 'passcodeTooShort')).toBe(1);
  expect(rule(refusal('other'), 'passcodeTooShort')).toBe(1);
  expect(rule(refusal('passcodeTooShort', 200), 'passcodeTooShort')).toBe(1);
  expect(rule(answer())).toBe(1);
  expect(rule(answer(), 'passcodeTooShort')).toBe(2);
  expect(rule(answer({ status: 500 }))).toBe(1);
});

test('writes have no body, documents their fields', () => {
  expect(writeIsAccepted(answer())).toEqual([]);
  expect(writeIsAccepted(answer({ root: 'tenant' }))).toHaveLength(1);
  expect(writeIsAccepted(refusal('x'))).toHaveLength(2);
  const given = answer({ fields: { a: '1', b: '' } });
  expect(fieldsAre({ answer: given, fields: { a: '1' }, absent: ['b', 'c'] })).toEqual([]);
  expect(fieldsAre({ answer: given, fields: { a: '2' }, absent: ['a'] })).toHaveLength(2);
  expect(fieldsAre({ answer: refusal('x'), fields: {} })).toHaveLength(1);
  expect(fieldsHaveForms({ answer: given, forms: { a: '\\d', b: '' } })).toEqual([]);
  expect(fieldsHaveForms({ answer: given, root: 'x', forms: { a: '[a-z]', c: '\\d' } })).toHaveLength(3);
  expect(fieldsHaveForms({ answer: given, forms: { c: '\\d' }, optional: ['c'] })).toEqual([]);
});

test('listings hold what they must and nothing else that is named', () => {
  expect(listingHolds({ listing: listing({ id }), holds: [id], lacks: ['x'] })).toEqual([]);
  expect(listingHolds({ listing: listing({ id }), holds: ['x'], lacks: [id] })).toHaveLength(2);
  expect(listingHolds({ listing: { ...listing(), statuses: [400] }, holds: [], lacks: [] })).toHaveLength(1);
});

test('entries stand five minutes apart within their range', () => {
  const [from, to] = ['2026-01-01T00:00:00Z', '2026-01-01T00:10:00Z'];
  const times = (...all: string[]) => listing(...all.map((time) => ({ time })));
  const rule = (given: ObjectListing) => licenceEntriesAre({ listing: given, from, to, count: 3 });
  expect(rule(times(to, '2026-01-01T00:05:00Z', from))).toEqual([]);
  expect(rule(times(to, from))).toHaveLength(2);
  expect(rule(times(to, '2026-01-01T00:05:00Z', '2026-01-01T00:15:00Z'))).toHaveLength(1);
});

test('contents, usages and features are judged', () => {
  const content = { request: 'GET /x', status: 200, type: 'text/plain', body: 'ab', size: 2 };
  expect(contentIs({ answer: content, type: 'text/plain', size: '2' })).toEqual([]);
  expect(contentIs({ answer: { ...content, status: 400 }, type: 'x', size: '3' })).toHaveLength(3);
  const json = (body: string, status = 200) =>
    jsonIs({ answer: { request: 'GET /x', status, body }, json: '{"a":1,"b":[2]}' });
  expect(json('{ "b": [2], "a": 1 }')).toEqual([]);
  expect(json('{"a":1,"b":[]}')).toHaveLength(1);
  expect(json('')).toHaveLength(1);
  expect(json('no JSON', 400)).toHaveLength(2);
  const usage = answer({ root: 'callLegProfileUsage', attributes: { id, total: '1' }, fields: { tenant: '' } });
  expect(usageIs({ answer: usage, id, places: ['tenant'] })).toEqual([]);
  expect(usageIs({ answer: usage, id: 'x', places: ['tenant', 'global'] })).toHaveLength(3);
  expect(usageIs({ answer: refusal('x'), id, places: [] })).toHaveLength(3);
  const features = (status: string, expiry: string) => [{ name: 'turn', fields: { status, expiry } }];
  const rule = { request: 'GET /x', names: ['turn'], statuses: ['activated'], latest: '2026-08-09T00:00:00Z' };
  expect(featuresAreWellFormed({ ...rule, features: features('activated', '2026-Aug-08') })).toEqual([]);
  expect(featuresAreWellFormed({ ...rule, features: features('fine', '2026-08-20') })).not.toEqual([]);
  expect(featuresAreWellFormed({ ...rule, features: features('activated', '2026-Aug-20') })).toHaveLength(1);
  expect(featuresAreWellFormed({ ...rule, features: [] })).toHaveLength(1);
});
