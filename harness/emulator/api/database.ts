import type { Resource } from './resources.ts';

/** `system/database`: whether the database is clustered, and its nodes (CMS API blueprint, "Database Status"). */
export const databaseResource: Resource = {
  list: () => [],
  find: () => undefined,
  document: ({ node, policies }) => {
    const names = node.cluster.nodes.map(({ name }) => name);
    const isClustered = policies['database.isClustered'](names.length);
    const clustered = policies['database.clustered'](isClustered);
    if (!isClustered) return { name: 'database', attributes: [['clustered', clustered]] };
    const nodes = names.map((hostname, index) => policies['database.node'](hostname, index));
    return {
      name: 'database',
      attributes: [['clustered', clustered]],
      children: [
        {
          name: 'cluster',
          children: [
            { name: 'totalNodes', text: String(nodes.length) },
            { name: 'nodeInUse', text: names[0] ?? '' },
            ...nodes.map((fields) => ({ name: 'node', attributes: Object.entries(fields) })),
          ],
        },
      ],
    };
  },
};
