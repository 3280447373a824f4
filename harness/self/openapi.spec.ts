import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
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
  for (const profile of profiles) files.push(scratch.write(`${profile}.json`, await description('--profile', profile)));
  const { stdout } = await run(python, ['-m', 'openapi_spec_validator', '--schema', '3.1', ...files]);
  expect(stdout.match(/: OK$/gm)).toHaveLength(profiles.length);
});

test(`Schemathesis: ${wanted} examples against the description meet no crash and no undocumented answer`, async ({
  python,
  scratch,
  serve,
}) => {
  test.setTimeout(900_000);
  const bridge = await serve('--profile', 'cms1000-3.5');
  const file = scratch.write('openapi.json', withLinks(await description('--profile', 'cms1000-3.5')));
  // each operation by itself, then what is done with objects that were made
  const alone = await examples(python, bridge, file, ['--phases', 'fuzzing', '--max-examples', '18']);
  const inTurn = await examples(python, bridge, file, ['--phases', 'stateful', '--max-examples', '200']);
  expect(inTurn).toBeGreaterThan(500);
  expect(alone + inTurn).toBeGreaterThanOrEqual(wanted);
  expect(bridge.child.exitCode, 'the emulator still runs').toBeNull();
  expect(bridge.printed.err).toBe('');
});

const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];

/** How many examples Schemathesis tried, and all of them passed. Rejects with its report when one failed. */
async function examples(python: string, bridge: Served, file: string, phases: readonly string[]): Promise<number> {
  const access = ['--url', `${bridge.url}/api/v1`, '--auth', `${bridge.username}:${bridge.password}`];
  const options = ['--seed', '1', '--workers', '2', '--no-color', '--warnings', 'off', '--generation-database', 'none'];
  const { stdout } = await run(
    python,
    [
      '-m',
      'schemathesis.cli',
      'run',
      file,
      ...access,
      '--tls-verify',
      bridge.ca,
      '--checks',
      checks.join(),
      ...options,
      ...phases,
    ],
    { cwd: dirname(file), env: { ...process.env, NO_PROXY: '127.0.0.1' }, maxBuffer: 1 << 28 },
  ).catch((error: Error & { stdout?: string }) => {
    throw new Error(`Schemathesis found something:\n${(error.stdout || error.message).slice(-6000)}`);
  });
  const [, generated = '', passed = ''] = /(\d+) generated, (\d+) passed/.exec(stdout) ?? [];
  expect(passed, stdout).toBe(generated);
  return Number(passed);
}

interface Operation {
  operationId: string;
  responses: Record<string, { headers?: Record<string, unknown>; links?: Record<string, unknown> }>;
}

/**
 * The description with a link from each operation that creates an object to those that its `Location` can be used for. The
 * expression that takes the id out of it is Schemathesis's own.
 */
function withLinks(text: string): string {
  const description = JSON.parse(text) as { paths: Record<string, Record<string, Operation>> };
  const paths = Object.keys(description.paths);
  const idsIn = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  for (const [path, { post }] of Object.entries(description.paths)) {
    const created = post?.responses['200'];
    if (!created?.headers?.Location) continue;
    const collection = path.split('/').at(-1) ?? '';
    const home =
      paths.find((other) => other !== path && other.replace(/\/\{\w+\}$/, '') === path) ??
      paths.find((other) => new RegExp(`^/(system/)?${collection}/\\{\\w+\\}$`).test(other));
    const own = home ? idsIn(home).at(-1) : undefined;
    const known = [...idsIn(path), own];
    const usable = paths.filter(
      (other) => home && `${other}/`.startsWith(`${home}/`) && idsIn(other).every((id) => known.includes(id)),
    );
    created.links = Object.fromEntries(
      usable.flatMap((other) => {
        const parameters = Object.fromEntries(
          idsIn(other).map((id) => [
            id,
            id === own ? '$response.header.Location#regex:/([^/]+)$' : `$request.path.${id}`,
          ]),
        );
        const operations = Object.entries(description.paths[other] ?? {}).filter(([verb]) => verb !== 'parameters');
        return operations.map(([, { operationId }]) => [operationId, { operationId, parameters }]);
      }),
    );
  }
  return JSON.stringify(description);
}
