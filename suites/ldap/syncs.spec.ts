import { requirement } from '../../fixtures/index.ts';
import { isCancelled, isGone, isRefused, lacks, longestQueue, reads, spaceMapping } from '../../fixtures/ldap.ts';

requirement('LDAP-SYNC-10', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const { id: ldapSource } = await ldap.source(directory);
  const sync = await ldap.made('ldapSyncs', { ldapSource });
  judge(isGone, await ldap.afterwards(sync));
});

requirement('LDAP-SYNC-11', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const { id: ldapSource } = await ldap.source(directory);
  const sync = await ldap.made('ldapSyncs', { ldapSource, removeWhenFinished: 'false' });
  judge(reads, { document: await ldap.ended(sync), expected: { state: 'complete' } });
});

requirement('LDAP-SYNC-12', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  for (const name of ['ann', 'bob']) directory.add(name);
  const { id: ldapSource } = await ldap.source(directory);
  const document = await ldap.completed(await ldap.queue({ ldapSource }));
  judge(reads, { document, expected: { numUsersImported: '2', numLdapSourcesComplete: '1' } });
});

requirement('LDAP-SYNC-13', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const { id: ldapSource } = await ldap.source(directory);
  directory.hold();
  const sync = await ldap.queue({ ldapSource });
  await directory.asked();
  judge(lacks, { document: await ldap.get(`ldapSyncs/${sync}`), elements: ['numLdapSourcesComplete'] });
});

requirement('LDAP-SYNC-14', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const { id: ldapSource } = await ldap.source(directory);
  directory.hold();
  const sync = await ldap.queue({ ldapSource });
  await directory.asked();
  judge(reads, { document: await ldap.get(`ldapSyncs/${sync}`), expected: { state: 'inProgress' } });
});

requirement('LDAP-SYNC-15', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const bob = directory.add('bob', {}, 'others');
  const first = await ldap.source(directory, { source: { baseDn: directory.base('people') } });
  const second = await ldap.source(directory, { source: { baseDn: directory.base('others') } });
  directory.hold();
  const running = await ldap.queue({ ldapSource: first.id });
  await directory.asked();
  const waiting = await ldap.waiting({ ldapSource: second.id });
  const answer = await ldap.delete(`ldapSyncs/${waiting}`);
  const after = await ldap.get(`ldapSyncs/${waiting}`);
  directory.server.release();
  await ldap.ended(running);
  await ldap.synced(first);
  judge(isCancelled, { answer, after, listing: await ldap.items(`users?filter=${bob.uid}`) });
});

requirement('LDAP-SYNC-16', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const { id: ldapSource } = await ldap.source(directory);
  directory.hold();
  const sync = await ldap.queue({ ldapSource });
  await directory.asked();
  const answer = await ldap.delete(`ldapSyncs/${sync}`);
  judge(isRefused, { answer, reasons: ['ldapSyncCannotBeCancelled'] });
});

requirement('LDAP-SYNC-17', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const { id: ldapSource } = await ldap.source(directory);
  const sync = await ldap.queue({ ldapSource });
  await ldap.completed(sync);
  const answer = await ldap.delete(`ldapSyncs/${sync}`);
  judge(isRefused, { answer, reasons: ['ldapSyncCannotBeCancelled'] });
});

requirement('LDAP-SYNC-18', async ({ ldap, bench, judge }) => {
  const directory = await ldap.directory();
  const { id: ldapSource } = await ldap.source(directory);
  directory.hold();
  await ldap.queue({ ldapSource });
  await directory.asked();
  const answer =
    (await ldap.refusedSync({ ldapSource })) ??
    bench.giveUp(`the target queues ${longestQueue} syncs; how many are too many is not documented`);
  judge(isRefused, { answer, reasons: ['tooManyLdapSyncs'] });
});

requirement('LDAP-FAIL-01', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const { id: ldapSource } = await ldap.source(directory, { server: { password: 'another one' } });
  const document = await ldap.over(await ldap.queue({ ldapSource }));
  judge(reads, { document, expected: { state: 'failed', failureReason: 'ldapError' } });
});

requirement('LDAP-FAIL-02', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const { id: ldapSource } = await ldap.source(directory);
  await directory.server.down();
  const document = await ldap.over(await ldap.queue({ ldapSource }));
  judge(reads, { document, expected: { state: 'failed', failureReason: 'ldapError' } });
});

requirement('LDAP-FAIL-03', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const { uid } = directory.add('ann');
  directory.add('double', { uid });
  const { id: ldapSource } = await ldap.source(directory, { mapping: spaceMapping });
  const document = await ldap.over(await ldap.queue({ ldapSource }));
  judge(reads, { document, expected: { state: 'failed', failureReason: 'clashOccurred' } });
});

requirement('LDAP-FAIL-04', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const [first, second] = [await ldap.source(directory), await ldap.source(directory)];
  directory.hold();
  await ldap.queue({ ldapSource: first.id });
  await directory.asked();
  const sync = await ldap.waiting({ ldapSource: second.id });
  await ldap.delete(`ldapSources/${second.id}`);
  directory.server.release();
  const document = await ldap.over(sync);
  judge(reads, { document, expected: { state: 'failed', failureReason: 'ldapSourceDoesNotExist' } });
});

requirement('LDAP-FAIL-05', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const { id: ldapSource } = await ldap.source(directory);
  const tenant = await ldap.made('tenants', { name: directory.marker });
  directory.hold();
  await ldap.queue({ ldapSource });
  await directory.asked();
  const sync = await ldap.waiting({ tenant });
  await ldap.delete(`tenants/${tenant}`);
  directory.server.release();
  const document = await ldap.over(sync);
  judge(reads, { document, expected: { state: 'failed', failureReason: 'tenantDoesNotExist' } });
});
