import type { Variant } from '../policies/index.ts';
import { apiVariants } from './api.ts';
import { bulkVariants } from './bulk.ts';
import { c2wVariants } from './c2w.ts';
import { callVariants } from './calls.ts';
import { cdrVariants } from './cdr.ts';
import { clusterVariants } from './cluster.ts';
import { httpVariants } from './http.ts';
import { ldapVariants } from './ldap.ts';
import { mailVariants } from './mail.ts';
import { meetingVariants } from './meetings.ts';
import { mmpVariants } from './mmp.ts';
import { objectVariants } from './objects.ts';
import { purgeVariants } from './purge.ts';
import { sipVariants } from './sip.ts';
import { spaceVariants } from './spaces.ts';
import { tmsFailoverVariants } from './tms-failover.ts';
import { tmsSystemVariants } from './tms-system.ts';
import { webAdminVariants } from './web-admin.ts';

/** Every conforming variant that the emulator can be started with. */
export const variants: readonly Variant[] = [
  ...apiVariants,
  ...httpVariants,
  ...bulkVariants,
  ...clusterVariants,
  ...callVariants,
  ...cdrVariants,
  ...c2wVariants,
  ...meetingVariants,
  ...mmpVariants,
  ...sipVariants,
  ...purgeVariants,
  ...spaceVariants,
  ...objectVariants,
  ...tmsFailoverVariants,
  ...tmsSystemVariants,
  ...mailVariants,
  ...ldapVariants,
  ...webAdminVariants,
];
