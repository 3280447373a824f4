import { type Defect, defect, documentedPolicies as documented } from '../../policies/index.ts';
import { instantOf, offsetAt } from '../../scheduler/zone.ts';

const startsOf = documented['meet.startsOf'];
type Starts = typeof startsOf;

/** The starts of rules of this kind as `change` leaves them; other rules are followed. */
const changing =
  (kind: RegExp, change: (starts: Iterable<string>, rrule: string, dtStart: string) => Iterable<string>): Starts =>
  (rrule, dtStart, timeZone) => {
    const starts = startsOf(rrule, dtStart, timeZone);
    return kind.test(rrule) ? change(starts, rrule, dtStart) : starts;
  };

function* first(count: number, starts: Iterable<string>): Generator<string> {
  let seen = 0;
  for (const start of starts) {
    if (seen++ >= count) return;
    yield start;
  }
}

function* where(starts: Iterable<string>, holds: (start: string) => boolean): Generator<string> {
  for (const start of starts) if (holds(start)) yield start;
}

function* allButLast(starts: Iterable<string>): Generator<string> {
  let previous: string | null = null;
  for (const start of starts) {
    if (previous !== null) yield previous;
    previous = start;
  }
}

/** As many times as the rule says, `step` apart. */
function* counted(rrule: string, at: (index: number) => string): Generator<string> {
  const count = Number(/COUNT=(\d+)/.exec(rrule)?.[1] ?? 1000);
  for (let index = 0; index < count; index += 1) yield at(index);
}

const iso = (milliseconds: number) => new Date(milliseconds).toISOString().slice(0, 19);

/** Months later, on the month's last day where it lacks the day. */
function monthsLater(local: string, months: number): string {
  const date = new Date(`${local}Z`);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = Math.min(date.getUTCDate(), last);
  return iso(Date.UTC(year, month, day, date.getUTCHours(), date.getUTCMinutes()));
}

/** The offset of the first occurrence is kept although the zone's clocks were put forward, or back. */
const frozen =
  (zones: RegExp, direction: 'forward' | 'back'): (typeof documented)['meet.instantOf'] =>
  (local, zone, start) => {
    const right = instantOf(local, zone);
    const before = offsetAt(instantOf(start, zone), zone);
    const now = offsetAt(right, zone);
    const changed = direction === 'forward' ? now > before : now < before;
    return zones.test(zone) && changed ? new Date(right.getTime() + now - before) : right;
  };

/** Mistakes that a scheduler could make with repeats. */
export const repeatDefects: readonly Defect[] = [
  defect({
    id: 'meet-single-repeats',
    title: 'A single meeting is listed on the next day, too.',
    violates: ['MEET-REPEAT-01'],
    policy: 'meet.listing',
    with: (occurrences) =>
      occurrences.flatMap((one) => {
        const occurrence = one as { recurrence?: string; dtStart: string; dtEnd: string };
        const nextDay = (local: string) => iso(Date.parse(`${local}Z`) + 24 * 60 * 60 * 1000);
        const { recurrence, dtStart, dtEnd } = occurrence;
        const again = { ...occurrence, dtStart: nextDay(dtStart), dtEnd: nextDay(dtEnd) };
        return recurrence === undefined && occurrences.length === 1 && dtStart.includes('T10:') ? [one, again] : [one];
      }),
  }),
  defect({
    id: 'meet-daily-ends-after-a-week',
    title: 'A daily series has seven occurrences at most.',
    violates: ['MEET-REPEAT-02'],
    policy: 'meet.startsOf',
    with: changing(/FREQ=DAILY/, (starts) => first(7, starts)),
  }),
  defect({
    id: 'meet-weekly-is-fortnightly',
    title: 'A weekly series takes place every other week.',
    violates: ['MEET-REPEAT-03'],
    policy: 'meet.startsOf',
    with: (rrule, dtStart, timeZone) =>
      startsOf(rrule.replace('FREQ=WEEKLY;COUNT', 'FREQ=WEEKLY;INTERVAL=2;COUNT'), dtStart, timeZone),
  }),
  defect({
    id: 'meet-monthly-skips-short-months',
    title: 'A monthly series leaves out the months of 30 days.',
    violates: ['MEET-REPEAT-04'],
    policy: 'meet.startsOf',
    with: changing(/FREQ=MONTHLY/, (starts) => where(starts, (start) => !/-(04|06|09|11)-/.test(start))),
  }),
  defect({
    id: 'meet-yearly-ends-early',
    title: 'A yearly series has three occurrences at most.',
    violates: ['MEET-REPEAT-05'],
    policy: 'meet.startsOf',
    with: changing(/FREQ=YEARLY/, (starts) => first(3, starts)),
  }),
  defect({
    id: 'meet-leap-day-moved',
    title: 'A yearly meeting on 29 February is on 28 February in other years.',
    violates: ['MEET-REPEAT-06'],
    policy: 'meet.startsOf',
    with: changing(/FREQ=YEARLY/, (starts, rrule, dtStart) =>
      dtStart.includes('-02-29T') ? counted(rrule, (years) => monthsLater(dtStart, 12 * years)) : starts,
    ),
  }),
  defect({
    id: 'meet-month-end-moved',
    title: 'A monthly meeting on the 31st is on the last day of shorter months.',
    violates: ['MEET-REPEAT-07'],
    policy: 'meet.startsOf',
    with: changing(/FREQ=MONTHLY/, (starts, rrule, dtStart) =>
      dtStart.includes('-31T') ? counted(rrule, (months) => monthsLater(dtStart, months)) : starts,
    ),
  }),
  defect({
    id: 'meet-interval-ignored',
    title: 'A series every other week takes place every week.',
    violates: ['MEET-REPEAT-08'],
    policy: 'meet.startsOf',
    with: (rrule, dtStart, timeZone) => startsOf(rrule.replace('WEEKLY;INTERVAL=2', 'WEEKLY'), dtStart, timeZone),
  }),
  defect({
    id: 'meet-until-exclusive',
    title: 'A series does not take place on its end date.',
    violates: ['MEET-REPEAT-09'],
    policy: 'meet.startsOf',
    with: changing(/UNTIL=/, (starts) => allButLast(starts)),
  }),
  defect({
    id: 'meet-europe-keeps-winter-time',
    title: 'A series in Europe is an hour late once the clocks are put forward.',
    violates: ['MEET-DST-01'],
    policy: 'meet.instantOf',
    with: frozen(/^Europe\//, 'forward'),
  }),
  defect({
    id: 'meet-europe-keeps-summer-time',
    title: 'A series in Europe is an hour early once the clocks are put back.',
    violates: ['MEET-DST-02'],
    policy: 'meet.instantOf',
    with: frozen(/^Europe\//, 'back'),
  }),
  defect({
    id: 'meet-america-keeps-winter-time',
    title: 'A series in America is an hour late once the clocks are put forward.',
    violates: ['MEET-DST-03'],
    policy: 'meet.instantOf',
    with: frozen(/^America\//, 'forward'),
  }),
  defect({
    id: 'meet-america-keeps-summer-time',
    title: 'A series in America is an hour early once the clocks are put back.',
    violates: ['MEET-DST-04'],
    policy: 'meet.instantOf',
    with: frozen(/^America\//, 'back'),
  }),
];
