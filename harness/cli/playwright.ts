import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const program = createRequire(import.meta.url).resolve('@playwright/test/cli');

/** Runs Playwright Test in this repository with the terminal's own output; resolves to its exit code. */
export function runPlaywright(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  output: 'inherit' | 'ignore',
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, 'test', ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', output, output],
    });
    // Playwright ends tidily on the terminal's own Ctrl-C; a signal to this process alone is passed on.
    // It knows SIGINT only: at any other one it would leave without a result.
    const passOn = () => child.kill('SIGINT');
    process.on('SIGINT', passOn);
    process.on('SIGTERM', passOn);
    child.once('error', reject);
    child.once('exit', (code) => {
      process.off('SIGINT', passOn);
      process.off('SIGTERM', passOn);
      resolve(code ?? 130);
    });
  });
}
