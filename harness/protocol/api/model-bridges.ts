import { webBridgeStatuses } from '../c2w.ts';
import {
  boolean,
  choice,
  type FieldModel,
  field,
  type NodeModel,
  number,
  type ObjectType,
  reference,
  text,
  url,
} from './model.ts';
import {
  all,
  filterByPart,
  filterByTenant,
  filterByUsage,
  listed,
  nodeDefaults,
  reading,
  readOnly,
} from './model-parts.ts';

const scope = [
  field('callBridge', reference('callBridge')),
  field('callBridgeGroup', reference('callBridgeGroup'), { since: '2.1' }),
];

/** What a Web Bridge profile sets; with the value that counts where no profile sets it. */
export const webBridgeSettings: readonly FieldModel[] = [
  field('resourceArchive', text()),
  field('allowPasscodes', boolean, { default: 'true' }),
  field('allowSecrets', boolean, { default: 'true' }),
  field('userPortalEnabled', boolean, { default: 'true' }),
  field('allowUnauthenticatedGuests', boolean, { default: 'true' }),
  field('resolveCoSpaceCallIds', boolean, { default: 'true' }),
  field('resolveLyncConferenceIds', boolean, { default: 'false' }),
  field('resolveCoSpaceUris', choice('off', 'domainSuggestionDisabled', 'domainSuggestionEnabled'), { default: 'off' }),
];

/** Bridges and media services (CMS API blueprint, "Call Bridge Methods", "Web Bridge Methods", "TURN Server Methods"; call-bridge-api 16). */
export const bridgeNodes: readonly NodeModel[] = [
  {
    ...nodeDefaults,
    type: 'callBridge',
    collection: 'callBridges',
    item: 'callBridge',
    path: ['callBridges'],
    verbs: all,
    fields: [
      field('name', text(), listed),
      field('address', text()),
      field('sipDomain', text(), { shownEmpty: true }),
      field('callBridgeGroup', reference('callBridgeGroup'), { since: '2.1' }),
    ],
    missing: 'callBridgeDoesNotExist',
    noun: 'call bridge',
  },
  {
    ...nodeDefaults,
    type: 'callBridgeGroup',
    collection: 'callBridgeGroups',
    item: 'callBridgeGroup',
    path: ['callBridgeGroups'],
    since: '2.1',
    verbs: all,
    fields: [
      field('name', text(), listed),
      field('loadBalancingEnabled', boolean, { default: 'false' }),
      field('loadBalanceLyncCalls', boolean, { default: 'false' }),
      field('loadBalanceOutgoingCalls', boolean, { since: '2.2', default: 'false' }),
      field('loadBalanceUserCalls', boolean, { since: '2.3', default: 'true' }),
      field('loadBalanceIndirectCalls', boolean, { since: '2.4', default: 'false' }),
    ],
    missing: 'callBridgeGroupDoesNotExist',
    noun: 'call bridge group',
  },
  {
    ...nodeDefaults,
    type: 'webBridge',
    collection: 'webBridges',
    item: 'webBridge',
    path: ['webBridges'],
    verbs: all,
    fields: [
      field('url', text(), listed),
      field('resourceArchive', text(), { removed: '3.0' }),
      field('tenant', reference('tenant'), listed),
      field('tenantGroup', reference('tenantGroup')),
      field('idEntryMode', choice('secure', 'disabled', 'legacy'), { removed: '3.0', default: 'secure' }),
      field('allowWeblinkAccess', boolean, { removed: '3.0', default: 'true' }),
      field('showSignIn', boolean, { removed: '3.0', default: 'true' }),
      field('resolveCoSpaceCallIds', boolean, { removed: '3.0', default: 'true' }),
      field('resolveLyncConferenceIds', boolean, { removed: '3.0', default: 'false' }),
      ...scope,
      field('webBridgeProfile', reference('webBridgeProfile'), { since: '3.0' }),
    ],
    filters: [filterByPart('url'), filterByTenant],
    missing: 'webBridgeDoesNotExist',
    noun: 'web bridge',
  },
  status('webBridgeStatus', [field('status', choice(...webBridgeStatuses), readOnly)]),
  {
    ...nodeDefaults,
    type: 'customizationUpdate',
    collection: 'updateCustomization',
    item: 'updateCustomization',
    path: [],
    singleton: true,
    form: 'action',
    verbs: { collection: [], object: ['POST'] },
    fields: [],
    missing: 'unrecognisedObject',
    noun: 'customization',
  },
  {
    ...nodeDefaults,
    type: 'webBridgeProfile',
    collection: 'webBridgeProfiles',
    item: 'webBridgeProfile',
    path: ['webBridgeProfiles'],
    since: '3.0',
    verbs: all,
    // what is unset is inherited
    fields: [field('name', text(), listed), ...webBridgeSettings.map(({ default: _inherited, ...setting }) => setting)],
    filters: [filterByUsage('webBridgeProfile')],
    missing: 'webBridgeProfileDoesNotExist',
    noun: 'web bridge profile',
  },
  {
    ...nodeDefaults,
    type: 'effectiveWebBridgeProfile',
    collection: 'effectiveWebBridgeProfile',
    item: 'effectiveWebBridgeProfile',
    path: ['system', 'profiles', 'effectiveWebBridgeProfile'],
    singleton: true,
    since: '3.0',
    verbs: reading,
    fields: webBridgeSettings.map((setting) => ({ ...setting, ...readOnly })),
    missing: 'unrecognisedObject',
    noun: 'effective web bridge profile',
  },
  {
    ...nodeDefaults,
    type: 'turnServer',
    collection: 'turnServers',
    item: 'turnServer',
    path: ['turnServers'],
    verbs: all,
    fields: [
      field('serverAddress', text(), listed),
      field('clientAddress', text(), listed),
      field('username', text()),
      field('password', text(), { shown: 'never' }),
      field('type', choice('acano', 'cms', 'expressway', 'lyncEdge', 'standard'), { default: 'standard' }),
      field('numRegistrations', number()),
      field('tcpPortNumberOverride', number(0, 65_535)),
      ...scope,
    ],
    filters: [filterByPart('serverAddress', 'clientAddress')],
    missing: 'turnServerDoesNotExist',
    noun: 'TURN server',
  },
  { ...status('turnServerStatus', []), form: 'document' },
  mediaService('recorder', 'recorders', undefined),
  status('recorderStatus', serviceStatus('activeRecordings', ['lowDiskSpace'])),
  mediaService('streamer', 'streamers', '2.1'),
  status('streamerStatus', serviceStatus('activeStreams', [])),
];

/** `/status` of an object. */
function status(type: ObjectType, fields: FieldModel[]): NodeModel {
  return {
    ...nodeDefaults,
    type,
    collection: 'status',
    item: 'status',
    path: [],
    singleton: true,
    verbs: reading,
    fields,
    missing: 'unrecognisedObject',
    noun: 'status',
  };
}

/** Recorders and streamers; from 3.0 on call profiles name them by their SIP URI. */
function mediaService(
  type: 'recorder' | 'streamer',
  collection: 'recorders' | 'streamers',
  since: string | undefined,
): NodeModel {
  return {
    ...nodeDefaults,
    type,
    collection,
    item: type,
    path: [collection],
    ...(since ? { since } : {}),
    removed: '3.0',
    verbs: all,
    fields: [field('url', url, listed), ...scope],
    missing: `${type}DoesNotExist`,
    noun: type,
  };
}

function serviceStatus(count: string, further: readonly string[]): FieldModel[] {
  const states = ['unused', 'success', 'invalidAddress', 'dnsFailure', 'connectionFailure', 'remoteFailure'];
  return [field('status', choice(...states, 'unknownFailure', ...further), readOnly), field(count, number(), readOnly)];
}
