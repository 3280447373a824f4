import type { Defect } from '../policies/index.ts';
import { apiDefects } from './api.ts';
import { bulkDefects } from './bulk.ts';
import { c2wDefects } from './c2w.ts';
import { callDefects } from './calls.ts';
import { cdrDefects } from './cdr.ts';
import { clusterDefects } from './cluster.ts';
import { eventDefects } from './events.ts';
import { ldapDefects } from './ldap.ts';
import { mailDefects } from './mail.ts';
import { meetingDefects } from './meetings.ts';
import { objectDefects } from './objects.ts';
import { purgeDefects } from './purge.ts';
import { schedulerDefects } from './scheduler.ts';
import { sipDefects } from './sip.ts';
import { spaceDefects } from './spaces.ts';
import { tmsDefects } from './tms.ts';
import { tmsBookingDefects } from './tms-booking.ts';
import { tmsFailoverDefects } from './tms-failover.ts';
import { tmsSystemDefects } from './tms-system.ts';
import { webAdminDefects } from './web-admin.ts';
import { webAppDefects } from './web-app.ts';

/** Every defect that the emulator can be started with. */
export const defects: readonly Defect[] = [
  ...apiDefects,
  ...bulkDefects,
  ...clusterDefects,
  ...callDefects,
  ...cdrDefects,
  ...eventDefects,
  ...c2wDefects,
  ...meetingDefects,
  ...purgeDefects,
  ...schedulerDefects,
  ...sipDefects,
  ...mailDefects,
  ...ldapDefects,
  ...tmsDefects,
  ...tmsFailoverDefects,
  ...tmsSystemDefects,
  ...tmsBookingDefects,
  ...spaceDefects,
  ...objectDefects,
  ...webAdminDefects,
  ...webAppDefects,
];
