import { randomUUID } from 'node:crypto';
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
        hostId: lasting(node.settings, 'hostId'),
        clusterId: lasting(
          {
            get: <T>(key: string) => node.cluster.store.setting<T>('*', key),
            set: (key, value) => node.cluster.store.setSetting('*', key, value),
          },
          'clusterId',
        ),
        softwareVersion: policies['status.softwareVersion'](node.softwareVersion),
        uptimeSeconds: String(policies['status.uptimeSeconds'](now - node.bootedAt.getTime())),
        cdrTime: policies['status.cdrTime'](now),
        activated: 'true',
        clusterEnabled: String(policies['status.clusterEnabled'](objects.list('callBridge').length)),
        cdrCorrelatorIndex: '0',
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

/** `webBridges/<id>/status`: a bridge with an address counts as connected (inferred). */
export const webBridgeStatusResource: Resource = {
  ...none,
  single: ({ objects }, parent) => {
    const bridge = parent ? objects.get('webBridge', parent.id) : undefined;
    return bridge && { id: '', fields: { status: bridge.fields.url ? 'success' : 'unused' } };
  },
};

/** A value that is made once and then kept. */
function lasting(settings: { get<T>(key: string): T | undefined; set(key: string, value: unknown): void }, key: string): string {
  const kept = settings.get<string>(key);
  if (kept) return kept;
  const made = randomUUID();
  settings.set(key, made);
  return made;
}
