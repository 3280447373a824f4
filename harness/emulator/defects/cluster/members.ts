import { type Defect, defect } from '../../policies/index.ts';

/** Faults in what tells the Call Bridges of a cluster apart, and in what is left of it when one is gone. */
export const clusterMemberDefects: readonly Defect[] = [
  defect({
    id: 'cluster-first-member-not-listed',
    title: 'The list of Call Bridges lacks the first one.',
    violates: ['CLUSTER-MEMBER-01'],
    policy: 'cluster.listedMembers',
    with: (_self, names) => names.slice(1),
  }),
  defect({
    id: 'cluster-member-without-scheme',
    title: 'The address of a Call Bridge lacks its scheme.',
    violates: ['CLUSTER-MEMBER-02'],
    policy: 'api.elements',
    with: (type, _where, elements) =>
      type === 'callBridge'
        ? elements.map(([name, text]) => [name, name === 'address' ? text.replace('https://', '') : text])
        : elements,
  }),
  defect({
    id: 'cluster-member-feels-alone',
    title: 'The status of a clustered Call Bridge says that there is no cluster.',
    violates: ['CLUSTER-MEMBER-03'],
    policy: 'status.clusterEnabled',
    with: () => false,
  }),
  defect({
    id: 'cluster-id-of-the-host',
    title: 'Each Call Bridge shows its own id as that of the cluster.',
    violates: ['CLUSTER-MEMBER-04'],
    policy: 'cluster.clusterId',
    with: ({ host }) => host,
  }),
  defect({
    id: 'cluster-host-id-of-the-cluster',
    title: 'Every Call Bridge shows the id of the cluster as its own.',
    violates: ['CLUSTER-MEMBER-05'],
    policy: 'cluster.hostId',
    with: ({ cluster }) => cluster,
  }),
  defect({
    id: 'cluster-unique-name-of-nobody',
    title: 'The unique name of a Call Bridge is not its name among the members.',
    violates: ['CLUSTER-MEMBER-06'],
    policy: 'cluster.uniqueName',
    with: (node) => `${node}-callbridge`,
  }),
  defect({
    id: 'cluster-uri-given-twice',
    title: 'A URI that another coSpace has is accepted.',
    violates: ['CLUSTER-SHARE-04'],
    policy: 'spaces.uriIsTaken',
    with: () => false,
  }),
  defect({
    id: 'cluster-read-only-after-loss',
    title: 'A Call Bridge takes no writes while a peer is lost.',
    violates: ['CLUSTER-LOSS-01'],
    policy: 'cluster.takesWrites',
    with: (lostPeers) => lostPeers === 0,
  }),
  defect({
    id: 'cluster-configuration-of-before',
    title: 'Spaces are gone from the cluster when a Call Bridge comes back.',
    violates: ['CLUSTER-LOSS-02'],
    policy: 'cluster.survivesPowerLoss',
    with: (type) => !['coSpace', 'accessMethod', 'coSpaceUser'].includes(type),
  }),
  defect({
    id: 'cluster-loss-ends-calls',
    title: 'A Call Bridge ends its calls when it loses a peer.',
    violates: ['CLUSTER-LOSS-03'],
    policy: 'cluster.lossEndsCalls',
    with: () => true,
  }),
];
