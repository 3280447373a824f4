import { type Variant, variant } from '../policies/index.ts';

/** What the documents leave open about call detail records and events. */
export const cdrVariants: readonly Variant[] = [
  variant({
    id: 'cdr-one-record-each',
    title: 'Each CDR document holds one record.',
    policy: 'cdr.batchSize',
    with: () => 1,
  }),
  variant({
    id: 'cdr-in-one-line',
    title: 'CDR documents are one line.',
    policy: 'cdr.elementGap',
    with: () => '',
  }),
  variant({
    id: 'cdr-indented',
    title: 'CDR documents are indented.',
    policy: 'cdr.elementGap',
    with: () => '\r\n    ',
  }),
  variant({
    id: 'cdr-pushed-late',
    title: 'Records wait a while for others before they are pushed.',
    policy: 'cdr.pushDelay',
    with: () => 400,
  }),
  variant({
    id: 'cdr-leg-starts-without-call',
    title: 'A leg starts without its call, which an update supplies, as in the sample of 2.0.',
    policy: 'cdr.legStartNamesCall',
    with: () => false,
  }),
  variant({
    id: 'cdr-every-state-told',
    title: 'Each state of a leg is told by an update.',
    policy: 'cdr.updatesOnState',
    with: () => true,
  }),
  variant({
    id: 'cdr-counted-without-receivers',
    title: 'Records are counted also while there is no receiver.',
    policy: 'cdr.makesRecords',
    with: () => true,
  }),
  variant({
    id: 'events-updates-whole',
    title: 'Each update of events repeats all elements that were asked for.',
    policy: 'events.elements',
    with: (_type, _updateType, wanted, now) =>
      Object.fromEntries(Object.entries(now).filter(([name]) => wanted.includes(name))),
  }),
  variant({
    id: 'events-begin-empty',
    title: 'Events tell nothing of what was there before a subscription.',
    policy: 'events.initial',
    with: () => [],
  }),
  variant({
    id: 'events-refused-with-403',
    title: 'The events WebSocket is refused with status 403.',
    policy: 'events.refusalStatus',
    with: () => 403,
  }),
];
