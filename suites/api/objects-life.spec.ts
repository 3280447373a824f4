import { objectLives, type RequirementId, requirement, type Written } from '../../fixtures/index.ts';

interface Kind {
  collection: string;
  item: string;
  /** The documented reason for an unknown id, where no other requirement has it. */
  reason: string | null;
  /** What is written, given a name that nothing else has, and what is changed. */
  fields: (name: string) => Written;
  changed: (name: string) => Written;
}

function kind(
  collection: string,
  item: string,
  fields: Kind['fields'],
  changed: Kind['changed'],
  reason: string | null = `${item}DoesNotExist`,
): Kind {
  return { collection, item, reason, fields, changed };
}

const kinds: readonly (readonly [RequirementId, Kind])[] = [
  [
    'OBJECT-LIFE-01',
    kind(
      'tenants',
      'tenant',
      (name) => ({ name, participantLimit: '20' }),
      () => ({ participantLimit: '30' }),
    ),
  ],
  [
    'OBJECT-LIFE-02',
    kind(
      'tenantGroups',
      'tenantGroup',
      () => ({}),
      () => ({}),
    ),
  ],
  [
    'OBJECT-LIFE-03',
    kind(
      'outboundDialPlanRules',
      'outboundDialPlanRule',
      (name) => ({
        domain: `${name}.example.test`,
        priority: '3',
        trunkType: 'lync',
        sipControlEncryption: 'encrypted',
      }),
      () => ({ priority: '4', failureAction: 'continue' }),
    ),
  ],
  [
    'OBJECT-LIFE-04',
    kind(
      'inboundDialPlanRules',
      'inboundDialPlanRule',
      (name) => ({ domain: `${name}.example.test`, priority: '3', resolveTocoSpaces: 'true', resolveToIvrs: 'false' }),
      () => ({ resolveToIvrs: 'true' }),
    ),
  ],
  [
    'OBJECT-LIFE-05',
    kind(
      'forwardingDialPlanRules',
      'forwardingDialPlanRule',
      (name) => ({
        matchPattern: `*.${name}.example.test`,
        action: 'forward',
        callerIdMode: 'preserve',
        priority: '1',
      }),
      () => ({ action: 'reject' }),
    ),
  ],
  [
    'OBJECT-LIFE-06',
    kind(
      'dialTransforms',
      'dialTransform',
      (name) => ({ type: 'raw', match: `($1/^${name}$/)`, transform: '$1{}', priority: '1', action: 'accept' }),
      () => ({ action: 'deny' }),
      null,
    ),
  ],
  [
    'OBJECT-LIFE-07',
    kind(
      'ivrs',
      'ivr',
      (uri) => ({ uri, resolveCoSpaceCallIds: 'false' }),
      () => ({ resolveLyncConferenceIds: 'true' }),
    ),
  ],
  [
    'OBJECT-LIFE-08',
    kind(
      'ivrBrandingProfiles',
      'ivrBrandingProfile',
      (name) => ({ resourceLocation: `http://branding.example.test/${name}` }),
      (name) => ({ resourceLocation: `http://branding.example.test/${name}/2` }),
    ),
  ],
  [
    'OBJECT-LIFE-09',
    kind(
      'callBrandingProfiles',
      'callBrandingProfile',
      (name) => ({
        resourceLocation: `http://branding.example.test/${name}`,
        invitationTemplate: `http://branding.example.test/${name}.txt`,
      }),
      (name) => ({ invitationTemplate: `http://branding.example.test/${name}-2.txt` }),
    ),
  ],
  [
    'OBJECT-LIFE-10',
    kind(
      'dtmfProfiles',
      'dtmfProfile',
      () => ({ muteSelfAudio: '*1', endCall: '*9' }),
      () => ({ endCall: '##9' }),
    ),
  ],
  [
    'OBJECT-LIFE-11',
    kind(
      'layoutTemplates',
      'layoutTemplate',
      (name) => ({ name }),
      (name) => ({ name: `${name}-2` }),
    ),
  ],
  [
    'OBJECT-LIFE-12',
    kind(
      'compatibilityProfiles',
      'compatibilityProfile',
      () => ({ sipUdt: 'true' }),
      () => ({ sipUdt: 'false' }),
    ),
  ],
  [
    'OBJECT-LIFE-13',
    kind(
      'dialInSecurityProfiles',
      'dialInSecurityProfile',
      (name) => ({ name, minPasscodeLength: '6' }),
      () => ({ minPasscodeLength: '8' }),
    ),
  ],
  [
    'OBJECT-LIFE-14',
    kind(
      'userProfiles',
      'userProfile',
      () => ({ hasLicense: 'true', videoParticipationAllowed: 'false' }),
      () => ({ videoParticipationAllowed: 'true' }),
    ),
  ],
  [
    'OBJECT-LIFE-15',
    kind(
      'callBridgeGroups',
      'callBridgeGroup',
      (name) => ({ name, loadBalancingEnabled: 'true' }),
      () => ({ loadBalancingEnabled: 'false' }),
      null,
    ),
  ],
  // without an address nothing tries to reach it
  [
    'OBJECT-LIFE-16',
    kind(
      'webBridges',
      'webBridge',
      () => ({}),
      () => ({}),
      null,
    ),
  ],
  [
    'OBJECT-LIFE-17',
    kind(
      'webBridgeProfiles',
      'webBridgeProfile',
      (name) => ({ name, allowSecrets: 'false' }),
      () => ({ allowSecrets: 'true' }),
      null,
    ),
  ],
  [
    'OBJECT-LIFE-18',
    kind(
      'turnServers',
      'turnServer',
      (name) => ({ serverAddress: `${name}.example.test`, clientAddress: `${name}.example.test`, type: 'cms' }),
      (name) => ({ clientAddress: `${name}-2.example.test` }),
      null,
    ),
  ],
  [
    'OBJECT-LIFE-19',
    kind(
      'callProfiles',
      'callProfile',
      () => ({ participantLimit: '12', recordingMode: 'disabled' }),
      () => ({ participantLimit: '13' }),
      null,
    ),
  ],
  [
    'OBJECT-LIFE-20',
    kind(
      'callLegProfiles',
      'callLegProfile',
      () => ({ needsActivation: 'true', defaultLayout: 'stacked', videoMode: 'auto' }),
      () => ({ defaultLayout: 'speakerOnly' }),
      null,
    ),
  ],
];

for (const [id, { collection, item, reason, fields, changed }] of kinds) {
  requirement(id, async ({ objects, judge }) => {
    const name = objects.name();
    const written = fields(name);
    const created = await objects.create(collection, written);
    const path = `${collection}/${created.location.split('/').at(-1) || name}`;
    judge(objectLives, {
      collection,
      item,
      reason,
      written,
      changed: changed(name),
      created,
      read: await objects.read(path),
      modified: await objects.write(path, changed(name)),
      readAgain: await objects.read(path),
      listed: await objects.list(collection),
      deleted: await objects.delete(path),
      gone: await objects.read(path),
    });
  });
}
