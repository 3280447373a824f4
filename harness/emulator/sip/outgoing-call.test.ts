import { expect, test } from '@playwright/test';
import { answerTo } from '../../protocol/sip/dialog.ts';
import type { SipMessage, SipRequest } from '../../protocol/sip/message.ts';
import type { OutboundRule } from '../policies/sip.ts';
import { buildNode } from '../testing.ts';
import { type Outcome, OutgoingCall } from './outgoing-call.ts';
import type { Flow } from './transports.ts';

const rule: OutboundRule = {
  id: 'r',
  domain: 'example.test',
  priority: 0,
  localContactDomain: '',
  localFromDomain: '',
  sipProxy: '',
  failureAction: 'stop',
  sipControlEncryption: 'auto',
  scope: 'global',
  callBridge: '',
  callBridgeGroup: '',
  tenant: '',
};

/** A call over a flow that only notes what is sent, on a clock that stands still. */
function dial(transport: Flow['transport'] = 'udp') {
  const node = buildNode();
  node.cluster.clock.freeze();
  const sent: SipMessage[] = [];
  const events: string[] = [];
  const flow: Flow = {
    transport,
    local: { address: '192.0.2.1', port: 5060 },
    send: (message) => sent.push(message),
    whenClosed: new Set(),
  };
  const leg = { remoteParty: 'desk@example.test', user: 'budget', name: 'Budget "1"' };
  const call = new OutgoingCall({
    node,
    flow,
    leg,
    rule,
    callId: 'c1',
    events: { ringing: () => events.push('ringing'), left: () => events.push('left') },
  });
  let outcome: Outcome | undefined;
  void call.invite().then((value) => {
    outcome = value;
  });
  const invite = sent[0] as SipRequest;
  return {
    call,
    clock: node.cluster.clock,
    events,
    flow,
    invite,
    methods: () => sent.map((message) => (message.kind === 'request' ? message.method : String(message.status))),
    answer: (status: number) => call.received(answerTo(invite, status, { tag: 't' }), flow),
    outcome: async () => {
      await Promise.resolve();
      return outcome;
    },
  };
}

test('over UDP an INVITE is sent again until something is answered, then no more', () => {
  const { clock, methods, answer } = dial();
  clock.advance(500 + 1000 + 2000);
  expect(methods()).toEqual(['INVITE', 'INVITE', 'INVITE', 'INVITE']);
  answer(100);
  clock.advance(20_000);
  expect(methods()).toHaveLength(4);
});

test('over TCP it is sent once; a party that says nothing counts as unreachable after 32 s', async () => {
  const { clock, methods, outcome } = dial('tcp');
  clock.advance(31_999);
  expect(await outcome()).toBeUndefined();
  clock.advance(1);
  expect(await outcome()).toEqual({ kind: 'noAnswer' });
  expect(methods()).toEqual(['INVITE']);
});

test('a party that rings too long is cancelled', async () => {
  const { clock, methods, answer, outcome } = dial('tcp');
  answer(180);
  clock.advance(180_000);
  expect(await outcome()).toEqual({ kind: 'ringing' });
  answer(487);
  expect(methods()).toEqual(['INVITE', 'CANCEL', 'ACK']);
});

test('180 and 183 ring, 100 does not; a 200 is acknowledged each time and connects once', async () => {
  const { events, methods, answer, outcome } = dial();
  answer(100);
  expect(events).toEqual([]);
  answer(183);
  answer(180);
  expect(events).toEqual(['ringing', 'ringing']);
  answer(200);
  answer(200);
  expect(await outcome()).toBe('connected');
  expect(methods()).toEqual(['INVITE', 'ACK', 'ACK']);
});

test('a refusal is acknowledged in the transaction of its INVITE', async () => {
  const { methods, answer, outcome } = dial();
  answer(486);
  answer(486);
  expect(await outcome()).toEqual({ kind: 'refused', status: 486 });
  expect(methods()).toEqual(['INVITE', 'ACK', 'ACK']);
});

test('ended before anything was answered, it is cancelled as soon as something is', async () => {
  const { call, methods, answer, outcome } = dial('tcp');
  call.end('apiInitiatedTeardown');
  expect(await outcome()).toBe('abandoned');
  expect(methods()).toEqual(['INVITE']);
  answer(180);
  expect(methods()).toEqual(['INVITE', 'CANCEL']);
});

test('an answer that crosses the CANCEL is acknowledged and hung up on', () => {
  const { call, methods, answer } = dial('tcp');
  answer(180);
  call.end('apiInitiatedTeardown');
  answer(200);
  expect(methods()).toEqual(['INVITE', 'CANCEL', 'ACK', 'BYE']);
});

test('a connection that is lost while it rings ends the attempt; a connected call goes on', async () => {
  const lost = dial('tls');
  lost.answer(180);
  for (const tell of lost.flow.whenClosed) tell();
  expect(await lost.outcome()).toEqual({ kind: 'connect' });
  const connected = dial('tls');
  connected.answer(200);
  expect(await connected.outcome()).toBe('connected');
  expect(connected.flow.whenClosed.size).toBe(0);
});

test("the party's requests are answered, and its BYE ends the call once", () => {
  const { call, events, flow, invite, methods, answer } = dial('tcp');
  answer(200);
  const ask = (method: string) => call.received({ ...invite, method }, flow);
  for (const method of ['OPTIONS', 'INVITE', 'PUBLISH', 'BYE', 'BYE']) ask(method);
  expect(methods()).toEqual(['INVITE', 'ACK', '200', '200', '501', '200', '200']);
  expect(events).toEqual(['left']);
});
