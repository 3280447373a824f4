import type { Observance } from '../../policies/mail.ts';
import { offsetAt } from '../zone.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
/** So many years are looked at; a rule that holds in all of them is taken for a rule. */
const span = 10;
const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

interface Transition {
  at: number;
  from: number;
  to: number;
  /** Wall time before the change, as a date in UTC. */
  wall: Date;
}

/**
 * What a VTIMEZONE says about a zone from the year before `year` on: its offset at the beginning, then its changes, as rules
 * where they follow one, else one by one for ten years (RFC 5545, 3.6.5).
 */
export function observancesOf(zone: string, year: number): readonly Observance[] {
  const key = `${zone} ${year}`;
  const observances = known.get(key) ?? findObservances(zone, year);
  known.set(key, observances);
  return observances;
}

const known = new Map<string, readonly Observance[]>();

function findObservances(zone: string, year: number): Observance[] {
  const begin = Date.UTC(year - 1, 0, 1);
  const changes = transitions(zone, begin, Date.UTC(year - 1 + span, 0, 1));
  const least = Math.min(...changes.flatMap(({ from, to }) => [from, to]));
  const first = offsetAt(new Date(begin), zone) / minute;
  const initial: Observance = {
    daylight: changes.length > 0 && first > least,
    onset: '1970-01-01T00:00:00',
    from: first,
    to: first,
    rrule: null,
    furtherOnsets: [],
  };
  const groups = Map.groupBy(changes, ({ wall, from, to }) => `${wall.getUTCMonth()} ${from} ${to}`);
  return [
    initial,
    ...[...groups.values()].map((group): Observance => {
      const [head, ...rest] = group as [Transition, ...Transition[]];
      const rrule = yearlyRule(group);
      return {
        daylight: head.to > least,
        onset: textOf(head.wall),
        from: head.from,
        to: head.to,
        rrule,
        furtherOnsets: rrule === null ? rest.map(({ wall }) => textOf(wall)) : [],
      };
    }),
  ];
}

/** The rule `n-th weekday of a month` that all of them follow, one a year; null when there is none. */
function yearlyRule(group: readonly Transition[]): string | null {
  const [head] = group;
  const same = (value: (date: Date) => number) => group.every(({ wall }) => value(wall) === value(head?.wall as Date));
  if (!head || group.length < span || !same((date) => date.getUTCDay()) || !same((date) => date.getUTCHours()))
    return null;
  const count =
    same(ordinal) && ordinal(head.wall) < 5 ? ordinal(head.wall) : group.every(({ wall }) => isLast(wall)) ? -1 : null;
  if (count === null) return null;
  return `FREQ=YEARLY;BYMONTH=${head.wall.getUTCMonth() + 1};BYDAY=${count}${weekdays[head.wall.getUTCDay()]}`;
}

const ordinal = (date: Date) => Math.ceil(date.getUTCDate() / 7);
const isLast = (date: Date) => new Date(date.getTime() + 7 * day).getUTCMonth() !== date.getUTCMonth();
const textOf = (wall: Date) => wall.toISOString().slice(0, 19);

function transitions(zone: string, begin: number, end: number): Transition[] {
  const found: Transition[] = [];
  // no zone changes twice within ten days
  for (let low = begin; low < end; low += 10 * day) {
    const high = low + 10 * day;
    const from = offsetAt(new Date(low), zone);
    const to = offsetAt(new Date(high), zone);
    if (from === to) continue;
    const at = changeBetween(zone, low, high);
    found.push({ at, from: from / minute, to: to / minute, wall: new Date(at + from) });
  }
  return found;
}

/** The first instant with another offset than `low`, to the minute. */
function changeBetween(zone: string, low: number, high: number): number {
  const before = offsetAt(new Date(low), zone);
  let [same, other] = [low, high];
  while (other - same > minute) {
    const middle = same + Math.floor((other - same) / 2 / minute) * minute;
    if (offsetAt(new Date(middle), zone) === before) same = middle;
    else other = middle;
  }
  return other;
}
