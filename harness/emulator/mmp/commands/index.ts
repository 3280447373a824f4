import type { Component } from '../command.ts';
import { callbridge } from './callbridge.ts';
import { pki } from './pki.ts';
import { scheduler } from './scheduler.ts';
import { syslog } from './syslog.ts';
import { hostname, reboot, uptime, version } from './system.ts';
import { passwd, user } from './users.ts';
import { webadmin } from './webadmin.ts';
import { webbridge3 } from './webbridge3.ts';

/** Every component of the MMP, in alphabetical order. */
export const components: readonly Component[] = [
  callbridge,
  hostname,
  passwd,
  pki,
  reboot,
  scheduler,
  syslog,
  uptime,
  user,
  version,
  webadmin,
  webbridge3,
];
