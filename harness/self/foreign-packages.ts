import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { requirePeer } from './peers.ts';

const run = promisify(execFile);

/** The Python of an environment that has these packages, e.g. `zeep==4.3.3`; made once, in the user's cache. */
export async function pythonWith(...packages: readonly string[]): Promise<string> {
  const python = requirePeer('python3');
  const folder = await cached(packages.join('+').replaceAll('==', '-'), 'bin/python', async (aside) => {
    await run(python, ['-m', 'venv', aside]);
    // as a module, as everything in there is to be run: scripts name the folder that they were installed in
    await run(join(aside, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', ...packages]);
  }).catch((error: Error) => {
    throw new Error(
      `${packages.join(' and ')} could not be installed: it needs python3 with venv and pip (apt-get install python3-venv) ` +
        `and access to PyPI. ${error.message}`,
    );
  });
  return join(folder, 'bin', 'python');
}

/** Path of a file that an npm package has, e.g. `newman@6.2.2`; installed once, in the user's cache. */
export async function npmPackageFile(specifier: string, file: string): Promise<string> {
  const name = specifier.slice(0, specifier.lastIndexOf('@'));
  const inside = join('node_modules', name, file);
  const folder = await cached(specifier.replace('@', '-'), inside, async (aside) => {
    mkdirSync(aside, { recursive: true });
    const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--no-save', '--loglevel', 'error'];
    await run('npm', ['install', '--prefix', aside, ...options, specifier], { cwd: aside });
  }).catch((error: Error) => {
    throw new Error(`${specifier} could not be installed: it needs npm and access to its registry. ${error.message}`);
  });
  return join(folder, inside);
}

/** A folder of the user's cache that holds `witness`. It is made aside, so that an interrupted one is never taken for a whole one. */
async function cached(name: string, witness: string, make: (aside: string) => Promise<void>): Promise<string> {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cms-conformance');
  const folder = join(cache, name);
  if (existsSync(join(folder, witness))) return folder;
  mkdirSync(cache, { recursive: true });
  const aside = `${folder}.${process.pid}`;
  try {
    await make(aside);
    renameSync(aside, folder);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    if (!existsSync(join(folder, witness))) throw error;
  }
  return folder;
}
