import { randomUUID } from 'node:crypto';
import type { RecordType } from '../../../protocol/cdr.ts';
import type { CdrElement } from '../../policies/cdr.ts';
import { type Defect, defect } from '../../policies/index.ts';

/** Replaces an element of the records of one type; without a text the element is left out. */
function changing(type: RecordType, name: string, text: string | null) {
  return (of: RecordType, elements: readonly CdrElement[]): readonly CdrElement[] =>
    of !== type
      ? elements
      : elements.flatMap((element) => (element[0] !== name ? [element] : text === null ? [] : [[name, text] as const]));
}

/** Faults in what records say of a call and its legs. */
export const cdrRecordDefects: readonly Defect[] = [
  defect({
    id: 'cdr-call-starts-twice',
    title: 'A call has two records of its start.',
    violates: ['CDR-CALL-01'],
    policy: 'cdr.recordsOf',
    with: (type) => (type === 'callStart' ? ['callStart', 'callStart'] : [type]),
  }),
  defect({
    id: 'cdr-legs-uncounted',
    title: 'callEnd says that the call had no legs.',
    violates: ['CDR-CALL-02'],
    policy: 'cdr.elements',
    with: changing('callEnd', 'callLegsCompleted', '0'),
  }),
  defect({
    id: 'cdr-max-active-missing',
    title: 'callEnd does not say how many legs the call had at once.',
    violates: ['CDR-CALL-02'],
    policy: 'cdr.elements',
    with: changing('callEnd', 'callLegsMaxActive', null),
  }),
  defect({
    id: 'cdr-leg-incoming',
    title: 'A leg that the bridge dialled is recorded as incoming.',
    violates: ['CDR-LEG-01'],
    policy: 'cdr.elements',
    with: changing('callLegStart', 'direction', 'incoming'),
  }),
  defect({
    id: 'cdr-leg-connection-untold',
    title: 'No record says that a leg is connected.',
    violates: ['CDR-LEG-02'],
    policy: 'cdr.elements',
    with: changing('callLegUpdate', 'state', null),
  }),
  defect({
    id: 'cdr-leg-never-ends',
    title: 'The end of a leg is not recorded.',
    violates: ['CDR-LEG-03'],
    policy: 'cdr.recordsOf',
    with: (type) => (type === 'callLegEnd' ? ['callLegUpdate'] : [type]),
  }),
  defect({
    id: 'cdr-teardown-reason-local',
    title: 'A leg whose remote party hung up is recorded as torn down by the bridge.',
    violates: ['CDR-LEG-04'],
    policy: 'cdr.endReason',
    with: (reason) => (reason === 'remoteTeardown' ? 'localTeardown' : reason),
  }),
  defect({
    id: 'cdr-teardown-always-remote',
    title: 'Every leg is recorded as torn down by the remote party.',
    violates: ['CDR-LEG-05'],
    policy: 'cdr.remoteTeardown',
    with: () => true,
  }),
  defect({
    id: 'cdr-leg-without-call',
    title: 'No record says which call a leg is in.',
    violates: ['CDR-LEG-06'],
    policy: 'cdr.elements',
    with: (type, elements) => (type.startsWith('callLeg') ? elements.filter(([name]) => name !== 'call') : elements),
  }),
  defect({
    id: 'cdr-leg-duration-zero',
    title: 'callLegEnd gives no duration.',
    violates: ['CDR-LEG-07'],
    policy: 'cdr.elements',
    with: changing('callLegEnd', 'durationSeconds', '0'),
  }),
  defect({
    id: 'cdr-other-correlator',
    title: 'callStart gives a call another correlator than the API.',
    violates: ['CDR-AGREE-01'],
    policy: 'cdr.elements',
    with: (type, elements) => changing('callStart', 'callCorrelator', randomUUID())(type, elements),
  }),
  defect({
    id: 'cdr-call-unnamed',
    title: 'callStart does not name the call.',
    violates: ['CDR-AGREE-01'],
    policy: 'cdr.elements',
    with: changing('callStart', 'name', null),
  }),
  defect({
    id: 'cdr-leg-ids-of-its-own',
    title: 'The records of a leg have another id than the API gives it.',
    violates: ['CDR-AGREE-02'],
    policy: 'cdr.subjectId',
    with: (type, id) => (type.startsWith('callLeg') ? id.split('').reverse().join('') : id),
  }),
  defect({
    id: 'cdr-call-duration-in-minutes',
    title: 'callEnd gives the duration of a call in minutes.',
    violates: ['CDR-AGREE-03'],
    policy: 'cdr.elements',
    with: (type, elements) =>
      type !== 'callEnd'
        ? elements
        : elements.map(([name, text]) => [
            name,
            name === 'durationSeconds' ? String(Math.floor(Number(text) / 60)) : text,
          ]),
  }),
  defect({
    id: 'cdr-space-untold',
    title: 'callStart does not name the coSpace of the call.',
    violates: ['CDR-AGREE-04'],
    policy: 'cdr.elements',
    with: changing('callStart', 'coSpace', null),
  }),
  defect({
    id: 'cdr-calls-of-peers',
    title: 'A Call Bridge records the calls of its peers too.',
    violates: ['CDR-AGREE-05'],
    policy: 'cdr.reportedBridges',
    with: (_self, all) => all,
  }),
];
