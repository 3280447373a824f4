import { type Defect, defect, documentedPolicies as documented } from '../../policies/index.ts';

/** Mistakes that a scheduler could make with its HTTPS interface. */
export const httpsDefects: readonly Defect[] = [
  defect({
    id: 'meet-never-listens',
    title: 'The scheduler does not listen on port 9443 though it is configured.',
    violates: ['MEET-HTTPS-01'],
    policy: 'meet.listenPort',
    with: (settings) => (settings.httpsPort === '9443' ? null : documented['meet.listenPort'](settings)),
  }),
  defect({
    id: 'meet-listens-unasked',
    title: 'The scheduler listens on port 9443 where nothing is configured.',
    violates: ['MEET-HTTPS-02'],
    policy: 'meet.listenPort',
    with: (settings) => documented['meet.listenPort'](settings) ?? 9443,
  }),
  defect({
    id: 'meet-presents-leaf-only',
    title: 'The scheduler presents its own certificate without those above it.',
    violates: ['MEET-HTTPS-03'],
    policy: 'meet.presentedChain',
    with: (chain) => chain.slice(0, 1),
  }),
  defect({
    id: 'meet-fixed-port',
    title: 'The scheduler listens on port 9443 whatever is configured.',
    violates: ['MEET-HTTPS-04'],
    policy: 'meet.listenPort',
    with: (settings) => (documented['meet.listenPort'](settings) === null ? null : 9443),
  }),
];
