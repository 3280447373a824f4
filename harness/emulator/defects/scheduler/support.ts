import type { Platform, SchedulerSupport } from '../../../protocol/platform.ts';
import { type Defect, defect, documentedPolicies as documented } from '../../policies/index.ts';

/** The documented support, with one platform and release line answered otherwise. */
const except =
  (platform: Platform, version: string, answer: SchedulerSupport) =>
  (asked: Platform, release: string): SchedulerSupport =>
    asked === platform && release === version ? answer : documented['scheduler.support'](asked, release);

/** Where the scheduler exists. */
export const supportDefects: readonly Defect[] = [
  defect({
    id: 'sched-no-beta',
    title: 'The scheduler begins with 3.4, there is no beta.',
    violates: ['SCHED-SUPPORT-01', 'SCHED-SUPPORT-02'],
    policy: 'scheduler.commandExists',
    with: (support) => support === 'supported',
  }),
  defect({
    id: 'sched-not-on-cms1000-3.3',
    title: 'CMS 1000 has no scheduler on 3.3.',
    violates: ['SCHED-SUPPORT-01'],
    policy: 'scheduler.support',
    with: except('cms1000', '3.3', 'none'),
  }),
  defect({
    id: 'sched-not-on-virtualized-3.3',
    title: 'A virtualized deployment has no scheduler on 3.3.',
    violates: ['SCHED-SUPPORT-02'],
    policy: 'scheduler.support',
    with: except('virtualized', '3.3', 'none'),
  }),
  defect({
    id: 'sched-not-on-cms1000-3.4',
    title: 'CMS 1000 has no scheduler on 3.4.',
    violates: ['SCHED-SUPPORT-03'],
    policy: 'scheduler.support',
    with: except('cms1000', '3.4', 'none'),
  }),
  defect({
    id: 'sched-not-on-virtualized-3.4',
    title: 'A virtualized deployment has no scheduler on 3.4.',
    violates: ['SCHED-SUPPORT-04'],
    policy: 'scheduler.support',
    with: except('virtualized', '3.4', 'none'),
  }),
  defect({
    id: 'sched-not-on-virtualized-3.5',
    title: 'A virtualized deployment has no scheduler on 3.5.',
    violates: ['SCHED-SUPPORT-06'],
    policy: 'scheduler.support',
    with: except('virtualized', '3.5', 'none'),
  }),
  // CMS 1000 with 3.5 is the default profile: this one takes the whole component from the target, so others fail with it.
  defect({
    id: 'sched-not-on-cms1000-3.5',
    title: 'CMS 1000 has no scheduler on 3.5.',
    violates: ['SCHED-SUPPORT-05'],
    policy: 'scheduler.support',
    with: except('cms1000', '3.5', 'none'),
  }),
  defect({
    id: 'sched-not-on-cms2000-3.5',
    title: 'CMS 2000 has no scheduler on 3.5.',
    violates: ['SCHED-SUPPORT-07'],
    policy: 'scheduler.support',
    with: except('cms2000', '3.5', 'none'),
  }),
  defect({
    id: 'sched-on-cms2000-3.4',
    title: 'CMS 2000 has the scheduler on 3.4 already.',
    violates: ['SCHED-SUPPORT-08'],
    policy: 'scheduler.support',
    with: except('cms2000', '3.4', 'supported'),
  }),
  defect({
    id: 'sched-on-cms1000-3.2',
    title: 'CMS 1000 has the scheduler on 3.2 already.',
    violates: ['SCHED-SUPPORT-09'],
    policy: 'scheduler.support',
    with: except('cms1000', '3.2', 'beta'),
  }),
  defect({
    id: 'sched-without-call-bridge',
    title: 'The scheduler runs without a Call Bridge beside it.',
    violates: ['SCHED-COLOC-01'],
    policy: 'scheduler.mayRunBeside',
    with: () => true,
  }),
];
