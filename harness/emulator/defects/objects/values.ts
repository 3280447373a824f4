import { type Defect, defect } from '../../policies/index.ts';

function acceptsMissing(number: string, type: string, field: string): Defect {
  return defect({
    id: `objects-${type}-refers-to-nothing`,
    title: `An object of type ${type} takes a ${field} that doesn't exist.`,
    violates: [`OBJECT-REF-${number}`],
    policy: 'api.missingReferenceIsRefused',
    with: (candidate, name) => candidate !== type || name !== field,
  });
}

function keeps(number: string, type: string, field: string): Defect {
  return defect({
    id: `objects-${type}-keeps-${field.toLowerCase()}`,
    title: `An empty ${field} leaves an object of type ${type} as it was.`,
    violates: [`OBJECT-UNSET-${number}`],
    policy: 'objects.modified',
    with: (candidate, previous, next) =>
      candidate === type && !next[field] && previous[field] ? { ...next, [field]: previous[field] } : next,
  });
}

function acceptsAny(number: string, type: string, field: string): Defect {
  return defect({
    id: `objects-${type}-any-${field.toLowerCase()}`,
    title: `An object of type ${type} takes any text as its ${field}.`,
    violates: [`OBJECT-VALUE-${number}`],
    policy: 'api.invalidValueIsRefused',
    with: (candidate, name) => candidate !== type || name !== field,
  });
}

function acceptsNone(number: string, type: string, field: string): Defect {
  return defect({
    id: `objects-${type}-without-${field.toLowerCase()}`,
    title: `An object of type ${type} is made without its mandatory ${field}.`,
    violates: [`OBJECT-VALUE-${number}`],
    policy: 'api.requiredIsDemanded',
    with: (candidate, name) => candidate !== type || name !== field,
  });
}

function defaultsTo(number: string, type: string, field: string, value: string): Defect {
  return defect({
    id: `objects-${type}-default`,
    title: `A new object of type ${type} has ${field} ${value || 'unset'}.`,
    violates: [`OBJECT-DEFAULT-${number}`],
    policy: 'objects.default',
    with: (candidate, name, documented) => (candidate === type && name === field ? value : documented),
  });
}

/** References, values, defaults and usage of configuration objects. */
export const objectValueDefects: readonly Defect[] = [
  acceptsMissing('01', 'tenant', 'tenantGroup'),
  acceptsMissing('02', 'outboundDialPlanRule', 'tenant'),
  acceptsMissing('03', 'ivr', 'ivrBrandingProfile'),
  acceptsMissing('04', 'systemProfiles', 'dtmfProfile'),
  keeps('01', 'tenant', 'tenantGroup'),
  keeps('02', 'outboundDialPlanRule', 'sipProxy'),
  keeps('03', 'callLegProfile', 'videoMode'),
  acceptsAny('01', 'outboundDialPlanRule', 'trunkType'),
  acceptsAny('02', 'turnServer', 'type'),
  acceptsAny('03', 'callLegProfile', 'joinToneParticipantThreshold'),
  acceptsAny('04', 'callBridgeGroup', 'loadBalancingEnabled'),
  acceptsAny('05', 'clusterConfiguration', 'newConferenceLoadLimitBasisPoints'),
  acceptsNone('06', 'tenant', 'name'),
  acceptsNone('07', 'outboundDialPlanRule', 'domain'),
  defaultsTo('01', 'callBridgeGroup', 'loadBalanceUserCalls', 'false'),
  defaultsTo('02', 'turnServer', 'type', 'cms'),
  defaultsTo('03', 'forwardingDialPlanRule', 'callerIdMode', 'preserve'),
  defaultsTo('04', 'ivr', 'resolveCoSpaceCallIds', 'false'),
  defaultsTo('05', 'inboundDialPlanRule', 'resolveToLyncSimplejoin', 'true'),
  defaultsTo('06', 'outboundDialPlanRule', 'scope', 'callBridge'),
  defect({
    id: 'objects-dtmf-unset-left-out',
    title: 'A DTMF profile does not print its unset sequences.',
    violates: ['OBJECT-DTMF-01'],
    policy: 'api.elements',
    with: (type, _where, elements) => (type === 'dtmfProfile' ? elements.filter(([, text]) => text !== '') : elements),
  }),
  defect({
    id: 'objects-usage-of-spaces-unknown',
    title: 'A call profile that coSpaces use counts as unused.',
    violates: ['OBJECT-USAGE-01'],
    policy: 'objects.useCounts',
    with: (type, by) => type !== 'callProfile' || by !== 'coSpace',
  }),
  defect({
    id: 'objects-usage-of-system-unknown',
    title: 'A DTMF profile that only the global settings use counts as unused.',
    violates: ['OBJECT-USAGE-02'],
    policy: 'objects.useCounts',
    with: (type, by) => type !== 'dtmfProfile' || by !== 'systemProfiles',
  }),
  defect({
    id: 'objects-usage-of-tenants-left-out',
    title: 'The usage of a call leg profile names no tenants.',
    violates: ['OBJECT-USAGE-03'],
    policy: 'objects.profileUses',
    with: (uses) => uses.filter(({ name }) => name !== 'tenant'),
  }),
  defect({
    id: 'objects-usage-never-empty',
    title: 'A call leg profile that nothing uses counts as used by the system.',
    violates: ['OBJECT-USAGE-04'],
    policy: 'objects.profileUses',
    with: (uses) => (uses.length === 0 ? [{ name: 'global' }] : uses),
  }),
  defect({
    id: 'objects-used-profile-stays',
    title: 'A call profile that is in use can not be removed.',
    violates: ['OBJECT-USAGE-05'],
    policy: 'objects.usedObjectMayBeRemoved',
    with: (type) => type !== 'callProfile',
  }),
];
