import { chmodSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, type Scratch, test } from '../self/scratch.ts';
import { chromiumMissing, findChromium } from './chromium.ts';

/** A file that can be run, or can't. */
function file(scratch: Scratch, name: string, mode = 0o755): string {
  const path = scratch.write(name, '');
  chmodSync(path, mode);
  return path;
}

const find = (env: NodeJS.ProcessEnv, downloaded = '/none', platform: NodeJS.Platform = 'freebsd') =>
  findChromium(env, platform, () => downloaded);

test('the named one goes before the one on the PATH, and that before what was downloaded', ({ scratch }) => {
  const named = file(scratch, 'mine');
  const onPath = file(scratch, 'bin/chromium');
  const downloaded = file(scratch, 'downloads/chrome');
  const PATH = dirname(onPath);
  expect(find({ CMS_CHROMIUM: named, PATH }, downloaded)).toEqual({ path: named, by: 'CMS_CHROMIUM' });
  expect(find({ PATH }, downloaded)).toEqual({ path: onPath, by: 'PATH' });
  expect(find({ PATH: '/none' }, downloaded)).toEqual({ path: downloaded, by: 'Playwright' });
  expect(find({})).toBeNull();
});

test('names on the PATH are tried in their order, in all its folders', ({ scratch }) => {
  const chrome = file(scratch, 'a/google-chrome');
  const chromium = file(scratch, 'b/chromium-browser');
  expect(find({ PATH: `${dirname(chrome)}:${dirname(chromium)}` })?.path).toBe(chromium);
  expect(find({ PATH: dirname(chrome) })?.path).toBe(chrome);
});

test('a place well known to the platform is found', ({ scratch }) => {
  const path = file(scratch, 'Applications/Google Chrome.app/Contents/MacOS/Google Chrome');
  expect(find({ HOME: scratch.path }, '/none', 'darwin')).toEqual({ path, by: 'well-known place' });
});

test('what is no program is passed over', ({ scratch }) => {
  file(scratch, 'a/chromium/inside');
  file(scratch, 'b/chromium', 0o644);
  expect(find({ PATH: `${scratch.path}/a:${scratch.path}/b` })).toBeNull();
});

test('a named one that is not there is not replaced by another one', ({ scratch }) => {
  const PATH = dirname(file(scratch, 'bin/chromium'));
  expect(find({ CMS_CHROMIUM: `${scratch.path}/none`, PATH })).toBeNull();
  expect(chromiumMissing('It', { CMS_CHROMIUM: '/none' })).toContain('CMS_CHROMIUM names "/none", which is no program');
  expect(chromiumMissing('It', {})).toBe(
    'It needs Chromium, and there is none: install it (apt-get install chromium), or name one in CMS_CHROMIUM.',
  );
});
