/** Literal texts of MMP components other than the scheduler. */

/** Keys of `webbridge3` on CMS 3.3, in order (document 217367, "Configure C2W Trust"). */
export const webbridge3Keys = [
  'Enabled',
  'HTTPS listening ports and interfaces',
  'HTTPS Key file',
  'HTTPS Full chain certificate file',
  'HTTPS Frame-Ancestors',
  'HTTP redirect',
  'C2W listening ports and interfaces',
  'C2W Key file',
  'C2W Full chain certificate file',
  'C2W Trust bundle',
  'Beta options',
] as const;

/** Keys that newer builds print between `C2W Trust bundle` and `Beta options` (document 221729). */
export const webbridge3NewerKeys = ['Meetingapps address', 'Meetingapps port', 'Audio priority flag'] as const;

/** Width of the key column of `webbridge3` on newer builds (document 221729). */
export const webbridge3NewerKeyWidth = 38;

/** Keys of `webadmin`, in order; the key column is 24 wide (documents 221729, 213821). */
export const webadminKeys = [
  'Enabled',
  'TLS listening interface',
  'TLS listening port',
  'Key file',
  'Certificate file',
  'HTTP redirect',
  'STATUS',
] as const;
export const webadminKeyWidth = 24;

/** Keys of `callbridge` with the width of their key column, in order (documents 221729, 221776, 221573). */
export const callbridgeKeys = [
  { key: 'Listening interfaces', width: 22 },
  { key: 'Preferred interface', width: 22 },
  { key: 'Key file', width: 22 },
  { key: 'Certificate file', width: 22 },
  { key: 'Address', width: 22 },
  { key: 'CA Bundle file', width: 22 },
  { key: 'C2W trusted certs', width: 36 },
  { key: 'Callbridge cluster trusted certs', width: 36 },
  { key: 'Callbridge trust branding certs', width: 36 },
  { key: 'UCM trusted certs', width: 26 },
  { key: 'UCM verification mode', width: 26 },
  { key: 'IMPS trusted certs', width: 26 },
  { key: 'IMPS verification mode', width: 26 },
  { key: 'WC3 JWT Expiry in hours', width: 26 },
  { key: 'AV1 Video Codec', width: 26 },
] as const;

/** First line of `pki list`; one file name per line follows (document 217320). */
export const pkiListTitle = 'User supplied certificates and keys:';

/** What `hostname <name>` prints (lab note). */
export const rebootRequiredNotice = 'A reboot is required for the change to take effect';

/** What the answer to an unknown word begins with (observed by a client; the rest of the line is unknown). */
export const unknownCommandPrefix = 'Unknown command';

/** Characters that `webbridge3 https frame-ancestors` takes, blanks between values aside (document 217201). */
export const frameAncestorsCharacters = /^[-a-zA-Z0-9_./:?#[\]@!$&'()*+=~% ]*$/;
export const frameAncestorsMaxLength = 1000;

/** The CLI audit line behind the process column `cli:`; the blank after `<` is documented (document 221776). */
export function cliAuditText(entry: { user: string; from: string; command: string; permission: string }): string {
  return `User ${entry.user} from ${entry.from} issued command < ${entry.command}>: permission ${entry.permission}`;
}
