/** What a workload is told by its environment: everything but the credentials. */
export interface Settings {
  /** Origin of the node's API, e.g. `https://cms1.example.test:445`. */
  origin: string;
  /** No certificate is checked. */
  insecure: boolean;
  /** Spaces of one parameter set (bulk-sync), or spaces with a call (call-legs). */
  size: number;
  /** Iterations that start within one `rateUnit`, whether or not earlier ones have ended. */
  rate: number;
  rateUnit: RateUnit;
  durationSeconds: number;
  /** How long a leg is kept before it is dropped. */
  holdSeconds: number;
  /** SIP domain that legs are dialled in. */
  domain: string;
  /** Stands in the name, URI or remote party of everything that the run makes. */
  tag: string;
  /** Eight digits that begin every call ID that the run makes. */
  callIdBase: string;
  /** k6 thresholds by metric. */
  thresholds: Record<string, string[]>;
  /** File that k6's summary goes to. */
  summaryFile: string;
}

export type RateUnit = 'second' | 'minute';

/** Environment variables that carry the settings (JSON) and the credentials into k6. */
export const settingsVariable = 'CMS_PERF_SETTINGS';
export const usernameVariable = 'CMS_PERF_USERNAME';
export const passwordVariable = 'CMS_PERF_PASSWORD';

/** What a seed makes recognisable: the same seed gives the same names. Call IDs get longer than the 9 digits that CMS generates. */
export function namesOf(seed: number): { tag: string; callIdBase: string } {
  return {
    tag: `perf-${(seed % 2 ** 32).toString(16).padStart(8, '0')}`,
    callIdBase: String(10_000_000 + (seed % 90_000_000)),
  };
}
