import { expect, test } from '@playwright/test';
import { errorCodes } from '../protocol/tmsba/errors.ts';
import { bookingNamespace, soap } from '../protocol/tmsba/service.ts';
import {
  answeredInSoap,
  type BookingSeen,
  bookingAnswered,
  bookingFails,
  bookingRefused,
  bookingStatusIs,
  conferenceHolds,
  elementsAre,
  elementsAreOrdered,
  elementsEndWith,
  faultDetailIsPlain,
  idsAreGiven,
  isGuid,
  listHas,
  numberRises,
  sessionIsOffered,
  sessionIsTaken,
  timesAre,
  timesAreInUtc,
  transactionsAre,
  transactionsAreAfter,
  type WsdlSeen,
  wsdlHasPorts,
  wsdlLists,
} from './tms-booking.ts';

const request = 'POST SaveConference';
const good: BookingSeen = {
  request,
  status: 200,
  contentType: 'application/soap+xml; charset=utf-8',
  envelope: '1.2',
  fault: null,
};
const faulty = (errorCode: number | null, clientSession: string | null = null): BookingSeen => ({
  ...good,
  status: 500,
  fault: { who: 'Sender', reason: 'no', detailName: 'detail', errorCode, clientSession },
});

test('an answer is 200 with a message that is no fault; a refusal is no success', () => {
  expect(bookingAnswered({ answer: good })).toEqual([]);
  for (const answer of [faulty(1), { ...good, envelope: null }, { ...good, status: 401 }])
    expect(bookingAnswered({ answer })).toHaveLength(1);
  expect(bookingRefused({ answer: faulty(null) })).toEqual([]);
  expect(bookingRefused({ answer: good })).toHaveLength(1);
  expect(bookingStatusIs({ answer: { ...good, status: 401 }, status: 401 })).toEqual([]);
  expect(bookingStatusIs({ answer: good, status: 401 })).toHaveLength(1);
});

test('a fault has its code and comes with 500', () => {
  const answer = faulty(errorCodes.MEETINGNOTFOUND);
  expect(bookingFails({ answer, error: 'MEETINGNOTFOUND' })).toEqual([]);
  expect(bookingFails({ answer, error: 'MEETINGACTIVE' })).toHaveLength(1);
  expect(bookingFails({ answer: { ...answer, status: 200 }, error: 'MEETINGNOTFOUND' })).toHaveLength(1);
  expect(bookingFails({ answer: good, error: 'MEETINGNOTFOUND' })).toHaveLength(1);
});

test('envelope and media type are of the same SOAP version', () => {
  expect(answeredInSoap({ answer: good, version: '1.2' })).toEqual([]);
  expect(answeredInSoap({ answer: good, version: '1.1' })).toHaveLength(2);
  expect(answeredInSoap({ answer: { ...good, contentType: 'text/xml' }, version: '1.2' })).toHaveLength(1);
});

test('a fault of the session brings a fresh one; one that is taken brings no such fault', () => {
  const answer = faulty(errorCodes.ERR_CLIENT_SESSION_BLANK, 'fresh');
  expect(sessionIsOffered({ answer, sent: '' })).toEqual([]);
  expect(sessionIsOffered({ answer, sent: 'fresh' })).toHaveLength(1);
  expect(sessionIsOffered({ answer: faulty(1), sent: '' })).toHaveLength(1);
  expect(sessionIsTaken({ answer: good })).toEqual([]);
  expect(sessionIsTaken({ answer: faulty(errorCodes.MEETINGACTIVE) })).toEqual([]);
  expect(sessionIsTaken({ answer })).toHaveLength(1);
  expect(faultDetailIsPlain({ answer })).toEqual([]);
  expect(faultDetailIsPlain({ answer: good })).toHaveLength(1);
});

test('a conference has its values, its ids and a GUID', () => {
  const conference = { Title: 'A', Status: 'Pending' };
  expect(conferenceHolds({ request, conference, expected: { Title: 'A' } })).toEqual([]);
  expect(conferenceHolds({ request, conference, expected: { Title: 'B', Version: '1' } })).toHaveLength(2);
  expect(idsAreGiven({ request, ids: ['-1', '2'] })).toEqual([]);
  for (const ids of [['0'], ['1', '1'], ['']]) expect(idsAreGiven({ request, ids })).toHaveLength(1);
  expect(isGuid({ where: 'key', value: '6ED57B8C-7C3C-41E2-8F6E-2C1F6A9C3B1D' })).toEqual([]);
  expect(isGuid({ where: 'key', value: 'TMS-6ed57b8c' })).toHaveLength(1);
  expect(numberRises({ where: 'version', before: '', after: '1' })).toEqual([]);
  for (const after of ['1', '0', '', 'x']) expect(numberRises({ where: 'v', before: '1', after })).toHaveLength(1);
});

test('times name the same instants, in either form', () => {
  const expected = ['2030-01-02T03:04:05.000Z'];
  for (const observed of ['2030-01-02 03:04:05Z', '2030-01-02T03:04:05Z', '2030-01-02 03:04:05'])
    expect(timesAre({ where: 'start', observed: [observed], expected })).toEqual([]);
  expect(timesAre({ where: 'start', observed: ['2030-01-02 03:04:06Z'], expected })).toHaveLength(1);
  expect(timesAre({ where: 'start', observed: ['2030-01-02 03:04:06Z'], expected, toleranceSeconds: 1 })).toEqual([]);
  for (const observed of [[], ['nonsense'], ['2030-01-02 03:04:05Z', '2030-01-02 03:04:05Z']])
    expect(timesAre({ where: 'start', observed, expected })).toHaveLength(1);
  expect(timesAreInUtc({ request, times: ['2030-01-02 03:04:05Z', '2030-01-02T03:04:05Z'] })).toEqual([]);
  expect(timesAreInUtc({ request, times: ['2030-01-02 03:04:05', ''] })).toHaveLength(2);
});

test('lists and transactions', () => {
  expect(listHas({ request, ids: ['1', '2'], id: '1', times: 1 })).toEqual([]);
  expect(listHas({ request, ids: ['1', '1'], id: '1', times: 1 })).toHaveLength(1);
  expect(listHas({ request, ids: [], id: '1', times: 0 })).toEqual([]);
  expect(transactionsAre({ request, observed: ['New'], expected: ['New'] })).toEqual([]);
  expect(transactionsAre({ request, observed: ['Updated', 'New'], expected: ['New'] })).toHaveLength(1);
  expect(transactionsAreAfter({ request, ids: ['11', '12'], after: '10' })).toEqual([]);
  expect(transactionsAreAfter({ request, ids: ['9', '10', '11'], after: '10' })).toHaveLength(2);
});

test('elements: which, which not, in which order, and the last one', () => {
  const elements = ['ConferenceId', 'Title', 'Unknown', 'Participants'];
  expect(elementsAre({ request, elements, present: ['Title'], absent: ['Version'] })).toEqual([]);
  expect(elementsAre({ request, elements, present: ['Version'], absent: ['Title'] })).toHaveLength(2);
  expect(elementsAreOrdered({ request, elements })).toEqual([]);
  expect(elementsAreOrdered({ request, elements: ['Title', 'ConferenceId'] })).toHaveLength(1);
  expect(elementsEndWith({ request, elements, last: 'Participants' })).toEqual([]);
  expect(elementsEndWith({ request, elements: [], last: 'Participants' })).toHaveLength(1);
});

test('a WSDL has a port for each SOAP version, and operations with their actions', () => {
  const wsdl: WsdlSeen = {
    request: 'GET ?WSDL',
    status: 200,
    targetNamespace: bookingNamespace,
    ports: [
      { name: 'BookingServiceSoap', binding: soap['1.1'].binding },
      { name: 'Other', binding: soap['1.2'].binding },
    ],
    operations: [{ name: 'A', actions: [`${bookingNamespace}A`, `${bookingNamespace}A`] }],
  };
  const wanted = { namespace: bookingNamespace, port: 'BookingServiceSoap' };
  expect(wsdlHasPorts({ wsdl, ...wanted })).toEqual([]);
  expect(wsdlHasPorts({ wsdl: { ...wsdl, ports: wsdl.ports.slice(0, 1) }, ...wanted })).toHaveLength(1);
  expect(wsdlHasPorts({ wsdl: { ...wsdl, status: 404, targetNamespace: '', ports: [] }, ...wanted })).toHaveLength(3);
  expect(wsdlLists({ wsdl, namespace: bookingNamespace, names: ['A'] })).toEqual([]);
  expect(wsdlLists({ wsdl, namespace: bookingNamespace, names: ['B'] })).toHaveLength(1);
  expect(wsdlLists({ wsdl, namespace: 'urn:other/', names: ['A'] })).toHaveLength(1);
});
