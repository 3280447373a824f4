import { type SchedulerCheck, schedulerCheckTexts } from '../../../protocol/mmp/scheduler.ts';
import { type ChainFacts, type ChainProblem, chainProblems } from '../../policies/certificates.ts';
import { type Defect, defect, documentedPolicies as documented } from '../../policies/index.ts';

/** A chain verifies although it has these problems. */
const overlooking =
  (...problems: ChainProblem[]) =>
  (chain: ChainFacts): boolean =>
    chainProblems(chain).every((problem) => problems.includes(problem));

/** A chain whose links are only judged by the names: issuer here, subject there. */
const linkedByName = (chain: ChainFacts): ChainFacts => ({
  ...chain,
  certificates: chain.certificates.map((link, index, all) => ({
    ...link,
    issuedByNext: link.issuer === all[index + 1]?.subject,
  })),
});

/** A chain whose gaps are overlooked: where the names don't follow, nothing is judged. */
const gapsClosed = (chain: ChainFacts): ChainFacts => ({
  ...chain,
  certificates: chain.certificates.map((link, index, all) => ({
    ...link,
    issuedByNext: link.issuedByNext || link.issuer !== all[index + 1]?.subject,
  })),
});

const swappedChecks = (): SchedulerCheck[] => ['httpsPair', 'httpsChain', 'c2wChain', 'c2wPair'];

/** `scheduler enable`: its checks, lines and effects. */
export const enableDefects: readonly Defect[] = [
  defect({
    id: 'sched-enabled-line',
    title: 'The last line of a successful enable begins with a capital letter.',
    violates: ['SCHED-ENABLE-01'],
    policy: 'scheduler.enabledLine',
    with: () => 'SUCCESS: Scheduler enabled',
  }),
  defect({
    id: 'sched-check-text',
    title: 'The chain checks say "verified" in their lines.',
    violates: ['SCHED-ENABLE-01'],
    policy: 'scheduler.checkText',
    with: (check) => schedulerCheckTexts[check].replace('verifies correctly', 'verified'),
  }),
  defect({
    id: 'sched-checks-without-c2w-chain',
    title: 'The C2W chain is not checked.',
    violates: ['SCHED-ENABLE-01', 'SCHED-ENABLE-08', 'SCHED-ENABLE-09', 'SCHED-ENABLE-11'],
    policy: 'scheduler.enableChecks',
    with: (configured) => documented['scheduler.enableChecks'](configured).filter((check) => check !== 'c2wChain'),
  }),
  defect({
    id: 'sched-checks-order',
    title: 'The C2W chain is checked before the C2W key.',
    violates: ['SCHED-ENABLE-01', 'SCHED-ENABLE-07', 'SCHED-ENABLE-08', 'SCHED-ENABLE-09', 'SCHED-ENABLE-11'],
    policy: 'scheduler.enableChecks',
    with: swappedChecks,
  }),
  defect({
    id: 'sched-enable-without-effect',
    title: 'A successful enable leaves the scheduler disabled.',
    violates: ['SCHED-ENABLE-02'],
    policy: 'scheduler.enabledAfterChecks',
    with: () => false,
  }),
  defect({
    id: 'sched-enable-changes-port',
    title: 'A successful enable moves the HTTPS listener to port 443.',
    violates: ['SCHED-ENABLE-03'],
    policy: 'scheduler.settingsAfterEnable',
    with: (settings) => ({ ...settings, httpsPort: '443' }),
  }),
  defect({
    id: 'sched-c2w-certs-not-shared',
    title: 'c2w certs does not take the files that HTTPS uses.',
    violates: ['SCHED-ENABLE-04'],
    policy: 'scheduler.setC2wCerts',
    with: (settings, files) =>
      files.key === settings.httpsKeyFile ? settings : documented['scheduler.setC2wCerts'](settings, files),
  }),
  defect({
    id: 'sched-https-key-any',
    title: 'Any readable key goes with the HTTPS certificate.',
    violates: ['SCHED-ENABLE-05'],
    policy: 'scheduler.httpsPairMatches',
    with: (pair) => pair.keyProblem === null && pair.certificateProblem === null,
  }),
  defect({
    id: 'sched-https-chain-any',
    title: 'Any HTTPS chain verifies.',
    violates: ['SCHED-ENABLE-06', 'SCHED-ENABLE-10'],
    policy: 'scheduler.httpsChainVerifies',
    with: (chain) => chain.fileProblem === null,
  }),
  defect({
    id: 'sched-https-chain-links',
    title: 'An HTTPS chain verifies without its certificates having issued each other.',
    violates: ['SCHED-ENABLE-06'],
    policy: 'scheduler.httpsChainVerifies',
    with: overlooking('brokenLink'),
  }),
  defect({
    id: 'sched-https-chain-expired',
    title: 'An expired HTTPS chain verifies.',
    violates: ['SCHED-ENABLE-10'],
    policy: 'scheduler.httpsChainVerifies',
    with: overlooking('expired'),
  }),
  defect({
    id: 'sched-c2w-key-any',
    title: 'Any readable key goes with the C2W certificate.',
    violates: ['SCHED-ENABLE-07'],
    policy: 'scheduler.c2wPairMatches',
    with: (pair) => pair.keyProblem === null && pair.certificateProblem === null,
  }),
  defect({
    id: 'sched-c2w-chain-any',
    title: 'Any C2W chain verifies.',
    violates: ['SCHED-ENABLE-08', 'SCHED-ENABLE-09', 'SCHED-ENABLE-11'],
    policy: 'scheduler.c2wChainVerifies',
    with: (chain) => chain.fileProblem === null,
  }),
  defect({
    id: 'sched-c2w-chain-expired',
    title: 'An expired C2W chain verifies.',
    violates: ['SCHED-ENABLE-08'],
    policy: 'scheduler.c2wChainVerifies',
    with: overlooking('expired'),
  }),
  defect({
    id: 'sched-c2w-chain-gap',
    title: 'A C2W chain may lack its intermediate certificate.',
    violates: ['SCHED-ENABLE-09'],
    policy: 'scheduler.c2wChainVerifies',
    with: (chain) => documented['scheduler.c2wChainVerifies'](gapsClosed(chain)),
  }),
  defect({
    id: 'sched-c2w-chain-names-only',
    title: 'The C2W chain is checked by names, not by signatures.',
    violates: ['SCHED-ENABLE-11'],
    policy: 'scheduler.c2wChainVerifies',
    with: (chain) => documented['scheduler.c2wChainVerifies'](linkedByName(chain)),
  }),
  defect({
    id: 'sched-failure-word',
    title: 'A failed check says ERROR.',
    violates: [
      'SCHED-ENABLE-05',
      'SCHED-ENABLE-06',
      'SCHED-ENABLE-07',
      'SCHED-ENABLE-08',
      'SCHED-ENABLE-09',
      'SCHED-ENABLE-10',
      'SCHED-ENABLE-11',
    ],
    policy: 'scheduler.checkFailureLine',
    with: (text) => `ERROR: ${text}`,
  }),
  defect({
    id: 'sched-failure-then-enabled',
    title: 'A failed check is followed by the line of success.',
    violates: ['SCHED-ENABLE-12'],
    policy: 'scheduler.saysEnabled',
    with: () => true,
  }),
  defect({
    id: 'sched-enabled-although-failed',
    title: 'A failed enable enables the scheduler all the same.',
    violates: ['SCHED-ENABLE-13'],
    policy: 'scheduler.enabledAfterChecks',
    with: () => true,
  }),
  defect({
    id: 'sched-failed-enable-drops-certs',
    title: 'A failed enable clears the HTTPS certificates.',
    violates: ['SCHED-ENABLE-14'],
    policy: 'scheduler.settingsAfterFailedEnable',
    with: (settings) => documented['scheduler.clearHttpsCerts'](settings),
  }),
  defect({
    id: 'sched-start-log-text',
    title: 'The start of the scheduler is logged in other words.',
    violates: ['SCHED-ENABLE-16'],
    policy: 'scheduler.startLogText',
    with: () => 'INFO  CmsWebSchedulerApplication - Started CmsWebSchedulerApplication in 6.6 seconds',
  }),
];
