import { type Defect, defect } from '../policies/index.ts';
import { clusterCallDefects } from './cluster/calls.ts';
import { clusterMemberDefects } from './cluster/members.ts';

/** Faults between the Call Bridges of a cluster. */
export const clusterDefects: readonly Defect[] = [
  ...clusterCallDefects,
  ...clusterMemberDefects,
  defect({
    id: 'cluster-own-database',
    title: 'Each node keeps its configuration in a database of its own.',
    violates: ['CLUSTER-SHARE-01', 'CLUSTER-SHARE-02', 'CLUSTER-SHARE-03'],
    policy: 'cluster.database',
    with: (node) => node,
  }),
  defect({
    id: 'cluster-calls-shown-by-peers',
    title: 'A Call Bridge also lists the calls of its peers.',
    violates: ['CLUSTER-LOCAL-01'],
    policy: 'cluster.liveObjectsOf',
    with: (node, kind) => (kind === 'calls' ? 'everybody' : node),
  }),
  defect({
    id: 'cluster-legs-shown-by-peers',
    title: 'A Call Bridge also lists the call legs of its peers.',
    violates: ['CLUSTER-LOCAL-02'],
    policy: 'cluster.liveObjectsOf',
    with: (node, kind) => (kind === 'callLegs' ? 'everybody' : node),
  }),
  defect({
    id: 'cluster-space-lost-with-power',
    title: 'Spaces are gone after a node lost its power.',
    violates: ['CLUSTER-KILL-01'],
    policy: 'cluster.survivesPowerLoss',
    with: (type) => type !== 'coSpace',
  }),
  defect({
    id: 'cluster-profile-lost-with-power',
    title: 'Call leg profiles are gone after a node lost its power.',
    violates: ['CLUSTER-KILL-01'],
    policy: 'cluster.survivesPowerLoss',
    with: (type) => type !== 'callLegProfile',
  }),
  defect({
    id: 'cluster-calls-outlive-power',
    title: 'A node still lists the calls that it hosted when it lost its power.',
    violates: ['CLUSTER-KILL-02'],
    policy: 'cluster.callsSurvivePowerLoss',
    with: () => true,
  }),
  defect({
    id: 'cluster-no-link-alarm',
    title: 'No alarm is raised for a Call Bridge that does not answer.',
    violates: ['CLUSTER-ALARM-01'],
    policy: 'cluster.linkHasFailed',
    with: () => false,
  }),
  defect({
    id: 'cluster-one-peer-watched',
    title: 'A Call Bridge watches only the first one of its peers.',
    violates: ['CLUSTER-ALARM-01'],
    policy: 'cluster.watchedPeers',
    with: (self, members) => members.filter((name) => name !== self).slice(0, 1),
  }),
  defect({
    id: 'cluster-link-alarm-renamed',
    title: 'The alarm for a lost Call Bridge has the type of a lost Web Bridge.',
    violates: ['CLUSTER-ALARM-01'],
    policy: 'cluster.alarmType',
    with: () => 'c2wConnectionFailure',
  }),
  defect({
    id: 'cluster-alarm-while-well',
    title: 'The alarm for a lost Call Bridge is active while the peer answers.',
    violates: ['CLUSTER-ALARM-02'],
    policy: 'cluster.linkHasFailed',
    with: () => true,
  }),
  defect({
    id: 'cluster-alarm-without-id',
    title: 'An alarm has no id.',
    violates: ['CLUSTER-ALARM-03'],
    policy: 'cluster.alarmId',
    with: () => '',
  }),
  defect({
    id: 'cluster-alarm-time-with-fraction',
    title: 'The active time of an alarm is printed with a fraction.',
    violates: ['CLUSTER-ALARM-03'],
    policy: 'cluster.activeTimeSeconds',
    with: (milliseconds) => (milliseconds / 1000).toFixed(3),
  }),
  defect({
    id: 'cluster-alarm-for-ever',
    title: 'An alarm stays when the peer answers again.',
    violates: ['CLUSTER-ALARM-04'],
    policy: 'cluster.answerEndsAlarm',
    with: () => false,
  }),
];
