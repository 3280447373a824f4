import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompressSync } from 'node:zlib';

const run = promisify(execFile);
const packaged = { name: '@sparticuz/chromium', version: '153.0.0' };
const limitMs = 300_000;

/** Where the Chromium is kept that was got by ourselves; the file need not exist. */
export function keptChromium(env: NodeJS.ProcessEnv = process.env): string {
  const cache = env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(cache, 'cms-conformance', `chromium-${packaged.version}`, 'chromium');
}

/**
 * Gets a Chromium for a machine that has none. On Linux x64 it comes out of an npm package, which brings the libraries that a
 * bare machine lacks; elsewhere Playwright downloads its own. Throws with the reason when neither can be had.
 */
export async function provideChromium(): Promise<void> {
  if (process.platform === 'linux' && process.arch === 'x64') await unpackFromPackage(keptChromium());
  else await downloadWithPlaywright();
}

async function downloadWithPlaywright(): Promise<void> {
  const program = createRequire(import.meta.url).resolve('@playwright/test/cli');
  await run(process.execPath, [program, 'install', '--no-shell', 'chromium'], { timeout: limitMs });
}

/** Unpacks browser, libraries, fonts and software rendering, and writes a starter that finds them; all of it or nothing. */
async function unpackFromPackage(starter: string): Promise<void> {
  const folder = dirname(starter);
  const work = `${folder}.${process.pid}`;
  mkdirSync(work, { recursive: true });
  try {
    writeFileSync(join(work, 'package.json'), '{"private":true}');
    const npm = [
      'install',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      '--ignore-scripts',
      `${packaged.name}@${packaged.version}`,
    ];
    await run('npm', npm, { cwd: work, timeout: limitMs });
    const source = join(work, 'node_modules', packaged.name, 'bin');
    for (const part of ['al2023.tar', 'fonts.tar', 'swiftshader.tar']) {
      const tar = join(work, part);
      writeFileSync(tar, brotliDecompressSync(readFileSync(join(source, `${part}.br`))));
      await run('tar', ['-xf', tar, '-C', work]);
      rmSync(tar);
    }
    writeFileSync(join(work, 'browser'), brotliDecompressSync(readFileSync(join(source, 'chromium.br'))), {
      mode: 0o755,
    });
    rmSync(join(work, 'node_modules'), { recursive: true });
    // without a font Chromium dies at the first form field
    const fonts = `<dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir>`;
    writeFileSync(
      join(work, 'fonts.conf'),
      `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>${fonts}</fontconfig>\n`,
    );
    writeFileSync(
      join(work, 'chromium'),
      '#!/bin/sh\nhere=$(dirname "$0")\n[ -d /etc/fonts ] || export FONTCONFIG_PATH="$here"\nLD_LIBRARY_PATH="$here/lib" exec "$here/browser" "$@"\n',
    );
    chmodSync(join(work, 'chromium'), 0o755);
    if (!existsSync(starter)) renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
