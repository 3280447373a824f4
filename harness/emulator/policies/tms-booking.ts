import { type ErrorName, errorCodes } from '../../protocol/tmsba/errors.ts';
import { type SoapVersion, soap } from '../../protocol/tmsba/service.ts';
import { readTime, timeText } from '../../protocol/tmsba/times.ts';
import type { ConferenceStatus } from '../tms/types.ts';
import { type Series, startsOf } from './tms-recurrence.ts';

/** A booked time as the policies see it. */
export interface BookedTime {
  start: Date;
  end: Date;
}

/** What a list of conferences is asked for; null is what wasn't said. */
export interface Window {
  start: Date | null;
  end: Date | null;
}

/** What a participant is, as the policies see it. */
export interface Party {
  id: number;
  callType: string;
}

/** What changed a conference. */
export type BookingChange = 'created' | 'changed' | 'ended' | 'deleted';

/** A transaction as it is answered. */
export interface NotedTransaction {
  id: number;
  conference: number;
  type: string;
  participants: readonly number[];
}

/**
 * The decisions of the TMS Booking API (facts: tms 5). Those marked "inferred" are defaults of the emulator; no document states
 * them.
 */
export const tmsBookingPolicies = {
  // --- transport (5.1) ---

  /** Content type of an answer: that of the request's SOAP version, whatever the request said it was. */
  'booking.answerType': (version: SoapVersion): string => `${soap[version].mediaType}; charset=utf-8`,

  /** SOAP version of an answer: the request's. */
  'booking.answerVersion': (version: SoapVersion): SoapVersion => version,

  /** A message may come with either media type; LIVE sends SOAP 1.2 as `text/xml`. */
  'booking.takesMediaType': (_version: SoapVersion, mediaType: string): boolean =>
    Object.values(soap).some((known) => known.mediaType === mediaType),

  /** Whether a path is one of a service's; their case doesn't matter. */
  'booking.pathIs': (path: string, service: string): boolean => path.toLowerCase() === service.toLowerCase(),

  /** Whether a POST with `?wsdl` is a call like any other. */
  'booking.takesPostToWsdl': (): boolean => true,

  /** The operation of a request: its body element counts, not its SOAPAction. */
  'booking.operation': (bodyElement: string, _soapAction: string | null): string => bodyElement,

  /** Names of the operations that the WSDL tells, of those that there are. */
  'booking.listedOperations': (names: readonly string[]): readonly string[] => names,

  /** SOAP versions that the WSDL has ports for. */
  'booking.listedVersions': (): readonly SoapVersion[] => ['1.1', '1.2'],

  /** Whether what came is no message of SOAP, so that it is refused. */
  'booking.refusesMalformed': (): boolean => true,

  /** Whether a request with elements that the schema doesn't have is taken. */
  'booking.takesUnknownElements': (): boolean => true,

  // --- headers (5.2) ---

  /** Whether a client of that version knows what came with version `since`. */
  'booking.clientKnows': (clientVersion: number, since: number): boolean => since <= clientVersion,

  /** What stands for an enumeration's value that the client doesn't know. */
  'booking.unknownValue': (_value: string): string => 'Default',

  /** The order in which the elements of an object come: the schema's. */
  'booking.elementOrder': <E extends { name: string }>(elements: readonly E[]): readonly E[] => elements,

  /** The version of a client that doesn't tell one. */
  'booking.versionUntold': (): number => 0,

  /** The version that the server tells. */
  'booking.serverVersion': (): number => 22,

  /** Whether an answer brings the request's version header back. */
  'booking.echoesVersionHeader': (): boolean => true,

  /** Why a session isn't taken; reading needs none (LIVE). */
  'booking.sessionProblem': (session: string, known: boolean, writes: boolean): 'blank' | 'expired' | null => {
    if (!writes) return null;
    if (session.trim() === '') return 'blank';
    return known ? null : 'expired';
  },

  /** Whether the session that a fault brings is taken from then on. */
  'booking.freshSessionIsKnown': (_problem: 'blank' | 'expired'): boolean => true,

  /** The session that a fault brings; null for none. */
  'booking.sessionInFault': (fresh: string, _problem: 'blank' | 'expired'): string | null => fresh,

  /** Minutes after its last use that a session ends; 45 by the text for API 13 and 14, 47 with a grace of 17 by that for 15 (inferred). */
  'booking.sessionMinutes': (): number => 45,

  // --- faults (5.2, 5.5) ---

  'booking.faultStatus': (): number => 500,

  /** Name of a fault's detail element: lower case and without prefix, also in SOAP 1.2. */
  'booking.faultDetailName': (_version: SoapVersion): string => 'detail',

  'booking.errorCode': (name: ErrorName): number => errorCodes[name],

  // --- conferences (5.3, 5.4) ---

  /** The default conference's id, which isn't an id yet. */
  'booking.defaultId': (): number => -1,

  /** Minutes; a setting of TMS (LIVE: 60). */
  'booking.defaultMinutes': (): number => 60,

  /** When the default conference begins. */
  'booking.defaultStart': (now: Date): Date => now,

  /** LIVE: `Meeting M/D/YYYY h:mm AM/PM`. */
  'booking.defaultTitle': (now: Date): string => {
    const hours = now.getUTCHours();
    const minutes = String(now.getUTCMinutes()).padStart(2, '0');
    const date = `${now.getUTCMonth() + 1}/${now.getUTCDate()}/${now.getUTCFullYear()}`;
    return `Meeting ${date} ${hours % 12 || 12}:${minutes} ${hours < 12 ? 'AM' : 'PM'}`;
  },

  /** The default conference has nobody in it. */
  'booking.defaultParticipants': (): readonly { nameOrNumber: string; callType: string }[] => [],

  /** Which conference a save concerns: the one with its external key, else the one with its id, else a new one. */
  'booking.saves': (id: number, byKey: number | null): number | 'new' => byKey ?? (id > 0 ? id : 'new'),

  /** Version of a conference after it was saved: an increasing number (LIVE). */
  'booking.versionAfter': (version: number): number => version + 1,

  /** The external key of a conference that came without one: a GUID (LIVE). */
  'booking.newKey': (guid: string): string => guid,

  /** Whether a field of a saved conference stays as it was; `Default` says so. */
  'booking.keeps': (given: string): boolean => given === 'Default',

  /** The title that is kept of what was sent. */
  'booking.title': (given: string, _before: string | null): string => given,

  'booking.titleFits': (title: string): boolean => title.length <= 255,

  /** The id of a participant from outside; TMS gives it (inferred: above 0). */
  'booking.participantId': (number: number): number => number,

  /** Participants that are kept of those that were sent. */
  'booking.participants': <P>(given: readonly P[]): readonly P[] => given,

  /** The time of a new conference. */
  'booking.span': (wanted: BookedTime): BookedTime => wanted,

  /** A start further back than this is in the past; the tolerance of five minutes is inferred. */
  'booking.isPast': (start: Date, now: Date): boolean => start.getTime() < now.getTime() - 300_000,

  /** A running meeting's start stays. */
  'booking.startMayChange': (status: ConferenceStatus): boolean => status !== 'Ongoing',

  /** Whether a meeting may be changed; a past one may not. */
  'booking.mayChange': (status: ConferenceStatus): boolean => status !== 'Finished' && status !== 'Deleted',

  /** The end of a running meeting that a client sends another one for. */
  'booking.extendedEnd': (_before: Date, wanted: Date): Date => wanted,

  /** Whether two bookings of one system are in each other's way. */
  'booking.collide': (one: BookedTime, other: BookedTime): boolean => one.start < other.end && other.start < one.end,

  /** Whether what a running conference wants beyond its end has to be free. */
  'booking.extensionNeedsItsSystems': (): boolean => true,

  /** Whether the booking of a system that isn't there is refused. */
  'booking.systemIsKnown': (known: boolean): boolean => known,

  /** Whether a conference takes a number on a bridge (inferred): everything but a reservation. */
  'booking.needsBridge': (type: string): boolean => type !== 'Reservation Only' && type !== 'No Connect',

  /** What becomes of a conference whose systems can't be had. */
  'booking.onResourceProblem': (mode: string): 'refuse' | ConferenceStatus =>
    mode === 'BestEffortForced' ? 'Defective' : 'refuse',

  /** Whether what one SaveConferences has saved stays when one of its conferences can't be. */
  'booking.keepsSavedBefore': (): boolean => false,

  /** How many of the conferences of one SaveConferences are saved, and in which order. */
  'booking.savedOf': <C>(conferences: readonly C[]): readonly C[] => conferences,

  // --- series (5.4) ---

  /** Occurrences that a series may have. */
  'booking.maxOccurrences': (): number => 100,

  /** Why a series can't be booked. */
  'booking.seriesProblem': (series: Series): ErrorName | 'malformed' | null => {
    if (series.end.kind === 'never') return 'NEVER_ENDING_RECURRENCE_NOT_SUPPORTED';
    if (!['Daily', 'DailyWeekday', 'Weekly', 'Monthly'].includes(series.frequency) || series.interval < 1)
      return 'malformed';
    if (series.frequency === 'Monthly' && series.setPosition !== 0 && series.monthDay !== 0) return 'malformed';
    if (series.frequency === 'Monthly' && series.setPosition === 0 && series.monthDay === 0) return 'malformed';
    return null;
  },

  /** The starts of a series' occurrences before its exceptions, at most `limit`. */
  'booking.starts': (series: Series, first: Date, limit: number): Date[] => startsOf(series, first, limit),

  /** The starts of a series' occurrences that its exceptions leave. */
  'booking.withoutExceptions': (starts: readonly Date[], series: Series): Date[] => {
    const times = (type: string) => series.exceptions.filter((one) => one.type === type).map(({ at }) => at.getTime());
    const deleted = times('DELETE');
    const all = new Set([...starts.map((start) => start.getTime()), ...times('ADD')]);
    return [...all]
      .filter((time) => !deleted.includes(time))
      .sort((a, b) => a - b)
      .map((time) => new Date(time));
  },

  // --- times (5.4) ---

  'booking.timeText': (time: Date): string => timeText(time),

  /** With a blank or a `T`, ending in `Z`; null for anything else. */
  'booking.readTime': (text: string): Date | null => readTime(text),

  /** Minutes that the server's local time is ahead of UTC; it holds where a list's window names no zone (inferred: none). */
  'booking.localOffsetMinutes': (): number => 0,

  // --- lists (5.3) ---

  /** Status at an instant: a booked meeting runs from its start to its end. */
  'booking.statusAt': (status: ConferenceStatus, { start, end }: BookedTime, now: Date): ConferenceStatus => {
    if (status !== 'Pending' && status !== 'Ongoing') return status;
    if (end <= now) return 'Finished';
    return start <= now ? 'Ongoing' : 'Pending';
  },

  /** The status that is looked for when none is said (inferred). */
  'booking.statusUnsaid': (): string => 'All',

  'booking.statusFits': (wanted: string, status: ConferenceStatus): boolean => {
    if (wanted === 'All') return true;
    if (wanted === 'AllExceptDeleted') return status !== 'Deleted';
    if (wanted === 'PendingAndOngoing') return status === 'Pending' || status === 'Ongoing';
    return wanted === status;
  },

  /** A conference is in a window that it overlaps (inferred). */
  'booking.isWithin': ({ start, end }: BookedTime, window: Window): boolean =>
    (!window.start || end > window.start) && (!window.end || start < window.end),

  /** Whether a conference is one of a system's; `onBridge` says that the system is a bridge and the conference needs one. */
  'booking.concernsSystem': (participants: readonly Party[], system: number, onBridge: boolean): boolean =>
    onBridge || participants.some(({ id, callType }) => callType === 'TMS' && id === system),

  /** Elements that lists leave out. */
  'booking.notInLists': (): readonly string[] => [
    'Participants',
    'RecordedConferenceUri',
    'WebConferencePresenterUri',
    'WebConferenceAttendeeUri',
  ],

  // --- end and delete (5.3) ---

  'booking.endProblem': (status: ConferenceStatus): ErrorName | null => {
    if (status === 'Deleted') return 'MEETINGISDELETED';
    return status === 'Ongoing' ? null : 'MEETINGNOTACTIVE';
  },

  'booking.statusAfterEnd': (): ConferenceStatus => 'Finished',

  /** End time of a conference that was ended. */
  'booking.endAfterEnd': (now: Date, _planned: Date): Date => now,

  /** The error of an operation on an id that no conference has. */
  'booking.notFound': (_operation: string): ErrorName => 'MEETINGNOTFOUND',

  /** Status of a conference that was deleted; the running occurrence of a series has ended then. */
  'booking.statusAfterDelete': (status: ConferenceStatus, ofSeries: boolean): ConferenceStatus =>
    status === 'Finished' || (ofSeries && status === 'Ongoing') ? 'Finished' : 'Deleted',

  /** Which occurrences a delete concerns: the whole series. */
  'booking.deletes': <O extends BookedTime>(occurrences: readonly O[], _now: Date): readonly O[] => occurrences,

  // --- transactions (5.3) ---

  'booking.transactionType': (change: BookingChange): string =>
    ({ created: 'New', changed: 'Updated', ended: 'Updated', deleted: 'Deleted' })[change],

  /** The transactions that come after one; it isn't among them. */
  'booking.transactionsAfter': (all: readonly NotedTransaction[], after: number): readonly NotedTransaction[] =>
    all.filter(({ id }) => id > after),

  /** Transactions in one answer; more are left to the next call (the number is inferred). */
  'booking.maxTransactions': (): number => 500,

  // --- remote setup (5.3) ---

  'booking.isAlive': (): boolean => true,

  /** Which of the systems of TMS can be booked: never a bridge. */
  'booking.bookable': <S extends { kind: 'endpoint' | 'bridge' }>(systems: readonly S[]): readonly S[] =>
    systems.filter(({ kind }) => kind === 'endpoint'),
};
