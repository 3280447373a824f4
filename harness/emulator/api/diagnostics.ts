import type { ApiContext } from './context.ts';
import type { Parent, Resource } from './resources.ts';

const type = 'diagnostics';

/** `system/diagnostics`: what a Call Bridge recorded of a coSpace or call when it was asked to (CMS API blueprint, "Diagnostics"). */
export const diagnosticsResource: Resource = {
  list: ({ objects, node, policies }) =>
    objects.children(type, node.name).map(({ id, fields }) => ({
      id,
      fields: { ...fields, coSpace: policies['diagnostics.listedSpace'](fields.coSpace ?? '') },
    })),
  find: ({ objects, node }, id) => objects.children(type, node.name).find((one) => one.id === id),
  create: (context, _changes, parent) => {
    const { node, objects, policies, newId } = context;
    const about = subjectOf(context, parent);
    const contents = policies['diagnostics.contents'](node.log.since(0).lines);
    const { id } = objects.insert({
      id: newId(type),
      type,
      parent: node.name,
      fields: {
        ...about,
        timestamp: policies['diagnostics.timestamp'](node.cluster.clock.now().getTime()),
        contentsSize: String(policies['diagnostics.contentsSize'](Buffer.byteLength(contents))),
        contents,
      },
    });
    return { id, path: policies['diagnostics.path'](id) };
  },
};

/** `system/diagnostics/<id>/contents`. */
export const diagnosticsContentsResource: Resource = {
  list: () => [],
  find: () => undefined,
  content: { read: ({ objects }, parent) => objects.get(type, parent?.id ?? '')?.fields.contents ?? '' },
};

/** What diagnostics tell about: the space, or the call by its correlator; `label` is the name (inferred). */
function subjectOf({ node, objects }: ApiContext, parent: Parent | null): Record<string, string> {
  if (parent?.type === 'coSpace')
    return { label: objects.get('coSpace', parent.id)?.fields.name ?? '', coSpace: parent.id };
  const { _name = '', coSpace = '', callCorrelator = '' } = node.live.calls.get(parent?.id ?? '') ?? {};
  return { label: _name, ...(coSpace ? { coSpace } : {}), callCorrelator };
}
