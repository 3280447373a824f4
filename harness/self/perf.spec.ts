import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PerfResult, perfSchema } from '../../perf/result.ts';
import { findK6 } from '../cli/k6.ts';
import { ApiClient } from '../clients/api.ts';
import type { DescribedNode } from '../targets/target.ts';
import { readTargetFile } from '../targets/target-file.ts';
import { type Ended, emulatorProgram, run, type Started, start } from './command.ts';
import { serveHttps, smallestCallBridge, targetText } from './foreign.ts';
import { test as base, expect, type Scratch } from './scratch.ts';

/** An emulated node in a process of its own, as a lab. */
interface Lab {
  file: string;
  node: DescribedNode;
  /** How many objects a collection has. */
  total(path: string): Promise<number>;
}

interface Fixtures {
  /** Starts an emulator, with these more options. */
  startLab(...options: string[]): Promise<Lab>;
  /** Folder of the run. */
  out: string;
  /** Starts `perf` with the real k6 and this folder. */
  startPerf(args: string[], env?: Record<string, string>): Started;
}

const test = base.extend<Fixtures, { k6: string }>({
  // A missing k6 is an error of these tests, not a reason to skip them; building it takes a minute or two.
  k6: [async ({}, use) => use((await findK6(undefined)).path), { scope: 'worker', timeout: 600_000 }],
  startLab: async ({ scratch }, use) => {
    const running: Started[] = [];
    await use(async (...options) => {
      const file = join(scratch.path, 'lab', 'target.yaml');
      scratch.write('lab/README', 'made by the emulator');
      const emulator = start(['--topology', 'single', '--target-file', file, ...options], {}, emulatorProgram);
      running.push(emulator);
      await emulator.firstLine;
      const [node] = readTargetFile(file).nodes;
      if (!node) throw new Error('the emulator wrote no node');
      return { file, node, total: (path) => totalOf(node, path) };
    });
    for (const { child, ended } of running) {
      child.kill('SIGTERM');
      await ended;
    }
  },
  out: async ({ scratch }, use) => use(join(scratch.path, 'run')),
  startPerf: async ({ k6, out }, use) =>
    use((args, env = {}) => start(['perf', ...args, '--out', out], { CMS_K6: k6, ...env })),
});

const consent = ['--impact', 'reversible'];
const small = {
  'bulk-sync': ['bulk-sync', '--size', '20', '--rate', '120', '--duration', '3s'],
  'call-legs': ['call-legs', '--size', '3', '--rate', '5', '--duration', '3s', '--hold', '0'],
};

async function totalOf(node: DescribedNode, path: string): Promise<number> {
  const api = new ApiClient({ node: node.name, ...node.api, tls: node.tls });
  try {
    return Number((await api.get(`/api/v1${path}`)).xml?.attributes.total);
  } finally {
    await api.close();
  }
}

const collections = ['/coSpaces', '/cospaceBulkParameterSets', '/calls', '/callLegs'];
const totals = async (lab: Lab) =>
  Object.fromEntries(await Promise.all(collections.map(async (path) => [path, await lab.total(path)] as const)));
const nothing = { '/coSpaces': 0, '/cospaceBulkParameterSets': 0, '/calls': 0, '/callLegs': 0 };

const resultIn = (folder: string): PerfResult =>
  perfSchema.parse(JSON.parse(readFileSync(join(folder, 'perf.json'), 'utf8')));

/** Files of the run: what they must hold, and no credential. */
function complete(out: string, ended: Ended, { api }: DescribedNode): PerfResult {
  const text = Object.fromEntries(readdirSync(out).map((name) => [name, readFileSync(join(out, name), 'utf8')]));
  const result = resultIn(out);
  // k6 draws no dashboard of a run that ended at once
  if (result.run.interrupted) text['dashboard.html'] ??= '<html';
  expect(Object.keys(text).sort()).toEqual(['dashboard.html', 'k6.log', 'perf.json', 'summary.txt']);
  expect(text['dashboard.html']).toContain('<html');
  expect(ended.out).toContain(text['summary.txt']);
  expect(ended.out.trimEnd().split('\n').at(-1)).toMatch(/run\/perf\.json$/);
  const secrets = [
    api.password,
    Buffer.from(api.password).toString('base64').replace(/=+$/, ''),
    Buffer.from(`${api.username}:${api.password}`).toString('base64'),
  ];
  for (const secret of secrets) {
    for (const content of [...Object.values(text), ended.out, ended.err]) expect(content).not.toContain(secret);
  }
  expect(result.exitCode).toBe(ended.code);
  return result;
}

test('bulk-sync within its limits ends 0, and leaves its results here and nothing on the target', async ({
  startLab,
  startPerf,
  out,
}) => {
  const lab = await startLab();
  const ended = await startPerf([...small['bulk-sync'], '--target', lab.file, ...consent, '--seed', '7']).ended;
  expect(ended.code, ended.err).toBe(0);
  const result = complete(out, ended, lab.node);
  expect(result).toMatchObject({
    workload: 'bulk-sync',
    target: { kind: 'lab' },
    leftBehind: 0,
    iterations: { dropped: 0 },
    requests: { failed: 0 },
  });
  expect(result.run).toMatchObject({ seed: 7, tag: 'perf-00000007', interrupted: false });
  expect(result.iterations.count).toBeGreaterThanOrEqual(5);
  expect(result.counters.bulk_spaces).toBe(result.iterations.count * 20);
  expect(result.times.bulk_sync_complete?.count).toBe(result.iterations.count);
  expect(result.times.bulk_removal_complete?.count).toBe(result.iterations.count);
  expect(result.checks.failed).toBe(0);
  expect(await totals(lab)).toEqual(nothing);
});

test('call-legs within its limits ends 0, and leaves its results here and nothing on the target', async ({
  startLab,
  startPerf,
  out,
}) => {
  const lab = await startLab();
  const ended = await startPerf([
    ...small['call-legs'],
    '--target',
    lab.file,
    ...consent,
    '--domain',
    'load.example.test',
  ]).ended;
  expect(ended.code, ended.err).toBe(0);
  const result = complete(out, ended, lab.node);
  expect(result).toMatchObject({
    workload: 'call-legs',
    leftBehind: 0,
    iterations: { dropped: 0 },
    requests: { failed: 0 },
  });
  expect(result.iterations.count).toBeGreaterThanOrEqual(14);
  expect(result.times.call_create?.count).toBe(3);
  for (const metric of ['call_leg_create', 'call_leg_listed', 'call_leg_gone']) {
    expect(result.times[metric]?.count, metric).toBe(result.iterations.count);
  }
  expect(result.checks.failed).toBe(0);
  expect(await totals(lab)).toEqual(nothing);
});

test('a crossed threshold ends 1, on the embedded emulator too; a baseline is told beside it', async ({
  startPerf,
  out,
  scratch,
}) => {
  const args = ['bulk-sync', '--size', '3', '--rate', '120', '--duration', '1s'];
  expect((await startPerf(args).ended).code).toBe(0);
  const former = scratch.write('former.json', readFileSync(join(out, 'perf.json'), 'utf8'));
  const ended = await startPerf([...args, '--threshold', 'bulk_sync_complete=p(95)<0.001', '--baseline', former]).ended;
  expect(ended.code, ended.err).toBe(1);
  expect(ended.out).toContain('  crossed  bulk_sync_complete p(95)<0.001\n');
  expect(ended.out).toContain('LIMIT CROSSED: 1 of 5 thresholds');
  expect(ended.out).toMatch(/sync until complete, p95 .* times/);
  expect(resultIn(out).thresholds).toContainEqual({
    metric: 'bulk_sync_complete',
    expression: 'p(95)<0.001',
    ok: false,
  });
});

test('a target that answers fast and wrong is not within limits', async ({ startLab, startPerf, out }) => {
  const lab = await startLab('--defect', 'tms-range-with-one-more');
  const ended = await startPerf([
    'bulk-sync',
    '--size',
    '3',
    '--rate',
    '120',
    '--duration',
    '1s',
    '--target',
    lab.file,
    ...consent,
  ]).ended;
  expect(ended.code, ended.err).toBe(1);
  expect(resultIn(out).checks.failures.map(({ name }) => name)).toContain('a sync makes every space of its range');
  expect(ended.out).toContain('crossed  checks rate==1');
  expect(await totals(lab)).toEqual(nothing);
});

test('what can not start in time is counted as dropped; what is left behind is unknown where nothing can be listed', async ({
  startLab,
  startPerf,
  scratch,
  out,
}) => {
  const { node } = await startLab();
  const slow = await serveHttps((request, response) => {
    if (request.url === '/api/v1/system/status') smallestCallBridge(request, response);
    else setTimeout(() => response.end(), 2000);
  });
  const file = scratch.write('slow.yaml', targetText({ port: slow.port, mmpPort: node.mmp.port }));
  const args = ['bulk-sync', '--rate', '1000', '--duration', '4s', '--target', file, ...consent];
  const ended = await startPerf(args, { CMS_SELF_PASSWORD: node.api.password }).ended;
  await slow.close();
  expect(ended.code, ended.err).toBe(1);
  const result = complete(out, ended, node);
  expect(result.iterations.dropped).toBeGreaterThan(0);
  expect(result.leftBehind).toBeNull();
  expect(ended.out).toContain('crossed  dropped_iterations count==0');
  expect(ended.out).toContain(`the names of this run hold "${result.run.tag}"`);
});

test('interrupted, it ends 130, keeps what was measured and leaves nothing on the target', async ({
  startLab,
  startPerf,
  out,
}) => {
  const lab = await startLab();
  const perf = startPerf([
    'call-legs',
    '--duration',
    '5m',
    '--target',
    lab.file,
    ...consent,
    '--domain',
    'load.example.test',
  ]);
  await expect.poll(() => lab.total('/callLegs'), { timeout: 60_000 }).toBeGreaterThan(0);
  perf.child.kill('SIGINT');
  const ended = await perf.ended;
  expect(ended.code, ended.err).toBe(130);
  expect(complete(out, ended, lab.node).run.interrupted).toBe(true);
  expect(ended.out).toContain('INTERRUPTED: ');
  expect(await totals(lab)).toEqual(nothing);
});

test('a k6 that dies is a harness error, and still nothing is left on the target', async ({
  startLab,
  startPerf,
  k6,
  scratch,
  out,
}) => {
  const lab = await startLab();
  const wrapper = script(scratch, 'k6', `echo $$ > "${scratch.path}/pid"\nexec "${k6}" "$@"`);
  const perf = startPerf(
    ['call-legs', '--duration', '5m', '--target', lab.file, ...consent, '--domain', 'load.example.test'],
    { CMS_K6: wrapper },
  );
  await expect.poll(() => lab.total('/callLegs'), { timeout: 60_000 }).toBeGreaterThan(0);
  process.kill(Number(readFileSync(join(scratch.path, 'pid'), 'utf8')), 'SIGKILL');
  const ended = await perf.ended;
  expect(ended.code).toBe(5);
  expect(ended.err).toContain('k6 ended with null');
  expect(existsSync(join(out, 'perf.json'))).toBe(false);
  expect(await totals(lab)).toEqual(nothing);
});

test.describe('ends before any load', () => {
  const oneSentence = ({ out, err }: Ended, sentence: RegExp) => {
    expect(err.trimEnd()).toMatch(sentence);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(out).toBe('');
  };

  const wrong: [args: string[], sentence: RegExp][] = [
    [['bulk'], /^Unknown workload "bulk": it is one of bulk-sync, call-legs\.$/],
    [[], /^missing required argument 'workload'/],
    [['bulk-sync', '--rate', 'fast'], /^--rate "fast": expected a whole number/],
    [['bulk-sync', '--threshold', 'nope=count<1'], /^--threshold "nope=count<1": bulk-sync has no metric "nope"/],
    [['bulk-sync', '--tolerance', 'x'], /'x' is invalid/],
    [['bulk-sync', '--target', 'container'], /give --target FILE, or leave it out/],
  ];
  for (const [args, sentence] of wrong) {
    base(`wrong usage: perf ${args.join(' ')}`, async () => {
      const ended = await run(['perf', ...args]);
      oneSentence(ended, sentence);
      expect(ended.code).toBe(2);
    });
  }

  base('real nodes are not written to without consent, nor made to dial nowhere', async ({ scratch }) => {
    const file = scratch.write('target.yaml', targetText({ port: 1 }));
    const env = { CMS_SELF_PASSWORD: 'kX7-login-secret' };
    for (const [args, sentence] of [
      [['bulk-sync'], /on cms1 and removes them again; allow it with --impact reversible\.$/],
      [['call-legs', '--impact', 'observe'], /allow it with --impact reversible\.$/],
      [['call-legs', ...consent], /^call-legs dials out from cms1: name with --domain/],
      [['bulk-sync', ...consent, '--node', 'cms9'], /has no Call Bridge "cms9" to load; it has cms1\.$/],
    ] as const) {
      const ended = await run(['perf', ...args, '--target', file], env);
      oneSentence(ended, sentence);
      expect(ended.code).toBe(2);
    }
  });

  base('a k6 of the wrong version, or none at all', async ({ scratch }) => {
    const old = script(scratch, 'bin/k6', 'echo "k6 v1.7.1 (go1.25.1, linux/amd64)"');
    const alone = { PATH: join(scratch.path, 'bin'), XDG_CACHE_HOME: join(scratch.path, 'cache') };
    const none = { ...alone, PATH: join(scratch.path, 'empty') };
    for (const [args, env, sentence] of [
      [['--k6', old], none, /^The k6 which --k6 names is version 1\.7\.1, and version 2 is needed: install k6 2 /],
      [[], alone, /^The k6 on PATH is version 1\.7\.1, and version 2 is needed/],
      [[], none, /^k6 is missing: install k6 2 /],
    ] as const) {
      const ended = await run(['perf', 'bulk-sync', ...args], env);
      oneSentence(ended, sentence);
      expect(ended.code).toBe(4);
    }
  });

  test('a target that nobody answers for', async ({ startPerf, scratch, out }) => {
    const file = scratch.write('target.yaml', targetText({ port: 1 }));
    const ended = await startPerf(['bulk-sync', '--target', file, ...consent], {
      CMS_SELF_PASSWORD: 'kX7-login-secret',
    }).ended;
    oneSentence(ended, /127\.0\.0\.1:1/);
    expect(ended.code).toBe(3);
    expect(existsSync(out)).toBe(false);
  });
});

/** A program of shell lines. */
function script(scratch: Scratch, name: string, lines: string): string {
  const file = scratch.write(name, `#!/bin/sh\n${lines}\n`);
  chmodSync(file, 0o755);
  return file;
}
