import { type Defect, defect, documentedPolicies as documented } from '../../policies/index.ts';

/** Recurrent conferences. */
export const seriesDefects: readonly Defect[] = [
  defect({
    id: 'booking-daily-each-day',
    title: 'A daily series has an occurrence each day, whatever its interval.',
    violates: ['TMS-BOOK-68'],
    policy: 'booking.starts',
    with: (series, first, limit) =>
      documented['booking.starts'](series.frequency === 'Daily' ? { ...series, interval: 1 } : series, first, limit),
  }),
  defect({
    id: 'booking-weekdays-with-weekend',
    title: 'A series on weekdays has occurrences on Saturday and Sunday.',
    violates: ['TMS-BOOK-69'],
    policy: 'booking.starts',
    with: (series, first, limit) =>
      documented['booking.starts'](
        series.frequency === 'DailyWeekday' ? { ...series, frequency: 'Daily' } : series,
        first,
        limit,
      ),
  }),
  defect({
    id: 'booking-weekly-one-day',
    title: 'A weekly series only has occurrences on the day of its start.',
    violates: ['TMS-BOOK-70'],
    policy: 'booking.starts',
    with: (series, first, limit) =>
      documented['booking.starts'](
        series.frequency === 'Weekly' ? { ...series, daysOfWeek: [] } : series,
        first,
        limit,
      ),
  }),
  defect({
    id: 'booking-monthly-next-day',
    title: 'A monthly series is a day late after its first occurrence.',
    violates: ['TMS-BOOK-71'],
    policy: 'booking.starts',
    with: (series, first, limit) =>
      documented['booking.starts'](series, first, limit).map((start, index) =>
        series.monthDay > 0 && index > 0 ? new Date(start.getTime() + 86_400_000) : start,
      ),
  }),
  defect({
    id: 'booking-position-off',
    title: 'A monthly series by position is a week late after its first occurrence.',
    violates: ['TMS-BOOK-77'],
    policy: 'booking.starts',
    with: (series, first, limit) =>
      documented['booking.starts'](series, first, limit).map((start, index) =>
        series.setPosition !== 0 && index > 0 ? new Date(start.getTime() + 7 * 86_400_000) : start,
      ),
  }),
  defect({
    id: 'booking-end-date-ignored',
    title: 'A series that ends by a date goes on for ten occurrences.',
    violates: ['TMS-BOOK-72'],
    policy: 'booking.starts',
    with: (series, first, limit) =>
      documented['booking.starts'](
        series.end.kind === 'date' ? { ...series, end: { kind: 'instances', count: 10 } } : series,
        first,
        limit,
      ),
  }),
  defect({
    id: 'booking-exception-ignored',
    title: 'An exception of the type DELETE takes nothing out.',
    violates: ['TMS-BOOK-73'],
    policy: 'booking.withoutExceptions',
    with: (starts) => [...starts],
  }),
  defect({
    id: 'booking-many-occurrences',
    title: 'A series may have 1000 occurrences.',
    violates: ['TMS-BOOK-74'],
    policy: 'booking.maxOccurrences',
    with: () => 1000,
  }),
  defect({
    id: 'booking-never-ending-code',
    title: 'A series that never ends is refused without its code.',
    violates: ['TMS-BOOK-75'],
    policy: 'booking.seriesProblem',
    with: (series) => (series.end.kind === 'never' ? 'malformed' : documented['booking.seriesProblem'](series)),
  }),
  defect({
    id: 'booking-both-month-rules',
    title: 'A monthly series may have both a position and a day.',
    violates: ['TMS-BOOK-76'],
    policy: 'booking.seriesProblem',
    with: (series) =>
      series.setPosition !== 0 && series.monthDay !== 0 ? null : documented['booking.seriesProblem'](series),
  }),
];
