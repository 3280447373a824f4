import { expect, test } from '@playwright/test';
import type { EventSeen } from '../protocol/events.ts';
import * as events from './events.ts';
import type { Judge } from './judge.ts';

const message = (messageId: number, type: string, content: Record<string, unknown>): EventSeen => ({
  type,
  messageId,
  status: null,
  content,
});
const ack = (messageId: number, status = 'success'): EventSeen => ({
  type: 'messageAck',
  messageId,
  status,
  content: {},
});
const state = (messageId: number, index: number, now: string) =>
  message(messageId, 'subscriptionUpdate', { subscriptions: [{ index, state: now }] });
const calls = (messageId: number, subscriptionIndex: number, ...updates: object[]) =>
  message(messageId, 'callListUpdate', { subscriptionIndex, updates });
const roster = (messageId: number, ...updates: object[]) =>
  message(messageId, 'rosterUpdate', { subscriptionIndex: 2, updates });
const add = { call: 'c', updateType: 'add', name: 'n', participants: 2 };
const [told, participant] = [
  { message: 'callListUpdate', updateType: 'add', id: 'c', elements: { name: 'n' } } as const,
  { participant: 'p', updateType: 'add', uri: 'u', state: 'initial' },
];
const call = { id: 'c', fields: { callCorrelator: 'x' } };

function cases<Observation>(rule: Judge<Observation>, good: Observation, ...bad: Observation[]) {
  return { rule: rule as Judge<unknown>, good, bad };
}

for (const { rule, good, bad } of [
  cases(events.tokenIsGiven, { status: 200, length: 9 }, { status: 200, length: 0 }, { status: 404, length: 9 }),
  cases(events.webSocketOpens, { accepted: true, status: null }, { accepted: false, status: 401 }),
  cases(
    events.webSocketStaysShut,
    { attempts: [{ accepted: false, status: 401 }] },
    { attempts: [{ accepted: true, status: null }] },
  ),
  cases(
    events.requestIsAcknowledged,
    { messageId: 1, messages: [ack(1)] },
    { messageId: 1, messages: [ack(2)] },
    { messageId: 1, messages: [ack(1, 'failure')] },
  ),
  cases(
    events.subscriptionsAreActive,
    { indices: [1], messages: [state(1, 1, 'pending'), state(2, 1, 'active')] },
    { indices: [1], messages: [state(1, 1, 'pending')] },
    { indices: [1, 2], messages: [state(1, 1, 'active')] },
  ),
  cases(
    events.pendingComesFirst,
    { indices: [1], messages: [state(1, 1, 'pending'), state(2, 1, 'active')] },
    { indices: [1], messages: [state(2, 1, 'active')] },
  ),
  cases(
    events.replacedAreSilent,
    { call: 'c', replaced: [1], messages: [calls(1, 3, add)] },
    { call: 'c', replaced: [1], messages: [calls(1, 1, add)] },
  ),
  cases(
    events.indicesAreEchoed,
    { call: 'c', indices: [3], messages: [calls(1, 3, add)] },
    { call: 'c', indices: [3], messages: [calls(1, 103, add)] },
  ),
  cases(
    events.messageIdsDiffer,
    { messages: [ack(1), calls(1, 1), calls(2, 1)] },
    { messages: [calls(1, 1), calls(1, 1)] },
    { messages: [{ ...calls(1, 1), messageId: null }] },
  ),
  cases(
    events.isTold,
    { told, messages: [calls(1, 1, add)] },
    { told, messages: [] },
    { told, messages: [calls(1, 1, { ...add, updateType: 'update' })] },
    { told, messages: [calls(1, 1, { ...add, name: 'm' })] },
  ),
  cases(
    events.nothingElseIsTold,
    { elements: ['name', 'participants'], messages: [calls(1, 1, add)] },
    { elements: ['name'], messages: [calls(1, 1, add)] },
  ),
  cases(
    events.statesAreKnown,
    { messages: [roster(1, participant)] },
    { messages: [roster(1, { ...participant, state: 'created' })] },
    { messages: [roster(1, { participant: 'p', updateType: 'add', uri: 'u' })] },
    { messages: [] },
  ),
  cases(
    events.othersAreNotTold,
    { uris: ['v'], messages: [roster(1, participant)] },
    { uris: ['u'], messages: [roster(1, participant)] },
  ),
  cases(
    events.callAgrees,
    { api: call, names: ['callCorrelator'], messages: [calls(1, 1, { ...add, callCorrelator: 'x' })] },
    { api: call, names: ['callCorrelator'], messages: [calls(1, 1, { ...add, callCorrelator: 'y' })] },
    { api: call, names: [], messages: [] },
  ),
  cases(
    events.participantsAgree,
    { api: [{ id: 'p', fields: { uri: 'u' } }], messages: [roster(1, participant)] },
    { api: [{ id: 'q', fields: { uri: 'u' } }], messages: [roster(1, participant)] },
    { api: [], messages: [roster(1, participant)] },
  ),
  cases(
    events.countsAgree,
    { call: 'c', api: '2', records: 2, messages: [calls(1, 1, add)] },
    { call: 'c', api: '2', records: 3, messages: [calls(1, 1, add)] },
    { call: 'c', api: '2', records: 2, messages: [] },
  ),
]) {
  test(`${rule.name} accepts what conforms and finds what doesn't`, () => {
    expect(rule(good)).toEqual([]);
    for (const [at, observation] of bad.entries()) expect(rule(observation), `case ${at + 1}`).not.toEqual([]);
  });
}
