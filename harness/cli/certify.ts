import { execFileSync } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { allureResultsIn } from '../../reports/allure-labels.ts';
import { writeUnchecked } from '../../reports/allure-unchecked.ts';
import { summaryText } from '../../reports/summary.ts';
import { type Ending, writeReports } from '../../reports/write.ts';
import { chromiumMissing, findChromium } from '../browser/chromium.ts';
import { provideChromium } from '../browser/provide.ts';
import { TargetUnavailable } from '../protocol/exchange.ts';
import { type Impact, loadCatalogue } from '../run/catalogue.ts';
import { orderVariable, type RunOrder } from '../run/order.ts';
import { type Result, resultSchema } from '../run/result.ts';
import { RunStore, stateFolder } from '../run/store.ts';
import { exitCodes } from '../run/verdicts.ts';
import { readWaivers } from '../run/waivers.ts';
import { attach } from '../targets/attach.ts';
import type { EmulatorOptions } from '../targets/emulator.ts';
import { readTargetFile } from '../targets/target-file.ts';
import { containerTarget, withContainers } from './container-target.ts';
import { checkEmulatorOptions } from './emulator-options.ts';
import { Interrupted, PrerequisiteMissing, UsageError } from './errors.ts';
import { leased } from './leased.ts';
import { root, runPlaywright } from './playwright.ts';
import { leftSentence } from './recover.ts';
import { didYouMean } from './similar.ts';
import { suitesWith } from './suites.ts';

export interface CertifyOptions {
  target?: string;
  impact?: Impact;
  only?: string[];
  waivers?: string;
  out?: string;
  seed?: number;
  state?: string;
  topology?: string;
  profile?: string;
  defect: string[];
  variant: string[];
}

/** What a run leaves in its folder. */
const outputs = [
  'result.json',
  'certificate.html',
  'junit.xml',
  'target.json',
  'evidence',
  'allure-results',
  'playwright',
];

/** `certify`: judges the target, writes the run's folder, prints the summary; resolves to the exit code. */
export async function certify(options: CertifyOptions): Promise<number> {
  const order = makeOrder(options);
  await requirePrograms(order);
  const result = await judgeShown(order);
  // A run that goes elsewhere may not be there tomorrow.
  if (!options.out) pointLatestAt(order.folder);
  process.stdout.write(summaryText(result, relative(process.cwd(), order.folder)));
  return result.exitCode;
}

/** Judges with progress shown; real nodes for itself, one check at a time. */
async function judgeShown(order: RunOrder): Promise<Result> {
  const { id, target, state } = order;
  if (target.kind !== 'lab' || !state)
    return withContainers(order, (prepared) => judge(prepared, { output: 'inherit', workers: 2 }));
  return leased({ file: target.file, state, run: id }, () => {
    const left = leftSentence(target.file, state);
    if (left) process.stderr.write(`${left}\n`);
    return judge(order, { output: 'inherit', workers: 1 });
  });
}

/** How the checks of an order are run. */
export interface Running {
  /** Whether progress is shown. */
  output: 'inherit' | 'ignore';
  workers: number;
  /** Playwright configuration with a project `conformance` of other suites than the repository's own. */
  config?: string;
}

/** Runs the checks of an order and gives what they found; the run's folder is complete afterwards. */
export async function judge(order: RunOrder, how: Running): Promise<Result> {
  await requirePrograms(order);
  makeFolder(order.folder);
  // An earlier run into the same folder must not be taken for this one.
  for (const name of outputs) rmSync(join(order.folder, name), { recursive: true, force: true });
  const file = join(order.folder, 'order.json');
  writeFileSync(file, `${JSON.stringify(order, null, 2)}\n`);
  if (order.target.kind === 'lab') {
    const gate = await unavailable(order.target.file);
    if (gate) return endWithoutRunning(order, gate);
  }
  const reporters = ['./reports/reporter.ts', ...(order.proving ? [] : ['./reports/allure-reporter.ts'])];
  const scratch = join(order.folder, 'playwright');
  const args = [
    ...(how.config ? [`--config=${how.config}`] : []),
    '--project=conformance',
    `--workers=${how.workers}`,
    '--pass-with-no-tests',
    `--reporter=${reporters.join(',')}`,
    `--output=${scratch}`,
    `--grep=^.* (${order.selected.join('|')})( |$)`,
    ...(how.config ? [] : suitesWith(order.selected)),
  ];
  const code = await runPlaywright(args, { [orderVariable]: file }, how.output);
  rmSync(scratch, { recursive: true, force: true });
  const written = join(order.folder, 'result.json');
  if (!existsSync(written) && code === exitCodes.interrupted)
    throw new Interrupted('Interrupted before the first check: there is nothing to report.');
  if (!existsSync(written)) throw new Error(`the run ended without a result; its order is ${file}`);
  const result = resultSchema.parse(JSON.parse(readFileSync(written, 'utf8')));
  forgetReported(order, result);
  if (!order.proving) writeUnchecked(result, allureResultsIn(order.folder));
  return result;
}

/** The run's folder. Throws UsageError when it can't be. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`The run's folder ${folder} can't be written to (${code}): name another one by --out.`);
  }
}

/** What was harvested and has been reported needs no keeping any more. */
function forgetReported({ id, state }: RunOrder, { requirements }: Result): void {
  if (!state || !existsSync(state)) return;
  const store = new RunStore(state);
  const judged = requirements.filter(({ verdict }) => verdict === 'pass' || verdict === 'fail');
  store.reported(
    id,
    judged.map((requirement) => requirement.id),
  );
  store.close();
}

/** The order that these options ask for. Throws UsageError and TargetFileError before anything is touched. */
export function makeOrder(options: CertifyOptions): RunOrder {
  const catalogue = loadCatalogue();
  const prefixes = options.only ?? [''];
  for (const prefix of prefixes) checkPrefix(prefix, options.only !== undefined);
  if (options.target === '') {
    throw new UsageError(
      '--target is empty: name emulator, container or a target file, or leave it out for the emulator.',
    );
  }
  const file = options.target === 'emulator' || options.target === 'container' ? undefined : options.target;
  if (file) readTargetFile(file);
  const emulator: EmulatorOptions = {
    ...(options.topology
      ? { topology: existsSync(options.topology) ? resolve(options.topology) : options.topology }
      : {}),
    ...(options.profile ? { profile: options.profile } : {}),
    defects: options.defect,
    variants: options.variant,
  };
  if (file && (options.topology || options.profile || options.defect.length > 0 || options.variant.length > 0)) {
    throw new UsageError(
      '--topology, --profile, --defect and --variant are for emulated clusters; leave out --target, or give --target container, to use one.',
    );
  }
  if (!file) checkEmulatorOptions(emulator, options.topology);
  const startedAt = new Date();
  const id = `${startedAt.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}-${randomBytes(2).toString('hex')}`;
  return {
    id,
    folder: resolve(options.out ?? join(root, 'reports/out', id)),
    ...(file ? { state: resolve(options.state ?? stateFolder()) } : {}),
    seed: options.seed ?? randomInt(2 ** 31),
    startedAt: startedAt.toISOString(),
    tool: toolIdentity(),
    target: file
      ? { kind: 'lab', file: resolve(file) }
      : options.target === 'container'
        ? containerTarget(emulator)
        : { kind: 'emulator', emulator },
    ...(options.waivers === undefined
      ? {}
      : {
          waivers: readWaivers(
            options.waivers,
            startedAt,
            catalogue.map(({ id }) => id),
          ),
        }),
    impact: options.impact ?? (file ? 'observe' : 'disruptive'),
    selected: catalogue.filter(({ id }) => prefixes.some((prefix) => id.startsWith(prefix))).map(({ id }) => id),
  };
}

/** Refuses what no requirement's ID begins with. Throws UsageError. */
export function checkPrefix(prefix: string, asked = true): void {
  const ids = loadCatalogue().map(({ id }) => id);
  if (asked && prefix === '')
    throw new UsageError('--only is empty: name the beginning of an ID, or leave it out for all.');
  if (ids.some((id) => id.startsWith(prefix))) return;
  const topics = new Set(ids.flatMap((id) => [id, id.replace(/-\d+$/, ''), id.split('-')[0] ?? id]));
  const advice = didYouMean(prefix, [...topics], '`npm run requirements` lists them.');
  throw new UsageError(`No requirement's ID begins with "${prefix}"; ${advice}`);
}

/** Gets the programs that the selected checks need. Throws PrerequisiteMissing when one can't be had. */
async function requirePrograms({ selected }: RunOrder): Promise<void> {
  const needing = loadCatalogue().filter(({ id, programs }) => programs?.includes('chromium') && selected.includes(id));
  const [first] = needing;
  if (!first || findChromium()) return;
  const others = needing.length > 1 ? ` and ${needing.length - 1} more` : '';
  const missing = chromiumMissing(`The check of ${first.id}${others}`);
  if (process.env.CMS_CHROMIUM) throw new PrerequisiteMissing(missing);
  process.stderr.write('Getting Chromium for the browser checks (once) ...\n');
  await provideChromium().catch(() => {
    throw new PrerequisiteMissing(missing);
  });
}

/** Why the target can't be judged at all, or null. */
async function unavailable(targetFile: string): Promise<string | null> {
  try {
    await (await attach(readTargetFile(targetFile))).close();
    return null;
  } catch (error) {
    if (error instanceof TargetUnavailable) return error.message;
    throw error;
  }
}

function endWithoutRunning(order: RunOrder, reason: string): Result {
  const endings = new Map<string, Ending>(
    order.selected.map((id) => [id, { verdict: 'inconclusive', reason, checks: [] }]),
  );
  const result = writeReports(order, endings, { interrupted: false, errors: [] });
  writeUnchecked(result, allureResultsIn(order.folder));
  return result;
}

/** `reports/out/latest` points at the newest run. */
function pointLatestAt(folder: string): void {
  const link = join(root, 'reports/out/latest');
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true, recursive: true });
  symlinkSync(relative(dirname(link), folder), link, 'junction');
}

function toolIdentity(): RunOrder['tool'] {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return { version, commit: git('rev-parse', 'HEAD'), cleanTree: git('status', '--porcelain') === '' };
  } catch {
    return { version, commit: 'unknown', cleanTree: false };
  }
}
