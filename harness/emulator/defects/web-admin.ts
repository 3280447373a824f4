import { type Defect, defect, documentedPolicies as documented } from '../policies/index.ts';

/** Mistakes that Web Admin could make before a browser's eyes. */
export const webAdminDefects: readonly Defect[] = [
  defect({
    id: 'web-admin-page-missing',
    title: 'The port of the API has nothing for browsers: its page is answered with 404.',
    violates: ['API-WEBADMIN-01'],
    policy: 'webAdmin.pageStatus',
    with: () => 404,
  }),
  defect({
    id: 'web-admin-page-as-text',
    title: 'The page is sent as plain text.',
    violates: ['API-WEBADMIN-01'],
    policy: 'webAdmin.contentType',
    with: () => 'text/plain',
  }),
  defect({
    id: 'web-admin-refuses-admin',
    title: 'Only the role appadmin may sign in to Web Admin.',
    violates: ['API-WEBADMIN-02'],
    policy: 'webAdmin.roleMay',
    with: (role) => role === 'appadmin',
  }),
  defect({
    id: 'web-admin-cookie-renamed',
    title: 'The session is held in a cookie of another name.',
    violates: ['API-WEBADMIN-02'],
    policy: 'webAdmin.cookieName',
    with: () => 'sid',
  }),
  defect({
    id: 'web-admin-session-forgotten',
    title: 'Web Admin asks for a sign-in on every page again.',
    violates: ['API-WEBADMIN-02'],
    policy: 'webAdmin.sessionIsValid',
    with: () => false,
  }),
  defect({
    id: 'web-admin-any-password',
    title: 'Web Admin takes any password of an account that exists.',
    violates: ['API-WEBADMIN-03'],
    policy: 'webAdmin.isAuthenticated',
    with: (caller) => caller.role !== null,
  }),
  defect({
    id: 'web-admin-status-for-everybody',
    title: 'The status is shown without a sign-in.',
    violates: ['API-WEBADMIN-03'],
    policy: 'webAdmin.statusNeedsSignIn',
    with: () => false,
  }),
  defect({
    id: 'web-admin-other-version',
    title: 'The status page shows a version that is not the one of the API.',
    violates: ['API-WEBADMIN-04'],
    policy: 'webAdmin.statusRows',
    with: (status, uptime) => documented['webAdmin.statusRows']({ ...status, softwareVersion: '1.0' }, uptime),
  }),
  defect({
    id: 'web-admin-uptime-a-day-ahead',
    title: 'The status page counts the day of the start as a whole day of uptime.',
    violates: ['API-WEBADMIN-04'],
    policy: 'webAdmin.uptimeText',
    with: (seconds) => documented['webAdmin.uptimeText'](seconds + 86_400),
  }),
  defect({
    id: 'web-admin-without-active-calls',
    title: 'The status page does not show the active call legs.',
    violates: ['API-WEBADMIN-04'],
    policy: 'webAdmin.statusRows',
    with: (status, uptime) => documented['webAdmin.statusRows'](status, uptime).slice(0, 2),
  }),
];
