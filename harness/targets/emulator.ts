import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { TargetUnavailable } from '../protocol/exchange.ts';
import { Control, describeByControl } from './bench.ts';
import type { Target } from './target.ts';

/** An emulated cluster in a process of its own. */
export interface EmulatorTarget extends Target {
  kind: 'emulator';
  /** Id of that process. */
  pid: number;
}

export interface EmulatorOptions {
  topology?: string;
  profile?: string;
  defects?: readonly string[];
  variants?: readonly string[];
  /** Note which policies are asked. */
  notesPolicies?: boolean;
}

/** What the emulator prints when it is ready; the part that we use. */
interface ReadyLine {
  ready: true;
  control: string;
}

const program = fileURLToPath(new URL('../emulator/main.ts', import.meta.url));
const startLimitMs = 30_000;

/** The emulator's command line for these options. */
export function emulatorArguments(options: EmulatorOptions): string[] {
  return [
    ...(options.topology ? ['--topology', options.topology] : []),
    ...(options.profile ? ['--profile', options.profile] : []),
    ...(options.defects ?? []).flatMap((id) => ['--defect', id]),
    ...(options.variants ?? []).flatMap((id) => ['--variant', id]),
  ];
}

/**
 * Starts an emulated cluster in a process of its own and attaches to it. It ends with `close()`, and also when this process dies.
 * Throws TargetUnavailable with the emulator's own words when it doesn't come up.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<EmulatorTarget> {
  const child = spawn(process.execPath, [program, ...emulatorArguments(options)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // A terminal's Ctrl-C is for us: what we tidy up then still needs the emulator. It ends when its input does.
    detached: true,
    env: {
      ...process.env,
      CMS_EMULATOR_FOLLOWS_STDIN: '1',
      ...(options.notesPolicies ? { CMS_EMULATOR_NOTES_POLICIES: '1' } : {}),
      NODE_OPTIONS: '',
    },
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const close = async () => {
    child.stdin.end();
    const forced = setTimeout(() => child.kill('SIGKILL'), 3000);
    await ended;
    clearTimeout(forced);
  };
  const ready = await new Promise<ReadyLine>((resolve, reject) => {
    let out = '';
    let err = '';
    const limit = setTimeout(() => fail(`it was not ready within ${startLimitMs / 1000} s`), startLimitMs);
    const fail = (why: string) => {
      clearTimeout(limit);
      child.kill('SIGKILL');
      reject(new TargetUnavailable(`The emulator did not come up: ${why}.`));
    };
    child.once('error', (error) => fail(error.message));
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.once('close', (code) => fail(ownWords(err) || `it ended with exit code ${code}`));
    child.stdout.on('data', (chunk) => {
      out += chunk;
      const end = out.indexOf('\n');
      if (end < 0) return;
      clearTimeout(limit);
      try {
        resolve(JSON.parse(out.slice(0, end)) as ReadyLine);
      } catch {
        fail(`its first line is not the ready line: "${out.slice(0, Math.min(end, 80))}"`);
      }
    });
  });
  try {
    const { nodes, tms } = await describeByControl(ready.control);
    return {
      kind: 'emulator',
      pid: child.pid ?? 0,
      nodes,
      harness: { address: '127.0.0.1' },
      ...(tms ? { tms: { booking: tms, console: tms } } : {}),
      bench: new Control(ready.control),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The line of a dying process's output that says why: the error's own, or the last one. */
function ownWords(output: string): string {
  const lines = output.trim().split('\n');
  return (lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1) ?? '').replace(/\.$/, '');
}
