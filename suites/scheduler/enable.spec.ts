import {
  bundle,
  enableFailsAt,
  enableIsAccepted,
  enableIsRefused,
  enableSucceeds,
  keyAndChain,
  listingChangesTo,
  listingShows,
  requirement,
  startIsLogged,
} from '../../fixtures/index.ts';

requirement('SCHED-ENABLE-01', async ({ scheduler, judge }) => {
  await scheduler.configureAll();
  const { lines } = await scheduler.run('scheduler enable');
  judge(enableSucceeds, { lines });
});

requirement('SCHED-ENABLE-02', async ({ scheduler, judge }) => {
  await scheduler.configureAll();
  await scheduler.run('scheduler enable');
  judge(listingShows, { lines: await scheduler.listing(), values: { Enabled: 'true' } });
});

requirement('SCHED-ENABLE-03', async ({ scheduler, judge }) => {
  await scheduler.configureAll();
  const before = await scheduler.listing();
  await scheduler.run('scheduler enable');
  judge(listingChangesTo, { before, after: await scheduler.listing(), values: {}, apart: ['Enabled'] });
});

requirement('SCHED-ENABLE-04', async ({ scheduler, judge }) => {
  await scheduler.listen();
  const { key, chain } = await scheduler.certs('https', keyAndChain(scheduler.leaf()));
  await scheduler.run(`scheduler c2w certs ${key} ${chain}`);
  await scheduler.trust(scheduler.authorities.root.certificate);
  const { lines } = await scheduler.run('scheduler enable');
  judge(enableIsAccepted, { lines });
});

requirement('SCHED-ENABLE-05', async ({ scheduler, pki, judge }) => {
  const leaf = scheduler.leaf();
  await scheduler.configureAll({ https: { ...keyAndChain(leaf), key: pki.mismatchedKey(leaf) } });
  const { lines } = await scheduler.run('scheduler enable');
  judge(enableFailsAt, { lines, check: 'httpsPair' });
});

requirement('SCHED-ENABLE-06', async ({ scheduler, pki, judge }) => {
  const { key, certificate } = scheduler.leaf();
  const stranger = pki.authority('Another root');
  await scheduler.configureAll({ https: { key, chain: bundle(certificate, stranger.certificate) } });
  const { lines } = await scheduler.run('scheduler enable');
  judge(enableFailsAt, { lines, check: 'httpsChain' });
});

requirement('SCHED-ENABLE-07', async ({ scheduler, pki, judge }) => {
  const leaf = scheduler.leaf();
  await scheduler.configureAll({ c2w: { ...keyAndChain(leaf), key: pki.mismatchedKey(leaf) } });
  const { lines } = await scheduler.run('scheduler enable');
  judge(enableFailsAt, { lines, check: 'c2wPair' });
});

requirement('SCHED-ENABLE-08', async ({ scheduler, judge }) => {
  await scheduler.configureAll({ c2w: keyAndChain(scheduler.expiredLeaf()) });
  const { lines } = await scheduler.run('scheduler enable');
  judge(enableFailsAt, { lines, check: 'c2wChain' });
});

requirement('SCHED-ENABLE-09', async ({ scheduler, judge }) => {
  const { key, certificate } = scheduler.leaf();
  await scheduler.configureAll({ c2w: { key, chain: bundle(certificate, scheduler.authorities.root.certificate) } });
  const { lines } = await scheduler.run('scheduler enable');
  judge(enableFailsAt, { lines, check: 'c2wChain' });
});

requirement('SCHED-ENABLE-10', async ({ scheduler, judge }) => {
  await scheduler.configureAll({ https: keyAndChain(scheduler.expiredLeaf()) });
  const { lines } = await scheduler.run('scheduler enable');
  judge(enableFailsAt, { lines, check: 'httpsChain' });
});

requirement('SCHED-ENABLE-11', async ({ scheduler, pki, judge }) => {
  const { key, certificate } = scheduler.leaf();
  const { root, intermediate } = scheduler.authorities;
  const namesake = pki.intermediate(root, intermediate.name);
  await scheduler.configureAll({ c2w: { key, chain: bundle(certificate, namesake.certificate, root.certificate) } });
  const { lines } = await scheduler.run('scheduler enable');
  judge(enableFailsAt, { lines, check: 'c2wChain' });
});

// where any failure will do, every check has a cause to fail

requirement('SCHED-ENABLE-12', async ({ scheduler, judge }) => {
  await scheduler.configureAll({ https: scheduler.unsound(), c2w: scheduler.unsound() });
  const { lines } = await scheduler.run('scheduler enable');
  judge(enableIsRefused, { lines });
});

requirement('SCHED-ENABLE-13', async ({ scheduler, judge }) => {
  await scheduler.configureAll({ https: scheduler.unsound(), c2w: scheduler.unsound() });
  await scheduler.run('scheduler enable');
  judge(listingShows, { lines: await scheduler.listing(), values: { Enabled: 'false' } });
});

requirement('SCHED-ENABLE-14', async ({ scheduler, judge }) => {
  await scheduler.configureAll({ https: scheduler.unsound(), c2w: scheduler.unsound() });
  const before = await scheduler.listing();
  await scheduler.run('scheduler enable');
  judge(listingChangesTo, { before, after: await scheduler.listing(), values: {}, apart: ['Enabled'] });
});

requirement('SCHED-ENABLE-15', async ({ scheduler, judge }) => {
  await scheduler.configureAll({ https: scheduler.unsound(), c2w: scheduler.unsound() });
  await scheduler.run('scheduler enable');
  await scheduler.certs('https', keyAndChain(scheduler.leaf()));
  await scheduler.certs('c2w', keyAndChain(scheduler.leaf()));
  const { lines } = await scheduler.run('scheduler enable');
  judge(enableIsAccepted, { lines });
});

requirement('SCHED-ENABLE-16', async ({ node, scheduler, bench, judge }) => {
  await scheduler.expectDisabled();
  await scheduler.enableAll();
  judge(startIsLogged, { lines: await bench.log(node) });
});
