import { type Defect, defect, documentedPolicies as documented } from '../../policies/index.ts';

const page = documented['api.page'];
const idMatches = documented['api.idFilterMatches'];
const filtersNothing = (name: string) => (wanted: string, value: string, filter: string) =>
  filter === name || idMatches(wanted, value, filter);

/** Pages, totals and filters. */
export const listingDefects: readonly Defect[] = [
  defect({
    id: 'api-total-of-page',
    title: 'The total of coSpaces counts the objects of the page.',
    violates: ['API-PAGE-01'],
    policy: 'api.total',
    with: (_matching, returned) => returned,
  }),
  defect({
    id: 'api-limit-ignored',
    title: 'A limit is ignored.',
    violates: ['API-PAGE-02'],
    policy: 'api.page',
    with: (asked) => page({ ...asked, limit: null }),
  }),
  defect({
    id: 'api-offset-from-one',
    title: 'An offset skips one object more than it says.',
    violates: ['API-PAGE-03'],
    policy: 'api.page',
    with: (asked) => page({ ...asked, offset: asked.offset > 0 ? asked.offset + 1 : 0 }),
  }),
  defect({
    id: 'api-pages-overlap',
    title: 'A page begins with the last object of the page before.',
    violates: ['API-PAGE-03'],
    policy: 'api.page',
    with: (asked) => page({ ...asked, offset: Math.max(0, asked.offset - 1) }),
  }),
  defect({
    id: 'api-offset-stops-at-end',
    title: 'An offset beyond the end gives the last object.',
    violates: ['API-PAGE-04'],
    policy: 'api.page',
    with: (asked) => page({ ...asked, offset: Math.min(asked.offset, asked.count - 1) }),
  }),
  defect({
    id: 'api-high-limit-gives-nothing',
    title: 'A limit above the maximum gives no object.',
    violates: ['API-PAGE-05'],
    policy: 'api.page',
    with: (asked) => page({ ...asked, limit: asked.limit !== null && asked.limit > asked.maximum ? 0 : asked.limit }),
  }),
  defect({
    id: 'api-filter-finds-beginnings',
    title: 'A filter finds the beginnings of names only.',
    violates: ['API-FILTER-01'],
    policy: 'api.filterMatches',
    with: (wanted, values) => values.some((value) => value.toLowerCase().startsWith(wanted.toLowerCase())),
  }),
  defect({
    id: 'api-filter-by-first-word',
    title: 'Of a filter only the first word counts.',
    violates: ['API-FILTER-02'],
    policy: 'api.filterMatches',
    with: (wanted, values) => documented['api.filterMatches'](wanted.split(' ')[0] ?? '', values),
  }),
  defect({
    id: 'api-profile-filter-ignored',
    title: 'callLegProfileFilter filters nothing.',
    violates: ['API-FILTER-03'],
    policy: 'api.idFilterMatches',
    with: filtersNothing('callLegProfileFilter'),
  }),
  defect({
    id: 'api-empty-filter-excludes',
    title: 'An empty tenantFilter selects nothing.',
    violates: ['API-FILTER-04'],
    policy: 'api.idFilterMatches',
    with: (wanted, value, filter) => wanted !== '' && idMatches(wanted, value, filter),
  }),
  defect({
    id: 'api-unreferenced-lists-all',
    title: 'usageFilter=unreferenced filters no call leg profiles.',
    violates: ['API-FILTER-05'],
    policy: 'objects.usageMatches',
    with: (wanted, used, type) =>
      used === (wanted === 'referenced') || (type === 'callLegProfile' && wanted === 'unreferenced'),
  }),
  defect({
    id: 'api-referenced-lists-all',
    title: 'usageFilter=referenced filters no call leg profiles.',
    violates: ['API-FILTER-06'],
    policy: 'objects.usageMatches',
    with: (wanted, used, type) =>
      used === (wanted === 'referenced') || (type === 'callLegProfile' && wanted === 'referenced'),
  }),
  defect({
    id: 'api-space-filter-ignored',
    title: 'coSpaceFilter filters no calls.',
    violates: ['API-FILTER-07'],
    policy: 'api.filterIsKnown',
    with: (collection, filter) => collection !== 'calls' || filter !== 'coSpaceFilter',
  }),
];
