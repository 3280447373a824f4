import { exists, type NodeModel, type ObjectType, type SubNodeModel, type Verb } from './model.ts';
import { callNodes } from './model-calls.ts';
import { ldapNodes } from './model-ldap.ts';
import { profileNodes } from './model-profiles.ts';
import { spaceNodes } from './model-spaces.ts';
import { systemNodes } from './model-system.ts';
import { templateNodes } from './model-templates.ts';

/** Every node that is modelled; what isn't here is an unrecognised object. */
export const apiNodes: readonly NodeModel[] = [
  ...spaceNodes,
  ...templateNodes,
  ...callNodes,
  ...profileNodes,
  ...systemNodes,
  ...ldapNodes,
];

/** Nodes below an object. */
export const apiSubNodes: readonly SubNodeModel[] = [
  { parent: 'call', segment: 'callLegs', of: 'callLeg', verbs: ['GET', 'POST'] },
  { parent: 'call', segment: 'participants', of: 'participant', verbs: ['GET', 'POST'] },
  { parent: 'participant', segment: 'callLegs', of: 'callLeg', verbs: ['GET'] },
  { parent: 'webBridge', segment: 'status', of: 'webBridgeStatus', verbs: ['GET'], since: '2.2' },
  below('coSpaceTemplate', 'accessMethodTemplates', 'accessMethodTemplate'),
  below('coSpace', 'accessMethods', 'accessMethod'),
  below('coSpace', 'coSpaceUsers', 'coSpaceUser'),
  below('user', 'userCoSpaceTemplates', 'userCoSpaceTemplate'),
  { parent: 'accessMethod', segment: 'emailInvitation', of: 'emailInvitation', verbs: ['GET'] },
];

/** A collection that exists below an object only; its verbs are those of its model. */
function below(parent: ObjectType, segment: string, of: ObjectType): SubNodeModel {
  const verbs = templateNodes.find(({ type }) => type === of)?.verbs;
  return { parent, segment, of, verbs: verbs?.collection ?? [], objectVerbs: verbs?.object ?? [] };
}

const byType = new Map(apiNodes.map((node) => [node.type, node]));

/** The model of a type; undefined for types that are only referred to. */
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
  for (const node of apiNodes) {
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
    const [segment, next, ...further] = rest;
    if (segment === undefined) {
      return { kind: node.singleton ? 'singleton' : 'collection', node, verbs: at.verbs, id: null, parent, above };
    }
    if (node.singleton) return null;
    const id = idOf(segment);
    if (next === undefined) {
      return at.objectVerbs.length === 0 ? null : { kind: 'object', node, verbs: at.objectVerbs, id, parent, above };
    }
    const sub = apiSubNodes.find((candidate) => candidate.parent === node.type && same(candidate.segment, next));
    const model = sub && exists(sub, version) ? nodeModel(sub.of) : undefined;
    if (!sub || !model || !exists(model, version)) return null;
    return resolveFrom({ node: model, verbs: sub.verbs, objectVerbs: sub.objectVerbs ?? [] }, further, [
      ...path,
      { type: node.type, id },
    ]);
  }
}
