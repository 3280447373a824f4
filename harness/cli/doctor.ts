import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { allureProgram } from '../../reports/allure-report.ts';
import { chromiumAdvice, findChromium } from '../browser/chromium.ts';
import { exitCodes } from '../run/verdicts.ts';
import { cachedK6 } from './k6.ts';

/** Something that this machine has or hasn't. */
interface Part {
  name: string;
  /** What it says of itself, e.g. its version; null when it is not there. */
  find: () => string | null | Promise<string | null>;
  get: string;
  /** The limb can do without it. */
  optional?: boolean;
}

/** Something that the tool can do, with what it takes. */
interface Limb {
  name: string;
  /** `certify` with its defaults needs it. */
  basic?: boolean;
  parts: Part[];
}

const debian = (name: string, found: [string, ...string[]], inPackage: string): Part => ({
  name,
  find: () => lineOf(...found),
  get: `apt-get install ${inPackage}`,
});

const limbs: Limb[] = [
  {
    name: 'Judging: certify, prove, plan, emulator',
    basic: true,
    parts: [
      { name: 'node', find: () => process.version, get: 'comes with the dependencies' },
      { ...debian('git', ['git', '--version'], 'git (names the commit on the certificate)'), optional: true },
    ],
  },
  {
    name: 'Browser checks: API-WEBADMIN',
    basic: true,
    parts: [{ name: 'chromium', find: chromium, get: chromiumAdvice }],
  },
  {
    name: 'Reports: report',
    parts: [{ name: 'allure', find: allure, get: 'comes with the dependencies: npm ci' }],
  },
  {
    name: 'Containers: certify --target container',
    parts: [{ name: 'docker', find: docker, get: 'apt-get install docker.io, and start dockerd' }],
  },
  {
    name: 'Load: perf',
    parts: [
      {
        name: 'k6',
        find: () => lineOf(process.env.CMS_K6 || 'k6', 'version') ?? lineOf(cachedK6(), 'version') ?? buildable(),
        get: 'install k6, or Go 1.25 or later, from which it is built on first use',
      },
    ],
  },
  {
    name: 'Tests of the tool itself: test',
    parts: [
      debian('ssh', ['ssh', '-V'], 'openssh-client'),
      debian('sftp', ['sh', '-c', 'command -v sftp'], 'openssh-client'),
      debian('curl', ['curl', '--version'], 'curl'),
      debian('openssl', ['openssl', 'version'], 'openssl'),
    ],
  },
];

/**
 * `doctor`: for each limb whether it is ready, and a line for each part that it takes. 4 when one is not ready that `certify`
 * with its defaults needs.
 */
export async function doctor(): Promise<number> {
  let fit = true;
  for (const { name, basic, parts } of limbs) {
    const found = await Promise.all(parts.map(async (part) => ({ ...part, version: await part.find() })));
    const ready = found.every(({ version, optional }) => version !== null || optional);
    if (basic && !ready) fit = false;
    process.stdout.write(`${name}: ${ready ? 'ready' : 'not ready'}\n`);
    for (const part of found) {
      process.stdout.write(
        `${part.version === null ? 'missing' : 'ok     '}  ${part.name.padEnd(10)} ${part.version ?? part.get}\n`,
      );
    }
    process.stdout.write('\n');
  }
  return fit ? exitCodes.conformant : exitCodes.prerequisite;
}

/** The first line that a command prints, on either output; null when it can't be run or fails. */
function lineOf(command: string, ...args: readonly string[]): string | null {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 10_000 });
  return status === 0 ? (`${stdout}${stderr}`.trim().split('\n')[0]?.slice(0, 70) ?? '') : null;
}

function buildable(): string | null {
  const go = lineOf('go', 'version');
  return go && `not yet there; it is built on first use with ${go}`;
}

function chromium(): string | null {
  const found = findChromium();
  // on Windows it prints no version
  return (
    found &&
    `${process.platform === 'win32' ? '' : `${lineOf(found.path, '--version') ?? 'it does not start'}, `}${found.path}`
  );
}

function allure(): string | null {
  try {
    const file = join(dirname(allureProgram()), 'package.json');
    return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  } catch {
    return null;
  }
}

async function docker(): Promise<string | null> {
  const { connectEngine } = await import('../targets/container/engine.ts');
  return connectEngine().then(
    ({ info }) => `engine ${info.containerRuntime.serverVersion} on ${info.containerRuntime.host}`,
    () => null,
  );
}
