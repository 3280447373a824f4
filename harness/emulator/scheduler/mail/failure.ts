import type { Attempt } from '../../policies/mail.ts';

/** A session or a message that failed. The message is fit for the log. */
export class MailFailure extends Error implements Attempt {
  override readonly name = 'MailFailure';
  readonly step: Attempt['step'];
  readonly code: number | null;

  constructor(step: Attempt['step'], why: string, code: number | null = null) {
    super(why);
    this.step = step;
    this.code = code;
  }
}
