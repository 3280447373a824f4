import { expect, test } from '@playwright/test';
import { type ListPage, listingSelects, pageHas, pageIsBeyondEnd, walkSeesEachOnce } from './paging.ts';

const page = (ids: string[], total = '3', status = 200): ListPage => ({
  request: 'GET /api/v1/coSpaces',
  status,
  total,
  ids,
});

test('a page holds some objects, not too many, and the whole total', () => {
  expect(pageHas({ page: page(['a', 'b']), total: 3, most: 2 })).toEqual([]);
  expect(pageHas({ page: page(['a', 'b', 'c']), total: 3, most: 2 })).toHaveLength(1);
  expect(pageHas({ page: page([]), total: 3, most: 2 })).toHaveLength(1);
  expect(pageHas({ page: page(['a'], '1'), total: 3, most: 2 })).toHaveLength(1);
  expect(pageHas({ page: page([], '', 400), total: 3, most: 2 })).toHaveLength(3);
});

test('beyond the end there is nothing but the total', () => {
  expect(pageIsBeyondEnd({ page: page([]), total: 3 })).toEqual([]);
  expect(pageIsBeyondEnd({ page: page(['c']), total: 3 })).toHaveLength(1);
  expect(pageIsBeyondEnd({ page: page([], '0'), total: 3 })).toHaveLength(1);
});

test('a walk sees each object once, and may see others', () => {
  const rule = (...pages: ListPage[]) => walkSeesEachOnce({ pages, ids: ['a', 'b'] });
  expect(rule(page(['a', 'x']), page(['b']))).toEqual([]);
  expect(rule(page(['a', 'x']), page(['a', 'b']))).toHaveLength(1);
  expect(rule(page(['a']))).toHaveLength(1);
  expect(rule(page(['a', 'b']), page([], '', 503))).toHaveLength(1);
});

test('a listing selects these and not those', () => {
  const rule = (...ids: string[]) => listingSelects({ pages: [page(ids)], these: ['a'], notThese: ['b'] });
  expect(rule('a', 'x')).toEqual([]);
  expect(rule('a', 'b')).toHaveLength(1);
  expect(rule('x')).toHaveLength(1);
  expect(listingSelects({ pages: [], these: ['a'], notThese: [] })).toHaveLength(1);
});
