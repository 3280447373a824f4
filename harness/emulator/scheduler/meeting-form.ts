import { z } from 'zod';
import { ruleProblem } from './recurrence.ts';
import { isLocalTime, isTimeZone, localOf } from './zone.ts';

/** A request that the scheduler doesn't take; the message is one sentence for who sent it. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
}

const line = z.string().max(1000);
/** Local to the meeting's zone, or an instant in UTC. */
const time = z.string().refine((text) => isLocalTime(text.replace(/Z$/, '')), 'is no time such as 2027-03-28T10:00:00');
const attendee = z
  .strictObject({
    email: z.email('is no e-mail address').nullish(),
    user: line.min(1).nullish(),
    name: line.nullish(),
    role: line.nullish(),
    organizer: z.boolean().nullish(),
  })
  .refine(({ email, user }) => Boolean(email ?? user), 'needs email or user')
  .transform(({ email, user, name, role, organizer }) => ({
    email: email ?? null,
    user: user ?? null,
    name: name ?? null,
    role: role ?? null,
    organizer: organizer ?? false,
  }));

const fields = {
  summary: line.min(1),
  description: z.string().max(10_000).nullable(),
  dtStart: time,
  dtEnd: time,
  timeZone: z.string().refine(isTimeZone, 'is no name of a time zone such as Europe/Oslo'),
  rrule: z.string().max(200).nullable(),
  isFullDayMeeting: z.boolean(),
  attendees: z.array(attendee).max(1000),
};
const common = z.strictObject({
  ...fields,
  description: fields.description.default(null),
  rrule: fields.rrule.default(null),
  isFullDayMeeting: fields.isFullDayMeeting.default(false),
  attendees: fields.attendees.default([]),
});
const creation = common.extend({ coSpace: z.guid().optional(), coSpaceTemplate: z.guid().optional() });
const modification = z.strictObject(fields).partial();
const occurrence = z.strictObject({ dtStart: time, dtEnd: time, summary: fields.summary }).partial();

/** What a new meeting is to be; a space or the template of one. */
export type Creation = z.infer<typeof creation>;
export type Modification = z.infer<typeof modification>;
export type OccurrenceChange = z.infer<typeof occurrence>;

/** Reads a body. Throws BadRequest with the first thing that is wrong. */
function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join('.');
  throw new BadRequest(`${where ? `${where}: ` : 'The body: '}${issue?.message ?? 'not understood'}.`);
}

/** A new meeting. Throws BadRequest. */
export function readCreation(body: unknown): Creation {
  const wish = read(creation, body);
  if ((wish.coSpace === undefined) === (wish.coSpaceTemplate === undefined))
    throw new BadRequest('Name either coSpace, an existing space, or coSpaceTemplate, the template of a new one.');
  return { ...wish, ...localTimes(wish, wish.timeZone) };
}

/** Changes of a meeting or series, its times local to the zone that it then has. Throws BadRequest. */
export function readModification(body: unknown, zone: string): Modification {
  const wish = read(modification, body);
  return { ...wish, ...localTimes(wish, wish.timeZone ?? zone) };
}

/** Changes of one occurrence. Throws BadRequest. */
export function readOccurrenceChange(body: unknown, zone: string): OccurrenceChange {
  const wish = read(occurrence, body);
  return { ...wish, ...localTimes(wish, zone) };
}

/** A whole meeting must end after it starts, and its first time must be one that its rule gives. Throws BadRequest. */
export function checkTimes(meeting: {
  dtStart: string;
  dtEnd: string;
  rrule: string | null;
  isFullDayMeeting: boolean;
}): void {
  if (meeting.dtEnd <= meeting.dtStart) throw new BadRequest('dtEnd: it must be later than dtStart.');
  const midnight = (local: string) => local.endsWith('T00:00:00');
  if (meeting.isFullDayMeeting && !(midnight(meeting.dtStart) && midnight(meeting.dtEnd)))
    throw new BadRequest('isFullDayMeeting: a full-day meeting begins and ends at midnight.');
  const problem = meeting.rrule === null ? null : ruleProblem(meeting.rrule);
  if (problem !== null) throw new BadRequest(`rrule: it ${problem}.`);
}

/** An instant of a query, e.g. `2027-03-28T08:00:00Z`; null when it isn't given. Throws BadRequest. */
export function readInstant(name: string, text: string | null): Date | null {
  if (text === null) return null;
  const instant = new Date(text);
  const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/;
  const year = instant.getUTCFullYear();
  if (!form.test(text) || Number.isNaN(instant.getTime()) || year < 1970 || year > 2199)
    throw new BadRequest(`${name}: it is no time in UTC such as 2027-03-28T08:00:00Z, between 1970 and 2199.`);
  return instant;
}

/** A positive whole number of a query; null when it isn't given. Throws BadRequest. */
export function readCount(name: string, text: string | null): number | null {
  if (text === null) return null;
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new BadRequest(`${name}: it is no whole number from 1 to 999999.`);
  return Number(text);
}

function localTimes(wish: { dtStart?: string | undefined; dtEnd?: string | undefined }, zone: string) {
  const local = (text: string) => (text.endsWith('Z') ? localOf(new Date(text), zone) : text);
  return {
    ...(wish.dtStart === undefined ? {} : { dtStart: local(wish.dtStart) }),
    ...(wish.dtEnd === undefined ? {} : { dtEnd: local(wish.dtEnd) }),
  };
}
