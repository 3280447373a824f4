import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { emulatorProgram, start } from './command.ts';
import { pythonWith } from './foreign-packages.ts';
import { test as base, expect, type Served } from './served.ts';

const run = promisify(execFile);
const packages = ['schemathesis==4.32.5', 'openapi-spec-validator==0.9.0'] as const;
/** Profiles whose API differs. */
const profiles = ['virtualized-2.0', 'virtualized-2.9', 'virtualized-3.0', 'cms1000-3.5', 'cms2000-3.8'];
const wanted = 5000;

const test = base.extend<object, { python: string }>({
  python: [async ({}, use) => use(await pythonWith(...packages)), { scope: 'worker', timeout: 300_000 }],
});

/** What `emulator --openapi` prints. */
async function description(...args: string[]): Promise<string> {
  const { code, out, err } = await start(['--openapi', ...args], {}, emulatorProgram).ended;
  expect([code, err]).toEqual([0, '']);
  return out;
}

test('each profile has a description that an independent validator finds valid', async ({ python, scratch }) => {
  const files = [];
  for (const profile of profiles)
    files.push(scratch.write(`${profile}.json`, await description('--profile', profile)));
  const { stdout } = await run(python, ['-m', 'openapi_spec_validator', '--schema', '3.1', ...files]);
  expect(stdout.match(/: OK$/gm)).toHaveLength(profiles.length);
});

test(`Schemathesis: ${wanted} examples against the description meet no crash and no undocumented answer`, async ({
  python,
  scratch,
  serve,
}) => {
  test.setTimeout(300_000);
  const bridge = await serve('--profile', 'cms1000-3.5');
  const file = scratch.write('openapi.json', await description('--profile', 'cms1000-3.5'));
  const { report, out } = await schemathesis(python, bridge, file, scratch.path);
  expect(report.failures, out).toEqual([]);
  expect(report.examples, out).toBeGreaterThanOrEqual(wanted);
  expect(bridge.child.exitCode, 'the emulator still runs').toBeNull();
  expect(bridge.printed.err).toBe('');
});

async function schemathesis(
  python: string,
  bridge: Served,
  file: string,
  folder: string,
): Promise<{ report: { examples: number; failures: string[] }; out: string }> {
  return { report: { examples: 0, failures: [python, bridge.url, file, join(folder, 'x')] }, out: '' };
}
