import { expect, test } from '@playwright/test';
import {
  alarmsAreWellFormed,
  callIsGone,
  callIsLocal,
  changeIsSeen,
  type DocumentSeen,
  documentsAreSame,
  linkAlarm,
  linkAlarmIsAbsent,
  linkAlarmIsListed,
  type NodeListing,
  objectIsGone,
  objectIsListed,
} from './cluster.ts';

const id = '0a1b2c3d-0000-4000-8000-000000000001';
const listing = (node: string, items: NodeListing['items'] = [], statuses = [200]): NodeListing => ({
  node,
  request: 'GET /api/v1/things',
  statuses,
  items,
});
const item = (fields: Record<string, string> = {}, itemId = id) => ({ id: itemId, fields });
const alarm = (fields: Record<string, string> = {}, itemId = id) =>
  item({ type: linkAlarm, activeTimeSeconds: '0', ...fields }, itemId);
const document = (fields: Record<string, string>, status = 200): DocumentSeen => ({
  node: 'cms2',
  request: `GET /api/v1/coSpaces/${id}`,
  status,
  id,
  fields,
});
const answered = (status: number) => ({ node: 'cms2', request: `PUT /api/v1/coSpaces/${id}`, status });
const observed = (findings: { where?: string; observed: string }[]) =>
  findings.map(({ where, observed }) => `${where}: ${observed}`);

test('an object is listed by every node, under its name', () => {
  const seen = (...listings: NodeListing[]) => objectIsListed({ id, name: 'room', listings });
  expect(seen(listing('cms2', [item({ name: 'room' })]), listing('cms3', [item({ name: 'room' })]))).toEqual([]);
  expect(observed(seen(listing('cms2', [item({ name: 'room' })]), listing('cms3')))).toEqual([
    'cms3, GET /api/v1/things: none',
  ]);
  expect(observed(seen(listing('cms2', [item({ name: 'hall' })])))).toEqual(['cms2, GET /api/v1/things: hall']);
  expect(observed(seen(listing('cms2', [item({ name: 'room' })], [200, 503])))).toEqual([
    'cms2, GET /api/v1/things: 503',
  ]);
});

test('a change was accepted and is seen in every document', () => {
  const seen = (status: number, ...documents: DocumentSeen[]) =>
    changeIsSeen({ changed: answered(status), field: 'name', value: 'new', documents });
  expect(seen(200, document({ name: 'new' }))).toEqual([]);
  expect(seen(400, document({ name: 'new' }))).toHaveLength(1);
  expect(seen(200, document({ name: 'new' }), document({ name: 'old' }))).toHaveLength(1);
  expect(seen(200, document({}, 400))).toHaveLength(2);
});

test('what was deleted is listed by no node', () => {
  const seen = (status: number, ...listings: NodeListing[]) =>
    objectIsGone({ deleted: answered(status), id, listings });
  expect(seen(200, listing('cms1'), listing('cms2', [item({}, 'other')]))).toEqual([]);
  expect(seen(400, listing('cms1'))).toHaveLength(1);
  expect(observed(seen(200, listing('cms1'), listing('cms2', [item()])))).toEqual([
    'cms2, GET /api/v1/things: it is listed',
  ]);
});

test('a call is listed by its host alone', () => {
  const seen = (host: NodeListing, ...others: NodeListing[]) => callIsLocal({ call: id, host, others });
  expect(seen(listing('cms1', [item()]), listing('cms2'))).toEqual([]);
  expect(seen(listing('cms1'), listing('cms2'))).toHaveLength(1);
  expect(seen(listing('cms1', [item()]), listing('cms2', [item()]))).toHaveLength(1);
  expect(callIsGone({ call: id, listings: [listing('cms1')] })).toEqual([]);
  expect(callIsGone({ call: id, listings: [listing('cms1', [item()])] })).toHaveLength(1);
});

test('documents are the same when every element is', () => {
  const before = [document({ name: 'room', secret: 'redacted:1' })];
  expect(documentsAreSame({ before, after: before })).toEqual([]);
  expect(documentsAreSame({ before, after: [document({ name: 'room', secret: 'redacted:2' })] })).toHaveLength(1);
  expect(documentsAreSame({ before, after: [document({ name: 'room' })] })).toHaveLength(1);
  expect(
    documentsAreSame({ before, after: [document({ name: 'room', secret: 'redacted:1', uri: 'x' })] }),
  ).toHaveLength(1);
  expect(observed(documentsAreSame({ before, after: [document({}, 400)] }))).toEqual([
    `cms2, GET /api/v1/coSpaces/${id}: 400`,
  ]);
  expect(documentsAreSame({ before, after: [] })).toHaveLength(1);
});

test('the alarm of a lost bridge is listed by every node, or by none', () => {
  const other = alarm({ type: 'c2wConnectionFailure' });
  expect(linkAlarmIsListed([listing('cms1', [other, alarm()]), listing('cms2', [alarm()])])).toEqual([]);
  expect(observed(linkAlarmIsListed([listing('cms1', [alarm()]), listing('cms2', [other])]))).toEqual([
    'cms2, GET /api/v1/things: c2wConnectionFailure',
  ]);
  expect(linkAlarmIsListed([listing('cms1', [alarm()], [400])])).toHaveLength(1);
  expect(linkAlarmIsAbsent([listing('cms1'), listing('cms2', [other])])).toEqual([]);
  expect(linkAlarmIsAbsent([listing('cms1'), listing('cms2', [alarm()])])).toHaveLength(1);
  expect(linkAlarmIsAbsent([listing('cms1', [], [401])])).toHaveLength(1);
});

test('an alarm has id, type and a whole number of seconds', () => {
  expect(alarmsAreWellFormed(listing('cms1', [alarm()]))).toEqual([]);
  expect(alarmsAreWellFormed(listing('cms1'))).toHaveLength(1);
  for (const broken of [
    alarm({}, ''),
    alarm({ type: '' }),
    alarm({ activeTimeSeconds: '' }),
    alarm({ activeTimeSeconds: '1.5' }),
    alarm({ activeTimeSeconds: '-1' }),
  ]) {
    expect(alarmsAreWellFormed(listing('cms1', [alarm(), broken]))).toHaveLength(1);
  }
});
