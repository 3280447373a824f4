import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../cli/playwright.ts';
import { stateVariable } from '../run/store.ts';

/** How a command line ended. */
export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** A command line that runs. */
export interface Started {
  child: ChildProcess;
  /** What it printed so far. */
  printed: { out: string; err: string };
  /** The first line on standard output; rejects when it ends without one. */
  firstLine: Promise<string>;
  ended: Promise<Ended>;
}

export const bootstrap = join(root, 'harness/cli/bootstrap.mjs');
export const emulatorProgram = join(root, 'harness/emulator/main.ts');

/**
 * Starts `cms-conformance ARGS` as a user does, or another program of ours; `env` adds to the environment, `input` is piped in. With
 * a group of its own it and all that it starts can be killed at once.
 */
export function start(
  args: readonly string[],
  env: Record<string, string> = {},
  program = bootstrap,
  input: string | null = null,
  { ownGroup = false }: { ownGroup?: boolean } = {},
): Started {
  const outer = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(PLAYWRIGHT|PW_|TEST_|NODE_OPTIONS|FORCE_COLOR|CMS_)/.test(name)),
  );
  const child = spawn(process.execPath, [program, ...args], {
    cwd: root,
    detached: ownGroup,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...outer, NO_COLOR: '1', [stateVariable]: join(root, 'reports/out/self/state'), ...env },
  });
  // a command may end without having read all of it
  child.stdin.on('error', () => {});
  child.stdin.end(input ?? undefined);
  const printed = { out: '', err: '' };
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, ...printed })));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.err += text));
  const firstLine = new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed.out += text;
      const end = printed.out.indexOf('\n');
      if (end >= 0) resolve(printed.out.slice(0, end));
    });
    child.once('close', (code) => reject(new Error(`it ended with ${code} before its first line: ${printed.err}`)));
  });
  firstLine.catch(() => {});
  return { child, printed, firstLine, ended };
}

/** Runs `cms-conformance ARGS` to its end. */
export function run(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  return start(args, env).ended;
}
