import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Detection, detectionFile, readDetection, suitesFingerprint } from '../../reports/detection.ts';
import { type DefectOutcome, defectOutcomeOf, printRow } from '../../reports/matrix.ts';
import { defects } from '../emulator/defects/index.ts';
import type { Defect, PolicyName, Variant } from '../emulator/policies/index.ts';
import { variants } from '../emulator/variants/index.ts';
import { loadCatalogue } from '../run/catalogue.ts';
import { exitCodes, type Verdict } from '../run/verdicts.ts';
import { judge, makeOrder } from './certify.ts';
import { Interrupted, UsageError } from './errors.ts';
import { root } from './playwright.ts';
import { judgeBatch, notProved } from './prove-batch.ts';
import { didYouMean } from './similar.ts';

export interface ProveOptions {
  json?: string;
  defect: string[];
  record?: boolean;
}

/** What `prove --json` writes. */
export interface DetectionMatrix {
  /** Part of the defects that were killed, 0 to 1. */
  score: number;
  defects: { id: string; violates: readonly string[]; failed: string[]; outcome: DefectOutcome }[];
  /** Each with the number of checks that it can touch. */
  variants: { id: string; failed: string[]; checks: number }[];
  /** Requirements that no killed defect violates. */
  requirementsWithoutDefect: string[];
}

/**
 * `prove`: runs the suites against every defect and variant, two at a time; prints the matrix; 1 when one is not as it should be.
 * A defect has to be caught by the checks of the requirements that it violates, so those run, each on a cluster of its own; only when
 * they miss it, it is tried again by itself, and every other check too, to tell a survivor from a misattribution. A check that never asks the replaced policy can't be touched by the
 * replacement: a first run without any replacement tells which checks ask which policies.
 */
export async function prove(options: ProveOptions): Promise<number> {
  const wanted = options.defect;
  const unknown = wanted.find((id) => ![...defects, ...variants].some((one) => one.id === id));
  if (unknown !== undefined) {
    const ids = [...defects, ...variants].map(({ id }) => id);
    throw new UsageError(
      `Unknown defect "${unknown}": ${didYouMean(unknown, ids, '`npm run requirements` lists them.')}`,
    );
  }
  // an hour's work must not end at a folder that isn't there
  if (options.json && !existsSync(dirname(resolve(options.json))))
    throw new UsageError(`${options.json} can't be written: there is no folder ${dirname(resolve(options.json))}.`);
  const catalogue = loadCatalogue()
    .filter(({ untestable }) => !untestable)
    .map(({ id }) => id);
  const orphan = defects.find(
    ({ violates }) => violates.length === 0 || violates.some((id) => !catalogue.includes(id)),
  );
  if (orphan) throw new Error(`the defect ${orphan.id} violates no known requirement`);
  const chosen = <T extends { id: string }>(all: readonly T[]) =>
    all.filter(({ id }) => wanted.length === 0 || wanted.includes(id));

  const folder = join(root, 'reports/out/prove');
  rmSync(folder, { recursive: true, force: true });
  const matrix: DetectionMatrix = { score: 0, defects: [], variants: [], requirementsWithoutDefect: [] };
  process.stdout.write('Baseline: every check without a defect ...\n');
  const touched = await baseline(chosen(variants).length > 0, chosen(defects), catalogue, join(folder, 'baseline'));
  if (!touched) {
    process.stderr.write(
      'The suites are not green without a defect, so nothing can be proved: run `npm run certify` first.\n',
    );
    return exitCodes.failed;
  }
  const tried = await Promise.all(
    chosen(variants).map(async (variant) => ({ variant, touched: await touched(variant.policy) })),
  );
  const { killed: killedTogether, left } = await judgeBatch(chosen(defects), join(folder, 'batch'));
  matrix.defects.push(...killedTogether);
  const jobs: (() => Promise<void>)[] = [
    ...grouped(tried).map((group, index) => async () => {
      matrix.variants.push(...(await tryVariants(group, join(folder, `variants-${index + 1}`))));
    }),
    ...left.map((defect) => async () => {
      matrix.defects.push(await tryDefect(defect, touched, folder));
    }),
  ];
  await twoAtATime(jobs);

  const killed = matrix.defects.filter(({ outcome }) => outcome === 'killed');
  matrix.score = matrix.defects.length === 0 ? 0 : killed.length / matrix.defects.length;
  matrix.requirementsWithoutDefect = catalogue.filter((id) => !killed.some(({ violates }) => violates.includes(id)));
  for (const list of [matrix.defects, matrix.variants]) list.sort((a, b) => a.id.localeCompare(b.id));
  if (options.json) writeFileSync(options.json, `${JSON.stringify(matrix, null, 2)}\n`);
  const complete = wanted.length === 0;
  const good =
    killed.length === matrix.defects.length &&
    matrix.variants.every(isGreen) &&
    (!complete || matrix.requirementsWithoutDefect.length === 0);
  process.stdout.write(conclusion(matrix, complete));
  if (options.record && complete) record(matrix);
  return good ? exitCodes.conformant : exitCodes.failed;
}

/** Tells which requirements' checks a policy can touch. */
type Touched = (policy: PolicyName) => Promise<string[]>;

/**
 * Runs the checks without any replacement; null when they aren't green. Where a few defects are tried and no variant, only their
 * own checks run, and the rest when one of them isn't killed.
 */
async function baseline(
  variantsToo: boolean,
  tried: readonly Defect[],
  catalogue: readonly string[],
  folder: string,
): Promise<Touched | null> {
  if (variantsToo) {
    const measured = await measureTouch(catalogue, folder);
    return measured && ((policy) => Promise.resolve(measured(policy)));
  }
  const own = [...new Set(tried.flatMap(({ violates }) => violates))];
  const { failed, open } = await run({ defect: [], variant: [] }, own, join(folder, 'own'));
  if (failed.length + open.length > 0) return null;
  let measured: ReturnType<typeof measureTouch> | undefined;
  return async (policy) => {
    measured ??= measureTouch(catalogue, folder);
    const touch = await measured;
    if (!touch) throw new Error('the suites are not green without a defect: run `npm run certify`');
    return touch(policy);
  };
}

/** Lets every check run, noting which policies it asks; null when that isn't conformant. What didn't pass tells nothing of a policy. */
async function measureTouch(
  catalogue: readonly string[],
  folder: string,
): Promise<((policy: PolicyName) => string[]) | null> {
  mkdirSync(folder, { recursive: true });
  const policyNotes = join(folder, 'policies.jsonl');
  const order = makeOrder({ defect: [], variant: [], out: folder, seed: 1 });
  const { exitCode, requirements: judged } = await judge(
    { ...order, policyNotes, target: { kind: 'emulator', emulator: { notesPolicies: true } } },
    { output: 'ignore', workers: 1 },
  );
  if (exitCode === exitCodes.interrupted) throw new Interrupted(notProved);
  if (exitCode !== exitCodes.conformant) return null;
  const passed = catalogue.filter((id) => judged.some((one) => one.id === id && one.verdict === 'pass'));
  const notes = readFileSync(policyNotes, 'utf8')
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as { requirements: string[]; policies: string[] });
  return (policy) => {
    const asking = notes.filter(({ policies }) => policies.includes(policy));
    // the emulator itself asks it: every check may feel it
    if (asking.some(({ requirements }) => requirements.length === 0)) return passed;
    return passed.filter((id) => asking.some(({ requirements }) => requirements.includes(id)));
  };
}

async function tryDefect(
  defect: Defect,
  touched: Touched,
  folder: string,
): Promise<DetectionMatrix['defects'][number]> {
  const replacing = { defect: [defect.id], variant: [] };
  const own = defect.violates;
  const { failed, open } = await run(replacing, own, join(folder, defect.id));
  // A defect that spoils the tidying up leaves later checks without their preconditions, and a busy machine may start no cluster
  // in time: what could not be judged is tried once more, each with a cluster of its own.
  for (const id of open) {
    failed.push(...(await run(replacing, [id], join(folder, defect.id, id))).failed);
  }
  let missedBy = own.length;
  if (defectOutcomeOf(own, failed) !== 'killed') {
    const others = (await touched(defect.policy)).filter((id) => !own.includes(id));
    failed.push(...(await run(replacing, others, join(folder, defect.id, 'others'))).failed);
    missedBy += others.length;
  }
  const outcome = defectOutcomeOf(own, failed);
  const shown = failed.map((id) => (own.includes(id) ? id : `(${id})`)).join(' ');
  printRow(outcome, outcome === 'killed', defect.id, shown || `nothing failed of ${missedBy} checks`);
  return { id: defect.id, violates: own, failed, outcome };
}

/** A variant with the requirements whose checks it can touch. */
interface TriedVariant {
  variant: Variant;
  touched: readonly string[];
}

/** Variants of one run at most: the more there are, the likelier one hides what another one does. */
const groupSize = 10;

/** Groups of at most `groupSize` in which each policy is replaced once at most. */
export function grouped<T extends { variant: Pick<Variant, 'policy'> }>(tried: readonly T[]): T[][] {
  const groups: T[][] = [];
  for (const one of tried) {
    const fits = (group: T[]) =>
      group.length < groupSize && group.every(({ variant }) => variant.policy !== one.variant.policy);
    const group = groups.find(fits);
    if (group) group.push(one);
    else groups.push([one]);
  }
  return groups;
}

/**
 * What conforms conforms together, too, so a group is tried at once; checks that don't pass then are tried with each variant alone.
 * Green is a variant with which every check passes that passes without it; one that no check can feel has not been tried at all.
 */
async function tryVariants(group: readonly TriedVariant[], folder: string): Promise<DetectionMatrix['variants']> {
  const notGreen = async (ids: string[], checks: readonly string[], where: string) => {
    const { failed, open } = await run({ defect: [], variant: ids }, checks, where);
    return [...failed, ...open];
  };
  const all = [...new Set(group.flatMap(({ touched }) => touched))];
  const together = await notGreen(
    group.map(({ variant }) => variant.id),
    all,
    folder,
  );
  const found: DetectionMatrix['variants'] = [];
  for (const { variant, touched } of group) {
    const doubtful = touched.filter((id) => together.includes(id));
    const red = await notGreen([variant.id], doubtful, join(folder, variant.id));
    const tried = { id: variant.id, failed: red, checks: touched.length };
    const { word, text } = variantRow(tried);
    printRow(word, word === 'green', variant.id, text);
    found.push(tried);
  }
  return found;
}

/** Whether checks could feel a variant, and each passed as it does without it. */
function isGreen({ failed, checks }: DetectionMatrix['variants'][number]): boolean {
  return checks > 0 && failed.length === 0;
}

/** How a variant ended, and what there is to say of it. */
export function variantRow(tried: DetectionMatrix['variants'][number]): { word: string; text: string } {
  if (isGreen(tried)) return { word: 'green', text: `${tried.checks} checks as without it` };
  return { word: 'red', text: tried.failed.join(' ') || 'no check asks the policy that it replaces' };
}

/** The requirements that failed, and those that were neither judged to fail nor to pass. */
async function run(
  replacing: { defect: string[]; variant: string[] },
  touched: readonly string[],
  folder: string,
): Promise<{ failed: string[]; open: string[] }> {
  if (touched.length === 0) return { failed: [], open: [] };
  mkdirSync(folder, { recursive: true });
  const order = { ...makeOrder({ ...replacing, out: folder, seed: 1 }), selected: [...touched], proving: true };
  const result = await judge(order, { output: 'ignore', workers: 1 });
  if (result.exitCode === exitCodes.interrupted) throw new Interrupted(notProved);
  const withVerdict = (fits: (verdict: Verdict) => boolean) =>
    result.requirements.filter(({ verdict }) => fits(verdict)).map(({ id }) => id);
  return {
    failed: withVerdict((verdict) => verdict === 'fail'),
    open: withVerdict((verdict) => verdict !== 'pass' && verdict !== 'fail'),
  };
}

async function twoAtATime(jobs: (() => Promise<void>)[]): Promise<void> {
  const queue = [...jobs];
  const worker = async () => {
    for (let job = queue.shift(); job; job = queue.shift()) await job();
  };
  await Promise.all([worker(), worker()]);
}

function conclusion(matrix: DetectionMatrix, complete: boolean): string {
  const count = (outcome: DefectOutcome) => matrix.defects.filter((defect) => defect.outcome === outcome).length;
  const green = matrix.variants.filter(isGreen).length;
  const without = matrix.requirementsWithoutDefect;
  return [
    '',
    `Detection: ${count('killed')} of ${matrix.defects.length} defects killed, ${count('survived')} survived, ${count('misattributed')} misattributed; ` +
      `${green} of ${matrix.variants.length} variants green.`,
    ...(complete
      ? [
          without.length === 0
            ? 'Every requirement has a killed defect.'
            : `Without a killed defect: ${without.join(' ')}`,
        ]
      : []),
    '',
  ].join('\n');
}

function record(matrix: DetectionMatrix): void {
  const detection: Detection = {
    suites: suitesFingerprint(),
    measuredAt: new Date().toISOString(),
    defects: matrix.defects.length,
    killed: matrix.defects.filter(({ outcome }) => outcome === 'killed').length,
    variants: matrix.variants.length,
    variantsGreen: matrix.variants.filter(isGreen).length,
  };
  const former = readDetection();
  // the same score of the same suites is no news
  if (former && isDeepStrictEqual({ ...former, measuredAt: detection.measuredAt }, detection)) return;
  writeFileSync(detectionFile, `${JSON.stringify(detection, null, 2)}\n`);
}
