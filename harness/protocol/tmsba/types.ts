import { enumeration, field, listOf, object, type Type, text } from './model.ts';
import { apiVersions } from './service.ts';

const string = text('string');
const int = text('int');
const long = text('long');
const boolean = text('boolean');
const dateTime = text('dateTime');
const required = { required: true };
/** Not in the WSDL of 2012. The version that brought each is known for few of them; the others are inferred. */
const later = { since: apiVersions.wsdl2012 + 1 };
const fifteen = { since: apiVersions.tms14Point6 };
const latest = { since: apiVersions.latest };
/** In the WSDL of 2012, but not in what a client without a version is answered. */
const early = { since: 1 };

export const dayOfWeek = enumeration(
  'DayOfWeek',
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
);

export const conferenceType = enumeration(
  'ConferenceType',
  'Reservation Only',
  'Automatic Call Launch',
  'Manual Call Launch',
  'Default',
  'Ad-Hoc conference',
  'One Button To Push',
  ['No Connect', later.since],
);

export const pictureMode = enumeration(
  'PictureMode',
  'Continuous Presence',
  'Enhanced CP',
  'Voice Switched',
  'Default',
);
export const encrypted = enumeration('Encrypted', 'Yes', 'No', 'If Possible', 'Default');
export const dataConference = enumeration('DataConferenceMode', 'Yes', 'No', 'If Possible', 'Default');
export const showExtendOption = enumeration('ExtendOption', 'Yes', 'No', 'Default', 'AutomaticBestEffort');

export const bandwidth = enumeration(
  'Bandwidth',
  '1b/64kbps',
  '2b/128kbps',
  '3b/192kbps',
  '4b/256kbps',
  '5b/320kbps',
  '6b/384kbps',
  '8b/512kbps',
  '12b/768kbps',
  '18b/1152kbps',
  '23b/1472kbps',
  '30b/1920kbps',
  '32b/2048kbps',
  '48b/3072kbps',
  '64b/4096kbps',
  ['7b/448kbps', later.since],
  ['40b/2560kbps', later.since],
  ['96b/6144kbps', later.since],
  'Max',
  ['6000kbps', later.since],
  'Default',
);

export const conferenceStatus = enumeration(
  'ConferenceStatus',
  'All',
  'AllExceptDeleted',
  'Pending',
  'Ongoing',
  'Finished',
  'PendingAndOngoing',
  'MeetingRequest',
  'Rejected',
  ['NotSaved', later.since],
  ['Defective', apiVersions.bookingModes],
  'Deleted',
);

export const participantCallType = enumeration(
  'ParticipantCallType',
  'TMS',
  'IP Video <-',
  'IP Tel <-',
  'ISDN Video <-',
  'Telephone <-',
  'IP Video ->',
  'IP Tel ->',
  'ISDN Video ->',
  'Telephone ->',
  'Directory',
  'User',
  'SIP <-',
  'SIP ->',
  '3G <-',
  '3G ->',
  'TMS Master Participant',
  ['SIP Tel <-', later.since],
  ['SIP Tel ->', later.since],
);

export const frequencyType = enumeration(
  'FrequencyType',
  'Daily',
  'DailyWeekday',
  'Weekly',
  'Monthly',
  'Yearly',
  'Secondly',
  'Minutely',
  'Hourly',
  'Default',
);
export const patternEndType = enumeration('PatternEndType', 'EndByDate', 'EndByInstances', 'EndNever', 'Default');
export const exceptionType = enumeration('ExceptionType', 'ADD', 'MODIFY', 'DELETE');
export const recurrenceIdRange = enumeration('RecurrenceIdRange', 'None', 'ThisAndFuture', 'ThisAndPrior', 'Default');
export const transactionType = enumeration('TransactionType', 'New', 'Updated', 'Deleted', 'ListIncomplete');
export const bookingMode = enumeration('BookingMode', 'Strict', 'BestEffortForced');

export const participant = object('Participant', [
  field('ParticipantId', int, required),
  field('NameOrNumber', string),
  field('EmailAddress', string, later),
  field('ParticipantCallType', participantCallType, required),
]);

export const recurrenceException = object('RecurrenceException', [
  field('ExceptionType', exceptionType),
  field('RecurrenceIdUTC', string),
  field('RecurrenceIdRange', recurrenceIdRange),
  field('ModifiedMask', string),
  field('ModifiedData', string),
]);

export const recurrencePattern = object('RecurrencePattern', [
  field('FrequencyType', frequencyType, required),
  field('Interval', int, required),
  field('DaysOfWeek', listOf('ArrayOfDayOfWeek', 'DayOfWeek', dayOfWeek)),
  field('FirstDayOfWeek', dayOfWeek),
  field('BySetPosition', int),
  field('ByMonthDay', text('integer'), later),
  field('PatternEndType', patternEndType, required),
  field('PatternEndDateUTC', string),
  field('FirstOccurrenceRecInstanceIdUTC', string),
  field('PatternInstances', int),
  field('Exceptions', listOf('ArrayOfRecurrenceException', 'RecurrenceException', recurrenceException)),
]);

const bandwidthOverride = object('BandwidthOverride', [field('Bandwidth', bandwidth)]);

/** Element order and what is required: facts tms 5.4. */
export const conference = object('Conference', [
  field('ConferenceId', int, required),
  field('Title', string),
  field('StartTimeUTC', string),
  field('EndTimeUTC', string),
  field('RecurrenceInstanceIdUTC', string),
  field('RecurrenceInstanceType', string),
  field('FirstOccurrenceRecInstanceIdUTC', string),
  field('RecurrencePattern', recurrencePattern),
  field('OwnerId', long, required),
  field('OwnerUserName', string),
  field('OwnerFirstName', string),
  field('OwnerLastName', string),
  field('OwnerEmailAddress', string),
  field('ConferenceType', conferenceType, required),
  field('Bandwidth', bandwidth, required),
  field('PictureMode', pictureMode, required),
  field('Encrypted', encrypted, required),
  field('DataConference', dataConference, required),
  field('ShowExtendOption', showExtendOption, required),
  field('Password', string),
  field('BillingCode', string),
  field('ISDNRestrict', boolean, required),
  field('ExternalConference', object('ExternalConference', [])),
  field('EmailTo', string, later),
  field('ConfBundleId', string, later),
  field('ConfOwnerId', string, later),
  field('ConferenceInfoText', string),
  field('ConferenceInfoHtml', string),
  field('UserMessageText', string),
  field('ExternalSourceId', string),
  field('ExternalPrimaryKey', string),
  field('DetachedFromExternalSourceId', string, later),
  field('DetachedFromExternalPrimaryKey', string, later),
  field('Participants', listOf('ArrayOfParticipant', 'Participant', participant)),
  field('RecordedConferenceUri', string, early),
  field('WebConferencePresenterUri', string, early),
  field('WebConferenceAttendeeUri', string, early),
  field('ISDNBandwidth', bandwidthOverride, early),
  field('IPBandwidth', bandwidthOverride, early),
  field('ConferenceLanguage', string, later),
  field('ConferenceTimeZoneRules', object('TimeZoneRules', []), { since: apiVersions.timeZoneRules }),
  field('ConferenceState', object('ConferenceState', [field('Status', conferenceStatus)]), later),
  field('Version', text('integer'), fifteen),
  field('Location', string, latest),
  field('Invitees', string, latest),
  field('SecretCode', string, latest),
  field('MeetingSource', string, latest),
  field('PrivacyFlag', string, latest),
  field('JoinUri', string, latest),
  field('JoinUrl', string, latest),
  field('TransactionId', long, latest),
]);

export const transaction = object('Transaction', [
  field('TransactionId', long, required),
  field('ConferenceId', int, required),
  field('TransType', transactionType, required),
  field('PerformedByUserId', long, required),
  field('ParticipantIds', listOf('ArrayOfInt', 'int', int)),
]);

/** A bookable endpoint or room. */
export const tmsSystem = object('TMSSystem', [
  field('SystemId', long, required),
  field('SystemName', string),
  field('Contact', string),
  field('Manufacturer', string),
  field('Description', string),
  field('SystemType', string),
  field('NetworkAddress', string),
  field('Location', string),
]);

export const contextHeader = object('ContextHeader', [
  field('SendConfirmationMail', boolean),
  field('ExcludeConferenceInformation', boolean),
  field('ClientLanguage', string),
]);

export const versionHeader = object('ExternalAPIVersionSoapHeader', [
  field('ClientVersionIn', int),
  field('ClientIdentifierIn', string),
  field('ClientLatestNamespaceIn', string),
  field('NewServiceURL', string),
  field('ClientSession', string),
]);

/** Tells the API version of TMS. */
export const serverVersionHeader = object('VersionSoapHeader', [field('ConfAPIVersion', int)]);

const conferences = listOf('ArrayOfConference', 'Conference', conference);
const conferenceId = field('ConferenceId', int, required);
const window = [field('StartTime', dateTime), field('EndTime', dateTime), field('ConferenceStatus', conferenceStatus)];
/** Lists have no participants and no URIs. */
const result = (operation: string, type: Type) => field(`${operation}Result`, type);

/** An operation with the elements of its request and of its answer. */
export interface Operation {
  name: string;
  request: ReturnType<typeof object>;
  response: ReturnType<typeof object>;
  /** It changes the book of conferences, so it needs a client session. */
  writes: boolean;
  /** It tells the version of the API in a header of its answer. */
  tellsVersion: boolean;
}

function operation(
  name: string,
  request: Parameters<typeof object>[1],
  response: Type | null,
  more: Partial<Pick<Operation, 'writes' | 'tellsVersion'>> = {},
): Operation {
  return {
    name,
    request: object(name, request),
    response: object(`${name}Response`, response ? [result(name, response)] : []),
    writes: false,
    tellsVersion: false,
    ...more,
  };
}

const writes = { writes: true };

/** The operations that are built (facts: tms 5.3, minimum subset). */
export const bookingOperations: readonly Operation[] = [
  operation('GetDefaultConference', [], conference, { tellsVersion: true }),
  operation('SaveConference', [field('Conference', conference)], conference, writes),
  operation(
    'SaveConferenceWithMode',
    [field('Conference', conference), field('BookingMode', bookingMode, required)],
    object('SaveConferenceResult', [field('Conference', conference)]),
    writes,
  ),
  operation(
    'SaveConferences',
    [field('Conferences', conference, { repeated: true }), field('oneTransaction', boolean, required)],
    conferences,
    writes,
  ),
  operation('GetConferenceById', [conferenceId], conference),
  operation('GetConferencesForSystems', [field('SystemIds', int, { repeated: true }), ...window], conferences),
  operation('GetConferencesForUser', [field('UserName', string), ...window], conferences),
  operation('EndConferenceById', [conferenceId], null, writes),
  operation('DeleteConferenceById', [conferenceId], null, writes),
  operation(
    'GetTransactionsSince',
    [field('CurrentTransactionId', long, required)],
    listOf('ArrayOfTransaction', 'Transaction', transaction),
  ),
];

export const remoteSetupOperations: readonly Operation[] = [
  operation('GetSystems', [], listOf('ArrayOfTMSSystem', 'TMSSystem', tmsSystem)),
  operation('IsAlive', [], boolean),
];
