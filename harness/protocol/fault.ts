/**
 * How a bench can make a node's Call Bridge fail: without power, shut down in order, cut off from everybody, taking
 * connections and never answering, answering 503, or presenting a certificate whose time is over.
 */
export const faultKinds = ['killed', 'stopped', 'cut', 'hung', 'unavailable', 'expiredCertificate'] as const;
export type FaultKind = (typeof faultKinds)[number];

/** A failure, at once or in the middle of somebody's sequence of requests. */
export interface NodeFault {
  kind: FaultKind;
  /** API requests with credentials that are still answered as ever before it fails; none when absent. Without them it's no step. */
  afterRequests?: number | undefined;
}
