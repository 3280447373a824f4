import { exitCodes } from '../run/verdicts.ts';
import { runPlaywright } from './playwright.ts';

/** `test`: the tool's own tests, unit and self; closes with `N passed, N failed`. Arguments go to Playwright. */
export async function test(args: readonly string[]): Promise<number> {
  const code = await runPlaywright(
    ['--project=unit', '--project=self', '--reporter=./reports/closing-line.ts', ...args],
    {},
    'inherit',
  );
  return code === 0 ? exitCodes.conformant : exitCodes.failed;
}
