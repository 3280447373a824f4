import { type Defect, defect, documentedPolicies } from '../../policies/index.ts';

/** Mistakes of TMS with the cluster of an added bridge. */
export const clusteringDefects: readonly Defect[] = [
  defect({
    id: 'tms-clustering-without-peers',
    title: 'The clustering page has the added bridge only.',
    violates: ['TMS-CLUSTER-01', 'TMS-CLUSTER-05'],
    policy: 'tms.clustering',
    with: (address, listed) => documentedPolicies['tms.clustering'](address, listed).filter(({ primary }) => primary),
  }),
  defect({
    id: 'tms-first-listed-is-primary',
    title: 'Every Call Bridge of the cluster is marked as the primary.',
    violates: ['TMS-CLUSTER-02'],
    policy: 'tms.clustering',
    with: (_address, listed) => listed.map((bridge) => ({ ...bridge, primary: true })),
  }),
  defect({
    id: 'tms-peer-added-again',
    title: 'A member of a cluster that is known already is added as a system of its own.',
    violates: ['TMS-CLUSTER-03', 'TMS-CLUSTER-04', 'FAILOVER-RULE-08'],
    policy: 'tms.peerRefusal',
    with: () => null,
  }),
  defect({
    id: 'tms-peer-refused-without-reason',
    title: 'The refusal of a peer does not say through which bridge it is known.',
    violates: ['TMS-CLUSTER-03'],
    policy: 'tms.peerRefusal',
    with: (address, cluster) =>
      documentedPolicies['tms.peerRefusal'](address, cluster) && `${address} can not be added.`,
  }),
  defect({
    id: 'tms-asks-refused-peer',
    title: 'A member of a known cluster is asked before it is refused.',
    violates: ['TMS-CLUSTER-04'],
    policy: 'tms.peersAsked',
    with: (when, peers) => (when === 'peer is refused' ? peers : []),
  }),
  defect({
    id: 'tms-offers-primary-as-alternate',
    title: 'The added bridge is on offer as its own alternate.',
    violates: ['TMS-CLUSTER-05'],
    policy: 'tms.offeredAlternates',
    with: (members) => members.map(({ address }) => address),
  }),
  defect({
    id: 'tms-any-alternate-will-do',
    title: 'Any address may be the alternate.',
    violates: ['TMS-CLUSTER-06', 'FAILOVER-RULE-04'],
    policy: 'tms.alternateRefusal',
    with: () => null,
  }),
  defect({
    id: 'tms-alternate-with-login-of-primary',
    title: "The alternate gets the added bridge's user name and password.",
    violates: ['TMS-CLUSTER-07'],
    policy: 'tms.alternateLogin',
    with: (primary) => primary,
  }),
  defect({
    id: 'tms-tries-chosen-alternate',
    title: 'The alternate is asked when it is chosen.',
    violates: ['TMS-CLUSTER-08'],
    policy: 'tms.peersAsked',
    with: (when, peers) => (when === 'alternate is chosen' ? peers : []),
  }),
  defect({
    id: 'tms-asks-cluster-when-adding',
    title: 'All members of the cluster are asked when one is added.',
    violates: ['TMS-CLUSTER-09'],
    policy: 'tms.peersAsked',
    with: (when, peers) => (when === 'bridge is added' ? peers : []),
  }),
];
