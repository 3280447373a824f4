import type { StoredObject } from '../kernel/store.ts';
import { type ApiContext, Refusal } from './context.ts';
import type { Changes, Resource } from './resources.ts';
import { given } from './stored.ts';

const type = 'cdrReceiver';

/** The receivers of a Call Bridge's call detail records, in their order: each bridge has its own. */
export function cdrReceiversOf({ objects, node }: ApiContext): readonly StoredObject[] {
  return objects.children(type, node.name);
}

/** `system/cdrReceivers` (CMS API blueprint, "CDR Receiver Methods"). */
export const cdrReceiverResource: Resource = {
  list: (context) => [...cdrReceiversOf(context)],
  find: (context, id) => cdrReceiversOf(context).find((receiver) => receiver.id === id),
  create: (context, changes) => {
    if (cdrReceiversOf(context).length >= context.policies['objects.maxCdrReceivers']())
      throw new Refusal('tooManyCdrReceivers');
    return add(context, changes);
  },
  modify: (context, item, changes) => {
    const receiver = context.objects.get(type, item.id);
    // an empty value leaves a receiver without address
    return receiver ? context.objects.update(receiver, addressed(context, receiver.fields, changes)) : item;
  },
  remove: ({ objects }, item) => objects.remove(type, [item.id]),
};

/** `system/cdrReceiver`, as before R1.8: the first receiver; an empty value removes it. */
export const onlyCdrReceiverResource: Resource = {
  list: () => [],
  find: () => undefined,
  single: (context) => cdrReceiversOf(context)[0] ?? { id: '', fields: {} },
  set: (context, changes) => {
    const [first] = cdrReceiversOf(context);
    const fields = addressed(context, first?.fields ?? {}, changes);
    if (!first && fields.uri) add(context, changes);
    else if (first && fields.uri) context.objects.update(first, fields);
    else if (first) context.objects.remove(type, [first.id]);
  },
};

function add(context: ApiContext, changes: Changes): StoredObject {
  const fields = addressed(context, {}, changes);
  return context.objects.insert({ id: context.newId(type), type, parent: context.node.name, fields });
}

function addressed({ policies }: ApiContext, previous: Changes, changes: Changes): Changes {
  return given({ uri: policies['objects.cdrReceiverUri'](changes) ?? previous.uri ?? '' });
}
