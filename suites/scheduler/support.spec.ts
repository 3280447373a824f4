import { enableIsAccepted, requirement, schedulerStaysOff } from '../../fixtures/index.ts';

const supported = [
  ['SCHED-SUPPORT-01', 'cms1000', '3.3'],
  ['SCHED-SUPPORT-02', 'virtualized', '3.3'],
  ['SCHED-SUPPORT-03', 'cms1000', '3.4'],
  ['SCHED-SUPPORT-04', 'virtualized', '3.4'],
  ['SCHED-SUPPORT-05', 'cms1000', '3.5'],
  ['SCHED-SUPPORT-06', 'virtualized', '3.5'],
  ['SCHED-SUPPORT-07', 'cms2000', '3.5'],
] as const;

for (const [id, platform, version] of supported) {
  requirement(id, async ({ bench, schedulerOn, judge }) => {
    const scheduler = await schedulerOn(await bench.nodeWith({ platform, version }));
    await scheduler.tryToConfigureAll();
    const { lines } = await scheduler.run('scheduler enable');
    judge(enableIsAccepted, { lines });
  });
}

const unsupported = [
  ['SCHED-SUPPORT-08', 'cms2000', '3.4'],
  ['SCHED-SUPPORT-09', 'cms1000', '3.2'],
] as const;

for (const [id, platform, version] of unsupported) {
  requirement(id, async ({ bench, schedulerOn, judge }) => {
    const scheduler = await schedulerOn(await bench.nodeWith({ platform, version }));
    await scheduler.tryToConfigureAll();
    const { lines } = await scheduler.run('scheduler enable');
    judge(schedulerStaysOff, { enable: lines, listing: await scheduler.listing() });
  });
}

requirement('SCHED-COLOC-01', async ({ bench, schedulerOn, judge }) => {
  const scheduler = await schedulerOn(await bench.nodeWith({ roles: ['scheduler', 'webBridge'] }));
  await scheduler.tryToConfigureAll();
  const { lines } = await scheduler.run('scheduler enable');
  judge(schedulerStaysOff, { enable: lines, listing: await scheduler.listing() });
});
