import type { Defect } from '../policies/index.ts';
import { calendarDefects } from './mail/calendar.ts';
import { changeDefects } from './mail/changes.ts';
import { invitationDefects } from './mail/invitation.ts';
import { queueDefects } from './mail/queue.ts';
import { transportDefects } from './mail/transport.ts';

/** Mistakes that a scheduler could make with its e-mail. */
export const mailDefects: readonly Defect[] = [
  ...invitationDefects,
  ...calendarDefects,
  ...changeDefects,
  ...transportDefects,
  ...queueDefects,
];
