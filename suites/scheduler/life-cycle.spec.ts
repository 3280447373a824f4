import {
  enableIsAccepted,
  keyAndChain,
  listingChangesTo,
  listingShows,
  requirement,
  startIsLogged,
  statusIsDocumented,
  statusIsRunning,
  statusTells,
} from '../../fixtures/index.ts';

const configured = ['HTTPS configured', 'C2W configured'];

requirement('SCHED-STATUS-01', async ({ scheduler, judge }) => {
  await scheduler.enableAll();
  const { lines } = await scheduler.run('scheduler status');
  judge(statusIsDocumented, { lines });
});

requirement('SCHED-STATUS-02', async ({ scheduler, judge }) => {
  await scheduler.certs('c2w', keyAndChain(scheduler.leaf()));
  const { lines } = await scheduler.run('scheduler status');
  judge(statusTells, { lines, present: ['C2W configured'], absent: ['HTTPS configured'] });
});

requirement('SCHED-STATUS-03', async ({ scheduler, judge }) => {
  await scheduler.listen();
  await scheduler.certs('https', keyAndChain(scheduler.leaf()));
  const { lines } = await scheduler.run('scheduler status');
  judge(statusTells, { lines, present: ['HTTPS configured'], absent: ['C2W configured'] });
});

requirement('SCHED-STATUS-04', async ({ scheduler, judge }) => {
  await scheduler.configureAll();
  await scheduler.run('scheduler email server mail.example.test 25');
  const { lines } = await scheduler.run('scheduler status');
  judge(statusTells, { lines, present: configured, absent: ['Email server not configured'] });
});

requirement('SCHED-STATUS-05', async ({ scheduler, judge }) => {
  await scheduler.enableAll();
  await scheduler.run('scheduler disable');
  const { lines } = await scheduler.run('scheduler status');
  judge(statusTells, { lines, present: [], absent: ['Status: enabled', 'Running'] });
});

requirement('SCHED-STATUS-06', async ({ scheduler, judge }) => {
  await scheduler.run('scheduler email server mail.example.test 25');
  const { lines } = await scheduler.run('scheduler status');
  judge(statusTells, { lines, present: [], absent: [...configured, 'Email server not configured'] });
});

requirement('SCHED-DISABLE-01', async ({ scheduler, judge }) => {
  await scheduler.enableAll();
  await scheduler.run('scheduler disable');
  judge(listingShows, { lines: await scheduler.listing(), values: { Enabled: 'false' } });
});

requirement('SCHED-DISABLE-02', async ({ scheduler, judge }) => {
  await scheduler.enableAll();
  const before = await scheduler.listing();
  await scheduler.run('scheduler disable');
  judge(listingChangesTo, { before, after: await scheduler.listing(), values: {}, apart: ['Enabled'] });
});

requirement('SCHED-DISABLE-03', async ({ scheduler, judge }) => {
  await scheduler.enableAll();
  await scheduler.run('scheduler disable');
  const { lines } = await scheduler.run('scheduler enable');
  judge(enableIsAccepted, { lines });
});

requirement('SCHED-RESTART-01', async ({ scheduler, judge }) => {
  await scheduler.enableAll();
  const before = await scheduler.listing();
  await scheduler.run('scheduler restart');
  judge(listingChangesTo, { before, after: await scheduler.listing(), values: {}, apart: ['Enabled'] });
});

requirement('SCHED-RESTART-02', async ({ scheduler, judge }) => {
  await scheduler.enableAll();
  await scheduler.run('scheduler restart');
  const { lines } = await scheduler.run('scheduler status');
  judge(statusIsRunning, { lines });
});

requirement('SCHED-RESTART-03', async ({ node, scheduler, bench, judge }) => {
  await scheduler.enableAll();
  await bench.markLogs();
  await scheduler.run('scheduler restart');
  judge(startIsLogged, { lines: await bench.log(node) });
});

requirement('SCHED-REBOOT-01', async ({ node, scheduler, bench, judge }) => {
  await scheduler.configureAll();
  const before = await scheduler.listing();
  await bench.reboot(node);
  judge(listingChangesTo, { before, after: await scheduler.listing(), values: {} });
});

requirement('SCHED-REBOOT-02', async ({ node, scheduler, bench, judge }) => {
  await scheduler.enableAll();
  await bench.reboot(node);
  const { lines } = await scheduler.run('scheduler status');
  judge(statusIsRunning, { lines });
});
