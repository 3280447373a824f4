import { type Variant, variant } from '../policies/index.ts';

/** What no document states about Web Admin's pages: every reading is right. */
export const webAdminVariants: readonly Variant[] = [
  variant({
    id: 'web-admin-other-wording',
    title: 'The status page has more lines, in another order and with other labels',
    policy: 'webAdmin.statusRows',
    with: (status, uptime) => [
      ['Active calls', String(status.callLegsActive)],
      ['System up since', 'the last restart'],
      ['Uptime', uptime],
      ['Build version', `${status.softwareVersion} (build 7)`],
      ['Completed calls', '12'],
    ],
  }),
  variant({
    id: 'web-admin-uptime-in-minutes',
    title: 'The status page tells the uptime in days, hours and minutes',
    policy: 'webAdmin.uptimeText',
    with: (seconds) =>
      `${Math.floor(seconds / 86_400)} days, ${Math.floor(seconds / 3_600) % 24} hours, ${Math.floor(seconds / 60) % 60} minutes`,
  }),
  variant({
    id: 'web-admin-uptime-as-clock',
    title: 'The status page tells the uptime like a clock',
    policy: 'webAdmin.uptimeText',
    with: (seconds) =>
      [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
        .map((part) => String(part).padStart(2, '0'))
        .join(':'),
  }),
  variant({
    id: 'web-admin-status-on-its-own-page',
    title: 'A sign-in leads to another address',
    policy: 'webAdmin.statusPath',
    with: () => '/status.html',
  }),
];
