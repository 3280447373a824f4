import type { ObjectType } from '../../protocol/api/model.ts';
import { missingReason } from '../../protocol/api/tree.ts';
import type { EmulatedNode } from '../kernel/node.ts';
import { changedCall, derivedCallFields } from './call-fields.ts';
import { Refusal, type RequestContext } from './context.ts';
import { distribution, remoteParticipant, remoteParticipants, writeElsewhere } from './distributed.ts';
import { changedLeg, isActivator, keptLabel, limitDuration, shownLeg } from './leg-fields.ts';
import { activeCalls, activeLegs, callName, createLeg, dropLeg, endCall, startCall, tellCall } from './live.ts';
import { changeParticipant, createParticipant, label } from './participants.ts';
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
    if (!context.policies['calls.isComplete'](changes))
      throw new Refusal(context.policies['api.parameterError']('coSpace', 'missing'));
    const id = startCall(context, given(changes));
    return { id, path: context.policies['calls.path'](id) };
  },

  modify: (context, item, changes) => {
    const { node } = context;
    const changed = writeLive(node.live.calls, item, changedCall(context, node.live.calls.get(item.id) ?? {}, changes));
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
    const legs = policies['calls.legsListed'](activeLegs(node)).flatMap((id): Item[] => {
      const fields = node.live.callLegs.get(id);
      // the layout that a list can be asked for
      const activeLayout = fields?.chosenLayout || fields?.defaultLayout || '';
      return fields ? [{ id, fields: { ...fields, activeLayout } }] : [];
    });
    if (parent?.type === 'participant') {
      const own = legs.filter((leg) => leg.fields.participant === parent.id).map(({ id }) => id);
      const others = legs.map(({ id }) => id).filter((id) => !own.includes(id));
      const shown = policies['legs.ofParticipant'](own, others);
      return legs.filter(({ id }) => shown.includes(id));
    }
    return parent === null ? legs : legs.filter((leg) => leg.fields[parent.type] === parent.id);
  },

  find: (context, id) => {
    const { node } = context;
    const leg = node.live.callLegs.get(id);
    return (
      leg && {
        id,
        fields: { ...shownLeg(context, leg), durationSeconds: String(secondsSince(node, leg._connectedAt)) },
      }
    );
  },

  create: (context, changes, parent) => {
    checkParent(context, parent);
    const call = parent?.id ?? '';
    const { nameLabelOverride = '' } = changes;
    const label = nameLabelOverride === '' ? '' : keptLabel(context, '', nameLabelOverride);
    const id = createLeg(context, call, given({ ...changedLeg(context, {}, changes), nameLabelOverride: label }));
    return { id, path: context.policies['calls.legPath'](call, id) };
  },

  modify: (context, item, { nameLabelOverride, ...changes }) => {
    const { node } = context;
    if (nameLabelOverride !== undefined) labelLeg(context, item.id, nameLabelOverride);
    const previous = node.live.callLegs.get(item.id) ?? {};
    const changed = writeLive(node.live.callLegs, item, changedLeg(context, previous, changes));
    if (changes.maxCallDurationTime) limitDuration(node, item.id, () => dropLeg(node, item.id, 'timeout'));
    node.liveEvents.tell({ kind: 'legUpdated', ...changed });
    return changed;
  },
  remove: ({ node, policies }, item) => {
    for (const id of policies['legs.endedByDelete'](item.id)) dropLeg(node, id, 'apiInitiatedTeardown');
  },
};

/** Participants (CMS API reference, "Participant related methods"). */
export const participantResource: Resource = {
  list: (context, parent) => {
    checkParent(context, parent);
    return [...context.node.live.participants]
      .map(([id, fields]): Item => ({ id, fields }))
      .concat(remoteParticipants(context))
      .filter((participant) => parent === null || participant.fields[parent.type] === parent.id);
  },
  find: (context, id) => {
    const { live } = context.node;
    const fields = live.participants.get(id);
    if (!fields) return remoteParticipant(context, id);
    const leg = live.callLegs.get(fields._leg ?? '');
    return { id, fields: { ...fields, ...(leg ? { isActivator: String(isActivator(context, leg)) } : {}) } };
  },
  create: (context, changes, parent) => {
    checkParent(context, parent);
    const call = parent?.id ?? '';
    const { id, leg } = createParticipant(context, call, changes);
    return { id, path: context.policies['participants.path'](call, id, leg) };
  },
  modify: (context, item, changes) => {
    const { node } = context;
    if (!node.live.participants.has(item.id)) {
      writeElsewhere(context, item, 'modify', (there, own) => participantResource.modify?.(there, own, changes));
      return item;
    }
    const changed = writeLive(node.live.participants, item, changeParticipant(context, item.id, changes));
    node.liveEvents.tell({ kind: 'participantChanged', ...changed });
    return changed;
  },
  remove: (context, item) => {
    const { node, policies } = context;
    if (!node.live.participants.has(item.id))
      return writeElsewhere(context, item, 'delete', (there, own) => participantResource.remove?.(there, own));
    for (const leg of policies['participants.legsDropped']([item.fields._leg ?? '']))
      dropLeg(node, leg, 'apiInitiatedTeardown');
  },
};

function labelLeg(context: RequestContext, id: string, text: string): void {
  const { live } = context.node;
  const leg = live.callLegs.get(id);
  label(context, 'leg', live.participants.get(leg?.participant ?? ''), leg, text);
}

function callFields(context: RequestContext, id: string, call: Changes): Changes {
  const { node, policies } = context;
  const legs = node.live.callLegs.of(id).size;
  const started = Number(call._startedAt ?? 0);
  return {
    ...call,
    ...derivedCallFields(context, call),
    name: callName(context, call),
    durationSeconds: String(policies['calls.durationSeconds'](node.cluster.clock.now().getTime() - started)),
    numCallLegs: String(policies['calls.count']('numCallLegs', legs)),
    maxCallLegs: String(policies['calls.count']('maxCallLegs', Number(call.maxCallLegs ?? 0))),
    numParticipantsLocal: String(policies['calls.count']('numParticipantsLocal', node.live.participants.of(id).size)),
    ...distribution(context, id, call.coSpace ?? ''),
  };
}

/** Whole seconds since an instant that is kept as milliseconds; 0 when it isn't set. */
function secondsSince(node: EmulatedNode, milliseconds: string | undefined): number {
  return milliseconds ? Math.floor((node.cluster.clock.now().getTime() - Number(milliseconds)) / 1000) : 0;
}

function writeLive(objects: Map<string, Changes>, item: Item, changes: Changes): Item {
  // whoever holds the object sees the change
  const fields = objects.get(item.id) ?? {};
  const next = given(changes);
  for (const name of Object.keys(fields)) if (!(name in next)) delete fields[name];
  Object.assign(fields, next);
  objects.set(item.id, fields);
  return { id: item.id, fields };
}

function checkParent({ node, policies }: RequestContext, parent: Parent | null): void {
  if (!parent) return;
  const live = parent.type === 'call' ? node.live.calls : node.live.participants;
  if (live.has(parent.id)) return;
  throw new Refusal(policies['api.missingObjectReason'](parent.type, missingReason(parent.type as ObjectType)));
}
