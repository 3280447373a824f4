import type { ObjectType } from '../../../protocol/api/model.ts';
import { type Defect, defect } from '../../policies/index.ts';

/** What doesn't exist of this type is refused with another reason than the documented one. */
function misnamed(type: ObjectType, requirement: string, told: string): Defect {
  return defect({
    id: `api-unknown-${type.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}-misnamed`,
    title: `An unknown ${type} is refused with ${told}.`,
    violates: [requirement],
    policy: 'api.missingObjectReason',
    with: (missing, reason) => (missing === type ? told : reason),
  });
}

/** Refusals and their reasons. */
export const refusalDefects: readonly Defect[] = [
  defect({
    id: 'api-other-version-unrecognised',
    title: 'A wrong version is refused like an unknown path.',
    violates: ['API-PATH-05'],
    policy: 'api.wrongVersionReason',
    with: () => 'unrecognisedObject',
  }),
  defect({
    id: 'api-unknown-collection-misnamed',
    title: 'A path whose first element names nothing is refused as an invalid operation.',
    violates: ['API-PATH-06'],
    policy: 'api.unknownNodeReason',
    with: (elements) => (elements === 1 ? 'invalidOperation' : 'unrecognisedObject'),
  }),
  defect({
    id: 'api-unknown-node-below-misnamed',
    title: 'A path that names nothing below a known node is refused as an invalid operation.',
    violates: ['API-PATH-07'],
    policy: 'api.unknownNodeReason',
    with: (elements) => (elements > 1 ? 'invalidOperation' : 'unrecognisedObject'),
  }),
  defect({
    id: 'api-verb-of-collection-misnamed',
    title: 'A verb that a collection does not support is refused as an unknown object.',
    violates: ['API-PATH-08'],
    policy: 'api.unsupportedVerbReason',
    with: (_type, _verb, kind) => (kind === 'collection' ? 'unrecognisedObject' : 'invalidOperation'),
  }),
  defect({
    id: 'api-verb-of-object-misnamed',
    title: 'A verb that an object does not support is refused as an unknown object.',
    violates: ['API-PATH-09'],
    policy: 'api.unsupportedVerbReason',
    with: (_type, _verb, kind) => (kind === 'object' ? 'unrecognisedObject' : 'invalidOperation'),
  }),
  defect({
    id: 'api-verb-of-singleton-misnamed',
    title: 'A verb that a singleton does not support is refused as an unknown object.',
    violates: ['API-PATH-10'],
    policy: 'api.unsupportedVerbReason',
    with: (_type, _verb, kind) => (kind === 'singleton' ? 'unrecognisedObject' : 'invalidOperation'),
  }),
  defect({
    id: 'api-refusal-as-html',
    title: 'A refusal is sent as text/html.',
    violates: ['API-FAIL-01'],
    policy: 'api.contentType',
    with: (root) => (root === 'failureDetails' ? 'text/html' : 'text/xml'),
  }),
  defect({
    id: 'api-refusal-with-200',
    title: 'What does not exist is refused with status 200.',
    violates: ['API-FAIL-01'],
    policy: 'api.refusalStatus',
    with: (reason) => (reason.endsWith('DoesNotExist') ? 200 : 400),
  }),
  defect({
    id: 'api-refusal-without-reason',
    title: 'A refusal has no reason.',
    violates: ['API-FAIL-01'],
    policy: 'api.toldReasons',
    with: () => [],
  }),
  misnamed('coSpace', 'API-FAIL-02', 'objectDoesNotExist'),
  misnamed('call', 'API-FAIL-03', 'coSpaceDoesNotExist'),
  misnamed('callLeg', 'API-FAIL-04', 'callDoesNotExist'),
  misnamed('callProfile', 'API-FAIL-05', 'callLegProfileDoesNotExist'),
  misnamed('callLegProfile', 'API-FAIL-06', 'callProfileDoesNotExist'),
  misnamed('callBridge', 'API-FAIL-07', 'callBridgeUnavailable'),
  misnamed('callBridgeGroup', 'API-FAIL-08', 'callBridgeGroupUnavailable'),
  misnamed('coSpaceTemplate', 'API-FAIL-09', 'coSpaceDoesNotExist'),
  misnamed('user', 'API-FAIL-10', 'coSpaceUserDoesNotExist'),
  misnamed('accessMethod', 'API-FAIL-11', 'coSpaceDoesNotExist'),
  misnamed('coSpaceUser', 'API-FAIL-12', 'userDoesNotExist'),
  misnamed('accessMethodTemplate', 'API-FAIL-13', 'coSpaceTemplateDoesNotExist'),
  defect({
    id: 'api-parameter-unnamed',
    title: 'A parameterError does not name the parameter.',
    violates: ['API-FAIL-14'],
    policy: 'api.parameterError',
    with: (_parameter, error) => ({ name: 'parameterError', attributes: { error } }),
  }),
  defect({
    id: 'api-stream-url-unchecked',
    title: 'Any text is taken for a streamUrl.',
    violates: ['API-FAIL-14'],
    policy: 'api.invalidValueIsRefused',
    with: (_type, field) => field !== 'streamUrl',
  }),
];
