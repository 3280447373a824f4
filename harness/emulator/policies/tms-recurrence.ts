/** When a series ends. */
export type SeriesEnd = { kind: 'date'; until: Date } | { kind: 'instances'; count: number } | { kind: 'never' };

/** A change to single occurrences of a series. */
export interface SeriesException {
  type: string;
  at: Date;
}

/** The rule of a series, read. Days of the week count from Sunday, which is 0. */
export interface Series {
  frequency: string;
  interval: number;
  daysOfWeek: readonly number[];
  firstDayOfWeek: number;
  /** Which of its days in a month, from 1, or -1 for the last; 0 when it isn't used. */
  setPosition: number;
  /** 0 when it isn't used. */
  monthDay: number;
  end: SeriesEnd;
  exceptions: readonly SeriesException[];
}

const day = 86_400_000;

/** As far as a series is followed: a rule that no day fits, such as the 32nd of a month, would never end. */
const horizonDays = 40 * 366;

/** The days of a series that begins at `first`, at its time of day, in order. */
function* candidates(series: Series, first: Date): Generator<Date> {
  if (series.frequency === 'Monthly') {
    for (let month = 0; month < horizonDays / 30; month += Math.max(1, series.interval))
      yield* daysOfMonth(series, first, month);
    return;
  }
  for (let count = 0; count < horizonDays; count += 1) {
    const date = new Date(first.getTime() + count * day);
    if (isDayOf(series, first, date, count)) yield date;
  }
}

/** Whether the day `count` days after `first` is one of a series that isn't monthly. */
function isDayOf(series: Series, first: Date, date: Date, count: number): boolean {
  if (series.frequency === 'Daily') return count % series.interval === 0;
  if (series.frequency === 'DailyWeekday') return isWeekday(date);
  const wanted = series.daysOfWeek.length > 0 ? series.daysOfWeek : [first.getUTCDay()];
  const intoWeek = (first.getUTCDay() - series.firstDayOfWeek + 7) % 7;
  return Math.floor((intoWeek + count) / 7) % series.interval === 0 && wanted.includes(date.getUTCDay());
}

function isWeekday(date: Date): boolean {
  return date.getUTCDay() !== 0 && date.getUTCDay() !== 6;
}

/** The day, if any, that a monthly series has `months` months after `first`. */
function daysOfMonth(series: Series, first: Date, months: number): Date[] {
  const start = new Date(first);
  start.setUTCDate(1);
  start.setUTCMonth(first.getUTCMonth() + months);
  const all: Date[] = [];
  for (const date = new Date(start); date.getUTCMonth() === start.getUTCMonth(); date.setUTCDate(date.getUTCDate() + 1))
    all.push(new Date(date));
  if (series.monthDay > 0) return all.filter((date) => date.getUTCDate() === series.monthDay && date >= first);
  const wanted = all.filter((date) => series.daysOfWeek.includes(date.getUTCDay()));
  const found = series.setPosition < 0 ? wanted.at(series.setPosition) : wanted[series.setPosition - 1];
  return found && found >= first ? [found] : [];
}

/** The starts of a series, before its exceptions; at most `limit` of them. */
export function startsOf(series: Series, first: Date, limit: number): Date[] {
  const starts: Date[] = [];
  for (const start of candidates(series, first)) {
    if (starts.length >= limit) break;
    if (series.end.kind === 'date' && start > series.end.until) break;
    if (series.end.kind === 'instances' && starts.length >= series.end.count) break;
    starts.push(start);
  }
  return starts;
}
