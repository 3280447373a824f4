import { execFileSync } from 'node:child_process';
import { exitCodes } from '../run/verdicts.ts';
import { cachedK6 } from './k6.ts';

interface Program {
  name: string;
  /** Command lines that print its version; the first one that works counts. */
  ask: [string, ...string[]][];
  /** What it is for. */
  use: string;
  get: string;
  /** Whether `certify` with its defaults needs it. */
  needed: boolean;
}

const programs: Program[] = [
  { name: 'node', ask: [[process.execPath, '--version']], use: 'everything', get: 'comes with the dependencies', needed: true },
  { name: 'git', ask: [['git', '--version']], use: 'naming the tool commit on the certificate', get: 'apt-get install git', needed: false },
  { name: 'ssh', ask: [['ssh', '-V']], use: 'npm test', get: 'apt-get install openssh-client', needed: false },
  { name: 'sftp', ask: [['sh', '-c', 'command -v sftp']], use: 'npm test', get: 'apt-get install openssh-client', needed: false },
  { name: 'curl', ask: [['curl', '--version']], use: 'npm test', get: 'apt-get install curl', needed: false },
  { name: 'openssl', ask: [['openssl', 'version']], use: 'npm test', get: 'apt-get install openssl', needed: false },
  { name: 'k6', ask: [[process.env.CMS_K6 || 'k6', 'version'], [cachedK6(), 'version']], use: 'npm run perf', get: 'built from source on first use where go is there', needed: false },
  { name: 'go', ask: [['go', 'version']], use: 'building k6', get: 'apt-get install golang-go (1.25 or later)', needed: false },
];

/** `doctor`: a line for each program; 4 when one is missing that `certify` with its defaults needs. */
export async function doctor(): Promise<number> {
  const found = programs.map((program) => ({ ...program, version: versionOf(program) }));
  for (const { name, version, use, get } of found) {
    process.stdout.write(`${version ? 'ok     ' : 'missing'}  ${name.padEnd(10)} ${(version ?? get).padEnd(48)} for ${use}\n`);
  }
  return found.some(({ needed, version }) => needed && !version) ? exitCodes.prerequisite : exitCodes.conformant;
}

function versionOf({ ask }: Program): string | null {
  for (const [command, ...args] of ask) {
    try {
      const output = execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 10_000 });
      return output.trim().split('\n')[0]?.slice(0, 48) || 'found';
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' && (error as { status?: number }).status !== null) continue;
    }
  }
  return null;
}
