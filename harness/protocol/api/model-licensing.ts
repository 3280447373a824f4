import { field, type NodeModel, number, text, uncheckedReference } from './model.ts';
import { nodeDefaults, reading, readOnly } from './model-parts.ts';

const only = { ...nodeDefaults, missing: 'unrecognisedObject' } as const;
const counted = { ...readOnly, shown: 'list' } as const;

/** Licences and their use (CMS API blueprint, "Licensing", "Multiparty Licensing"; call-bridge-api 17.2). */
export const licensingNodes: readonly NodeModel[] = [
  {
    ...only,
    type: 'licensing',
    collection: 'licensing',
    item: 'licensing',
    path: ['system', 'licensing'],
    singleton: true,
    form: 'document',
    verbs: reading,
    fields: [],
    noun: 'licensing',
  },
  {
    ...only,
    type: 'clusterLicensing',
    collection: 'clusterLicensing',
    item: 'clusterLicensing',
    path: ['clusterLicensing'],
    singleton: true,
    form: 'document',
    since: '3.0',
    verbs: reading,
    fields: [],
    noun: 'cluster licensing',
  },
  {
    ...only,
    type: 'multipartyLicensing',
    collection: 'multipartyLicensing',
    item: 'multipartyLicensing',
    path: ['system', 'multipartyLicensing'],
    singleton: true,
    verbs: reading,
    fields: [
      field('timestamp', text(), readOnly),
      // deprecated in 3.0
      field('personalLicenseLimit', number(), readOnly),
      field('sharedLicenseLimit', number(), readOnly),
      field('capacityUnitLimit', number(), readOnly),
      field('users', number(), readOnly),
      field('personalLicenses', number(), readOnly),
      field('participantsActive', number(), readOnly),
      field('callsActive', number(), readOnly),
      field('weightedCallsActive', text(), readOnly),
      field('callsWithoutPersonalLicense', number(), readOnly),
      field('weightedCallsWithoutPersonalLicense', text(), readOnly),
      field('capacityUnitUsage', text(), readOnly),
      field('capacityUnitUsageWithoutPersonalLicense', text(), readOnly),
    ],
    noun: 'multiparty licensing',
  },
  {
    ...only,
    type: 'activePersonalLicense',
    collection: 'activePersonalLicenses',
    item: 'activePersonalLicense',
    path: ['system', 'multipartyLicensing', 'activePersonalLicenses'],
    verbs: { collection: ['GET'], object: [] },
    // what an item holds is not documented (inferred)
    fields: [field('user', uncheckedReference('user'), counted)],
    noun: 'active personal licence',
  },
  {
    ...only,
    type: 'licenseUsage',
    collection: 'MPLicenseUsage',
    item: 'entry',
    path: ['system', 'MPLicenseUsage'],
    since: '2.6',
    verbs: { collection: ['GET'], object: [] },
    fields: [
      field('time', text(), { ...counted, attribute: true }),
      field('hostId', text(), { ...readOnly, shown: 'never' }),
      field('pmp', number(), counted),
      field('pmpAssigned', number(), { ...counted, since: '3.0' }),
      ...['smpAud', 'smpPtP', 'smpFull', 'rec', 'str'].map((name) => field(name, number(), counted)),
    ],
    filters: [
      { name: 'startTime', match: 'atLeast', fields: ['time'] },
      { name: 'endTime', match: 'atMost', fields: ['time'] },
      { name: 'hostId', match: 'equal', fields: ['hostId'] },
    ],
    noun: 'licence usage',
  },
  {
    ...only,
    type: 'licenseHost',
    collection: 'knownHosts',
    item: 'host',
    path: ['system', 'MPLicenseUsage', 'knownHosts'],
    since: '2.6',
    verbs: { collection: ['GET'], object: [] },
    fields: [],
    noun: 'host',
  },
];
