import {
  calendarAsks,
  calendarIsAttached,
  detailIsAbsent,
  detailIsShown,
  eventIsCalled,
  eventNames,
  eventTakesPlace,
  logKeepsSecret,
  mailGoesNowhereElse,
  mailReachesEach,
  mailReachesOnce,
  requirement,
  zoneIsDescribed,
} from '../../fixtures/index.ts';

requirement('MAIL-INVITE-01', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  await meetings.create(await mail.meeting(space));
  judge(mailReachesEach, { mails: await mailbox.received(3), people: space.people });
});

requirement('MAIL-INVITE-02', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  await meetings.create(await mail.meeting(space));
  judge(calendarIsAttached, { mails: await mailbox.received(3) });
});

requirement('MAIL-INVITE-03', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  await meetings.create(await mail.meeting(space));
  const details = [{ person: space.organizer, what: 'the video address', value: space.host.uri }];
  judge(detailIsShown, { mails: await mailbox.received(3), details });
});

requirement('MAIL-INVITE-04', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  await meetings.create(await mail.meeting(space));
  const details = [{ person: space.organizer, what: 'the meeting ID', value: space.host.callId }];
  judge(detailIsShown, { mails: await mailbox.received(3), details });
});

requirement('MAIL-INVITE-05', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  await meetings.create(await mail.meeting(space));
  const details = [{ person: space.organizer, what: 'the passcode', value: space.host.passcode }];
  judge(detailIsShown, { mails: await mailbox.received(3), details });
});

requirement('MAIL-INVITE-06', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  await meetings.create(await mail.meeting(space));
  judge(mailGoesNowhereElse, { mails: await mailbox.all(3), people: space.people });
});

requirement('MAIL-INVITE-07', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  await meetings.create(await mail.meeting(space));
  judge(mailReachesOnce, { mails: await mailbox.all(3), people: space.people });
});

requirement('MAIL-ROLE-01', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  await meetings.create(await mail.meeting(space));
  const guests = space.guests.map((person) => ({ person, what: 'the video address', value: space.guest.uri }));
  const details = [{ person: space.organizer, what: 'the video address', value: space.host.uri }, ...guests];
  judge(detailIsShown, { mails: await mailbox.received(3), details });
});

requirement('MAIL-ROLE-02', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  await meetings.create(await mail.meeting(space));
  const guests = space.guests.map((person) => ({ person, what: 'passcode', value: space.host.passcode }));
  const details = [{ person: space.organizer, what: 'passcode', value: space.guest.passcode }, ...guests];
  judge(detailIsAbsent, { mails: await mailbox.received(3), details });
});

requirement('MAIL-ICAL-01', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  await meetings.create(await mail.meeting(space));
  judge(calendarAsks, { mails: await mailbox.received(3), method: 'REQUEST' });
});

requirement('MAIL-ICAL-02', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  await meetings.create(await mail.meeting(space));
  judge(eventTakesPlace, { mails: await mailbox.received(3), times: [await mail.osloTime('09-15', '10')] });
});

requirement('MAIL-ICAL-03', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  await meetings.create(await mail.meeting(space));
  const offsets = [await mail.osloOffset('09-15', 120), await mail.osloOffset('12-15', 60)];
  judge(zoneIsDescribed, { mails: await mailbox.received(3), offsets });
});

requirement('MAIL-ICAL-04', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  await meetings.create(await mail.meeting(space, { rrule: 'FREQ=DAILY;COUNT=3' }));
  const days = ['09-15', '09-16', '09-17'];
  const times = await Promise.all(days.map((day) => mail.osloTime(day, '10')));
  judge(eventTakesPlace, { mails: await mailbox.received(3), times });
});

requirement('MAIL-ICAL-05', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  await meetings.create(await mail.meeting(space, { rrule: 'FREQ=MONTHLY;COUNT=3' }));
  const days = ['09-15', '10-15', '11-15'];
  const times = await Promise.all(days.map((day) => mail.osloTime(day, '10')));
  judge(eventTakesPlace, { mails: await mailbox.received(3), times });
});

requirement('MAIL-ICAL-06', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  await meetings.create(await mail.meeting(space));
  judge(eventNames, { mails: await mailbox.received(3), organizer: space.organizer, attendees: space.people });
});

requirement('MAIL-ICAL-07', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  await meetings.create(await mail.meeting(space, { summary: 'Plan; of two, or more' }));
  judge(eventIsCalled, { mails: await mailbox.received(3), name: 'Plan; of two, or more' });
});

requirement('MAIL-ICAL-08', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  const series = await meetings.create(await mail.meeting(space, { rrule: 'FREQ=DAILY;COUNT=3' }));
  const earlier = await mailbox.all(3);
  await meetings.cancel(series.id, await mail.local('09-16', '10'));
  const times = [await mail.osloTime('09-15', '10'), await mail.osloTime('09-17', '10')];
  judge(eventTakesPlace, { mails: await mailbox.receivedSince(earlier, 3), times });
});

requirement('MAIL-ICAL-09', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  const series = await meetings.create(await mail.meeting(space, { rrule: 'FREQ=DAILY;COUNT=2' }));
  const earlier = await mailbox.all(3);
  const [dtStart, dtEnd] = [await mail.local('09-16', '14'), await mail.local('09-16', '15')];
  await meetings.modify(series.id, { dtStart, dtEnd }, await mail.local('09-16', '10'));
  const times = [await mail.osloTime('09-15', '10'), await mail.osloTime('09-16', '14')];
  judge(eventTakesPlace, { mails: await mailbox.receivedSince(earlier, 3), times });
});

requirement('MAIL-LOG-01', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  await meetings.create(await mail.meeting(space));
  await mailbox.received(3);
  judge(logKeepsSecret, { lines: await mail.log(), secrets: [space.host.passcode, space.guest.passcode] });
});
