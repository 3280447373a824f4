import ICAL from 'ical.js';
import { isLocalTime, localOf } from './zone.ts';

/** How often a meeting is repeated, as the wizard offers it. */
type Frequency = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';

const partsOf: Record<Frequency, readonly string[]> = {
  DAILY: [],
  WEEKLY: ['BYDAY', 'WKST'],
  MONTHLY: ['BYDAY', 'BYMONTHDAY'],
  YEARLY: [],
};
const weekday = '(MO|TU|WE|TH|FR|SA|SU)';
const forms: Record<string, RegExp> = {
  INTERVAL: /^[1-9]\d{0,2}$/,
  COUNT: /^[1-9]\d{0,3}$/,
  UNTIL: /^\d{8}(T\d{6}Z?)?$/,
  WKST: new RegExp(`^${weekday}$`),
};
const listForms = {
  WEEKLY: { BYDAY: new RegExp(`^${weekday}(,${weekday}){0,6}$`) },
  MONTHLY: { BYDAY: new RegExp(`^([1-4]|-1)${weekday}$`), BYMONTHDAY: /^(-1|[1-9]|[12]\d|3[01])$/ },
};

/**
 * What is wrong with the text of a rule, as the end of a sentence; null when the scheduler can follow it. Which parts it takes
 * is ours: what the wizard offers (no repeat, daily, weekly, monthly, yearly), its intervals, ends, and days of week or month.
 */
export function ruleProblem(rrule: string): string | null {
  const parts = rrule.split(';').map((part) => part.split('=') as [string, string?]);
  const names = parts.map(([name]) => name);
  if (new Set(names).size !== names.length) return 'names a part twice';
  const frequency = parts.find(([name]) => name === 'FREQ')?.[1] as Frequency | undefined;
  if (frequency === undefined || !Object.hasOwn(partsOf, frequency))
    return 'needs FREQ=DAILY, WEEKLY, MONTHLY or YEARLY';
  for (const [name, value = ''] of parts) {
    if (name === 'FREQ') continue;
    if (!['INTERVAL', 'COUNT', 'UNTIL', ...partsOf[frequency]].includes(name))
      return `has a part that is not supported with ${frequency}: ${name}`;
    const lists = (listForms as Partial<Record<Frequency, Record<string, RegExp>>>)[frequency];
    const form = lists?.[name] ?? forms[name];
    if (!form?.test(value)) return `has a bad value of ${name}`;
    if (name === 'UNTIL' && !isLocalTime(localText(value))) return 'has a bad value of UNTIL';
  }
  if (names.includes('COUNT') && names.includes('UNTIL')) return 'has both COUNT and UNTIL';
  if (names.includes('BYDAY') && names.includes('BYMONTHDAY')) return 'has both BYDAY and BYMONTHDAY';
  return null;
}

/**
 * The local starts that a rule gives, beginning with `dtStart`, in their order (RFC 5545, 3.3.10; days that a month or year
 * lacks are left out). Endless for an endless rule.
 */
export function* startsOf(rrule: string, dtStart: string, timeZone: string): Generator<string> {
  const first = ICAL.Time.fromString(dtStart, undefined);
  const rule = ICAL.Recur.fromString(withoutUntil(rrule));
  if (rule.freq === 'YEARLY') {
    // the library moves 29 February to 1 March where there is none, unless the rule names the day
    rule.setComponent('BYMONTH', [first.month]);
    rule.setComponent('BYMONTHDAY', [first.day]);
  }
  const last = lastStart(rrule, timeZone);
  const starts = rule.iterator(first);
  for (let start = starts.next(); start; start = starts.next()) {
    const local = start.toString();
    if (last !== null && local > last) return;
    yield local;
  }
}

function withoutUntil(rrule: string): string {
  return rrule
    .split(';')
    .filter((part) => !part.startsWith('UNTIL='))
    .join(';');
}

/** The local time that `UNTIL` names: in UTC, local, or the end of a day. */
function lastStart(rrule: string, timeZone: string): string | null {
  const until = /UNTIL=([^;]*)/.exec(rrule)?.[1];
  if (until === undefined) return null;
  const local = localText(until);
  return until.endsWith('Z') ? localOf(new Date(`${local}Z`), timeZone) : local;
}

/** `20270328T100000Z` as `2027-03-28T10:00:00`; of a day its last second. */
function localText(value: string): string {
  const [, year, month, day, hour = '23', minute = '59', second = '59'] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d))?/.exec(value) ?? [];
  return `${year}-${month}-${day}T${hour}:${minute}:${second}`;
}
