import {
  enableIsAccepted,
  listingChangesTo,
  listingShows,
  requirement,
  statusIsDocumented,
  statusIsRunning,
} from '../../fixtures/index.ts';

requirement('SCHED-STATUS-01', async ({ scheduler, judge }) => {
  await scheduler.enableAll();
  const { lines } = await scheduler.run('scheduler status');
  judge(statusIsDocumented, { lines });
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
