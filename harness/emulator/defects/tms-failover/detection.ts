import { type Defect, defect } from '../../policies/index.ts';
import type { BridgeOutcome } from '../../policies/tms-failover.ts';

/** Failures of a bridge that TMS doesn't take for one. */
export const detectionDefects: readonly Defect[] = [
  blind(
    'refused',
    'A bridge that refuses connections does not count as failed.',
    ({ reason }) => /listens/.test(reason),
    ['FAILOVER-KIND-01', 'FAILOVER-KIND-02'],
  ),
  blind('cut', 'A bridge that ends connections does not count as failed.', ({ reason }) => /closed/.test(reason), [
    'FAILOVER-KIND-03',
  ]),
  blind(
    'hung',
    'A bridge that does not answer does not count as failed.',
    ({ reason }) => /did not answer/.test(reason),
    ['FAILOVER-KIND-04'],
  ),
  blind('503', 'A bridge that answers 503 does not count as failed.', ({ status }) => status === 503, [
    'FAILOVER-KIND-05',
  ]),
  blind(
    'certificate',
    'With a primary whose certificate has expired nothing works any more.',
    ({ reason }) => /expired/.test(reason),
    ['FAILOVER-KIND-06'],
  ),
  gaveUp('status', ({ path }) => path.endsWith('/system/status'), ['FAILOVER-START-01']),
  gaveUp('reads', ({ path }) => /(participants|coSpaces)$/.test(path), ['FAILOVER-START-02', 'FAILOVER-START-03']),
  gaveUp('opening', ({ method }) => method === 'PUT', ['FAILOVER-START-04']),
  gaveUp('call', ({ method }) => method === 'POST', ['FAILOVER-START-05']),
];

/** A defect that doesn't see such outcomes as failures. */
function blind(
  id: string,
  title: string,
  isOverlooked: (outcome: BridgeOutcome) => boolean,
  violates: string[],
): Defect {
  return defect({
    id: `failover-blind-to-${id}`,
    title,
    violates,
    policy: 'failover.bridgeHasFailed',
    with: (outcome) => (outcome.status === null || outcome.status >= 500) && !isOverlooked(outcome),
  });
}

/** A defect that drops a conference whose start was interrupted at such a request. */
function gaveUp(id: string, isSuch: (outcome: BridgeOutcome) => boolean, violates: string[]): Defect {
  return defect({
    id: `failover-gives-up-at-${id}`,
    title: `A conference whose start was interrupted at this step is dropped: ${id}.`,
    violates,
    policy: 'failover.goesOnAfter',
    with: (outcome) => !isSuch(outcome),
  });
}
