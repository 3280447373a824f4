import { type Variant, variant } from '../policies/index.ts';

/** Conforming differences of C2W: all of this is undocumented. */
export const c2wVariants: readonly Variant[] = [
  variant({
    id: 'c2w-asks-again',
    title: 'A scheduler asks for the list of Web Bridges again every 1.5 s.',
    policy: 'c2w.askAgainAfterMs',
    with: () => 1500,
  }),
  variant({
    id: 'c2w-patient',
    title: 'Who lost a connection tries again after 300 ms, always.',
    policy: 'c2w.retryDelayMs',
    with: () => 300,
  }),
  variant({
    id: 'c2w-tries-tls-first',
    title: 'A client tries TLS, and leaves, before it connects.',
    policy: 'c2w.triesTlsFirst',
    with: () => true,
  }),
  variant({
    id: 'c2w-up-at-once',
    title: 'A connection is UP as soon as the guid is there.',
    policy: 'c2w.upDelayMs',
    with: () => 0,
  }),
  variant({
    id: 'c2w-silent-loss',
    title: 'A lost connection is not logged.',
    policy: 'c2w.downText',
    with: () => null,
  }),
  variant({
    id: 'c2w-refuses-by-reset',
    title: 'A Web Bridge drops the connection of a client that it does not trust.',
    policy: 'c2w.refusalForm',
    with: () => 'reset' as const,
  }),
  variant({
    id: 'c2w-refuses-by-status',
    title: 'A Web Bridge answers 403 to a client that it does not trust.',
    policy: 'c2w.refusalForm',
    with: () => 'forbidden' as const,
  }),
  variant({
    id: 'c2w-refuses-by-close-code',
    title: 'A Web Bridge closes the WebSocket of a client that it does not trust with 1008.',
    policy: 'c2w.refusalForm',
    with: () => 'closeAfterUpgrade' as const,
  }),
];
