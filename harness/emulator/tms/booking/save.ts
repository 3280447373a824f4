import { randomInt, randomUUID } from 'node:crypto';
import type { ObjectValue, Value } from '../../../protocol/tmsba/model.ts';
import { type Booking, type Occurrence, participantsOf, textOf } from '../conferences.ts';
import type { ConferenceStatus } from '../types.ts';
import { bookingOf, conferenceOf, occurrenceFor } from './answer.ts';
import { BookingFault, type Caller } from './context.ts';
import { endpoints } from './endpoints.ts';
import { seriesStarts, timeOf } from './series.ts';

/** What a new conference has where its client leaves it to TMS; a setting of TMS each (inferred). */
const settings: ObjectValue = {
  ConferenceType: 'Automatic Call Launch',
  Bandwidth: '6b/384kbps',
  PictureMode: 'Continuous Presence',
  Encrypted: 'If Possible',
  DataConference: 'If Possible',
  ShowExtendOption: 'AutomaticBestEffort',
};

const plain: ObjectValue = {
  Password: '',
  BillingCode: '',
  ISDNRestrict: 'false',
  EmailTo: '',
  UserMessageText: '',
  ExternalSourceId: '',
  Participants: [],
  ISDNBandwidth: { Bandwidth: 'Default' },
  IPBandwidth: { Bandwidth: 'Default' },
  ConferenceLanguage: 'en',
};

/** Told by TMS, never by a client. */
const own = new Set([
  'ConferenceId',
  'StartTimeUTC',
  'EndTimeUTC',
  'RecurrenceInstanceIdUTC',
  'RecurrenceInstanceType',
  'FirstOccurrenceRecInstanceIdUTC',
  'OwnerId',
  'OwnerUserName',
  'ConferenceInfoText',
  'ConferenceInfoHtml',
  'ConferenceState',
  'Version',
  'TransactionId',
]);

/** The conference that a client may begin with. */
export function defaultConference(caller: Caller): ObjectValue {
  const { policies, clock } = caller.cluster;
  const start = policies['booking.defaultStart'](clock.now());
  const end = new Date(start.getTime() + policies['booking.defaultMinutes']() * 60_000);
  return {
    ...settings,
    ...plain,
    ConferenceId: String(policies['booking.defaultId']()),
    Title: policies['booking.defaultTitle'](start),
    StartTimeUTC: policies['booking.timeText'](start),
    EndTimeUTC: policies['booking.timeText'](end),
    OwnerId: '1',
    OwnerUserName: caller.username,
    Password: String(randomInt(10_000)).padStart(4, '0'),
    ConferenceInfoText: '',
    ConferenceInfoHtml: '',
    Participants: policies['booking.defaultParticipants']().map(({ nameOrNumber, callType }) => ({
      ParticipantId: '0',
      NameOrNumber: nameOrNumber,
      ParticipantCallType: callType,
    })),
    ConferenceState: { Status: 'NotSaved' },
    Version: '0',
  };
}

/** Saves a conference and answers it as it is then. Throws BookingFault; call it within `conferences.change`. */
export function save(caller: Caller, given: ObjectValue, mode: string): ObjectValue {
  const { conferences } = caller;
  const former = savedBefore(caller, given);
  const fields = fieldsOf(caller, given, former);
  const booking = former ? changed(caller, former, given, fields, mode) : created(caller, given, fields, mode);
  return conferenceOf(caller, booking, occurrenceFor(caller, conferences.booking(booking.id) ?? booking));
}

/** The booking that a save concerns; undefined for a new one. */
function savedBefore(caller: Caller, given: ObjectValue): Booking | undefined {
  const { conferences, cluster } = caller;
  const key = textOf(given.ExternalPrimaryKey);
  const byKey = key
    ? conferences
        .bookingsByKey(textOf(given.ExternalSourceId), key)
        .find(({ id }) => !isDeleted(conferences.occurrences(id)))
    : undefined;
  const id = Number(textOf(given.ConferenceId) || 0);
  const wanted = cluster.policies['booking.saves'](id, byKey?.id ?? null);
  if (wanted === 'new') return undefined;
  return bookingOf(caller, wanted, 'SaveConference');
}

function isDeleted(occurrences: readonly Occurrence[]): boolean {
  return occurrences.every(({ status }) => status === 'Deleted');
}

/** What a conference says after a save, times and state aside. */
function fieldsOf({ cluster }: Caller, given: ObjectValue, former: Booking | undefined): ObjectValue {
  const { policies, clock } = cluster;
  const before: ObjectValue = former?.fields ?? {
    ...settings,
    ...plain,
    Title: policies['booking.defaultTitle'](clock.now()),
  };
  const said = Object.entries(given).filter(([name, value]) => {
    if (own.has(name)) return false;
    if (typeof value !== 'string') return name !== 'RecurrencePattern' || isRecurrent(value);
    if (name === 'Title' && value === '') return false;
    return !(value === '' && name in settings) && !(name in settings && policies['booking.keeps'](value));
  });
  const fields: Record<string, Value | undefined> = { ...before, ...Object.fromEntries(said) };
  const title = policies['booking.title'](textOf(fields.Title), former ? textOf(former.fields.Title) : null);
  if (!policies['booking.titleFits'](title)) throw new BookingFault(null, 'The title is longer than 255 characters.');
  fields.Title = title;
  fields.ExternalPrimaryKey = textOf(fields.ExternalPrimaryKey) || policies['booking.newKey'](randomUUID());
  fields.Participants = partiesOf(cluster.policies, (fields.Participants ?? []) as readonly ObjectValue[]);
  return fields;
}

/** A pattern whose frequency or end is `Default` says nothing. */
function isRecurrent(pattern: Value | undefined): boolean {
  const frequency = textOf((pattern as ObjectValue | undefined)?.FrequencyType);
  return frequency !== '' && frequency !== 'Default';
}

/** The participants with the ids that TMS gives to those from outside. */
function partiesOf(policies: Caller['cluster']['policies'], given: readonly ObjectValue[]): ObjectValue[] {
  const seen = new Set<number>();
  let next = 1;
  return policies['booking.participants'](given).map((party) => {
    const callType = textOf(party.ParticipantCallType);
    let id = Number(textOf(party.ParticipantId) || 0);
    if (callType === 'TMS') {
      const known = endpoints.some((endpoint) => endpoint.id === id);
      if (!policies['booking.systemIsKnown'](known))
        throw new BookingFault('SYSTEMNOTFOUND', `There is no system ${id}.`);
    } else {
      if (callType.endsWith('->') && textOf(party.NameOrNumber).trim() === '')
        throw new BookingFault(null, 'A participant who is dialled needs a number or URI.');
      if (id <= 0 || seen.has(id)) {
        while (seen.has(next)) next += 1;
        id = policies['booking.participantId'](next);
      }
    }
    seen.add(id);
    return { ...party, ParticipantId: String(id) };
  });
}

interface Span {
  start: Date;
  end: Date;
}

function created(caller: Caller, given: ObjectValue, fields: ObjectValue, mode: string): Booking {
  const { conferences, cluster } = caller;
  const span = cluster.policies['booking.span'](spanOf(caller, given, null));
  if (cluster.policies['booking.isPast'](span.start, cluster.clock.now())) throw inThePast();
  return begin(caller, fields, spansOf(caller, fields, span), mode, conferences.nextNumber());
}

/** Keeps a new booking with its occurrences. */
function begin(caller: Caller, fields: ObjectValue, spans: readonly Span[], mode: string, id: number): Booking {
  const { conferences, cluster } = caller;
  const version = cluster.policies['booking.versionAfter'](0);
  conferences.putBooking({ id, fields, version, owner: caller.username, transaction: 0 });
  for (const [index, span] of spans.entries()) {
    const status = statusOf(caller, fields, span, mode, null);
    conferences.putOccurrence({
      id: index === 0 ? id : conferences.nextNumber(),
      booking: id,
      ...span,
      status,
      slot: null,
    });
  }
  conferences.note(id, 'created');
  return conferences.booking(id) as Booking;
}

function changed(caller: Caller, former: Booking, given: ObjectValue, fields: ObjectValue, mode: string): Booking {
  const { conferences, cluster } = caller;
  const { policies, clock } = cluster;
  const now = clock.now();
  const current = occurrenceFor(caller, former);
  const status = policies['booking.statusAt'](current.status, current, now);
  if (!policies['booking.mayChange'](status)) {
    if (status === 'Deleted') throw new BookingFault('MEETINGISDELETED', 'The conference is deleted.');
    throw inThePast();
  }
  const span = spanOf(caller, given, current);
  const recurrent = former.fields.RecurrencePattern !== undefined;
  const version = policies['booking.versionAfter'](former.version);
  if (status === 'Ongoing' && recurrent) {
    // the running occurrence becomes a conference of its own; those to come get a new number
    const { RecurrencePattern: _, ...single } = former.fields;
    conferences.putBooking({ ...former, fields: single, version });
    conferences.note(former.id, 'changed');
    for (const one of conferences.occurrences(former.id))
      if (one.start > now) conferences.putOccurrence({ ...one, status: 'Deleted' });
    const coming = spansOf(caller, fields, span).filter(({ start }) => start > now);
    return begin(caller, fields, coming, mode, conferences.nextNumber());
  }
  const moved = span.start.getTime() !== current.start.getTime();
  if (moved && !policies['booking.startMayChange'](status))
    throw new BookingFault('MEETINGACTIVE', 'The start of a running conference cannot change.');
  if (moved && status !== 'Ongoing' && policies['booking.isPast'](span.start, now)) throw inThePast();
  if (status === 'Ongoing') span.end = policies['booking.extendedEnd'](current.end, span.end);
  conferences.putBooking({ ...former, fields, version });
  const spans = spansOf(caller, fields, span);
  const existing = conferences
    .occurrences(former.id)
    .filter((one) => !['Finished', 'Deleted'].includes(policies['booking.statusAt'](one.status, one, now)));
  for (const [index, wanted] of spans.entries()) {
    const occurrence = existing[index];
    const next = statusOf(caller, fields, wanted, mode, occurrence ?? null);
    if (occurrence)
      conferences.putOccurrence({ ...occurrence, ...wanted, status: status === 'Ongoing' ? occurrence.status : next });
    else
      conferences.putOccurrence({
        id: conferences.nextNumber(),
        booking: former.id,
        ...wanted,
        status: next,
        slot: null,
      });
  }
  for (const left of existing.slice(spans.length)) conferences.putOccurrence({ ...left, status: 'Deleted' });
  conferences.note(former.id, 'changed');
  return conferences.booking(former.id) as Booking;
}

function inThePast(): BookingFault {
  return new BookingFault('CANNOTBOOKINTHEPAST', 'A conference in the past cannot be booked or changed.');
}

/** The time that a client wants; what it doesn't say stays. */
function spanOf({ cluster }: Caller, given: ObjectValue, current: Occurrence | null): Span {
  const at = (field: 'StartTimeUTC' | 'EndTimeUTC', otherwise: Date | undefined) => {
    const text = textOf(given[field]);
    return text === '' && otherwise ? otherwise : timeOf(cluster.policies, text, field);
  };
  const span = { start: at('StartTimeUTC', current?.start), end: at('EndTimeUTC', current?.end) };
  if (span.end <= span.start) throw new BookingFault(null, 'The conference ends before it starts.');
  return span;
}

/** The times of all occurrences of a conference whose first one is given. */
function spansOf({ cluster }: Caller, fields: ObjectValue, first: Span): Span[] {
  const pattern = fields.RecurrencePattern as ObjectValue | undefined;
  if (!pattern) return [first];
  const length = first.end.getTime() - first.start.getTime();
  return seriesStarts(cluster.policies, pattern, first.start).map((start) => ({
    start,
    end: new Date(start.getTime() + length),
  }));
}

/** Status with which an occurrence is kept. Throws BookingFault when its systems can't be had and the mode is strict. */
function statusOf(
  caller: Caller,
  fields: ObjectValue,
  span: Span,
  mode: string,
  current: Occurrence | null,
): ConferenceStatus {
  const { policies, clock } = caller.cluster;
  const running = current && policies['booking.statusAt'](current.status, current, clock.now()) === 'Ongoing';
  const problem =
    running && !policies['booking.extensionNeedsItsSystems']() ? null : resourceProblem(caller, fields, span, current);
  if (!problem) return current?.status === 'Ongoing' ? 'Ongoing' : 'Pending';
  const status = caller.cluster.policies['booking.onResourceProblem'](mode);
  if (status === 'refuse') throw new BookingFault('SYSTEM_ALREADY_BOOKED', problem);
  return status;
}

/** Why a conference can't have what it needs at that time. */
function resourceProblem(
  { conferences, cluster, slotsFree }: Caller,
  fields: ObjectValue,
  span: Span,
  current: Occurrence | null,
): string | null {
  const { policies, clock } = cluster;
  const wanted = participantsOf(fields).filter(({ callType }) => callType === 'TMS');
  const now = clock.now();
  const taken = conferences.occurrences().find((other) => {
    if (other.id === current?.id) return false;
    const status = policies['booking.statusAt'](other.status, other, now);
    if (status !== 'Pending' && status !== 'Ongoing') return false;
    if (!policies['booking.collide'](span, other)) return false;
    const theirs = participantsOf(conferences.booking(other.booking)?.fields ?? {});
    return theirs.some(({ id, callType }) => callType === 'TMS' && wanted.some((one) => one.id === id));
  });
  if (taken) return `A system is booked by conference ${taken.booking} already.`;
  if (!policies['booking.needsBridge'](textOf(fields.ConferenceType))) return null;
  // a conference that has its number already needs one only for what is added to its time
  const held = current !== null && current.status !== 'Defective' && policies['booking.collide'](span, current);
  const parts = held
    ? [
        { start: span.start, end: current.start },
        { start: current.end, end: span.end },
      ]
    : [span];
  const full = parts.some(({ start, end }) => start < end && slotsFree(start, end)?.length === 0);
  return full ? 'No number is free on the bridge at that time.' : null;
}
