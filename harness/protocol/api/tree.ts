import { exists, type NodeModel, type ObjectType, type SubNodeModel, type Verb } from './model.ts';
import { callNodes } from './model-calls.ts';
import { profileNodes } from './model-profiles.ts';
import { spaceNodes } from './model-spaces.ts';
import { systemNodes } from './model-system.ts';

/** Every node that is modelled; what isn't here is an unrecognised object. */
export const apiNodes: readonly NodeModel[] = [...spaceNodes, ...callNodes, ...profileNodes, ...systemNodes];

/** Nodes below an object. */
export const apiSubNodes: readonly SubNodeModel[] = [
  { parent: 'call', segment: 'callLegs', of: 'callLeg', verbs: ['GET', 'POST'] },
  { parent: 'call', segment: 'participants', of: 'participant', verbs: ['GET'] },
  { parent: 'participant', segment: 'callLegs', of: 'callLeg', verbs: ['GET'] },
  { parent: 'webBridge', segment: 'status', of: 'webBridgeStatus', verbs: ['GET'], since: '2.2' },
];

const byType = new Map(apiNodes.map((node) => [node.type, node]));

/** The model of a type; undefined for types that are only referred to. */
export function nodeModel(type: ObjectType): NodeModel | undefined {
  return byType.get(type);
}

/** Failure reason for an unknown id of this type (CMS API reference, "Failure reasons"). */
export function missingReason(type: ObjectType): string {
  return byType.get(type)?.missing ?? `${type}DoesNotExist`;
}

/** What a path names. `parent` is the object that a sub-node stands below. */
export interface Resolved {
  kind: 'collection' | 'object' | 'singleton';
  node: NodeModel;
  verbs: readonly Verb[];
  id: string | null;
  parent: { type: ObjectType; id: string } | null;
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
    if (depth === 0 || segments.length < depth || segments.length > depth + 2) continue;
    if (!exists(node, version) || !node.path.every((name, at) => same(name, segments[at] ?? ''))) continue;
    const [id, below] = [segments[depth], segments[depth + 1]];
    if (node.singleton) {
      return id === undefined ? { kind: 'singleton', node, verbs: node.verbs.object, id: null, parent: null } : null;
    }
    if (id === undefined) return { kind: 'collection', node, verbs: node.verbs.collection, id: null, parent: null };
    if (below !== undefined) return resolveBelow(node, idOf(id), below, version, same);
    if (node.verbs.object.length === 0) return null;
    return { kind: 'object', node, verbs: node.verbs.object, id: idOf(id), parent: null };
  }
  return null;
}

function resolveBelow(
  parent: NodeModel,
  id: string,
  segment: string,
  version: string,
  same: (node: string, received: string) => boolean,
): Resolved | null {
  const sub = apiSubNodes.find((candidate) => candidate.parent === parent.type && same(candidate.segment, segment));
  const node = sub && exists(sub, version) ? nodeModel(sub.of) : undefined;
  if (!sub || !node) return null;
  return {
    kind: node.singleton ? 'singleton' : 'collection',
    node,
    verbs: sub.verbs,
    id: null,
    parent: { type: parent.type, id },
  };
}
