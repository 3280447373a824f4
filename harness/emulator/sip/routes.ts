import type { Repository } from '../api/repository.ts';
import type { EmulatedNode } from '../kernel/node.ts';
import type { OutboundRule } from '../policies/sip.ts';

/** What the rules are asked about. */
export interface Wanted {
  remoteParty: string;
  /** Tenant of the call, empty for none. */
  tenant: string;
}

/** The rules by which a node may dial a party, in the order in which they are tried; none where the dial plan has no route. */
export function routesTo(node: EmulatedNode, objects: Repository, { remoteParty, tenant }: Wanted): OutboundRule[] {
  const known = objects.list('outboundDialPlanRule');
  if (known.length === 0) return [];
  const { policies } = node.cluster;
  const domain = domainOf(remoteParty);
  if (domain === '') return [];
  const bridge = bridgeOf(node, objects);
  const rules = known.map(({ id, fields }): OutboundRule => {
    const text = (name: string) => fields[name] ?? '';
    return {
      id,
      domain: text('domain'),
      priority: Number(text('priority')),
      localContactDomain: text('localContactDomain'),
      localFromDomain: text('localFromDomain'),
      sipProxy: text('sipProxy'),
      failureAction: text('failureAction'),
      sipControlEncryption: text('sipControlEncryption'),
      scope: text('scope'),
      callBridge: text('callBridge'),
      callBridgeGroup: text('callBridgeGroup'),
      tenant: text('tenant'),
    };
  });
  const fitting = rules.filter(
    (rule) =>
      policies['sip.domainMatches'](rule.domain, domain) &&
      policies['sip.tenantMatches'](rule.tenant, tenant) &&
      policies['sip.bridgeIsInScope'](rule, bridge),
  );
  return [...policies['sip.ruleOrder'](fitting)];
}

/** The domain of a party; empty for a number. */
export function domainOf(remoteParty: string): string {
  const at = remoteParty.lastIndexOf('@');
  return at < 0 ? '' : (remoteParty.slice(at + 1).split(/[;?:]/)[0] ?? '');
}

function bridgeOf(node: EmulatedNode, objects: Repository): { id: string; group: string } {
  const own = objects.list('callBridge').find(({ fields }) => fields.name === node.name);
  return { id: own?.id ?? '', group: own?.fields.callBridgeGroup ?? '' };
}
