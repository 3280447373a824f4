import { expect, test } from '@playwright/test';
import { type Sighting, spaceExists, spaceIsPurged, spaceTakesCall } from './purge.ts';

const there: Sighting = {
  node: 'cms1',
  request: 'GET /api/v1/coSpaces/7',
  at: '2026-03-10T01:16:00.000Z',
  status: 200,
  failure: null,
};
const gone: Sighting = { ...there, status: 400, failure: 'coSpaceDoesNotExist' };

test('a space that is there exists and was not purged', () => {
  expect(spaceExists({ sightings: [there] })).toEqual([]);
  expect(spaceIsPurged({ sightings: [there] })).toEqual([
    {
      where: 'GET /api/v1/coSpaces/7 on cms1 at 2026-03-10T01:16:00.000Z',
      expected: 'coSpaceDoesNotExist',
      observed: 'the space',
    },
  ]);
});

test('a space that no bridge knows was purged', () => {
  expect(spaceIsPurged({ sightings: [gone, { ...gone, node: 'cms2' }] })).toEqual([]);
  expect(spaceExists({ sightings: [gone] })).toHaveLength(1);
});

test('one bridge of several is enough to differ', () => {
  expect(spaceIsPurged({ sightings: [gone, { ...there, node: 'cms2' }] })).toHaveLength(1);
  expect(spaceExists({ sightings: [there, { ...gone, node: 'cms2' }] })).toHaveLength(1);
});

test('another failure is neither', () => {
  const broken = { ...there, status: 503, failure: null };
  expect(spaceExists({ sightings: [broken] })).toMatchObject([{ observed: 'status 503' }]);
  expect(spaceIsPurged({ sightings: [broken] })).toMatchObject([{ observed: 'status 503' }]);
});

test('no answer is no conformance', () => {
  expect(spaceExists({ sightings: [] })).toHaveLength(1);
  expect(spaceIsPurged({ sightings: [] })).toHaveLength(1);
});

test('a refused call is told with what was answered', () => {
  const call = { request: 'POST /api/v1/calls', at: there.at, status: 200, body: '' };
  expect(spaceTakesCall(call)).toEqual([]);
  expect(spaceTakesCall({ ...call, status: 400, body: 'no' })).toMatchObject([{ observed: '400 no' }]);
});
