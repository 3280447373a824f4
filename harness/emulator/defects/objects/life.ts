import { type Defect, defect } from '../../policies/index.ts';

type Fields = Readonly<Record<string, string>>;

/** Objects of one type that stay when they are removed. */
function stays(number: string, type: string): Defect {
  return defect({
    id: `objects-${type}-stays`,
    title: `An object of type ${type} is still there after it was deleted.`,
    violates: [`OBJECT-LIFE-${number}`],
    policy: 'objects.isRemoved',
    with: (candidate) => candidate !== type,
  });
}

/** Objects of one type that lose what a write doesn't name. */
function forgets(number: string, type: string, field: string): Defect {
  return defect({
    id: `objects-${type}-forgets`,
    title: `A write of an object of type ${type} that doesn't name its ${field} unsets it.`,
    violates: [`OBJECT-LIFE-${number}`],
    policy: 'objects.modified',
    with: (candidate, previous, next) =>
      candidate === type && next[field] === previous[field] ? without(next, field) : next,
  });
}

/** Objects of one type in which a write changes nothing. */
function ignores(number: string, type: string, field: string): Defect {
  return defect({
    id: `objects-${type}-ignores`,
    title: `A write of the ${field} of an object of type ${type} is accepted and changes nothing.`,
    violates: [`OBJECT-LIFE-${number}`],
    policy: 'objects.modified',
    with: (candidate, previous, next) =>
      candidate === type && next[field] ? { ...next, [field]: previous[field] ?? '' } : next,
  });
}

/** Objects of one type that are made with another value than the written one. */
function alters(number: string, type: string, field: string, change: (value: string) => string): Defect {
  return defect({
    id: `objects-${type}-altered`,
    title: `A new object of type ${type} has another ${field} than the one that was written.`,
    violates: [`OBJECT-LIFE-${number}`],
    policy: 'objects.created',
    with: (candidate, fields) =>
      candidate === type && fields[field] ? { ...fields, [field]: change(fields[field]) } : fields,
  });
}

function without(fields: Fields, gone: string): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== gone));
}

/** The life of configuration objects. */
export const objectLifeDefects: readonly Defect[] = [
  forgets('01', 'tenant', 'name'),
  stays('02', 'tenantGroup'),
  alters('03', 'outboundDialPlanRule', 'sipControlEncryption', () => 'unencrypted'),
  ignores('04', 'inboundDialPlanRule', 'resolveToIvrs'),
  alters('05', 'forwardingDialPlanRule', 'priority', (value) => String(Number(value) + 1)),
  forgets('06', 'dialTransform', 'transform'),
  ignores('07', 'ivr', 'resolveLyncConferenceIds'),
  ignores('08', 'ivrBrandingProfile', 'resourceLocation'),
  alters('09', 'callBrandingProfile', 'invitationTemplate', (value) => value.toUpperCase()),
  forgets('10', 'dtmfProfile', 'muteSelfAudio'),
  ignores('11', 'layoutTemplate', 'name'),
  ignores('12', 'compatibilityProfile', 'sipUdt'),
  forgets('13', 'dialInSecurityProfile', 'name'),
  forgets('14', 'userProfile', 'hasLicense'),
  alters('15', 'callBridgeGroup', 'name', (value) => value.toUpperCase()),
  defect({
    id: 'objects-webBridge-deleted-with-204',
    title: 'The removal of a Web Bridge is answered with 204.',
    violates: ['OBJECT-LIFE-16'],
    policy: 'api.deletedStatus',
    with: (type) => (type === 'webBridge' ? 204 : 200),
  }),
  ignores('17', 'webBridgeProfile', 'allowSecrets'),
  alters('18', 'turnServer', 'clientAddress', () => 'turn.example.test'),
  forgets('19', 'callProfile', 'recordingMode'),
  forgets('20', 'callLegProfile', 'needsActivation'),
];
