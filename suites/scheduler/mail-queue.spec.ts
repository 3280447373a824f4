import {
  mailReachesOnce,
  meetingIsMade,
  nothingIsSent,
  requirement,
  updateFollowsInvitation,
} from '../../fixtures/index.ts';

// turned on by so much, every wait before another attempt is over
const anHour = 3600;

requirement('MAIL-QUEUE-01', async ({ mail, meetings, bench, judge }) => {
  const { mailbox, space } = await mail.ready();
  await mailbox.sink.down();
  await meetings.create(await mail.meeting(space));
  await bench.advance(anHour);
  await mailbox.sink.up();
  await bench.advance(anHour);
  judge(mailReachesOnce, { mails: await mailbox.all(3), people: space.people });
});

requirement('MAIL-QUEUE-02', async ({ mail, meetings, scheduler, bench, judge }) => {
  const { mailbox, space } = await mail.ready();
  await mailbox.sink.down();
  await meetings.create(await mail.meeting(space));
  await bench.advance(anHour);
  await scheduler.run('scheduler restart');
  await mailbox.sink.up();
  await bench.advance(anHour);
  judge(mailReachesOnce, { mails: await mailbox.all(3), people: space.people });
});

requirement('MAIL-QUEUE-03', async ({ mail, meetings, scheduler, judge }) => {
  const { mailbox, space } = await mail.ready();
  await meetings.create(await mail.meeting(space));
  await mailbox.received(3);
  await scheduler.run('scheduler restart');
  judge(mailReachesOnce, { mails: await mailbox.all(3), people: space.people });
});

requirement('MAIL-QUEUE-04', async ({ mail, meetings, node, bench, judge }) => {
  const { mailbox, space } = await mail.ready();
  await mailbox.sink.down();
  await meetings.create(await mail.meeting(space));
  await bench.advance(anHour);
  await bench.kill(node);
  await mailbox.sink.up();
  await bench.start(node);
  await bench.advance(anHour);
  judge(mailReachesOnce, { mails: await mailbox.all(3), people: space.people });
});

requirement('MAIL-QUEUE-05', async ({ mail, meetings, node, bench, judge }) => {
  const { mailbox, space } = await mail.ready();
  await meetings.create(await mail.meeting(space));
  await mailbox.received(3);
  await bench.kill(node);
  await bench.start(node);
  judge(mailReachesOnce, { mails: await mailbox.all(3), people: space.people });
});

requirement('MAIL-QUEUE-06', async ({ mail, meetings, bench, judge }) => {
  const { mailbox, space } = await mail.ready();
  mailbox.sink.refuse(450);
  await meetings.create(await mail.meeting(space));
  await bench.advance(anHour);
  mailbox.sink.refuse(null);
  await bench.advance(anHour);
  judge(mailReachesOnce, { mails: await mailbox.all(3), people: space.people });
});

requirement('MAIL-QUEUE-07', async ({ mail, meetings, bench, judge }) => {
  const { mailbox, space } = await mail.ready();
  await mailbox.sink.down();
  const meeting = await meetings.create(await mail.meeting(space));
  await meetings.modify(meeting.id, await mail.laterBy('14'));
  await mailbox.sink.up();
  await bench.advance(anHour);
  judge(updateFollowsInvitation, { mails: await mailbox.received(6), people: space.people });
});

requirement('MAIL-NONE-01', async ({ mail, meetings, scheduler, judge }) => {
  const { mailbox, space } = await mail.ready();
  await meetings.create(await mail.meeting(space));
  const earlier = await mailbox.delivered(3);
  await scheduler.run('scheduler email server none');
  await scheduler.run('scheduler restart');
  const wish = { ...(await mail.meeting(space)), dtEnd: await mail.local('09-15', '11'), timeZone: 'Europe/Oslo' };
  const { status, body } = await meetings.tryCreate(wish);
  judge(meetingIsMade, { status, body });
  judge(nothingIsSent, { mails: (await mailbox.all(3)).slice(earlier.length) });
});
