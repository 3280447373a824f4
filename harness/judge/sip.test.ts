import { expect, test } from '@playwright/test';
import {
  asksForParty,
  callIdsDiffer,
  comesOver,
  getsRequest,
  headerHasDomain,
  isAcknowledged,
  isAnswered,
  legIs,
  legTellsCallId,
  logTells,
  numbersAgree,
  reachesInOrder,
  reachesNobody,
  reachesOnly,
  type SipCallSeen,
  type SipRequestSeen,
} from './sip.ts';

const invite: SipRequestSeen = {
  transport: 'tls',
  method: 'INVITE',
  uri: 'sip:desk@example.test',
  headers: [
    ['From', '"Budget" <sip:budget@from.test>;tag=1'],
    ['Contact', '<sip:budget@contact.test;transport=tls>'],
    ['Call-ID', 'c1'],
    ['CSeq', '1 INVITE'],
  ],
};
const ack: SipRequestSeen = { ...invite, method: 'ACK', headers: [['CSeq', '1 ACK']] };
const call: SipCallSeen = [invite, ack];
const leg = { request: 'GET /api/v1/callLegs/<id>', status: 200, fields: { state: 'ringing', sipCallId: 'c1' } };

test('who is called', () => {
  const agents = [
    { name: 'one', calls: [call] },
    { name: 'two', calls: [] },
  ];
  expect(reachesOnly({ expected: 'one', agents })).toEqual([]);
  expect(reachesOnly({ expected: 'two', agents })).toHaveLength(2);
  expect(reachesNobody({ agents: agents.slice(1) })).toEqual([]);
  expect(reachesNobody({ agents })).toMatchObject([{ observed: 'one INVITE' }]);
  expect(reachesInOrder({ expected: ['one', 'two'], called: ['one', 'two'] })).toEqual([]);
  expect(reachesInOrder({ expected: ['one', 'two'], called: ['one'] })).toMatchObject([{ observed: 'one' }]);
});

test('what an INVITE says', () => {
  expect(asksForParty({ party: 'desk@example.test', calls: [call] })).toEqual([]);
  expect(asksForParty({ party: 'room@example.test', calls: [call] })).toMatchObject([
    { observed: 'desk@example.test' },
  ]);
  expect(headerHasDomain({ header: 'From', domain: 'from.test', calls: [call] })).toEqual([]);
  expect(headerHasDomain({ header: 'Contact', domain: 'contact.test', calls: [call] })).toEqual([]);
  expect(headerHasDomain({ header: 'Contact', domain: 'from.test', calls: [call] })).toHaveLength(1);
  expect(comesOver({ transports: ['tls'], calls: [call] })).toEqual([]);
  expect(comesOver({ transports: ['tcp', 'udp'], calls: [call] })).toMatchObject([{ observed: 'tls' }]);
  expect(comesOver({ transports: ['tls'], calls: [] })).toMatchObject([{ observed: 'none' }]);
});

test('what becomes of a leg', () => {
  expect(legIs({ state: 'ringing', leg })).toEqual([]);
  expect(legIs({ state: 'connected', leg })).toMatchObject([{ observed: 'ringing' }]);
  for (const status of [400, 404]) expect(legIs({ state: 'gone', leg: { ...leg, status, fields: {} } })).toEqual([]);
  expect(legIs({ state: 'gone', leg: { ...leg, status: 500 } })).toMatchObject([{ observed: 'status 500' }]);
  expect(legTellsCallId({ leg, calls: [call] })).toEqual([]);
  expect(legTellsCallId({ leg: { ...leg, fields: {} }, calls: [call] })).toMatchObject([{ observed: 'none' }]);
});

test('what comes within a call', () => {
  expect(getsRequest({ method: 'ACK', calls: [call] })).toEqual([]);
  expect(getsRequest({ method: 'ACK', count: 2, calls: [call] })).toMatchObject([{ observed: 'INVITE, ACK' }]);
  expect(getsRequest({ method: 'BYE', calls: [call] })).toHaveLength(1);
  expect(isAcknowledged({ calls: [call] })).toEqual([]);
  expect(isAcknowledged({ calls: [[invite]] })).toMatchObject([{ expected: 'an ACK' }]);
  expect(isAcknowledged({ calls: [[invite, { ...ack, headers: [['CSeq', '2 ACK']] }]] })).toHaveLength(1);
  expect(isAnswered({ method: 'BYE', status: 200, answered: 200 })).toEqual([]);
  expect(isAnswered({ method: 'BYE', status: 200, answered: null })).toMatchObject([{ observed: 'none' }]);
  const other: SipCallSeen = [{ ...invite, headers: [['Call-ID', 'c2']] }];
  expect(callIdsDiffer({ count: 2, calls: [call, other] })).toEqual([]);
  expect(callIdsDiffer({ count: 2, calls: [call, call] })).toHaveLength(1);
});

test('what the log tells', () => {
  const lines = [
    'Jul 26 19:10:35 user.info n host:server:  INFO : call 7: outgoing SIP call to "a@b" from space "Budget"',
    'Jul 26 19:10:35 user.info n host:server:  INFO : handshake error 104 on outgoing connection 4',
    'Jul 26 19:10:35 user.info n host:server:  INFO : call 7: SIP call ringing',
  ];
  expect(logTells({ expected: ['handshake error 104 on outgoing connection *'], lines })).toEqual([]);
  expect(
    logTells({
      expected: ['call *: SIP call ringing', 'call *: outgoing SIP call to "a@b" from space "Budget"'],
      lines,
    }),
  ).toHaveLength(1);
  expect(numbersAgree({ party: 'a@b', texts: ['SIP call ringing'], lines })).toEqual([]);
  expect(numbersAgree({ party: 'a@b', texts: ['falling back'], lines })).toHaveLength(1);
  expect(numbersAgree({ party: 'x@b', texts: [], lines })).toHaveLength(1);
});
