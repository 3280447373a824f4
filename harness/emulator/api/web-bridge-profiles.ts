import { exists } from '../../protocol/api/model.ts';
import { webBridgeSettings } from '../../protocol/api/model-bridges.ts';
import { clusterFields } from './configuration.ts';
import type { ApiContext } from './context.ts';
import type { Changes, Parent, Resource } from './resources.ts';

/** `effectiveWebBridgeProfile` of the system, a tenant or a Web Bridge (CMS API blueprint, "Web Bridge Profile Methods"). */
export const effectiveWebBridgeProfileResource: Resource = {
  list: () => [],
  find: () => undefined,
  single: (context, parent) => ({ id: '', fields: effective(context, parent) }),
};

/** Each setting from the most specific profile that has it, or the documented value. */
function effective(context: ApiContext, at: Parent | null): Changes {
  const { objects, policies, node } = context;
  const owner = at && objects.get(at.type, at.id)?.fields;
  const tenant = at?.type === 'webBridge' ? objects.get('tenant', owner?.tenant ?? '')?.fields : owner;
  const profile = (holder: Changes | null | undefined): Changes | null =>
    holder?.webBridgeProfile ? (objects.get('webBridgeProfile', holder.webBridgeProfile)?.fields ?? null) : null;
  const levels = policies['objects.webBridgeProfileLevels']({
    system: profile(clusterFields(context, 'systemProfiles')),
    tenant: profile(at && tenant),
    webBridge: profile(at?.type === 'webBridge' ? owner : null),
  });
  const settings = webBridgeSettings.filter((setting) => exists(setting, node.version));
  return Object.fromEntries(
    settings.map(({ name, default: otherwise = '' }) => [
      name,
      levels.findLast((level) => level?.[name])?.[name] ??
        policies['objects.default']('webBridgeProfile', name, otherwise),
    ]),
  );
}
