import { type Defect, defect } from '../../policies/index.ts';

/** Mistakes in what a scheduler logs of its connections. */
export const logDefects: readonly Defect[] = [
  defect({
    id: 'c2w-log-other-guid',
    title: 'The logged guid is not the one that the Web Bridge sent.',
    violates: ['C2W-GUID-03'],
    policy: 'c2w.guidText',
    with: (_guid, bridge) =>
      ` INFO  C2WService - Received guid 00000000-0000-4000-8000-000000000000 from webbridge ${bridge}`,
  }),
  defect({
    id: 'c2w-log-total-off-by-one',
    title: 'The logged total counts one Web Bridge too many.',
    violates: ['C2W-LOG-01'],
    policy: 'c2w.totalCountText',
    with: (total) => ` INFO  C2WSupervisor - getWebBridges - totalCount=${total + 1}`,
  }),
  defect({
    id: 'c2w-log-nothing-added',
    title: 'No Web Bridge is logged as added.',
    violates: ['C2W-LOG-02'],
    policy: 'c2w.addedText',
    with: () => ' INFO  C2WSupervisor - getWebBridges - added=0',
  }),
  defect({
    id: 'c2w-asks-twice',
    title: 'The scheduler asks twice for the list before it connects.',
    violates: ['C2W-LOG-03'],
    policy: 'c2w.queriesAtStart',
    with: () => 2,
  }),
  defect({
    id: 'c2w-log-connecting-respelled',
    title: 'The Connecting line names the Web Bridge as the other lines do.',
    violates: ['C2W-LOG-04'],
    policy: 'c2w.connectingText',
    with: (bridge) => ` INFO  C2WService - Connecting to webbridge ${bridge}`,
  }),
  defect({
    id: 'c2w-log-guid-respelled',
    title: 'The guid line names the Web Bridge as the Connecting line does.',
    violates: ['C2W-LOG-05'],
    policy: 'c2w.guidText',
    with: (guid, bridge) => ` INFO  C2WService - Received guid ${guid} from webBridge=${bridge}`,
  }),
  defect({
    id: 'c2w-log-up-in-words',
    title: 'A connection is logged as established instead of UP.',
    violates: ['C2W-LOG-06'],
    policy: 'c2w.upText',
    with: (bridge) => ` INFO  C2WSupervisor - C2W connection for webbridge ${bridge} established`,
  }),
  defect({
    id: 'c2w-log-up-before-guid',
    title: 'A connection is logged UP before its guid.',
    violates: ['C2W-LOG-07'],
    policy: 'c2w.upAfterGuid',
    with: () => false,
  }),
  defect({
    id: 'c2w-log-severity',
    title: 'The lines of the connections have facility local0 and severity warning.',
    violates: ['C2W-LOG-08'],
    policy: 'c2w.logColumns',
    with: () => ({ facility: 'local0.warning' as const, source: 'scheduler_backend[2056]:' }),
  }),
  defect({
    id: 'c2w-log-process',
    title: 'The lines of the connections have another process column.',
    violates: ['C2W-LOG-08'],
    policy: 'c2w.logColumns',
    with: () => ({ facility: 'daemon.info' as const, source: 'host:server:' }),
  }),
];
