import { mailIsSecured, mailIsSentAs, nothingIsSent, requirement } from '../../fixtures/index.ts';

requirement('MAIL-SMTP-01', async ({ mail, meetings, judge }) => {
  const mailbox = await mail.mailbox({ tls: 'starttls' });
  await mail.deliverTo(mailbox, { protocol: 'smtp', starttls: 'disable' });
  await meetings.create(await mail.meeting(await mail.space()));
  judge(mailIsSecured, { mails: await mailbox.received(3), secured: false });
});

requirement('MAIL-SMTP-02', async ({ mail, meetings, judge }) => {
  const mailbox = await mail.mailbox({ tls: 'smtps' });
  await mail.deliverTo(mailbox, { protocol: 'smtps' });
  await meetings.create(await mail.meeting(await mail.space()));
  judge(mailIsSecured, { mails: await mailbox.received(3), secured: true });
});

requirement('MAIL-SMTP-03', async ({ mail, meetings, judge }) => {
  const mailbox = await mail.mailbox({ tls: 'starttls' });
  await mail.deliverTo(mailbox, { starttls: 'enable' });
  await meetings.create(await mail.meeting(await mail.space()));
  judge(mailIsSecured, { mails: await mailbox.received(3), secured: true });
});

requirement('MAIL-SMTP-04', async ({ mail, meetings, judge }) => {
  const mailbox = await mail.mailbox({ tls: 'none' });
  await mail.deliverTo(mailbox, { starttls: 'enable' });
  await meetings.create(await mail.meeting(await mail.space()));
  judge(nothingIsSent, { mails: await mailbox.afterVisit() });
});

requirement('MAIL-AUTH-01', async ({ mail, meetings, judge }) => {
  const login = mail.login();
  const mailbox = await mail.mailbox({ tls: 'smtps', login });
  await mail.deliverTo(mailbox, { protocol: 'smtps', auth: 'enable', login });
  await meetings.create(await mail.meeting(await mail.space()));
  judge(mailIsSentAs, { mails: await mailbox.received(3), user: login.username });
});

requirement('MAIL-AUTH-02', async ({ mail, meetings, judge }) => {
  const login = mail.login();
  const mailbox = await mail.mailbox({ tls: 'smtps', login });
  await mail.deliverTo(mailbox, { protocol: 'smtps', auth: 'disable', login });
  await meetings.create(await mail.meeting(await mail.space()));
  judge(mailIsSentAs, { mails: await mailbox.received(3), user: null });
});

requirement('MAIL-AUTH-03', async ({ mail, meetings, judge }) => {
  const login = mail.login();
  const mailbox = await mail.mailbox({ tls: 'smtps', login });
  const wrong = { ...login, password: mail.login().password };
  await mail.deliverTo(mailbox, { protocol: 'smtps', auth: 'enable', login: wrong });
  await meetings.create(await mail.meeting(await mail.space()));
  judge(nothingIsSent, { mails: await mailbox.afterVisit() });
});

requirement('MAIL-TRUST-01', async ({ mail, meetings, judge }) => {
  const mailbox = await mail.mailbox({ tls: 'smtps', identity: mail.strangerIdentity() });
  await mail.deliverTo(mailbox, { protocol: 'smtps' });
  await meetings.create(await mail.meeting(await mail.space()));
  judge(nothingIsSent, { mails: await mailbox.afterVisit() });
});

requirement('MAIL-TRUST-02', async ({ mail, meetings, judge }) => {
  const mailbox = await mail.mailbox({ tls: 'smtps', identity: mail.expiredIdentity() });
  await mail.deliverTo(mailbox, { protocol: 'smtps' });
  await meetings.create(await mail.meeting(await mail.space()));
  judge(nothingIsSent, { mails: await mailbox.afterVisit() });
});

requirement('MAIL-TRUST-03', async ({ mail, meetings, judge }) => {
  const mailbox = await mail.mailbox({ tls: 'smtps', identity: mail.otherHostIdentity() });
  await mail.deliverTo(mailbox, { protocol: 'smtps' });
  await meetings.create(await mail.meeting(await mail.space()));
  judge(nothingIsSent, { mails: await mailbox.afterVisit() });
});

requirement('MAIL-TRUST-04', async ({ mail, meetings, judge }) => {
  const mailbox = await mail.mailbox({ tls: 'starttls', identity: mail.strangerIdentity() });
  await mail.deliverTo(mailbox, { starttls: 'enable' });
  await meetings.create(await mail.meeting(await mail.space()));
  judge(nothingIsSent, { mails: await mailbox.afterVisit() });
});

requirement('MAIL-TRUST-05', async ({ mail, meetings, judge }) => {
  const mailbox = await mail.mailbox({ tls: 'smtps', identity: mail.futureIdentity() });
  await mail.deliverTo(mailbox, { protocol: 'smtps' });
  await meetings.create(await mail.meeting(await mail.space()));
  judge(nothingIsSent, { mails: await mailbox.afterVisit() });
});
