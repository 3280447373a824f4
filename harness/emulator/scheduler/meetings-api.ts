import { type ApiContext, createContext, Refusal } from '../api/context.ts';
import { instantiate } from '../api/instantiate.ts';
import { removeSpaces } from '../api/spaces.ts';
import type { EmulatedNode } from '../kernel/node.ts';
import type { Meeting, MeetingChange } from './meeting.ts';
import {
  BadRequest,
  checkTimes,
  readCount,
  readCreation,
  readInstant,
  readModification,
  readOccurrenceChange,
} from './meeting-form.ts';
import { MeetingBook, type NewMeeting } from './meetings.ts';
import { isLocalTime, localOf } from './zone.ts';

/** A request about meetings, wherever it came in. */
export interface MeetingRequest {
  method: string;
  /** What follows the collection's path: nothing, or the id of a meeting. */
  id: string | null;
  query: URLSearchParams;
  /** Text of the body; empty when there is none. */
  body: string;
  /** JID of the web app user who asks; absent on the scheduler's own interface, where all meetings are everybody's. */
  user?: string;
}

export interface MeetingAnswer {
  status: number;
  json: unknown;
}

/**
 * Meetings as the scheduler's API gives and takes them (facts: mmp-and-scheduler 2.9). The listing is that of a published
 * client; `POST`, and `GET`, `PUT` and `DELETE` of one meeting or, with `recurrence`, one occurrence, are inferred.
 */
export class MeetingsApi {
  readonly #context: ApiContext;
  readonly #book: MeetingBook;
  /** Called inside the transaction of the change: the mail that it calls for is kept with it, or neither is. */
  readonly #announce: (change: MeetingChange) => void;

  constructor(node: EmulatedNode, announce: (change: MeetingChange) => void) {
    this.#context = createContext(node);
    this.#book = MeetingBook.of(node);
    this.#announce = announce;
  }

  /** Answers; whatever is wrong with a request is told in one sentence. */
  answer(request: MeetingRequest): MeetingAnswer {
    try {
      return { status: 200, json: this.#serve(request) };
    } catch (error) {
      const { policies } = this.#context;
      if (error instanceof NotFound)
        return { status: policies['meet.notFoundStatus'](), json: { error: error.message } };
      if (error instanceof BadRequest)
        return { status: policies['meet.badRequestStatus'](), json: { error: error.message } };
      if (error instanceof NotAllowed) return { status: 405, json: { error: error.message } };
      throw error;
    }
  }

  #serve({ method, id, query, body, user = null }: Omit<MeetingRequest, 'user'> & { user?: string | null }): unknown {
    if (id === null) {
      if (method === 'GET') return this.#list(query, user);
      if (method === 'POST') return this.#create(parse(body), user);
      throw new NotAllowed(`Meetings can't be asked for with ${method}.`);
    }
    const meeting = this.#book.get(id);
    if (!meeting || !this.#mayUse(meeting, method === 'GET' ? 'see' : 'change', user))
      throw new NotFound(`There is no meeting ${id}.`);
    const recurrence = localTime(query.get('recurrence'), meeting.timeZone);
    if (recurrence !== null && (meeting.rrule === null || !this.#book.hasOccurrence(meeting, recurrence)))
      throw new NotFound(`The meeting has no occurrence ${recurrence}.`);
    switch (method) {
      case 'GET':
        return this.#context.policies['meet.printedMeeting'](meeting);
      case 'PUT':
        return recurrence === null
          ? this.#modify(meeting, parse(body), user)
          : this.#modifyOccurrence(meeting, recurrence, parse(body));
      case 'DELETE':
        return recurrence === null ? this.#cancel(meeting) : this.#cancelOccurrence(meeting, recurrence);
      default:
        throw new NotAllowed(`A meeting can't be asked for with ${method}.`);
    }
  }

  /** Occurrences, earliest first, at most as many as are asked for. */
  #list(query: URLSearchParams, user: string | null): unknown {
    const { policies, node } = this.#context;
    const day = 24 * 60 * 60 * 1000;
    const from = readInstant('fromTime', query.get('fromTime')) ?? node.cluster.clock.now();
    const until = readInstant('untilTime', query.get('untilTime')) ?? new Date(from.getTime() + 365 * day);
    const most = policies['meet.most'](readCount('maxMeetings', query.get('maxMeetings')));
    const occurrences = this.#book
      .all()
      .filter((meeting) => this.#mayUse(meeting, 'see', user))
      .flatMap((meeting) => this.#book.occurrences(meeting, from, until, most))
      .sort((a, b) => policies['meet.order'](a, b))
      .slice(0, most);
    return policies['meet.listing'](occurrences.map((occurrence) => policies['meet.printed'](occurrence)));
  }

  #mayUse({ attendees }: Meeting, how: 'see' | 'change', user: string | null): boolean {
    const own = attendees.find((attendee) => attendee.user === user);
    return user === null || this.#context.policies['meet.mayUse'](how, own ?? null);
  }

  #create(body: unknown, user: string | null): unknown {
    const { policies, objects } = this.#context;
    const { coSpace, coSpaceTemplate, ...asked } = readCreation(body);
    const wish = user === null ? asked : { ...asked, attendees: organizedBy(user, asked.attendees) };
    checkTimes(wish);
    const made = objects.atomically(() => {
      const id = coSpace === undefined ? this.#newSpace(coSpaceTemplate ?? '', wish) : this.#existingSpace(coSpace);
      this.#checkRoles(id, wish.attendees);
      const meeting = policies['meet.kept']({ ...wish, coSpace: id, temporary: coSpace === undefined });
      const created = this.#book.create(meeting);
      this.#checkFirst(created);
      this.#announce({ before: null, after: created });
      return created;
    });
    return policies['meet.printedMeeting'](made);
  }

  #modify(before: Meeting, body: unknown, user: string | null): unknown {
    const { policies, objects } = this.#context;
    const asked = defined(readModification(body, before.timeZone));
    if (user !== null && asked.attendees) asked.attendees = organizedBy(user, asked.attendees);
    const changes = policies['meet.changes'](asked, before);
    checkTimes({ ...before, ...changes });
    if (changes.attendees) this.#checkRoles(before.coSpace, changes.attendees);
    const after = objects.atomically(() => {
      const modified = this.#book.modify(before.id, changes);
      this.#checkFirst(modified);
      this.#announce({ before, after: modified });
      return modified;
    });
    return policies['meet.printedMeeting'](after);
  }

  #modifyOccurrence(before: Meeting, recurrence: string, body: unknown): unknown {
    const { policies, objects } = this.#context;
    const changes = defined(readOccurrenceChange(body, before.timeZone));
    const after = objects.atomically(() => {
      const modified = this.#book.modifyOccurrence(before.id, recurrence, changes);
      const moved = modified.exceptions.find((exception) => exception.recurrence === recurrence);
      if (moved?.dtStart && moved.dtEnd && moved.dtEnd <= moved.dtStart)
        throw new BadRequest('dtEnd: it must be later than dtStart.');
      this.#announce({ before, after: modified });
      return modified;
    });
    return policies['meet.printedMeeting'](after);
  }

  #cancelOccurrence(before: Meeting, recurrence: string): unknown {
    const { policies, objects } = this.#context;
    const after = objects.atomically(() => {
      const cancels = policies['meet.cancelsOccurrence'](before, recurrence);
      const next = cancels ? this.#book.cancelOccurrence(before.id, recurrence) : before;
      this.#announce({ before, after: next });
      return next;
    });
    return policies['meet.printedMeeting'](after);
  }

  #cancel(before: Meeting): unknown {
    const { policies, objects } = this.#context;
    if (!policies['meet.cancels'](before)) return {};
    objects.atomically(() => {
      this.#book.cancel(before.id);
      if (policies['meet.cancellingRemovesSpace'](before.temporary)) removeSpaces(this.#context, [before.coSpace]);
      this.#announce({ before, after: null });
    });
    return {};
  }

  #newSpace(template: string, { summary, attendees }: Pick<NewMeeting, 'summary' | 'attendees'>): string {
    const earlier = this.#book.all().findLast(({ temporary }) => temporary)?.coSpace ?? null;
    const reused = this.#context.policies['meet.reusedSpace'](earlier);
    if (reused !== null) return reused;
    const ownerJid = attendees.find(({ organizer }) => organizer)?.user ?? null;
    try {
      return instantiate(this.#context, template, { name: summary, ownerJid }).id;
    } catch (error) {
      if (error instanceof Refusal) throw new BadRequest(`coSpaceTemplate: ${error.message}.`);
      throw error;
    }
  }

  #existingSpace(id: string): string {
    const { objects, policies } = this.#context;
    if (objects.get('coSpace', id.toLowerCase())) return policies['meet.existingSpace'](id.toLowerCase());
    throw new BadRequest(`coSpace: there is no space ${id}.`);
  }

  /** A role is the name of one of the space's access methods. */
  #checkRoles(coSpace: string, attendees: Meeting['attendees']): void {
    const { objects, policies } = this.#context;
    const names = objects.children('accessMethod', coSpace).map(({ fields }) => fields.name ?? '');
    const unknown = attendees.find(({ role }) => role !== null && !policies['meet.roleExists'](role, names));
    if (unknown) throw new BadRequest(`role: the space has no access method named "${unknown.role}".`);
  }

  #checkFirst(meeting: Meeting): void {
    if (meeting.rrule !== null && !this.#book.hasOccurrence(meeting, meeting.dtStart))
      throw new BadRequest('dtStart: it must be a time that the rrule gives.');
  }
}

/** The local time that a client means, who may have it in UTC. */
function localTime(text: string | null, zone: string): string | null {
  return text?.endsWith('Z') && isLocalTime(text.slice(0, -1)) ? localOf(new Date(text), zone) : text;
}

/** The attendees of a meeting that a web app user schedules: the user is the organizer. */
function organizedBy(user: string, attendees: Meeting['attendees']): Meeting['attendees'] {
  const own = attendees.find((attendee) => attendee.user === user);
  const others = attendees.filter((attendee) => attendee !== own).map((other) => ({ ...other, organizer: false }));
  return [{ email: null, user, name: null, role: null, ...own, organizer: true }, ...others];
}

class NotFound extends Error {}
class NotAllowed extends Error {}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new BadRequest('The body is no JSON.');
  }
}

/** Without the fields that were not given. */
function defined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as never;
}
