import { expect, test } from '@playwright/test';
import type { Judge } from './judge.ts';
import * as judge from './spaces.ts';

const request = 'GET /api/v1/coSpaces/1';
const seen = (over: Partial<judge.ApiSeen> = {}): judge.ApiSeen => ({
  request,
  status: 200,
  location: '',
  reasons: [],
  fields: {},
  ...over,
});
const reads = (fields: Record<string, string>, status = 200) => seen({ fields, status });
const refusal = (name: string, attributes: Record<string, string> = {}, status = 400) =>
  seen({ status, reasons: [{ name, attributes }] });
const listing = (ids: string[], statuses = [200]): judge.SpaceListing => ({
  request: 'GET /api/v1/coSpaces',
  statuses,
  items: ids.map((id) => ({ id, fields: { name: `n${id}` } })),
});

/** Every rule with what conforms and what doesn't. */
const cases: [name: string, rule: Judge<never>, good: unknown[], bad: unknown[]][] = [
  [
    'spaceReads',
    judge.spaceReads,
    [
      { document: reads({ a: '1', b: '2' }), fields: { a: '1' } },
      { document: reads({}), fields: { a: '' } },
      { document: reads({ a: '' }), fields: { a: '' } },
    ],
    [
      { document: reads({ a: '2' }), fields: { a: '1' } },
      { document: reads({ a: '2' }), fields: { a: '' } },
      { document: reads({}), fields: { a: '1' } },
      { document: reads({ a: '1' }, 400), fields: { a: '1' } },
    ],
  ],
  [
    'spaceFieldIsOneOf',
    judge.spaceFieldIsOneOf,
    [
      { document: reads({ a: '1' }), field: 'a', values: ['1', '2'], orAbsent: false },
      { document: reads({}), field: 'a', values: ['1'], orAbsent: true },
    ],
    [
      { document: reads({ a: '3' }), field: 'a', values: ['1', '2'], orAbsent: true },
      { document: reads({}), field: 'a', values: ['1'], orAbsent: false },
      { document: reads({ a: '1' }, 404), field: 'a', values: ['1'], orAbsent: true },
    ],
  ],
  [
    'spaceFieldHasForm',
    judge.spaceFieldHasForm,
    [{ document: reads({ a: '12' }), field: 'a', form: '[0-9]+' }],
    [
      { document: reads({ a: '12x' }), field: 'a', form: '[0-9]+' },
      { document: reads({}), field: 'a', form: '.+' },
      { document: reads({ a: '1' }, 503), field: 'a', form: '.+' },
    ],
  ],
  [
    'spaceWritesAreAccepted',
    judge.spaceWritesAreAccepted,
    [{ answers: [seen({ request: 'PUT /x' }), seen({ request: 'POST /x', location: '/x/1' })] }],
    [
      { answers: [seen({ request: 'PUT /x', status: 204 })] },
      { answers: [seen({ request: 'POST /x', status: 201, location: '/x/1' })] },
      { answers: [seen({ request: 'POST /x' })] },
    ],
  ],
  [
    'spaceIsRefused',
    judge.spaceIsRefused,
    [
      { answer: refusal('duplicateCoSpaceUri'), reason: 'duplicateCoSpaceUri' },
      { answer: refusal('duplicateCoSpaceUri', {}, 404), reason: null },
    ],
    [
      { answer: refusal('duplicateCoSpaceId'), reason: 'duplicateCoSpaceUri' },
      { answer: seen({ status: 400 }), reason: 'duplicateCoSpaceUri' },
      { answer: refusal('duplicateCoSpaceUri', {}, 500), reason: 'duplicateCoSpaceUri' },
      { answer: seen(), reason: null },
    ],
  ],
  [
    'spaceFieldChanged',
    judge.spaceFieldChanged,
    [
      { before: reads({ a: '1' }), after: reads({ a: '2' }), field: 'a', changed: true },
      { before: reads({ a: '1' }), after: reads({ a: '1' }), field: 'a', changed: false },
    ],
    [
      { before: reads({ a: '1' }), after: reads({ a: '1' }), field: 'a', changed: true },
      { before: reads({ a: '1' }), after: reads({ a: '2' }), field: 'a', changed: false },
      { before: reads({ a: '1' }), after: reads({}), field: 'a', changed: true },
      { before: reads({}), after: reads({}), field: 'a', changed: false },
      { before: reads({ a: '1' }), after: reads({ a: '2' }, 400), field: 'a', changed: true },
    ],
  ],
  [
    'spaceListingSelects',
    judge.spaceListingSelects,
    [{ listing: listing(['1', '3']), selected: '1', other: '2' }],
    [
      { listing: listing(['1', '2']), selected: '1', other: '2' },
      { listing: listing([]), selected: '1', other: '2' },
      { listing: listing(['1'], [200, 503]), selected: '1', other: '2' },
    ],
  ],
  [
    'spaceItemReads',
    judge.spaceItemReads,
    [{ listing: listing(['1']), id: '1', fields: { name: 'n1' } }],
    [
      { listing: listing(['1']), id: '1', fields: { name: 'n2' } },
      { listing: listing(['1']), id: '2', fields: {} },
    ],
  ],
  [
    'spaceLocationIsBelow',
    judge.spaceLocationIsBelow,
    [{ answer: seen({ location: '/a/00000000-0000-4000-8000-000000000001' }), collection: '/a' }],
    [
      { answer: seen({ location: '/b/00000000-0000-4000-8000-000000000001' }), collection: '/a' },
      { answer: seen({ location: '/a/' }), collection: '/a' },
      { answer: seen(), collection: '/a' },
      { answer: seen({ location: '/a/00000000-0000-4000-8000-000000000001', status: 201 }), collection: '/a' },
    ],
  ],
];

for (const [name, rule, good, bad] of cases) {
  test(`${name} finds nothing in what conforms, and something in what doesn't`, () => {
    for (const observation of good) expect(rule(observation as never), JSON.stringify(observation)).toEqual([]);
    for (const observation of bad)
      expect(rule(observation as never).length, JSON.stringify(observation)).toBeGreaterThan(0);
  });
}

test('every rule about coSpaces is tried', () => {
  expect(cases.map(([name]) => name).sort()).toEqual(Object.keys(judge).sort());
});
