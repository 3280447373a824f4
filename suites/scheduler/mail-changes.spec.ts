import {
  calendarAsks,
  eventIsTheSame,
  eventSupersedes,
  eventTakesPlace,
  mailReachesEach,
  requirement,
} from '../../fixtures/index.ts';

requirement('MAIL-UPDATE-01', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  const meeting = await meetings.create(await mail.meeting(space));
  const earlier = await mailbox.all(3);
  await meetings.modify(meeting.id, await mail.laterBy('14'));
  judge(mailReachesEach, { mails: await mailbox.receivedSince(earlier, 3), people: space.people });
});

requirement('MAIL-UPDATE-02', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  const meeting = await meetings.create(await mail.meeting(space));
  const earlier = await mailbox.all(3);
  await meetings.modify(meeting.id, await mail.laterBy('14'));
  judge(eventIsTheSame, { person: space.organizer, earlier, later: await mailbox.receivedSince(earlier, 3) });
});

requirement('MAIL-UPDATE-03', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  const meeting = await meetings.create(await mail.meeting(space));
  const earlier = await mailbox.all(3);
  await meetings.modify(meeting.id, await mail.laterBy('14'));
  judge(eventSupersedes, { person: space.organizer, earlier, later: await mailbox.receivedSince(earlier, 3) });
});

requirement('MAIL-UPDATE-04', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  const meeting = await meetings.create(await mail.meeting(space));
  const earlier = await mailbox.all(3);
  await meetings.modify(meeting.id, await mail.laterBy('14'));
  judge(eventTakesPlace, {
    mails: await mailbox.receivedSince(earlier, 3),
    times: [await mail.osloTime('09-15', '14')],
  });
});

requirement('MAIL-UPDATE-05', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  const meeting = await meetings.create(await mail.meeting(space));
  const earlier = await mailbox.all(3);
  const newcomer = mail.newcomer();
  await meetings.modify(meeting.id, { attendees: mail.attendees(space, [...space.guests, newcomer]) });
  judge(mailReachesEach, { mails: await mailbox.receivedSince(earlier, 4), people: [newcomer] });
});

requirement('MAIL-UPDATE-06', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  const meeting = await meetings.create(await mail.meeting(space));
  const earlier = await mailbox.all(3);
  const [staying, leaving] = space.guests;
  await meetings.modify(meeting.id, { attendees: mail.attendees(space, [staying]) });
  const later = await mailbox.receivedSince(earlier, 3);
  judge(calendarAsks, { mails: later.filter(({ to }) => to.includes(leaving)), method: 'CANCEL' });
});

requirement('MAIL-CANCEL-01', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  const meeting = await meetings.create(await mail.meeting(space));
  const earlier = await mailbox.all(3);
  await meetings.cancel(meeting.id);
  judge(mailReachesEach, { mails: await mailbox.receivedSince(earlier, 3), people: space.people });
});

requirement('MAIL-CANCEL-02', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  const meeting = await meetings.create(await mail.meeting(space));
  const earlier = await mailbox.all(3);
  await meetings.cancel(meeting.id);
  judge(calendarAsks, { mails: await mailbox.receivedSince(earlier, 3), method: 'CANCEL' });
});

requirement('MAIL-CANCEL-03', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  const meeting = await meetings.create(await mail.meeting(space));
  const earlier = await mailbox.all(3);
  await meetings.cancel(meeting.id);
  judge(eventIsTheSame, { person: space.organizer, earlier, later: await mailbox.receivedSince(earlier, 3) });
});

requirement('MAIL-CANCEL-04', async ({ mail, meetings, judge }) => {
  const { mailbox, space } = await mail.ready();
  const meeting = await meetings.create(await mail.meeting(space));
  const earlier = await mailbox.all(3);
  await meetings.cancel(meeting.id);
  judge(eventSupersedes, { person: space.organizer, earlier, later: await mailbox.receivedSince(earlier, 3) });
});
