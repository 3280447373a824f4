import { type Variant, variant } from '../policies/index.ts';

/** Conforming differences between Call Bridges of a cluster. */
export const clusterVariants: readonly Variant[] = [
  variant({
    id: 'cluster-patient-alarm',
    title: 'A link counts as failed only after the fifth unanswered request.',
    policy: 'cluster.linkHasFailed',
    with: (misses) => misses >= 5,
  }),
  variant({
    id: 'cluster-remote-participants-writable',
    title: 'A write on a participant of another Call Bridge is carried out there.',
    policy: 'cluster.remoteRefusal',
    with: () => null,
  }),
  variant({
    id: 'cluster-instances-always-shown',
    title: 'A call shows how many Call Bridges host it, also while it is one.',
    policy: 'cluster.distributedInstances',
    with: (bridges) => bridges,
  }),
];
