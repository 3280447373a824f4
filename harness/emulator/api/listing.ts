import type { FilterModel, NodeModel } from '../../protocol/api/model.ts';
import type { FormPair } from '../../protocol/form.ts';
import { type ApiContext, Refusal } from './context.ts';
import type { Item } from './resources.ts';
import { isUsed } from './usage.ts';

/** The page of a collection that a query asks for, and how many objects match. Throws Refusal for a bad number. */
export function selectPage(
  context: ApiContext,
  node: NodeModel,
  items: readonly Item[],
  query: readonly FormPair[],
): { items: Item[]; total: number } {
  const { policies } = context;
  const asked = (name: string) => query.find((pair) => policies['api.queryNameIs'](name, pair.name))?.value;
  let matching = items;
  for (const filter of node.filters) {
    const wanted = asked(filter.name);
    if (wanted !== undefined && policies['api.filterIsKnown'](node.collection, filter.name))
      matching = matching.filter((item) => matches(context, node, filter, wanted, item));
  }
  const ordered = policies['api.listOrder'](matching);
  const { from, to } = policies['api.page']({
    collection: node.collection,
    count: ordered.length,
    offset: numberOf(context, 'offset', asked('offset')) ?? 0,
    limit: numberOf(context, 'limit', asked('limit')),
    size: policies['api.pageSize'](node.collection, node.pageSize),
    maximum: node.maxPage,
  });
  const page = ordered.slice(from, to);
  return { items: page, total: policies['api.total'](ordered.length, page.length) };
}

function numberOf({ policies }: ApiContext, name: string, text: string | undefined): number | null {
  if (text === undefined || text === '') return null;
  // a number that is none is refused (inferred)
  if (!/^\d{1,10}$/.test(text)) throw new Refusal(policies['api.parameterError'](name, 'invalidValue'));
  return Number(text);
}

function matches(context: ApiContext, node: NodeModel, filter: FilterModel, wanted: string, item: Item): boolean {
  const { policies } = context;
  const values = filter.fields.map((name) => item.fields[name] ?? '');
  switch (filter.match) {
    case 'part':
      return policies['api.filterMatches'](wanted, values);
    case 'equal':
      return values.some((value) => policies['api.idFilterMatches'](wanted, value, filter.name));
    case 'exact':
      return values.some((value) => policies['api.exactFilterMatches'](filter.name, wanted, value));
    case 'usage': {
      if (wanted !== 'referenced' && wanted !== 'unreferenced') return true;
      return policies['objects.usageMatches'](wanted, isUsed(context, node.type, item.id), node.type);
    }
    case 'atLeast':
    case 'atMost': {
      const { match } = filter;
      const within = (value: string) => policies['objects.boundMatches'](filter.name, match, compare(value, wanted));
      return wanted === '' || values.some((value) => value !== '' && within(value));
    }
    case 'set':
      return wanted === '' || values.some((value) => value !== '') === (wanted === 'true');
    case 'named': {
      const held = values.flatMap((value) => value.split('|')).filter((name) => name !== '');
      return (
        wanted === '' || (wanted === 'all' ? held.length > 0 : wanted.split('|').some((name) => held.includes(name)))
      );
    }
  }
}

/** Compares numbers, or times in RFC 3339. */
function compare(one: string, other: string): number {
  const [left, right] = [one, other].map((text) => (/^\d+$/.test(text) ? Number(text) : Date.parse(text)));
  return (left ?? 0) - (right ?? 0);
}
