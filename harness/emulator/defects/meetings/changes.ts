import { type Defect, defect, documentedPolicies as documented } from '../../policies/index.ts';

const exceptionOf = documented['meet.exceptionOf'];

/** Mistakes that a scheduler could make when meetings change, and with keeping them. */
export const changeDefects: readonly Defect[] = [
  defect({
    id: 'meet-single-not-moved',
    title: 'A single meeting keeps its time when it is changed.',
    violates: ['MEET-MODIFY-01'],
    policy: 'meet.changes',
    with: ({ dtStart, dtEnd, ...rest }, before) =>
      before.rrule === null ? rest : { ...(dtStart && dtEnd ? { dtStart, dtEnd } : {}), ...rest },
  }),
  defect({
    id: 'meet-series-not-renamed',
    title: 'A series keeps its name when it is changed.',
    violates: ['MEET-MODIFY-02'],
    policy: 'meet.changes',
    with: ({ summary, ...rest }, before) =>
      before.rrule === null && summary !== undefined ? { summary, ...rest } : rest,
  }),
  defect({
    id: 'meet-occurrence-not-moved',
    title: 'One occurrence of a series keeps its time when it is moved.',
    violates: ['MEET-MODIFY-03'],
    policy: 'meet.exceptionOf',
    with: (...args) => {
      const exception = exceptionOf(...args);
      return exception && { ...exception, dtStart: null, dtEnd: null };
    },
  }),
  defect({
    id: 'meet-renames-whole-series',
    title: 'A new name of one occurrence is that of all.',
    violates: ['MEET-MODIFY-04'],
    policy: 'meet.exceptionOf',
    with: (exceptions, recurrence, meeting) => {
      const renamed = exceptions.find(({ summary, cancelled }) => summary !== null && !cancelled);
      const elsewhere = renamed && { ...renamed, recurrence, dtStart: null, dtEnd: null };
      return exceptionOf(exceptions, recurrence, meeting) ?? elsewhere ?? null;
    },
  }),
  defect({
    id: 'meet-single-not-cancelled',
    title: 'A cancelled single meeting stays.',
    violates: ['MEET-CANCEL-01'],
    policy: 'meet.cancels',
    with: ({ rrule }) => rrule !== null,
  }),
  defect({
    id: 'meet-series-not-cancelled',
    title: 'A cancelled series stays.',
    violates: ['MEET-CANCEL-02'],
    policy: 'meet.cancels',
    with: ({ rrule }) => rrule === null,
  }),
  defect({
    id: 'meet-occurrence-not-cancelled',
    title: 'A cancelled occurrence of a series stays.',
    violates: ['MEET-CANCEL-03'],
    policy: 'meet.cancelsOccurrence',
    with: () => false,
  }),
  defect({
    id: 'meet-cancels-rest-of-series',
    title: 'The cancelling of one occurrence cancels those after it.',
    violates: ['MEET-CANCEL-04'],
    policy: 'meet.exceptionOf',
    with: (exceptions, recurrence, meeting) =>
      exceptions.find((exception) => exception.cancelled && recurrence >= exception.recurrence) ??
      exceptionOf(exceptions, recurrence, meeting),
  }),
  defect({
    id: 'meet-lost-by-restart',
    title: 'A restart of the scheduler forgets the meetings.',
    violates: ['MEET-KEEP-01'],
    policy: 'meet.outlives',
    with: (interruption) => interruption !== 'restart',
  }),
  defect({
    id: 'meet-lost-by-reboot',
    title: 'A reboot of the server forgets the meetings.',
    violates: ['MEET-KEEP-02'],
    policy: 'meet.outlives',
    with: (interruption) => interruption !== 'reboot',
  }),
  defect({
    id: 'meet-lost-by-power-loss',
    title: 'A loss of power forgets the meetings.',
    violates: ['MEET-KEEP-03'],
    policy: 'meet.outlives',
    with: (interruption) => interruption !== 'powerLoss',
  }),
  defect({
    id: 'meet-unknown-to-others',
    title: 'A scheduler knows its own meetings only.',
    violates: ['MEET-KEEP-04'],
    policy: 'meet.knownTo',
    with: (scheduler, createdBy) => scheduler === createdBy,
  }),
];
