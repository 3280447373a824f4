import { type Defect, defect } from '../../policies/index.ts';

/** Against the numbered rules of failover. */
export const ruleDefects: readonly Defect[] = [
  defect({
    id: 'failover-starts-on-alternate',
    title: 'Conferences start on the alternate while the primary works.',
    violates: ['FAILOVER-RULE-01'],
    policy: 'failover.startsOn',
    with: () => 'alternate' as const,
  }),
  defect({
    id: 'failover-watches-peers',
    title: 'The status of every peer is read whenever a conference starts.',
    violates: ['FAILOVER-RULE-01', 'FAILOVER-RULE-02'],
    policy: 'failover.othersAsked',
    with: ({ peers }, primaryFailed) => (primaryFailed ? [] : peers),
  }),
  defect({
    id: 'failover-takes-discovered-peer',
    title: 'Without an Alternate IP a discovered peer takes over, with the credentials of the primary.',
    violates: ['FAILOVER-RULE-03'],
    policy: 'failover.alternate',
    with: ({ primary, alternate, peers: [peer] }) =>
      alternate ?? (peer === undefined ? null : { ...primary, address: peer }),
  }),
  defect({
    id: 'failover-asks-third-bridge',
    title: 'When the primary has failed, the status of a third bridge is read beside that of the alternate.',
    violates: ['FAILOVER-RULE-05', 'FAILOVER-RULE-06'],
    policy: 'failover.othersAsked',
    with: ({ alternate, peers }, primaryFailed) =>
      primaryFailed && alternate ? peers.filter((peer) => peer !== alternate.address) : [],
  }),
  defect({
    id: 'failover-moves-running',
    title: 'Conferences in progress are started again on the alternate when their bridge fails.',
    // biome-ignore format: one list
    violates: [
      'FAILOVER-RULE-07', 'FAILOVER-EXTEND-01', 'FAILOVER-END-01', 'FAILOVER-END-02', 'FAILOVER-END-03', 'FAILOVER-END-04',
      'FAILOVER-END-05',
    ],
    policy: 'failover.movesRunning',
    with: () => true,
  }),
  defect({
    id: 'failover-primary-login-on-alternate',
    title: 'On the alternate the user name and password of the primary are used.',
    violates: ['FAILOVER-RULE-09'],
    policy: 'failover.login',
    with: ({ username, password }, { address }) => ({ address, username, password }),
  }),
  defect({
    id: 'failover-makes-space-on-alternate',
    title: 'A space is made on the alternate before it is used.',
    violates: ['FAILOVER-RULE-10'],
    policy: 'failover.preparation',
    with: (_set, slot) => [{ method: 'POST', path: '/api/v1/coSpaces', body: `name=TMS_Scheduled_Meeting_${slot}` }],
  }),
  defect({
    id: 'failover-provisions-alternate',
    title: 'The bulk sync is repeated on the alternate before it is used.',
    violates: ['FAILOVER-RULE-11'],
    policy: 'failover.preparation',
    with: (set) => [{ method: 'POST', path: '/api/v1/cospaceBulkSyncs', body: `cospaceBulkParameterSet=${set}` }],
  }),
  defect({
    id: 'failover-leaves-opened-slot',
    title: 'A start that was interrupted takes another slot on the alternate.',
    violates: ['FAILOVER-START-05'],
    policy: 'failover.keepsSlot',
    with: () => false,
  }),
  defect({
    id: 'failover-starts-twice',
    title: 'A start that was interrupted after its call was made is begun again on the alternate.',
    // biome-ignore format: one list
    violates: [
      'FAILOVER-START-06', 'FAILOVER-START-07', 'FAILOVER-START-08', 'FAILOVER-START-09', 'FAILOVER-START-10',
    ],
    policy: 'failover.isInProgress',
    with: () => false,
  }),
  defect({
    id: 'failover-follows-serving-bridge',
    title: 'Extensions and ends go to the bridge that serves new conferences.',
    violates: ['FAILOVER-BACK-01'],
    policy: 'failover.runsOn',
    with: () => 'primary' as const,
  }),
  defect({
    id: 'failover-never-again',
    title: 'A failover is forgotten half way: where the primary is back a conference is started on neither bridge.',
    violates: ['FAILOVER-BACK-02'],
    policy: 'failover.startsAfterFailover',
    with: (failedBefore) => !failedBefore,
  }),
  defect({
    id: 'failover-call-left-behind',
    title: 'The end of a conference does not delete its call.',
    // biome-ignore format: one list
    violates: ['FAILOVER-BALANCE-01', 'FAILOVER-BACK-01', 'TMS-CONF-07', 'TMS-CONF-11', 'TMS-CONF-13', 'TMS-CONF-14', 'TMS-CONF-15'],
    policy: 'tms.requestsOf',
    with: (step) => (step.method === 'DELETE' ? [{ method: 'GET', path: '/api/v1/calls' }] : [step]),
  }),
  defect({
    id: 'failover-reset-sent-twice',
    title: 'A slot is reset twice at the end of its conference.',
    // biome-ignore format: one list
    violates: [
      'FAILOVER-END-01', 'FAILOVER-END-02', 'FAILOVER-END-03', 'FAILOVER-END-04', 'FAILOVER-END-05', 'FAILOVER-END-06',
      'FAILOVER-BALANCE-01', 'TMS-CONF-15',
    ],
    policy: 'tms.requestsOf',
    with: (step) => (step.body?.includes('regenerateSecret') ? [step, step] : [step]),
  }),
];
