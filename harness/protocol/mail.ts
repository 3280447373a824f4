/** A calendar in a mail, its lines unfolded (RFC 5545, 3.1). */
export interface CalendarSeen {
  /** Parameter `method` of its content type. */
  method: string | null;
  text: string;
  /** Name of the file as which it is attached; null for a part that is shown. */
  file: string | null;
}

/** A mail as it came in at an SMTP server. */
export interface MailSeen {
  /** Envelope addresses. */
  from: string;
  to: string[];
  subject: string;
  text: string;
  messageId: string;
  calendars: CalendarSeen[];
  /** It came over TLS. */
  secured: boolean;
  /** Who was logged in. */
  user: string | null;
}
