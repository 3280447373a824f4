import type { EmulatedNode } from '../kernel/node.ts';
import { PeerLinks } from '../kernel/peer-links.ts';
import { createContext, Refusal, type RequestContext } from './context.ts';
import { changedLeg, keptLabel } from './leg-fields.ts';
import { createLeg, dropLeg, startCall } from './live.ts';
import type { Changes } from './resources.ts';
import { given } from './stored.ts';

/** What a participant has beside its leg. */
const own = ['importance', 'nameLabelOverride'] as const;

/** Creates a participant in a call, here or on the bridge that is asked for. Returns its id and its leg's. Throws Refusal. */
export function createParticipant(
  context: RequestContext,
  call: string,
  changes: Changes,
): { id: string; leg: string } {
  const { callBridge, callBridgeGroup, movedParticipant, importance, ...legChanges } = changes;
  const host = hostFor(context, callBridge ?? '', callBridgeGroup ?? '');
  const there = host === context.node ? { context, call } : elsewhere(context, host, call);
  const moved = movedParticipant ? movedFrom(context, movedParticipant) : null;
  if (!legChanges.remoteParty && !moved)
    throw new Refusal(context.policies['api.parameterError']('remoteParty', 'missing'));
  const label = legChanges.nameLabelOverride ? keptLabel(context, '', legChanges.nameLabelOverride) : '';
  const written = { ...moved?.fields, ...given({ ...legChanges, nameLabelOverride: label }) };
  const leg = createLeg(there.context, there.call, changedLeg(context, {}, written));
  const legFields = host.live.callLegs.get(leg) ?? {};
  const id = legFields.participant ?? '';
  const participant = host.live.participants.get(id);
  if (participant) {
    if (importance) participant.importance = context.policies['participants.storedField']('importance', '', importance);
    if (legChanges.defaultLayout || legChanges.layout) participant.defaultLayout = legFields.defaultLayout ?? '';
    if (moved) participant.movedParticipant = movedParticipant ?? '';
  }
  if (moved && context.policies['participants.movedLeaves']()) dropLeg(context.node, moved.leg, 'callMoved');
  return { id, leg };
}

/** What a write makes of a participant, and of its leg. Throws Refusal. */
export function changeParticipant(context: RequestContext, id: string, changes: Changes): Changes {
  const { node, policies } = context;
  const participant = node.live.participants.get(id) ?? {};
  const leg = node.live.callLegs.get(participant._leg ?? '');
  const { deactivated, dtmfSequence: _dialled, nameLabelOverride, ...rest } = changes;
  if (nameLabelOverride !== undefined) label(context, 'participant', participant, leg, nameLabelOverride);
  if (deactivated !== undefined && leg)
    leg.deactivated = policies['participants.storedField']('deactivated', leg.deactivated ?? '', deactivated);
  for (const [name, value] of Object.entries(rest))
    participant[name] = policies['participants.storedField'](name, participant[name] ?? '', value);
  return participant;
}

/** Labels a leg and its participant, as a write on one of them does. Throws Refusal for a label that is too long. */
export function label(
  context: RequestContext,
  writtenOn: 'leg' | 'participant',
  participant: Changes | undefined,
  leg: Changes | undefined,
  text: string,
): void {
  const { policies } = context;
  const written = writtenOn === 'leg' ? leg : participant;
  const kept = keptLabel(context, written?.nameLabelOverride ?? '', text);
  const labelled = policies[writtenOn === 'leg' ? 'legs.labelledByLeg' : 'legs.labelledByParticipant']();
  if (leg && labelled.includes('leg')) leg.nameLabelOverride = kept;
  if (participant && labelled.includes('participant')) participant.nameLabelOverride = kept;
}

/** Changes all participants of a call, or those that the write selects (`/calls/<id>/participants/*`). Throws Refusal. */
export function changeEveryParticipant({ node, policies }: RequestContext, call: string, changes: Changes): void {
  const { filterIds = '', mode = 'exclude', ...rest } = changes;
  const ids = filterIds.split(',').filter((id) => id !== '');
  if (!policies['participants.filterIdsAreFew'](ids.length))
    throw new Refusal(policies['api.parameterError']('filterIds', 'invalidValue'));
  const all = [...node.live.participants.of(call)];
  for (const id of policies['participants.reached'](all, { filterIds: ids.map(policies['api.idOf']), mode })) {
    const participant = node.live.participants.get(id);
    const leg = node.live.callLegs.get(participant?._leg ?? '');
    for (const [name, value] of Object.entries(rest)) {
      const target = own.some((field) => field === name) ? participant : leg;
      const field = name === 'layout' ? 'chosenLayout' : name;
      if (target) target[field] = policies['participants.setField'](name, target[field] ?? '', value);
    }
    if (participant) node.liveEvents.tell({ kind: 'participantChanged', id, fields: participant });
    if (leg) node.liveEvents.tell({ kind: 'legUpdated', id: participant?._leg ?? '', fields: leg });
  }
}

/** The node that hosts a new participant: the bridge that is named, one of the group that is, or this one. */
function hostFor(context: RequestContext, callBridge: string, callBridgeGroup: string): EmulatedNode {
  const { node, policies, objects } = context;
  if (callBridge !== '') {
    const bridge = objects.get('callBridge', callBridge)?.fields.name ?? '';
    const refusal = policies['participants.bridgeRefusal'](isReachable(node, bridge));
    if (refusal !== null) throw new Refusal(refusal);
    return memberNamed(node, bridge);
  }
  if (callBridgeGroup === '') return node;
  const members = objects
    .list('callBridge')
    .filter(({ fields }) => fields.callBridgeGroup === callBridgeGroup)
    .map(({ fields }) => fields.name ?? '')
    .filter((name) => isReachable(node, name));
  const refusal = policies['participants.groupRefusal']({
    balancesOutgoing: objects.get('callBridgeGroup', callBridgeGroup)?.fields.loadBalanceOutgoingCalls === 'true',
    reachable: members.length,
  });
  if (refusal !== null) throw new Refusal(refusal);
  // the bridge itself is preferred (inferred: there is no load to balance)
  return members.includes(node.name) ? node : memberNamed(node, members[0] ?? '');
}

/** A bridge in another process hosts nothing for this one: its participants are made here (inferred). */
function memberNamed(node: EmulatedNode, name: string): EmulatedNode {
  return node.cluster.nodes.find((member) => member.name === name) ?? node;
}

function isReachable(node: EmulatedNode, bridge: string): boolean {
  if (bridge === node.name) return true;
  return node.cluster.links.carry(node.name, bridge) && !PeerLinks.of(node)?.hasLost(bridge);
}

/** The same conference on another bridge; a call by name alone is nowhere else. */
function elsewhere(
  context: RequestContext,
  host: EmulatedNode,
  call: string,
): { context: RequestContext; call: string } {
  const { coSpace = '' } = context.node.live.calls.get(call) ?? {};
  if (coSpace === '') return { context, call };
  const there = { ...createContext(host, context.newId), afterAnswer: (run: () => void) => context.afterAnswer(run) };
  return { context: there, call: startCall(there, { coSpace }) };
}

/** Whom a participant that moves dials, and its former leg. */
function movedFrom({ node, policies }: RequestContext, id: string): { leg: string; fields: Changes } {
  const participant = node.live.participants.get(id);
  const leg = node.live.callLegs.get(participant?._leg ?? '');
  if (!participant || !leg || !policies['participants.mayMove']())
    throw new Refusal(policies['api.parameterError']('movedParticipant', 'invalidValue'));
  return {
    leg: participant._leg ?? '',
    fields: { remoteParty: leg.remoteParty ?? '', movedCallLeg: participant._leg ?? '' },
  };
}
