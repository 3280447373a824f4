import { exists, type NodeModel, type ObjectType, type Verb } from './model.ts';
import { apiNodes, apiSubNodes, nodeModel } from './tree.ts';

/** A path that a version serves. */
export interface Endpoint {
  /** Segments below `/api/v1`; an id is written as `{coSpaceId}`. */
  segments: readonly string[];
  kind: 'collection' | 'object' | 'singleton';
  node: NodeModel;
  verbs: readonly Verb[];
  /** Types of the objects in the path whose node this isn't, outermost first. */
  above: readonly ObjectType[];
}

/** Every path of the API in a version with its verbs, as the model has it. */
export function endpointsOf(version: string): Endpoint[] {
  return apiNodes
    .filter((node) => node.path.length > 0 && exists(node, version))
    .flatMap((node) => endpointsAt({ node, segments: node.path, above: [], ...node.verbs }, version));
}

/** A node where it stands. */
interface Place {
  node: NodeModel;
  segments: readonly string[];
  above: readonly ObjectType[];
  collection: readonly Verb[];
  object: readonly Verb[];
}

function endpointsAt(place: Place, version: string): Endpoint[] {
  const { node, segments, above, collection, object } = place;
  if (node.singleton)
    return [{ segments, kind: 'singleton', node, verbs: above.length > 0 ? collection : object, above }];
  const own = [...segments, `{${node.type}Id}`];
  const served: Endpoint[] = [
    { segments, kind: 'collection', node, verbs: collection, above },
    { segments: own, kind: 'object', node, verbs: object, above },
  ];
  // objects of a collection below another object that have a path of their own are described there
  const isHome = object.length > 0;
  const below = isHome ? apiSubNodes.filter((sub) => sub.parent === node.type && exists(sub, version)) : [];
  return [
    ...served.filter(({ verbs }) => verbs.length > 0),
    ...below.flatMap((sub) => {
      const model = nodeModel(sub.of);
      if (!model || !exists(model, version)) return [];
      return endpointsAt(
        {
          node: model,
          segments: [...own, ...sub.segment.split('/')],
          above: [...above, node.type],
          collection: sub.verbs,
          object: sub.objectVerbs ?? [],
        },
        version,
      );
    }),
  ];
}
