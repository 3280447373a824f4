import { documentedPolicies as documented, type Variant, variant } from '../policies/index.ts';
import { instantOf } from '../scheduler/zone.ts';

const utc = (instant: Date) => instant.toISOString().replace('.000', '');

/** Conforming differences between schedulers: what documents leave open about meetings. */
export const meetingVariants: readonly Variant[] = [
  variant({
    id: 'meet-times-in-utc',
    title: 'The times of occurrences end in Z; the zone of the meeting is named beside them.',
    policy: 'meet.printed',
    with: (occurrence) => {
      const { meeting, recurrence, start, end } = occurrence;
      const from = recurrence === null ? {} : { recurrence: utc(instantOf(recurrence, meeting.timeZone)) };
      return { ...documented['meet.printed'](occurrence), dtStart: utc(start), dtEnd: utc(end), ...from };
    },
  }),
  variant({
    id: 'meet-more-fields',
    title: 'An occurrence has fields that no document names.',
    policy: 'meet.printed',
    with: (occurrence) => ({ ...documented['meet.printed'](occurrence), location: '', version: 3 }),
  }),
  variant({
    id: 'meet-latest-first',
    title: 'A listing begins with the latest occurrence.',
    policy: 'meet.order',
    with: (a, b) => b.start.getTime() - a.start.getTime(),
  }),
  variant({
    id: 'meet-window-by-start',
    title: 'An occurrence is listed when it begins between fromTime and untilTime.',
    policy: 'meet.inWindow',
    with: ({ start }, asked) => start >= asked.start && start < asked.end,
  }),
  variant({
    id: 'meet-bad-request-422',
    title: 'A request that makes no sense is answered with 422.',
    policy: 'meet.badRequestStatus',
    with: () => 422,
  }),
];
