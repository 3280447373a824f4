import { UsageError } from '../harness/cli/errors.ts';
import { type MetricKind, metricsOf, type Workload, type WorkloadName, workloadNames, workloads } from './workloads.ts';

/** What the command line gives, as it was written. */
export interface LoadOptions {
  rate?: string;
  size?: string;
  duration?: string;
  hold?: string;
  domain?: string;
  threshold: string[];
}

/** A load that is right in itself. */
export interface Load {
  workload: Workload;
  size: number;
  rate: number;
  durationSeconds: number;
  holdSeconds: number;
  domain: string;
  thresholds: Record<string, string[]>;
}

const maxRate = 1000;
const maxSeconds = 3600;
const maxLegsAtOnce = 5000;

/** Nobody answers in it: reserved by RFC 2606. */
export const silentDomain = 'load.invalid';

/** The load that is asked for. Throws UsageError for an unknown workload, a number that is none or too large, a broken threshold. */
export function loadOf(name: string, options: LoadOptions): Load {
  if (!workloadNames.includes(name as WorkloadName)) {
    throw new UsageError(`Unknown workload "${name}": it is one of ${workloadNames.join(', ')}.`);
  }
  const workload = workloads[name as WorkloadName];
  const { defaults, limits, rateUnit, iteration } = workload;
  const load: Load = {
    workload,
    size: whole('--size', options.size, defaults.size, limits.size),
    rate: whole('--rate', options.rate, defaults.rate, maxRate),
    durationSeconds: seconds('--duration', options.duration, defaults.durationSeconds, 1),
    holdSeconds: seconds('--hold', options.hold, defaults.holdSeconds, 0),
    domain: domainName(options.domain ?? silentDomain),
    thresholds: withThresholds(workload, options.threshold),
  };
  if (workload.name !== 'call-legs' && (options.hold !== undefined || options.domain !== undefined)) {
    throw new UsageError(`--hold and --domain are for call-legs; ${workload.name} has no legs.`);
  }
  const iterations = (load.rate * load.durationSeconds) / (rateUnit === 'minute' ? 60 : 1);
  if (iterations > limits.iterations) {
    throw new UsageError(
      `--rate and --duration make ${Math.round(iterations)} ${iteration}s; ${limits.iterations} are the most of one run.`,
    );
  }
  if (load.rate * load.holdSeconds > maxLegsAtOnce) {
    throw new UsageError(
      `--rate and --hold make ${load.rate * load.holdSeconds} legs at once; ${maxLegsAtOnce} are the most.`,
    );
  }
  return load;
}

function whole(option: string, text: string | undefined, byDefault: number, most: number): number {
  if (text === undefined) return byDefault;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > most)
    throw new UsageError(`${option} "${text}": expected a whole number from 1 to ${most}.`);
  return number;
}

/** Whole seconds of `15`, `15s` or `2m`. */
function seconds(option: string, text: string | undefined, byDefault: number, least: number): number {
  if (text === undefined) return byDefault;
  const match = /^(\d{1,6})(s|m)?$/.exec(text);
  const value = match ? Number(match[1]) * (match[2] === 'm' ? 60 : 1) : -1;
  if (value < least || value > maxSeconds) {
    throw new UsageError(
      `${option} "${text}": expected a time such as 15s or 2m, from ${least}s to ${maxSeconds / 60}m.`,
    );
  }
  return value;
}

function domainName(text: string): string {
  if (!/^[A-Za-z0-9.-]{1,200}(:\d{1,5})?$/.test(text))
    throw new UsageError(`--domain "${text}": expected a host name or an address.`);
  return text;
}

const number = '-?\\d+(?:\\.\\d+)?';
const aggregations: Record<MetricKind, string> = {
  trend: `avg|min|max|med|p\\((?:100|\\d{1,2}(?:\\.\\d+)?)\\)`,
  rate: 'rate',
  counter: 'count|rate',
};

/** The workload's thresholds; those that are asked for replace its own of the same metric. */
function withThresholds(workload: Workload, asked: readonly string[]): Record<string, string[]> {
  const metrics = metricsOf(workload);
  const mine: Record<string, string[]> = {};
  for (const text of asked) {
    const at = text.indexOf('=');
    const [metric, expression] = at < 0 ? [text, ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    const kind = metrics.get(metric);
    if (!kind)
      throw new UsageError(
        `--threshold "${text}": ${workload.name} has no metric "${metric}"; it has ${[...metrics.keys()].join(', ')}.`,
      );
    if (!new RegExp(`^(?:${aggregations[kind]})\\s*(?:<=|>=|<|>|===|==|!=)\\s*${number}$`).test(expression)) {
      const example = { trend: 'p(95)<500', rate: 'rate>0.99', counter: 'count<10' }[kind];
      throw new UsageError(`--threshold "${text}": expected METRIC=EXPRESSION such as '${metric}=${example}'.`);
    }
    mine[metric] = [...(mine[metric] ?? []), expression];
  }
  return { ...workload.thresholds, ...mine };
}
