import { type Defect, defect } from '../../policies/index.ts';

/** Faults of addresses. */
export const dialDefects: readonly Defect[] = [
  defect({
    id: 'dial-query-in-another-document',
    title: 'An access query is answered in a document of another name.',
    violates: ['DIAL-ACCESS-01'],
    policy: 'dial.queryRoot',
    with: (query) => (query === 'accessQuery' ? 'access' : query),
  }),
  defect({
    id: 'dial-lowest-priority-advertised',
    title: 'The domain with the lowest priority is advertised.',
    violates: ['DIAL-ACCESS-02'],
    policy: 'dial.advertisedDomain',
    with: (rules) => rules.toSorted((one, other) => one.priority - other.priority)[0]?.domain ?? '',
  }),
  defect({
    id: 'dial-query-of-unknown-tenant',
    title: 'An access query for a tenant that does not exist is answered.',
    violates: ['DIAL-ACCESS-03'],
    policy: 'api.missingReferenceIsRefused',
    with: (type) => type !== 'accessQuery',
  }),
  defect({
    id: 'dial-uri-of-nobody',
    title: 'The URIs of spaces without a tenant are nobody’s.',
    violates: ['DIAL-URI-01'],
    policy: 'dial.usersOf',
    with: (uri, tenant, used) => (tenant === '' ? [] : used.filter((one) => one.uri === uri && one.tenant === tenant)),
  }),
  defect({
    id: 'dial-uri-by-its-beginning',
    title: 'The beginning of a URI names its space.',
    violates: ['DIAL-URI-02'],
    policy: 'dial.usersOf',
    with: (uri, tenant, used) => used.filter((one) => one.uri.startsWith(uri) && one.tenant === tenant),
  }),
  defect({
    id: 'dial-uri-of-any-tenant',
    title: 'Without a tenant the spaces of all tenants are searched.',
    violates: ['DIAL-URI-03'],
    policy: 'dial.usersOf',
    with: (uri, tenant, used) => used.filter((one) => one.uri === uri && (tenant === '' || one.tenant === tenant)),
  }),
  defect({
    id: 'dial-uri-of-no-tenant',
    title: 'The spaces of tenants are never searched.',
    violates: ['DIAL-URI-04'],
    policy: 'dial.usersOf',
    with: (uri, _tenant, used) => used.filter((one) => one.uri === uri && one.tenant === ''),
  }),
  defect({
    id: 'dial-entry-without-call-id',
    title: 'The entry detail of a space has no call ID.',
    violates: ['DIAL-ENTRY-01'],
    policy: 'dial.entryDetail',
    with: ({ coSpace, uri }) => ({ coSpace, uri, callId: '' }),
  }),
  defect({
    id: 'dial-entry-without-domain',
    title: 'The entry detail of a space has the user part of its URI only.',
    violates: ['DIAL-ENTRY-02'],
    policy: 'dial.entryDetail',
    with: ({ uri, ...rest }) => ({ ...rest, uri: uri.split('@')[0] ?? '' }),
  }),
  defect({
    id: 'dial-ivr-twice',
    title: 'Two IVRs may have one URI.',
    violates: ['DIAL-IVR-01'],
    policy: 'dial.ivrUriIsTaken',
    with: () => false,
  }),
  defect({
    id: 'dial-rule-in-conflict',
    title: 'A rule may make one URI resolve to spaces of two tenants.',
    violates: ['DIAL-RULE-01'],
    policy: 'dial.ruleIsInConflict',
    with: () => false,
  }),
];
