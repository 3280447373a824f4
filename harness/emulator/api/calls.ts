import type { ObjectType } from '../../protocol/api/model.ts';
import { missingReason } from '../../protocol/api/tree.ts';
import type { EmulatedNode } from '../kernel/node.ts';
import { Refusal, type RequestContext } from './context.ts';
import { activeCalls, activeLegs, callName, createLeg, dropLeg, endCall, startCall, tellCall } from './live.ts';
import type { Changes, Item, Parent, Resource } from './resources.ts';
import { given } from './stored.ts';

/** Active calls (CMS API reference, "Call methods"). */
export const callResource: Resource = {
  list: (context) =>
    context.policies['calls.listed'](activeCalls(context.node)).flatMap(
      (id) => callResource.find(context, id, null) ?? [],
    ),

  find: (context, id) => {
    const call = context.node.live.calls.get(id);
    return call && { id, fields: callFields(context, id, call) };
  },

  create: (context, changes) => {
    if (!changes.coSpace && !changes.name)
      throw new Refusal(context.policies['api.parameterError']('coSpace', 'missing'));
    return { id: startCall(context, given(changes)) };
  },

  modify: ({ node }, item, changes) => {
    const changed = writeLive(node.live.calls, item, changes);
    tellCall(node, 'callChanged', item.id);
    return changed;
  },

  remove: ({ node, policies, objects }, item) => {
    for (const id of policies['calls.endedByDelete'](item.id, activeCalls(node))) endCall(node, id);
    const space = item.fields.coSpace ? objects.get('coSpace', item.fields.coSpace) : undefined;
    if (!space) return;
    const name = policies['calls.spaceNameAfterDelete'](space.fields.name ?? '');
    if (name !== null) objects.update(space, { ...space.fields, name });
    if (policies['calls.deletingRemovesSpace']()) objects.remove('coSpace', [space.id]);
  },
};

/** Call legs (CMS API reference, "Call leg methods"). */
export const callLegResource: Resource = {
  list: (context, parent) => {
    const { node, policies } = context;
    checkParent(context, parent);
    const legs = policies['calls.legsListed'](activeLegs(node)).flatMap(
      (id) => callLegResource.find(context, id, null) ?? [],
    );
    if (parent === null) return legs;
    return legs.filter((leg) => leg.fields[parent.type] === parent.id);
  },

  find: ({ node }, id) => {
    const leg = node.live.callLegs.get(id);
    return leg && { id, fields: { ...leg, durationSeconds: String(secondsSince(node, leg._connectedAt)) } };
  },

  create: (context, changes, parent) => {
    checkParent(context, parent);
    const call = parent?.id ?? '';
    const id = createLeg(context, call, given(changes));
    return { id, path: context.policies['calls.legPath'](call, id) };
  },

  modify: ({ node }, item, changes) => {
    const changed = writeLive(node.live.callLegs, item, changes);
    node.liveEvents.tell({ kind: 'legUpdated', ...changed });
    return changed;
  },
  remove: (context, item) => dropLeg(context.node, item.id, 'apiInitiatedTeardown'),
};

/** Participants (CMS API reference, "Participant related methods"). */
export const participantResource: Resource = {
  list: (context, parent) => {
    checkParent(context, parent);
    return [...context.node.live.participants]
      .map(([id, fields]) => ({ id, fields }))
      .filter((participant) => parent === null || participant.fields[parent.type] === parent.id);
  },
  find: (context, id) => {
    const fields = context.node.live.participants.get(id);
    return fields && { id, fields };
  },
  modify: ({ node }, item, changes) => {
    const changed = writeLive(node.live.participants, item, changes);
    node.liveEvents.tell({ kind: 'participantChanged', ...changed });
    return changed;
  },
  remove: (context, item) => dropLeg(context.node, item.fields._leg ?? '', 'apiInitiatedTeardown'),
};

function callFields(context: RequestContext, id: string, call: Changes): Changes {
  const { node, policies } = context;
  const legs = activeLegs(node, id).length;
  const started = Number(call._startedAt ?? 0);
  return {
    ...call,
    name: callName(context, call),
    callType: call.coSpace ? 'coSpace' : 'adHoc',
    durationSeconds: String(policies['calls.durationSeconds'](node.cluster.clock.now().getTime() - started)),
    numCallLegs: String(legs),
    numParticipantsLocal: String([...node.live.participants.values()].filter((one) => one.call === id).length),
    numParticipantsRemote: '0',
  };
}

/** Whole seconds since an instant that is kept as milliseconds; 0 when it isn't set. */
function secondsSince(node: EmulatedNode, milliseconds: string | undefined): number {
  return milliseconds ? Math.floor((node.cluster.clock.now().getTime() - Number(milliseconds)) / 1000) : 0;
}

function writeLive(objects: Map<string, Changes>, item: Item, changes: Changes): Item {
  const fields = given({ ...objects.get(item.id), ...changes });
  objects.set(item.id, fields);
  return { id: item.id, fields };
}

function checkParent({ node, policies }: RequestContext, parent: Parent | null): void {
  if (!parent) return;
  const live = parent.type === 'call' ? node.live.calls : node.live.participants;
  if (live.has(parent.id)) return;
  throw new Refusal(policies['api.missingObjectReason'](parent.type, missingReason(parent.type as ObjectType)));
}
