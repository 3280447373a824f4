import {
  type SchedulerCheck,
  schedulerChecks,
  schedulerCheckTexts,
  schedulerCommonAddressUsage,
  schedulerEnabledLine,
  schedulerHelpTitle,
  schedulerListingKeys,
  schedulerStartLogText,
  schedulerUsage,
} from '../../protocol/mmp/scheduler.ts';
import { type Platform, type Role, type SchedulerSupport, schedulerSupport } from '../../protocol/platform.ts';
import { type ChainFacts, chainProblems, type PairFacts } from './certificates.ts';

/** The scheduler's configuration; it survives restarts. Null is what the listing prints as `none`. */
export interface SchedulerSettings {
  enabled: boolean;
  httpsInterface: string | null;
  httpsPort: string | null;
  httpsKeyFile: string | null;
  httpsCertificateFile: string | null;
  c2wKeyFile: string | null;
  c2wCertificateFile: string | null;
  c2wTrustBundle: string | null;
  emailServer: string | null;
  emailPort: string | null;
  emailUsername: string | null;
  emailPassword: string | null;
  emailProtocol: string | null;
  emailAuth: string | null;
  emailStartTls: string | null;
  emailTrustBundle: string | null;
  emailCommonAddress: string | null;
  emailCommonName: string | null;
  timedLogging: Record<TimedLoggingSubject, string | null>;
}

export type SchedulerField = Exclude<keyof SchedulerSettings, 'timedLogging'>;
export type TimedLoggingSubject = 'webBridge' | 'api' | 'email';
export type SchedulerStatusPart = 'status' | 'running' | 'database' | 'https' | 'c2w' | 'email';

/** A key file with the certificate file that belongs to it. */
export interface CertificateFiles {
  key: string;
  certificate: string;
}

const documentedFields: readonly SchedulerField[] = [
  'enabled',
  'httpsInterface',
  'httpsPort',
  'httpsKeyFile',
  'httpsCertificateFile',
  'c2wKeyFile',
  'c2wCertificateFile',
  'c2wTrustBundle',
  'emailServer',
  'emailPort',
  'emailUsername',
  'emailPassword',
];

/** Keys that no document shows; a variant prints them (inferred from the commands' names). */
const inferredKeys: Partial<Record<SchedulerField, string>> = {
  emailProtocol: 'Email Protocol',
  emailAuth: 'Email Auth',
  emailStartTls: 'Email Starttls',
  emailTrustBundle: 'Email Trust bundle',
  emailCommonAddress: 'Email Common address',
  emailCommonName: 'Email Common name',
};

/**
 * The scheduler's documented decisions (document 217367; facts: mmp-and-scheduler 2). Setters take the settings and give
 * the new ones; they never see a missing file or a bad port, those are refused before (`mmp.accepts...`).
 */
export const schedulerPolicies = {
  /** Where the component exists ("Background Information", notes). */
  'scheduler.support': (platform: Platform, version: string): SchedulerSupport => schedulerSupport(platform, version),

  /** Whether the MMP knows the word `scheduler`; absent where there is no support (inferred). */
  'scheduler.commandExists': (support: SchedulerSupport): boolean => support !== 'none',

  /** The scheduler runs only beside a Call Bridge ("Scheduler C2W - Web Bridge Connection Explained"). */
  'scheduler.mayRunBeside': (roles: readonly Role[]): boolean => roles.includes('callBridge'),

  /** What `scheduler enable` says without a Call Bridge (text inferred). */
  'scheduler.noCallBridgeText': (): string => 'scheduler requires a Call Bridge on this server',

  'scheduler.helpTitle': (): string => schedulerHelpTitle,

  /** The usage lines of `help scheduler`. */
  'scheduler.helpLines': (usage: { version: string; commonAddress: boolean }): string[] => [
    ...schedulerUsage.slice(0, 18),
    ...(usage.commonAddress ? [schedulerCommonAddressUsage] : []),
    ...schedulerUsage.slice(18),
  ],

  /** Title, blank line, `Usage:`, blank line, usage lines. */
  'scheduler.helpLayout': (title: string, usage: readonly string[]): string[] => [title, '', 'Usage:', '', ...usage],

  /** Whether `scheduler email common-address` exists (recalled for 3.4 and later, therefore off by default). */
  'scheduler.hasCommonAddress': (_version: string): boolean => false,

  /** Configuration of a cleared server (`none` everywhere, disabled). */
  'scheduler.factorySettings': (): SchedulerSettings => ({
    enabled: false,
    httpsInterface: null,
    httpsPort: null,
    httpsKeyFile: null,
    httpsCertificateFile: null,
    c2wKeyFile: null,
    c2wCertificateFile: null,
    c2wTrustBundle: null,
    emailServer: null,
    emailPort: null,
    emailUsername: null,
    emailPassword: null,
    emailProtocol: null,
    emailAuth: null,
    emailStartTls: null,
    emailTrustBundle: null,
    emailCommonAddress: null,
    emailCommonName: null,
    timedLogging: { webBridge: null, api: null, email: null },
  }),

  /** Which settings `scheduler` lists, in which order. */
  'scheduler.listingFields': (_settings: SchedulerSettings): SchedulerField[] => [...documentedFields],

  /** The key under which a setting is listed. */
  'scheduler.listingKey': (field: SchedulerField): string =>
    schedulerListingKeys[documentedFields.indexOf(field)] ?? inferredKeys[field] ?? field,

  /** The value that is listed; null prints as `scheduler.noneWord`. */
  'scheduler.listingValue': (field: SchedulerField, settings: SchedulerSettings): string | null =>
    field === 'enabled' ? null : settings[field],

  /** The value of `Enabled`. */
  'scheduler.enabledWord': (enabled: boolean): string => (enabled ? 'true' : 'false'),

  /** What an unset value prints. */
  'scheduler.noneWord': (_field: SchedulerField): string => 'none',

  /** How a stored e-mail password is listed: never itself (inferred). */
  'scheduler.passwordWord': (_password: string): string => '********',

  /** One listing line; no column width is documented for this component. */
  'scheduler.listingLine': (key: string, value: string): string => `${key} : ${value}`,

  /** What a setter prints when it succeeds: nothing ("Scheduler configured on CMS 1"). */
  'scheduler.setterLines': (): string[] => [],

  /** Whether the configuration may change while the scheduler is enabled (undocumented; inferred: yes). */
  'scheduler.editableWhileEnabled': (): boolean => true,

  /** Whether `email username` asks for a password; only on a terminal, so that scripts don't wait (inferred). */
  'scheduler.asksEmailPassword': (interactive: boolean): boolean => interactive,

  'scheduler.setHttpsListen': (
    settings: SchedulerSettings,
    listen: { interface: string; port: string },
  ): SchedulerSettings => ({ ...settings, httpsInterface: listen.interface, httpsPort: listen.port }),

  'scheduler.clearHttpsListen': (settings: SchedulerSettings): SchedulerSettings => ({
    ...settings,
    httpsInterface: null,
    httpsPort: null,
  }),

  'scheduler.setHttpsCerts': (settings: SchedulerSettings, files: CertificateFiles): SchedulerSettings => ({
    ...settings,
    httpsKeyFile: files.key,
    httpsCertificateFile: files.certificate,
  }),

  'scheduler.clearHttpsCerts': (settings: SchedulerSettings): SchedulerSettings => ({
    ...settings,
    httpsKeyFile: null,
    httpsCertificateFile: null,
  }),

  'scheduler.setC2wCerts': (settings: SchedulerSettings, files: CertificateFiles): SchedulerSettings => ({
    ...settings,
    c2wKeyFile: files.key,
    c2wCertificateFile: files.certificate,
  }),

  'scheduler.clearC2wCerts': (settings: SchedulerSettings): SchedulerSettings => ({
    ...settings,
    c2wKeyFile: null,
    c2wCertificateFile: null,
  }),

  'scheduler.setC2wTrust': (settings: SchedulerSettings, bundle: string): SchedulerSettings => ({
    ...settings,
    c2wTrustBundle: bundle,
  }),

  'scheduler.clearC2wTrust': (settings: SchedulerSettings): SchedulerSettings => ({
    ...settings,
    c2wTrustBundle: null,
  }),

  'scheduler.setEmailServer': (
    settings: SchedulerSettings,
    server: { host: string; port: string },
  ): SchedulerSettings => ({ ...settings, emailServer: server.host, emailPort: server.port }),

  'scheduler.clearEmailServer': (settings: SchedulerSettings): SchedulerSettings => ({
    ...settings,
    emailServer: null,
    emailPort: null,
  }),

  'scheduler.setEmailUsername': (
    settings: SchedulerSettings,
    login: { username: string; password: string | null },
  ): SchedulerSettings => ({ ...settings, emailUsername: login.username, emailPassword: login.password }),

  /** The password goes with its user name (inferred). */
  'scheduler.removeEmailUsername': (settings: SchedulerSettings): SchedulerSettings => ({
    ...settings,
    emailUsername: null,
    emailPassword: null,
  }),

  'scheduler.setEmailProtocol': (settings: SchedulerSettings, protocol: string): SchedulerSettings => ({
    ...settings,
    emailProtocol: protocol,
  }),

  'scheduler.setEmailAuth': (settings: SchedulerSettings, mode: string): SchedulerSettings => ({
    ...settings,
    emailAuth: mode,
  }),

  'scheduler.setEmailStartTls': (settings: SchedulerSettings, mode: string): SchedulerSettings => ({
    ...settings,
    emailStartTls: mode,
  }),

  'scheduler.setEmailTrust': (settings: SchedulerSettings, bundle: string): SchedulerSettings => ({
    ...settings,
    emailTrustBundle: bundle,
  }),

  'scheduler.clearEmailTrust': (settings: SchedulerSettings): SchedulerSettings => ({
    ...settings,
    emailTrustBundle: null,
  }),

  'scheduler.setEmailCommonAddress': (
    settings: SchedulerSettings,
    sender: { address: string; name: string },
  ): SchedulerSettings => ({ ...settings, emailCommonAddress: sender.address, emailCommonName: sender.name }),

  'scheduler.setTimedLogging': (
    settings: SchedulerSettings,
    subject: TimedLoggingSubject,
    time: string,
  ): SchedulerSettings => ({ ...settings, timedLogging: { ...settings.timedLogging, [subject]: time } }),

  /** Whether logging that was set for so much time still goes on; the time counts in seconds (inferred). */
  'scheduler.timedLoggingGoesOn': (logging: { time: string; setAt: Date; now: Date }): boolean =>
    logging.now.getTime() - logging.setAt.getTime() < Number(logging.time) * 1000,

  /** Output of a bare `scheduler timedLogging` (undocumented; inferred: one line per subject). */
  'scheduler.timedLoggingLines': (times: Readonly<Record<TimedLoggingSubject, string | null>>): string[] => [
    `webBridge : ${times.webBridge ?? 'none'}`,
    `api : ${times.api ?? 'none'}`,
    `email : ${times.email ?? 'none'}`,
  ],

  /** HTTPS counts as configured when anything of it is set. */
  'scheduler.httpsConfigured': (settings: SchedulerSettings): boolean =>
    settings.httpsInterface !== null || settings.httpsKeyFile !== null,

  'scheduler.c2wConfigured': (settings: SchedulerSettings): boolean => settings.c2wKeyFile !== null,

  'scheduler.emailConfigured': (settings: SchedulerSettings): boolean => settings.emailServer !== null,

  /** The checks of `scheduler enable`, in order; without HTTPS its two are left out (inferred). */
  'scheduler.enableChecks': (configured: { https: boolean }): SchedulerCheck[] =>
    schedulerChecks.filter((check) => configured.https || !check.startsWith('https')),

  /** The HTTPS key must belong to the first certificate of the HTTPS certificate file. */
  'scheduler.httpsPairMatches': (pair: PairFacts): boolean => pair.matches,

  /** The HTTPS certificate file must hold a chain that verifies, leaf to root. */
  'scheduler.httpsChainVerifies': (chain: ChainFacts): boolean => chainProblems(chain).length === 0,

  /** The C2W key must belong to the first certificate of the C2W certificate file. */
  'scheduler.c2wPairMatches': (pair: PairFacts): boolean => pair.matches,

  /** The C2W certificate file must hold a chain that verifies, leaf to root. */
  'scheduler.c2wChainVerifies': (chain: ChainFacts): boolean => chainProblems(chain).length === 0,

  /** The words of a check's line. */
  'scheduler.checkText': (check: SchedulerCheck): string => schedulerCheckTexts[check],

  /** The line of a check that passed. */
  'scheduler.checkSuccessLine': (text: string): string => `SUCCESS: ${text}`,

  /** The line of a check that failed; only its first word is documented (213821). */
  'scheduler.checkFailureLine': (text: string): string => `FAILURE: ${text}`,

  /** Whether the first failed check ends the command (inferred). */
  'scheduler.stopsAtFailure': (): boolean => true,

  /** Whether the scheduler is enabled after the checks. */
  'scheduler.enabledAfterChecks': (allPassed: boolean): boolean => allPassed,

  /** Whether the line of success ends the output: it does after checks that all passed. */
  'scheduler.saysEnabled': (allPassed: boolean): boolean => allPassed,

  /** Last line of a successful enable. */
  'scheduler.enabledLine': (): string => schedulerEnabledLine,

  /** A successful enable changes nothing but the state. */
  'scheduler.settingsAfterEnable': (settings: SchedulerSettings): SchedulerSettings => settings,

  /** A failed enable leaves the configuration as it was. */
  'scheduler.settingsAfterFailedEnable': (settings: SchedulerSettings): SchedulerSettings => settings,

  /** `scheduler disable` changes the state and keeps the configuration. */
  'scheduler.settingsAfterDisable': (settings: SchedulerSettings): SchedulerSettings => ({
    ...settings,
    enabled: false,
  }),

  /** What `scheduler disable` prints (undocumented; by the pattern of enable). */
  'scheduler.disableLines': (): string[] => ['SUCCESS: scheduler disabled'],

  /** `scheduler restart` keeps configuration and state. */
  'scheduler.settingsAfterRestart': (settings: SchedulerSettings): SchedulerSettings => settings,

  /** Whether `scheduler restart` succeeds; a disabled one can't be restarted (inferred). */
  'scheduler.mayRestart': (enabled: boolean): boolean => enabled,

  /** What `scheduler restart` prints (undocumented; by the pattern of enable). */
  'scheduler.restartLines': (enabled: boolean): string[] =>
    enabled ? ['SUCCESS: scheduler restarted'] : ['FAILURE: scheduler is not enabled'],

  /** A reboot of the server keeps configuration and state. */
  'scheduler.settingsAfterReboot': (settings: SchedulerSettings): SchedulerSettings => settings,

  /** Whether the process runs; it does while the component is enabled. */
  'scheduler.running': (enabled: boolean): boolean => enabled,

  /** The lines of `scheduler status`, in order; a scheduler that never started has no database line (inferred). */
  'scheduler.statusParts': (running: boolean): SchedulerStatusPart[] =>
    running
      ? ['status', 'running', 'database', 'https', 'c2w', 'email']
      : ['status', 'running', 'https', 'c2w', 'email'],

  /** First line of the status; `disabled` is inferred. */
  'scheduler.statusLine': (enabled: boolean): string => `Status: ${enabled ? 'enabled' : 'disabled'}`,

  /** `Not running` is inferred. */
  'scheduler.statusRunningLine': (running: boolean): string => (running ? 'Running' : 'Not running'),

  'scheduler.statusDatabaseLine': (): string => 'Database responsive at start',

  /** `not configured` is inferred from the e-mail line. */
  'scheduler.statusHttpsLine': (configured: boolean): string => `HTTPS ${configured ? '' : 'not '}configured`,

  /** `not configured` is inferred from the e-mail line. */
  'scheduler.statusC2wLine': (configured: boolean): string => `C2W ${configured ? '' : 'not '}configured`,

  /** `configured` is inferred from the other lines. */
  'scheduler.statusEmailLine': (configured: boolean): string => `Email server ${configured ? '' : 'not '}configured`,

  /** What a starting scheduler writes to the log, behind its process column. */
  'scheduler.startLogText': (): string => schedulerStartLogText,
};
