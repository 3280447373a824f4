import { defineJudge, type Finding } from './judge.ts';

/** An answer of the scheduler, as far as it is judged. */
export interface SchedulerSeen {
  method: string;
  path: string;
  status: number;
  contentType: string;
  body: string;
  json?: unknown;
}

/** An occurrence as a listing has it; which fields there are is for the judges to say. */
export type OccurrenceSeen = Record<string, unknown>;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A listing is a bare JSON array of objects. */
export const listingIsArray = defineJudge<{ answer: SchedulerSeen }>('meetings.listing.isArray', ({ answer }) => {
  const where = requestOf(answer);
  if (answer.status !== 200) return [{ where, expected: 'status 200', observed: `status ${answer.status}` }];
  const isArray = Array.isArray(answer.json) && answer.json.every((one) => typeof one === 'object' && one !== null);
  return isArray ? [] : [{ where, expected: 'a JSON array of occurrences', observed: start(answer.body) }];
});

/** A meeting's occurrences in a listing start at exactly these instants (UTC), whatever form their times have. */
export const occursAt = defineJudge<{ occurrences: OccurrenceSeen[]; expected: string[] }>(
  'meetings.occurrences.at',
  ({ occurrences, expected }) => {
    const starts = occurrences.map((one) => iso(instantOf(one.dtStart, one.timeZone))).sort();
    const wanted = expected.map((text) => iso(new Date(text))).sort();
    if (JSON.stringify(starts) === JSON.stringify(wanted)) return [];
    return [{ expected: `occurrences at ${list(wanted)}`, observed: list(starts) }];
  },
);

/** A meeting has this many occurrences in a listing. */
export const occursTimes = defineJudge<{ occurrences: OccurrenceSeen[]; count: number }>(
  'meetings.occurrences.count',
  ({ occurrences, count }) =>
    occurrences.length === count ? [] : [{ expected: `${count} occurrences`, observed: `${occurrences.length}` }],
);

/** A listing holds at most this many occurrences, and some. */
export const holdsAtMost = defineJudge<{ answer: SchedulerSeen; most: number }>(
  'meetings.listing.holdsAtMost',
  ({ answer, most }) => {
    const count = Array.isArray(answer.json) ? answer.json.length : -1;
    const where = requestOf(answer);
    return count > 0 && count <= most ? [] : [{ where, expected: `1 to ${most} occurrences`, observed: `${count}` }];
  },
);

/** Each occurrence has these values in these fields. */
export const occurrencesHold = defineJudge<{ occurrences: OccurrenceSeen[]; expected: Record<string, unknown> }>(
  'meetings.occurrences.hold',
  ({ occurrences, expected }) => [
    ...(occurrences.length > 0 ? [] : [{ expected: 'an occurrence', observed: 'none' }]),
    ...occurrences.flatMap((one, index) =>
      Object.entries(expected).flatMap(([name, value]) =>
        JSON.stringify(one[name]) === JSON.stringify(value)
          ? []
          : [
              {
                where: `occurrence ${index + 1}`,
                expected: `${name} ${JSON.stringify(value)}`,
                observed: shown(one[name]),
              },
            ],
      ),
    ),
  ],
);

/** Each occurrence lasts this many minutes. */
export const lasts = defineJudge<{ occurrences: OccurrenceSeen[]; minutes: number }>(
  'meetings.occurrences.last',
  ({ occurrences, minutes }) => [
    ...(occurrences.length > 0 ? [] : [{ expected: 'an occurrence', observed: 'none' }]),
    ...occurrences.flatMap((one) => {
      const length = instantOf(one.dtEnd, one.timeZone).getTime() - instantOf(one.dtStart, one.timeZone).getTime();
      return length === minutes * 60_000
        ? []
        : [{ expected: `${minutes} minutes`, observed: `${length / 60_000} minutes` }];
    }),
  ],
);

/** Occurrences of a series name the start that the rule gives them; those of a single meeting name none. */
export const namesRecurrence = defineJudge<{ occurrences: OccurrenceSeen[]; series: boolean }>(
  'meetings.occurrences.recurrence',
  ({ occurrences, series }) => [
    ...(occurrences.length > 0 ? [] : [{ expected: 'an occurrence', observed: 'none' }]),
    ...occurrences.flatMap(({ recurrence, dtStart, timeZone }) => {
      if (!series) return recurrence === undefined ? [] : [{ expected: 'no recurrence', observed: shown(recurrence) }];
      const same = iso(instantOf(recurrence, timeZone)) === iso(instantOf(dtStart, timeZone));
      return same ? [] : [{ expected: `recurrence ${shown(dtStart)}`, observed: shown(recurrence) }];
    }),
  ],
);

/** These values are UUIDs, all different. */
export const differentIds = defineJudge<{ what: string; ids: unknown[] }>('meetings.ids.differ', ({ what, ids }) => [
  ...ids.flatMap((id) => (uuid.test(String(id)) ? [] : [{ where: what, expected: 'a UUID', observed: shown(id) }])),
  ...(new Set(ids).size === ids.length
    ? []
    : [{ where: what, expected: 'all different', observed: list(ids.map(String)) }]),
]);

/** Two values are equal. */
export const sameValue = defineJudge<{ what: string; expected: unknown; observed: unknown }>(
  'meetings.value.same',
  ({ what, expected, observed }) =>
    JSON.stringify(expected) === JSON.stringify(observed)
      ? []
      : [{ where: what, expected: shown(expected), observed: shown(observed) }],
);

/** Values are there and differ. A stored observation has null for what was not there. */
export const otherValue = defineJudge<{ what: string; values: unknown[] }>(
  'meetings.value.other',
  ({ what, values }) =>
    values.every((value) => value !== undefined && value !== null && value !== '') &&
    new Set(values).size === values.length
      ? []
      : [{ where: what, expected: 'values that differ', observed: list(values.map(shown)) }],
);

/** What makes no sense is refused by a status from 400 to 499, with a text that says why. */
export const refusedWithReason = defineJudge<{ answers: SchedulerSeen[] }>('meetings.refused', ({ answers }) =>
  answers.flatMap((answer): Finding[] => {
    const where = requestOf(answer);
    if (answer.status < 400 || answer.status > 499)
      return [{ where, expected: 'a status from 400 to 499', observed: `status ${answer.status}` }];
    return /\w/.test(answer.body) ? [] : [{ where, expected: 'a text that says why', observed: 'nothing' }];
  }),
);

/** A request was not carried out: its status is not of the two hundreds. */
export const notAccepted = defineJudge<{ answer: SchedulerSeen }>('meetings.notAccepted', ({ answer }) =>
  answer.status >= 200 && answer.status < 300
    ? [{ where: requestOf(answer), expected: 'a refusal', observed: `status ${answer.status}` }]
    : [],
);

/** A server presents exactly the configured certificates, by fingerprint, its own first. */
export const presentsChain = defineJudge<{ presented: string[]; configured: string[] }>(
  'meetings.https.presentsChain',
  ({ presented, configured }) =>
    JSON.stringify(presented) === JSON.stringify(configured)
      ? []
      : [{ expected: `${configured.length} certificates: ${list(configured)}`, observed: list(presented) }],
);

/** A port takes TLS connections, or doesn't. */
export const isListening = defineJudge<{ port: number; listening: boolean; expected: boolean }>(
  'meetings.https.listens',
  ({ port, listening, expected }) =>
    listening === expected
      ? []
      : [
          {
            where: `port ${port}`,
            expected: expected ? 'a listener' : 'none',
            observed: listening ? 'a listener' : 'none',
          },
        ],
);

/** The instant that a listing means: ending in `Z`, or local to the zone. Invalid when it is none. */
export function instantOf(time: unknown, zone: unknown): Date {
  if (typeof time !== 'string') return new Date(Number.NaN);
  if (time.endsWith('Z')) return new Date(time);
  const wall = Date.parse(`${time}Z`);
  // the offset that holds there: what is local at the guess decides, twice for what lies near a change
  let guess = wall;
  for (let round = 0; round < 2; round += 1) guess = wall - offset(guess, String(zone));
  return new Date(guess);
}

function offset(instant: number, zone: string): number {
  try {
    const text = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(
      instant,
    );
    return Date.parse(`${text.replace(' ', 'T')}Z`) - Math.floor(instant / 1000) * 1000;
  } catch {
    return Number.NaN;
  }
}

function iso(instant: Date): string {
  return Number.isNaN(instant.getTime()) ? 'no time' : instant.toISOString();
}

function requestOf({ method, path }: SchedulerSeen): string {
  return `${method} ${path}`;
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

function list(texts: readonly string[]): string {
  return texts.length === 0 ? 'none' : texts.join(', ');
}

function start(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}...` : text || 'nothing';
}
