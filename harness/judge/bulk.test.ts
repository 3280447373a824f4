import { expect, test } from '@playwright/test';
import { allEndIn, makesNothing, spacesAre, spacesLack, verbIsRefused } from './bulk.ts';
import type { ListingSeen, ObjectSeen } from './tms.ts';

const space = (fields: Record<string, string>, id = 'a'): ObjectSeen => ({
  request: 'GET /api/v1/coSpaces?filter=x',
  status: 200,
  element: 'coSpace',
  id,
  fields,
});
const listing = (items: ObjectSeen[], statuses = [200]): ListingSeen => ({
  request: 'GET /api/v1/coSpaces?filter=x',
  statuses,
  element: 'coSpaces',
  totals: [String(items.length)],
  items,
});
const sync = (status: string): ObjectSeen => ({ ...space({ status }), element: 'cospaceBulkSync' });

test('spaces are those that were expected, in any order, no more and no less', () => {
  const expected = [
    { name: 'n1', uri: 'u1', callId: '1' },
    { name: 'n2', uri: '', callId: '' },
  ];
  const one = space({ name: 'n1', uri: 'u1', callId: '1' });
  const two = space({ name: 'n2' }, 'b');
  expect(spacesAre({ expected, listing: listing([two, one]) })).toEqual([]);
  expect(spacesAre({ expected, listing: listing([one]) })).toHaveLength(1);
  expect(spacesAre({ expected, listing: listing([one, two, { ...two, id: 'c' }]) })).toHaveLength(1);
  expect(spacesAre({ expected, listing: listing([one, space({ name: 'n2', uri: 'x' }, 'b')]) })).toHaveLength(1);
  expect(spacesAre({ expected: [], listing: listing([], [503]) })).toHaveLength(1);
});

test('spaces lack a field only when all are there and none has it', () => {
  const both = [space({ name: 'n', uri: 'u' }), space({ name: 'n' }, 'b')];
  expect(spacesLack({ listing: listing(both), count: 2, field: 'callId' })).toEqual([]);
  expect(spacesLack({ listing: listing(both), count: 2, field: 'uri' })).toHaveLength(1);
  expect(spacesLack({ listing: listing([]), count: 2, field: 'uri' })).toHaveLength(1);
});

test('a broken mapping is refused or fails, and makes no space', () => {
  const seen = { mapping: '$', set: 400, sync: null, listing: listing([]) };
  expect(makesNothing(seen)).toEqual([]);
  expect(makesNothing({ ...seen, set: 200, sync: 'failed' })).toEqual([]);
  expect(makesNothing({ ...seen, set: 200, sync: 'complete' })).toHaveLength(1);
  expect(makesNothing({ ...seen, set: 500 })).toHaveLength(1);
  expect(makesNothing({ ...seen, set: 200, sync: 'failed', listing: listing([space({})]) })).toHaveLength(1);
});

test('each sync has to end as expected', () => {
  expect(allEndIn({ ends: [sync('complete'), sync('complete')], expected: 'complete' })).toEqual([]);
  expect(allEndIn({ ends: [sync('complete'), sync('running')], expected: 'complete' })).toHaveLength(1);
});

test('a refusal is a status of 400 to 499', () => {
  expect(verbIsRefused({ request: 'PUT /x', status: 405 })).toEqual([]);
  expect(verbIsRefused({ request: 'PUT /x', status: 200 })).toHaveLength(1);
  expect(verbIsRefused({ request: 'PUT /x', status: 500 })).toHaveLength(1);
});
