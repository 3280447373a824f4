import { styleText } from 'node:util';
import { type Compared, compare, differences } from './baseline.ts';
import type { PerfResult, Time } from './result.ts';
import { workloads } from './workloads.ts';

/** A former run to compare with; `tolerance` is a share. */
export interface Against {
  file: string;
  result: PerfResult;
  tolerance: number;
}

type Painted = 'green' | 'red' | 'yellow';

/** What `perf` prints at its end. `colour` is for a terminal. */
export function reportText(result: PerfResult, against: Against | null, colour: boolean): string {
  const paint = (style: Painted, text: string) => (colour ? styleText(style, text, { validateStream: false }) : text);
  const { iterations, requests, checks } = result;
  const counters = Object.entries(result.counters).map(([name, count]) => `${name.replaceAll('_', ' ')} ${count}`);
  const lines = [
    '',
    headline(result),
    '',
    `  ${'milliseconds'.padEnd(30)}${['count', 'p50', 'p90', 'p95', 'p99', 'max'].map((name) => name.padStart(9)).join('')}`,
    ...Object.values(result.times).map(timeLine),
    '',
    `  iterations ${iterations.count}, dropped ${iterations.dropped}${counters.map((text) => `; ${text}`).join('')}`,
    `  requests ${requests.count} (${requests.perSecond.toFixed(1)}/s), failed ${requests.failed}`,
    `  checks ${checks.passed + checks.failed}, failed ${checks.failed}`,
    ...checks.failures.map(({ name, count }) => `  ${paint('red', 'failed')}   ${name} (${count} times)`),
    '',
    ...result.thresholds.map(
      ({ metric, expression, ok }) =>
        `  ${ok ? paint('green', 'ok     ') : paint('red', 'crossed')}  ${metric} ${expression}`,
    ),
    ...(against ? ['', ...comparison(result, against, paint)] : []),
  ];
  const { leftBehind } = result;
  if (leftBehind !== 0) {
    const what =
      leftBehind === null
        ? 'The target could not be asked what is left on it'
        : `${leftBehind} objects could not be removed`;
    lines.push('', paint('red', `  ${what}; the names of this run hold "${result.run.tag}".`));
  }
  return `${lines.join('\n')}\n\n${verdict(result, paint)}\n`;
}

function headline({ workload, target, options, run }: PerfResult): string {
  const { node } = target;
  const { iteration, sizeOf } = workloads[workload];
  return [
    `${workload} on ${node.name} (${target.kind}, ${node.platform} ${node.version}):`,
    `${options.rate} ${iteration}s per ${options.rateUnit} for ${options.durationSeconds} s,`,
    `${options.size} ${sizeOf}; seed ${run.seed}, k6 ${run.k6}`,
  ].join(' ');
}

function timeLine({ title, count, p50, p90, p95, p99, max }: Time): string {
  return `  ${title.padEnd(30)}${String(count).padStart(9)}${[p50, p90, p95, p99, max].map((value) => milliseconds(value).padStart(9)).join('')}`;
}

function comparison(
  result: PerfResult,
  { file, result: before, tolerance }: Against,
  paint: (style: Painted, text: string) => string,
): string[] {
  const row = ({ title, before: former, now, ratio, regression }: Compared) => {
    const line = `  ${title.padEnd(36)}${milliseconds(former).padStart(9)} -> ${milliseconds(now).padStart(9)}  ${ratio.toFixed(2)} times`;
    return regression ? `${line}  ${paint('red', 'regression')}` : line;
  };
  const differs = differences(result, before);
  return [
    `  compared with ${file} (${before.run.id}), tolerance ${Math.round(tolerance * 100)} %`,
    ...(differs.length > 0 ? [paint('yellow', `  it was measured otherwise: ${differs.join('; ')}`)] : []),
    ...compare(result, before, tolerance).map(row),
  ];
}

function verdict({ exitCode, run, thresholds }: PerfResult, paint: (style: Painted, text: string) => string): string {
  const crossed = thresholds.filter(({ ok }) => !ok).length;
  if (run.interrupted) return paint('yellow', 'INTERRUPTED: what was measured until then is kept');
  if (exitCode === 0) return paint('green', 'WITHIN LIMITS: every threshold held');
  return paint(
    'red',
    crossed > 0
      ? `LIMIT CROSSED: ${crossed} of ${thresholds.length} thresholds`
      : 'NOT CLEAN: the target is not as it was before',
  );
}

function milliseconds(value: number): string {
  return value < 100 ? value.toFixed(1) : String(Math.round(value));
}
