import type { EmulatedNode } from '../kernel/node.ts';
import { PeerLinks } from '../kernel/peer-links.ts';
import { bridgesOf, conferenceIn, sharedParticipant } from './conferences.ts';
import { type ApiContext, createContext, Refusal, type RequestContext } from './context.ts';
import { Repository } from './repository.ts';
import type { Changes, Item } from './resources.ts';

/**
 * Calls that several Call Bridges host together (CMS API reference, "Participant related methods"): each bridge tells the others
 * of its participants, over the clustered database, and lists theirs.
 */

/** Tells the other bridges of a node's participants from now on; the returned function ends that. */
export function shareParticipants(node: EmulatedNode): () => void {
  const objects = Repository.of(node.cluster.store);
  return node.liveEvents.listen(({ kind, id, fields }) => {
    if (kind !== 'participantAdded' && kind !== 'participantChanged' && kind !== 'participantRemoved') return;
    const known = objects.get(sharedParticipant, id);
    if (kind === 'participantRemoved') {
      if (known && node.cluster.policies['cluster.tellsOfLeaving']()) objects.remove(sharedParticipant, [id]);
      return;
    }
    const conference = conferenceIn(node.cluster.store, node.live.calls.get(fields.call ?? '')?.coSpace ?? '');
    if (!conference || objects.list('callBridge').length < 2) return;
    const shown = Object.fromEntries(Object.entries(fields).filter(([name]) => !name.startsWith('_')));
    const shared = { ...shown, _bridge: node.name };
    if (known) objects.update(known, shared);
    else objects.insert({ id, type: sharedParticipant, parent: conference.id, fields: shared });
  });
}

/** The participants that a node's calls have on other bridges, as this node shows them. */
export function remoteParticipants(context: ApiContext): Item[] {
  const { node, objects } = context;
  if (objects.list(sharedParticipant).length === 0) return [];
  return [...node.live.calls].flatMap(([call, { coSpace = '' }]) => participantsElsewhere(context, call, coSpace));
}

/** One of them. */
export function remoteParticipant(context: ApiContext, id: string): Item | undefined {
  return context.objects.get(sharedParticipant, id) && remoteParticipants(context).find((item) => item.id === id);
}

/** What a call shows of the other bridges that host it too. */
export function distribution(context: ApiContext, call: string, coSpace: string): Changes {
  const { node, policies } = context;
  const conference = conferenceIn(node.cluster.store, coSpace);
  const instances = policies['cluster.distributedInstances'](conference ? bridgesOf(conference).length : 1);
  const remote = participantsElsewhere(context, call, coSpace).length;
  return {
    numParticipantsRemote: String(policies['cluster.remoteCount'](remote)),
    ...(instances === null ? {} : { numDistributedInstances: String(instances) }),
  };
}

/**
 * Carries a write on another bridge's participant out over there, or refuses it. Throws Refusal, also for a bridge that can't be
 * reached.
 */
export function writeElsewhere(
  context: RequestContext,
  item: Item,
  write: 'modify' | 'delete',
  run: (there: RequestContext, own: Item) => void,
): void {
  const { node, policies } = context;
  if (policies['cluster.remoteWriteIsLost'](write)) return;
  const refusal = policies['cluster.remoteRefusal'](write);
  const host = node.cluster.nodes.find(({ name }) => name === item.fields._bridge);
  const fields = host?.live.participants.get(item.id);
  if (refusal !== null) throw new Refusal(refusal);
  if (!host || !fields) throw new Refusal(`participantCannotBe${write === 'modify' ? 'Modified' : 'Deleted'}`);
  run({ ...createContext(host), afterAnswer: (later) => context.afterAnswer(later) }, { id: item.id, fields });
}

function participantsElsewhere({ node, objects, policies }: ApiContext, call: string, coSpace: string): Item[] {
  const conference = coSpace === '' ? undefined : conferenceIn(node.cluster.store, coSpace);
  if (!conference) return [];
  const bridges = objects.list('callBridge');
  const idOf = (name: string) => bridges.find(({ fields }) => fields.name === name)?.id ?? '';
  const elsewhere = objects
    .children(sharedParticipant, conference.id)
    .filter(({ fields: { _bridge = '' } }) => _bridge !== node.name && !PeerLinks.of(node)?.hasLost(_bridge));
  return policies['cluster.remoteParticipants'](elsewhere.map(({ id }) => id)).flatMap((id) => {
    const shared = objects.get(sharedParticipant, id);
    if (!shared) return [];
    const { numCallLegs = '', _bridge = '', ...fields } = shared.fields;
    const callBridge = policies['cluster.remoteCallBridge']({ host: idOf(_bridge), asked: idOf(node.name) });
    const legs = policies['cluster.remoteCallLegs'](numCallLegs);
    return { id, fields: { ...fields, call, callBridge, _bridge, ...(legs === null ? {} : { numCallLegs: legs }) } };
  });
}
