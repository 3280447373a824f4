/** Literal texts of the MMP component `scheduler` (document 217367, CMS 3.3). */

/** First line of `help scheduler`. */
export const schedulerHelpTitle = 'Configure scheduler';

/** The usage lines of `help scheduler`, in their order (document 217367, "Configure"). */
export const schedulerUsage = [
  'scheduler',
  'scheduler https listen <interface> <port>',
  'scheduler https listen none',
  'scheduler https certs <key-file> <crt-fullchain-file>',
  'scheduler https certs none',
  'scheduler c2w certs <key-file> <crt-fullchain-file>',
  'scheduler c2w certs none',
  'scheduler c2w trust <bundle>',
  'scheduler c2w trust none',
  'scheduler email server <hostname|address> <port>',
  'scheduler email server none',
  'scheduler email username <smtp username>',
  'scheduler email remove username',
  'scheduler email protocol <smtp|smtps>',
  'scheduler email auth <enable|disable>',
  'scheduler email starttls <enable|disable>',
  'scheduler email trust <bundle>',
  'scheduler email trust none',
  'scheduler timedLogging',
  'scheduler timedLogging (webBridge|api|email) <time>',
  'scheduler enable',
  'scheduler disable',
  'scheduler restart',
  'scheduler status',
] as const;

/** Usage line of the common sender address of 3.4 and later (recalled, its grammar is unconfirmed). */
export const schedulerCommonAddressUsage = 'scheduler email common-address <address@mail.domain> "<Display Name>"';

/** The keys that `scheduler` prints, in their order and spelling (document 217367, "Scheduler configured on CMS 1"). */
export const schedulerListingKeys = [
  'Enabled',
  'Https interface',
  'Https port',
  'Https key file',
  'Https certificate file',
  'C2W Key file',
  'C2W Full chain certificate file',
  'C2W Trust bundle',
  'Email Server',
  'Email Port',
  'Email Username',
  'Email Password',
] as const;

/** The four checks of `scheduler enable`, in the order in which they run. */
export const schedulerChecks = ['httpsPair', 'httpsChain', 'c2wPair', 'c2wChain'] as const;
export type SchedulerCheck = (typeof schedulerChecks)[number];

/** What each check says after `SUCCESS: ` (document 217367, "Scheduler configured on CMS 1"). */
export const schedulerCheckTexts: Readonly<Record<SchedulerCheck, string>> = {
  httpsPair: 'HTTPS Key and certificate pair match',
  httpsChain: 'HTTPS full chain of certificates verifies correctly',
  c2wPair: 'C2W Key and certificate pair match',
  c2wChain: 'C2W full chain of certificates verifies correctly',
};

/** Last line of a successful `scheduler enable`. */
export const schedulerEnabledLine = 'SUCCESS: scheduler enabled';

/** The lines of a successful `scheduler enable` with HTTPS and C2W configured. */
export const schedulerEnableLines: readonly string[] = [
  ...schedulerChecks.map((check) => `SUCCESS: ${schedulerCheckTexts[check]}`),
  schedulerEnabledLine,
];

/** `scheduler status` of an enabled scheduler with HTTPS and C2W and without e-mail (document 217367, "Scheduler status"). */
export const schedulerStatusLines = [
  'Status: enabled',
  'Running',
  'Database responsive at start',
  'HTTPS configured',
  'C2W configured',
  'Email server not configured',
] as const;

/** Log text of a starting scheduler, behind the process column (document 217367, "Scheduler service enabled"). */
export const schedulerStartLogText =
  'INFO  CmsWebSchedulerApplication - Starting CmsWebSchedulerApplication with PID 1 (/app started by ? in /)';
