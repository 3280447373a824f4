import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { npmPackageFile, pythonWith } from './foreign-packages.ts';
import { requirePeer } from './peers.ts';
import { expect, test } from './served.ts';

const run = promisify(execFile);
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

test('a Python client written from the documents alone does what it means to do', async ({ serve }) => {
  test.setTimeout(300_000);
  const python = await pythonWith('requests==2.34.2');
  const { url, ca, username, password } = await serve('--profile', 'cms1000-3.5');
  const { stdout } = await run(python, [here('./api-requests.py'), url, ca, username, password]);
  expect(JSON.parse(stdout)).toEqual({
    challenge: [401, 'Basic', 0],
    version: '3.5',
    created: ['Requests & <friends>', 'requests.space', '88001', '1234', true],
    modified: ['Überarbeitet', '', 'requests.space'],
    method: [true, 'requests.host', '1'],
    member: ['somebody@example.test', 'true', 'false'],
    paged: [45, 45],
    window: ['coSpaces', '10', 3],
    beyond: ['45', 0],
    sync: 'complete',
    bulk: ['bulk.1', 'bulk.2', 'bulk.3', 'bulk.4', 'bulk.5'],
    removed: ['complete', 0],
    leg: [true, true, 'somebody@198.51.100.7', [true]],
    legGone: [true, 'callLegDoesNotExist', null],
    callGone: [true, 'callDoesNotExist', null],
    duplicate: [true, 'duplicateCoSpaceUri', null],
    badUrl: [true, 'parameterError', 'streamUrl'],
    badVerb: [true, 'invalidOperation', null],
    unknown: [true, 'unrecognisedObject', null],
    version0: 'invalidVersion',
    gone: [[true, 'coSpaceDoesNotExist', null], [true, 'coSpaceDoesNotExist', null], 0],
  });
});

test('newman runs a Postman collection', async ({ serve, scratch }) => {
  test.setTimeout(300_000);
  const newman = await npmPackageFile('newman@6.2.2', 'bin/newman.js');
  const { url, ca, username, password } = await serve('--profile', 'cms1000-3.5');
  const variables = Object.entries({ base: url, username, password }).flatMap(([name, value]) => [
    '--env-var',
    `${name}=${value}`,
  ]);
  const report = `${scratch.path}/newman.json`;
  const options = ['--ssl-extra-ca-certs', ca, '--reporters', 'json', '--reporter-json-export', report];
  const { stdout } = await run(process.execPath, [newman, 'run', here('./api.postman.json'), ...variables, ...options])
    .then(() => run('cat', [report]))
    .catch((error: Error & { stdout: string }) => Promise.reject(new Error(`${error.message}\n${error.stdout}`)));
  const { stats, failures } = (JSON.parse(stdout) as NewmanReport).run;
  expect(failures.map(({ error }) => error.message)).toEqual([]);
  expect(stats.requests).toMatchObject({ total: 9, failed: 0 });
  expect(stats.assertions.total).toBeGreaterThanOrEqual(16);
});

interface NewmanReport {
  run: {
    stats: Record<'requests' | 'assertions', { total: number; failed: number }>;
    failures: { error: { message: string } }[];
  };
}

test('a shell script with curl sets a meeting up and takes it down', async ({ serve }) => {
  const { url, ca, username, password } = await serve('--profile', 'cms1000-3.5');
  requirePeer('curl');
  const { stdout } = await run('/bin/sh', [here('./api-curl.sh')], {
    env: { PATH: process.env.PATH ?? '', URL: url, CA: ca, LOGIN: `${username}:${password}` },
  });
  expect(stdout.trim().split('\n')).toEqual([
    'space curl.space',
    'legs 2',
    'left 1',
    'gone callDoesNotExist',
    'spaces 0',
  ]);
});
