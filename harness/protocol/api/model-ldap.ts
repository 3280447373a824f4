import { boolean, field, ldapMapping, type NodeModel, number, reference, text } from './model.ts';

const readOnly = { written: 'never' } as const;
const listed = { shown: 'list' } as const;
const needed = { shown: 'list', required: true } as const;
const all = { collection: ['GET', 'POST'], object: ['GET', 'PUT', 'DELETE'] } as const;
const pages = { pageSize: 20, maxPage: 50 } as const;
const byTenant = { name: 'tenantFilter', match: 'equal', fields: ['tenant'] } as const;

/**
 * Directories, what is taken from them, and the users that came of it (CMS API blueprint, "LDAP Methods", "User Related
 * Methods", "Directory search locations"). Page sizes, and what the lists of sources for templates and of search locations
 * show, are inferred.
 */
export const ldapNodes: readonly NodeModel[] = [
  {
    type: 'ldapServer',
    collection: 'ldapServers',
    item: 'ldapServer',
    path: ['ldapServers'],
    verbs: all,
    fields: [
      field('address', text(), needed),
      field('name', text(), { ...listed, since: '2.9' }),
      field('username', text(), listed),
      // kept, and given back to nobody
      field('password', text(), { shown: 'never' }),
      field('portNumber', number(1, 65_535), needed),
      field('secure', boolean, needed),
      field('usePagedResults', boolean, { since: '2.1' }),
    ],
    filters: [{ name: 'filter', match: 'part', fields: ['address', 'name', 'username'] }],
    ...pages,
    missing: 'ldapServerDoesNotExist',
    noun: 'LDAP server',
  },
  {
    type: 'ldapMapping',
    collection: 'ldapMappings',
    item: 'ldapMapping',
    path: ['ldapMappings'],
    verbs: all,
    fields: [
      field('jidMapping', ldapMapping, listed),
      field('nameMapping', ldapMapping, listed),
      field('cdrTagMapping', ldapMapping, { since: '2.1' }),
      field('authenticationIdMapping', ldapMapping),
      field('coSpaceUriMapping', ldapMapping),
      field('coSpaceSecondaryUriMapping', ldapMapping),
      field('coSpaceNameMapping', ldapMapping),
      field('coSpaceCallIdMapping', ldapMapping),
    ],
    filters: [{ name: 'filter', match: 'part', fields: ['jidMapping', 'nameMapping'] }],
    ...pages,
    missing: 'ldapMappingDoesNotExist',
    noun: 'LDAP mapping',
  },
  {
    type: 'ldapSource',
    collection: 'ldapSources',
    item: 'ldapSource',
    path: ['ldapSources'],
    verbs: all,
    fields: [
      field('server', reference('ldapServer'), needed),
      field('mapping', reference('ldapMapping'), needed),
      field('baseDn', text(), needed),
      field('filter', text(), listed),
      field('tenant', reference('tenant'), listed),
      field('userProfile', reference('userProfile'), { ...listed, since: '2.0' }),
      field('nonMemberAccess', boolean, { ...listed, since: '2.4', default: 'true' }),
    ],
    filters: [{ name: 'filter', match: 'part', fields: ['baseDn', 'filter'] }, byTenant],
    ...pages,
    missing: 'ldapSourceDoesNotExist',
    noun: 'LDAP source',
  },
  {
    type: 'ldapSync',
    collection: 'ldapSyncs',
    item: 'ldapSync',
    path: ['ldapSyncs'],
    verbs: { collection: ['GET', 'POST'], object: ['GET', 'DELETE'] },
    fields: [
      field('tenant', reference('tenant'), { shown: 'never', written: 'create' }),
      field('ldapSource', reference('ldapSource'), { shown: 'never', written: 'create' }),
      field('removeWhenFinished', boolean, { shown: 'never', written: 'create' }),
      field('state', text(), { ...listed, ...readOnly }),
      field('failureReason', text(), { ...listed, ...readOnly }),
      field('numUsersImported', number(), { ...listed, ...readOnly }),
      field('numLdapSourcesComplete', number(), { ...listed, ...readOnly }),
    ],
    filters: [],
    ...pages,
    missing: 'ldapSyncDoesNotExist',
    noun: 'LDAP sync',
  },
  {
    type: 'ldapUserCoSpaceTemplateSource',
    collection: 'ldapUserCoSpaceTemplateSources',
    item: 'ldapUserCoSpaceTemplateSource',
    path: ['ldapUserCoSpaceTemplateSources'],
    since: '2.9',
    verbs: all,
    fields: [
      field('coSpaceTemplate', reference('coSpaceTemplate'), needed),
      field('ldapSource', reference('ldapSource'), needed),
      field('filter', text(), listed),
    ],
    filters: [],
    ...pages,
    missing: 'ldapUserCoSpaceTemplateSourceDoesNotExist',
    noun: 'LDAP user coSpace template source',
  },
  {
    type: 'directorySearchLocation',
    collection: 'directorySearchLocations',
    item: 'directorySearchLocation',
    path: ['directorySearchLocations'],
    since: '1.8',
    verbs: all,
    fields: [
      field('ldapServer', reference('ldapServer'), needed),
      field('tenant', reference('tenant'), listed),
      field('baseDn', text(), listed),
      field('filterFormat', text(), listed),
      field('label', text(), listed),
      field('priority', number(), listed),
      // names of the directory's own fields
      ...['firstName', 'lastName', 'displayName', 'phone', 'mobile', 'email', 'sip', 'organisation'].map((name) =>
        field(name, text()),
      ),
    ],
    filters: [byTenant],
    ...pages,
    missing: 'directorySearchLocationDoesNotExist',
    noun: 'directory search location',
  },
  {
    type: 'user',
    collection: 'users',
    item: 'user',
    path: ['users'],
    verbs: { collection: ['GET'], object: ['GET'] },
    fields: [
      field('userJid', text(), { ...readOnly, ...listed }),
      field('tenant', reference('tenant'), { ...readOnly, ...listed }),
      field('name', text(), readOnly),
      field('email', text(), { ...readOnly, shownEmpty: true }),
      field('authenticationId', text(), { ...readOnly, since: '1.8' }),
      field('userProfile', reference('userProfile'), { ...readOnly, since: '2.0' }),
      field('cdrTag', text(), { ...readOnly, since: '2.1' }),
    ],
    filters: [
      { name: 'filter', match: 'part', fields: ['userJid', 'name'] },
      byTenant,
      { name: 'emailFilter', match: 'exact', fields: ['email'] },
      { name: 'cdrTagFilter', match: 'exact', fields: ['cdrTag'] },
    ],
    ...pages,
    missing: 'userDoesNotExist',
    noun: 'user',
  },
];
