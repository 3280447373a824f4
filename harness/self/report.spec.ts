import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TestResult } from 'allure-js-commons';
import { launchChromium } from '../browser/chromium.ts';
import { run } from './command.ts';
import { serveHttps, smallestCallBridge, targetText } from './foreign.ts';
import { type InlineRun, runInline } from './inline.ts';
import { test as base, expect, type Scratch } from './scratch.ts';

const password = 'kX7-login-secret';
const [passes, fails, open, silent, deferred, missing] = [
  'TMS-ADD-01',
  'TMS-ADD-02',
  'TMS-ADD-03',
  'TMS-ADD-04',
  'TMS-ADD-05',
  'TMS-ADD-06',
] as const;

/** One run that has every kind of verdict, on a server that is just enough of a Call Bridge. */
const test = base.extend<{ done: InlineRun }>({
  done: async ({ scratch }, use) => {
    const server = await serveHttps(smallestCallBridge);
    const file = scratch.write('target.yaml', targetText({ port: server.port }));
    const checks = `
      requirement('${passes}', async ({ node, api, judge }) => {
        const { status } = await api.get('/api/v1/system/status');
        judge(conforms, { node: node.name, status });
      });
      requirement('${fails}', ({ judge, node }) => judge(differs, { seen: node.api.password }));
      requirement('${open}', ({ node }) => { throw new TargetUnavailable(node.api.password + ' is not let in'); });
      requirement('${silent}', async ({ node }) => {
        console.log('printed', node.api.password);
        await test.step('step ' + node.api.password, () => {});
        await test.info().attach('secret', { body: node.api.password });
      });
      requirement('${deferred}', ({ judge }) => judge(conforms, {}));`;
    const done = await runInline({
      checks,
      selected: [passes, fails, open, silent, deferred, missing],
      target: { kind: 'lab', file },
      impact: 'observe',
      env: { CMS_SELF_PASSWORD: password },
    });
    await server.close();
    await use(done);
  },
});

/** Allure's results of a run, each by the requirement that it is labelled with. */
function allureOf({ files }: InlineRun): Record<string, TestResult> {
  const results = Object.entries(files)
    .filter(([name]) => /^allure-results\/.*-result\.json$/.test(name))
    .map(([, text]) => JSON.parse(text) as TestResult);
  return Object.fromEntries(results.map((result) => [labelOf(result, 'requirement'), result]));
}

const labelOf = ({ labels }: TestResult, name: string) => labels.find((label) => label.name === name)?.value ?? '';

/** Writes a run's folder down again, for the commands that read it. */
function restore({ files }: InlineRun, scratch: Scratch): string {
  for (const [name, text] of Object.entries(files)) scratch.write(`run/${name}`, text);
  return join(scratch.path, 'run');
}

test('Allure shows each verdict as what it is, with reason, labels and evidence', ({ done }) => {
  const results = allureOf(done);
  const shown = Object.entries(results).map(([id, { status, statusDetails }]) => [id, status, statusDetails.message]);
  expect(Object.fromEntries(shown.map(([id, ...rest]) => [id, rest]))).toEqual({
    [passes]: ['passed', undefined],
    [fails]: ['failed', 'fail: here: expected one, observed other'],
    [open]: ['broken', expect.stringMatching(/^inconclusive: .* is not let in$/)],
    [silent]: ['broken', 'harness-error: the check ended without having judged anything'],
    [deferred]: [
      'skipped',
      'deferred: its impact is reversible, this run allows observe: --impact reversible judges it',
    ],
    [missing]: ['skipped', 'not-implemented: it has no check yet'],
  });
  const first = results[passes] as TestResult;
  const labels = ['epic', 'feature', 'node', 'target', 'verdict'].map((name) => labelOf(first, name));
  expect(labels).toEqual(['TMS', 'TMS-ADD', 'cms1', 'lab', 'pass']);
  expect(labelOf(results[missing] as TestResult, 'verdict')).toBe('not-implemented');
  const [evidence] = first.attachments;
  expect(evidence?.name).toBe(`${passes}.json`);
  expect(done.files[`allure-results/${evidence?.source}`]).toBe(done.files[`evidence/${passes}.json`]);
  expect(results[fails]?.steps.map(({ name, status }) => [name, status])).toEqual([['inline.differs', 'failed']]);
});

test('no secret goes into the results', async ({ done }) => {
  for (const [name, text] of Object.entries(done.files)) expect(text.includes(password), name).toBe(false);
  const emulated = await runInline({
    checks: `
      requirement('${fails}', ({ judge, node }) => judge(differs, { seen: node.api.password }));
      requirement('${open}', ({ node }) => { throw new Error('could not log in with ' + node.mmp.password); });`,
    target: { kind: 'emulator', emulator: { topology: 'single' } },
    env: { CMS_EMULATOR_PASSWORD: password },
  });
  expect(allureOf(emulated)[open]?.statusDetails.message).toMatch(/^harness-error: could not log in with redacted:/);
  for (const [name, text] of Object.entries(emulated.files)) expect(text.includes(password), name).toBe(false);
});

test('the report opens from disk and asks nobody for anything', async ({ done, scratch }) => {
  const out = join(scratch.path, 'out');
  const built = await run(['report', '--run', restore(done, scratch), '--out', out]);
  expect(built).toMatchObject({ code: 0, out: expect.stringMatching(/report\/index\.html\n$/), err: '' });
  const page = join(out, 'report', 'index.html');
  expect(existsSync(page)).toBe(true);

  const browser = await launchChromium();
  const context = await browser.newContext({ offline: true });
  const asked: string[] = [];
  const complaints: string[] = [];
  await context.route(/^(?!file:|data:|blob:)/, (route) => route.abort());
  const opened = await context.newPage();
  opened.setDefaultTimeout(10_000);
  opened.on('request', (request) => asked.push(request.url()));
  opened.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  opened.on('pageerror', (error) => complaints.push(error.message));
  await opened.goto(pathToFileURL(page).href);
  const entry = (text: string | RegExp) => opened.getByText(text, { exact: true }).first();
  await expect(entry('TMS')).toBeVisible();
  for (const [group, inside] of [
    ['TMS', 'TMS-ADD'],
    ['TMS-ADD', /^TMS-ADD-01 /],
  ] as const) {
    if (!(await entry(inside).isVisible())) await entry(group).click();
  }
  for (const id of [passes, fails, open, silent, missing]) {
    await expect(entry(new RegExp(`^${id} `))).toBeVisible();
  }
  await entry(new RegExp(`^${fails} `)).click();
  await expect(opened.getByText('expected one, observed other').first()).toBeVisible();
  expect(asked.filter((url) => !/^(file|data|blob):/.test(url))).toEqual([]);
  expect(complaints).toEqual([]);
  await browser.close();
  expect(readFileSync(page, 'utf8')).not.toContain('googletagmanager');
});

test('the history grows with each run, once', async ({ done, scratch }) => {
  const folder = restore(done, scratch);
  const out = join(scratch.path, 'out');
  const runs = () =>
    readFileSync(join(out, 'history.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { name: string }).name);
  for (const id of ['run-1', 'run-2', 'run-1']) {
    scratch.write('run/result.json', JSON.stringify({ ...done.result, run: { ...done.result.run, id } }));
    expect((await run(['report', '--run', folder, '--out', out])).code).toBe(0);
  }
  expect(runs()).toEqual(['run-1', 'run-2'].map((id) => `CMS conformance ${id} of lab cms1`));
});

test('what is no run is told in one sentence', async ({ scratch }) => {
  const { code, out, err } = await run(['report', '--run', scratch.path, '--out', scratch.path]);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(/^.* is not the folder of a run: there is no result\.json in it\.\n$/);
});
