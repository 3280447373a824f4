import { type Variant, variant } from '../policies/index.ts';

/** What documents leave open about TMS. */
export const tmsSystemVariants: readonly Variant[] = [
  variant({
    id: 'tms-credentials-on-demand',
    title: 'TMS sends credentials only after it was asked for them.',
    policy: 'tms.sendsCredentialsFirst',
    with: () => false,
  }),
  variant({
    id: 'tms-other-words-for-a-peer',
    title: 'The refusal of a peer is worded otherwise.',
    policy: 'tms.peerRefusal',
    with: (address, { primary, members }) =>
      members.some((member) => !member.primary && member.address === address)
        ? `Use another IP. The IP ${address} is part of a clustered call bridge. It was added with ${primary}.`
        : null,
  }),
];
