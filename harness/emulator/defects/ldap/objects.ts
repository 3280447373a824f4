import { type Defect, defect } from '../../policies/index.ts';

/** Faults of the objects that say what is taken from directories. */
export const ldapObjectDefects: readonly Defect[] = [
  defect({
    id: 'ldap-server-without-username',
    title: 'The document of an LDAP server lacks the user name.',
    violates: ['LDAP-SERVER-01'],
    policy: 'api.elements',
    with: (type, where, elements) => without(elements, type === 'ldapServer' && where === 'object' ? 'username' : ''),
  }),
  defect({
    id: 'ldap-password-in-name',
    title: 'An LDAP server that was given no name is called by its login, password included.',
    violates: ['LDAP-SERVER-02'],
    policy: 'ldap.unnamedServer',
    with: ({ username, password }) => `${username}:${password}`,
  }),
  defect({
    id: 'ldap-servers-without-security',
    title: 'The list of LDAP servers does not tell which ones are secure.',
    violates: ['LDAP-SERVER-03'],
    policy: 'api.elements',
    with: (type, where, elements) => without(elements, type === 'ldapServer' && where === 'list' ? 'secure' : ''),
  }),
  defect({
    id: 'ldap-server-without-port',
    title: 'An LDAP server is created without a port.',
    violates: ['LDAP-SERVER-04'],
    policy: 'api.requiredIsDemanded',
    with: (type, field) => type !== 'ldapServer' || field !== 'portNumber',
  }),
  defect({
    id: 'ldap-mapping-forgets-tag',
    title: 'The document of an LDAP mapping lacks the mapping for CDR tags.',
    violates: ['LDAP-MAPPING-01'],
    policy: 'api.elements',
    with: (type, _where, elements) => without(elements, type === 'ldapMapping' ? 'cdrTagMapping' : ''),
  }),
  defect({
    id: 'ldap-mappings-without-names',
    title: 'The list of LDAP mappings lacks the mapping for names.',
    violates: ['LDAP-MAPPING-02'],
    policy: 'api.elements',
    with: (type, where, elements) => without(elements, type === 'ldapMapping' && where === 'list' ? 'nameMapping' : ''),
  }),
  defect({
    id: 'ldap-source-without-profile',
    title: 'The document of an LDAP source lacks its user profile.',
    violates: ['LDAP-SOURCE-01'],
    policy: 'api.elements',
    with: (type, where, elements) =>
      without(elements, type === 'ldapSource' && where === 'object' ? 'userProfile' : ''),
  }),
  defect({
    id: 'ldap-sources-without-filter',
    title: 'The list of LDAP sources lacks their filters.',
    violates: ['LDAP-SOURCE-02'],
    policy: 'api.elements',
    with: (type, where, elements) => without(elements, type === 'ldapSource' && where === 'list' ? 'filter' : ''),
  }),
  defect({
    id: 'ldap-source-without-base',
    title: 'An LDAP source is created without the place where its search begins.',
    violates: ['LDAP-SOURCE-03'],
    policy: 'api.requiredIsDemanded',
    with: (type, field) => type !== 'ldapSource' || field !== 'baseDn',
  }),
  defect({
    id: 'ldap-never-secure',
    title: 'The bridge speaks with every directory without TLS.',
    violates: ['LDAP-LINK-01'],
    policy: 'ldap.usesTls',
    with: () => false,
  }),
  defect({
    id: 'ldap-always-secure',
    title: 'The bridge speaks TLS with every directory.',
    violates: ['LDAP-LINK-02'],
    policy: 'ldap.usesTls',
    with: () => true,
  }),
  defect({
    id: 'ldap-anonymous',
    title: 'The bridge logs in at directories without name and password.',
    violates: ['LDAP-LINK-03'],
    policy: 'ldap.login',
    with: () => ({ username: '', password: '' }),
  }),
  defect({
    id: 'ldap-never-in-pages',
    title: 'The bridge asks for results in pages only when that is switched on.',
    violates: ['LDAP-LINK-04'],
    policy: 'ldap.usesPages',
    with: (usePagedResults) => usePagedResults === 'true',
  }),
  defect({
    id: 'ldap-always-in-pages',
    title: 'The bridge asks for results in pages also when that is switched off.',
    violates: ['LDAP-LINK-05'],
    policy: 'ldap.usesPages',
    with: () => true,
  }),
];

function without<Element extends readonly [string, string]>(
  elements: readonly Element[],
  name: string,
): readonly Element[] {
  return name === '' ? elements : elements.filter(([own]) => own !== name);
}
