import { type Defect, defect } from '../../policies/index.ts';
import { instantOf } from '../../scheduler/zone.ts';

/** What the calendar in a mail says. */
export const calendarDefects: readonly Defect[] = [
  defect({
    id: 'mail-calendar-published',
    title: 'The calendar of an invitation is published, so that nobody is asked to answer.',
    violates: ['MAIL-ICAL-01'],
    policy: 'mail.calendarMethod',
    with: (kind) => (kind === 'cancellation' ? 'CANCEL' : 'PUBLISH'),
  }),
  defect({
    id: 'mail-cancellation-requests',
    title: 'The calendar of a cancellation is a request like any other.',
    violates: ['MAIL-CANCEL-02', 'MAIL-UPDATE-06'],
    policy: 'mail.calendarMethod',
    with: () => 'REQUEST',
  }),
  defect({
    id: 'mail-local-time-as-utc',
    title: 'Local times are written as if they were UTC.',
    violates: ['MAIL-ICAL-02', 'MAIL-ICAL-03', 'MAIL-ICAL-04', 'MAIL-ICAL-05', 'MAIL-UPDATE-04'],
    policy: 'mail.eventTime',
    with: (local) => ({ local, zone: null }),
  }),
  defect({
    id: 'mail-zone-without-daylight',
    title: 'The description of a time zone leaves out its daylight-saving time.',
    violates: ['MAIL-ICAL-03'],
    policy: 'mail.observances',
    with: (observances) => observances.filter(({ daylight }) => !daylight),
  }),
  defect({
    id: 'mail-series-once',
    title: 'The event of a series has no rule.',
    violates: ['MAIL-ICAL-04', 'MAIL-ICAL-05'],
    policy: 'mail.rrule',
    with: () => null,
  }),
  defect({
    id: 'mail-series-in-utc',
    title: 'Times are written in UTC, so that a series moves when daylight-saving time ends.',
    violates: ['MAIL-ICAL-05'],
    policy: 'mail.eventTime',
    with: (local, timeZone) => ({ local: instantOf(local, timeZone).toISOString().slice(0, 19), zone: null }),
  }),
  defect({
    id: 'mail-calendar-names-addressee',
    title: 'The calendar names its addressee only.',
    violates: ['MAIL-ICAL-06'],
    policy: 'mail.namedAttendees',
    with: (_all, own) => [own],
  }),
  defect({
    id: 'mail-calendar-name',
    title: 'Every event is called "Meeting".',
    violates: ['MAIL-ICAL-07'],
    policy: 'mail.summary',
    with: () => 'Meeting',
  }),
  defect({
    id: 'mail-cancelled-occurrence-stays',
    title: 'A cancelled occurrence stays in the calendar.',
    violates: ['MAIL-ICAL-08'],
    policy: 'mail.leftOut',
    with: () => [],
  }),
  defect({
    id: 'mail-moved-occurrence-stays',
    title: 'A moved occurrence stays at its old time in the calendar.',
    violates: ['MAIL-ICAL-09'],
    policy: 'mail.changed',
    with: () => [],
  }),
];
