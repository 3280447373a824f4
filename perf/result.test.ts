import { expect, test } from '@playwright/test';
import { loadOf } from './options.ts';
import { perfSchema, readSummary } from './result.ts';
import { resultOf } from './testing.ts';

const load = loadOf('bulk-sync', { threshold: [] });
const trend = { count: 4, avg: 5, min: 1, med: 4, 'p(90)': 7, 'p(95)': 8, 'p(99)': 9, max: 10 };

/** As k6 2.2.0 hands it to handleSummary. */
const summary = {
  setup_data: null,
  root_group: {
    name: '',
    path: '',
    id: 'd41d8cd98f00b204e9800998ecf8427e',
    groups: [
      {
        name: 'teardown',
        path: '::teardown',
        id: 'x',
        groups: [],
        checks: [{ name: 'nothing is left behind', path: '', id: 'y', passes: 0, fails: 1 }],
      },
    ],
    checks: [{ name: 'a sync becomes complete', path: '::a', id: 'z', passes: 6, fails: 2 }],
  },
  options: { summaryTrendStats: [], summaryTimeUnit: '', noColor: true },
  state: { isStdOutTTY: false, isStdErrTTY: false, testRunDurationMs: 3001.8 },
  metrics: {
    vus: { type: 'gauge', contains: 'default', values: { value: 0, min: 0, max: 0 } },
    dropped_iterations: {
      type: 'counter',
      contains: 'default',
      values: { rate: 0.3, count: 1 },
      thresholds: { 'count==0': { ok: false } },
    },
    iterations: { type: 'counter', contains: 'default', values: { count: 4, rate: 1.3 } },
    http_reqs: { type: 'counter', contains: 'default', values: { count: 40, rate: 13.3 } },
    http_req_failed: {
      type: 'rate',
      contains: 'default',
      values: { rate: 0.05, passes: 2, fails: 38 },
      thresholds: { 'rate==0': { ok: false } },
    },
    checks: {
      type: 'rate',
      contains: 'default',
      values: { rate: 0.66, passes: 6, fails: 3 },
      thresholds: { 'rate==1': { ok: false } },
    },
    bulk_spaces: { type: 'counter', contains: 'default', values: { count: 800, rate: 270 } },
    bulk_sync_complete: { type: 'trend', contains: 'time', values: trend, thresholds: { 'p(95)<30000': { ok: true } } },
    bulk_removal_complete: { type: 'trend', contains: 'time', values: { ...trend, count: 0 } },
  },
};

test('what k6 measured is taken over', () => {
  const measured = readSummary(summary, load);
  expect(measured.times).toEqual({
    bulk_sync_complete: {
      title: 'sync until complete',
      count: 4,
      avg: 5,
      min: 1,
      p50: 4,
      p90: 7,
      p95: 8,
      p99: 9,
      max: 10,
    },
  });
  expect(measured.counters).toEqual({ bulk_spaces: 800 });
  expect(measured.iterations).toEqual({ count: 4, dropped: 1 });
  expect(measured.requests).toEqual({ count: 40, perSecond: 13.3, failed: 2 });
});

test('checks of all groups count, and those that failed are named', () => {
  expect(readSummary(summary, load).checks).toEqual({
    passed: 6,
    failed: 3,
    failures: [
      { name: 'a sync becomes complete', count: 2 },
      { name: 'nothing is left behind', count: 1 },
    ],
  });
});

test('thresholds keep the order in which they were asked for, and one without an answer did not hold', () => {
  expect(readSummary(summary, load).thresholds).toEqual([
    { metric: 'checks', expression: 'rate==1', ok: false },
    { metric: 'http_req_failed', expression: 'rate==0', ok: false },
    { metric: 'dropped_iterations', expression: 'count==0', ok: false },
    { metric: 'bulk_sync_complete', expression: 'p(95)<30000', ok: true },
    { metric: 'http_req_duration', expression: 'p(95)<1000', ok: false },
  ]);
});

test('a summary of another kind is refused', () => {
  expect(() => readSummary({ version: '1.0.0', results: {} }, load)).toThrow(/root_group/);
});

test('the schema takes a result and refuses what it does not know', () => {
  expect(perfSchema.parse(resultOf(10))).toEqual(resultOf(10));
  expect(perfSchema.safeParse({ ...resultOf(10), workload: 'other' }).success).toBe(false);
  expect(perfSchema.safeParse({ ...resultOf(10), password: 'x' }).success).toBe(false);
});
