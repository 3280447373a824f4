import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { emulatorProgram, type Started, start } from './command.ts';
import { test as base } from './scratch.ts';

/** An emulated Call Bridge in a process of its own. */
export interface Served extends Started {
  /** Its origin, e.g. `https://127.0.0.1:40445`. */
  url: string;
  /** File with the authority that issued its certificate. */
  ca: string;
  username: string;
  password: string;
}

/** The tests' `serve`: starts the emulator with these options beside its own; it ends with the test. */
export const test = base.extend<{ serve: (...args: string[]) => Promise<Served> }>({
  serve: async ({ scratch }, use) => {
    const running: Served[] = [];
    await use(async (...args) => {
      const target = join(scratch.path, `target-${running.length}.yaml`);
      const options = ['--topology', 'single', '--no-tms', '--target-file', target, ...args];
      const started = start(options, {}, emulatorProgram);
      const ready = JSON.parse(await started.firstLine) as { credentials: Served; nodes: { api: string }[] };
      const { username, password } = ready.credentials;
      const ca = target.replace('.yaml', '.ca.pem');
      readFileSync(ca);
      const served = { ...started, url: ready.nodes[0]?.api ?? '', ca, username, password };
      running.push(served);
      return served;
    });
    for (const { child, ended } of running) {
      child.kill('SIGKILL');
      await ended;
    }
  },
});

export { expect } from './scratch.ts';
