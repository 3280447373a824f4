import { exitCodes } from '../run/verdicts.ts';
import { runPlaywright } from './playwright.ts';

/**
 * `test`: the tool's own tests, unit and self, or with `limbs` those of containers and loads; closes with `N passed, N failed`.
 * Arguments go to Playwright.
 */
export async function test(args: readonly string[], { limbs = false }: { limbs?: boolean }): Promise<number> {
  const projects = limbs ? ['--project=limbs'] : ['--project=unit', '--project=self'];
  const code = await runPlaywright([...projects, '--reporter=./reports/closing-line.ts', ...args], {}, 'inherit');
  return code === 0 ? exitCodes.conformant : exitCodes.failed;
}
