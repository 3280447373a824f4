import { type Defect, defect, documentedPolicies as documented } from '../../policies/index.ts';
import { type ServerCertificate, type ServerProblem, serverProblems } from '../../policies/mail.ts';

/** A server is trusted although its certificate has one of these problems. */
const overlooking =
  (...problems: ServerProblem[]) =>
  (certificate: ServerCertificate): boolean =>
    serverProblems(certificate).every((problem) => problems.includes(problem));

/** How the mail server is talked with. */
export const transportDefects: readonly Defect[] = [
  defect({
    id: 'mail-starttls-unasked',
    title: 'STARTTLS is used wherever it is offered, although it is disabled.',
    violates: ['MAIL-SMTP-01'],
    policy: 'mail.transport',
    with: (settings) => {
      const transport = documented['mail.transport'](settings);
      return transport.startTls === 'never' ? { ...transport, startTls: 'whenOffered' } : transport;
    },
  }),
  defect({
    id: 'mail-smtps-ignored',
    title: 'The protocol smtps is ignored.',
    violates: ['MAIL-SMTP-02'],
    policy: 'mail.transport',
    with: (settings) => documented['mail.transport']({ ...settings, emailProtocol: 'smtp' }),
  }),
  defect({
    id: 'mail-starttls-ignored',
    title: 'The setting of STARTTLS is ignored.',
    violates: ['MAIL-SMTP-03', 'MAIL-SMTP-04', 'MAIL-TRUST-04'],
    policy: 'mail.transport',
    with: (settings) => documented['mail.transport']({ ...settings, emailStartTls: 'disable' }),
  }),
  defect({
    id: 'mail-starttls-optional',
    title: 'Where STARTTLS is enabled and not offered, mail goes in clear.',
    violates: ['MAIL-SMTP-04'],
    policy: 'mail.transport',
    with: (settings) => {
      const transport = documented['mail.transport'](settings);
      return transport.startTls === 'required' ? { ...transport, startTls: 'whenOffered' } : transport;
    },
  }),
  defect({
    id: 'mail-never-logs-in',
    title: 'The scheduler never logs in.',
    violates: ['MAIL-AUTH-01', 'MAIL-AUTH-03'],
    policy: 'mail.login',
    with: () => null,
  }),
  defect({
    id: 'mail-always-logs-in',
    title: 'The scheduler logs in as soon as a user name is configured.',
    violates: ['MAIL-AUTH-02'],
    policy: 'mail.login',
    with: (settings) => documented['mail.login']({ ...settings, emailAuth: 'enable' }),
  }),
  defect({
    id: 'mail-sent-without-login',
    title: 'Mail is sent although the login was refused.',
    violates: ['MAIL-AUTH-03'],
    policy: 'mail.sendsWithoutLogin',
    with: () => true,
  }),
  defect({
    id: 'mail-any-authority',
    title: 'Certificates of any authority are accepted.',
    violates: ['MAIL-TRUST-01', 'MAIL-TRUST-04'],
    policy: 'mail.trustsServer',
    with: overlooking('untrusted'),
  }),
  defect({
    id: 'mail-expired-server',
    title: 'Expired certificates are accepted.',
    violates: ['MAIL-TRUST-02'],
    policy: 'mail.trustsServer',
    with: overlooking('expired'),
  }),
  defect({
    id: 'mail-any-host',
    title: 'Certificates of other hosts are accepted.',
    violates: ['MAIL-TRUST-03'],
    policy: 'mail.trustsServer',
    with: overlooking('wrongHost'),
  }),
  defect({
    id: 'mail-early-server',
    title: 'Certificates that are not valid yet are accepted.',
    violates: ['MAIL-TRUST-05'],
    policy: 'mail.trustsServer',
    with: overlooking('notYetValid'),
  }),
  defect({
    id: 'mail-starttls-unverified',
    title: 'After STARTTLS any certificate is accepted.',
    violates: ['MAIL-TRUST-04'],
    policy: 'mail.trustsServer',
    with: (certificate) => certificate.by === 'starttls' || documented['mail.trustsServer'](certificate),
  }),
];
