import { type Variant, variant } from '../policies/index.ts';

/** What the documents leave open about coSpaces and their access methods. */
export const spaceVariants: readonly Variant[] = [
  variant({
    id: 'space-access-shown-once-written',
    title: 'nonMemberAccess is not shown until it is written, as captured in 2016',
    policy: 'spaces.defaultNonMemberAccess',
    with: () => '',
  }),
  variant({
    id: 'space-secret-in-hexadecimal',
    title: 'Secrets are 32 hexadecimal digits',
    policy: 'spaces.generatedSecret',
    with: (bytes) => Buffer.from(bytes).toString('hex'),
  }),
  variant({
    id: 'space-call-id-of-12-digits',
    title: 'Generated call IDs have twelve digits',
    policy: 'spaces.generatedCallId',
    with: (random) => String(100_000_000_000 + random),
  }),
  variant({
    id: 'method-secret-always',
    title: 'An access method has a secret also without call ID',
    policy: 'methods.secretOfNew',
    with: ({ given, fresh }) => given || fresh,
  }),
];
