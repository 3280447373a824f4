import type { FilterModel } from './model.ts';

/** What most nodes have in common. Page sizes are inferred: 20 for configuration, 10 for live objects. */
export const nodeDefaults = { filters: [] as FilterModel[], pageSize: 20, maxPage: 50 } as const;

export const all = { collection: ['GET', 'POST'], object: ['GET', 'PUT', 'DELETE'] } as const;
/** Of a node that is only read. */
export const reading = { collection: [], object: ['GET'] } as const;
/** Of a configuration that exists once. POST is documented to mean the same as PUT. */
export const configuring = { collection: [], object: ['GET', 'PUT', 'POST'] } as const;

export const listed = { shown: 'list' } as const;
export const readOnly = { written: 'never' } as const;
export const listedReadOnly = { ...listed, ...readOnly } as const;

export const filterByPart = (...fields: string[]): FilterModel => ({ name: 'filter', match: 'part', fields });
export const filterByTenant: FilterModel = { name: 'tenantFilter', match: 'equal', fields: ['tenant'] };
export const filterByCallLegProfile: FilterModel = {
  name: 'callLegProfileFilter',
  match: 'equal',
  fields: ['callLegProfile'],
};
/** `usageFilter`: `field` is what objects that use it call it. */
export const filterByUsage = (field: string): FilterModel => ({ name: 'usageFilter', match: 'usage', fields: [field] });
