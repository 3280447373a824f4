import { type Defect, defect } from '../../policies/index.ts';
import { onRequest, withBody } from './requests.ts';

const parameterSets = /\/cospaceBulkParameterSets$/;

/** Mistakes of TMS with the numbers of a system. */
export const rangeDefects: readonly Defect[] = [
  defect({
    id: 'tms-marker-encoded',
    title: 'The mappings of the parameter set have a mark that is not the index.',
    violates: ['TMS-RANGE-01'],
    policy: 'tms.requestsOf',
    with: withBody('POST', parameterSets, (body) => body.replace('CallIdMapping=$index$', 'CallIdMapping=0$index$')),
  }),
  defect({
    id: 'tms-quantity-as-last-increment',
    title: 'The quantity counts the increments of the base, so that there is one number more.',
    violates: ['TMS-RANGE-01', 'TMS-RANGE-04', 'TMS-RANGE-05'],
    policy: 'tms.numericIds',
    with: (base, quantity) => ({ start: base, end: base + quantity }),
  }),
  defect({
    id: 'tms-syncs-twice',
    title: 'The bulk sync is started twice.',
    violates: ['TMS-RANGE-02'],
    policy: 'tms.requestsOf',
    with: onRequest('POST', /\/cospaceBulkSyncs$/, (step) => [step, step]),
  }),
  defect({
    id: 'tms-no-status-after-sync',
    title: 'The status is not asked for after a sync.',
    violates: ['TMS-RANGE-03'],
    policy: 'tms.requestsOf',
    with: onRequest('GET', /\/system\/status$/, (step, before) =>
      before.at(-1)?.path.includes('/cospaceBulkSyncs/') ? [] : [step],
    ),
  }),
  defect({
    id: 'tms-one-number-short',
    title: 'The last number of the range is left out.',
    violates: ['TMS-RANGE-04'],
    policy: 'tms.numericIds',
    with: (base, quantity) => ({ start: base, end: base + quantity - 2 }),
  }),
  defect({
    id: 'tms-uri-with-prefix',
    title: 'The URI of a slot is not its number.',
    violates: ['TMS-RANGE-05'],
    policy: 'tms.requestsOf',
    with: withBody('POST', parameterSets, (body) => body.replace('UriMapping=$index$', 'UriMapping=tms.$index$')),
  }),
  defect({
    id: 'tms-slots-open-to-all',
    title: 'Slots are made with access for non-members.',
    violates: ['TMS-RANGE-06'],
    policy: 'tms.requestsOf',
    with: withBody('POST', parameterSets, (body) => body.replace('nonMemberAccess=false', 'nonMemberAccess=true')),
  }),
  defect({
    id: 'tms-slots-without-leg-profile',
    title: 'Slots are made without the call leg profile.',
    violates: ['TMS-RANGE-07'],
    policy: 'tms.requestsOf',
    with: withBody('POST', parameterSets, (body) => body.replace(/&callLegProfile=[^&]*/, '')),
  }),
  defect({
    id: 'tms-new-range-keeps-its-start',
    title: 'Of another range only the end reaches the bridge.',
    violates: ['TMS-RANGE-08'],
    policy: 'tms.requestsOf',
    with: withBody('PUT', /\/cospaceBulkParameterSets\//, (body) => body.replace(/^startIndex=\d+&/, '')),
  }),
  defect({
    id: 'tms-clears-before-a-change',
    title: 'The old slots are removed before another range is tried.',
    violates: ['TMS-RANGE-09'],
    policy: 'tms.requestsOf',
    with: onRequest('PUT', /\/cospaceBulkParameterSets\//, (step) => {
      const body = `cospaceBulkParameterSet=${step.path.split('/').at(-1)}&removeAll=true`;
      return [{ method: 'POST', path: '/api/v1/cospaceBulkSyncs', body }, step];
    }),
  }),
  defect({
    id: 'tms-keeps-settings-of-failed-sync',
    title: 'Settings whose sync has failed are kept, and clear the ticket.',
    violates: ['TMS-RANGE-10'],
    policy: 'tms.keepsSettingsOfFailedSync',
    with: () => true,
  }),
  defect({
    id: 'tms-cleared-numbers-leave-slots',
    title: 'Numbers that are taken away leave their slots behind.',
    violates: ['TMS-RANGE-11'],
    policy: 'tms.requestsOf',
    with: withBody('POST', /\/cospaceBulkSyncs$/, (body) => body.replace('&removeAll=true', '')),
  }),
];
