import { type Defect, defect, documentedPolicies as documented } from '../../policies/index.ts';
import type { MailKind } from '../../policies/mail.ts';

/** The built-in text without one of its join details. */
const textWithout =
  (value: string) =>
  (kind: MailKind): string =>
    documented['mail.template'](kind).replace(new RegExp(`#if ${value}\\n.*\\n#endif\\n?`), '');

/** Whom invitations reach, and what they say. */
export const invitationDefects: readonly Defect[] = [
  defect({
    id: 'mail-last-forgotten',
    title: 'The last participant of a meeting is sent nothing.',
    violates: ['MAIL-INVITE-01', 'MAIL-INVITE-07'],
    policy: 'mail.recipients',
    with: (attendees) => attendees.slice(0, -1),
  }),
  defect({
    id: 'mail-without-file',
    title: 'The calendar is a part of the mail only, not a file.',
    violates: ['MAIL-INVITE-02'],
    policy: 'mail.attachesCalendar',
    with: () => false,
  }),
  defect({
    id: 'mail-without-address',
    title: 'The text shows no video address.',
    violates: ['MAIL-INVITE-03', 'MAIL-ROLE-01'],
    policy: 'mail.template',
    with: textWithout('uri'),
  }),
  defect({
    id: 'mail-without-meeting-id',
    title: 'The text shows no meeting ID.',
    violates: ['MAIL-INVITE-04'],
    policy: 'mail.template',
    with: textWithout('numeric_id'),
  }),
  defect({
    id: 'mail-without-passcode',
    title: 'The text shows no passcode.',
    violates: ['MAIL-INVITE-05'],
    policy: 'mail.template',
    with: textWithout('passcode'),
  }),
  defect({
    id: 'mail-to-archive',
    title: 'A copy of every mail goes to an archive.',
    violates: ['MAIL-INVITE-06'],
    policy: 'mail.recipients',
    with: (attendees) => [
      ...attendees,
      { address: 'archive@mail.example.test', name: null, role: null, organizer: false },
    ],
  }),
  defect({
    id: 'mail-twice',
    title: 'Every mail is sent twice.',
    violates: ['MAIL-INVITE-07', 'MAIL-QUEUE-01', 'MAIL-QUEUE-06'],
    policy: 'mail.recipients',
    with: (attendees) => [...attendees, ...attendees],
  }),
  defect({
    id: 'mail-role-of-organizer',
    title: "Everybody is sent the join details of the organizer's role.",
    violates: ['MAIL-ROLE-01', 'MAIL-ROLE-02'],
    policy: 'mail.role',
    with: (own, all) => all.find(({ organizer }) => organizer)?.role ?? own.role,
  }),
  defect({
    id: 'mail-details-of-space',
    title: "Everybody is sent the space's own join details, whatever their role.",
    violates: ['MAIL-ROLE-01', 'MAIL-INVITE-03', 'MAIL-INVITE-04', 'MAIL-INVITE-05'],
    policy: 'mail.joinDetails',
    with: (_role, space) => space,
  }),
  defect({
    id: 'mail-all-roles',
    title: 'A mail shows the join details of all roles.',
    violates: ['MAIL-ROLE-02'],
    policy: 'mail.shownDetails',
    with: (own, all) => [own, ...all.filter(({ role }) => role !== own.role)],
  }),
  defect({
    id: 'mail-log-content',
    title: 'The text of a mail that was sent is logged.',
    violates: ['MAIL-LOG-01'],
    policy: 'mail.logText',
    with: (event, mail, why) => `${documented['mail.logText'](event, mail, why)} ${mail.text.replaceAll('\n', ' ')}`,
  }),
  defect({
    id: 'mail-meeting-needs-server',
    title: 'Without an e-mail server no meeting can be scheduled.',
    violates: ['MAIL-NONE-01'],
    policy: 'mail.allowsMeeting',
    with: (configured) => configured,
  }),
];
