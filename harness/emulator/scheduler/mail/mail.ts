import type { MailKind } from '../../policies/mail.ts';

/** A message as it waits in the outbox: everything that it takes to send it, the same at each attempt. */
export interface Mail {
  kind: MailKind;
  /** Id of the meeting. */
  meeting: string;
  from: { name: string; address: string };
  to: string;
  subject: string;
  text: string;
  /** iTIP method of the calendar. */
  method: string;
  calendar: string;
  /** Whether the calendar also comes as a file. */
  attached: boolean;
  messageId: string;
  /** ISO 8601, cluster time. */
  date: string;
}
