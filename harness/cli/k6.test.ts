import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, type Scratch, test } from '../self/scratch.ts';
import { PrerequisiteMissing } from './errors.ts';
import { cachedK6, findK6, k6Environment } from './k6.ts';

test.skip(process.platform === 'win32', 'the programs of these tests are shell scripts');

/** A program that does what the shell lines say. */
function program(scratch: Scratch, name: string, lines: string): string {
  const file = scratch.write(name, `#!/bin/sh\n${lines}\n`);
  chmodSync(file, 0o755);
  return file;
}
/** As k6 does: it calls itself what its file is called. */
const saying = (version: string) => `echo "\${0##*/} v${version} (go1.26.8, linux/amd64)"`;

/** A machine with these programs on its PATH, and a cache of its own. */
const machine = (scratch: Scratch, more: Record<string, string> = {}): NodeJS.ProcessEnv => ({
  PATH: join(scratch.path, 'bin'),
  XDG_CACHE_HOME: join(scratch.path, 'cache'),
  HOME: scratch.path,
  ...more,
});

async function refusal(found: Promise<unknown>): Promise<string> {
  const error: unknown = await found.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(PrerequisiteMissing);
  const { message } = error as Error;
  expect(message).not.toContain('\n');
  return message;
}

test('the named k6 comes before that of CMS_K6, and that before the one on PATH', async ({ scratch }) => {
  program(scratch, 'bin/k6', saying('2.0.1'));
  const ofVariable = program(scratch, 'k6-a', saying('2.1.0'));
  const named = program(scratch, 'k6-b', saying('2.3.0-rc1'));
  const environment = machine(scratch, { CMS_K6: ofVariable });
  expect(await findK6(named, environment)).toEqual({ path: named, version: '2.3.0-rc1' });
  expect(await findK6(undefined, environment)).toEqual({ path: ofVariable, version: '2.1.0' });
  expect(await findK6(undefined, machine(scratch))).toEqual({ path: 'k6', version: '2.0.1' });
});

test('the k6 that was built before is used when there is none on PATH', async ({ scratch }) => {
  program(scratch, `cache/cms-conformance/k6-v2.2.0`, saying('2.2.0'));
  expect(await findK6(undefined, machine(scratch))).toEqual({ path: cachedK6(machine(scratch)), version: '2.2.0' });
});

test('another major version is refused, wherever it was found, with what to do', async ({ scratch }) => {
  const old = program(scratch, 'bin/k6', saying('1.7.1'));
  expect(await refusal(findK6(undefined, machine(scratch)))).toMatch(
    /^The k6 on PATH is version 1\.7\.1, and version 2 is needed: install k6 2 /,
  );
  expect(await refusal(findK6(old, machine(scratch)))).toMatch(/^The k6 which --k6 names is version 1\.7\.1/);
  expect(await refusal(findK6(undefined, machine(scratch, { CMS_K6: old })))).toMatch(
    /^The k6 which CMS_K6 names is version 1\.7\.1/,
  );
  program(scratch, 'bin/k6', saying('3.0.0'));
  expect(await refusal(findK6(undefined, machine(scratch)))).toMatch(/is version 3\.0\.0/);
});

test('a named program that is no k6 is refused', async ({ scratch }) => {
  const other = program(scratch, 'other', 'echo other 2.0.0');
  expect(await refusal(findK6(other, machine(scratch)))).toMatch(
    /^--k6 names ".*other", which is no k6 that can be run/,
  );
  expect(await refusal(findK6(join(scratch.path, 'none'), machine(scratch)))).toMatch(/^--k6 names ".*none"/);
  expect(await refusal(findK6(undefined, machine(scratch, { CMS_K6: other })))).toMatch(/^CMS_K6 names/);
});

test('without k6 and without Go it says how to get one', async ({ scratch }) => {
  expect(await refusal(findK6(undefined, machine(scratch)))).toMatch(
    /^k6 is missing: install k6 2 \(https:.*\) or Go 1\.25 or later, .* CMS_K6\.$/,
  );
});

test('with Go it is built once, and only the binary is kept', async ({ scratch }) => {
  // `go build -o FILE ...` writes a k6; the shell's own PATH is the test's, so it needs the places of its tools
  program(
    scratch,
    'bin/go',
    `PATH=/usr/bin:/bin\n[ "$1" = version ] && exit 0\n[ -f go.mod ] && [ -f main.go ] || exit 1\nprintf '#!/bin/sh\\necho "k6-v2.2.0 v2.2.0 (test)"\\n' > "$3"\nchmod 755 "$3"`,
  );
  const environment = machine(scratch);
  expect(await findK6(undefined, environment)).toEqual({ path: cachedK6(environment), version: '2.2.0' });
  expect(readdirSync(dirname(cachedK6(environment)))).toEqual(['k6-v2.2.0']);
  program(scratch, 'bin/go', 'exit 1');
  expect(await findK6(undefined, environment)).toEqual({ path: cachedK6(environment), version: '2.2.0' });
});

test('a build that fails gives its last word, and leaves nothing', async ({ scratch }) => {
  program(
    scratch,
    'bin/go',
    '[ "$1" = version ] && exit 0\necho "go: first line" >&2\necho "go: module lookup disabled" >&2\nexit 1',
  );
  const environment = machine(scratch);
  expect(await refusal(findK6(undefined, environment))).toMatch(
    /^k6 v2\.2\.0 could not be built: go: module lookup disabled; install k6 2 /,
  );
  expect(existsSync(cachedK6(environment))).toBe(false);
  expect(readdirSync(dirname(cachedK6(environment)))).toEqual([]);
});

test('k6 takes no settings from outside', () => {
  const outer = {
    PATH: '/bin',
    HOME: '/home/user',
    K6_VUS: '500',
    K6_OUT: 'cloud',
    CMS_PASSWORD: 'x',
    HTTPS_PROXY: 'y',
    https_proxy: 'y',
    SSL_CERT_FILE: '/else',
  };
  expect(k6Environment({ CMS_PERF_SETTINGS: '{}' }, outer)).toEqual({
    PATH: '/bin',
    HOME: '/home/user',
    K6_NO_USAGE_REPORT: 'true',
    K6_AUTO_EXTENSION_RESOLUTION: 'false',
    CMS_PERF_SETTINGS: '{}',
  });
});
