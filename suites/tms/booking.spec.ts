import { randomUUID } from 'node:crypto';
import {
  answeredInSoap,
  at,
  bookingAnswered,
  bookingFails,
  bookingNamespace,
  bookingPath,
  bookingRefused,
  bookingSeen,
  bookingStatusIs,
  conference,
  conferenceHolds,
  conferenceSeen,
  elementsAre,
  elementsAreOrdered,
  elementsEndWith,
  faultDetailIsPlain,
  numberRises,
  remoteSetupNamespace,
  remoteSetupPath,
  requirement,
  sessionIsOffered,
  sessionIsTaken,
  wsdlHasPorts,
  wsdlLists,
} from '../../fixtures/index.ts';

const envelope =
  '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>' +
  `<GetDefaultConference xmlns="${bookingNamespace}" /></soap:Body></soap:Envelope>`;
const contentType = 'text/xml; charset=utf-8';

requirement('TMS-BOOK-01', async ({ booking, judge }) => {
  const credentials = { username: 'nobody', password: randomUUID() };
  const answer = await booking.client.post(envelope, { contentType, credentials });
  judge(bookingStatusIs, { answer: bookingSeen(answer), status: 401 });
});

requirement('TMS-BOOK-02', async ({ booking, judge }) => {
  const answer = await booking.client.post(envelope, { contentType, credentials: 'none' });
  judge(bookingStatusIs, { answer: bookingSeen(answer), status: 401 });
});

requirement('TMS-BOOK-03', async ({ booking, judge }) => {
  const answer = await booking.call('GetDefaultConference', {}, { version: '1.1' });
  judge(answeredInSoap, { answer: bookingSeen(answer), version: '1.1' });
});

requirement('TMS-BOOK-04', async ({ booking, judge }) => {
  const answer = await booking.call('GetDefaultConference', {}, { version: '1.2' });
  judge(answeredInSoap, { answer: bookingSeen(answer), version: '1.2' });
});

requirement('TMS-BOOK-05', async ({ booking, judge }) => {
  const options = { version: '1.2', contentType, withoutAction: true } as const;
  const answer = await booking.call('GetDefaultConference', {}, options);
  judge(answeredInSoap, { answer: bookingSeen(answer), version: '1.2' });
});

requirement('TMS-BOOK-06', async ({ booking, judge }) => {
  const answer = await booking.call('GetDefaultConference', {}, { path: bookingPath.toUpperCase() });
  judge(bookingAnswered, { answer: bookingSeen(answer) });
});

requirement('TMS-BOOK-07', async ({ booking, judge }) => {
  const answer = await booking.call('GetDefaultConference', {}, { path: `${bookingPath}?wsdl` });
  judge(bookingAnswered, { answer: bookingSeen(answer) });
});

requirement('TMS-BOOK-08', async ({ booking, judge }) => {
  const wsdl = await booking.wsdl(bookingPath);
  judge(wsdlHasPorts, { wsdl, namespace: bookingNamespace, port: 'BookingServiceSoap' });
});

requirement('TMS-BOOK-09', async ({ booking, judge }) => {
  const wsdl = await booking.wsdl(bookingPath);
  const names = [
    'GetDefaultConference',
    'SaveConference',
    'GetConferenceById',
    'GetConferencesForSystems',
    'GetConferencesForUser',
    'EndConferenceById',
    'DeleteConferenceById',
    'GetTransactionsSince',
  ];
  judge(wsdlLists, { wsdl, namespace: bookingNamespace, names });
});

requirement('TMS-BOOK-10', async ({ booking, judge }) => {
  const answer = await booking.client.post(envelope.replace('</soap:Body>', ''), { contentType });
  judge(bookingRefused, { answer: bookingSeen(answer) });
});

requirement('TMS-BOOK-14', async ({ booking, judge }) => {
  const { request, serverVersion } = await booking.call('GetDefaultConference');
  judge(numberRises, { where: `${request}: ConfAPIVersion`, before: '0', after: String(serverVersion ?? '') });
});

const save = { Conference: conference({}) };
const unknownSession = randomUUID();

requirement('TMS-BOOK-43', async ({ booking, judge }) => {
  const answer = await booking.call('SaveConference', save, { session: '' });
  judge(bookingFails, { answer: bookingSeen(answer), error: 'ERR_CLIENT_SESSION_BLANK' });
});

requirement('TMS-BOOK-44', async ({ booking, judge }) => {
  const answer = await booking.call('SaveConference', save, { session: unknownSession });
  judge(bookingFails, { answer: bookingSeen(answer), error: 'ERR_CLIENT_SESSION_EXPIRED' });
});

requirement('TMS-BOOK-45', async ({ booking, judge }) => {
  const answer = await booking.call('SaveConference', save, { session: '' });
  judge(sessionIsOffered, { answer: bookingSeen(answer), sent: '' });
});

requirement('TMS-BOOK-46', async ({ booking, judge }) => {
  const answer = await booking.call('SaveConference', save, { session: unknownSession });
  judge(sessionIsOffered, { answer: bookingSeen(answer), sent: unknownSession });
});

requirement('TMS-BOOK-47', async ({ booking, judge }) => {
  const { fault } = await booking.call('SaveConference', save, { session: '' });
  const wanted = conference(at(await booking.future()));
  const session = fault?.clientSession ?? unknownSession;
  const answer = await booking.call('SaveConference', { Conference: wanted }, { session });
  judge(sessionIsTaken, { answer: bookingSeen(answer) });
});

requirement('TMS-BOOK-48', async ({ booking, judge }) => {
  const { fault } = await booking.call('SaveConference', save, { session: unknownSession });
  const wanted = conference(at(await booking.future()));
  const session = fault?.clientSession ?? unknownSession;
  const answer = await booking.call('SaveConference', { Conference: wanted }, { session });
  judge(sessionIsTaken, { answer: bookingSeen(answer) });
});

requirement('TMS-BOOK-49', async ({ booking, judge }) => {
  const answer = await booking.call('GetDefaultConference', {}, { session: '' });
  judge(bookingAnswered, { answer: bookingSeen(answer) });
});

requirement('TMS-BOOK-50', async ({ booking, judge }) => {
  const answer = await booking.call('SaveConference', save, { session: '', version: '1.2' });
  judge(faultDetailIsPlain, { answer: bookingSeen(answer) });
});

requirement('TMS-BOOK-51', async ({ booking, judge }) => {
  const { request, elements } = await booking.call('GetDefaultConference', {}, { clientVersion: 0 });
  judge(elementsEndWith, { request, elements, last: 'Participants' });
});

requirement('TMS-BOOK-52', async ({ booking, judge }) => {
  const { request, elements } = await booking.call('GetDefaultConference', {}, { clientVersion: 15 });
  const present = ['EmailTo', 'ISDNBandwidth', 'IPBandwidth', 'ConferenceLanguage', 'ConferenceState', 'Version'];
  judge(elementsAre, { request, elements, present, absent: [] });
});

requirement('TMS-BOOK-53', async ({ booking, judge }) => {
  const { request, versionHeader } = await booking.call('GetDefaultConference', {}, { clientVersion: 15 });
  judge(conferenceHolds, {
    request,
    conference: conferenceSeen(versionHeader ?? {}),
    expected: { ClientVersionIn: '15' },
  });
});

requirement('TMS-BOOK-54', async ({ booking, judge }) => {
  const { ConferenceId } = await booking.book({ ...at(await booking.future()), ConferenceType: 'No Connect' });
  judge(conferenceHolds, {
    request: 'GetConferenceById',
    conference: await booking.read(ConferenceId, { clientVersion: 0 }),
    expected: { ConferenceType: 'Default' },
  });
});

requirement('TMS-BOOK-56', async ({ booking, judge }) => {
  const { ConferenceId } = await booking.book(at(await booking.future()));
  const { request, elements } = await booking.call('GetConferenceById', { ConferenceId });
  judge(elementsAreOrdered, { request, elements });
});

requirement('TMS-BOOK-82', async ({ booking, judge }) => {
  const wanted = conference(at(await booking.future()));
  const edit = (text: string) => text.replaceAll('ConferenceId>', 'ConferenceID>');
  const answer = await booking.call('SaveConference', { Conference: wanted }, { edit });
  judge(bookingAnswered, { answer: bookingSeen(answer) });
});

requirement('TMS-BOOK-83', async ({ booking, judge }) => {
  const { request, result } = await booking.call('IsAlive');
  judge(conferenceHolds, {
    request,
    conference: conferenceSeen({ IsAliveResult: result }),
    expected: { IsAliveResult: 'true' },
  });
});

requirement('TMS-BOOK-85', async ({ booking, judge }) => {
  const wsdl = await booking.wsdl(remoteSetupPath);
  judge(wsdlLists, { wsdl, namespace: remoteSetupNamespace, names: ['GetSystems', 'IsAlive'] });
});
