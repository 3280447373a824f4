import { type Defect, defect, documentedPolicies as documented } from '../../policies/index.ts';

const expand = documented['bulk.expand'];

/** Mappings that make something else than the grammar says, or that should make nothing. */
export const bulkMappingDefects: readonly Defect[] = [
  defect({
    id: 'bulk-mapping-kept-without-escapes',
    title: 'A parameter set keeps its mappings without their backslashes.',
    violates: ['BULK-SET-05'],
    policy: 'bulk.storedMapping',
    with: (mapping) => mapping.replaceAll('\\', ''),
  }),
  defect({
    id: 'bulk-mapping-ends-with-index',
    title: 'What stands behind the index of a mapping is lost.',
    violates: ['BULK-MAP-01'],
    policy: 'bulk.expand',
    with: (mapping, index, part) => expand(mapping.replace(/(\$index\$).*/, '$1'), index, part),
  }),
  defect({
    id: 'bulk-mapping-backslash-twice',
    title: 'An escaped backslash stays escaped.',
    violates: ['BULK-MAP-02'],
    policy: 'bulk.expand',
    with: (mapping, index, part) => expand(mapping, index, part).replaceAll('\\', '\\\\'),
  }),
  defect({
    id: 'bulk-mapping-escaped-index-counts',
    title: 'An index with escaped dollar signs is an index all the same.',
    violates: ['BULK-MAP-03'],
    policy: 'bulk.expand',
    with: (mapping, index, part) => expand(mapping.replaceAll('\\$index\\$', String(index)), index, part),
  }),
  defect({
    id: 'bulk-uri-without-mapping',
    title: 'Without a URI mapping the index is the URI.',
    violates: ['BULK-MAP-04'],
    policy: 'bulk.expand',
    with: (mapping, index, part) => (part === 'uri' && mapping === '' ? `b${index}` : expand(mapping, index, part)),
  }),
  defect({
    id: 'bulk-call-id-without-mapping',
    title: 'Without a call ID mapping a call ID is made of the index.',
    violates: ['BULK-MAP-05'],
    policy: 'bulk.expand',
    with: (mapping, index, part) =>
      part === 'callId' && mapping === '' ? String(700_000_000 + index) : expand(mapping, index, part),
  }),
  defect({
    id: 'bulk-names-must-differ',
    title: 'Spaces with the same name are a conflict.',
    violates: ['BULK-MAP-06'],
    policy: 'bulk.conflict',
    with: (planned, others) =>
      new Set(planned.map(({ name }) => name)).size < planned.length
        ? 'failed'
        : documented['bulk.conflict'](planned, others),
  }),
  defect({
    id: 'bulk-second-index-accepted',
    title: 'A mapping may have a second index.',
    violates: ['BULK-MAP-07'],
    policy: 'bulk.mappingIsValid',
    with: (mapping, part) => documented['bulk.mappingIsValid'](mapping.replaceAll('$index$', ''), part),
  }),
  defect({
    id: 'bulk-bare-dollar-accepted',
    title: 'A dollar sign that begins no index is text.',
    violates: ['BULK-MAP-08'],
    policy: 'bulk.mappingIsValid',
    with: (mapping, part) => documented['bulk.mappingIsValid'](mapping.replaceAll(/\$(?!index\$)/g, ''), part),
  }),
  defect({
    id: 'bulk-dangling-backslash-accepted',
    title: 'A backslash at the end of a mapping is text.',
    violates: ['BULK-MAP-09'],
    policy: 'bulk.mappingIsValid',
    with: (mapping, part) => documented['bulk.mappingIsValid'](mapping.replace(/\\$/, ''), part),
  }),
  defect({
    id: 'bulk-at-in-uri-accepted',
    title: 'A URI mapping may have an @.',
    violates: ['BULK-MAP-10'],
    policy: 'bulk.mappingIsValid',
    with: (mapping) => documented['bulk.mappingIsValid'](mapping, 'name'),
  }),
  defect({
    id: 'bulk-at-in-name-refused',
    title: 'A name mapping may not have an @ either.',
    violates: ['BULK-MAP-11'],
    policy: 'bulk.mappingIsValid',
    with: (mapping) => documented['bulk.mappingIsValid'](mapping, 'uri'),
  }),
  defect({
    id: 'bulk-index-padded',
    title: 'The index is written with two digits at least.',
    violates: ['BULK-MAP-12'],
    policy: 'bulk.expand',
    with: (mapping, index, part) => expand(mapping.replace('$index$', String(index).padStart(2, '0')), index, part),
  }),
  defect({
    id: 'bulk-names-in-ascii',
    title: 'Letters beyond ASCII become question marks in the names of bulk-made spaces.',
    violates: ['BULK-MAP-13'],
    policy: 'bulk.expand',
    with: (mapping, index, part) => expand(mapping, index, part).replaceAll(/[^\x20-\x7e]/g, '?'),
  }),
];
