import { randomUUID } from 'node:crypto';
import { Repository } from '../api/repository.ts';
import type { Cluster, EmulatedNode } from '../kernel/node.ts';
import type { StoredObject } from '../kernel/store.ts';
import type { Interruption, Span } from '../policies/meetings.ts';
import type { Meeting, MeetingException } from './meeting.ts';

/** What a new meeting is made of; the book gives the rest. */
export type NewMeeting = Omit<Meeting, 'id' | 'sequence' | 'exceptions'>;

/** One time that a meeting takes place. */
export interface Occurrence extends Span {
  meeting: Meeting;
  /** Local start that the rule gives; null for a single meeting. */
  recurrence: string | null;
  /** As it takes place, local to the meeting's zone. */
  dtStart: string;
  dtEnd: string;
  summary: string;
}

const type = 'meeting';
const parsed = new WeakMap<StoredObject, Meeting>();

/**
 * The meetings of a cluster as one of its schedulers knows them: they are in the clustered database, so that all schedulers
 * have the same and they outlive the process.
 */
export class MeetingBook {
  readonly #cluster: Cluster;
  readonly #scheduler: string;
  readonly #objects: Repository;

  private constructor(node: EmulatedNode) {
    this.#cluster = node.cluster;
    this.#scheduler = node.name;
    this.#objects = Repository.of(node.cluster.store);
  }

  /** The book as the scheduler of `node` reads it. */
  static of(node: EmulatedNode): MeetingBook {
    return new MeetingBook(node);
  }

  /** All meetings and series, oldest first. */
  all(): Meeting[] {
    return this.#objects
      .list(type)
      .filter((object) => this.#knows(object))
      .map(meetingOf);
  }

  get(id: string): Meeting | undefined {
    const object = this.#stored(id);
    return object && meetingOf(object);
  }

  create(meeting: NewMeeting): Meeting {
    const made: Meeting = { ...meeting, id: randomUUID(), sequence: 0, exceptions: [] };
    this.#objects.insert({
      id: made.id,
      type,
      parent: null,
      fields: { scheduler: this.#scheduler, meeting: JSON.stringify(made) },
    });
    return made;
  }

  /** Changes a meeting, or a whole series. Throws when there is no such meeting. */
  modify(id: string, changes: Partial<NewMeeting>): Meeting {
    const before = this.#existing(id);
    const after = { ...before, ...changes };
    return this.#write({ ...after, exceptions: this.#cluster.policies['meet.exceptionsAfterChange'](before, after) });
  }

  /** Changes one occurrence of a series; `recurrence` is the local start that the rule gives it. */
  modifyOccurrence(
    id: string,
    recurrence: string,
    changes: Partial<Pick<MeetingException, 'dtStart' | 'dtEnd' | 'summary'>>,
  ): Meeting {
    return this.#except(id, recurrence, { cancelled: false, ...changes });
  }

  /** Cancels one occurrence of a series. */
  cancelOccurrence(id: string, recurrence: string): Meeting {
    return this.#except(id, recurrence, { cancelled: true });
  }

  /** Removes a meeting, or a whole series, and gives what it was. */
  cancel(id: string): Meeting {
    const meeting = this.#existing(id);
    this.#objects.remove(type, [id]);
    return meeting;
  }

  /** Forgets everything if meetings don't outlive this. */
  interrupted(by: Interruption): void {
    if (this.#cluster.policies['meet.outlives'](by)) return;
    const ids = this.#objects.list(type).map(({ id }) => id);
    this.#objects.remove(type, ids);
  }

  /** Whether the series has this occurrence, cancelled or not. */
  hasOccurrence(meeting: Meeting, recurrence: string): boolean {
    for (const start of this.#starts(meeting)) if (start >= recurrence) return start === recurrence;
    return false;
  }

  /**
   * The occurrences of a meeting within a stretch of time, in the order of the rule; cancelled ones are left out.
   * Of a series at most `most`.
   */
  occurrences(meeting: Meeting, from: Date, until: Date, most = Number.POSITIVE_INFINITY): Occurrence[] {
    const { policies } = this.#cluster;
    const found: Occurrence[] = [];
    const asked = { start: from, end: until };
    // a moved occurrence may be anywhere
    const exceptions = new Set(meeting.exceptions.map(({ recurrence }) => recurrence));
    for (const start of this.#starts(meeting)) {
      exceptions.delete(start);
      const occurrence = this.#occurrence(meeting, start);
      if (occurrence && policies['meet.inWindow'](occurrence, asked)) found.push(occurrence);
      if (exceptions.size === 0 && (found.length >= most || startsAfter(start, until))) break;
    }
    return found;
  }

  /** When the last occurrence ends; null when a series goes on for ever. Cancelled occurrences don't count unless all are. */
  lastEnd(meeting: Meeting): Date | null {
    if (meeting.rrule !== null && !/COUNT|UNTIL/.test(meeting.rrule)) return null;
    let last: Date | null = null;
    for (const start of this.#starts(meeting)) {
      const occurrence = this.#occurrence(meeting, start);
      if (occurrence && (last === null || occurrence.end > last)) last = occurrence.end;
    }
    return last ?? this.#instant(meeting, meeting.dtEnd);
  }

  #starts(meeting: Meeting): Iterable<string> {
    const { rrule, dtStart, timeZone } = meeting;
    return rrule === null ? [dtStart] : this.#cluster.policies['meet.startsOf'](rrule, dtStart, timeZone);
  }

  /** The occurrence that the rule starts at this local time; null when it was cancelled. */
  #occurrence(meeting: Meeting, start: string): Occurrence | null {
    const recurs = meeting.rrule !== null;
    const exception = recurs ? this.#cluster.policies['meet.exceptionOf'](meeting.exceptions, start, meeting) : null;
    if (exception?.cancelled) return null;
    const dtStart = exception?.dtStart ?? start;
    const dtEnd = exception?.dtEnd ?? shifted(dtStart, meeting.dtStart, meeting.dtEnd);
    return {
      meeting,
      recurrence: recurs ? start : null,
      dtStart,
      dtEnd,
      summary: exception?.summary ?? meeting.summary,
      start: this.#instant(meeting, dtStart),
      end: this.#instant(meeting, dtEnd),
    };
  }

  #instant({ timeZone, dtStart }: Meeting, local: string): Date {
    return this.#cluster.policies['meet.instantOf'](local, timeZone, dtStart);
  }

  #except(id: string, recurrence: string, changes: Partial<MeetingException>): Meeting {
    const meeting = this.#existing(id);
    const known = meeting.exceptions.find((exception) => exception.recurrence === recurrence);
    const next = { recurrence, cancelled: false, dtStart: null, dtEnd: null, summary: null, ...known, ...changes };
    const others = meeting.exceptions.filter((exception) => exception !== known);
    const exceptions = [...others, next].sort((a, b) => (a.recurrence < b.recurrence ? -1 : 1));
    return this.#write({ ...meeting, exceptions });
  }

  #write(meeting: Meeting): Meeting {
    const object = this.#stored(meeting.id);
    const next = { ...meeting, sequence: meeting.sequence + 1 };
    if (object) this.#objects.update(object, { ...object.fields, meeting: JSON.stringify(next) });
    return next;
  }

  #existing(id: string): Meeting {
    const meeting = this.get(id);
    if (!meeting) throw new Error(`there is no meeting "${id}"`);
    return meeting;
  }

  #stored(id: string): StoredObject | undefined {
    const object = this.#objects.get(type, id);
    return object && this.#knows(object) ? object : undefined;
  }

  #knows({ fields }: StoredObject): boolean {
    return this.#cluster.policies['meet.knownTo'](this.#scheduler, fields.scheduler ?? '');
  }
}

function meetingOf(object: StoredObject): Meeting {
  const known = parsed.get(object);
  if (known) return known;
  const meeting = JSON.parse(object.fields.meeting ?? '') as Meeting;
  parsed.set(object, meeting);
  return meeting;
}

/** No zone is further than a day from UTC. */
function startsAfter(local: string, instant: Date): boolean {
  return Date.parse(`${local}Z`) - 24 * 60 * 60 * 1000 > instant.getTime();
}

/** The local end of an occurrence as long, by the clock on the wall, as the first one. */
function shifted(start: string, firstStart: string, firstEnd: string): string {
  const length = Date.parse(`${firstEnd}Z`) - Date.parse(`${firstStart}Z`);
  return new Date(Date.parse(`${start}Z`) + length).toISOString().slice(0, 19);
}
