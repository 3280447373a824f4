import { readFileSync } from 'node:fs';
import { UsageError } from '../harness/cli/errors.ts';
import { type PerfResult, perfSchema } from './result.ts';

/** One number beside that of a former run. */
export interface Compared {
  title: string;
  before: number;
  now: number;
  ratio: number;
  /** Worse by more than the tolerance. */
  regression: boolean;
}

/** Differences below this are noise of the machine, whatever their ratio is. */
const noiseMs = 2;

/** A former `perf.json` of this workload. Throws UsageError when the file isn't one. */
export function readBaseline(file: string, workload: string): PerfResult {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`Cannot read the baseline "${file}": give the perf.json of a former run.`);
  }
  const parsed = perfSchema.safeParse(jsonOf(text));
  if (!parsed.success)
    throw new UsageError(`The baseline "${file}" is not a perf.json of this version; give that of a former run.`);
  if (parsed.data.workload !== workload) {
    throw new UsageError(`The baseline "${file}" is of ${parsed.data.workload}, not of ${workload}.`);
  }
  return parsed.data;
}

/** Compares the 95th percentiles of all times that both runs measured. `tolerance` is a share, e.g. 0.25. */
export function compare(now: PerfResult, before: PerfResult, tolerance: number): Compared[] {
  return Object.entries(now.times).flatMap(([metric, { title, p95 }]) => {
    const former = before.times[metric]?.p95;
    if (former === undefined) return [];
    const regression = p95 > former * (1 + tolerance) && p95 - former > noiseMs;
    return [{ title: `${title}, p95`, before: former, now: p95, ratio: former > 0 ? p95 / former : 1, regression }];
  });
}

/** In what the runs differ, so that their numbers don't compare; empty when in nothing. */
export function differences(now: PerfResult, before: PerfResult): string[] {
  const facts = ({ options, target }: PerfResult) => ({
    ...options,
    target: `${target.kind} ${target.node.platform} ${target.node.version}`,
  });
  const [mine, former] = [facts(now), facts(before)];
  return (Object.keys(mine) as (keyof typeof mine)[]).flatMap((name) =>
    mine[name] === former[name] ? [] : [`${name} ${former[name]}, now ${mine[name]}`],
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
