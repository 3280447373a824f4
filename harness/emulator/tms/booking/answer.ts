import type { ObjectValue } from '../../../protocol/tmsba/model.ts';
import { type Booking, type Occurrence, textOf } from '../conferences.ts';
import { BookingFault, type Caller } from './context.ts';

/** A conference as it is answered: a booking with one of its occurrences. */
export function conferenceOf(caller: Caller, booking: Booking, occurrence: Occurrence): ObjectValue {
  const { policies, clock } = caller.cluster;
  const time = policies['booking.timeText'];
  const recurrent = booking.fields.RecurrencePattern !== undefined;
  const [first = occurrence] = caller.conferences.occurrences(booking.id);
  const information = caller.withoutInformation ? '' : informationOf(caller, booking, occurrence);
  return {
    ...booking.fields,
    ConferenceId: String(booking.id),
    StartTimeUTC: time(occurrence.start),
    EndTimeUTC: time(occurrence.end),
    ...(recurrent
      ? {
          RecurrenceInstanceIdUTC: time(occurrence.start),
          FirstOccurrenceRecInstanceIdUTC: time(first.start),
        }
      : {}),
    OwnerId: '1',
    OwnerUserName: booking.owner,
    ConferenceInfoText: information,
    ConferenceInfoHtml: information && `<pre>${escapeHtml(information)}</pre>`,
    ConferenceState: { Status: policies['booking.statusAt'](occurrence.status, occurrence, clock.now()) },
    Version: String(booking.version),
    TransactionId: String(booking.transaction),
  };
}

/** What participants are told: clients read the number and the PIN in it. */
function informationOf({ systems }: Caller, booking: Booking, { slot }: Occurrence): string {
  const domain = systems.all()[0]?.domain;
  const password = textOf(booking.fields.Password);
  return [
    textOf(booking.fields.Title),
    ...(slot === null ? [] : [`Dial-in: ${slot}${domain ? `@${domain}` : ''}`]),
    ...(password ? [`PIN: ${password}`] : []),
  ].join('\n');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The booking of that id. Throws BookingFault when there is none. */
export function bookingOf({ conferences, cluster }: Caller, id: number, operation: string): Booking {
  const found = conferences.booking(id);
  if (found) return found;
  throw new BookingFault(cluster.policies['booking.notFound'](operation), `There is no conference ${id}.`);
}

/** The occurrence that stands for a booking: the running one, else the first that is to come, else the last. */
export function occurrenceFor({ conferences, cluster }: Caller, booking: Booking): Occurrence {
  const now = cluster.clock.now();
  const all = conferences.occurrences(booking.id);
  const having = (status: string) =>
    all.find((one) => cluster.policies['booking.statusAt'](one.status, one, now) === status);
  const found = having('Ongoing') ?? having('Pending') ?? all.at(-1);
  if (!found) throw new Error(`booking ${booking.id} has no occurrence`);
  return found;
}
