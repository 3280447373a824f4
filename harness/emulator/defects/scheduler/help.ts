import { type Defect, defect, documentedPolicies } from '../../policies/index.ts';

const usage = documentedPolicies['scheduler.helpLines'];
const fields = documentedPolicies['scheduler.listingFields'];
const keyOf = documentedPolicies['scheduler.listingKey'];

/** Help, prompt and the two listings of files and settings. */
export const helpDefects: readonly Defect[] = [
  defect({
    id: 'sched-help-title',
    title: 'The help has another title.',
    violates: ['SCHED-HELP-01'],
    policy: 'scheduler.helpTitle',
    with: () => 'Configure the scheduler',
  }),
  defect({
    id: 'sched-help-line-missing',
    title: 'The help lacks the command that removes the e-mail user name.',
    violates: ['SCHED-HELP-02'],
    policy: 'scheduler.helpLines',
    with: (known) => usage(known).filter((line) => line !== 'scheduler email remove username'),
  }),
  defect({
    id: 'sched-help-argument-respelt',
    title: 'The help calls the full chain argument <cert-fullchain-file>.',
    violates: ['SCHED-HELP-02'],
    policy: 'scheduler.helpLines',
    with: (known) => usage(known).map((line) => line.replace('<crt-', '<cert-')),
  }),
  defect({
    id: 'sched-help-lower-case',
    title: 'The help prints timedlogging and webbridge in lower case.',
    violates: ['SCHED-HELP-02'],
    policy: 'scheduler.helpLines',
    with: (known) =>
      usage(known).map((line) => line.replace('timedLogging', 'timedlogging').replace('webBridge', 'webbridge')),
  }),
  defect({
    id: 'sched-help-sorted',
    title: 'The help is sorted by the alphabet.',
    violates: ['SCHED-HELP-03'],
    policy: 'scheduler.helpLines',
    with: (known) => usage(known).sort(),
  }),
  defect({
    id: 'sched-prompt-hash',
    title: 'The prompt ends with a hash sign.',
    violates: ['SCHED-SHELL-01'],
    policy: 'mmp.prompt',
    with: (hostname) => `${hostname}# `,
  }),
  defect({
    id: 'sched-prompt-without-blank',
    title: 'The prompt has no blank at its end.',
    violates: ['SCHED-SHELL-01'],
    policy: 'mmp.prompt',
    with: (hostname) => `${hostname}>`,
  }),
  defect({
    id: 'sched-pki-list-hides-keys',
    title: 'pki list shows certificates and no keys.',
    violates: ['SCHED-FILES-01'],
    policy: 'mmp.pkiListed',
    with: (name) => /\.(cer|crt|pem)$/.test(name),
  }),
  defect({
    id: 'sched-pki-list-title',
    title: 'pki list has another title.',
    violates: ['SCHED-FILES-01'],
    policy: 'mmp.pkiListTitle',
    with: () => 'User supplied files:',
  }),
  defect({
    id: 'sched-listing-without-password',
    title: 'The listing has no line for the e-mail password.',
    violates: ['SCHED-LIST-01'],
    policy: 'scheduler.listingFields',
    with: (settings) => fields(settings).filter((field) => field !== 'emailPassword'),
  }),
  defect({
    id: 'sched-listing-capital-https',
    title: 'The listing spells HTTPS in capitals, as webbridge3 does.',
    violates: ['SCHED-LIST-01'],
    policy: 'scheduler.listingKey',
    with: (field) => keyOf(field).replace('Https', 'HTTPS'),
  }),
  defect({
    id: 'sched-listing-order',
    title: 'The listing ends with Enabled.',
    violates: ['SCHED-LIST-02'],
    policy: 'scheduler.listingFields',
    with: (settings) => fields(settings).toSorted((a, b) => Number(a === 'enabled') - Number(b === 'enabled')),
  }),
];
