import {
  at,
  bookingFails,
  bookingSeen,
  conferenceHolds,
  conferencesSeen,
  listHas,
  minutesLater,
  party,
  requirement,
  resultOf,
  series,
  spanLater,
  timesAre,
  transactionsAre,
  transactionsAreAfter,
} from '../../fixtures/index.ts';

const unknownId = '2000000000';
const idsOf = (list: readonly { ConferenceId?: string }[]) => list.map(({ ConferenceId = '' }) => ConferenceId);
const request = 'GetConferencesForUser';

requirement('TMS-BOOK-26', async ({ booking, judge }) => {
  const span = await booking.future();
  const { ConferenceId: id = '' } = await booking.book(at(span));
  const around = await booking.listed(minutesLater(span.start, -1), minutesLater(span.end, 1));
  const before = await booking.listed(minutesLater(span.start, -120), minutesLater(span.start, -60));
  judge(listHas, { request, ids: idsOf(around), id, times: 1 });
  judge(listHas, { request, ids: idsOf(before), id, times: 0 });
});

requirement('TMS-BOOK-27', async ({ booking, judge }) => {
  const span = await booking.future();
  const { ConferenceId: id = '' } = await booking.book(at(span));
  const pending = await booking.listed(minutesLater(span.start, -1), minutesLater(span.end, 1), 'Pending');
  const finished = await booking.listed(minutesLater(span.start, -1), minutesLater(span.end, 1), 'Finished');
  judge(listHas, { request, ids: idsOf(pending), id, times: 1 });
  judge(listHas, { request, ids: idsOf(finished), id, times: 0 });
});

for (const [requirementId, withRoom] of [
  ['TMS-BOOK-28', true],
  ['TMS-BOOK-29', false],
] as const) {
  requirement(requirementId, async ({ booking, judge }) => {
    const system = await booking.room();
    const span = await booking.future();
    const Participants = withRoom ? [{ ParticipantId: system, ParticipantCallType: 'TMS' }] : [];
    const { ConferenceId: id = '' } = await booking.book({ ...at(span), Participants });
    const answer = await booking.call('GetConferencesForSystems', {
      SystemIds: [system],
      StartTime: minutesLater(span.start, -1).toISOString(),
      EndTime: minutesLater(span.end, 1).toISOString(),
      ConferenceStatus: 'Pending',
    });
    resultOf(answer);
    judge(listHas, { request: answer.request, ids: idsOf(conferencesSeen(answer)), id, times: withRoom ? 1 : 0 });
  });
}

requirement('TMS-BOOK-30', async ({ booking, judge }) => {
  const span = await booking.future();
  const { ConferenceId } = await booking.book({ ...at(span), Participants: [party('desk@example.test')] });
  const list = await booking.listed(minutesLater(span.start, -1), minutesLater(span.end, 1));
  const found = list.find((one) => one.ConferenceId === ConferenceId) ?? {};
  judge(conferenceHolds, { request, conference: found, expected: { Participants: '' } });
});

requirement('TMS-BOOK-31', async ({ booking, judge }) => {
  const { ConferenceId } = await booking.book(at(await booking.running()));
  await booking.call('EndConferenceById', { ConferenceId });
  judge(conferenceHolds, {
    request: 'GetConferenceById',
    conference: await booking.read(ConferenceId),
    expected: { Status: 'Finished' },
  });
});

requirement('TMS-BOOK-32', async ({ booking, judge }) => {
  const { ConferenceId } = await booking.book(at(await booking.running()));
  const { date } = await booking.call('EndConferenceById', { ConferenceId });
  const { EndTimeUTC = '' } = await booking.read(ConferenceId);
  judge(timesAre, {
    where: 'GetConferenceById: EndTimeUTC',
    observed: [EndTimeUTC],
    expected: [(date ?? new Date()).toISOString()],
    toleranceSeconds: 120,
  });
});

requirement('TMS-BOOK-33', async ({ booking, judge }) => {
  const { ConferenceId } = await booking.book(at(await booking.future()));
  const answer = await booking.call('EndConferenceById', { ConferenceId });
  judge(bookingFails, { answer: bookingSeen(answer), error: 'MEETINGNOTACTIVE' });
});

requirement('TMS-BOOK-34', async ({ booking, judge }) => {
  const { ConferenceId } = await booking.book(at(await booking.future()));
  await booking.call('DeleteConferenceById', { ConferenceId });
  const answer = await booking.call('EndConferenceById', { ConferenceId });
  judge(bookingFails, { answer: bookingSeen(answer), error: 'MEETINGISDELETED' });
});

requirement('TMS-BOOK-35', async ({ booking, judge }) => {
  const answer = await booking.call('EndConferenceById', { ConferenceId: unknownId });
  judge(bookingFails, { answer: bookingSeen(answer), error: 'MEETINGNOTFOUND' });
});

requirement('TMS-BOOK-36', async ({ booking, judge }) => {
  const span = await booking.future();
  const { ConferenceId: id = '' } = await booking.book(at(span));
  await booking.call('DeleteConferenceById', { ConferenceId: id });
  const list = await booking.listed(minutesLater(span.start, -1), minutesLater(span.end, 1));
  judge(listHas, { request, ids: idsOf(list), id, times: 0 });
});

requirement('TMS-BOOK-37', async ({ booking, judge }) => {
  const answer = await booking.call('DeleteConferenceById', { ConferenceId: unknownId });
  judge(bookingFails, { answer: bookingSeen(answer), error: 'MEETINGNOTFOUND' });
});

requirement('TMS-BOOK-38', async ({ booking, judge }) => {
  const span = await booking.future();
  const { ConferenceId: id = '' } = await booking.book({ ...at(span), RecurrencePattern: series('Daily', 3) });
  await booking.call('DeleteConferenceById', { ConferenceId: id });
  const list = await booking.listed(minutesLater(span.start, -1), spanLater(span, 10).end);
  judge(listHas, { request, ids: idsOf(list), id, times: 0 });
});

requirement('TMS-BOOK-84', async ({ booking, judge }) => {
  const span = await booking.running();
  const { ConferenceId: id = '' } = await booking.book({ ...at(span), RecurrencePattern: series('Daily', 3) });
  await booking.call('DeleteConferenceById', { ConferenceId: id });
  const list = await booking.listed(minutesLater(span.start, -1), minutesLater(span.end, 1), 'Ongoing');
  judge(listHas, { request, ids: idsOf(list), id, times: 0 });
});

requirement('TMS-BOOK-39', async ({ booking, judge }) => {
  const before = await booking.latestTransaction();
  const { ConferenceId } = await booking.book(at(await booking.future()));
  judge(transactionsAre, { ...(await booking.noted(before, ConferenceId)), expected: ['New'] });
});

requirement('TMS-BOOK-40', async ({ booking, judge }) => {
  const span = at(await booking.future());
  const { ConferenceId } = await booking.book(span);
  const before = await booking.latestTransaction();
  await booking.book({ ...span, ConferenceId, Title: 'Changed' });
  judge(transactionsAre, { ...(await booking.noted(before, ConferenceId)), expected: ['Updated'] });
});

requirement('TMS-BOOK-41', async ({ booking, judge }) => {
  const { ConferenceId } = await booking.book(at(await booking.future()));
  const before = await booking.latestTransaction();
  await booking.call('DeleteConferenceById', { ConferenceId });
  judge(transactionsAre, { ...(await booking.noted(before, ConferenceId)), expected: ['Deleted'] });
});

requirement('TMS-BOOK-42', async ({ booking, judge }) => {
  await booking.book(at(await booking.future()));
  const after = await booking.latestTransaction();
  const answer = await booking.call('GetTransactionsSince', { CurrentTransactionId: after });
  const rows = (resultOf(answer) ?? []) as readonly { TransactionId?: string }[];
  const ids = rows.map(({ TransactionId = '' }) => TransactionId);
  judge(transactionsAreAfter, { request: answer.request, ids, after });
});
