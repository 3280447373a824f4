/** Values of elements that a client of events is told of. */
export type EventElements = Readonly<Record<string, string | number | boolean>>;

export type SubscriptionType = 'calls' | 'callInfo' | 'callRoster';
export type UpdateType = 'add' | 'update' | 'remove';

/** What a client subscribes to; `index` is its own choice. */
export interface Subscription {
  index: number;
  type: SubscriptionType;
  /** Id of the call, for those that are about one. */
  call: string | null;
  elements: readonly string[];
}

/**
 * The events WebSocket (facts: call-bridge-api 21; all of it is known from clients only). Those marked "inferred" are defaults of
 * the emulator; not even clients show them.
 */
export const eventPolicies = {
  /** The header that holds a fresh token. */
  'events.tokenHeader': (): string => 'X-Cisco-CMS-Auth-Token',

  /** Whether a token opens a connection: one that was given, for an hour of cluster time (inferred). */
  'events.admits': (ageMs: number | null): boolean => ageMs !== null && ageMs < 3_600_000,

  /** Status of a refused handshake. */
  'events.refusalStatus': (): number => 401,

  /** The id that an acknowledgement names, and its status; that for what isn't understood is inferred. */
  'events.acknowledgedId': (messageId: number): number => messageId,
  'events.acknowledgedStatus': (understood: boolean): string => (understood ? 'success' : 'failure'),

  /** The id of the next message to the client: each direction counts on its own. */
  'events.messageId': (previous: number): number => previous + 1,

  /** What is subscribed to after a request: exactly what it lists. */
  'events.subscriptions': (_previous: readonly Subscription[], requested: readonly Subscription[]) => requested,

  /** The states of a subscription that are told one after the other; of a call that isn't there the first one (inferred). */
  'events.states': (exists: boolean): readonly string[] => (exists ? ['pending', 'active'] : ['pending']),

  /** The index by which the client is told of a subscription's state, and of what it asked for: its own. */
  'events.stateIndex': (index: number): number => index,
  'events.index': (index: number): number => index,

  /** What is told as soon as a subscription is active: all that is there already (inferred). */
  'events.initial': (_type: SubscriptionType, ids: readonly string[]): readonly string[] => ids,

  /** Whether a change is told. */
  'events.tells': (_type: SubscriptionType, _updateType: UpdateType): boolean => true,

  /** Whether what happens in a call concerns a subscription to one. */
  'events.concerns': (_type: SubscriptionType, subscribed: string | null, call: string): boolean => subscribed === call,

  /** The elements of an update: of those that were asked for, all with an add and those that changed later. */
  'events.elements': (
    _type: SubscriptionType,
    updateType: UpdateType,
    wanted: readonly string[],
    now: EventElements,
    before: EventElements,
  ): EventElements =>
    Object.fromEntries(
      Object.entries(now).filter(
        ([name, value]) => wanted.includes(name) && (updateType === 'add' || before[name] !== value),
      ),
    ),

  /** The ids by which calls and participants are named: those of the API. */
  'events.callId': (id: string): string => id,
  'events.participantId': (id: string): string => id,

  /** What is told of a call, and of a participant. */
  'events.call': (elements: EventElements): EventElements => elements,
  'events.participant': (elements: EventElements): EventElements => elements,
};
