import { type Variant, variant } from '../policies/index.ts';

/** What the documents leave open about calls, their legs and participants. */
export const callVariants: readonly Variant[] = [
  variant({
    id: 'legs-configuration-with-profiles',
    title: 'The configuration of a call leg also shows what its profiles set, as samples do',
    policy: 'legs.configuration',
    with: (own, effective) => ({ ...effective, ...own }),
  }),
  variant({
    id: 'labels-cut',
    title: 'A name label that is too long is cut instead of refused',
    policy: 'legs.nameLabel',
    with: (given) => {
      let kept = given;
      while (Buffer.byteLength(kept) > 50) kept = Array.from(kept).slice(0, -1).join('');
      return kept;
    },
  }),
  variant({
    id: 'legs-profile-of-creation-is-own',
    title: 'A profile that a call leg is created with has the scope of the leg, not that of calling out',
    policy: 'legs.tracedProfiles',
    with: (profiles) =>
      profiles.map((profile) => (profile.scope === 'callOut' ? { ...profile, scope: 'callLeg' as const } : profile)),
  }),
  variant({
    id: 'call-profiles-as-a-whole',
    title: 'The most specific call profile counts alone, and the others set nothing beside it',
    policy: 'calls.effectiveProfile',
    with: ({ system, tenant, coSpace }) => coSpace ?? tenant ?? system ?? {},
  }),
  variant({
    id: 'calls-automatic-recording-not-manual',
    title: 'Where recording is automatic nobody starts or stops it',
    policy: 'calls.recordingRefusal',
    with: (mode) => (mode === 'manual' ? null : 'callRecordingCannotBeModified'),
  }),
  variant({
    id: 'empty-group-is-unavailable-first',
    title: 'That a group has no Call Bridge is told before that it balances no outgoing calls',
    policy: 'participants.groupRefusal',
    with: ({ balancesOutgoing, reachable }) => {
      if (reachable === 0) return 'callBridgeGroupUnavailable';
      return balancesOutgoing ? null : 'loadBalancingDisabled';
    },
  }),
  variant({
    id: 'calls-message-time-of-none-is-zero',
    title: 'A call without a message has a remaining time of 0',
    policy: 'calls.messageTimeRemaining',
    with: (duration, milliseconds) =>
      duration === 'permanent' ? duration : String(Math.max(0, Number(duration) - Math.floor(milliseconds / 1000))),
  }),
];
