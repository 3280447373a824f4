import { type Defect, defect } from '../../policies/index.ts';

/** Mistakes when a Web Bridge goes and comes back. */
export const lifeDefects: readonly Defect[] = [
  defect({
    id: 'c2w-no-alarm',
    title: 'No alarm is raised for a Web Bridge that can not be reached.',
    violates: ['C2W-ALARM-01'],
    policy: 'c2w.raisesAlarm',
    with: () => false,
  }),
  defect({
    id: 'c2w-alarm-renamed',
    title: 'The alarm for a Web Bridge has the type of one for a Call Bridge.',
    violates: ['C2W-ALARM-01'],
    policy: 'c2w.alarmType',
    with: () => 'callBridgeConnectionFailure',
  }),
  defect({
    id: 'c2w-alarm-for-ever',
    title: 'The alarm stays when the Web Bridge is connected again.',
    violates: ['C2W-ALARM-02'],
    policy: 'c2w.alarmEnds',
    with: (because) => because === 'removed',
  }),
  defect({
    id: 'c2w-alarm-outlives-bridge',
    title: 'The alarm stays when the Web Bridge is deleted.',
    violates: ['C2W-ALARM-03'],
    policy: 'c2w.alarmEnds',
    with: (because) => because === 'connected',
  }),
  defect({
    id: 'c2w-alarm-own-words',
    title: 'The alarm names its reason in words of its own.',
    violates: ['C2W-ALARM-04'],
    policy: 'c2w.alarmReason',
    with: (failure) => `c2w-${failure}`,
  }),
  defect({
    id: 'c2w-callbridge-never-reconnects',
    title: 'A Call Bridge tries each Web Bridge once.',
    violates: ['C2W-LIFE-01'],
    policy: 'c2w.retryDelayMs',
    with: (verifier) => (verifier === 'callBridge' ? null : 50),
  }),
  defect({
    id: 'c2w-scheduler-never-reconnects',
    title: 'A scheduler tries each Web Bridge once.',
    violates: ['C2W-LIFE-02'],
    policy: 'c2w.retryDelayMs',
    with: (verifier) => (verifier === 'scheduler' ? null : 50),
  }),
  defect({
    id: 'c2w-deaf-to-silence',
    title: 'A connection that the network carries no more counts as connected.',
    violates: ['C2W-LIFE-06'],
    policy: 'c2w.noticesSilence',
    with: () => false,
  }),
];
