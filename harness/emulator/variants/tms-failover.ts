import { type Variant, variant } from '../policies/index.ts';

/** What documents leave open of how TMS holds conferences, and of what it does about a failed bridge. */
export const tmsFailoverVariants: readonly Variant[] = [
  variant({
    id: 'failover-patient',
    title: 'A bridge counts as failed after three attempts in a row.',
    policy: 'failover.policy',
    with: () => ({ failuresUntilFailed: 3, failBack: 'nextConference' as const }),
  }),
  variant({
    id: 'failover-stays',
    title: 'After a failover conferences start on the alternate until that fails.',
    policy: 'failover.policy',
    with: () => ({ failuresUntilFailed: 1, failBack: 'never' as const }),
  }),
  variant({
    id: 'failover-tidies-on-alternate',
    title: 'What a failed bridge could not reset is reset on the bridge that serves.',
    policy: 'failover.tidiesOn',
    with: (_held, serving) => serving,
  }),
  variant({
    id: 'conference-random-slot',
    title: 'Slots are chosen at random.',
    policy: 'conference.allocation',
    with: () => ({ kind: 'random' as const, seed: 7 }),
  }),
  variant({
    id: 'conference-early-join',
    title: 'Slots are opened five minutes before the start.',
    policy: 'conference.opensAt',
    with: (start) => start.getTime() - 300_000,
  }),
];
