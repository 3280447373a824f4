import { acknowledgement, eventMessage, readClientMessage } from '../../protocol/events.ts';
import type { ApiContext } from '../api/context.ts';
import type { LiveEvent } from '../kernel/live-events.ts';
import type { EventElements, Subscription, UpdateType } from '../policies/events.ts';
import { callElements, participantElements } from './elements.ts';

/** The conversation with one client of events (facts: call-bridge-api 21). */
export class EventSession {
  readonly #context: ApiContext;
  readonly #send: (message: object) => void;
  #subscriptions: readonly Subscription[] = [];
  /** What each subscription was told last of its calls or participants, by subscription and id. */
  readonly #told = new Map<Subscription, Map<string, EventElements>>();
  #lastId = 0;

  constructor(context: ApiContext, send: (message: object) => void) {
    this.#context = context;
    this.#send = send;
  }

  /** A text frame of the client. What isn't understood is refused where it has an id, else passed over. */
  receive(text: string): void {
    const { policies } = this.#context;
    const { message, messageId } = readClientMessage(text);
    if (message?.type === 'messageAck') return;
    const id = message?.message.messageId ?? messageId;
    if (id === null) return;
    const status = policies['events.acknowledgedStatus'](message !== null);
    this.#send(acknowledgement(policies['events.acknowledgedId'](id), status));
    if (message) this.#subscribe(message.message.subscriptions.map((one) => ({ ...one, call: one.call ?? null })));
  }

  /** Tells the client what it has subscribed to of a change. */
  note(event: LiveEvent): void {
    for (const subscription of this.#subscriptions) {
      if (subscription.type === 'callRoster') this.#noteInRoster(subscription, event);
      else this.#noteOfCall(subscription, event);
    }
  }

  #subscribe(requested: readonly Subscription[]): void {
    const { policies } = this.#context;
    this.#subscriptions = policies['events.subscriptions'](this.#subscriptions, requested);
    for (const known of this.#told.keys()) if (!this.#subscriptions.includes(known)) this.#told.delete(known);
    if (requested.length === 0) return;
    const states = requested.map((one) => policies['events.states'](this.#exists(one)));
    for (let step = 0; step < Math.max(...states.map(({ length }) => length)); step += 1) {
      const subscriptions = requested.flatMap(({ index }, at) => {
        const state = states[at]?.[step];
        return state === undefined ? [] : [{ index: policies['events.stateIndex'](index), state }];
      });
      this.#message('subscriptionUpdate', { subscriptions });
    }
    for (const one of requested) if (this.#exists(one)) this.#begin(one);
  }

  #exists({ type, call }: Subscription): boolean {
    return type === 'calls' || (call !== null && this.#context.node.live.calls.has(call));
  }

  /** Tells what is there already. */
  #begin(subscription: Subscription): void {
    const { policies, node } = this.#context;
    const { type, call } = subscription;
    if (type === 'callInfo') {
      const fields = node.live.calls.get(call ?? '');
      if (fields) this.#tellInfo(subscription, call ?? '', callElements(this.#context, call ?? '', fields), 'add');
      return;
    }
    const present =
      type === 'calls'
        ? [...node.live.calls].map(([id, fields]) => [id, callElements(this.#context, id, fields)] as const)
        : [...node.live.participants]
            .filter(([, fields]) => policies['events.concerns'](type, call, fields.call ?? ''))
            .map(([id, fields]) => [id, participantElements(this.#context, fields)] as const);
    const initial = policies['events.initial'](
      type,
      present.map(([id]) => id),
    );
    const updates = present
      .filter(([id]) => initial.includes(id))
      .map(([id, now]) => this.#update(subscription, 'add', id, now));
    this.#tellUpdates(subscription, updates);
  }

  #noteOfCall(subscription: Subscription, event: LiveEvent): void {
    const { policies, node } = this.#context;
    const { type } = subscription;
    const isCall = event.kind === 'callStarted' || event.kind === 'callChanged' || event.kind === 'callEnded';
    const isParticipant = event.kind === 'participantAdded' || event.kind === 'participantRemoved';
    if (!isCall && !isParticipant) return;
    const call = isCall ? event.id : (event.fields.call ?? '');
    if (type === 'callInfo' && !policies['events.concerns'](type, subscription.call, call)) return;
    const fields = isCall ? event.fields : node.live.calls.get(call);
    if (!fields) return;
    const now = callElements(this.#context, call, fields);
    if (type === 'callInfo') {
      if (event.kind !== 'callEnded') this.#tellInfo(subscription, call, now, 'update');
      return;
    }
    const updateType = event.kind === 'callStarted' ? 'add' : event.kind === 'callEnded' ? 'remove' : 'update';
    this.#tell(subscription, updateType, call, now);
  }

  #noteInRoster(subscription: Subscription, event: LiveEvent): void {
    const updateType = rosterChanges[event.kind];
    if (!updateType) return;
    const { type, call } = subscription;
    if (!this.#context.policies['events.concerns'](type, call, event.fields.call ?? '')) return;
    this.#tell(subscription, updateType, event.id, participantElements(this.#context, event.fields));
  }

  #tell(subscription: Subscription, updateType: UpdateType, id: string, now: EventElements): void {
    if (!this.#context.policies['events.tells'](subscription.type, updateType)) return;
    const update = this.#update(subscription, updateType, id, now);
    // of what wasn't asked for nothing is told
    if (updateType === 'update' && Object.keys(update).length === 2) return;
    this.#tellUpdates(subscription, [update]);
  }

  #tellUpdates({ type, index }: Subscription, updates: readonly object[]): void {
    const subscriptionIndex = this.#context.policies['events.index'](index);
    this.#message(type === 'calls' ? 'callListUpdate' : 'rosterUpdate', { subscriptionIndex, updates });
  }

  #tellInfo(subscription: Subscription, call: string, now: EventElements, as: 'add' | 'update'): void {
    const { policies } = this.#context;
    if (!policies['events.tells'](subscription.type, as)) return;
    const callInfo = this.#changed(subscription, as, call, now);
    if (Object.keys(callInfo).length === 0) return;
    const subscriptionIndex = policies['events.index'](subscription.index);
    this.#message('callInfoUpdate', { subscriptionIndex, callInfo });
  }

  #update(subscription: Subscription, updateType: UpdateType, id: string, now: EventElements): object {
    const { policies } = this.#context;
    const named =
      subscription.type === 'calls'
        ? { call: policies['events.callId'](id) }
        : { participant: policies['events.participantId'](id) };
    if (updateType !== 'remove') return { ...named, updateType, ...this.#changed(subscription, updateType, id, now) };
    this.#told.get(subscription)?.delete(id);
    return { ...named, updateType };
  }

  #changed(subscription: Subscription, updateType: UpdateType, id: string, now: EventElements): EventElements {
    const told = this.#told.get(subscription) ?? new Map<string, EventElements>();
    this.#told.set(subscription, told);
    const before = told.get(id) ?? {};
    told.set(id, now);
    const { type, elements } = subscription;
    return this.#context.policies['events.elements'](type, updateType, elements, now, before);
  }

  #message(type: string, content: object): void {
    this.#lastId = this.#context.policies['events.messageId'](this.#lastId);
    this.#send(eventMessage(this.#lastId, type, content));
  }
}

const rosterChanges: Partial<Record<LiveEvent['kind'], UpdateType>> = {
  participantAdded: 'add',
  participantChanged: 'update',
  participantRemoved: 'remove',
};
