import { exists, type NodeModel, type ObjectType, type SubNodeModel, type Verb } from './model.ts';
import { bridgeNodes } from './model-bridges.ts';
import { callNodes } from './model-calls.ts';
import { dialPlanNodes } from './model-dial-plan.ts';
import { experienceNodes } from './model-experience.ts';
import { ldapNodes } from './model-ldap.ts';
import { licensingNodes } from './model-licensing.ts';
import { liveNodes } from './model-live.ts';
import { profileNodes } from './model-profiles.ts';
import { spaceNodes } from './model-spaces.ts';
import { systemNodes } from './model-system.ts';
import { templateNodes } from './model-templates.ts';
import { tenantNodes } from './model-tenants.ts';

/** Every node that is modelled; what isn't here is an unrecognised object. */
export const apiNodes: readonly NodeModel[] = [
  ...spaceNodes,
  ...templateNodes,
  ...callNodes,
  ...liveNodes,
  ...profileNodes,
  ...experienceNodes,
  ...dialPlanNodes,
  ...tenantNodes,
  ...bridgeNodes,
  ...systemNodes,
  ...ldapNodes,
  ...licensingNodes,
];

const read = ['GET'] as const;

/** Nodes below an object. */
export const apiSubNodes: readonly SubNodeModel[] = [
  { parent: 'call', segment: 'callLegs', of: 'callLeg', verbs: ['GET', 'POST'] },
  { parent: 'call', segment: 'participants', of: 'participant', verbs: ['GET', 'POST'] },
  { parent: 'call', segment: 'participants/*', of: 'everyParticipant', verbs: ['PUT'] },
  { parent: 'call', segment: 'diagnostics', of: 'diagnostics', verbs: ['POST'] },
  { parent: 'callLeg', segment: 'callLegProfileTrace', of: 'callLegProfileTrace', verbs: read },
  { parent: 'callLeg', segment: 'generateKeyframe', of: 'keyframe', verbs: ['POST'] },
  { parent: 'callLeg', segment: 'cameraControl', of: 'cameraControl', verbs: ['PUT'] },
  { parent: 'callLegProfile', segment: 'usage', of: 'callLegProfileUsage', verbs: read },
  { parent: 'participant', segment: 'callLegs', of: 'callLeg', verbs: read },
  { parent: 'webBridge', segment: 'status', of: 'webBridgeStatus', verbs: read, since: '2.2' },
  { parent: 'webBridge', segment: 'updateCustomization', of: 'customizationUpdate', verbs: ['POST'] },
  { parent: 'webBridge', segment: 'effectiveWebBridgeProfile', of: 'effectiveWebBridgeProfile', verbs: read },
  { parent: 'tenant', segment: 'effectiveWebBridgeProfile', of: 'effectiveWebBridgeProfile', verbs: read },
  { parent: 'turnServer', segment: 'status', of: 'turnServerStatus', verbs: read },
  { parent: 'recorder', segment: 'status', of: 'recorderStatus', verbs: read, since: '2.2' },
  { parent: 'streamer', segment: 'status', of: 'streamerStatus', verbs: read, since: '2.2' },
  { parent: 'layoutTemplate', segment: 'template', of: 'layoutTemplateContent', verbs: ['GET', 'PUT'] },
  { parent: 'diagnostics', segment: 'contents', of: 'diagnosticsContents', verbs: read },
  below('coSpaceTemplate', 'accessMethodTemplates', 'accessMethodTemplate'),
  below('coSpace', 'accessMethods', 'accessMethod'),
  below('coSpace', 'coSpaceUsers', 'coSpaceUser'),
  { parent: 'coSpace', segment: 'messages', of: 'message', verbs: ['POST', 'DELETE'] },
  { parent: 'coSpace', segment: 'diagnostics', of: 'diagnostics', verbs: ['POST'] },
  { parent: 'coSpace', segment: 'meetingEntryDetail', of: 'meetingEntryDetail', verbs: read },
  { parent: 'coSpace', segment: 'metadata', of: 'coSpaceMetadata', verbs: ['GET', 'PUT'] },
  below('user', 'userCoSpaceTemplates', 'userCoSpaceTemplate'),
  { parent: 'user', segment: 'usercoSpaces', of: 'userCoSpace', verbs: read },
  { parent: 'accessMethod', segment: 'emailInvitation', of: 'emailInvitation', verbs: read },
  { parent: 'coSpace', segment: 'emailInvitation', of: 'emailInvitation', verbs: read },
];

/** Nodes and verbs that CMS has and that are not emulated, each with the reason. */
export const notEmulated: readonly {
  path: string;
  verbs: readonly Verb[];
  since?: string;
  removed?: string;
  reason: string;
}[] = [
  {
    path: '/clusterLicensing/raw',
    verbs: ['GET'],
    since: '3.0',
    reason: 'its content is between Call Bridge and Meeting Management; no document describes it',
  },
  {
    path: '/callLegs',
    verbs: ['POST'],
    removed: '2.0',
    reason: 'only guides before 2.0 have it; legs are created below their call',
  },
];

/** A collection that exists below an object only; its verbs are those of its model. */
function below(parent: ObjectType, segment: string, of: ObjectType): SubNodeModel {
  const verbs = templateNodes.find(({ type }) => type === of)?.verbs;
  return { parent, segment, of, verbs: verbs?.collection ?? [], objectVerbs: verbs?.object ?? [] };
}

/** Longer paths first: what stands below `/system/profiles` is a node of its own. */
const byDepth = [...apiNodes].sort((one, other) => other.path.length - one.path.length);
const byType = new Map(apiNodes.map((node) => [node.type, node]));

const subNodes = Map.groupBy(
  apiSubNodes
    .map((sub) => ({ ...sub, names: sub.segment.split('/') }))
    .sort((one, other) => other.names.length - one.names.length),
  ({ parent }) => parent,
);

function subNodesOf(type: ObjectType): readonly (SubNodeModel & { names: readonly string[] })[] {
  return subNodes.get(type) ?? [];
}

/** The model of a type. */
export function nodeModel(type: ObjectType): NodeModel | undefined {
  return byType.get(type);
}

/** Failure reason for an unknown id of this type (CMS API reference, "Failure reasons"). */
export function missingReason(type: ObjectType): string {
  return byType.get(type)?.missing ?? `${type}DoesNotExist`;
}

/** What a path names. `parent` is the object that a sub-node stands below; `above` are those above that one, outermost first. */
export interface Resolved {
  kind: 'collection' | 'object' | 'singleton';
  node: NodeModel;
  verbs: readonly Verb[];
  id: string | null;
  parent: Above | null;
  above: readonly Above[];
}

/** An object in a path. */
export interface Above {
  type: ObjectType;
  id: string;
}

/**
 * Resolves the segments of a path below `/api/v1` for a version; null when some element is not known.
 * `same` tells whether a received segment is a node's name, `idOf` makes an id of a segment.
 */
export function resolvePath(
  segments: readonly string[],
  version: string,
  same: (node: string, received: string) => boolean,
  idOf: (received: string) => string,
): Resolved | null {
  for (const node of byDepth) {
    const depth = node.path.length;
    if (depth === 0 || segments.length < depth) continue;
    if (!exists(node, version) || !node.path.every((name, at) => same(name, segments[at] ?? ''))) continue;
    const rest = segments.slice(depth);
    if (node.singleton) {
      return rest.length === 0
        ? { kind: 'singleton', node, verbs: node.verbs.object, id: null, parent: null, above: [] }
        : null;
    }
    return resolveFrom({ node, verbs: node.verbs.collection, objectVerbs: node.verbs.object }, rest, []);
  }
  return null;

  function resolveFrom(
    at: { node: NodeModel; verbs: readonly Verb[]; objectVerbs: readonly Verb[] },
    rest: readonly string[],
    path: readonly Above[],
  ): Resolved | null {
    const { node } = at;
    const [parent = null, above] = [path.at(-1), path.slice(0, -1)];
    const [segment, next] = rest;
    if (segment === undefined) {
      return { kind: node.singleton ? 'singleton' : 'collection', node, verbs: at.verbs, id: null, parent, above };
    }
    if (node.singleton) return null;
    const id = idOf(segment);
    if (next === undefined) {
      return at.objectVerbs.length === 0 ? null : { kind: 'object', node, verbs: at.objectVerbs, id, parent, above };
    }
    const sub = subNodesOf(node.type).find(({ names }) => names.every((name, at) => same(name, rest[at + 1] ?? '')));
    const model = sub && exists(sub, version) ? nodeModel(sub.of) : undefined;
    if (!sub || !model || !exists(model, version)) return null;
    const further = rest.slice(1 + sub.names.length);
    return resolveFrom({ node: model, verbs: sub.verbs, objectVerbs: sub.objectVerbs ?? [] }, further, [
      ...path,
      { type: node.type, id },
    ]);
  }
}
