import {
  type HttpBench,
  listingSelects,
  pageHas,
  pageIsBeyondEnd,
  requirement,
  walkSeesEachOnce,
} from '../../fixtures/index.ts';

/** Ids of so many spaces of the check's own. */
async function spaces(http: HttpBench, count: number): Promise<string[]> {
  const made = await Promise.all(Array.from({ length: count }, () => http.space()));
  return made.map(({ id }) => id);
}

requirement('API-PAGE-01', async ({ http, judge }) => {
  await spaces(http, 3);
  judge(pageHas, { page: await http.page(`coSpaces?filter=${http.mark}&limit=2`), total: 3, most: 2 });
});

requirement('API-PAGE-02', async ({ http, judge }) => {
  await spaces(http, 3);
  judge(pageHas, { page: await http.page(`coSpaces?filter=${http.mark}&limit=1`), total: 3, most: 1 });
});

requirement('API-PAGE-03', async ({ http, judge }) => {
  const ids = await spaces(http, 5);
  judge(walkSeesEachOnce, { pages: await http.walk(`coSpaces?filter=${http.mark}&limit=2`), ids });
});

requirement('API-PAGE-04', async ({ http, judge }) => {
  await spaces(http, 2);
  judge(pageIsBeyondEnd, { page: await http.page(`coSpaces?filter=${http.mark}&offset=3`), total: 2 });
});

requirement('API-PAGE-05', async ({ http, judge }) => {
  await spaces(http, 2);
  judge(pageHas, { page: await http.page(`coSpaces?filter=${http.mark}&limit=1000000`), total: 2, most: 2 });
});

requirement('API-FILTER-01', async ({ http, judge }) => {
  const { id } = await http.space({ name: `Room of ${http.mark} upstairs` });
  judge(listingSelects, { pages: await http.walk(`coSpaces?filter=${http.mark}`), these: [id], notThese: [] });
});

requirement('API-FILTER-02', async ({ http, judge }) => {
  const one = await http.space({ name: `${http.mark} one` });
  const two = await http.space({ name: `${http.mark} two` });
  const pages = await http.walk(`coSpaces?filter=${http.mark}%20one`);
  judge(listingSelects, { pages, these: [one.id], notThese: [two.id] });
});

requirement('API-FILTER-03', async ({ http, judge }) => {
  const profile = await http.make('callLegProfiles', { name: http.mark });
  const using = await http.space({ callLegProfile: profile.id });
  const other = await http.space();
  const pages = await http.walk(`coSpaces?callLegProfileFilter=${profile.id}`);
  judge(listingSelects, { pages, these: [using.id], notThese: [other.id] });
});

requirement('API-FILTER-04', async ({ http, judge }) => {
  const ids = await spaces(http, 2);
  const pages = await http.walk(`coSpaces?filter=${http.mark}&tenantFilter=`);
  judge(listingSelects, { pages, these: ids, notThese: [] });
});

requirement('API-FILTER-05', async ({ http, judge }) => {
  const unused = await http.make('callLegProfiles', { name: `${http.mark} unused` });
  const used = await http.make('callLegProfiles', { name: `${http.mark} used` });
  await http.space({ callLegProfile: used.id });
  const pages = await http.walk('callLegProfiles?usageFilter=unreferenced');
  judge(listingSelects, { pages, these: [unused.id], notThese: [used.id] });
});

requirement('API-FILTER-06', async ({ http, judge }) => {
  const unused = await http.make('callLegProfiles', { name: `${http.mark} unused` });
  const used = await http.make('callLegProfiles', { name: `${http.mark} used` });
  await http.space({ callLegProfile: used.id });
  const pages = await http.walk('callLegProfiles?usageFilter=referenced');
  judge(listingSelects, { pages, these: [used.id], notThese: [unused.id] });
});

requirement('API-FILTER-07', async ({ http, judge }) => {
  const [one = '', two = ''] = await spaces(http, 2);
  const call = await http.make('calls', { coSpace: one });
  const other = await http.make('calls', { coSpace: two });
  const pages = await http.walk(`calls?coSpaceFilter=${one}`);
  judge(listingSelects, { pages, these: [call.id], notThese: [other.id] });
});
