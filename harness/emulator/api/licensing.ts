import type { XmlElement } from '../../protocol/xml.ts';
import type { EmulatedNode } from '../kernel/node.ts';
import type { Item, Resource } from './resources.ts';
import { hostIdOf } from './system.ts';

const none = { list: () => [], find: () => undefined };
const fiveMinutes = 300_000;

/** `system/licensing` (CMS API blueprint, "Licensing"). */
export const licensingResource: Resource = {
  ...none,
  document: ({ node, policies }) => ({
    name: 'licensing',
    children: [
      {
        name: 'features',
        children: features(policies['licensing.features'](node.version, node.cluster.clock.now().getTime())),
      },
    ],
  }),
};

/** `clusterLicensing` (from 3.0): what the cluster may do, by its licence reporting. */
export const clusterLicensingResource: Resource = {
  ...none,
  document: ({ node, policies }) => ({
    name: 'clusterLicensing',
    children: [
      {
        name: 'features',
        children: features(policies['licensing.clusterFeatures'](node.cluster.clock.now().getTime())),
      },
    ],
  }),
};

/** `system/multipartyLicensing` (CMS API blueprint, "Multiparty Licensing"). */
export const multipartyLicensingResource: Resource = {
  ...none,
  single: ({ node, objects, policies }) => ({
    id: '',
    fields: policies['licensing.multiparty']({
      now: node.cluster.clock.now().getTime(),
      users: objects.list('user').length,
      calls: node.live.calls.size,
      participants: node.live.participants.size,
    }),
  }),
};

/** `system/MPLicenseUsage`: an entry for every five minutes since the bridge runs, newest first. */
export const licenseUsageResource: Resource = {
  ...none,
  list: (context) => {
    const { node, policies } = context;
    const first = Math.ceil(node.bootedAt.getTime() / fiveMinutes) * fiveMinutes;
    const last = Math.floor(node.cluster.clock.now().getTime() / fiveMinutes) * fiveMinutes;
    const count = Math.min(policies['licensing.keptEntries'](), Math.floor((last - first) / fiveMinutes) + 1);
    const hostId = hostIdOf(node);
    return Array.from({ length: Math.max(0, count) }, (_, index): Item => {
      const at = last - index * fiveMinutes;
      const time = policies['licensing.entryTime'](at);
      return { id: '', fields: { time, hostId, ...policies['licensing.usage'](callsSince(node, at)) } };
    });
  },
};

/** `system/MPLicenseUsage/knownHosts`: the Call Bridges whose use is counted. */
export const licenseHostResource: Resource = {
  ...none,
  list: ({ node, policies }) =>
    node.cluster.nodes
      .filter(({ roles }) => roles.has('callBridge'))
      .map((one) => ({ id: policies['licensing.knownHost'](hostIdOf(one)), fields: {} })),
};

/** Calls that run and ran at that time already: what of the past is still known (inferred). */
function callsSince({ live }: EmulatedNode, at: number): number {
  return [...live.calls.values()].filter((call) => Number(call._startedAt) <= at).length;
}

function features(list: Readonly<Record<string, Readonly<Record<string, string>>>>): XmlElement[] {
  return Object.entries(list).map(([name, fields]) => ({
    name,
    children: Object.entries(fields).map(([child, text]) => ({ name: child, text })),
  }));
}
