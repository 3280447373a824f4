import { type Defect, defect, documentedPolicies as documented } from '../../policies/index.ts';

/** Configuration commands. */
export const configurationDefects: readonly Defect[] = [
  defect({
    id: 'sched-setter-chatty',
    title: 'Configuration commands confirm what they did.',
    violates: ['SCHED-SETTER-01'],
    policy: 'scheduler.setterLines',
    with: () => ['SUCCESS: configuration updated'],
  }),
  defect({
    id: 'sched-https-listen-keeps-port',
    title: 'https listen keeps a port that is set already.',
    violates: ['SCHED-HTTPS-01'],
    policy: 'scheduler.setHttpsListen',
    with: (settings, listen) => ({
      ...settings,
      httpsInterface: listen.interface,
      httpsPort: settings.httpsPort ?? listen.port,
    }),
  }),
  defect({
    id: 'sched-https-listen-drops-certs',
    title: 'https listen clears the HTTPS certificates.',
    violates: ['SCHED-HTTPS-01'],
    policy: 'scheduler.setHttpsListen',
    with: (settings, listen) =>
      documented['scheduler.clearHttpsCerts'](documented['scheduler.setHttpsListen'](settings, listen)),
  }),
  defect({
    id: 'sched-https-listen-none-keeps-port',
    title: 'https listen none keeps the port.',
    violates: ['SCHED-HTTPS-02'],
    policy: 'scheduler.clearHttpsListen',
    with: (settings) => ({ ...settings, httpsInterface: null }),
  }),
  defect({
    id: 'sched-https-certs-keeps-key',
    title: 'https certs keeps a key file that is set already.',
    violates: ['SCHED-HTTPS-03', 'SCHED-ENABLE-15'],
    policy: 'scheduler.setHttpsCerts',
    with: (settings, files) => ({
      ...settings,
      httpsKeyFile: settings.httpsKeyFile ?? files.key,
      httpsCertificateFile: files.certificate,
    }),
  }),
  defect({
    id: 'sched-https-certs-drops-c2w-trust',
    title: 'https certs clears the C2W trust bundle.',
    violates: ['SCHED-HTTPS-03'],
    policy: 'scheduler.setHttpsCerts',
    with: (settings, files) =>
      documented['scheduler.clearC2wTrust'](documented['scheduler.setHttpsCerts'](settings, files)),
  }),
  defect({
    id: 'sched-https-certs-none-keeps-key',
    title: 'https certs none keeps the key file.',
    violates: ['SCHED-HTTPS-04'],
    policy: 'scheduler.clearHttpsCerts',
    with: (settings) => ({ ...settings, httpsCertificateFile: null }),
  }),
  defect({
    id: 'sched-c2w-certs-drops-trust',
    title: 'c2w certs clears the C2W trust bundle.',
    violates: ['SCHED-C2W-01'],
    policy: 'scheduler.setC2wCerts',
    with: (settings, files) =>
      documented['scheduler.clearC2wTrust'](documented['scheduler.setC2wCerts'](settings, files)),
  }),
  defect({
    id: 'sched-c2w-certs-none-clears-https',
    title: 'c2w certs none clears the HTTPS certificates too.',
    violates: ['SCHED-C2W-02'],
    policy: 'scheduler.clearC2wCerts',
    with: (settings) => documented['scheduler.clearHttpsCerts'](documented['scheduler.clearC2wCerts'](settings)),
  }),
  defect({
    id: 'sched-c2w-trust-first-only',
    title: 'c2w trust keeps a bundle that is set already.',
    violates: ['SCHED-C2W-03'],
    policy: 'scheduler.setC2wTrust',
    with: (settings, bundle) => ({ ...settings, c2wTrustBundle: settings.c2wTrustBundle ?? bundle }),
  }),
  defect({
    id: 'sched-c2w-trust-none-ignored',
    title: 'c2w trust none changes nothing.',
    violates: ['SCHED-C2W-04'],
    policy: 'scheduler.clearC2wTrust',
    with: (settings) => settings,
  }),
  defect({
    id: 'sched-email-port-25',
    title: 'email server sets port 25 whatever is asked.',
    violates: ['SCHED-EMAIL-01'],
    policy: 'scheduler.setEmailServer',
    with: (settings, server) => ({ ...settings, emailServer: server.host, emailPort: '25' }),
  }),
  defect({
    id: 'sched-email-server-none-keeps-port',
    title: 'email server none keeps the port.',
    violates: ['SCHED-EMAIL-02'],
    policy: 'scheduler.clearEmailServer',
    with: (settings) => ({ ...settings, emailServer: null }),
  }),
  defect({
    id: 'sched-email-username-lower-case',
    title: 'email username turns the name into lower case.',
    violates: ['SCHED-EMAIL-03'],
    policy: 'scheduler.setEmailUsername',
    with: (settings, login) =>
      documented['scheduler.setEmailUsername'](settings, { ...login, username: login.username.toLowerCase() }),
  }),
  defect({
    id: 'sched-email-remove-keeps-username',
    title: 'email remove username only removes the password.',
    violates: ['SCHED-EMAIL-04'],
    policy: 'scheduler.removeEmailUsername',
    with: (settings) => ({ ...settings, emailPassword: null }),
  }),
  defect({
    id: 'sched-email-protocol-changes-port',
    title: 'email protocol sets the usual port of the protocol.',
    violates: ['SCHED-EMAIL-05'],
    policy: 'scheduler.setEmailProtocol',
    with: (settings, protocol) => ({
      ...settings,
      emailProtocol: protocol,
      emailPort: protocol === 'smtps' ? '465' : '25',
    }),
  }),
  defect({
    id: 'sched-email-auth-drops-server',
    title: 'email auth disable clears the e-mail server.',
    violates: ['SCHED-EMAIL-06'],
    policy: 'scheduler.setEmailAuth',
    with: (settings, mode) => {
      const changed = { ...settings, emailAuth: mode };
      return mode === 'disable' ? documented['scheduler.clearEmailServer'](changed) : changed;
    },
  }),
  defect({
    id: 'sched-email-starttls-changes-port',
    title: 'email starttls enable sets port 587.',
    violates: ['SCHED-EMAIL-07'],
    policy: 'scheduler.setEmailStartTls',
    with: (settings, mode) => ({
      ...settings,
      emailStartTls: mode,
      emailPort: mode === 'enable' ? '587' : settings.emailPort,
    }),
  }),
  defect({
    id: 'sched-email-trust-sets-c2w-trust',
    title: 'email trust replaces the C2W trust bundle.',
    violates: ['SCHED-EMAIL-08'],
    policy: 'scheduler.setEmailTrust',
    with: (settings, bundle) => ({ ...settings, emailTrustBundle: bundle, c2wTrustBundle: bundle }),
  }),
  defect({
    id: 'sched-timed-logging-disables',
    title: 'Timed logging disables the scheduler.',
    violates: ['SCHED-TIMED-01'],
    policy: 'scheduler.setTimedLogging',
    with: (settings, subject, time) => ({
      ...documented['scheduler.setTimedLogging'](settings, subject, time),
      enabled: false,
    }),
  }),
];
