import { requirement } from '../../fixtures/index.ts';
import { isKept, listsExactly, listsOnly, reads } from '../../fixtures/ldap.ts';

requirement('LDAP-SYNC-01', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const people = [directory.add('ann'), directory.add('bob')];
  await ldap.synced(await ldap.source(directory));
  const listing = await ldap.items(`users?filter=${directory.marker}`);
  judge(listsExactly, { listing, field: 'userJid', expected: people.map(({ jid }) => jid) });
});

requirement('LDAP-SYNC-02', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const [ann, bob] = [directory.add('ann'), directory.add('bob', { employeeType: 'guest' })];
  await ldap.synced(await ldap.source(directory, { source: { filter: '(&(uid=*)(!(employeeType=guest)))' } }));
  await ldap.userOf(ann);
  const listing = await ldap.items(`users?filter=${directory.marker}`);
  judge(listsOnly, { listing, field: 'userJid', present: [], absent: [bob.jid] });
});

requirement('LDAP-SYNC-03', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const [ann, bob] = [directory.add('ann', {}, 'people'), directory.add('bob', {}, 'others')];
  await ldap.synced(await ldap.source(directory, { source: { baseDn: directory.base('people') } }));
  await ldap.userOf(ann);
  const listing = await ldap.items(`users?filter=${directory.marker}`);
  judge(listsOnly, { listing, field: 'userJid', present: [], absent: [bob.jid] });
});

requirement('LDAP-SYNC-04', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const ann = directory.add('ann');
  await ldap.synced(await ldap.source(directory, { mapping: { nameMapping: '$sn$, $givenName$ (conformance)' } }));
  const document = await ldap.get(`users/${await ldap.userOf(ann)}`);
  judge(reads, { document, expected: { name: `${ann.surname}, ${ann.givenName} (conformance)` } });
});

requirement('LDAP-SYNC-05', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const ann = directory.add('ann');
  await ldap.synced(await ldap.source(directory, { mapping: { authenticationIdMapping: '$employeeNumber$' } }));
  const document = await ldap.get(`users/${await ldap.userOf(ann)}`);
  judge(reads, { document, expected: { authenticationId: ann.employeeNumber } });
});

requirement('LDAP-SYNC-06', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const ann = directory.add('ann');
  const source = await ldap.source(directory);
  await ldap.synced(source);
  await ldap.userOf(ann);
  directory.change(ann, { givenName: 'Änne' });
  await ldap.synced(source);
  const document = await ldap.get(`users/${await ldap.userOf(ann)}`);
  judge(reads, { document, expected: { name: `Änne ${ann.surname}` } });
});

requirement('LDAP-SYNC-07', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const [ann, bob] = [directory.add('ann'), directory.add('bob')];
  const source = await ldap.source(directory);
  await ldap.synced(source);
  await ldap.userOf(ann);
  directory.remove(ann);
  await ldap.synced(source);
  const listing = await ldap.items(`users?filter=${directory.marker}`);
  judge(listsOnly, { listing, field: 'userJid', present: [bob.jid], absent: [ann.jid] });
});

requirement('LDAP-SYNC-08', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const [ann, bob] = [directory.add('ann', {}, 'people'), directory.add('bob', {}, 'others')];
  const source = await ldap.source(directory, { source: { baseDn: directory.base('people') } });
  await ldap.source(directory, { source: { baseDn: directory.base('others') } });
  await ldap.synced(source);
  await ldap.userOf(ann);
  const listing = await ldap.items(`users?filter=${directory.marker}`);
  judge(listsOnly, { listing, field: 'userJid', present: [], absent: [bob.jid] });
});

requirement('LDAP-SYNC-09', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const [ann, bob] = [directory.add('ann', {}, 'people'), directory.add('bob', {}, 'others')];
  const tenant = await ldap.made('tenants', { name: directory.marker });
  await ldap.source(directory, { source: { baseDn: directory.base('people'), tenant } });
  await ldap.source(directory, { source: { baseDn: directory.base('others') } });
  await ldap.sync({ tenant });
  await ldap.userOf(ann);
  const listing = await ldap.items(`users?filter=${directory.marker}`);
  judge(listsOnly, { listing, field: 'userJid', present: [], absent: [bob.jid] });
});

requirement('LDAP-USER-01', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const [ann, bob] = [directory.add('ann'), directory.add('bob')];
  await ldap.synced(await ldap.source(directory));
  const listing = await ldap.items(`users?filter=${encodeURIComponent(ann.jid)}`);
  judge(listsOnly, { listing, field: 'userJid', present: [ann.jid], absent: [bob.jid] });
});

requirement('LDAP-USER-02', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const ann = directory.add('ann');
  const bob = directory.add('bob', { mail: `not-${ann.email}` });
  await ldap.synced(await ldap.source(directory));
  const email = await ldap.textOf(`users/${await ldap.userOf(ann)}`, 'email');
  const listing = await ldap.items(`users?emailFilter=${encodeURIComponent(email)}`);
  judge(listsOnly, { listing, field: 'userJid', present: [ann.jid], absent: [bob.jid] });
});

requirement('LDAP-USER-03', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const [ann, bob] = [directory.add('ann'), directory.add('bob')];
  await ldap.synced(await ldap.source(directory, { mapping: { cdrTagMapping: '$employeeNumber$' } }));
  const listing = await ldap.items(`users?cdrTagFilter=${ann.employeeNumber}`);
  judge(listsOnly, { listing, field: 'userJid', present: [ann.jid], absent: [bob.jid] });
});

requirement('LDAP-USER-04', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const ann = directory.add('ann');
  const tenant = await ldap.made('tenants', { name: directory.marker });
  await ldap.synced(await ldap.source(directory, { source: { tenant } }));
  judge(reads, { document: await ldap.get(`users/${await ldap.userOf(ann)}`), expected: { tenant } });
  const listing = await ldap.items(`users?tenantFilter=${tenant}`);
  judge(listsExactly, { listing, field: 'userJid', expected: [ann.jid] });
});

requirement('LDAP-USER-05', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const ann = directory.add('ann');
  await ldap.synced(await ldap.source(directory));
  const user = `users/${await ldap.userOf(ann)}`;
  const answer = await ldap.delete(user);
  judge(isKept, { answer, reasons: ['invalidOperation'], after: await ldap.get(user) });
});

requirement('LDAP-USER-06', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const ann = directory.add('ann');
  const userProfile = await ldap.made('userProfiles', {});
  await ldap.synced(await ldap.source(directory, { source: { userProfile } }));
  const document = await ldap.get(`users/${await ldap.userOf(ann)}`);
  judge(reads, { document, expected: { userProfile } });
});
