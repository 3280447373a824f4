import { type Defect, defect, documentedPolicies as documented } from '../../policies/index.ts';

/** Status, disable, restart and reboot. */
export const lifeCycleDefects: readonly Defect[] = [
  defect({
    id: 'sched-status-email',
    title: 'The status calls a missing e-mail server configured.',
    violates: ['SCHED-STATUS-01'],
    policy: 'scheduler.statusEmailLine',
    with: () => 'Email server configured',
  }),
  defect({
    id: 'sched-status-https',
    title: 'The status does not see that HTTPS is configured.',
    violates: ['SCHED-STATUS-01'],
    policy: 'scheduler.statusHttpsLine',
    with: () => 'HTTPS not configured',
  }),
  defect({
    id: 'sched-status-without-database',
    title: 'The status has no line about the database.',
    violates: ['SCHED-STATUS-01'],
    policy: 'scheduler.statusParts',
    with: (running) => documented['scheduler.statusParts'](running).filter((part) => part !== 'database'),
  }),
  defect({
    id: 'sched-status-order',
    title: 'The status begins with the process.',
    violates: ['SCHED-STATUS-01'],
    policy: 'scheduler.statusParts',
    with: (running) => [
      'running',
      ...documented['scheduler.statusParts'](running).filter((part) => part !== 'running'),
    ],
  }),
  defect({
    id: 'sched-disable-without-effect',
    title: 'disable leaves the scheduler enabled.',
    violates: ['SCHED-DISABLE-01'],
    policy: 'scheduler.settingsAfterDisable',
    with: (settings) => settings,
  }),
  defect({
    id: 'sched-disable-drops-trust',
    title: 'disable clears the C2W trust bundle.',
    violates: ['SCHED-DISABLE-02'],
    policy: 'scheduler.settingsAfterDisable',
    with: (settings) => ({ ...documented['scheduler.clearC2wTrust'](settings), enabled: false }),
  }),
  defect({
    id: 'sched-disable-drops-everything',
    title: 'disable clears the configuration.',
    violates: ['SCHED-DISABLE-02', 'SCHED-DISABLE-03'],
    policy: 'scheduler.settingsAfterDisable',
    with: () => documented['scheduler.factorySettings'](),
  }),
  defect({
    id: 'sched-restart-drops-trust',
    title: 'restart clears the C2W trust bundle.',
    violates: ['SCHED-RESTART-01'],
    policy: 'scheduler.settingsAfterRestart',
    with: (settings) => documented['scheduler.clearC2wTrust'](settings),
  }),
  defect({
    id: 'sched-restart-disables',
    title: 'A restarted scheduler is disabled.',
    violates: ['SCHED-RESTART-02'],
    policy: 'scheduler.settingsAfterRestart',
    with: (settings) => ({ ...settings, enabled: false }),
  }),
  defect({
    id: 'sched-reboot-drops-listener',
    title: 'A reboot clears the HTTPS listener.',
    violates: ['SCHED-REBOOT-01'],
    policy: 'scheduler.settingsAfterReboot',
    with: (settings) => documented['scheduler.clearHttpsListen'](settings),
  }),
  defect({
    id: 'sched-reboot-disables',
    title: 'After a reboot the scheduler is disabled.',
    violates: ['SCHED-REBOOT-02'],
    policy: 'scheduler.settingsAfterReboot',
    with: (settings) => ({ ...settings, enabled: false }),
  }),
];
