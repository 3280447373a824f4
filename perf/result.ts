import { z } from 'zod';
import { platforms } from '../harness/protocol/platform.ts';
import type { Load } from './options.ts';
import { commonTimes, workloadNames } from './workloads.ts';

const time = z.strictObject({
  /** What is measured. */
  title: z.string(),
  count: z.int(),
  /** Milliseconds. */
  avg: z.number(),
  min: z.number(),
  p50: z.number(),
  p90: z.number(),
  p95: z.number(),
  p99: z.number(),
  max: z.number(),
});
export type Time = z.infer<typeof time>;

/** `perf.json`, the machine-readable outcome of a load. */
export const perfSchema = z.strictObject({
  schema: z.literal('cms-conformance/perf/1'),
  run: z.strictObject({
    id: z.string(),
    seed: z.int(),
    /** Stood in the names of everything that the run made. */
    tag: z.string(),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime(),
    tool: z.strictObject({ version: z.string(), commit: z.string(), cleanTree: z.boolean() }),
    k6: z.string(),
    /** It was stopped before its time; its numbers are those until then. */
    interrupted: z.boolean(),
  }),
  workload: z.enum(workloadNames),
  target: z.strictObject({
    kind: z.enum(['emulator', 'lab']),
    node: z.strictObject({ name: z.string(), platform: z.enum(platforms), version: z.string() }),
  }),
  options: z.strictObject({
    size: z.int(),
    rate: z.int(),
    rateUnit: z.enum(['second', 'minute']),
    durationSeconds: z.int(),
    holdSeconds: z.int(),
  }),
  thresholds: z.array(z.strictObject({ metric: z.string(), expression: z.string(), ok: z.boolean() })),
  /** By metric; one that was never measured is left out. */
  times: z.record(z.string(), time),
  counters: z.record(z.string(), z.number()),
  iterations: z.strictObject({ count: z.int(), dropped: z.int() }),
  requests: z.strictObject({ count: z.int(), perSecond: z.number(), failed: z.int() }),
  /** What was judged about the answers, and what of it did not hold. */
  checks: z.strictObject({
    passed: z.int(),
    failed: z.int(),
    failures: z.array(z.strictObject({ name: z.string(), count: z.int() })),
  }),
  /** Objects of the run that stayed on the target; null when it could not be asked. */
  leftBehind: z.int().nullable(),
  exitCode: z.int(),
});
export type PerfResult = z.infer<typeof perfSchema>;

const checkSchema = z.object({ name: z.string(), passes: z.int(), fails: z.int() });
interface Group {
  checks: z.infer<typeof checkSchema>[];
  groups: Group[];
}
const groupSchema: z.ZodType<Group> = z.lazy(() =>
  z.object({ checks: z.array(checkSchema), groups: z.array(groupSchema) }),
);

/** What k6 hands to `handleSummary`; the part that we use. */
const summarySchema = z.object({
  root_group: groupSchema,
  metrics: z.record(
    z.string(),
    z.object({
      type: z.enum(['trend', 'rate', 'counter', 'gauge']),
      values: z.record(z.string(), z.number()),
      thresholds: z.record(z.string(), z.object({ ok: z.boolean() })).optional(),
    }),
  ),
});

export type Measured = Pick<PerfResult, 'thresholds' | 'times' | 'counters' | 'iterations' | 'requests' | 'checks'>;

/** What k6's summary says about a load. Throws ZodError when it isn't one. */
export function readSummary(summary: unknown, { workload, thresholds }: Load): Measured {
  const { metrics, root_group } = summarySchema.parse(summary);
  const value = (metric: string, name: string) => metrics[metric]?.values[name] ?? 0;
  const titles = Object.entries({ ...workload.times, ...commonTimes });
  const checks = allChecks(root_group);
  return {
    thresholds: Object.entries(thresholds).flatMap(([metric, expressions]) =>
      expressions.map((expression) => ({
        metric,
        expression,
        // one that k6 says nothing about did not hold
        ok: metrics[metric]?.thresholds?.[expression]?.ok ?? false,
      })),
    ),
    times: Object.fromEntries(
      titles.flatMap(([metric, title]) =>
        value(metric, 'count') > 0 ? [[metric, timeOf(title, (name) => value(metric, name))]] : [],
      ),
    ),
    counters: Object.fromEntries(workload.counters.map((metric) => [metric, value(metric, 'count')])),
    iterations: { count: value('iterations', 'count'), dropped: value('dropped_iterations', 'count') },
    requests: {
      count: value('http_reqs', 'count'),
      perSecond: value('http_reqs', 'rate'),
      // of the rate "has failed", the passes are those that have
      failed: value('http_req_failed', 'passes'),
    },
    checks: {
      passed: checks.reduce((sum, { passes }) => sum + passes, 0),
      failed: checks.reduce((sum, { fails }) => sum + fails, 0),
      failures: checks.flatMap(({ name, fails }) => (fails > 0 ? [{ name, count: fails }] : [])),
    },
  };
}

function timeOf(title: string, value: (name: string) => number): Time {
  return {
    title,
    count: value('count'),
    avg: value('avg'),
    min: value('min'),
    p50: value('med'),
    p90: value('p(90)'),
    p95: value('p(95)'),
    p99: value('p(99)'),
    max: value('max'),
  };
}

function allChecks({ checks, groups }: Group): Group['checks'] {
  return [...checks, ...groups.flatMap(allChecks)];
}
