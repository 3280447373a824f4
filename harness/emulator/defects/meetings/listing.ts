import { type Defect, defect, documentedPolicies as documented } from '../../policies/index.ts';
import type { Occurrence } from '../../scheduler/meetings.ts';

const hour = 60 * 60 * 1000;
const printed = documented['meet.printed'];
const inWindow = documented['meet.inWindow'];
const ever = (at: number) => new Date(at);
const utc = (instant: Date) => instant.toISOString().replace('.000', '');

/** What `change` makes of an occurrence that is listed. */
const printing = (change: (occurrence: Occurrence) => Record<string, unknown>) => (occurrence: Occurrence) => ({
  ...printed(occurrence),
  ...change(occurrence),
});

/** Mistakes that a scheduler could make when it lists meetings. */
export const listingDefects: readonly Defect[] = [
  defect({
    id: 'meet-listing-in-object',
    title: 'A listing is an object that holds the array.',
    violates: ['MEET-LIST-01'],
    policy: 'meet.listing',
    with: (occurrences) => ({ meetings: occurrences }),
  }),
  defect({
    id: 'meet-space-not-listed',
    title: 'An occurrence does not name its space.',
    violates: ['MEET-LIST-02'],
    policy: 'meet.printed',
    with: printing(() => ({ coSpace: undefined })),
  }),
  defect({
    id: 'meet-summary-cut',
    title: 'The name of a single meeting is listed cut to eight characters.',
    violates: ['MEET-LIST-03'],
    policy: 'meet.printed',
    with: printing(({ summary, recurrence }) => ({ summary: recurrence === null ? summary.slice(0, 8) : summary })),
  }),
  defect({
    id: 'meet-zone-lost',
    title: 'Meetings in other continents than Europe are listed in UTC.',
    violates: ['MEET-LIST-04'],
    policy: 'meet.printed',
    with: printing(({ meeting, start, end }) =>
      meeting.timeZone.startsWith('Europe/') ? {} : { timeZone: 'UTC', dtStart: utc(start), dtEnd: utc(end) },
    ),
  }),
  defect({
    id: 'meet-always-an-hour',
    title: 'Every occurrence is listed as an hour long.',
    violates: ['MEET-LIST-05'],
    policy: 'meet.printed',
    with: printing(({ dtStart }) => ({ dtEnd: new Date(Date.parse(`${dtStart}Z`) + hour).toISOString().slice(0, 19) })),
  }),
  defect({
    id: 'meet-full-day-lost',
    title: 'A full-day meeting is listed as any other.',
    violates: ['MEET-LIST-06'],
    policy: 'meet.printed',
    with: printing(() => ({ isFullDayMeeting: false })),
  }),
  defect({
    id: 'meet-recurrence-of-series',
    title: 'Every occurrence of a series has the start of the series as its recurrence.',
    violates: ['MEET-LIST-07'],
    policy: 'meet.printed',
    with: printing(({ meeting, recurrence }) => (recurrence === null ? {} : { recurrence: meeting.dtStart })),
  }),
  defect({
    id: 'meet-recurrence-of-single',
    title: 'A single meeting is listed with a recurrence.',
    violates: ['MEET-LIST-08'],
    policy: 'meet.printed',
    with: printing(({ recurrence, dtStart }) => ({ recurrence: recurrence ?? dtStart })),
  }),
  defect({
    id: 'meet-from-ignored',
    title: 'Single meetings before fromTime are listed.',
    violates: ['MEET-WINDOW-01'],
    policy: 'meet.inWindow',
    with: (occurrence, asked) =>
      inWindow(occurrence, occurrence.recurrence === null ? { ...asked, start: ever(0) } : asked),
  }),
  defect({
    id: 'meet-until-ignored',
    title: 'Single meetings after untilTime are listed.',
    violates: ['MEET-WINDOW-02'],
    policy: 'meet.inWindow',
    with: (occurrence, asked) =>
      inWindow(occurrence, occurrence.recurrence === null ? { ...asked, end: ever(8.64e15) } : asked),
  }),
  defect({
    id: 'meet-series-window-wide',
    title: 'Of a series the occurrences two days around an asked day are listed too.',
    violates: ['MEET-WINDOW-03'],
    policy: 'meet.inWindow',
    with: (occurrence, asked) => {
      const [start, end] = [asked.start.getTime(), asked.end.getTime()];
      const wide = occurrence.recurrence !== null && end - start >= 24 * hour;
      return inWindow(occurrence, wide ? { start: ever(start - 48 * hour), end: ever(end + 48 * hour) } : asked);
    },
  }),
  defect({
    id: 'meet-window-starts-late',
    title: 'A single meeting that begins within an hour after fromTime is not listed.',
    violates: ['MEET-WINDOW-04'],
    policy: 'meet.inWindow',
    with: (occurrence, asked) =>
      inWindow(occurrence, asked) &&
      (occurrence.recurrence !== null || occurrence.start.getTime() - asked.start.getTime() > hour),
  }),
  defect({
    id: 'meet-maximum-ignored',
    title: 'A listing does not care for maxMeetings.',
    violates: ['MEET-MAX-01'],
    policy: 'meet.most',
    with: () => 1000,
  }),
  defect({
    id: 'meet-bad-request-500',
    title: 'A request that makes no sense is answered with 500.',
    violates: ['MEET-BAD-01'],
    policy: 'meet.badRequestStatus',
    with: () => 500,
  }),
  defect({
    id: 'meet-missing-is-200',
    title: 'A meeting that does not exist is answered with 200.',
    violates: ['MEET-BAD-02'],
    policy: 'meet.notFoundStatus',
    with: () => 200,
  }),
];
