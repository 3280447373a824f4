import { fileURLToPath } from 'node:url';
import type { RateUnit } from './settings.ts';

export type MetricKind = 'trend' | 'rate' | 'counter';

/** A workload as the command line knows it. */
export interface Workload {
  name: WorkloadName;
  /** File that k6 runs. */
  script: string;
  /** What one iteration is, and what there are `size` of. */
  iteration: string;
  sizeOf: string;
  rateUnit: RateUnit;
  defaults: { size: number; rate: number; durationSeconds: number; holdSeconds: number };
  /** Largest values; they keep a run bounded in count and time. */
  limits: { size: number; iterations: number };
  /** Times that it measures, in milliseconds, by metric, with what they are. */
  times: Record<string, string>;
  /** Other metrics of its own. */
  counters: string[];
  /** Limits of this project's own choosing; no document states any. */
  thresholds: Record<string, string[]>;
}

export const workloadNames = ['bulk-sync', 'call-legs'] as const;
export type WorkloadName = (typeof workloadNames)[number];

const script = (name: WorkloadName) => fileURLToPath(new URL(`./workloads/${name}.ts`, import.meta.url));

const alwaysHeld = { checks: ['rate==1'], http_req_failed: ['rate==0'], dropped_iterations: ['count==0'] };

export const workloads: Record<WorkloadName, Workload> = {
  'bulk-sync': {
    name: 'bulk-sync',
    script: script('bulk-sync'),
    iteration: 'sync',
    sizeOf: 'spaces in each parameter set',
    rateUnit: 'minute',
    defaults: { size: 200, rate: 30, durationSeconds: 20, holdSeconds: 0 },
    limits: { size: 10_000, iterations: 9999 },
    times: { bulk_sync_complete: 'sync until complete', bulk_removal_complete: 'removal until complete' },
    counters: ['bulk_spaces'],
    thresholds: { ...alwaysHeld, bulk_sync_complete: ['p(95)<30000'], http_req_duration: ['p(95)<1000'] },
  },
  'call-legs': {
    name: 'call-legs',
    script: script('call-legs'),
    iteration: 'leg',
    sizeOf: 'spaces with a call',
    rateUnit: 'second',
    defaults: { size: 10, rate: 20, durationSeconds: 15, holdSeconds: 1 },
    limits: { size: 1000, iterations: 100_000 },
    times: {
      call_create: 'POST of a call',
      call_leg_create: 'POST of a leg',
      call_leg_listed: 'leg until it is listed',
      call_leg_gone: 'dropped leg until it is gone',
    },
    counters: [],
    thresholds: { ...alwaysHeld, call_leg_create: ['p(95)<1000'], call_leg_listed: ['p(95)<2000'] },
  },
};

/** Times of k6's own that every workload measures. */
export const commonTimes: Record<string, string> = {
  http_req_duration: 'any request',
  iteration_duration: 'one iteration',
};

const common: Record<string, MetricKind> = {
  checks: 'rate',
  http_req_failed: 'rate',
  http_reqs: 'counter',
  iterations: 'counter',
  dropped_iterations: 'counter',
};

/** The metrics that a workload's thresholds may be about. */
export function metricsOf({ times, counters }: Workload): Map<string, MetricKind> {
  return new Map([
    ...Object.entries(common),
    ...Object.keys({ ...times, ...commonTimes }).map((name): [string, MetricKind] => [name, 'trend']),
    ...counters.map((name): [string, MetricKind] => [name, 'counter']),
  ]);
}
