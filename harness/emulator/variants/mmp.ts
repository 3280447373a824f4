import { compareVersions } from '../../protocol/platform.ts';
import { documentedPolicies as documented, type Variant, variant } from '../policies/index.ts';

/** Conforming differences of the MMP: everything here is left open by the documents, or seen on another build. */
export const mmpVariants: readonly Variant[] = [
  variant({
    id: 'mmp-padded-keys',
    title: 'The scheduler listing pads its keys to 38 columns, as newer builds pad those of webbridge3.',
    policy: 'scheduler.listingLine',
    with: (key, value) => `${key.padEnd(38)}: ${value}`,
  }),
  variant({
    id: 'mmp-email-keys',
    title: 'The scheduler listing shows the other e-mail settings, behind the documented keys, once a server is set.',
    policy: 'scheduler.listingFields',
    with: (settings) => [
      ...documented['scheduler.listingFields'](settings),
      ...(settings.emailServer === null
        ? []
        : (['emailProtocol', 'emailAuth', 'emailStartTls', 'emailTrustBundle'] as const)),
    ],
  }),
  variant({
    id: 'mmp-failure-words',
    title: 'A failed check says in other words what is wrong.',
    policy: 'scheduler.checkFailureLine',
    with: (text) =>
      `FAILURE: ${text.replace('pair match', 'pair do not match').replace('verifies correctly', 'is broken')}`,
  }),
  variant({
    id: 'mmp-checks-go-on',
    title: 'The checks after a failed one still run and print their lines.',
    policy: 'scheduler.stopsAtFailure',
    with: () => false,
  }),
  variant({
    id: 'mmp-common-address',
    title: 'From 3.4 the help has one more usage line, for the common sender address.',
    policy: 'scheduler.hasCommonAddress',
    with: (version) => compareVersions(version, '3.4') >= 0,
  }),
  variant({
    id: 'mmp-help-blank-lines',
    title: 'The help has no blank line around "Usage:" and one at its end.',
    policy: 'scheduler.helpLayout',
    with: (title, usage) => [title, 'Usage:', ...usage, ''],
  }),
  variant({
    id: 'mmp-crlf',
    title: 'Commands without a terminal end their lines with CRLF.',
    policy: 'mmp.lineEnd',
    with: () => '\r\n',
  }),
  variant({
    id: 'mmp-exit-status-zero',
    title: 'Every command ends with exit status 0; only its words tell whether it failed.',
    policy: 'mmp.exitStatus',
    with: () => 0,
  }),
  variant({
    id: 'mmp-unknown-command-words',
    title: 'An unknown word is answered with more words behind the known beginning.',
    policy: 'mmp.unknownCommand',
    with: () => 'Unknown command. Type "help" to see the list of commands.',
  }),
  variant({
    id: 'mmp-silent-disable',
    title: 'Disabling the scheduler prints nothing.',
    policy: 'scheduler.disableLines',
    with: () => [],
  }),
  variant({
    id: 'mmp-silent-restart',
    title: 'Restarting the scheduler prints nothing.',
    policy: 'scheduler.restartLines',
    with: () => [],
  }),
];
