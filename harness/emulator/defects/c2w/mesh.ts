import { type Defect, defect } from '../../policies/index.ts';

/** Mistakes about who connects to which Web Bridge, and what is said of it. */
export const meshDefects: readonly Defect[] = [
  defect({
    id: 'c2w-callbridge-local-only',
    title: 'A Call Bridge connects only to the Web Bridge on its own server.',
    violates: ['C2W-MESH-01'],
    policy: 'c2w.callBridgeUses',
    with: ({ local }) => local,
  }),
  defect({
    id: 'c2w-scheduler-local-only',
    title: 'A scheduler connects only to the Web Bridge on its own server.',
    violates: ['C2W-MESH-02'],
    policy: 'c2w.schedulerUses',
    with: ({ local }) => local,
  }),
  defect({
    id: 'c2w-callbridge-blind',
    title: 'A running Call Bridge does not connect to a Web Bridge that is added.',
    violates: ['C2W-MESH-03'],
    policy: 'c2w.noticesChanges',
    with: () => false,
  }),
  defect({
    id: 'c2w-scheduler-three',
    title: 'A scheduler connects to the first three Web Bridges of the list.',
    violates: ['C2W-MESH-04'],
    policy: 'c2w.schedulerUses',
    with: ({ index }) => index < 3,
  }),
  defect({
    id: 'c2w-no-guid',
    title: 'A Web Bridge sends no guid.',
    violates: ['C2W-GUID-01'],
    policy: 'c2w.sentGuid',
    with: () => null,
  }),
  defect({
    id: 'c2w-same-guid',
    title: 'All Web Bridges send the same guid.',
    violates: ['C2W-GUID-02'],
    policy: 'c2w.sentGuid',
    with: () => 'b6859515-3ea3-4bdc-9dce-a8b3033e62d7',
  }),
  defect({
    id: 'c2w-ignores-callbridge',
    title: 'Every Call Bridge connects to a Web Bridge that belongs to one.',
    violates: ['C2W-SCOPE-01'],
    policy: 'c2w.callBridgeUses',
    with: ({ callBridgeGroup, self }) => callBridgeGroup === null || callBridgeGroup === self.callBridgeGroup,
  }),
  defect({
    id: 'c2w-ignores-group',
    title: 'Every Call Bridge connects to a Web Bridge that belongs to a group.',
    violates: ['C2W-SCOPE-02'],
    policy: 'c2w.callBridgeUses',
    with: ({ callBridge, self }) => callBridge === null || callBridge === self.callBridge,
  }),
  defect({
    id: 'c2w-scheduler-heeds-scope',
    title: 'A scheduler leaves out the Web Bridges that belong to one Call Bridge.',
    violates: ['C2W-SCOPE-03'],
    policy: 'c2w.schedulerUses',
    with: (bridge) => bridge.scope().callBridge === null,
  }),
  defect({
    id: 'c2w-unused-fails',
    title: 'A Web Bridge that a Call Bridge does not use has the status connectionFailure.',
    violates: ['C2W-STATUS-01'],
    policy: 'c2w.status',
    with: ({ connected, failure }) => (connected ? 'success' : failure === 'dns' ? 'dnsFailure' : 'connectionFailure'),
  }),
  defect({
    id: 'c2w-status-always-success',
    title: 'A Web Bridge that nobody reaches has the status success.',
    violates: ['C2W-STATUS-02'],
    policy: 'c2w.status',
    with: ({ used, failure }) => (used ? (failure === 'dns' ? 'dnsFailure' : 'success') : 'unused'),
  }),
  defect({
    id: 'c2w-dns-is-connection',
    title: 'A Web Bridge whose name does not resolve has the status connectionFailure.',
    violates: ['C2W-STATUS-03'],
    policy: 'c2w.status',
    with: ({ used, connected }) => (used ? (connected ? 'success' : 'connectionFailure') : 'unused'),
  }),
];
