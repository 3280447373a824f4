import { requirement } from '../../fixtures/index.ts';
import { asksInPages, connects, logsIn } from '../../fixtures/ldap.ts';

requirement('LDAP-LINK-01', async ({ ldap, judge }) => {
  const directory = await ldap.directory({ secure: true });
  const { id: ldapSource } = await ldap.source(directory, { server: { secure: 'true' } });
  await ldap.ended(await ldap.queue({ ldapSource }));
  judge(connects, { binds: directory.server.seen.binds, secured: true });
});

requirement('LDAP-LINK-02', async ({ ldap, judge }) => {
  const directory = await ldap.directory({ secure: false });
  const { id: ldapSource } = await ldap.source(directory, { server: { secure: 'false' } });
  await ldap.ended(await ldap.queue({ ldapSource }));
  judge(connects, { binds: directory.server.seen.binds, secured: false });
});

requirement('LDAP-LINK-03', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const { id: ldapSource } = await ldap.source(directory);
  await ldap.ended(await ldap.queue({ ldapSource }));
  judge(logsIn, { binds: directory.logins(), dn: directory.login.dn });
});

requirement('LDAP-LINK-04', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const { id: ldapSource } = await ldap.source(directory);
  await ldap.completed(await ldap.queue({ ldapSource }));
  judge(asksInPages, { searches: directory.server.seen.searches, paged: true });
});

requirement('LDAP-LINK-05', async ({ ldap, judge }) => {
  const directory = await ldap.directory();
  const { id: ldapSource } = await ldap.source(directory, { server: { usePagedResults: 'false' } });
  await ldap.completed(await ldap.queue({ ldapSource }));
  judge(asksInPages, { searches: directory.server.seen.searches, paged: false });
});
