import type { ObjectValue, Value } from '../../../protocol/tmsba/model.ts';
import { readDateTime } from '../../../protocol/tmsba/times.ts';
import { participantsOf, textOf } from '../conferences.ts';
import { bookingOf, conferenceOf, occurrenceFor } from './answer.ts';
import { BookingFault, type Caller } from './context.ts';
import { endpoints } from './endpoints.ts';
import { defaultConference, save } from './save.ts';

/** What an operation does with its request; `undefined` is an empty answer. Throws BookingFault. */
export type OperationBody = (caller: Caller, request: ObjectValue) => Value | undefined;

/** The operations of the booking service (facts: tms 5.3). */
export const bookingBodies: Readonly<Record<string, OperationBody>> = {
  GetDefaultConference: (caller) => defaultConference(caller),

  SaveConference: (caller, { Conference: conference }) =>
    caller.conferences.change(() => save(caller, givenConference(conference), 'Strict')),

  SaveConferenceWithMode: (caller, { Conference: conference, BookingMode: mode }) =>
    caller.conferences.change(() => ({
      Conference: save(caller, givenConference(conference), textOf(mode) || 'Strict'),
    })),

  SaveConferences: (caller, request) => {
    const { policies } = caller.cluster;
    if (!/^(true|1)$/.test(textOf(request.oneTransaction)))
      throw new BookingFault(null, 'Only oneTransaction is supported.');
    const wanted = policies['booking.savedOf']((request.Conferences ?? []) as readonly ObjectValue[]);
    const saveOne = (conference: ObjectValue) => save(caller, conference, 'Strict');
    if (policies['booking.keepsSavedBefore']())
      return wanted.map((conference) => caller.conferences.change(() => saveOne(conference)));
    return caller.conferences.change(() => wanted.map(saveOne));
  },

  GetConferenceById: (caller, request) => {
    const booking = bookingOf(caller, idOf(request), 'GetConferenceById');
    return conferenceOf(caller, booking, occurrenceFor(caller, booking));
  },

  GetConferencesForSystems: (caller, request) => {
    const ids = ((request.SystemIds ?? []) as readonly string[]).map(Number);
    const bridges = new Set(caller.systems.all().map(({ id }) => id));
    const known = (id: number) => bridges.has(id) || endpoints.some((endpoint) => endpoint.id === id);
    const missing = ids.find((id) => !known(id));
    if (missing !== undefined) throw new BookingFault('SYSTEMNOTFOUND', `There is no system ${missing}.`);
    const { policies } = caller.cluster;
    return list(caller, request, (fields) => {
      if (ids.length === 0) return true;
      const onBridge = policies['booking.needsBridge'](textOf(fields.ConferenceType));
      return ids.some((id) =>
        policies['booking.concernsSystem'](participantsOf(fields), id, bridges.has(id) && onBridge),
      );
    });
  },

  GetConferencesForUser: (caller, request) => {
    const wanted = textOf(request.UserName) || caller.username;
    if (wanted !== caller.username) throw new BookingFault('ERR_USER_NOT_FOUND', `There is no user "${wanted}".`);
    return list(caller, request, (_fields, owner) => owner === wanted);
  },

  EndConferenceById: (caller, request) => {
    const { policies, clock } = caller.cluster;
    const booking = bookingOf(caller, idOf(request), 'EndConferenceById');
    const occurrence = occurrenceFor(caller, booking);
    const now = clock.now();
    const problem = policies['booking.endProblem'](policies['booking.statusAt'](occurrence.status, occurrence, now));
    if (problem) throw new BookingFault(problem, 'The conference is not running.');
    const end = policies['booking.endAfterEnd'](now, occurrence.end);
    caller.conferences.change(() => {
      caller.conferences.putOccurrence({ ...occurrence, end, status: policies['booking.statusAfterEnd']() });
      caller.conferences.note(booking.id, 'ended');
    });
    return undefined;
  },

  DeleteConferenceById: (caller, request) => {
    const { policies, clock } = caller.cluster;
    const booking = bookingOf(caller, idOf(request), 'DeleteConferenceById');
    const now = clock.now();
    const ofSeries = booking.fields.RecurrencePattern !== undefined;
    caller.conferences.change(() => {
      for (const occurrence of policies['booking.deletes'](caller.conferences.occurrences(booking.id), now)) {
        const before = policies['booking.statusAt'](occurrence.status, occurrence, now);
        const status = policies['booking.statusAfterDelete'](before, ofSeries);
        const end = before === 'Ongoing' ? now : occurrence.end;
        caller.conferences.putOccurrence({ ...occurrence, status, end });
      }
      caller.conferences.note(booking.id, 'deleted');
    });
    return undefined;
  },

  GetTransactionsSince: ({ conferences, cluster }, request) => {
    const { policies } = cluster;
    const after = Number(textOf(request.CurrentTransactionId) || 0);
    const found = policies['booking.transactionsAfter'](conferences.transactions(), after);
    const most = policies['booking.maxTransactions']();
    return found.slice(0, most).map((one, index) => ({
      TransactionId: String(one.id),
      ConferenceId: String(one.conference),
      // the last one of an answer that isn't all there is says so
      TransType: index === most - 1 && found.length > most ? 'ListIncomplete' : one.type,
      PerformedByUserId: '1',
      ParticipantIds: one.participants.map(String),
    }));
  },
};

/** The operations of the remote setup service. */
export const remoteSetupBodies: Readonly<Record<string, OperationBody>> = {
  GetSystems: ({ systems, cluster }) => {
    const all = [
      ...endpoints.map(({ id, name, address }) => ({ kind: 'endpoint' as const, id, name, address })),
      ...systems.all().map(({ id, name, address }) => ({ kind: 'bridge' as const, id, name: name ?? '', address })),
    ];
    return cluster.policies['booking.bookable'](all).map(({ id, name, address }) => ({
      SystemId: String(id),
      SystemName: name,
      NetworkAddress: address,
    }));
  },

  IsAlive: ({ cluster }) => String(cluster.policies['booking.isAlive']()),
};

function givenConference(value: Value | undefined): ObjectValue {
  if (value === undefined) throw new BookingFault(null, 'The request has no conference.');
  return value as ObjectValue;
}

function idOf(request: ObjectValue): number {
  return Number(textOf(request.ConferenceId) || 0);
}

/** The occurrences that a list request asks for, without what lists leave out. */
function list(
  caller: Caller,
  request: ObjectValue,
  concerned: (fields: ObjectValue, owner: string) => boolean,
): ObjectValue[] {
  const { conferences, cluster } = caller;
  const { policies, clock } = cluster;
  const offset = policies['booking.localOffsetMinutes']();
  const at = (field: string) => {
    const text = textOf(request[field]);
    const time = readDateTime(text, offset);
    if (text !== '' && !time) throw new BookingFault(null, `${field}: "${text}" is no date and time.`);
    return time;
  };
  const window = { start: at('StartTime'), end: at('EndTime') };
  const wanted = textOf(request.ConferenceStatus) || policies['booking.statusUnsaid']();
  const leftOut = new Set(policies['booking.notInLists']());
  const now = clock.now();
  return conferences.occurrences().flatMap((occurrence) => {
    const booking = conferences.booking(occurrence.booking);
    if (!booking || !policies['booking.isWithin'](occurrence, window)) return [];
    if (!policies['booking.statusFits'](wanted, policies['booking.statusAt'](occurrence.status, occurrence, now)))
      return [];
    if (!concerned(booking.fields, booking.owner)) return [];
    const all = Object.entries(conferenceOf(caller, booking, occurrence));
    return [Object.fromEntries(all.filter(([name]) => !leftOut.has(name)))];
  });
}
