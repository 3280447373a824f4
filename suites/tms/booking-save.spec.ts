import { randomUUID } from 'node:crypto';
import {
  at,
  bookingAnswered,
  bookingFails,
  bookingRefused,
  bookingSeen,
  conference,
  conferenceHolds,
  conferenceSeen,
  conferencesSeen,
  idsAreGiven,
  isGuid,
  listHas,
  minutesLater,
  numberRises,
  party,
  requirement,
  timesAre,
  timesAreInUtc,
} from '../../fixtures/index.ts';

const unknownId = '2000000000';
const room = (id: string) => ({ Participants: [{ ParticipantId: id, ParticipantCallType: 'TMS' }] });

requirement('TMS-BOOK-11', async ({ booking, judge }) => {
  const { request, result } = await booking.call('GetDefaultConference');
  judge(conferenceHolds, { request, conference: conferenceSeen(result), expected: { ConferenceId: '-1' } });
});

requirement('TMS-BOOK-12', async ({ booking, judge }) => {
  const { request, result, date } = await booking.call('GetDefaultConference');
  const { StartTimeUTC = '', EndTimeUTC = '' } = conferenceSeen(result);
  const now = (date ?? new Date()).toISOString();
  judge(timesAre, {
    where: `${request}: StartTimeUTC`,
    observed: [StartTimeUTC],
    expected: [now],
    toleranceSeconds: 120,
  });
  const seconds = (text: string) => String(Math.round(Date.parse(text.replace(' ', 'T')) / 1000));
  judge(numberRises, { where: `${request}: EndTimeUTC`, before: seconds(StartTimeUTC), after: seconds(EndTimeUTC) });
});

requirement('TMS-BOOK-13', async ({ booking, judge }) => {
  const { request, result } = await booking.call('GetDefaultConference');
  judge(conferenceHolds, { request, conference: conferenceSeen(result), expected: { Participants: '' } });
});

requirement('TMS-BOOK-15', async ({ booking, judge }) => {
  const { start } = await booking.future();
  const end = minutesLater(start, 50);
  const saved = await booking.book({ ...at({ start, end }), Title: 'Planning' });
  const request = 'SaveConference';
  judge(conferenceHolds, { request, conference: saved, expected: { Title: 'Planning' } });
  judge(numberRises, { where: `${request}: ConferenceId`, before: '0', after: saved.ConferenceId ?? '' });
  const observed = [saved.StartTimeUTC ?? '', saved.EndTimeUTC ?? ''];
  judge(timesAre, { where: request, observed, expected: [start.toISOString(), end.toISOString()] });
});

requirement('TMS-BOOK-16', async ({ booking, judge }) => {
  const parties = [party('caller@example.test', 'SIP <-'), party('desk@example.test', 'SIP ->')];
  const { ConferenceId } = await booking.book({ ...at(await booking.future()), Participants: parties });
  judge(conferenceHolds, {
    request: 'GetConferenceById',
    conference: await booking.read(ConferenceId),
    expected: { Participants: 'SIP <- caller@example.test, SIP -> desk@example.test' },
  });
});

requirement('TMS-BOOK-17', async ({ booking, judge }) => {
  const span = at(await booking.future());
  const { ConferenceId = '' } = await booking.book({ ...span, Title: 'Before' });
  const saved = await booking.book({ ...span, ConferenceId, Title: 'After' });
  judge(conferenceHolds, { request: 'SaveConference', conference: saved, expected: { ConferenceId } });
  judge(conferenceHolds, {
    request: 'GetConferenceById',
    conference: await booking.read(ConferenceId),
    expected: { Title: 'After' },
  });
});

requirement('TMS-BOOK-18', async ({ booking, judge }) => {
  const wanted = conference({ ...at(await booking.future()), ConferenceId: unknownId });
  const answer = await booking.call('SaveConference', { Conference: wanted });
  judge(bookingFails, { answer: bookingSeen(answer), error: 'MEETINGNOTFOUND' });
});

requirement('TMS-BOOK-19', async ({ booking, judge }) => {
  const answer = await booking.call('GetConferenceById', { ConferenceId: unknownId });
  judge(bookingFails, { answer: bookingSeen(answer), error: 'MEETINGNOTFOUND' });
});

requirement('TMS-BOOK-20', async ({ booking, judge }) => {
  const parties = [party('one@example.test'), party('two@example.test')];
  const saved = await booking.book({ ...at(await booking.future()), Participants: parties });
  judge(idsAreGiven, { request: 'SaveConference', ids: (saved.ParticipantIds ?? '').split(' ') });
});

requirement('TMS-BOOK-21', async ({ booking, judge }) => {
  const wanted = conference({ ...at(await booking.future()), ...room(unknownId) });
  const answer = await booking.call('SaveConference', { Conference: wanted });
  judge(bookingFails, { answer: bookingSeen(answer), error: 'SYSTEMNOTFOUND' });
});

requirement('TMS-BOOK-22', async ({ booking, judge }) => {
  const system = await booking.room();
  const span = await booking.future();
  const Title = `Second ${randomUUID()}`;
  await booking.book({ ...at(span), ...room(system) });
  const wanted = conference({ ...at(span), ...room(system), Title });
  const answer = await booking.call('SaveConferenceWithMode', { Conference: wanted, BookingMode: 'Strict' });
  const titles = (await booking.listed(span.start, span.end)).map((one) => one.Title ?? '');
  judge(bookingRefused, { answer: bookingSeen(answer) });
  judge(listHas, { request: 'GetConferencesForUser', ids: titles, id: Title, times: 0 });
});

requirement('TMS-BOOK-23', async ({ booking, judge }) => {
  const system = await booking.room();
  const span = await booking.future();
  await booking.book({ ...at(span), ...room(system) });
  const wanted = conference({ ...at(span), ...room(system) });
  const answer = await booking.call('SaveConferenceWithMode', { Conference: wanted, BookingMode: 'BestEffortForced' });
  judge(bookingAnswered, { answer: bookingSeen(answer) });
  const { Conference: saved } = answer.result as { Conference?: object };
  judge(conferenceHolds, {
    request: answer.request,
    conference: conferenceSeen((saved ?? {}) as Record<string, string>),
    expected: { Status: 'Defective' },
  });
});

requirement('TMS-BOOK-24', async ({ booking, judge }) => {
  const [first, second] = [await booking.future(20), await booking.future(60)];
  const Conferences = [conference({ ...at(first), Title: 'First' }), conference({ ...at(second), Title: 'Second' })];
  const answer = await booking.call('SaveConferences', { Conferences, oneTransaction: 'true' });
  judge(bookingAnswered, { answer: bookingSeen(answer) });
  const titles = conferencesSeen(answer).map(({ Title = '' }) => Title);
  for (const id of ['First', 'Second']) judge(listHas, { request: answer.request, ids: titles, id, times: 1 });
});

requirement('TMS-BOOK-25', async ({ booking, judge }) => {
  const span = await booking.future();
  const Title = `First ${randomUUID()}`;
  const Conferences = [conference({ ...at(span), Title }), conference({ ...at(span), Title: 'x'.repeat(300) })];
  await booking.call('SaveConferences', { Conferences, oneTransaction: 'true' });
  const found = (await booking.listed(span.start, span.end)).filter((one) => one.Title === Title);
  for (const { ConferenceId } of found) booking.deleteAfterwards(ConferenceId);
  const titles = found.map(() => Title);
  judge(listHas, { request: 'GetConferencesForUser', ids: titles, id: Title, times: 0 });
});

requirement('TMS-BOOK-55', async ({ booking, judge }) => {
  const span = at(await booking.future());
  const { ConferenceId } = await booking.book({ ...span, PictureMode: 'Voice Switched' });
  await booking.book({ ...span, ConferenceId, PictureMode: 'Default' });
  judge(conferenceHolds, {
    request: 'GetConferenceById',
    conference: await booking.read(ConferenceId),
    expected: { PictureMode: 'Voice Switched' },
  });
});

requirement('TMS-BOOK-57', async ({ booking, judge }) => {
  const { request, result } = await booking.call('GetDefaultConference');
  const { StartTimeUTC = '', EndTimeUTC = '' } = conferenceSeen(result);
  judge(timesAreInUtc, { request, times: [StartTimeUTC, EndTimeUTC] });
});

for (const [id, separator] of [
  ['TMS-BOOK-58', 'T'],
  ['TMS-BOOK-59', ' '],
] as const) {
  requirement(id, async ({ booking, judge }) => {
    const { start, end } = await booking.future();
    const [StartTimeUTC, EndTimeUTC] = [start, end].map(
      (time) => `${time.toISOString().slice(0, 19).replace('T', separator)}Z`,
    );
    const answer = await booking.call('SaveConference', { Conference: conference({ StartTimeUTC, EndTimeUTC }) });
    judge(bookingAnswered, { answer: bookingSeen(answer) });
    const observed = [conferenceSeen(answer.result).StartTimeUTC ?? ''];
    judge(timesAre, { where: answer.request, observed, expected: [start.toISOString()] });
  });
}

requirement('TMS-BOOK-60', async ({ booking, judge }) => {
  const { StartTimeUTC, EndTimeUTC } = at(await booking.future());
  const wanted = conference({ StartTimeUTC: StartTimeUTC.replace('Z', ''), EndTimeUTC });
  const answer = await booking.call('SaveConference', { Conference: wanted });
  judge(bookingRefused, { answer: bookingSeen(answer) });
});

requirement('TMS-BOOK-61', async ({ booking, judge }) => {
  const Title = 'Title '.repeat(43).slice(0, 254).concat('!');
  const { ConferenceId } = await booking.book({ ...at(await booking.future()), Title });
  judge(conferenceHolds, {
    request: 'GetConferenceById',
    conference: await booking.read(ConferenceId),
    expected: { Title },
  });
});

requirement('TMS-BOOK-62', async ({ booking, judge }) => {
  const wanted = conference({ ...at(await booking.future()), Title: 'x'.repeat(256) });
  const answer = await booking.call('SaveConference', { Conference: wanted });
  judge(bookingRefused, { answer: bookingSeen(answer) });
});

requirement('TMS-BOOK-63', async ({ booking, judge }) => {
  const now = await booking.now();
  const wanted = conference(at({ start: minutesLater(now, -26 * 60), end: minutesLater(now, -25 * 60) }));
  const answer = await booking.call('SaveConference', { Conference: wanted });
  judge(bookingFails, { answer: bookingSeen(answer), error: 'CANNOTBOOKINTHEPAST' });
});

requirement('TMS-BOOK-64', async ({ booking, judge }) => {
  const { start, end } = await booking.running();
  const { ConferenceId } = await booking.book(at({ start, end }));
  const wanted = conference({ ConferenceId, ...at({ start: minutesLater(start, 30), end }) });
  const answer = await booking.call('SaveConference', { Conference: wanted });
  judge(bookingFails, { answer: bookingSeen(answer), error: 'MEETINGACTIVE' });
});

requirement('TMS-BOOK-65', async ({ booking, judge }) => {
  const { start, end } = await booking.running();
  const { ConferenceId } = await booking.book(at({ start, end }));
  await booking.book({ ConferenceId, ...at({ start, end: minutesLater(end, 30) }) });
  const { EndTimeUTC = '' } = await booking.read(ConferenceId);
  const expected = [minutesLater(end, 30).toISOString().replace(/\.\d+/, '')];
  judge(timesAre, { where: 'GetConferenceById: EndTimeUTC', observed: [EndTimeUTC], expected });
});

requirement('TMS-BOOK-66', async ({ booking, judge }) => {
  const system = await booking.room();
  const { start, end } = await booking.running();
  const { ConferenceId } = await booking.book({ ...at({ start, end }), ...room(system) });
  await booking.book({ ...at({ start: minutesLater(end, 60), end: minutesLater(end, 120) }), ...room(system) });
  const wanted = conference({ ConferenceId, ...at({ start, end: minutesLater(end, 90) }), ...room(system) });
  const answer = await booking.call('SaveConference', { Conference: wanted });
  judge(bookingRefused, { answer: bookingSeen(answer) });
});

requirement('TMS-BOOK-67', async ({ booking, judge }) => {
  const span = at(await booking.running());
  const { ConferenceId } = await booking.book(span);
  await booking.call('EndConferenceById', { ConferenceId });
  const wanted = conference({ ...span, ConferenceId, Title: 'Too late' });
  const answer = await booking.call('SaveConference', { Conference: wanted });
  judge(bookingRefused, { answer: bookingSeen(answer) });
});

requirement('TMS-BOOK-78', async ({ booking, judge }) => {
  const key = { ExternalSourceId: 'conformance', ExternalPrimaryKey: randomUUID() };
  const span = at(await booking.future());
  const { ConferenceId } = await booking.book({ ...span, ...key, Title: 'Before' });
  await booking.book({ ...span, ...key, ConferenceId: '-1', Title: 'After' });
  judge(conferenceHolds, {
    request: 'GetConferenceById',
    conference: await booking.read(ConferenceId),
    expected: { Title: 'After' },
  });
});

requirement('TMS-BOOK-79', async ({ booking, judge }) => {
  const { ExternalPrimaryKey = '' } = await booking.book(at(await booking.future()));
  judge(isGuid, { where: 'SaveConference: ExternalPrimaryKey', value: ExternalPrimaryKey });
});

requirement('TMS-BOOK-80', async ({ booking, judge }) => {
  const span = at(await booking.future());
  const { ConferenceId, Version = '' } = await booking.book(span);
  const after = await booking.book({ ...span, ConferenceId, Title: 'Changed' });
  judge(numberRises, { where: 'SaveConference: Version', before: Version, after: after.Version ?? '' });
});

requirement('TMS-BOOK-81', async ({ booking, judge }) => {
  const Title = `R&D <"5"> it's Grüße 会議`;
  const { ConferenceId } = await booking.book({ ...at(await booking.future()), Title });
  judge(conferenceHolds, {
    request: 'GetConferenceById',
    conference: await booking.read(ConferenceId),
    expected: { Title },
  });
});
