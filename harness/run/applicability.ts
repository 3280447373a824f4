import type { TargetNode } from '../targets/target.ts';
import { type BenchCapability, type Impact, impacts, inRange, type Requirement } from './catalogue.ts';
import type { Verdict } from './verdicts.ts';

export interface Setting {
  nodes: readonly TargetNode[];
  capabilities: readonly BenchCapability[];
  /** Highest impact that the run may have on the target. */
  impact: Impact;
}

/** Run the check on this node, or the verdict that stands in its place and why. */
export type Decision = { node: TargetNode } | { verdict: Verdict; reason: string };

/** Whether a requirement concerns this node. */
export function concerns(requirement: Requirement, node: TargetNode): boolean {
  const { roles = [], platforms, versions } = requirement.applies;
  return (
    roles.every((role) => node.roles.includes(role)) &&
    (!platforms || platforms.includes(node.platform)) &&
    (!versions || inRange(node.softwareVersion, versions))
  );
}

/**
 * Decides on facts of the target alone whether a requirement can be judged there. A requirement that may bring its own node
 * (capability `profiles`) starts from any node.
 */
export function decide(requirement: Requirement, setting: Setting): Decision {
  const bringsNode = requirement.needs.includes('profiles') && setting.capabilities.includes('profiles');
  const node =
    setting.nodes.find((candidate) => concerns(requirement, candidate)) ?? (bringsNode ? setting.nodes[0] : undefined);
  if (!node)
    return {
      verdict: 'not-applicable',
      reason: `no node of the target is one that it concerns: ${conditionsOf(requirement)}`,
    };
  if (requirement.needs.includes('tmsConsole') && !setting.capabilities.includes('tmsConsole'))
    return {
      verdict: 'not-applicable',
      reason: 'it is judged on the console of an emulated TMS, which the target has none of',
    };
  if (requirement.needs.includes('users') && !setting.capabilities.includes('users'))
    return { verdict: 'not-applicable', reason: 'its bench has no way to make web app users' };
  if (impacts.indexOf(requirement.impact) > impacts.indexOf(setting.impact)) {
    return {
      verdict: 'deferred',
      reason: `its impact is ${requirement.impact}, this run allows ${setting.impact}: --impact ${requirement.impact} judges it`,
    };
  }
  const missing = requirement.needs.filter(
    (need) =>
      !setting.capabilities.includes(need) &&
      !(need === 'profiles' && concerns(requirement, node)) &&
      !(need === 'clock' && requirement.plants),
  );
  if (missing.length > 0)
    return { verdict: 'deferred', reason: `the bench can't do what it needs: ${missing.join(', ')}` };
  return { node };
}

function conditionsOf({ applies }: Requirement): string {
  const { roles, platforms, versions } = applies;
  return [
    roles && `roles ${roles.join('+')}`,
    platforms && `platform ${platforms.join(' or ')}`,
    versions && `version ${versions}`,
  ]
    .filter(Boolean)
    .join(', ');
}
