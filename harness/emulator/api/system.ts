import { randomUUID } from 'node:crypto';
import { callBridgeC2wOf } from '../c2w/clients.ts';
import { cdrOf } from '../cdr/service.ts';
import type { EmulatedNode } from '../kernel/node.ts';
import { PeerLinks } from '../kernel/peer-links.ts';
import type { Store } from '../kernel/store.ts';
import { callLegsActive } from './live.ts';
import type { Resource } from './resources.ts';

const none = { list: () => [], find: () => undefined };

/** `system/status` (CMS API reference, "System status"; order and fields by version are the model's). */
export const statusResource: Resource = {
  ...none,
  single: ({ node, policies, objects }) => {
    const now = node.cluster.clock.now().getTime();
    return {
      id: '',
      fields: {
        ...identities(node),
        softwareVersion: policies['status.softwareVersion'](node.softwareVersion),
        uptimeSeconds: String(policies['status.uptimeSeconds'](now - node.bootedAt.getTime())),
        cdrTime: policies['status.cdrTime'](now),
        activated: 'true',
        clusterEnabled: String(policies['status.clusterEnabled'](objects.list('callBridge').length)),
        cdrCorrelatorIndex: String(cdrOf(node)?.correlatorIndex ?? 0),
        callLegsActive: String(callLegsActive(node)),
        callLegsMaxActive: String(node.live.counters.callLegsMaxActive),
        callLegsCompleted: String(node.live.counters.callLegsCompleted),
        audioBitRateOutgoing: policies['status.bitRate']('audioBitRateOutgoing'),
        audioBitRateIncoming: policies['status.bitRate']('audioBitRateIncoming'),
        videoBitRateOutgoing: policies['status.bitRate']('videoBitRateOutgoing'),
        videoBitRateIncoming: policies['status.bitRate']('videoBitRateIncoming'),
      },
    };
  },
};

/** `system/load` (CMS API reference, "System load"). */
export const loadResource: Resource = {
  ...none,
  single: ({ node, policies }) => ({
    id: '',
    fields: { mediaProcessingLoad: String(policies['status.mediaProcessingLoad'](callLegsActive(node))) },
  }),
};

/** `webBridges/<id>/status`; of the Web Bridges before C2W one with an address counts as connected (inferred). */
export const webBridgeStatusResource: Resource = {
  ...none,
  single: ({ node, objects, policies }, parent) => {
    const bridge = parent ? objects.get('webBridge', parent.id) : undefined;
    if (!bridge) return undefined;
    const c2w = callBridgeC2wOf(node);
    const { url = '' } = bridge.fields;
    const status = c2w ? c2w.status(bridge.id) : url ? 'success' : 'unused';
    return { id: '', fields: { status: policies['objects.webBridgeStatus'](url, status) } };
  },
};

/** `system/alarms` (CMS API reference, "System alarms"): the links to other bridges that are down; none while all is well. */
export const alarmResource: Resource = {
  ...none,
  list: ({ node }) =>
    [
      ...(PeerLinks.of(node)?.alarms() ?? []),
      ...(callBridgeC2wOf(node)?.alarms() ?? []),
      ...(cdrOf(node)?.alarms() ?? []),
    ].map(({ id, failureReason, ...fields }) => ({
      id,
      fields: { ...fields, ...(failureReason ? { failureReason } : {}) },
    })),
};

/** The id of a Call Bridge's host. */
export function hostIdOf({ settings }: EmulatedNode): string {
  return lasting(settings, 'hostId');
}

/** What tells a cluster and its bridges apart. */
function identities(node: EmulatedNode): { hostId: string; clusterId: string } {
  const { store, policies } = node.cluster;
  const ids = { host: hostIdOf(node), cluster: clusterId(store) };
  return { hostId: policies['cluster.hostId'](ids), clusterId: policies['cluster.clusterId'](ids) };
}

/** The cluster's id; several processes may ask for it at once. */
function clusterId(store: Store): string {
  const settings = {
    get: <T>(key: string) => store.setting<T>('*', key),
    set: (key: string, value: unknown) => store.setSetting('*', key, value),
  };
  return settings.get<string>('clusterId') ?? store.atomically(() => lasting(settings, 'clusterId'));
}

/** A value that is made once and then kept. */
function lasting(
  settings: { get<T>(key: string): T | undefined; set(key: string, value: unknown): void },
  key: string,
): string {
  const kept = settings.get<string>(key);
  if (kept) return kept;
  const made = randomUUID();
  settings.set(key, made);
  return made;
}
