#!/usr/bin/env node
// Runs on whatever Node the user has: installs the pinned dependencies when they are missing or outdated, then hands over to
// the pinned Node, on which everything else runs.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const prerequisiteMissing = 4;
const [command, ...rest] = process.argv.slice(2);

installDependencies();
const program =
  command === 'emulator'
    ? [join(root, 'harness/emulator/main.ts')]
    : [join(root, 'harness/cli/main.ts'), ...(command ? [command] : [])];
// what a log leaves behind is thrown away soon: no room for more of it
const flags = command === 'trace' ? ['--max-semi-space-size=8'] : [];
// nor for what reads TypeScript, which even the first file would need without the cache
const compiled = { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'), ...process.env };
const env = command === 'trace' ? compiled : process.env;
const onTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
const child = spawn(pinnedNode(), [...flags, ...program, ...rest], { stdio: 'inherit', env });
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
for (const signal of signals) {
  // A terminal's Ctrl-C reaches the child by itself; a signal sent to this process alone is passed on.
  process.on(signal, () => (signal !== 'SIGINT' || !onTerminal) && child.kill(signal));
}
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signals.includes(signal) ? 130 : 5);
});

function installDependencies() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules', '.installed-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  process.stderr.write('Installing dependencies (once) ...\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const install = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 'inherit'],
    env: { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
    shell: process.platform === 'win32',
  });
  if (install.status !== 0) fail('`npm ci` failed (its message stands above); it needs npm and access to a registry.');
  writeFileSync(stamp, lock);
}

function pinnedNode() {
  const suffix = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  for (const name of [`node-${platformName()}-${process.arch}`, `node-bin-${platformName()}-${process.arch}`]) {
    const path = join(root, 'node_modules', name, suffix);
    if (existsSync(path)) return path;
  }
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return fail(
    `There is no pinned Node for ${process.platform}-${process.arch}, and this one is ${process.versions.node}; install Node 24 or later.`,
  );
}

function platformName() {
  return process.platform === 'win32' ? 'win' : process.platform;
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(prerequisiteMissing);
}
