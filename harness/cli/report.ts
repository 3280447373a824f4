import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { allureResultsIn } from '../../reports/allure-labels.ts';
import { buildAllureReport } from '../../reports/allure-report.ts';
import { resultSchema } from '../run/result.ts';
import { exitCodes } from '../run/verdicts.ts';
import { UsageError } from './errors.ts';
import { root } from './playwright.ts';

export interface ReportOptions {
  run?: string;
  out?: string;
}

/** `report`: builds the Allure report of a run, by default the newest one, and prints the page's path. */
export async function report(options: ReportOptions): Promise<number> {
  const out = resolve(options.out ?? join(root, 'reports/out'));
  const folder = resolve(options.run ?? join(root, 'reports/out/latest'));
  const written = join(folder, 'result.json');
  if (!existsSync(written) || !existsSync(allureResultsIn(folder))) {
    throw new UsageError(
      options.run
        ? `${options.run} is not the folder of a run: there is no ${existsSync(written) ? 'allure-results' : 'result.json'} in it.`
        : 'There is no run to report yet: `npm run certify` makes one, or name its folder by --run.',
    );
  }
  const result = resultSchema.safeParse(JSON.parse(readFileSync(written, 'utf8')));
  if (!result.success)
    throw new UsageError(`${written} is not a result of this version: run \`npm run certify\` again.`);
  process.stdout.write(`${relative(process.cwd(), buildAllureReport(folder, result.data, out))}\n`);
  return exitCodes.conformant;
}
