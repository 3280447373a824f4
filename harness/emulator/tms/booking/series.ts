import type { ObjectValue } from '../../../protocol/tmsba/model.ts';
import { dayOfWeek } from '../../../protocol/tmsba/types.ts';
import type { Policies } from '../../policies/index.ts';
import type { Series, SeriesEnd } from '../../policies/tms-recurrence.ts';
import { textOf } from '../conferences.ts';
import { BookingFault } from './context.ts';

/** The starts of a series as it is booked. Throws BookingFault when it can't be. */
export function seriesStarts(policies: Policies, pattern: ObjectValue, first: Date): Date[] {
  const series = readSeries(policies, pattern);
  const problem = policies['booking.seriesProblem'](series);
  if (problem === 'malformed') throw new BookingFault(null, 'The recurrence pattern is not valid.');
  if (problem) throw new BookingFault(problem, 'A recurrence that never ends is not supported.');
  const most = policies['booking.maxOccurrences']();
  const starts = policies['booking.starts'](series, first, most + 1);
  if (starts.length > most) throw new BookingFault(null, `A recurrent conference has at most ${most} occurrences.`);
  const missing = series.exceptions.find(
    ({ type, at }) => type === 'DELETE' && !starts.some((start) => start.getTime() === at.getTime()),
  );
  if (missing) {
    const at = missing.at.toISOString();
    throw new BookingFault('INSTANCE_NOT_FOUND_WITHIN_PATTERN', `The recurrence pattern has no occurrence at ${at}.`);
  }
  const left = policies['booking.withoutExceptions'](starts, series);
  if (left.length === 0) throw new BookingFault(null, 'The recurrence pattern has no occurrence.');
  return left;
}

function readSeries(policies: Policies, pattern: ObjectValue): Series {
  const number = (name: string, otherwise: number) => Number(textOf(pattern[name]) || otherwise);
  const dayNumber = (name: string) => dayOfWeek.values.findIndex(({ value }) => value === name);
  const days = (pattern.DaysOfWeek ?? []) as readonly string[];
  const exceptions = (pattern.Exceptions ?? []) as readonly ObjectValue[];
  return {
    frequency: textOf(pattern.FrequencyType),
    interval: number('Interval', 1),
    daysOfWeek: days.map(dayNumber),
    firstDayOfWeek: Math.max(0, dayNumber(textOf(pattern.FirstDayOfWeek))),
    setPosition: number('BySetPosition', 0),
    monthDay: number('ByMonthDay', 0),
    end: readEnd(policies, pattern),
    exceptions: exceptions.map((exception) => {
      const type = textOf(exception.ExceptionType);
      // what stands in ModifiedData is not known
      if (type === 'MODIFY') throw new BookingFault(null, 'A modified occurrence is not supported.');
      return { type, at: timeOf(policies, textOf(exception.RecurrenceIdUTC), 'RecurrenceIdUTC') };
    }),
  };
}

function readEnd(policies: Policies, pattern: ObjectValue): SeriesEnd {
  const type = textOf(pattern.PatternEndType);
  if (type === 'EndByInstances') return { kind: 'instances', count: Number(textOf(pattern.PatternInstances) || 0) };
  if (type === 'EndByDate') {
    return { kind: 'date', until: timeOf(policies, textOf(pattern.PatternEndDateUTC), 'PatternEndDateUTC') };
  }
  return { kind: 'never' };
}

/** The instant that a field names. Throws BookingFault for anything else. */
export function timeOf(policies: Policies, text: string, field: string): Date {
  const time = policies['booking.readTime'](text);
  if (!time) throw new BookingFault(null, `${field}: "${text}" is no time in UTC, such as 2030-01-31 09:00:00Z.`);
  return time;
}
