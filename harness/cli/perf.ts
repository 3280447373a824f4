import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readBaseline } from '../../perf/baseline.ts';
import { type Load, type LoadOptions, loadOf, silentDomain } from '../../perf/options.ts';
import { reportText } from '../../perf/report.ts';
import { type PerfResult, perfSchema, readSummary } from '../../perf/result.ts';
import { namesOf, passwordVariable, type Settings, settingsVariable, usernameVariable } from '../../perf/settings.ts';
import { sweep } from '../../perf/sweep.ts';
import { k6Trust } from '../../perf/trust.ts';
import { ApiClient } from '../clients/api.ts';
import { TargetUnavailable } from '../protocol/exchange.ts';
import type { Impact } from '../run/catalogue.ts';
import { exitCodes } from '../run/verdicts.ts';
import { attach } from '../targets/attach.ts';
import { startEmulator } from '../targets/emulator.ts';
import type { DescribedNode, Target, TargetNode } from '../targets/target.ts';
import { readTargetFile } from '../targets/target-file.ts';
import { makeOrder } from './certify.ts';
import { UsageError } from './errors.ts';
import { type Ended, findK6, type K6, k6Environment, runK6 } from './k6.ts';
import { root } from './playwright.ts';

export interface PerfOptions extends LoadOptions {
  target?: string;
  node?: string;
  impact?: Impact;
  seed?: number;
  out?: string;
  k6?: string;
  baseline?: string;
  tolerance: number;
}

/** What a load leaves in its folder. */
const outputs = { result: 'perf.json', dashboard: 'dashboard.html', summary: 'summary.txt', log: 'k6.log' };

const thresholdCrossed = 99;

/** `perf`: puts a load on one node of a target, writes the run's folder, prints the summary; resolves to the exit code. */
export async function perf(workload: string, options: PerfOptions): Promise<number> {
  const load = loadOf(workload, options);
  const baseline = options.baseline === undefined ? null : readBaseline(options.baseline, workload);
  const described =
    options.target === undefined || options.target === 'emulator' ? null : describedNode(load, options.target, options);
  const k6 = await findK6(options.k6);
  let target: Target;
  try {
    target = described
      ? await attach({ nodes: [described], control: null, tms: {}, harness: null })
      : await startEmulator({ topology: 'single' });
  } catch (error) {
    if (error instanceof TargetUnavailable) return inconclusive(error);
    throw error;
  }
  try {
    const [node] = target.nodes;
    if (!node) throw new Error('the target has no node');
    const order = makeOrder({ ...(options.seed === undefined ? {} : { seed: options.seed }), defect: [], variant: [] });
    const id = `${order.id}-perf-${workload}`;
    const folder = resolve(options.out ?? join(root, 'reports/out', id));
    const result = await runLoad(load, { ...order, id, folder }, { kind: described ? 'lab' : 'emulator', node }, k6);
    if (!result) {
      process.stderr.write('Interrupted before anything was measured.\n');
      return exitCodes.interrupted;
    }
    // A run that goes elsewhere may not be there tomorrow.
    if (!options.out) pointLatestAt(folder);
    const against = baseline && { file: options.baseline ?? '', result: baseline, tolerance: options.tolerance / 100 };
    writeFileSync(join(folder, outputs.summary), reportText(result, against, false));
    process.stdout.write(reportText(result, against, process.stdout.hasColors?.() ?? false));
    process.stdout.write(`${relative(process.cwd(), folder)}/${outputs.result}\n`);
    return result.exitCode;
  } catch (error) {
    if (error instanceof TargetUnavailable) return inconclusive(error);
    throw error;
  } finally {
    await target.close();
  }
}

function inconclusive({ message }: TargetUnavailable): number {
  process.stderr.write(`${message}\n`);
  return exitCodes.inconclusive;
}

/** The node of a target file that gets the load. Throws UsageError without consent, TargetFileError for a broken file. */
function describedNode({ workload, domain }: Load, file: string, { impact, node: wanted }: PerfOptions): DescribedNode {
  if (file === 'container')
    throw new UsageError(
      'perf loads the embedded emulator or the nodes of a target file; give --target FILE, or leave it out.',
    );
  const bridges = readTargetFile(file).nodes.filter(({ roles }) => roles.includes('callBridge'));
  const node = wanted === undefined ? bridges[0] : bridges.find(({ name }) => name === wanted);
  if (!node) {
    const names = bridges.map(({ name }) => name).join(', ') || 'none';
    throw new UsageError(
      `${file} has no Call Bridge${wanted === undefined ? '' : ` "${wanted}"`} to load; it has ${names}.`,
    );
  }
  if (impact !== 'reversible' && impact !== 'disruptive') {
    throw new UsageError(
      `${workload.name} makes spaces${workload.name === 'call-legs' ? ', calls and legs' : ''} on ${node.name} and removes them again; allow it with --impact reversible.`,
    );
  }
  if (workload.name === 'call-legs' && domain === silentDomain) {
    throw new UsageError(
      `call-legs dials out from ${node.name}: name with --domain the SIP domain in which something answers whatever user is called.`,
    );
  }
  return node;
}

/** Who runs, where to, and under which names. */
interface Run {
  id: string;
  folder: string;
  seed: number;
  startedAt: string;
  tool: PerfResult['run']['tool'];
}

/**
 * Runs k6 and makes of its summary the run's folder. Whatever happens to k6, nothing of the run stays on the target.
 * Resolves to null when it was stopped before it measured anything; throws Error when k6 fails.
 */
async function runLoad(
  load: Load,
  run: Run,
  { kind, node }: { kind: 'emulator' | 'lab'; node: TargetNode },
  k6: K6,
): Promise<PerfResult | null> {
  const { workload, size, rate, durationSeconds, holdSeconds } = load;
  const names = namesOf(run.seed);
  mkdirSync(run.folder, { recursive: true });
  // An earlier run into the same folder must not be taken for this one.
  for (const name of Object.values(outputs)) rmSync(join(run.folder, name), { force: true });
  process.stderr.write(`Running ${workload.name} on ${node.name} for ${durationSeconds} s ...\n`);
  const scratch = mkdtempSync(join(tmpdir(), 'cms-conformance-perf-'));
  try {
    const trust = await k6Trust(node, scratch);
    const settings: Settings = {
      origin: new URL(node.api.url).origin,
      insecure: trust.insecure,
      size,
      rate,
      durationSeconds,
      holdSeconds,
      domain: load.domain,
      thresholds: load.thresholds,
      rateUnit: workload.rateUnit,
      ...names,
      summaryFile: join(scratch, 'summary.json'),
    };
    const environment = k6Environment({
      ...trust.environment,
      [settingsVariable]: JSON.stringify(settings),
      [usernameVariable]: node.api.username,
      [passwordVariable]: node.api.password,
      K6_WEB_DASHBOARD: 'true',
      K6_WEB_DASHBOARD_PORT: '-1',
      K6_WEB_DASHBOARD_PERIOD: '1s',
      K6_WEB_DASHBOARD_EXPORT: join(run.folder, outputs.dashboard),
    });
    const log = join(run.folder, outputs.log);
    const ended = await runK6(k6, ['--quiet', '--no-color', workload.script], environment, log);
    // A terminal's Ctrl-C ends the embedded emulator too, and everything on it.
    const leftBehind = kind === 'emulator' && ended.interrupted ? 0 : await sweepAfter(node, names.tag);
    if (!existsSync(settings.summaryFile)) {
      if (ended.interrupted) return null;
      throw troubleOf(ended.code, log);
    }
    const summary: unknown = JSON.parse(readFileSync(settings.summaryFile, 'utf8'));
    const result = perfSchema.parse({
      schema: 'cms-conformance/perf/1',
      run: {
        id: run.id,
        seed: run.seed,
        tag: names.tag,
        startedAt: run.startedAt,
        tool: run.tool,
        endedAt: new Date().toISOString(),
        k6: k6.version,
        interrupted: ended.interrupted,
      },
      workload: workload.name,
      target: { kind, node: { name: node.name, platform: node.platform, version: node.version } },
      options: { size, rate, rateUnit: workload.rateUnit, durationSeconds, holdSeconds },
      ...readSummary(summary, load),
      leftBehind,
      exitCode: exitCodeOf(ended, leftBehind, log),
    } satisfies PerfResult);
    writeFileSync(join(run.folder, outputs.result), `${JSON.stringify(result, null, 2)}\n`);
    return result;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Removes what a k6 that died could not remove. Gives how much is left, null when the target doesn't answer. */
async function sweepAfter(node: TargetNode, tag: string): Promise<number | null> {
  const api = new ApiClient({ node: node.name, ...node.api, tls: node.tls });
  try {
    const bridge = {
      send: async (method: 'GET' | 'POST' | 'DELETE', path: string, body?: Record<string, string>) => {
        const answer = await api.request(method, `/api/v1${path}`, body && Object.entries(body));
        return { status: answer.status, body: answer.body, location: answer.location ?? '' };
      },
      wait: (milliseconds: number) => delay(milliseconds),
    };
    return (await sweep(bridge, tag)).left;
  } catch {
    return null;
  } finally {
    await api.close();
  }
}

function exitCodeOf({ code, interrupted }: Ended, leftBehind: number | null, log: string): number {
  if (interrupted) return exitCodes.interrupted;
  if (code !== 0 && code !== thresholdCrossed) throw troubleOf(code, log);
  if (code === thresholdCrossed || leftBehind) return exitCodes.failed;
  return leftBehind === null ? exitCodes.inconclusive : exitCodes.conformant;
}

/** k6 didn't do its work: its own last word about it. */
function troubleOf(code: number | null, log: string): Error {
  const lastError = readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line.includes('level=error'))
    .at(-1);
  return new Error(`k6 ended with ${code}: ${lastError ?? 'without a word'}; its output is ${log}`);
}

/** `reports/out/latest-perf` points at the newest load. */
function pointLatestAt(folder: string): void {
  const link = join(root, 'reports/out/latest-perf');
  rmSync(link, { force: true, recursive: true });
  symlinkSync(relative(dirname(link), folder), link, 'junction');
}
