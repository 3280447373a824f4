import { accessSync, constants, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import type { Browser, BrowserType } from '@playwright/test';
import { keptChromium } from './provide.ts';

/** Where a Chromium was found. */
export interface FoundChromium {
  path: string;
  /** `CMS_CHROMIUM`, `PATH`, `well-known place`, `our own cache` or `Playwright`. */
  by: string;
}

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const wellKnown: Partial<Record<NodeJS.Platform, (env: NodeJS.ProcessEnv) => string[]>> = {
  darwin: (env) =>
    ['/Applications', join(env.HOME ?? '/', 'Applications')].flatMap((folder) => [
      `${folder}/Chromium.app/Contents/MacOS/Chromium`,
      `${folder}/Google Chrome.app/Contents/MacOS/Google Chrome`,
    ]),
  win32: (env) =>
    [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => [
        `${folder}\\Chromium\\Application\\chrome.exe`,
        `${folder}\\Google\\Chrome\\Application\\chrome.exe`,
      ]),
  linux: () => ['/usr/bin/chromium', '/usr/lib/chromium/chromium', '/snap/bin/chromium', '/opt/google/chrome/chrome'],
};

/**
 * The Chromium of this machine: the one that CMS_CHROMIUM names, else one on the PATH, at a well-known place, the one that was
 * got for it before (`provideChromium`), or the one that Playwright downloaded. Null when there is none; also when CMS_CHROMIUM names what can't be run, because it was meant.
 */
export function findChromium(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  downloaded: () => string = () => playwrightChromium().executablePath(),
): FoundChromium | null {
  if (env.CMS_CHROMIUM) return isProgram(env.CMS_CHROMIUM) ? { path: env.CMS_CHROMIUM, by: 'CMS_CHROMIUM' } : null;
  const suffix = platform === 'win32' ? '.exe' : '';
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const places: [by: string, paths: () => string[]][] = [
    ['PATH', () => names.flatMap((name) => folders.map((folder) => join(folder, name + suffix)))],
    ['well-known place', () => wellKnown[platform]?.(env) ?? []],
    ['our own cache', () => [keptChromium(env)]],
    ['Playwright', () => [downloaded()]],
  ];
  for (const [by, paths] of places) {
    const path = paths().find(isProgram);
    if (path !== undefined) return { path, by };
  }
  return null;
}

/** How to get a Chromium. */
export const chromiumAdvice = 'install it (apt-get install chromium), or name one in CMS_CHROMIUM';

/** The sentence for somebody who has no Chromium; `what` needs it. */
export function chromiumMissing(what: string, env: NodeJS.ProcessEnv = process.env): string {
  const named = env.CMS_CHROMIUM;
  return named
    ? `${what} needs Chromium, and CMS_CHROMIUM names "${named}", which is no program: correct it, or unset it to have one looked for.`
    : `${what} needs Chromium, and there is none: ${chromiumAdvice}.`;
}

/** Like the other clients, the browser goes to the target directly; of its own accord it goes nowhere. */
const quietly = [
  '--no-proxy-server',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

/**
 * Starts Chromium without a window; it ends with `close()`, and with this process. `pins` are the digests of the public keys
 * (`pinOf`) whose certificates it takes without asking; every other one is judged by its own rules.
 * Throws with Chromium's own words when it doesn't start, and when there is none.
 */
export function launchChromium(pins: readonly string[] = []): Promise<Browser> {
  const found = findChromium();
  if (!found) throw new Error(chromiumMissing('This check'));
  const trust = pins.length > 0 ? [`--ignore-certificate-errors-spki-list=${pins.join(',')}`] : [];
  return playwrightChromium().launch({ executablePath: found.path, args: [...quietly, ...trust] });
}

/** Playwright takes a while to load, and who only asks where a Chromium is rarely needs it. */
function playwrightChromium(): BrowserType {
  return (createRequire(import.meta.url)('@playwright/test') as { chromium: BrowserType }).chromium;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
