import { type Defect, defect } from '../../policies/index.ts';

/** Faults in the list of CDR receivers. */
export const cdrReceiverDefects: readonly Defect[] = [
  defect({
    id: 'cdr-receiver-path-lost',
    title: 'The address of a CDR receiver is listed without its path.',
    violates: ['CDR-REC-01'],
    policy: 'cdr.shownAddress',
    with: (address) => (URL.canParse(address) ? new URL(address).origin : address),
  }),
  defect({
    id: 'cdr-receiver-url-ignored',
    title: 'The address of a CDR receiver is taken from `uri` only.',
    violates: ['CDR-REC-02'],
    policy: 'objects.cdrReceiverUri',
    with: ({ uri }) => uri,
  }),
  defect({
    id: 'cdr-three-receivers',
    title: 'A Call Bridge takes only three CDR receivers.',
    violates: ['CDR-REC-03'],
    policy: 'objects.maxCdrReceivers',
    with: () => 3,
  }),
  defect({
    id: 'cdr-five-receivers',
    title: 'A Call Bridge takes five CDR receivers.',
    violates: ['CDR-REC-04'],
    policy: 'objects.maxCdrReceivers',
    with: () => 5,
  }),
  defect({
    id: 'cdr-receivers-full-otherwise',
    title: 'A fifth CDR receiver is refused for another reason.',
    violates: ['CDR-REC-04'],
    policy: 'cdr.tableFullReason',
    with: () => 'invalidOperation',
  }),
  defect({
    id: 'cdr-receiver-emptied-is-gone',
    title: 'A CDR receiver that is written an empty address is removed.',
    violates: ['CDR-REC-05'],
    policy: 'cdr.keepsReceiverWithoutAddress',
    with: () => false,
  }),
  defect({
    id: 'cdr-receiver-unknown-otherwise',
    title: 'A write on an unknown CDR receiver is refused for another reason.',
    violates: ['CDR-REC-06'],
    policy: 'api.missingObjectReason',
    with: (type, reason) => (type === 'cdrReceiver' ? 'unrecognisedObject' : reason),
  }),
  defect({
    id: 'cdr-receivers-shared',
    title: 'All Call Bridges of a cluster have one list of CDR receivers.',
    violates: ['CDR-REC-07'],
    policy: 'cdr.receiversOf',
    with: () => 'cluster',
  }),
  defect({
    id: 'cdr-legacy-receiver-stays',
    title: 'An empty write on the legacy CDR receiver leaves it without address.',
    violates: ['CDR-REC-08'],
    policy: 'cdr.legacyEmptyRemoves',
    with: () => false,
  }),
  defect({
    id: 'cdr-maximum-untold',
    title: 'The list of CDR receivers tells no maximum.',
    violates: ['CDR-REC-09'],
    policy: 'api.listAttributes',
    with: (type, attributes) => (type === 'cdrReceiver' ? [] : attributes),
  }),
  defect({
    id: 'cdr-deleted-receiver-stays',
    title: 'A CDR receiver that is deleted stays listed without address.',
    violates: ['CDR-REC-10'],
    policy: 'cdr.afterDeletion',
    with: (): 'nothing' | 'noAddress' => 'noAddress',
  }),
];
