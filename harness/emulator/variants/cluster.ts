import { type Variant, variant } from '../policies/index.ts';

/** Conforming differences between Call Bridges of a cluster. */
export const clusterVariants: readonly Variant[] = [
  variant({
    id: 'cluster-patient-alarm',
    title: 'A link counts as failed only after the fifth unanswered request.',
    policy: 'cluster.linkHasFailed',
    with: (misses) => misses >= 5,
  }),
];
