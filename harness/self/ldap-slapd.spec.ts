import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { CertificateFactory, fullChain } from '../../fixtures/pki.ts';
import { Directory, type Entry } from '../clients/directory.ts';
import { startTestApi, type TestApi } from '../emulator/api/testing.ts';
import { ldapsearch, Slapd, slapdVersion } from './slapd.ts';

// Directories as others see them: the emulator takes users from OpenLDAP's slapd, and OpenLDAP's ldapsearch gets the same of
// slapd and of the harness' own server.

const suffix = 'dc=conformance,dc=example,dc=test';
const people = `ou=people,${suffix}`;
const reader = { dn: `cn=reader,${suffix}`, password: 'seven of nine' };
const sizeLimit = 100;
const count = 250;

const person = (number: number): Entry => ({
  dn: `uid=person${number},${people}`,
  attributes: {
    objectClass: ['top', 'person', 'organizationalPerson', 'inetOrgPerson', 'posixAccount'],
    uid: `person${number}`,
    cn: number === 7 ? ['Änne Ørsted', 'Ann (the 7th) * \\'] : `Person ${number}`,
    sn: `Number ${number}`,
    mail: `person${number}@${number % 2 === 0 ? 'even' : 'odd'}.example.test`,
    employeeType: number % 10 === 0 ? 'guest' : 'staff',
    uidNumber: String(1000 + number),
    gidNumber: '100',
    homeDirectory: `/home/person${number}`,
    ...(number === 8 ? { jpegPhoto: [Buffer.from([0xff, 0x00, 0x80, 0x0a]).toString('latin1')] } : {}),
  },
});

const entries: Entry[] = [
  { dn: suffix, attributes: { objectClass: ['top', 'dcObject', 'organization'], dc: 'conformance', o: 'Conformance' } },
  { dn: reader.dn, attributes: { objectClass: ['top', 'person'], cn: 'reader', sn: 'Reader' } },
  { dn: people, attributes: { objectClass: ['top', 'organizationalUnit'], ou: 'people' } },
  ...Array.from({ length: count }, (_value, index) => person(index + 1)),
];

let folder = '';
let slapd: Slapd;
let own: Directory;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cms-conformance-slapd-'));
  const pki = new CertificateFactory();
  const leaf = pki.leaf(pki.authority('Directory root'), ['127.0.0.1']);
  const identity = { key: leaf.key, chain: fullChain(leaf) };
  slapd = await Slapd.start(folder, { suffix, reader, entries, sizeLimit, identity });
  own = await Directory.start({ host: '127.0.0.1', login: reader, sizeLimit });
  own.entries = entries;
});

test.afterAll(async () => {
  await slapd?.stop();
  await own?.down();
  rmSync(folder, { recursive: true, force: true });
});

test('the peer is OpenLDAP', () => {
  const version = slapdVersion();
  test.info().annotations.push({ type: 'peer', description: version });
  expect(version).toMatch(/^slapd 2\./);
});

const searches: [string, string[]][] = [
  ['one entry', ['-b', people, '(uid=person7)']],
  ['in another case', ['-b', people.toUpperCase(), '(UID=PERSON7)']],
  ['blanks in a name', ['-b', `ou = people , ${suffix}`, '(uid=person7)']],
  [
    'and, or, not',
    ['-b', people, '(&(objectClass=inetOrgPerson)(|(uid=person1)(uid=person2)(uid=person10))(!(employeeType=guest)))'],
  ],
  ['a beginning', ['-b', people, '(uid=person1*)']],
  ['an end', ['-b', people, '(mail=*9@odd.example.test)']],
  ['several parts', ['-b', people, '(mail=p*s*1*@odd*test)']],
  ['letters beyond ASCII', ['-b', people, '(cn=änne*)']],
  ['escapes', ['-b', people, '(cn=Ann \\28the 7th\\29 \\2a \\5c)']],
  ['presence', ['-b', people, '(jpegPhoto=*)']],
  ['at least', ['-b', people, '(uidNumber>=1245)']],
  ['at most', ['-b', people, '(uidNumber<=1003)']],
  ['nothing', ['-b', people, '(uid=nobody)']],
  ['the base alone', ['-b', people, '-s', 'base']],
  ['one level', ['-b', suffix, '-s', 'one']],
  ['some attributes', ['-b', people, '(uid=person7)', 'cn', 'MAIL', 'description']],
  ['no attributes', ['-b', people, '(uid=person7)', '1.1']],
  ['types only', ['-b', people, '-A', '(uid=person7)']],
  ['a base that does not exist', ['-b', `ou=nowhere,${suffix}`]],
  ['a limit of the client', ['-b', people, '-z', '5', '(uid=*)', '1.1']],
  ['a limit of the server', ['-b', people, '(uid=*)', '1.1']],
  ['all, in pages', ['-b', people, '-E', 'pr=40/noprompt', '(uid=*)']],
  ['just one page', ['-b', people, '-E', 'pr=100/noprompt', '(uidNumber<=1100)']],
  ['a limit and pages', ['-b', people, '-z', '50', '-E', 'pr=40/noprompt', '(uid=*)', '1.1']],
];

for (const [name, args] of searches) {
  test(`ldapsearch gets the same of slapd and of our own server: ${name}`, async () => {
    const theirs = await ldapsearch(folder, slapd.ports.ldap, reader.dn, args);
    expect(await ldapsearch(folder, own.port, reader.dn, args)).toEqual(theirs);
    expect([0, 4, 32]).toContain(theirs.code);
  });
}

test('ldapsearch is refused by both with a wrong name', async () => {
  for (const port of [slapd.ports.ldap, own.port])
    expect(await ldapsearch(folder, port, `cn=other,${suffix}`, ['-b', people])).toEqual({ code: 49, entries: [] });
});

const idOf = (location: string) => location.split('/').at(-1) ?? '';
const form = (pairs: Record<string, string>) => new URLSearchParams(pairs).toString();

async function source(api: TestApi, port: number, more: Record<string, string> = {}): Promise<string> {
  const login = { username: reader.dn, password: reader.password, secure: 'false', ...more };
  const server = await api.post(
    '/api/v1/ldapServers',
    form({ address: '127.0.0.1', portNumber: String(port), ...login }),
  );
  const mapping = await api.post(
    '/api/v1/ldapMappings',
    form({
      jidMapping: '$uid$@meet.example.test',
      nameMapping: '$cn$',
      coSpaceNameMapping: 'Space of $cn$',
      coSpaceUriMapping: '$uid$',
    }),
  );
  const made = await api.post(
    '/api/v1/ldapSources',
    form({
      server: idOf(server.location),
      mapping: idOf(mapping.location),
      baseDn: people,
      filter: '(uidNumber>=1001)',
    }),
  );
  return idOf(made.location);
}

async function sync(api: TestApi, ldapSource: string): Promise<Record<string, string>> {
  const { location } = await api.post('/api/v1/ldapSyncs', form({ ldapSource, removeWhenFinished: 'false' }));
  await api.node.cluster.activities.settled();
  const { xml } = await api.get(location);
  return Object.fromEntries((xml?.children ?? []).map(({ name, text }) => [name, text]));
}

const total = async (api: TestApi, path: string) => (await api.get(path)).xml?.attributes.total;
const complete = (users: number) => ({
  state: 'complete',
  numUsersImported: String(users),
  numLdapSourcesComplete: '1',
});
const failed = { state: 'failed', failureReason: 'ldapError' };

test('the emulator takes users and spaces from slapd, more than it gives at once', async () => {
  const api = await startTestApi();
  const ldapSource = await source(api, slapd.ports.ldap);
  expect(await sync(api, ldapSource)).toEqual(complete(count));
  expect(await total(api, '/api/v1/users')).toBe(String(count));
  expect(await total(api, '/api/v1/coSpaces?filter=Space+of+%C3%84nne')).toBe('1');
  slapd.modify(
    `dn: uid=person250,${people}\nchangetype: delete\n\ndn: uid=person249,${people}\nchangetype: modify\nreplace: cn\ncn: Renamed\n`,
  );
  expect(await sync(api, ldapSource)).toEqual(complete(count - 1));
  expect(await total(api, '/api/v1/users?filter=person250@')).toBe('0');
  expect(await total(api, '/api/v1/coSpaces?filter=person250')).toBe('0');
  expect(await total(api, '/api/v1/users?filter=Renamed')).toBe('1');
  await api.close();
});

test('the emulator takes users from slapd over TLS', async () => {
  const api = await startTestApi();
  const { state } = await sync(api, await source(api, slapd.ports.ldaps, { secure: 'true' }));
  expect(state).toBe('complete');
  await api.close();
});

test('what slapd refuses is an error: a password, TLS where there is none, more than it gives at once', async () => {
  const api = await startTestApi();
  const { ldap } = slapd.ports;
  expect(await sync(api, await source(api, ldap, { password: 'another one' }))).toEqual(failed);
  expect(await sync(api, await source(api, ldap, { secure: 'true' }))).toEqual(failed);
  expect(await sync(api, await source(api, ldap, { usePagedResults: 'false' }))).toEqual(failed);
  expect(await total(api, '/api/v1/users')).toBe('0');
  await api.close();
});
