import {
  at,
  bookingFails,
  bookingRefused,
  bookingSeen,
  conference,
  minutesLater,
  monthsLater,
  onMonthDay,
  onWeekday,
  requirement,
  series,
  spanLater,
  timesAre,
  timeText,
} from '../../fixtures/index.ts';

const where = 'GetConferencesForUser: StartTimeUTC';
const texts = (times: readonly Date[]) => times.map((time) => time.toISOString());

requirement('TMS-BOOK-68', async ({ booking, judge }) => {
  const span = await booking.future();
  const RecurrencePattern = series('Daily', 3, { Interval: '2' });
  const { ConferenceId } = await booking.book({ ...at(span), RecurrencePattern });
  const expected = texts([0, 2, 4].map((days) => spanLater(span, days).start));
  judge(timesAre, { where, observed: await booking.starts(ConferenceId, span.start), expected });
});

requirement('TMS-BOOK-69', async ({ booking, judge }) => {
  const friday = onWeekday(await booking.future(), 5);
  const { ConferenceId } = await booking.book({ ...at(friday), RecurrencePattern: series('DailyWeekday', 3) });
  const expected = texts([0, 3, 4].map((days) => spanLater(friday, days).start));
  judge(timesAre, { where, observed: await booking.starts(ConferenceId, friday.start), expected });
});

requirement('TMS-BOOK-70', async ({ booking, judge }) => {
  const monday = onWeekday(await booking.future(), 1);
  const RecurrencePattern = series('Weekly', 4, { DaysOfWeek: ['Monday', 'Wednesday'], FirstDayOfWeek: 'Monday' });
  const { ConferenceId } = await booking.book({ ...at(monday), RecurrencePattern });
  const expected = texts([0, 2, 7, 9].map((days) => spanLater(monday, days).start));
  judge(timesAre, { where, observed: await booking.starts(ConferenceId, monday.start), expected });
});

requirement('TMS-BOOK-71', async ({ booking, judge }) => {
  const span = onMonthDay(await booking.future(), 15);
  const RecurrencePattern = series('Monthly', 3, { BySetPosition: '0', ByMonthDay: '15' });
  const { ConferenceId } = await booking.book({ ...at(span), RecurrencePattern });
  const expected = texts([0, 1, 2].map((months) => monthsLater(span.start, months)));
  judge(timesAre, { where, observed: await booking.starts(ConferenceId, span.start), expected });
});

requirement('TMS-BOOK-72', async ({ booking, judge }) => {
  const span = await booking.future();
  const last = minutesLater(spanLater(span, 2).start, 120);
  const RecurrencePattern = series('Daily', 0, { PatternEndType: 'EndByDate', PatternEndDateUTC: timeText(last) });
  const { ConferenceId } = await booking.book({ ...at(span), RecurrencePattern });
  const expected = texts([0, 1, 2].map((days) => spanLater(span, days).start));
  judge(timesAre, { where, observed: await booking.starts(ConferenceId, span.start), expected });
});

requirement('TMS-BOOK-73', async ({ booking, judge }) => {
  const span = await booking.future();
  const second = timeText(spanLater(span, 1).start);
  const Exceptions = [{ ExceptionType: 'DELETE', RecurrenceIdUTC: second, RecurrenceIdRange: 'None' }];
  const { ConferenceId } = await booking.book({ ...at(span), RecurrencePattern: series('Daily', 3, { Exceptions }) });
  const expected = texts([0, 2].map((days) => spanLater(span, days).start));
  judge(timesAre, { where, observed: await booking.starts(ConferenceId, span.start), expected });
});

requirement('TMS-BOOK-74', async ({ booking, judge }) => {
  const wanted = conference({ ...at(await booking.future()), RecurrencePattern: series('Daily', 101) });
  const answer = await booking.call('SaveConference', { Conference: wanted });
  judge(bookingRefused, { answer: bookingSeen(answer) });
});

requirement('TMS-BOOK-75', async ({ booking, judge }) => {
  const RecurrencePattern = series('Daily', 0, { PatternEndType: 'EndNever' });
  const wanted = conference({ ...at(await booking.future()), RecurrencePattern });
  const answer = await booking.call('SaveConference', { Conference: wanted });
  judge(bookingFails, { answer: bookingSeen(answer), error: 'NEVER_ENDING_RECURRENCE_NOT_SUPPORTED' });
});

requirement('TMS-BOOK-76', async ({ booking, judge }) => {
  const both = { BySetPosition: '1', ByMonthDay: '15', DaysOfWeek: ['Monday'] };
  const wanted = conference({ ...at(await booking.future()), RecurrencePattern: series('Monthly', 2, both) });
  const answer = await booking.call('SaveConference', { Conference: wanted });
  judge(bookingRefused, { answer: bookingSeen(answer) });
});

requirement('TMS-BOOK-77', async ({ booking, judge }) => {
  // the first Monday of a month: the first one on or after its first day
  const monday = onWeekday(onMonthDay(await booking.future(), 1), 1);
  const RecurrencePattern = series('Monthly', 2, { BySetPosition: '1', DaysOfWeek: ['Monday'] });
  const { ConferenceId } = await booking.book({ ...at(monday), RecurrencePattern });
  const first = new Date(monday.start);
  first.setUTCDate(1);
  const next = onWeekday({ start: monthsLater(first, 1), end: monday.end }, 1);
  const expected = texts([monday.start, next.start]);
  judge(timesAre, { where, observed: await booking.starts(ConferenceId, monday.start), expected });
});
