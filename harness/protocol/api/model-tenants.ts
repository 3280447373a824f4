import { boolean, field, type NodeModel, number, reference, text, uncheckedReference } from './model.ts';
import {
  all,
  filterByCallLegProfile,
  filterByPart,
  filterByUsage,
  listed,
  listedReadOnly,
  nodeDefaults,
} from './model-parts.ts';

const removedIn3: readonly string[] = [
  'canCreateCoSpaces',
  'canCreateCalls',
  'canUseExternalDevices',
  'canMakePhoneCalls',
  'userToUserMessagingAllowed',
  'canReceiveCalls',
  'canSendEmailInvite',
];

/** Tenants, and what users may (CMS API blueprint, "Multi-tenancy", "User Profile Methods"). */
export const tenantNodes: readonly NodeModel[] = [
  {
    ...nodeDefaults,
    type: 'tenant',
    collection: 'tenants',
    item: 'tenant',
    path: ['tenants'],
    verbs: all,
    fields: [
      field('name', text(), { ...listed, required: true }),
      field('tenantGroup', reference('tenantGroup'), listed),
      field('callLegProfile', reference('callLegProfile')),
      field('callProfile', reference('callProfile')),
      field('dtmfProfile', reference('dtmfProfile')),
      field('ivrBrandingProfile', reference('ivrBrandingProfile')),
      field('callBrandingProfile', reference('callBrandingProfile')),
      field('participantLimit', number()),
      field('userProfile', reference('userProfile')),
      field('dialInSecurityProfile', reference('dialInSecurityProfile'), { since: '3.0' }),
      field('webBridgeProfile', reference('webBridgeProfile'), { since: '3.0' }),
    ],
    filters: [filterByPart('name'), filterByCallLegProfile],
    missing: 'tenantDoesNotExist',
    noun: 'tenant',
  },
  {
    ...nodeDefaults,
    type: 'tenantGroup',
    collection: 'tenantGroups',
    item: 'tenantGroup',
    path: ['tenantGroups'],
    verbs: all,
    fields: [],
    missing: 'tenantGroupDoesNotExist',
    noun: 'tenant group',
  },
  {
    ...nodeDefaults,
    type: 'userCoSpace',
    collection: 'userCoSpaces',
    item: 'userCoSpace',
    // only below a user
    path: [],
    verbs: { collection: ['GET'], object: [] },
    fields: [field('coSpaceId', uncheckedReference('coSpace'), listedReadOnly)],
    missing: 'unrecognisedObject',
    noun: 'coSpace of a user',
  },
  {
    ...nodeDefaults,
    type: 'userProfile',
    collection: 'userProfiles',
    item: 'userProfile',
    path: ['userProfiles'],
    verbs: all,
    fields: [
      ...removedIn3.map((name) => field(name, boolean, { removed: '3.0' })),
      ...[
        'audioParticipationAllowed',
        'videoParticipationAllowed',
        'presentationParticipationAllowed',
        'hasLicense',
      ].map((name) => field(name, boolean)),
    ],
    filters: [filterByUsage('userProfile')],
    missing: 'userProfileDoesNotExist',
    noun: 'user profile',
  },
];
