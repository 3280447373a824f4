import type { LegEndReason } from '../kernel/live-events.ts';
import type { EmulatedNode } from '../kernel/node.ts';
import type { ActiveCall, ActiveLeg } from '../policies/spaces.ts';
import { SipAgent } from '../sip/agent.ts';
import { routesTo } from '../sip/routes.ts';
import { callDefaults, changedCall } from './call-fields.ts';
import { conferenceIn, joinConference, leaveConference, sharedCorrelator } from './conferences.ts';
import { type ApiContext, Refusal, type RequestContext } from './context.ts';
import { callProfileOf } from './effective.ts';
import { limitDuration, meetsLock } from './leg-fields.ts';

/**
 * Calls, legs and participants of one node. Fields whose names begin with `_` are never printed. Every change is told to
 * `node.liveEvents`.
 */

export function activeCalls(node: EmulatedNode): ActiveCall[] {
  return [...node.live.calls].map(([id, fields]) => ({ id, coSpace: fields.coSpace ?? '' }));
}

/** The legs of a call, or all. */
export function activeLegs(node: EmulatedNode, call: string | null = null): ActiveLeg[] {
  const { callLegs } = node.live;
  return [...(call === null ? callLegs.keys() : callLegs.of(call))].map((id) => {
    const fields = callLegs.get(id);
    return { id, call: fields?.call ?? '', remoteParty: fields?.remoteParty ?? '' };
  });
}

/** Starts a call in a space, or finds the one that runs there already; `fields` are the written ones. Returns its id. */
export function startCall(context: RequestContext, fields: Record<string, string>): string {
  const { node, policies } = context;
  const space = fields.coSpace ? context.objects.get('coSpace', fields.coSpace) : undefined;
  const existing = space ? policies['calls.existing'](space.id, activeCalls(node)) : null;
  if (existing !== null && node.live.calls.has(existing)) return existing;
  const tenant = policies['calls.tenant'](space?.fields.tenant ?? '');
  const written = changedCall(context, tenant ? { tenant } : {}, fields);
  const id = policies['cluster.callId']({
    fresh: context.newId('call'),
    firstCall: space ? (conferenceIn(node.cluster.store, space.id)?.fields.firstCall ?? null) : null,
  });
  const callCorrelator = policies['calls.correlator']({
    shared: space ? sharedCorrelator(node.cluster.store, space.id) : null,
    fresh: context.newId('callCorrelator'),
    others: [...node.live.calls.values()].map((call) => call.callCorrelator ?? ''),
  });
  node.live.calls.set(id, {
    ...callDefaults(context),
    ...written,
    ...(space ? { coSpace: policies['calls.coSpace'](space.id) } : {}),
    callCorrelator,
    maxCallLegs: '0',
    _name: space?.fields.name ?? written.name ?? '',
    _startedAt: String(node.cluster.clock.now().getTime()),
  });
  if (space)
    joinConference(
      node.cluster.store,
      space.id,
      { callCorrelator, bridge: node.name, call: id },
      context.newId('conference'),
    );
  tellCall(node, 'callStarted', id);
  const lifetime = policies['calls.lifetimeWhileEmpty']();
  if (lifetime !== null) node.cluster.clock.after(lifetime, () => endIfUnanswered(node, id));
  for (const remoteParty of policies['calls.initialParties'](space?.id ?? '')) createLeg(context, id, { remoteParty });
  return id;
}

function endIfUnanswered(node: EmulatedNode, id: string): void {
  const answered = [...node.live.callLegs.of(id)].some((leg) => node.live.callLegs.get(leg)?.state === 'connected');
  if (node.live.calls.has(id) && !answered) endCall(node, id);
}

/** Ends a call and those of its legs that the policies say. */
export function endCall(node: EmulatedNode, id: string): void {
  const call = node.live.calls.get(id);
  if (!call) return;
  for (const leg of node.cluster.policies['calls.legsEnded'](activeLegs(node, id))) dropLeg(node, leg, 'callEnded');
  tellCall(node, 'callEnded', id);
  node.live.calls.delete(id);
  const others = activeCalls(node).some((other) => other.coSpace === call.coSpace);
  if (call.coSpace && !others) leaveConference(node.cluster.store, call.coSpace, node.name);
}

/** Creates a leg that dials a party, with its participant. Returns the leg's id. Throws Refusal. */
export function createLeg(context: RequestContext, call: string, fields: Record<string, string>): string {
  const { node, policies } = context;
  const { live } = node;
  const remoteParty = policies['calls.remoteParty'](fields.remoteParty ?? '');
  const existing = policies['calls.existingLeg'](call, remoteParty, () => activeLegs(node, call));
  if (existing !== null && live.callLegs.has(existing)) return existing;
  const owner = policies['calls.callOfLeg'](call, activeCalls(node));
  const ownerFields = live.calls.get(owner) ?? {};
  checkLimits(context, owner, ownerFields);

  const id = context.newId('callLeg');
  const participant = context.newId('participant');
  live.counters.call += 1;
  const number = live.counters.call;
  const { tenant = '' } = ownerFields;
  const common = { name: remoteParty, call: owner, ...(tenant ? { tenant } : {}), canMove: 'true', state: 'initial' };
  live.callLegs.set(id, {
    ...fields,
    ...(fields.callLegProfile ? { _callOutProfile: fields.callLegProfile } : {}),
    ...(meetsLock(context, { ...fields, call: owner, remoteParty }) ? { _metLock: 'true' } : {}),
    ...common,
    remoteParty,
    originalRemoteParty: remoteParty,
    type: 'sip',
    direction: 'outgoing',
    participant,
    _number: String(number),
  });
  live.participants.set(participant, {
    ...common,
    ...(fields.nameLabelOverride ? { nameLabelOverride: fields.nameLabelOverride } : {}),
    numCallLegs: '1',
    uri: remoteParty,
    originalUri: remoteParty,
    _leg: id,
  });
  ownerFields.maxCallLegs = String(Math.max(Number(ownerFields.maxCallLegs ?? 0), live.callLegs.of(owner).size));
  node.liveEvents.tell({ kind: 'legStarted', id, fields: live.callLegs.get(id) ?? {} });
  node.liveEvents.tell({ kind: 'participantAdded', id: participant, fields: live.participants.get(participant) ?? {} });
  context.afterAnswer(() => dialOut(context, id, number));
  return id;
}

/** Throws Refusal when the call, or its tenant, takes no further participant. */
function checkLimits(context: RequestContext, call: string, fields: Record<string, string>): void {
  const { node, policies, objects } = context;
  const present = node.live.participants.of(call).size;
  const limit = Number(callProfileOf(context, fields).participantLimit ?? 0);
  if (!policies['calls.takesAnother'](present, limit)) throw new Refusal('participantLimitReached');
  if (!fields.tenant) return;
  const ofTenant = node.cluster.nodes
    .flatMap(({ live }) => [...live.participants.values()])
    .filter(({ tenant }) => tenant === fields.tenant).length;
  const tenantLimit = Number(objects.get('tenant', fields.tenant)?.fields.participantLimit ?? 0);
  if (!policies['calls.tenantTakesAnother'](ofTenant, tenantLimit)) throw new Refusal('tenantParticipantLimitReached');
}

/** Dials a leg's party: by a route of the outbound dial plan, else into the void, where it rings unanswered (inferred). */
function dialOut(context: ApiContext, id: string, number: number): void {
  const { node, policies, objects } = context;
  const leg = node.live.callLegs.get(id);
  if (!leg) return;
  const call = node.live.calls.get(leg.call ?? '') ?? {};
  const space = objects.get('coSpace', call.coSpace ?? '')?.fields ?? {};
  const { remoteParty = '' } = leg;
  const name = callName(context, call);
  log(node, policies['sip.outgoingText'](number, remoteParty, name));
  const ringing = () => ring(node, id, number, call.coSpace ?? '', name);
  const routes = routesTo(node, objects, { remoteParty, tenant: call.tenant ?? space.tenant ?? '' });
  if (routes.length === 0) return void node.cluster.clock.after(policies['calls.ringDelay'](), ringing);
  const user = space.uri || space.callId || 'call';
  SipAgent.of(node).dial(
    { leg: id, number, remoteParty, user, name, routes },
    {
      calling: (callId) => {
        const dialled = node.live.callLegs.get(id);
        if (dialled) dialled.sipCallId = policies['sip.shownCallId'](callId);
      },
      ringing,
      connected: () => {
        const answered = node.live.callLegs.get(id);
        if (!answered) return;
        const first = !activeLegs(node, answered.call).some(
          (other) => node.live.callLegs.get(other.id)?.unencryptedMedia === 'true',
        );
        answered.encryptedMedia = 'false';
        answered.unencryptedMedia = 'true';
        join(node, id, call.coSpace ?? '', name);
        answerLeg(node, id);
        if (first) log(node, policies['sip.unencryptedText'](name));
      },
      left: () => {
        const others = activeLegs(node, leg.call).flatMap((other) => (other.id === id ? [] : [other.id]));
        for (const ended of policies['sip.legsEndedByBye'](id, others))
          if (node.live.callLegs.has(ended)) dropLeg(node, ended, 'remoteTeardown');
      },
      ended: (reason) => {
        if (node.live.callLegs.has(id)) dropLeg(node, id, reason);
      },
    },
  );
}

function ring(node: EmulatedNode, id: string, number: number, space: string, name: string): void {
  const leg = node.live.callLegs.get(id);
  if (leg?.state !== 'initial') return;
  setState(node, id, 'ringing');
  log(node, node.cluster.policies['sip.ringingText'](number));
  join(node, id, space, name);
}

/** Says once that a leg's participant is there: a leg that is answered at once never rang. */
function join(node: EmulatedNode, id: string, space: string, name: string): void {
  const leg = node.live.callLegs.get(id);
  if (!leg || leg._joined) return;
  leg._joined = 'true';
  log(node, node.cluster.policies['sip.joinedText'](leg.remoteParty ?? '', space, name), 'local0.info');
}

function log(node: EmulatedNode, text: string, facility: 'user.info' | 'local0.info' = 'user.info'): void {
  node.log.write(facility, 'host:server:', ` INFO : ${text}`);
}

function setState(node: EmulatedNode, id: string, state: string): void {
  const leg = node.live.callLegs.get(id);
  if (!leg) return;
  leg.state = state;
  if (state === 'connected') {
    leg._connectedAt ??= String(node.cluster.clock.now().getTime());
    limitDuration(node, id, () => dropLeg(node, id, 'timeout'));
  }
  node.liveEvents.tell({ kind: 'legUpdated', id, fields: leg });
  const participant = node.live.participants.get(leg.participant ?? '');
  if (!participant) return;
  participant.state = state;
  node.liveEvents.tell({ kind: 'participantChanged', id: leg.participant ?? '', fields: participant });
}

/** Tells that a call started, changed or is about to be gone. */
export function tellCall(node: EmulatedNode, kind: 'callStarted' | 'callChanged' | 'callEnded', id: string): void {
  node.liveEvents.tell({ kind, id, fields: node.live.calls.get(id) ?? {} });
}

/** The called party answers: the leg is connected. Throws when there is no such leg. */
export function answerLeg(node: EmulatedNode, id: string): void {
  const leg = node.live.callLegs.get(id);
  if (!leg) throw new Error(`${node.name} has no call leg ${id}`);
  setState(node, id, 'connected');
  const { counters } = node.live;
  counters.callLegsMaxActive = Math.max(counters.callLegsMaxActive, callLegsActive(node));
}

/** The leg ends, and with it its participant. Throws when there is no such leg. */
export function dropLeg(node: EmulatedNode, id: string, reason: LegEndReason): void {
  const { live, liveEvents } = node;
  const leg = live.callLegs.get(id);
  if (!leg) throw new Error(`${node.name} has no call leg ${id}`);
  const participant = leg.participant ?? '';
  const left = live.participants.get(participant);
  live.callLegs.delete(id);
  live.participants.delete(participant);
  live.counters.callLegsCompleted += 1;
  liveEvents.tell({ kind: 'legEnded', id, fields: leg, reason });
  if (left) liveEvents.tell({ kind: 'participantRemoved', id: participant, fields: left });
}

/** Legs that the status counts as active. */
export function callLegsActive(node: EmulatedNode): number {
  return node.cluster.policies['status.callLegsActive']([...node.live.callLegs.values()].map((leg) => leg.state ?? ''));
}

/** The name of a call as it is printed. */
export function callName(context: ApiContext, call: Record<string, string>): string {
  const space = call.coSpace ? context.objects.get('coSpace', call.coSpace)?.fields : undefined;
  const atCreation = call._name ?? '';
  if (!space) return atCreation;
  return context.policies['calls.name']({
    now: space.name ?? '',
    atCreation,
    uri: space.uri ?? '',
    callId: space.callId ?? '',
  });
}
