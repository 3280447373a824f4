import { requirement } from '../../fixtures/index.ts';
import { areRefused, keepsSecret, listsItem, reads, spaceMapping } from '../../fixtures/ldap.ts';

requirement('LDAP-SERVER-01', async ({ ldap, judge }) => {
  const { password: _secret, ...expected } = ldap.anyServer();
  const server = await ldap.made('ldapServers', expected);
  judge(reads, { document: await ldap.get(`ldapServers/${server}`), expected });
});

requirement('LDAP-SERVER-02', async ({ ldap, judge }) => {
  const wanted = ldap.anyServer();
  const server = await ldap.made('ldapServers', wanted);
  judge(keepsSecret, await ldap.disclosures('ldapServers', server, wanted.password ?? ''));
});

requirement('LDAP-SERVER-03', async ({ ldap, judge }) => {
  const { password: _secret, ...expected } = ldap.anyServer();
  const id = await ldap.made('ldapServers', expected);
  judge(listsItem, { listing: await ldap.items('ldapServers'), id, expected });
});

requirement('LDAP-SERVER-04', async ({ ldap, judge }) => {
  const { address = '', portNumber = '', secure = '' } = ldap.anyServer();
  await ldap.made('ldapServers', { address, portNumber, secure });
  judge(areRefused, [
    await ldap.post('ldapServers', { portNumber, secure }),
    await ldap.post('ldapServers', { address, secure }),
    await ldap.post('ldapServers', { address, portNumber }),
  ]);
});

/** Every mapping that there is. */
const mappings = {
  jidMapping: '$sAMAccountName$@conformance.example.test',
  nameMapping: '$cn$',
  cdrTagMapping: '$employeeNumber$',
  authenticationIdMapping: '$userPrincipalName$',
  ...spaceMapping,
  coSpaceSecondaryUriMapping: '$sAMAccountName$.second',
  coSpaceCallIdMapping: '$telephoneNumber$',
};

requirement('LDAP-MAPPING-01', async ({ ldap, judge }) => {
  const mapping = await ldap.made('ldapMappings', mappings);
  judge(reads, { document: await ldap.get(`ldapMappings/${mapping}`), expected: mappings });
});

requirement('LDAP-MAPPING-02', async ({ ldap, judge }) => {
  const { jidMapping, nameMapping } = mappings;
  const id = await ldap.made('ldapMappings', mappings);
  judge(listsItem, { listing: await ldap.items('ldapMappings'), id, expected: { jidMapping, nameMapping } });
});

requirement('LDAP-SOURCE-01', async ({ ldap, judge }) => {
  const expected = {
    server: await ldap.made('ldapServers', ldap.anyServer()),
    mapping: await ldap.made('ldapMappings', mappings),
    tenant: await ldap.made('tenants', { name: 'conformance' }),
    userProfile: await ldap.made('userProfiles', {}),
    baseDn: 'ou=people,dc=conformance,dc=example,dc=test',
    filter: '(&(objectClass=person)(memberOf=cn=staff))',
    nonMemberAccess: 'false',
  };
  const source = await ldap.made('ldapSources', expected);
  judge(reads, { document: await ldap.get(`ldapSources/${source}`), expected });
});

requirement('LDAP-SOURCE-02', async ({ ldap, judge }) => {
  const expected = {
    server: await ldap.made('ldapServers', ldap.anyServer()),
    mapping: await ldap.made('ldapMappings', mappings),
    baseDn: 'ou=people,dc=conformance,dc=example,dc=test',
    filter: '(objectClass=person)',
    nonMemberAccess: 'false',
  };
  const id = await ldap.made('ldapSources', expected);
  judge(listsItem, { listing: await ldap.items('ldapSources'), id, expected });
});

requirement('LDAP-SOURCE-03', async ({ ldap, judge }) => {
  const server = await ldap.made('ldapServers', ldap.anyServer());
  const mapping = await ldap.made('ldapMappings', mappings);
  const baseDn = 'ou=people,dc=conformance,dc=example,dc=test';
  await ldap.made('ldapSources', { server, mapping, baseDn });
  judge(areRefused, [
    await ldap.post('ldapSources', { mapping, baseDn }),
    await ldap.post('ldapSources', { server, baseDn }),
    await ldap.post('ldapSources', { server, mapping }),
  ]);
});
