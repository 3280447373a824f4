import type { EventSeen } from '../protocol/events.ts';
import { defineJudge, type Finding } from './judge.ts';

/** Rules about the events WebSocket (call-bridge-api 21): what clients rely on. */

/** One update of calls or participants, wherever it stood. */
export interface UpdateSeen {
  /** Type of the message that held it. */
  message: string;
  subscriptionIndex: unknown;
  updateType: unknown;
  /** Id of the call or participant. */
  id: unknown;
  elements: Record<string, unknown>;
}

/** A call or participant as the API has it. */
interface ObjectOfApi {
  id: string;
  fields: Record<string, string>;
}

/** The updates in these messages, in their order. */
export function updatesIn(messages: readonly EventSeen[]): UpdateSeen[] {
  return messages.flatMap(({ type, content }) => {
    const { subscriptionIndex, updates, callInfo } = content;
    if (type === 'callInfoUpdate')
      return [{ message: type, subscriptionIndex, updateType: null, id: null, elements: recordOf(callInfo) }];
    if (type !== 'callListUpdate' && type !== 'rosterUpdate') return [];
    return (Array.isArray(updates) ? updates : []).map((update) => {
      const { updateType, call, participant, ...elements } = recordOf(update);
      return {
        message: type,
        subscriptionIndex,
        updateType,
        id: type === 'rosterUpdate' ? participant : call,
        elements,
      };
    });
  });
}

/** What subscriptions of this index were told to be, in order. */
export function statesOf(messages: readonly EventSeen[], index: number): string[] {
  return messages
    .filter(({ type }) => type === 'subscriptionUpdate')
    .flatMap(({ content }) => (Array.isArray(content.subscriptions) ? content.subscriptions : []))
    .map(recordOf)
    .filter((subscription) => subscription.index === index)
    .map(({ state }) => String(state));
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** The answer to a request for a token has it in its header (call-bridge-api 21). */
export const tokenIsGiven = defineJudge<{ status: number; length: number }>(
  'events.token.isGiven',
  ({ status, length }) => [
    ...(status === 200 ? [] : [{ where: 'POST /api/v1/authTokens', expected: 'status 200', observed: String(status) }]),
    ...(length > 0 ? [] : [{ expected: 'a header X-Cisco-CMS-Auth-Token', observed: 'none' }]),
  ],
);

interface Opened {
  accepted: boolean;
  /** Status of a refusal. */
  status: number | null;
}

/** The WebSocket was opened (call-bridge-api 21). */
export const webSocketOpens = defineJudge<Opened>('events.webSocket.opens', ({ accepted, status }) =>
  accepted ? [] : [{ expected: 'an open WebSocket', observed: `refused, status ${status ?? 'none'}` }],
);

/** None of these was opened (call-bridge-api 21). */
export const webSocketStaysShut = defineJudge<{ attempts: Opened[] }>('events.webSocket.staysShut', ({ attempts }) =>
  attempts.flatMap(({ accepted }, at) =>
    accepted ? [{ where: `attempt ${at + 1}`, expected: 'a refusal', observed: 'an open WebSocket' }] : [],
  ),
);

/** The request of this id was acknowledged (call-bridge-api 21). */
export const requestIsAcknowledged = defineJudge<{ messageId: number; messages: EventSeen[] }>(
  'events.request.isAcknowledged',
  ({ messageId, messages }) => {
    const acks = messages.filter(({ type }) => type === 'messageAck');
    if (acks.some((ack) => ack.messageId === messageId && ack.status === 'success')) return [];
    const observed = acks.map((ack) => `${ack.messageId} ${ack.status}`).join(', ') || 'none';
    return [{ expected: `messageAck ${messageId} success`, observed }];
  },
);

/** Each subscription is told to be active in the end (call-bridge-api 21). */
export const subscriptionsAreActive = defineJudge<{ indices: number[]; messages: EventSeen[] }>(
  'events.subscriptions.areActive',
  ({ indices, messages }) =>
    indices.flatMap((index) => {
      const states = statesOf(messages, index);
      return states.at(-1) === 'active'
        ? []
        : [{ where: `subscription ${index}`, expected: 'state active', observed: states.join(', ') || 'no state' }];
    }),
);

/** Each subscription is told to be pending first (call-bridge-api 21). */
export const pendingComesFirst = defineJudge<{ indices: number[]; messages: EventSeen[] }>(
  'events.subscriptions.pendingComesFirst',
  ({ indices, messages }) =>
    indices.flatMap((index) => {
      const states = statesOf(messages, index);
      return states[0] === 'pending'
        ? []
        : [{ where: `subscription ${index}`, expected: 'pending first', observed: states.join(', ') || 'no state' }];
    }),
);

/** A call isn't told to subscriptions that were replaced (call-bridge-api 21). */
export const replacedAreSilent = defineJudge<{ call: string; replaced: number[]; messages: EventSeen[] }>(
  'events.subscriptions.replacedAreSilent',
  ({ call, replaced, messages }) =>
    replaced
      .filter((index) =>
        updatesIn(messages).some(({ id, subscriptionIndex }) => id === call && subscriptionIndex === index),
      )
      .map((index) => ({ expected: `nothing more for subscription ${index}`, observed: `an update of call ${call}` })),
);

/** A call is told by the index of each subscription (call-bridge-api 21). */
export const indicesAreEchoed = defineJudge<{ call: string; indices: number[]; messages: EventSeen[] }>(
  'events.index.isEchoed',
  ({ call, indices, messages }) =>
    indices.flatMap((index) =>
      updatesIn(messages).some(({ id, subscriptionIndex }) => id === call && subscriptionIndex === index)
        ? []
        : [{ expected: `an update with subscriptionIndex ${index}`, observed: 'none' }],
    ),
);

/** No two messages of the server have the same id (call-bridge-api 21). */
export const messageIdsDiffer = defineJudge<{ messages: EventSeen[] }>('events.messageIds.differ', ({ messages }) => {
  const ids = messages.filter(({ type }) => type !== 'messageAck').map(({ messageId }) => messageId);
  return new Set(ids).size === ids.length && !ids.includes(null)
    ? []
    : [{ expected: 'a message id of its own each', observed: ids.join(', ') }];
});

interface Told {
  /** Type of the message. */
  message: 'callListUpdate' | 'rosterUpdate' | 'callInfoUpdate';
  updateType: 'add' | 'update' | 'remove' | null;
  /** Of the call or participant; null when any will do. */
  id: string | null;
  /** What it must hold; a null stands for any value. */
  elements: Record<string, string | number | null>;
}

/** There is such an update (call-bridge-api 21). */
export const isTold = defineJudge<{ told: Told; messages: EventSeen[] }>(
  'events.update.isTold',
  ({ told, messages }) => (tells(told, messages) ? [] : [missing(told, messages)]),
);

/** Whether there is such an update. */
export function tells({ message, updateType, id, elements }: Told, messages: readonly EventSeen[]): boolean {
  return updatesIn(messages).some(
    (update) =>
      update.message === message &&
      (updateType === null || update.updateType === updateType) &&
      (id === null || update.id === id) &&
      Object.entries(elements).every(
        ([name, value]) =>
          update.elements[name] !== undefined && (value === null || shown(update.elements[name]) === String(value)),
      ),
  );
}

function missing({ message, updateType, id, elements }: Told, messages: readonly EventSeen[]): Finding {
  const wanted = [updateType, id, JSON.stringify(elements)].filter((part) => part !== null).join(' ');
  const came = updatesIn(messages).filter((update) => update.message === message);
  return { expected: `${message}: ${wanted}`, observed: JSON.stringify(came).slice(0, 500) };
}

/** Updates hold only what was asked for (call-bridge-api 21). */
export const nothingElseIsTold = defineJudge<{ elements: string[]; messages: EventSeen[] }>(
  'events.elements.nothingElse',
  ({ elements, messages }) => {
    const others = updatesIn(messages).flatMap((update) =>
      Object.keys(update.elements).filter((name) => !elements.includes(name)),
    );
    return [...new Set(others)].map((name) => ({ expected: `only ${elements.join(', ')}`, observed: name }));
  },
);

/** Participants are told in known states (call-bridge-api 21). */
export const statesAreKnown = defineJudge<{ messages: EventSeen[] }>('events.roster.statesAreKnown', ({ messages }) => {
  const known = ['initial', 'ringing', 'connected', 'onHold'];
  const states = updatesIn(messages).flatMap(({ message, elements }) =>
    message === 'rosterUpdate' && elements.state !== undefined ? [shown(elements.state)] : [],
  );
  if (states.length === 0) return [{ expected: known.join(', '), observed: 'no state' }];
  return states
    .filter((state) => !known.includes(state))
    .map((state) => ({ expected: known.join(', '), observed: state }));
});

/** No participant of these URIs is told of (call-bridge-api 21). */
export const othersAreNotTold = defineJudge<{ uris: string[]; messages: EventSeen[] }>(
  'events.roster.othersAreNotTold',
  ({ uris, messages }) =>
    updatesIn(messages)
      .filter(({ message, elements }) => message === 'rosterUpdate' && uris.includes(shown(elements.uri)))
      .map(({ elements }) => ({ expected: "the subscribed call's participants only", observed: shown(elements.uri) })),
);

/** What events say of a call agrees with the API (call-bridge-api 11.2, 21). */
export const callAgrees = defineJudge<{ api: ObjectOfApi; names: string[]; messages: EventSeen[] }>(
  'story.events.callAgrees',
  ({ api, names, messages }) => {
    const add = updatesIn(messages).find(
      ({ message, updateType, id }) => message === 'callListUpdate' && updateType === 'add' && id === api.id,
    );
    if (!add) return [{ expected: `an add of call ${api.id}`, observed: 'none' }];
    return names.flatMap((name) =>
      api.fields[name] === undefined || shown(add.elements[name]) === api.fields[name]
        ? []
        : [{ expected: `${name} ${api.fields[name]}`, observed: shown(add.elements[name]) }],
    );
  },
);

/** What events say of participants agrees with the API (call-bridge-api 12.5, 21). */
export const participantsAgree = defineJudge<{ api: ObjectOfApi[]; messages: EventSeen[] }>(
  'story.events.participantsAgree',
  ({ api, messages }) => {
    if (api.length === 0) return [{ expected: 'participants of the API', observed: 'none' }];
    return api.flatMap(({ id, fields }) => {
      const add = updatesIn(messages).find(
        ({ updateType, elements }) => updateType === 'add' && elements.uri === fields.uri,
      );
      return add?.id === id
        ? []
        : [{ where: fields.uri ?? '', expected: `participant ${id}`, observed: shown(add?.id) }];
    });
  },
);

/** Events, API and records count the same participants (call-bridge-api 11.2, 19, 21). */
export const countsAgree = defineJudge<{ call: string; api: string; records: number; messages: EventSeen[] }>(
  'story.counts.agree',
  ({ call, api, records, messages }) => {
    const told = updatesIn(messages)
      .filter(
        ({ message, id, elements }) =>
          message === 'callListUpdate' && id === call && elements.participants !== undefined,
      )
      .at(-1)?.elements.participants;
    const counts = { events: shown(told), api, records: String(records) };
    return new Set(Object.values(counts)).size === 1
      ? []
      : [
          {
            expected: 'one number',
            observed: Object.entries(counts)
              .map(([by, count]) => `${by} ${count}`)
              .join(', '),
          },
        ];
  },
);

/** A value of JSON as text. */
function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'none');
}
