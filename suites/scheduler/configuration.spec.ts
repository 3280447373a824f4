import {
  commandsAreSilent,
  commandsAreTaken,
  filesAreListed,
  keyAndChain,
  listingChangesTo,
  listingHasKeys,
  listingIsOrdered,
  listingShows,
  requirement,
} from '../../fixtures/index.ts';

requirement('SCHED-FILES-01', async ({ scheduler, judge }) => {
  const { key, certificate } = scheduler.leaf();
  const files = [await scheduler.upload('own.key', key), await scheduler.upload('own.cer', certificate)];
  const { lines } = await scheduler.run('pki list');
  judge(filesAreListed, { lines, files });
});

requirement('SCHED-LIST-01', async ({ mmp, judge }) => {
  const { lines } = await mmp.run('scheduler');
  judge(listingHasKeys, { lines });
});

requirement('SCHED-LIST-02', async ({ mmp, judge }) => {
  const { lines } = await mmp.run('scheduler');
  judge(listingIsOrdered, { lines });
});

requirement('SCHED-SETTER-01', async ({ scheduler, judge }) => {
  const listen = await scheduler.listen();
  const https = await scheduler.certs('https', keyAndChain(scheduler.leaf()));
  const c2w = await scheduler.certs('c2w', keyAndChain(scheduler.leaf()));
  const trust = await scheduler.trust(scheduler.authorities.root.certificate);
  judge(commandsAreSilent, { answers: [listen, https.answer, c2w.answer, trust.answer] });
});

requirement('SCHED-HTTPS-01', async ({ scheduler, judge }) => {
  await scheduler.configureAll();
  const before = await scheduler.listing();
  await scheduler.run('scheduler https listen a 9444');
  const after = await scheduler.listing();
  judge(listingChangesTo, { before, after, values: { 'Https interface': 'a', 'Https port': '9444' } });
});

requirement('SCHED-HTTPS-02', async ({ scheduler, judge }) => {
  await scheduler.configureAll();
  const before = await scheduler.listing();
  await scheduler.run('scheduler https listen none');
  const after = await scheduler.listing();
  judge(listingChangesTo, { before, after, values: { 'Https interface': 'none', 'Https port': 'none' } });
});

requirement('SCHED-HTTPS-03', async ({ scheduler, judge }) => {
  await scheduler.configureAll();
  const before = await scheduler.listing();
  const { key, chain } = await scheduler.certs('https', keyAndChain(scheduler.leaf()));
  const after = await scheduler.listing();
  judge(listingChangesTo, { before, after, values: { 'Https key file': key, 'Https certificate file': chain } });
});

requirement('SCHED-HTTPS-04', async ({ scheduler, judge }) => {
  await scheduler.configureAll();
  const before = await scheduler.listing();
  await scheduler.run('scheduler https certs none');
  const after = await scheduler.listing();
  judge(listingChangesTo, { before, after, values: { 'Https key file': 'none', 'Https certificate file': 'none' } });
});

requirement('SCHED-C2W-01', async ({ scheduler, judge }) => {
  await scheduler.configureAll();
  const before = await scheduler.listing();
  const { key, chain } = await scheduler.certs('c2w', keyAndChain(scheduler.leaf()));
  const after = await scheduler.listing();
  judge(listingChangesTo, { before, after, values: { 'C2W Key file': key, 'C2W Full chain certificate file': chain } });
});

requirement('SCHED-C2W-02', async ({ scheduler, judge }) => {
  await scheduler.configureAll();
  const before = await scheduler.listing();
  await scheduler.run('scheduler c2w certs none');
  const after = await scheduler.listing();
  const values = { 'C2W Key file': 'none', 'C2W Full chain certificate file': 'none' };
  judge(listingChangesTo, { before, after, values });
});

requirement('SCHED-C2W-03', async ({ scheduler, judge }) => {
  await scheduler.configureAll();
  const before = await scheduler.listing();
  const { bundle } = await scheduler.trust(scheduler.authorities.root.certificate);
  const after = await scheduler.listing();
  judge(listingChangesTo, { before, after, values: { 'C2W Trust bundle': bundle } });
});

requirement('SCHED-C2W-04', async ({ scheduler, judge }) => {
  await scheduler.configureAll();
  const before = await scheduler.listing();
  await scheduler.run('scheduler c2w trust none');
  const after = await scheduler.listing();
  judge(listingChangesTo, { before, after, values: { 'C2W Trust bundle': 'none' } });
});

requirement('SCHED-EMAIL-01', async ({ scheduler, judge }) => {
  await scheduler.configureAll();
  const before = await scheduler.listing();
  await scheduler.run('scheduler email server mail.example.test 587');
  const after = await scheduler.listing();
  judge(listingChangesTo, { before, after, values: { 'Email Server': 'mail.example.test', 'Email Port': '587' } });
});

requirement('SCHED-EMAIL-02', async ({ scheduler, judge }) => {
  await scheduler.configureAll();
  await scheduler.run('scheduler email server 192.0.2.25 587');
  const before = await scheduler.listing();
  await scheduler.run('scheduler email server none');
  const after = await scheduler.listing();
  judge(listingChangesTo, { before, after, values: { 'Email Server': 'none', 'Email Port': 'none' } });
});

requirement('SCHED-EMAIL-03', async ({ scheduler, judge }) => {
  await scheduler.emailUsername('Meetings@example.test');
  judge(listingShows, { lines: await scheduler.listing(), values: { 'Email Username': 'Meetings@example.test' } });
});

requirement('SCHED-EMAIL-04', async ({ scheduler, judge }) => {
  await scheduler.emailUsername('Meetings@example.test');
  await scheduler.run('scheduler email remove username');
  judge(listingShows, { lines: await scheduler.listing(), values: { 'Email Username': 'none' } });
});

requirement('SCHED-EMAIL-05', async ({ scheduler, judge }) => {
  await scheduler.run('scheduler email server mail.example.test 2525');
  const before = await scheduler.listing();
  const answers = [
    await scheduler.run('scheduler email protocol smtps'),
    await scheduler.run('scheduler email protocol smtp'),
  ];
  judge(commandsAreTaken, { answers });
  judge(listingChangesTo, { before, after: await scheduler.listing(), values: {} });
});

requirement('SCHED-EMAIL-06', async ({ scheduler, judge }) => {
  await scheduler.run('scheduler email server mail.example.test 2525');
  const before = await scheduler.listing();
  const answers = [
    await scheduler.run('scheduler email auth enable'),
    await scheduler.run('scheduler email auth disable'),
  ];
  judge(commandsAreTaken, { answers });
  judge(listingChangesTo, { before, after: await scheduler.listing(), values: {} });
});

requirement('SCHED-EMAIL-07', async ({ scheduler, judge }) => {
  await scheduler.run('scheduler email server mail.example.test 2525');
  const before = await scheduler.listing();
  const answers = [
    await scheduler.run('scheduler email starttls enable'),
    await scheduler.run('scheduler email starttls disable'),
  ];
  judge(commandsAreTaken, { answers });
  judge(listingChangesTo, { before, after: await scheduler.listing(), values: {} });
});

requirement('SCHED-EMAIL-08', async ({ scheduler, judge }) => {
  const bundle = await scheduler.upload('mail.cer', scheduler.authorities.root.certificate);
  const before = await scheduler.listing();
  const answers = [
    await scheduler.run(`scheduler email trust ${bundle}`),
    await scheduler.run('scheduler email trust none'),
  ];
  judge(commandsAreTaken, { answers });
  judge(listingChangesTo, { before, after: await scheduler.listing(), values: {} });
});

requirement('SCHED-TIMED-01', async ({ scheduler, judge }) => {
  await scheduler.enableAll();
  const before = await scheduler.listing();
  const answers = [
    await scheduler.run('scheduler timedLogging webBridge 1'),
    await scheduler.run('scheduler timedLogging api 1'),
    await scheduler.run('scheduler timedLogging email 1'),
  ];
  judge(commandsAreTaken, { answers });
  judge(listingChangesTo, { before, after: await scheduler.listing(), values: {} });
});

requirement('SCHED-TIMED-02', async ({ mmp, judge }) => {
  judge(commandsAreTaken, { answers: [await mmp.run('scheduler timedLogging')] });
});
