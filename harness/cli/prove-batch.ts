import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BatchResult, batchResultFile } from '../../reports/batch-reporter.ts';
import { type DefectOutcome, defectOutcomeOf } from '../../reports/matrix.ts';
import type { Defect } from '../emulator/policies/index.ts';
import { loadCatalogue } from '../run/catalogue.ts';
import { orderVariable, type RunOrder } from '../run/order.ts';
import { exitCodes } from '../run/verdicts.ts';
import { makeOrder } from './certify.ts';
import { Interrupted } from './errors.ts';
import { runPlaywright } from './playwright.ts';
import { suitesWith } from './suites.ts';

/** What an interrupted `prove` says. */
export const notProved = 'Interrupted: nothing is proved by a part of it, and nothing was recorded.';

export interface KilledDefect {
  id: string;
  violates: readonly string[];
  failed: string[];
  outcome: DefectOutcome;
}

/**
 * Tries many defects in one run: each check of a requirement that a defect violates on a cluster of its own with that defect. That
 * spares the start of a test runner for each. Prints the killed ones; those that are `left` have to be tried by themselves: they
 * weren't killed, or need a browser, which knows the certificates of one cluster only.
 */
export async function judgeBatch(
  defects: readonly Defect[],
  folder: string,
): Promise<{ killed: KilledDefect[]; left: Defect[] }> {
  const browsed = new Set(loadCatalogue().flatMap(({ id, programs }) => (programs?.includes('chromium') ? [id] : [])));
  const batched = defects.filter(({ violates }) => !violates.some((id) => browsed.has(id)));
  if (batched.length === 0) return { killed: [], left: [...defects] };
  const failed = await run(batched, folder);
  const killed = batched.flatMap(({ id, violates }) => {
    const own = failed[id] ?? [];
    return defectOutcomeOf(violates, own) === 'killed'
      ? [{ id, violates, failed: own, outcome: 'killed' as const }]
      : [];
  });
  const gone = new Set(killed.map(({ id }) => id));
  return { killed, left: defects.filter(({ id }) => !gone.has(id)) };
}

async function run(batched: readonly Defect[], folder: string): Promise<BatchResult> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const batch = batched.map(({ id, violates }) => ({ defect: id, requirements: [...violates] }));
  const selected = [...new Set(batch.flatMap(({ requirements }) => requirements))];
  const order: RunOrder = {
    ...makeOrder({ defect: [], variant: [], out: folder, seed: 1 }),
    selected,
    proving: true,
    batch,
  };
  const file = join(folder, 'order.json');
  writeFileSync(file, `${JSON.stringify(order, null, 2)}\n`);
  const args = [
    '--project=conformance',
    '--workers=2',
    '--fully-parallel',
    '--pass-with-no-tests',
    '--reporter=./reports/batch-reporter.ts',
    `--output=${join(folder, 'playwright')}`,
    ...suitesWith(selected),
  ];
  const code = await runPlaywright(args, { [orderVariable]: file }, 'inherit');
  if (code === exitCodes.interrupted) throw new Interrupted(notProved);
  const written = join(folder, batchResultFile);
  if (!existsSync(written)) throw new Error(`the run ended without a result; its order is ${file}`);
  return JSON.parse(readFileSync(written, 'utf8')) as BatchResult;
}
