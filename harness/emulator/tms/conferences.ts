import type { ObjectValue, Value } from '../../protocol/tmsba/model.ts';
import type { Store, StoredObject } from '../kernel/store.ts';
import { tmsName } from '../kernel/topology.ts';
import type { BookingChange, NotedTransaction } from '../policies/tms-booking.ts';
import type { Conference, ConferenceBook, ConferenceParticipant, ConferenceStatus } from './types.ts';

/** What a client booked: one conference, or a series of them. */
export interface Booking {
  id: number;
  /** The conference as the Booking API names it, without what its occurrences tell. */
  fields: ObjectValue;
  version: number;
  owner: string;
  /** The last transaction that concerned it. */
  transaction: number;
}

/** One time at which a booking takes place. */
export interface Occurrence {
  id: number;
  booking: number;
  start: Date;
  end: Date;
  status: ConferenceStatus;
  slot: number | null;
}

type Listener = (change: { before: Conference | null; after: Conference }) => void;
type Counter = 'conference' | 'transaction';

const types = { booking: 'tmsBooking', occurrence: 'tmsOccurrence', transaction: 'tmsTransaction' } as const;

/**
 * The book of conferences of TMS, kept in the cluster's store. Its rules stand in `booking/`: this keeps what they decide.
 */
export class Conferences implements ConferenceBook {
  readonly #store: Store;
  readonly #transactionType: (change: BookingChange) => string;
  #bookings = new Map<number, Booking>();
  #occurrences = new Map<number, Occurrence>();
  #transactions: NotedTransaction[] = [];
  readonly #listeners: Listener[] = [];

  /** `transactionType` names what is noted of a change. */
  constructor(store: Store, transactionType: (change: BookingChange) => string) {
    this.#store = store;
    this.#transactionType = transactionType;
    const all = <T>(type: string) => store.list(type).map((object) => JSON.parse(object.fields.json ?? '') as T);
    for (const booking of all<Booking>(types.booking)) this.#bookings.set(booking.id, booking);
    for (const kept of all<Occurrence>(types.occurrence)) {
      this.#occurrences.set(kept.id, { ...kept, start: new Date(kept.start), end: new Date(kept.end) });
    }
    this.#transactions = all<NotedTransaction>(types.transaction);
  }

  get(id: number): Conference | undefined {
    const occurrence = this.#occurrences.get(id);
    return occurrence && this.#conferenceOf(occurrence);
  }

  all(): Conference[] {
    return this.occurrences()
      .filter(({ status }) => status !== 'Deleted')
      .map((occurrence) => this.#conferenceOf(occurrence));
  }

  update(id: number, changes: Partial<Pick<Conference, 'status' | 'slot' | 'end'>>): void {
    const occurrence = this.#occurrences.get(id);
    if (!occurrence) throw new Error(`there is no conference ${id}`);
    this.#store.atomically(() => {
      this.putOccurrence({ ...occurrence, ...changes });
      // whoever follows the transactions of TMS has to learn of an extension
      if (changes.end && changes.end.getTime() !== occurrence.end.getTime()) this.note(occurrence.booking, 'changed');
    });
  }

  onChange(listener: Listener): void {
    this.#listeners.push(listener);
  }

  booking(id: number): Booking | undefined {
    return this.#bookings.get(id);
  }

  /** Every booking with that external key; TMS takes it as unique. */
  bookingsByKey(source: string, key: string): Booking[] {
    return [...this.#bookings.values()].filter(
      ({ fields }) => fields.ExternalPrimaryKey === key && (fields.ExternalSourceId ?? '') === source,
    );
  }

  /** Those of one booking, or all, by start. */
  occurrences(booking: number | null = null): Occurrence[] {
    return [...this.#occurrences.values()]
      .filter((occurrence) => booking === null || occurrence.booking === booking)
      .sort((a, b) => a.start.getTime() - b.start.getTime() || a.id - b.id);
  }

  transactions(): readonly NotedTransaction[] {
    return this.#transactions;
  }

  /**
   * Runs what a client asked for: all of it, or nothing when it throws. Afterwards the listeners are told of each conference that
   * it touched.
   */
  change<T>(work: () => T): T {
    const before = { bookings: this.#bookings, occurrences: this.#occurrences, transactions: this.#transactions };
    this.#bookings = new Map(before.bookings);
    this.#occurrences = new Map(before.occurrences);
    this.#transactions = [...before.transactions];
    const view = (occurrence: Occurrence | undefined, bookings: ReadonlyMap<number, Booking>) =>
      occurrence ? conferenceOf(occurrence, bookings.get(occurrence.booking)) : null;
    let result: T;
    try {
      result = this.#store.atomically(work);
    } catch (error) {
      this.#bookings = before.bookings;
      this.#occurrences = before.occurrences;
      this.#transactions = before.transactions;
      throw error;
    }
    for (const [id, after] of this.#occurrences) {
      const former = before.occurrences.get(id);
      const touched = former !== after || before.bookings.get(after.booking) !== this.#bookings.get(after.booking);
      if (!touched) continue;
      const change = { before: view(former, before.bookings), after: this.#conferenceOf(after) };
      for (const listener of this.#listeners) listener(change);
    }
    return result;
  }

  /** A number for a booking or an occurrence; they share their numbers, as the only occurrence of a booking has the booking's. */
  nextNumber(): number {
    return this.#next('conference');
  }

  /** Keeps a booking as it is now. Only within `change`. */
  putBooking(booking: Booking): void {
    this.#bookings.set(booking.id, booking);
    this.#keep(types.booking, booking.id, null, booking);
  }

  /** Keeps an occurrence as it is now. */
  putOccurrence(occurrence: Occurrence): void {
    this.#occurrences.set(occurrence.id, occurrence);
    this.#keep(types.occurrence, occurrence.id, occurrence.booking, occurrence);
  }

  /** Notes a transaction. */
  note(id: number, change: BookingChange): void {
    const booking = this.#bookings.get(id);
    if (!booking) return;
    const transaction: NotedTransaction = {
      id: this.#next('transaction'),
      conference: id,
      type: this.#transactionType(change),
      participants: participantsOf(booking.fields).map((participant) => participant.id),
    };
    this.#transactions.push(transaction);
    this.#keep(types.transaction, transaction.id, null, transaction);
    this.putBooking({ ...booking, transaction: transaction.id });
  }

  #next(counter: Counter): number {
    const next = (this.#store.setting<number>(tmsName, `${counter}.number`) ?? 0) + 1;
    this.#store.setSetting(tmsName, `${counter}.number`, next);
    return next;
  }

  #keep(type: string, number: number, parent: number | null, value: unknown): void {
    const id = `${type}-${number}`;
    const fields = { json: JSON.stringify(value) };
    const object: StoredObject = { id, type, parent: parent === null ? null : `${types.booking}-${parent}`, fields };
    if (this.#store.get(type, id)) this.#store.update(id, fields);
    else this.#store.insert(object);
  }

  #conferenceOf(occurrence: Occurrence): Conference {
    return conferenceOf(occurrence, this.#bookings.get(occurrence.booking));
  }
}

/** The participants of a conference as the Booking API has them. */
export function participantsOf(fields: ObjectValue): ConferenceParticipant[] {
  const list = (fields.Participants ?? []) as readonly ObjectValue[];
  return list.map((participant) => ({
    id: Number(textOf(participant.ParticipantId) || 0),
    nameOrNumber: textOf(participant.NameOrNumber),
    callType: textOf(participant.ParticipantCallType),
  }));
}

/** A value's text; empty for one that isn't there. */
export function textOf(value: Value | undefined): string {
  return typeof value === 'string' ? value : '';
}

function conferenceOf(occurrence: Occurrence, booking: Booking | undefined): Conference {
  const fields = booking?.fields ?? {};
  const { id, start, end, status, slot } = occurrence;
  return {
    id,
    title: textOf(fields.Title),
    start,
    end,
    password: textOf(fields.Password),
    type: textOf(fields.ConferenceType),
    showExtendOption: textOf(fields.ShowExtendOption),
    participants: participantsOf(fields),
    status,
    slot,
  };
}
