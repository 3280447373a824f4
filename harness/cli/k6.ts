import { execFile, execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { PrerequisiteMissing } from './errors.ts';

const major = 2;
const pinned = 'v2.2.0';
const module = 'go.k6.io/k6/v2';
/** k6's own exit code after a signal. */
const stoppedBySignal = 105;
const windows = process.platform === 'win32';
const howToGet = `install k6 ${major} (https://grafana.com/docs/k6/latest/set-up/install-k6/) or Go 1.25 or later, from which it is built, or name one by --k6 PATH or CMS_K6`;

/** A k6 of the right major version. */
export interface K6 {
  path: string;
  /** E.g. `2.2.0`. */
  version: string;
}

/**
 * Finds k6: the named one, that of CMS_K6, that on PATH, the one that was built before; else builds it, where Go is there.
 * Throws PrerequisiteMissing when there is none, or when the one that is found first isn't of the right major version.
 */
export async function findK6(named: string | undefined, environment: NodeJS.ProcessEnv = process.env): Promise<K6> {
  const chosen = named ?? (environment.CMS_K6 || undefined);
  if (chosen !== undefined) {
    const source = named === undefined ? 'CMS_K6' : '--k6';
    const version = versionOf(chosen, environment);
    if (version === null)
      throw new PrerequisiteMissing(
        `${source} names "${chosen}", which is no k6 that can be run; name k6 ${major}, or leave it out.`,
      );
    return ofRightVersion({ path: chosen, version }, `which ${source} names`);
  }
  const onPath = versionOf('k6', environment);
  if (onPath !== null) return ofRightVersion({ path: 'k6', version: onPath }, 'on PATH');
  const cached = cachedK6(environment);
  const built = versionOf(cached, environment);
  if (built !== null) return ofRightVersion({ path: cached, version: built }, `at ${cached}`);
  return await build(cached, environment);
}

/** Where the k6 that was built here is kept, whether or not it is there. */
export function cachedK6(environment: NodeJS.ProcessEnv = process.env): string {
  const cache = environment.XDG_CACHE_HOME || (windows && environment.LOCALAPPDATA) || join(homedir(), '.cache');
  return join(cache, 'cms-conformance', `k6-${pinned}${windows ? '.exe' : ''}`);
}

function ofRightVersion(k6: K6, where: string): K6 {
  if (Number(k6.version.split('.')[0]) === major) return k6;
  throw new PrerequisiteMissing(
    `The k6 ${where} is version ${k6.version}, and version ${major} is needed: ${howToGet}.`,
  );
}

/** What a k6 says its version is; null when it can't be run or isn't one. */
function versionOf(path: string, environment: NodeJS.ProcessEnv): string | null {
  try {
    const output = execFileSync(path, ['version'], {
      encoding: 'utf8',
      env: environment,
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 20_000,
    });
    // it calls itself what its file is called, e.g. k6-v2.2.0
    return /^\S*k6\S* v(\d+\S*)/m.exec(output)?.[1] ?? null;
  } catch {
    return null;
  }
}

/**
 * Builds the pinned k6 as a dependency of a module that lives only for it: `go install` would ask for the list of its versions,
 * which not every module proxy has.
 */
async function build(destination: string, environment: NodeJS.ProcessEnv): Promise<K6> {
  try {
    execFileSync('go', ['version'], { env: environment, stdio: 'ignore' });
  } catch {
    throw new PrerequisiteMissing(`k6 is missing: ${howToGet}.`);
  }
  process.stderr.write(`Building k6 ${pinned} from source (once, about a minute) ...\n`);
  const cache = dirname(destination);
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'build-'));
  try {
    writeFileSync(join(folder, 'go.mod'), `module k6build\n\ngo 1.25.0\n\nrequire ${module} ${pinned}\n`);
    writeFileSync(join(folder, 'main.go'), `package main\n\nimport _ "${module}/cmd"\n\nfunc main() {}\n`);
    const binary = join(folder, basename(destination));
    await promisify(execFile)('go', ['build', '-o', binary, '-trimpath', '-ldflags', '-s -w', module], {
      cwd: folder,
      env: { ...environment, CGO_ENABLED: '0', GOFLAGS: '-mod=mod', GOWORK: 'off' },
      maxBuffer: 16 * 1024 * 1024,
    });
    const version = versionOf(binary, environment);
    if (version === null) throw new Error('what was built does not run');
    // in one step, so that another process sees all of it or nothing
    renameSync(binary, destination);
    return { path: destination, version };
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    const why = (stderr || message).trim().split('\n').at(-1);
    throw new PrerequisiteMissing(`k6 ${pinned} could not be built: ${why}; ${howToGet}.`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How k6 ended. */
export interface Ended {
  /** 0, 99 for a crossed threshold, and others for troubles. */
  code: number | null;
  interrupted: boolean;
}

/**
 * Runs a script to its end, its output into a file. The process gets a group of its own, so that a terminal's Ctrl-C reaches it
 * once, from here: k6 then stops its load and tears down; at a second one it leaves at once.
 */
export async function runK6(
  k6: K6,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  log: string,
): Promise<Ended> {
  const output = openSync(log, 'w');
  let interrupted = false;
  try {
    return await new Promise((resolve, reject) => {
      const child = spawn(k6.path, ['run', ...args], {
        detached: !windows,
        env: environment,
        stdio: ['ignore', output, output],
      });
      const stop = () => {
        interrupted = true;
        child.kill('SIGINT');
      };
      const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
      for (const signal of signals) process.on(signal, stop);
      const unhook = () => {
        for (const signal of signals) process.off(signal, stop);
      };
      child.once('error', (error) => {
        unhook();
        reject(error);
      });
      child.once('exit', (code) => {
        unhook();
        resolve({ code, interrupted: interrupted || code === stoppedBySignal });
      });
    });
  } finally {
    closeSync(output);
  }
}

/**
 * The environment of a k6 that does only what it is told: no settings of its own from outside, no reports to anybody, no proxy
 * between it and the target.
 */
export function k6Environment(
  more: Record<string, string>,
  environment: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name]) => !/^(K6_|CMS_|SSL_CERT_|SSLKEYLOGFILE$|(https?|all|no)_proxy$)/i.test(name),
  );
  return { ...Object.fromEntries(kept), K6_NO_USAGE_REPORT: 'true', K6_AUTO_EXTENSION_RESOLUTION: 'false', ...more };
}
