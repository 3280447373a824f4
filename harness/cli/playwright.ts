import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { exitCodes } from '../run/verdicts.ts';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const program = createRequire(import.meta.url).resolve('@playwright/test/cli');

/** Runs Playwright Test in this repository with the terminal's own output; resolves to its exit code. */
export function runPlaywright(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  output: 'inherit' | 'ignore',
): Promise<number> {
  return new Promise((resolve, reject) => {
    // Playwright ends tidily on the terminal's own Ctrl-C; a signal to this process alone is passed on.
    // It knows SIGINT only: at any other one it would leave without a result.
    const passOn = () => child.kill('SIGINT');
    for (const signal of signals) process.on(signal, passOn);
    const child = spawn(process.execPath, [program, 'test', ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', output, output],
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      for (const signal of signals) process.off(signal, passOn);
      resolve(code ?? exitCodes.interrupted);
    });
  });
}
