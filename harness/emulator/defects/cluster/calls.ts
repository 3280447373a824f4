import { type Defect, defect } from '../../policies/index.ts';

/** Faults in calls that several Call Bridges host. */
export const clusterCallDefects: readonly Defect[] = [
  defect({
    id: 'cluster-correlator-of-each-bridge',
    title: 'Each Call Bridge makes a call correlator of its own.',
    violates: ['CLUSTER-CALL-01'],
    policy: 'calls.correlator',
    with: ({ fresh }) => fresh,
  }),
  defect({
    id: 'cluster-call-id-shared',
    title: 'The calls of a conference have the same id on every Call Bridge but the first.',
    violates: ['CLUSTER-CALL-02'],
    policy: 'cluster.callId',
    with: ({ fresh, firstCall }) => firstCall ?? fresh,
  }),
  defect({
    id: 'cluster-remote-participants-hidden',
    title: 'A Call Bridge lists its own participants only.',
    violates: ['CLUSTER-CALL-03'],
    policy: 'cluster.remoteParticipants',
    with: () => [],
  }),
  defect({
    id: 'cluster-remote-participants-claimed',
    title: 'A Call Bridge names itself as the one that hosts the participants of another one.',
    violates: ['CLUSTER-CALL-03'],
    policy: 'cluster.remoteCallBridge',
    with: ({ asked }) => asked,
  }),
  defect({
    id: 'cluster-remote-participants-with-legs',
    title: 'A participant on another Call Bridge shows how many legs it has there.',
    violates: ['CLUSTER-CALL-04'],
    policy: 'cluster.remoteCallLegs',
    with: (onItsBridge) => onItsBridge,
  }),
  defect({
    id: 'cluster-remote-participants-uncounted',
    title: 'A call does not count the participants on other Call Bridges.',
    violates: ['CLUSTER-CALL-05'],
    policy: 'cluster.remoteCount',
    with: () => 0,
  }),
  defect({
    id: 'cluster-remote-change-invalid',
    title: 'A change of a participant on another Call Bridge is refused as an invalid operation.',
    violates: ['CLUSTER-CALL-06'],
    policy: 'cluster.remoteRefusal',
    with: (write) => (write === 'modify' ? 'invalidOperation' : 'participantCannotBeDeleted'),
  }),
  defect({
    id: 'cluster-remote-deletion-unknown',
    title: 'The deletion of a participant on another Call Bridge is refused as if there were none.',
    violates: ['CLUSTER-CALL-07'],
    policy: 'cluster.remoteRefusal',
    with: (write) => (write === 'modify' ? 'participantCannotBeModified' : 'participantDoesNotExist'),
  }),
  defect({
    id: 'cluster-remote-change-lost',
    title: 'A change of a participant on another Call Bridge is answered 200 and never made.',
    violates: ['CLUSTER-CALL-06'],
    policy: 'cluster.remoteWriteIsLost',
    with: (write) => write === 'modify',
  }),
  defect({
    id: 'cluster-remote-deletion-lost',
    title: 'The deletion of a participant on another Call Bridge is answered 200 and never made.',
    violates: ['CLUSTER-CALL-07'],
    policy: 'cluster.remoteWriteIsLost',
    with: (write) => write === 'delete',
  }),
  defect({
    id: 'cluster-remote-participants-linger',
    title: 'A participant that has left is still listed by the other Call Bridges.',
    violates: ['CLUSTER-CALL-08'],
    policy: 'cluster.tellsOfLeaving',
    with: () => false,
  }),
];
