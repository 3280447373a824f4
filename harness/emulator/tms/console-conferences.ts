import { z } from 'zod';
import type { Cluster } from '../kernel/node.ts';
import type { Conferences, Occurrence } from './conferences.ts';
import { bodyOf, json } from './console-json.ts';
import type { TmsAnswer, TmsRequest } from './http.ts';
import { TmsRefusal } from './managed-systems.ts';
import type { Conference } from './types.ts';

const instant = z.iso.datetime({ error: 'a time is ISO 8601 and ends in Z' });
const booking = z
  .strictObject({
    title: z.string().max(255),
    start: instant,
    end: instant,
    password: z.string().default(''),
    type: z.string().default('Automatic Call Launch'),
    showExtendOption: z.string().default('Default'),
    participants: z.array(z.strictObject({ nameOrNumber: z.string(), callType: z.string() })).default([]),
    status: z.enum(['Pending', 'Defective']).default('Pending'),
  })
  .refine(({ start, end }) => start < end, { error: 'a conference ends after its start' });
const newEnd = z.strictObject({ end: instant });

/**
 * The conferences of the console, below `/api/conferences`: `GET|POST /`; `GET|DELETE /<id>`; `PUT /<id>/end` gives it another
 * end; `POST /<id>/end` ends it. An answer comes when TMS has done on the bridges what follows at once. It is the emulator's
 * own: a client of a real TMS books over the Booking API.
 */
export class ConsoleConferences {
  readonly #cluster: Cluster;
  readonly #conferences: Conferences;

  constructor(cluster: Cluster, conferences: Conferences) {
    this.#cluster = cluster;
    this.#conferences = conferences;
  }

  async answer(request: TmsRequest): Promise<TmsAnswer> {
    try {
      const [status, value] = this.#route(request);
      await this.#cluster.activities.settled();
      return json(status, value());
    } catch (error) {
      if (error instanceof TmsRefusal) return json(error.status, { error: error.message });
      if (error instanceof z.ZodError) return json(400, { error: z.prettifyError(error) });
      if (error instanceof SyntaxError) return json(400, { error: 'That is not JSON.' });
      throw error;
    }
  }

  #route(request: TmsRequest): [status: number, value: () => unknown] {
    const [, , , id = '', part = '', ...more] = request.path.split('/');
    const route = more.length > 0 ? '' : [request.method, ...(id ? ['<id>'] : []), ...(part ? [part] : [])].join(' ');
    const number = Number(id);
    const found = () => this.#found(number);
    switch (route) {
      case 'GET':
        return [200, () => ({ conferences: this.#conferences.all() })];
      case 'POST': {
        const booked = this.#book(booking.parse(bodyOf(request)));
        return [201, () => this.#found(booked)];
      }
      case 'GET <id>':
        return [200, found];
      case 'PUT <id> end': {
        const { end } = newEnd.parse(bodyOf(request));
        this.#change(number, 'changed', { end: new Date(end) });
        return [200, found];
      }
      case 'POST <id> end':
        if (found().status !== 'Ongoing') throw new TmsRefusal(409, `Conference ${number} is not under way.`);
        this.#change(number, 'ended', { end: this.#cluster.clock.now(), status: 'Finished' });
        return [200, found];
      case 'DELETE <id>':
        this.#change(number, 'deleted', { status: 'Deleted' });
        return [200, () => ({})];
      default:
        throw new TmsRefusal(404, `The console has no ${request.method} ${request.path}.`);
    }
  }

  #found(id: number): Conference {
    const conference = this.#conferences.get(id);
    if (!conference || conference.status === 'Deleted') throw new TmsRefusal(404, `TMS has no conference ${id}.`);
    return conference;
  }

  #book(wanted: z.infer<typeof booking>): number {
    return this.#conferences.change(() => {
      const id = this.#conferences.nextNumber();
      const fields = {
        Title: wanted.title,
        ConferenceType: wanted.type,
        ShowExtendOption: wanted.showExtendOption,
        Password: wanted.password,
        Participants: wanted.participants.map(({ nameOrNumber, callType }, index) => ({
          ParticipantId: String(index + 1),
          NameOrNumber: nameOrNumber,
          ParticipantCallType: callType,
        })),
      };
      this.#conferences.putBooking({ id, fields, version: 1, owner: '', transaction: 0 });
      const [start, end] = [new Date(wanted.start), new Date(wanted.end)];
      this.#conferences.putOccurrence({ id, booking: id, start, end, status: wanted.status, slot: null });
      this.#conferences.note(id, 'created');
      return id;
    });
  }

  #change(id: number, what: 'changed' | 'ended' | 'deleted', changes: Partial<Occurrence>): void {
    this.#found(id);
    const occurrence = this.#conferences.occurrences().find((one) => one.id === id);
    if (!occurrence) throw new TmsRefusal(404, `TMS has no conference ${id}.`);
    this.#conferences.change(() => {
      this.#conferences.putOccurrence({ ...occurrence, ...changes });
      this.#conferences.note(occurrence.booking, what);
    });
  }
}
