import {
  callbridgeKeys,
  cliAuditText,
  frameAncestorsCharacters,
  frameAncestorsMaxLength,
  pkiListTitle,
  rebootRequiredNotice,
  unknownCommandPrefix,
  webadminKeys,
  webadminKeyWidth,
  webbridge3Keys,
  webbridge3NewerKeys,
  webbridge3NewerKeyWidth,
} from '../../protocol/mmp/components.ts';
import { compareVersions } from '../../protocol/platform.ts';
import type { AccountRole } from '../kernel/accounts.ts';

/** Why a command is refused before anything changes. */
export type Refusal =
  | { kind: 'usage'; component: string }
  | { kind: 'interface' | 'port' | 'file' | 'host' | 'listener'; value: string }
  | { kind: 'permission'; component: string }
  | { kind: 'passwordChange' };

/** One line of a component's listing; `width` is the width of its key column. */
export interface ListedValue {
  key: string;
  value: string;
  width: number;
}

/** A user as `user list` shows it; instants are ISO 8601. */
export interface ListedUser {
  username: string;
  role: string;
  passwordExpiresAt: string;
  loggedIn: boolean;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * The decisions of the MMP as a whole and of its components beside the scheduler (facts: mmp-and-scheduler 1). Texts
 * marked "inferred" are defaults of the emulator; no document shows them.
 */
export const mmpPolicies = {
  /** `<hostname>> ` (documents 217367, 221729). */
  'mmp.prompt': (hostname: string): string => `${hostname}> `,

  /** Who may log in by SSH and SFTP: admin and crypto are documented, audit is inferred, as is the rest's refusal. */
  'mmp.mayLogIn': (role: AccountRole): boolean => role === 'admin' || role === 'crypto' || role === 'audit',

  /** Which commands a role may use: admin all, crypto cryptography, audit logs (CMS 2.0 MMP reference; split inferred). */
  'mmp.roleMay': (role: AccountRole, component: string): boolean =>
    role === 'admin' ||
    ['help', 'version', 'uptime', 'passwd'].includes(component) ||
    (role === 'crypto' && component === 'pki') ||
    (role === 'audit' && component === 'syslog'),

  /** Which roles may change files by SFTP (inferred). */
  'mmp.mayWriteFiles': (role: AccountRole): boolean => role === 'admin' || role === 'crypto',

  /** Largest file that SFTP takes, in bytes (inferred). */
  'mmp.maxFileSize': (): number => 64 * 1024 * 1024,

  /** Answer to an unknown word: only its beginning is known (observed by a client). */
  'mmp.unknownCommand': (command: string): string => `${unknownCommandPrefix}: ${command}`,

  /** One sentence for a refused command (inferred). */
  'mmp.refusalText': (refusal: Refusal): string => {
    switch (refusal.kind) {
      case 'usage':
        return `Invalid usage, see "help ${refusal.component}"`;
      case 'interface':
        return `Unknown interface "${refusal.value}"`;
      case 'port':
        return `Invalid port "${refusal.value}"`;
      case 'file':
        return `File "${refusal.value}" not found`;
      case 'host':
        return `Invalid host name or address "${refusal.value}"`;
      case 'listener':
        return `Invalid interface and port "${refusal.value}"`;
      case 'permission':
        return `Permission denied for "${refusal.component}"`;
      case 'passwordChange':
        return 'The password has expired: log in interactively to set a new one';
    }
  },

  /** Every check's line begins `SUCCESS` or `FAILURE` (document 213821). */
  'mmp.successLine': (text: string): string => `SUCCESS: ${text}`,
  'mmp.failureLine': (text: string): string => `FAILURE: ${text}`,

  /** Data interfaces are a to d (document 214745). */
  'mmp.acceptsInterface': (name: string): boolean => /^[a-d]$/.test(name),

  /** Ports are 1 to 65535 (inferred). */
  'mmp.acceptsPort': (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65535,

  /** Host names and addresses by their characters only (inferred). */
  'mmp.acceptsHost': (text: string): boolean => /^[A-Za-z0-9._:-]{1,255}$/.test(text),

  /** A setter names an uploaded file; a missing one is refused (inferred). */
  'mmp.acceptsFile': (file: { name: string; exists: boolean }): boolean => file.exists,

  /** Line end of a command that runs without a terminal. */
  'mmp.lineEnd': (): string => '\n',

  /** Exit status of a command that runs without a terminal (inferred). */
  'mmp.exitStatus': (succeeded: boolean): number => (succeeded ? 0 : 1),

  /** One line of a listing: key column, `: `, value (documents 221729, 213821). */
  'mmp.listingLine': (entry: ListedValue): string => `${entry.key.padEnd(entry.width)}: ${entry.value}`,

  /** What an unset value prints. */
  'mmp.noneWord': (): string => 'none',

  /** Title, blank line, `Usage:`, blank line, usage lines (document 217367). */
  'mmp.helpLayout': (title: string, usage: readonly string[]): string[] => [title, '', 'Usage:', '', ...usage],

  /** A bare `help`: the known words, one a line (inferred). */
  'mmp.helpIndex': (names: readonly string[]): string[] => ['Commands:', '', ...names],

  /** The CLI audit line (document 221776). */
  'mmp.auditText': (entry: { user: string; from: string; command: string; granted: boolean }): string =>
    cliAuditText({ ...entry, permission: entry.granted ? 'granted' : 'denied' }),

  /** Whether a command is written to the audit log. */
  'mmp.audits': (_command: string): boolean => true,

  /** Log text of a refused login (inferred). */
  'mmp.failedLoginText': (entry: { user: string; from: string }): string =>
    `Failed password for ${entry.user} from ${entry.from}`,

  /** Log text of a login (inferred). */
  'mmp.loginText': (entry: { user: string; from: string }): string =>
    `Accepted password for ${entry.user} from ${entry.from}`,

  /** A hostname change waits for a reboot (lab note). */
  'mmp.hostnameLines': (): string[] => [rebootRequiredNotice],

  /** The hostname in effect after a reboot. */
  'mmp.hostnameAfterReboot': (names: { current: string; pending: string | null }): string =>
    names.pending ?? names.current,

  /** First line of `pki list` (document 217320). */
  'mmp.pkiListTitle': (): string => pkiListTitle,

  /** Which files `pki list` shows: an uploaded or generated key, request or certificate, by its ending (inferred). */
  'mmp.pkiListed': (name: string): boolean => /\.(key|csr|cer|crt|cert|pem|der|bundle|p12|pfx|pub)$/i.test(name),

  /** Basenames of `pki csr` are letters, digits, `-` and `_` (document 214618). */
  'mmp.acceptsBasename': (name: string): boolean => /^[A-Za-z0-9_-]+$/.test(name),

  /** Passwords expire after six months (vendor help of a monitoring product). */
  'mmp.passwordExpiry': (changedAt: string): string => {
    const date = new Date(changedAt);
    date.setUTCMonth(date.getUTCMonth() + 6);
    return date.toISOString();
  },

  /** One header line; its words are inferred. */
  'mmp.userListHeader': (): string => 'USERNAME ROLE EXPIRY LOGGED-IN',

  /** Four blank-separated columns; the date is year, short English month, day (observed by a client). */
  'mmp.userListRow': (user: ListedUser): string => {
    const at = new Date(user.passwordExpiresAt);
    const day = String(at.getUTCDate()).padStart(2, '0');
    const expiry = `${at.getUTCFullYear()}-${months[at.getUTCMonth()]}-${day}`;
    return `${user.username} ${user.role} ${expiry} ${user.loggedIn ? 'yes' : 'no'}`;
  },

  /** `version` prints the running version (output not shown by any document; inferred: alone on its line). */
  'mmp.versionLines': (softwareVersion: string): string[] => [softwareVersion],

  /** `uptime` (inferred). */
  'mmp.uptimeLine': (seconds: number): string => {
    const part = (unit: number, cycle: number) => Math.floor(seconds / unit) % cycle;
    return `up ${Math.floor(seconds / 86400)} days, ${part(3600, 24)} hours, ${part(60, 60)} minutes, ${part(1, 60)} seconds`;
  },

  /** Web Bridge 3 came with 2.9 (Cisco Live lab). */
  'mmp.hasWebbridge3': (version: string): boolean => compareVersions(version, '2.9') >= 0,

  /** Keys of `webbridge3`: three more on newer builds (217367 for 3.3, 221729 later; the boundary is inferred). */
  'mmp.webbridge3Keys': (version: string): string[] =>
    compareVersions(version, '3.8') >= 0
      ? [...webbridge3Keys.slice(0, -1), ...webbridge3NewerKeys, ...webbridge3Keys.slice(-1)]
      : [...webbridge3Keys],

  /** Key column of `webbridge3`: 38 on newer builds (221729); one blank before (the width is lost in 217367). */
  'mmp.webbridge3KeyWidth': (version: string, key: string): number =>
    compareVersions(version, '3.8') >= 0 ? webbridge3NewerKeyWidth : key.length + 1,

  /** Several listeners print blank-separated (221729). */
  'mmp.listenersValue': (listeners: readonly string[]): string => listeners.join(' '),

  /** Only characters and length are checked (217201). */
  'mmp.acceptsFrameAncestors': (text: string): boolean =>
    text.length <= frameAncestorsMaxLength && frameAncestorsCharacters.test(text),

  'mmp.webadminKeys': (): { key: string; width: number }[] =>
    webadminKeys.map((key) => ({ key, width: webadminKeyWidth })),

  /** Keys of `callbridge`; the CA bundle's line is absent without a bundle, AV1 belongs to newer builds (221729, 221776). */
  'mmp.callbridgeKeys': (has: { version: string; caBundle: boolean }): { key: string; width: number }[] =>
    callbridgeKeys.filter(
      ({ key }) =>
        (key !== 'CA Bundle file' || has.caBundle) &&
        (key !== 'WC3 JWT Expiry in hours' || compareVersions(has.version, '3.8') >= 0) &&
        (key !== 'AV1 Video Codec' || compareVersions(has.version, '3.8') >= 0),
    ),

  /** A JWT lives 1 to 24 hours (221573). */
  'mmp.acceptsJwtExpiry': (text: string): boolean => /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= 24,
};
