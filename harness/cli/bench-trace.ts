import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatedLog } from '../trace/generated.ts';
import { root } from './playwright.ts';

const rounds = 3;
/** What is asked for: a part of the speed of grep, and megabytes. */
const limits = { ratio: 0.2, peak: 150 };
/** As the launcher starts the command. */
const flags = ['--max-semi-space-size=8'];
const env = { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'), ...process.env };

/** What `trace check` does with a large log, beside `grep -c` on the same file. */
export interface TraceSpeed {
  megabytes: number;
  /** Megabytes per second. */
  check: number;
  grep: number;
  /** Peak resident memory in megabytes; null where the system doesn't tell. */
  peak: number | null;
}

/** Measures on a generated log that is removed afterwards; `CMS_BENCH_LOG_MB` is its size, 1000 by default. */
export async function traceSpeed(megabytes = Number(process.env.CMS_BENCH_LOG_MB ?? 1000)): Promise<TraceSpeed> {
  const folder = mkdtempSync(join(tmpdir(), 'cms-conformance-bench-'));
  try {
    const file = join(folder, 'cms.log');
    const output = openSync(file, 'w');
    for (const piece of generatedLog(megabytes * 1e6)) writeSync(output, piece);
    closeSync(output);
    const check: Run[] = [];
    const grep: Run[] = [];
    // in turns, so that whatever else the machine does is the same for both
    for (let round = 0; round < rounds; round += 1) {
      grep.push(await timed('grep', ['-c', 'API trace', file]));
      check.push(await timed(process.execPath, [...flags, join(root, 'harness/cli/main.ts'), 'trace', 'check', file]));
    }
    const speed = (runs: Run[]) => megabytes / median(runs.map(({ seconds }) => seconds));
    const peaks = check.flatMap(({ peak }) => peak ?? []);
    return { megabytes, check: speed(check), grep: speed(grep), peak: peaks.length > 0 ? Math.max(...peaks) : null };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The measurement in one line. */
export async function benchTrace(): Promise<string> {
  const { megabytes, check, grep, peak } = await traceSpeed();
  const memory =
    peak === null ? 'peak memory unknown' : `peak memory ${peak.toFixed(0)} MB (below ${limits.peak} asked for)`;
  return `${check.toFixed(0)} MB/s, ${(check / grep).toFixed(2)} of grep -c (${grep.toFixed(0)} MB/s; at least ${limits.ratio} asked for) on ${megabytes} MB; ${memory}`;
}

interface Run {
  seconds: number;
  peak: number | null;
}

function timed(command: string, args: readonly string[]): Promise<Run> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    // grep stops at the first match when its output goes nowhere
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'], env });
    child.stdout.resume();
    let peak: number | null = null;
    const look = setInterval(() => (peak = peakOf(child.pid) ?? peak), 50);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearInterval(look);
      const seconds = (performance.now() - started) / 1000;
      if (code === 0) resolve({ seconds, peak });
      else reject(new Error(`${command} ended with ${code}`));
    });
  });
}

/** Peak resident memory of a process in megabytes, as Linux tells it. */
function peakOf(pid: number | undefined): number | null {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1000;
  } catch {
    return null;
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
