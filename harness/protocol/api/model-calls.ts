import {
  boolean,
  choice,
  type FieldModel,
  field,
  layouts,
  type NodeModel,
  number,
  pattern,
  reference,
  text,
  uncheckedReference,
} from './model.ts';
import { callLegSettings } from './model-profiles.ts';

const readOnly = { written: 'never' } as const;
const listed = { shown: 'list', written: 'never' } as const;
const paneModes = choice('skip', 'self', 'blank', 'unset');
const unlisted = { shown: 'never', written: 'create' } as const;

/** Seconds, or for ever. */
const duration = pattern(/^(?:\d{1,10}|permanent)$/);
/** Keys of a telephone; a comma is a pause. */
const dtmf = pattern(/^[0-9*#,]+$/);

/** What only the creation of a leg says: whom it dials, and how. */
const dialled: readonly FieldModel[] = [
  field('bandwidth', number(), unlisted),
  field('confirmation', boolean, unlisted),
];

/** Live objects (CMS API reference, "Call methods", "Call leg methods", "Participant related methods"). */
export const callNodes: readonly NodeModel[] = [
  {
    type: 'call',
    collection: 'calls',
    item: 'call',
    path: ['calls'],
    verbs: { collection: ['GET', 'POST'], object: ['GET', 'PUT', 'DELETE'] },
    fields: [
      field('name', text(), { shown: 'list', written: 'create' }),
      field('callType', text(), { ...readOnly, since: '2.3' }),
      field('coSpace', reference('coSpace'), { shown: 'list', written: 'create' }),
      field('ownerName', text(), { ...readOnly, since: '2.2' }),
      field('callCorrelator', text(), listed),
      field('tenant', reference('tenant'), listed),
      field('durationSeconds', number(), readOnly),
      field('numCallLegs', number(), readOnly),
      field('maxCallLegs', number(), readOnly),
      field('numParticipantsLocal', number(), readOnly),
      field('numParticipantsRemote', number(), readOnly),
      field('numDistributedInstances', number(), readOnly),
      field('presenterCallLeg', text(), readOnly),
      field('locked', boolean, { default: 'false' }),
      field('recording', boolean, { default: 'false' }),
      field('recordingStatus', text(), readOnly),
      field('streaming', boolean, { since: '2.1', default: 'false' }),
      field('streamingStatus', text(), { ...readOnly, since: '2.1' }),
      field('allowAllMuteSelf', boolean, { default: 'false' }),
      field('allowAllPresentationContribution', boolean, { default: 'false' }),
      field('joinAudioMuteOverride', boolean),
      field('messageText', text(), { since: '2.1' }),
      field('messagePosition', choice('top', 'middle', 'bottom'), { since: '2.1', default: 'middle' }),
      field('messageDuration', duration, { since: '2.1', default: '0' }),
      field('messageTimeRemaining', text(), { ...readOnly, since: '2.1' }),
      field('activeWhenEmpty', boolean, { since: '2.2', default: 'true' }),
      field('endpointRecording', boolean, { ...readOnly, since: '2.4' }),
      field('panePlacementHighestImportance', number(), { since: '2.7' }),
      field('panePlacementSelfPaneMode', paneModes, { since: '2.7' }),
    ],
    filters: [
      { name: 'coSpaceFilter', match: 'equal', fields: ['coSpace'] },
      { name: 'tenantFilter', match: 'equal', fields: ['tenant'] },
    ],
    pageSize: 10,
    maxPage: 50,
    missing: 'callDoesNotExist',
    noun: 'call',
  },
  {
    type: 'callLeg',
    collection: 'callLegs',
    item: 'callLeg',
    path: ['callLegs'],
    verbs: { collection: ['GET'], object: ['GET', 'PUT', 'DELETE'] },
    fields: [
      field('name', text(), listed),
      field('remoteParty', text(), { shown: 'list', written: 'create', required: true }),
      field('originalRemoteParty', text(), { ...listed, since: '2.3' }),
      field('localAddress', text(), readOnly),
      field('call', text(), listed),
      field('tenant', reference('tenant'), listed),
      field('type', text(), readOnly),
      field('direction', text(), readOnly),
      field('canMove', boolean, { ...readOnly, since: '2.6' }),
      field('movedCallLeg', text(), { ...readOnly, since: '2.6' }),
      ...dialled,
      field('dtmfSequence', dtmf, { shown: 'never' }),
      field('ownerId', text(), { group: 'configuration' }),
      field('chosenLayout', layouts, { group: 'configuration' }),
      field('callLegProfile', reference('callLegProfile'), { group: 'configuration' }),
      ...callLegSettings.map((setting) => ({ ...setting, shown: 'object' as const, group: 'configuration' as const })),
      field('nameLabelOverride', text(), { since: '2.4', group: 'configuration' }),
      field('state', text(), { ...readOnly, group: 'status' }),
      field('durationSeconds', number(), { ...readOnly, group: 'status' }),
      // of the status group, `direction` is printed only at the top (inferred)
      field('sipCallId', text(), { ...readOnly, group: 'status' }),
      field('deactivated', boolean, { since: '2.9', group: 'status' }),
      field('encryptedMedia', boolean, { ...readOnly, group: 'status' }),
      field('unencryptedMedia', boolean, { ...readOnly, group: 'status' }),
      // written it is the older name of `defaultLayout`
      field('layout', layouts, { group: 'status' }),
    ],
    filters: [
      { name: 'filter', match: 'part', fields: ['name', 'remoteParty'] },
      { name: 'participantFilter', match: 'equal', fields: ['participant'] },
      { name: 'tenantFilter', match: 'equal', fields: ['tenant'] },
      { name: 'activeLayoutFilter', match: 'equal', fields: ['activeLayout'] },
      { name: 'availableVideoStreamsLowerBound', match: 'atLeast', fields: ['availableVideoStreams'] },
      { name: 'availableVideoStreamsUpperBound', match: 'atMost', fields: ['availableVideoStreams'] },
      { name: 'ownerIdSet', match: 'set', fields: ['ownerId'] },
      { name: 'alarms', match: 'named', fields: ['alarms'] },
    ],
    pageSize: 10,
    maxPage: 50,
    missing: 'callLegDoesNotExist',
    noun: 'call leg',
  },
  {
    type: 'participant',
    collection: 'participants',
    item: 'participant',
    path: ['participants'],
    verbs: { collection: ['GET'], object: ['GET', 'PUT', 'DELETE'] },
    // the order of the sample, but for `name` and `call`, which lists have too
    fields: [
      field('name', text(), listed),
      field('call', text(), listed),
      field('tenant', reference('tenant'), listed),
      // of those that another bridge hosts
      field('callBridge', reference('callBridge'), { shown: 'list', written: 'create', since: '2.2' }),
      field('numCallLegs', number(), readOnly),
      field('uri', text(), readOnly),
      field('originalUri', text(), { ...readOnly, since: '2.3' }),
      field('userJid', text(), readOnly),
      field('isActivator', boolean, readOnly),
      field('canMove', boolean, { ...readOnly, since: '2.6' }),
      field('movedParticipant', uncheckedReference('participant'), { written: 'create', since: '2.6' }),
      field('importance', number(), { since: '2.2', group: 'configuration' }),
      field('nameLabelOverride', text(), { since: '2.4', group: 'configuration' }),
      field('deactivated', boolean, { since: '2.9', shown: 'never' }),
      field('dtmfSequence', dtmf, { since: '2.4', shown: 'never' }),
      field('state', text(), { ...readOnly, group: 'status' }),
      field('remoteParty', text(), unlisted),
      field('callBridgeGroup', reference('callBridgeGroup'), { ...unlisted, since: '2.2' }),
      ...dialled,
      field('ownerId', text(), unlisted),
      field('chosenLayout', layouts, unlisted),
      field('layout', layouts, unlisted),
      field('callLegProfile', reference('callLegProfile'), unlisted),
      ...callLegSettings.map(
        (setting): FieldModel =>
          setting.name === 'defaultLayout' || setting.name === 'layoutTemplate'
            ? { ...setting, shown: 'object', written: 'create', group: 'configuration' }
            : { ...setting, ...unlisted },
      ),
    ],
    filters: [
      { name: 'filter', match: 'part', fields: ['name', 'uri'] },
      { name: 'tenantFilter', match: 'equal', fields: ['tenant'] },
      { name: 'callBridgeFilter', match: 'equal', fields: ['callBridge'] },
    ],
    pageSize: 10,
    maxPage: 50,
    // no copy of the failure catalogue has a reason for it (inferred)
    missing: 'participantDoesNotExist',
    noun: 'participant',
  },
];
