import {
  around,
  daysLater,
  holdsAtMost,
  idIn,
  julyMonday,
  lasts,
  later,
  listingIsArray,
  namesRecurrence,
  occurrencesHold,
  occursAt,
  occursTimes,
  refusedWithReason,
  requirement,
} from '../../fixtures/index.ts';

requirement('MEET-LIST-01', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  await meetings.create({ dtStart });
  judge(listingIsArray, { answer: await meetings.client.list(around(dtStart, 1, 2)) });
});

requirement('MEET-LIST-02', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const { id } = await meetings.create({ dtStart, coSpaceTemplate: idIn(await meetings.template()) });
  const { coSpace } = await meetings.read(id);
  judge(occurrencesHold, { occurrences: await meetings.occurrences(id, around(dtStart, 1, 2)), expected: { coSpace } });
});

requirement('MEET-LIST-03', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const { id, summary } = await meetings.create({ dtStart });
  judge(occurrencesHold, { occurrences: await meetings.occurrences(id, around(dtStart, 1, 2)), expected: { summary } });
});

requirement('MEET-LIST-04', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const timeZone = 'America/New_York';
  const { id } = await meetings.create({ dtStart, timeZone });
  judge(occurrencesHold, {
    occurrences: await meetings.occurrences(id, around(dtStart, 1, 2)),
    expected: { timeZone },
  });
});

requirement('MEET-LIST-05', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const { id } = await meetings.create({ dtStart, minutes: 45 });
  judge(lasts, { occurrences: await meetings.occurrences(id, around(dtStart, 1, 2)), minutes: 45 });
});

requirement('MEET-LIST-06', async ({ meetings, nextYear, judge }) => {
  const dtStart = `${julyMonday(nextYear).slice(0, 10)}T00:00:00`;
  const { id } = await meetings.create({ dtStart, minutes: 24 * 60, isFullDayMeeting: true });
  const occurrences = await meetings.occurrences(id, around(dtStart, 1, 2));
  judge(occurrencesHold, { occurrences, expected: { isFullDayMeeting: true } });
});

requirement('MEET-LIST-07', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const { id } = await meetings.create({ dtStart, rrule: 'FREQ=DAILY;COUNT=3' });
  judge(namesRecurrence, { occurrences: await meetings.occurrences(id, around(dtStart, 1, 5)), series: true });
});

requirement('MEET-LIST-08', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const { id } = await meetings.create({ dtStart });
  judge(namesRecurrence, { occurrences: await meetings.occurrences(id, around(dtStart, 1, 2)), series: false });
});

requirement('MEET-WINDOW-01', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const { id } = await meetings.create({ dtStart });
  judge(occursTimes, { occurrences: await meetings.occurrences(id, around(daysLater(dtStart, 10), 2, 2)), count: 0 });
});

requirement('MEET-WINDOW-02', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const { id } = await meetings.create({ dtStart });
  judge(occursTimes, { occurrences: await meetings.occurrences(id, around(daysLater(dtStart, -10), 2, 2)), count: 0 });
});

requirement('MEET-WINDOW-03', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const { id } = await meetings.create({ dtStart, rrule: 'FREQ=DAILY;INTERVAL=2;COUNT=3' });
  const third = daysLater(dtStart, 2);
  const occurrences = await meetings.occurrences(id, around(third, 0, 1));
  judge(occursAt, { occurrences, expected: [`${third.slice(0, 10)}T08:00:00Z`] });
});

requirement('MEET-WINDOW-04', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const { id } = await meetings.create({ dtStart, minutes: 60 });
  const utc = later(dtStart, -120);
  const window = { fromTime: `${later(utc, -1)}Z`, untilTime: `${later(utc, 61)}Z` };
  judge(occursTimes, { occurrences: await meetings.occurrences(id, window), count: 1 });
});

requirement('MEET-MAX-01', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  await meetings.create({ dtStart, rrule: 'FREQ=DAILY;COUNT=3' });
  const answer = await meetings.client.list({ ...around(dtStart, 1, 5), maxMeetings: 2 });
  judge(holdsAtMost, { answer, most: 2 });
});

requirement('MEET-BAD-01', async ({ meetings, nextYear, judge }) => {
  const good = {
    summary: 'x',
    coSpace: await meetings.space(),
    timeZone: 'Europe/Oslo',
    dtStart: julyMonday(nextYear),
  };
  const dtEnd = later(good.dtStart, 60);
  judge(refusedWithReason, {
    answers: [
      await meetings.client.list({ fromTime: 'yesterday' }),
      await meetings.client.list({ maxMeetings: 'many' }),
      await meetings.tryCreate('no JSON'),
      await meetings.tryCreate(good),
      await meetings.tryCreate({ ...good, dtEnd: good.dtStart }),
      await meetings.tryCreate({ ...good, dtEnd, timeZone: 'Mars/Olympus' }),
      await meetings.tryCreate({ ...good, dtEnd, rrule: 'FREQ=SOMETIMES' }),
      await meetings.tryCreate({ ...good, dtEnd, coSpace: '00000000-0000-4000-8000-000000000000' }),
    ],
  });
});

requirement('MEET-BAD-02', async ({ meetings, judge }) => {
  const none = '00000000-0000-4000-8000-000000000000';
  judge(refusedWithReason, {
    answers: [
      await meetings.client.get(none),
      await meetings.client.modify(none, { summary: 'x' }),
      await meetings.client.cancel(none),
    ],
  });
});
