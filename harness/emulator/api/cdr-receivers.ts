import { type CdrReceiver, cdrReceivers, keepCdrReceivers } from '../cdr/receivers.ts';
import { cdrOf } from '../cdr/service.ts';
import { Refusal, type RequestContext } from './context.ts';
import type { Changes, Item, Resource } from './resources.ts';

/** The CDR receivers of this bridge (CMS API reference, "CDR receiver methods"; facts: call-bridge-api 17.2). */
export const cdrReceiverResource: Resource = {
  list: (context) => cdrReceivers(context.node).map((receiver) => itemOf(context, receiver)),

  find: (context, id) => {
    const receiver = cdrReceivers(context.node).find((candidate) => candidate.id === id);
    return receiver && itemOf(context, receiver);
  },

  create: (context, changes) => {
    const { node, policies } = context;
    const receivers = cdrReceivers(node);
    if (receivers.length >= policies['objects.maxCdrReceivers']()) throw new Refusal(policies['cdr.tableFullReason']());
    const receiver = { id: context.newId('cdrReceiver'), uri: written(context, '', changes) ?? '' };
    keep(context, [...receivers, receiver]);
    return { id: receiver.id };
  },

  modify: (context, { id }, changes) => {
    const { node, policies } = context;
    const changed = cdrReceivers(node).map((receiver) =>
      receiver.id === id ? { id, uri: written(context, receiver.uri, changes) ?? receiver.uri } : receiver,
    );
    const keepsAll = policies['cdr.keepsReceiverWithoutAddress']();
    keep(context, keepsAll ? changed : changed.filter(({ uri }) => uri !== ''));
    return itemOf(context, changed.find((receiver) => receiver.id === id) ?? { id, uri: '' });
  },

  remove: (context, { id }) => {
    const receivers = cdrReceivers(context.node);
    const left =
      context.policies['cdr.afterDeletion']() === 'nothing'
        ? receivers.filter((receiver) => receiver.id !== id)
        : receivers.map((receiver) => (receiver.id === id ? { id, uri: '' } : receiver));
    keep(context, left);
  },
};

/** The one receiver of old: the first of the list. An empty address removes it, and a later one makes a new one. */
export const onlyCdrReceiverResource: Resource = {
  list: () => [],
  find: () => undefined,

  single: (context) => {
    const [first] = cdrReceivers(context.node);
    return first ? itemOf(context, first) : { id: '', fields: {} };
  },

  set: (context, changes) => {
    const [first, ...others] = cdrReceivers(context.node);
    const uri = written(context, first?.uri ?? '', changes);
    if (uri === undefined) return;
    if (uri === '' && context.policies['cdr.legacyEmptyRemoves']()) return keep(context, others);
    keep(context, [{ id: first?.id ?? context.newId('cdrReceiver'), uri }, ...others]);
  },
};

function written({ policies }: RequestContext, previous: string, changes: Changes): string | undefined {
  const address = policies['objects.cdrReceiverUri'](changes);
  return address === undefined ? undefined : policies['cdr.addressAfterWrite'](previous, address);
}

function keep({ node }: RequestContext, receivers: readonly CdrReceiver[]): void {
  keepCdrReceivers(node, receivers);
  for (const other of node.cluster.nodes) cdrOf(other)?.receiversChanged();
}

function itemOf({ policies }: RequestContext, { id, uri }: CdrReceiver): Item {
  return { id, fields: { uri: policies['cdr.shownAddress'](uri) } };
}
