import { defineJudge, type Finding } from './judge.ts';

/** Rules about collections: pages, totals and filters (call-bridge-api 3). They look at a check's own objects only. */

/** One page, as it was answered. */
export interface ListPage {
  /** Method and path with its query. */
  request: string;
  status: number;
  /** The attribute of the root; empty when there is none. */
  total: string;
  ids: string[];
}

/** A page has so many items at the most and the whole total, whatever it holds of them (call-bridge-api 3.1, 3.2). */
export const pageHas = defineJudge<{ page: ListPage; total: number; most: number }>(
  'paging.page.has',
  ({ page, total, most }) => [
    ...readable(page),
    ...(page.total === String(total) ? [] : [finding(page, `total="${total}"`, `total="${page.total}"`)]),
    ...(page.ids.length > 0 && page.ids.length <= most
      ? []
      : [finding(page, `1 to ${most} items`, `${page.ids.length}`)]),
  ],
);

/** Beyond the end: no item, and the true total (call-bridge-api 3.2). */
export const pageIsBeyondEnd = defineJudge<{ page: ListPage; total: number }>(
  'paging.page.isBeyondEnd',
  ({ page, total }) => [
    ...readable(page),
    ...(page.total === String(total) ? [] : [finding(page, `total="${total}"`, `total="${page.total}"`)]),
    ...(page.ids.length === 0 ? [] : [finding(page, 'no items', `${page.ids.length}`)]),
  ],
);

/** Pages, each beginning where the one before ended, show each of these objects once (call-bridge-api 3.2). */
export const walkSeesEachOnce = defineJudge<{ pages: ListPage[]; ids: string[] }>(
  'paging.walk.seesEachOnce',
  ({ pages, ids }) => {
    const seen = pages.flatMap((page) => page.ids);
    return [
      ...pages.flatMap(readable),
      ...ids
        .map((id) => ({ id, times: seen.filter((other) => other === id).length }))
        .filter(({ times }) => times !== 1)
        .map(({ id, times }) => finding(pages.at(-1), `${id} once`, `${times} times`)),
    ];
  },
);

/** A listing holds all of these objects and none of those; `total` counts what matches (call-bridge-api 3.1, 3.3). */
export const listingSelects = defineJudge<{ pages: ListPage[]; these: string[]; notThese: string[] }>(
  'paging.listing.selects',
  ({ pages, these, notThese }) => {
    const seen = pages.flatMap((page) => page.ids);
    const [last] = pages.slice(-1);
    return [
      ...pages.flatMap(readable),
      ...these.filter((id) => !seen.includes(id)).map((id) => finding(last, `an item ${id}`, 'none')),
      ...notThese.filter((id) => seen.includes(id)).map((id) => finding(last, `no item ${id}`, 'it is listed')),
    ];
  },
);

function readable(page: ListPage): Finding[] {
  return page.status === 200 ? [] : [finding(page, 'status 200', `status ${page.status}`)];
}

function finding(page: ListPage | undefined, expected: string, observed: string): Finding {
  return { where: page?.request ?? 'the listing', expected, observed };
}
