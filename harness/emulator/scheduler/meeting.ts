/** Somebody who is invited. At least one of `email` and `user` is there. */
export interface Attendee {
  email: string | null;
  /** JID of a web app user. */
  user: string | null;
  name: string | null;
  /** Name of the access method that gives this attendee's join details; null: those of the space itself. */
  role: string | null;
  organizer: boolean;
}

/** One occurrence of a series that is unlike the rule: moved, renamed or cancelled. Local times as in Meeting. */
export interface MeetingException {
  /** Local start that the rule gives this occurrence. */
  recurrence: string;
  cancelled: boolean;
  dtStart: string | null;
  dtEnd: string | null;
  summary: string | null;
}

/** A scheduled meeting or series, as a scheduler keeps it. */
export interface Meeting {
  /** UUID of the meeting; of the whole series when it recurs. */
  id: string;
  /** Increases with every change; the SEQUENCE of its invitations. */
  sequence: number;
  /** Id of the coSpace in which it takes place. */
  coSpace: string;
  /** The space was made for this meeting and is purged after its end. */
  temporary: boolean;
  summary: string;
  description: string | null;
  /** First occurrence, local to `timeZone`, without offset: `2026-03-29T10:00:00`. */
  dtStart: string;
  dtEnd: string;
  /** IANA name. */
  timeZone: string;
  /** RFC 5545 RRULE value, e.g. `FREQ=WEEKLY;COUNT=4`; null for a single meeting. */
  rrule: string | null;
  exceptions: MeetingException[];
  isFullDayMeeting: boolean;
  attendees: Attendee[];
}

/** What happened to a meeting; `before` is null for a new one, `after` for a cancelled one. */
export interface MeetingChange {
  before: Meeting | null;
  after: Meeting | null;
}
