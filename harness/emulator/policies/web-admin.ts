import type { AccountRole } from '../kernel/accounts.ts';
import type { Caller, Field } from './api.ts';

/** What the status page tells of its node. */
export interface NodeStatus {
  softwareVersion: string;
  uptimeSeconds: number;
  callLegsActive: number;
}

/**
 * The decisions of Web Admin (facts: call-bridge-api 1.1, mmp-and-scheduler 1.2). Documents tell that it shares the port of
 * the API, who may use it, and its cookie's name; its pages and their wording are defaults of the emulator ("inferred").
 */
export const webAdminPolicies = {
  /** Status of the page at `/`: what is outside of `/api` is there for browsers. */
  'webAdmin.pageStatus': (): number => 200,

  /** Media type of its pages. */
  'webAdmin.contentType': (): string => 'text/html',

  /** Name of the cookie that holds the session, recorded by clients that share a browser with it. */
  'webAdmin.cookieName': (): string => 'session',

  /** Value of that cookie while somebody is signed in: hexadecimal, as recorded. */
  'webAdmin.sessionValue': (random: Buffer): string => random.toString('hex'),

  /** Value of that cookie after signing out, as recorded. */
  'webAdmin.signedOutValue': (): string => 'logout',

  /** Attributes of that cookie (inferred). */
  'webAdmin.cookieAttributes': (): string => 'Path=/; Secure; HttpOnly; SameSite=Strict',

  /** Whether the password given is the right one; that a new account must first change its own is inferred for Web Admin. */
  'webAdmin.isAuthenticated': (caller: Caller): boolean => caller.verified && !caller.mustChangePassword,

  /** Roles that may sign in: `admin`, and `appadmin`, which is there for Web Admin; `api` is for the API only. */
  'webAdmin.roleMay': (role: AccountRole): boolean => role === 'admin' || role === 'appadmin',

  /** Whether a session of this age is still valid: for half an hour (inferred; from 3.3 there is an absolute limit). */
  'webAdmin.sessionIsValid': (ageSeconds: number): boolean => ageSeconds < 30 * 60,

  /** Whether the status is shown only to those who are signed in. */
  'webAdmin.statusNeedsSignIn': (): boolean => true,

  /** Path to which a sign-in leads (inferred). */
  'webAdmin.statusPath': (): string => '/',

  /** What somebody reads whose sign-in is refused (inferred). */
  'webAdmin.refusalText': (): string => 'The user name or the password is wrong.',

  /** Lines of the status page (inferred). */
  'webAdmin.statusRows': (status: NodeStatus, uptime: string): Field[] => [
    ['Software version', status.softwareVersion],
    ['Uptime', uptime],
    ['Active call legs', String(status.callLegsActive)],
  ],

  /** An uptime for people, to the second (inferred). */
  'webAdmin.uptimeText': (seconds: number): string => {
    const parts = [
      [Math.floor(seconds / 86_400), 'day'],
      [Math.floor(seconds / 3_600) % 24, 'hour'],
      [Math.floor(seconds / 60) % 60, 'minute'],
      [seconds % 60, 'second'],
    ] as const;
    const first = parts.findIndex(([count]) => count > 0);
    return parts
      .slice(first < 0 ? -1 : first)
      .map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`)
      .join(', ');
  },
};
