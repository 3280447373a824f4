import { XMLValidator } from 'fast-xml-parser';
import { serveHttps, smallestCallBridge, targetText } from './foreign.ts';
import { type InlineRun, type InlineSuite, runInline } from './inline.ts';
import { test as base, expect } from './scratch.ts';

const password = 'kX7-login-secret';

/** Runs checks against a server that is just enough of a Call Bridge. */
const test = base.extend<{ run: (suite: Omit<InlineSuite, 'target'>) => Promise<InlineRun> }>({
  run: async ({ scratch }, use) => {
    const server = await serveHttps(smallestCallBridge);
    const file = scratch.write('target.yaml', targetText({ port: server.port }));
    await use((suite) =>
      runInline({ target: { kind: 'lab', file }, ...suite, env: { CMS_SELF_PASSWORD: password, ...suite.env } }),
    );
    await server.close();
  },
});

const pass = (id: string) => `requirement('${id}', ({ judge }) => judge(conforms, {}));`;

/** The run's exit code, in its result and of its process. */
function ended({ exitCode, result }: InlineRun): number | null {
  expect(result.exitCode).toBe(exitCode);
  return exitCode;
}

/** The only requirement of a run. */
function only({ result }: InlineRun) {
  expect(result.requirements).toHaveLength(1);
  return result.requirements[0] as (typeof result.requirements)[number];
}

test('every check green: conformant, with evidence of what was judged', async ({ run }) => {
  const done = await run({
    checks: `
      ${pass('TMS-ADD-01')}
      requirement('TMS-ADD-02', async ({ api, judge }) => {
        const { status } = await api.get('/api/v1/system/status');
        judge(conforms, { status });
      });`,
  });
  expect(ended(done)).toBe(0);
  expect(done.verdicts).toEqual({ 'TMS-ADD-01': 'pass', 'TMS-ADD-02': 'pass' });
  expect(done.result.target.nodes).toEqual([
    {
      name: 'cms1',
      address: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      platform: 'cms1000',
      version: '3.5.1',
      roles: ['callBridge'],
    },
  ]);
  const evidence = JSON.parse(done.files['evidence/TMS-ADD-02.json'] ?? '') as {
    judgements: unknown;
    exchanges: { request: { summary: string } }[];
  };
  expect(evidence.judgements).toEqual([{ rule: 'inline.conforms', observation: { status: 200 }, findings: [] }]);
  expect(evidence.exchanges.map(({ request }) => request.summary)).toEqual(['GET /api/v1/system/status']);
  expect(done.output).toContain('CONFORMANT IN PART: every applicable');
});

test('a finding is a failure of the target', async ({ run }) => {
  const done = await run({
    checks: `${pass('TMS-ADD-01')} requirement('TMS-ADD-02', ({ judge }) => judge(differs, { seen: 1 }));`,
  });
  expect(ended(done)).toBe(1);
  expect(done.verdicts).toEqual({ 'TMS-ADD-01': 'pass', 'TMS-ADD-02': 'fail' });
  expect(done.result.requirements[1]?.reason).toBe('here: expected one, observed other');
  expect(done.output).toContain('NOT CONFORMANT');
  expect(done.files['evidence/TMS-ADD-02.json']).toContain('"seen": 1');
});

const red: [what: string, body: string, verdict: string, exitCode: number, reason: RegExp][] = [
  [
    'a check that judges nothing',
    'async ({ api }) => { await api.get("/api/v1/calls"); }',
    'harness-error',
    5,
    /without having judged anything/,
  ],
  [
    'a target that can not be asked',
    'async () => { throw new TargetUnavailable("cms1: no route"); }',
    'inconclusive',
    3,
    /^cms1: no route$/,
  ],
  [
    'a target that can not be asked after something was judged',
    'async ({ judge }) => { judge(conforms, {}); throw new TargetUnavailable("cms1: gone"); }',
    'inconclusive',
    3,
    /^cms1: gone$/,
  ],
  [
    'an exception of ours',
    'async ({ judge }) => { judge(conforms, {}); undefined.length; }',
    'harness-error',
    5,
    /Cannot read properties of undefined/,
  ],
  [
    'an expectation instead of a judge',
    'async ({ judge }) => { judge(conforms, {}); const { expect } = await import("@playwright/test"); expect(1).toBe(2); }',
    'harness-error',
    5,
    /expect/,
  ],
  [
    'a skip by hand',
    'async ({ judge }) => { judge(conforms, {}); test.skip(true, "not today"); }',
    'harness-error',
    5,
    /skipped without a verdict/,
  ],
  [
    'an undo that fails',
    'async ({ judge, undo }) => { undo("give it back", async () => { throw new Error("it is stuck"); }); judge(conforms, {}); }',
    'harness-error',
    5,
    /could not undo what the check did: give it back: it is stuck/,
  ],
  [
    'an undo that fails after the check was given up',
    'async ({ bench, undo }) => { undo("give it back", async () => { throw new Error("it is stuck"); }); await bench.nodeWith({ platform: "cms2000" }); }',
    'harness-error',
    5,
    /it is stuck/,
  ],
  [
    'a time limit',
    'async ({ judge }) => { test.setTimeout(200); judge(conforms, {}); await new Promise(() => {}); }',
    'inconclusive',
    3,
    /time limit/,
  ],
  [
    'a finding that tidying up brought about after the time limit',
    `async ({ judge, undo }) => {
      test.setTimeout(200);
      judge(conforms, {});
      const gone = Promise.withResolvers();
      undo("take it away", async () => { gone.resolve(); await new Promise((resolve) => setTimeout(resolve, 50)); });
      await gone.promise;
      judge(differs, {});
    }`,
    'inconclusive',
    3,
    /time limit/,
  ],
  [
    'findings that are swallowed',
    'async ({ judge }) => { try { judge(differs, {}); } catch {} }',
    'fail',
    1,
    /here: expected one, observed other/,
  ],
  [
    'a rule that throws',
    'async ({ judge }) => { judge(defineJudge("inline.broken", (o) => o.absent.field), {}); }',
    'harness-error',
    5,
    /Cannot read properties/,
  ],
  [
    'a check expected to fail',
    'async ({ judge }) => { test.fail(); judge(differs, {}); }',
    'fail',
    1,
    /here: expected one, observed other/,
  ],
];
for (const [what, body, verdict, exitCode, reason] of red) {
  test(`never green: ${what}`, async ({ run }) => {
    const done = await run({ checks: `requirement('TMS-ADD-01', ${body});` });
    expect(only(done)).toMatchObject({ verdict, reason: expect.stringMatching(reason) });
    expect(ended(done)).toBe(exitCode);
    expect(XMLValidator.validate(done.files['junit.xml'] ?? '')).toBe(true);
    expect(done.files['certificate.html']).not.toContain('<h1>Conformant');
  });
}

test('a failure is a failure, also when tidying up fails after it; all undo steps run, the latest first', async ({
  run,
}) => {
  const done = await run({
    checks: `requirement('TMS-ADD-01', async ({ api, undo, judge }) => {
      undo('first', async () => void (await api.delete('/api/v1/first')));
      undo('second', async () => { await api.delete('/api/v1/second'); throw new Error('stuck'); });
      undo('third', async () => void (await api.delete('/api/v1/third')));
      judge(differs, {});
    });`,
  });
  expect(only(done).verdict).toBe('fail');
  expect(ended(done)).toBe(1);
  expect(done.files['evidence/TMS-ADD-01.json']?.match(/DELETE [^"]*/g)).toEqual(
    ['third', 'second', 'first'].map((name) => `DELETE /api/v1/${name}`),
  );
});

test('a requirement without a check is not implemented', async ({ run }) => {
  const done = await run({ checks: pass('TMS-ADD-01'), selected: ['TMS-ADD-01', 'TMS-ADD-02'] });
  expect(done.verdicts).toEqual({ 'TMS-ADD-01': 'pass', 'TMS-ADD-02': 'not-implemented' });
  expect(ended(done)).toBe(3);
});

test('no check at all is not implemented', async ({ run }) => {
  const done = await run({ checks: '', selected: ['TMS-ADD-01'] });
  expect(only(done).verdict).toBe('not-implemented');
  expect(ended(done)).toBe(3);
});

test('what the target is not is not applicable, and alone no success', async ({ run }) => {
  const done = await run({ checks: pass('SCHED-HELP-01') });
  expect(only(done)).toMatchObject({ verdict: 'not-applicable', reason: expect.stringContaining('roles scheduler') });
  expect(ended(done)).toBe(3);
});

test('more impact than allowed is deferred: the check does not run', async ({ run }) => {
  const done = await run({
    impact: 'observe',
    checks: `${pass('TMS-ADD-01')} requirement('TMS-PROV-01', async ({ api, judge }) => { await api.post('/api/v1/coSpaces'); judge(conforms, {}); });`,
  });
  expect(done.verdicts).toEqual({ 'TMS-ADD-01': 'pass', 'TMS-PROV-01': 'deferred' });
  expect(ended(done)).toBe(3);
  expect(Object.values(done.files).join('')).not.toContain('POST /api/v1/coSpaces');
});

test('a suite that does not load is a harness error, whatever else passed', async ({ run }) => {
  const done = await run({
    checks: { good: pass('TMS-ADD-01'), broken: `requirement('TMS-ADD-02', ({ judge }) => {` },
  });
  expect(done.verdicts['TMS-ADD-02']).toBe('harness-error');
  expect(ended(done)).toBe(5);
});

test('an unknown requirement is a harness error', async ({ run }) => {
  const done = await run({ checks: pass('TMS-ADD-99'), selected: ['TMS-ADD-01'] });
  expect(only(done)).toMatchObject({
    verdict: 'harness-error',
    reason: expect.stringContaining('TMS-ADD-99 is not in the catalogue'),
  });
  expect(ended(done)).toBe(5);
});

test('an error that belongs to no check keeps the run from being green', async ({ run }) => {
  const done = await run({
    checks: `requirement('TMS-ADD-01', async ({ target, judge }) => { target.close = async () => { throw new Error('it does not close'); }; judge(conforms, {}); });`,
  });
  expect(ended(done)).toBe(5);
});

test('a finding that nobody waited for is not lost', async ({ run }) => {
  const done = await run({
    checks: `requirement('TMS-ADD-01', async ({ judge }) => { judge(conforms, {}); void Promise.resolve().then(() => judge(differs, {})); });`,
  });
  expect([1, 5]).toContain(ended(done));
});

test('of two checks of one requirement the worse one counts, and both keep their evidence', async ({ run }) => {
  const done = await run({
    checks: {
      a: `requirement('TMS-ADD-01', ({ judge }) => judge(differs, { file: 'a' }));`,
      b: `requirement('TMS-ADD-01', ({ judge }) => judge(conforms, { file: 'b' }));`,
    },
  });
  expect(only(done)).toMatchObject({ verdict: 'fail', checks: [{ verdict: 'fail' }, { verdict: 'pass' }] });
  const files = only(done).checks.flatMap(({ evidence }) => evidence);
  expect(files.map((file) => /"file": "(.)"/.exec(done.files[file] ?? '')?.[1])).toEqual(['a', 'b']);
  expect(ended(done)).toBe(1);
});

test('secrets that a check handles are in no file of the run and in nothing that is printed', async ({ run }) => {
  const secrets = { passcode: '73915', key: 'MIIEvQIBADANBgkqh', secret: 'pQ9vT-space-secret' };
  const pem = `-----BEGIN PRIVATE KEY-----\\n${secrets.key}\\n-----END PRIVATE KEY-----`;
  const done = await run({
    checks: `
      const says = defineJudge('inline.says', ({ text }) => [{ expected: 'nothing', observed: JSON.stringify(text) }]);
      const space = { fields: { passcode: '${secrets.passcode}', secret: '${secrets.secret}' }, key: '${pem}' };
      requirement('TMS-ADD-01', async ({ api, judge }) => {
        await api.post('/api/v1/coSpaces', [['name', 'a'], ['passcode', '${secrets.passcode}'], ['secret', '${secrets.secret}']]);
        await api.put('/api/v1/coSpaces/1', '<coSpace><passcode>${secrets.passcode}</passcode></coSpace>');
        await api.post('/api/v1/files', '${pem}');
        judge(conforms, space);
      });
      requirement('TMS-ADD-02', ({ judge }) => judge(says, { text: space }));
      requirement('TMS-ADD-03', ({ node }) => { throw new Error('login ' + node.api.password + ' with passcode=${secrets.passcode} failed'); });
      requirement('TMS-ADD-04', ({ node }) => { throw new TargetUnavailable('login ' + node.mmp.password + ' failed'); });`,
  });
  expect(done.verdicts).toEqual({
    'TMS-ADD-01': 'pass',
    'TMS-ADD-02': 'fail',
    'TMS-ADD-03': 'harness-error',
    'TMS-ADD-04': 'inconclusive',
  });
  const holders = Object.entries({ ...done.files, '(printed)': done.output })
    .filter(([, text]) => [password, ...Object.values(secrets)].some((secret) => text.includes(secret)))
    .map(([name]) => name);
  expect(holders).toEqual([]);
  expect(done.files['evidence/TMS-ADD-01.json']).toMatch(/redacted:[0-9a-f]{12}/);
  expect(Object.keys(done.files).filter((name) => name.startsWith('playwright'))).toEqual([]);
});

test('interrupted in the middle: 130, what was judged is kept, the rest is inconclusive', async ({ run }) => {
  const done = await run({
    interrupt: true,
    checks: `${pass('TMS-ADD-01')}
      requirement('TMS-ADD-02', async () => { await reached(); await new Promise(() => {}); });
      ${pass('TMS-ADD-03')}`,
  });
  expect(ended(done)).toBe(130);
  expect(done.verdicts).toEqual({ 'TMS-ADD-01': 'pass', 'TMS-ADD-02': 'inconclusive', 'TMS-ADD-03': 'inconclusive' });
  expect(XMLValidator.validate(done.files['junit.xml'] ?? '')).toBe(true);
  expect(done.files['certificate.html']).toContain('<h1>Interrupted</h1>');
});

test('a target that can not be reached makes everything inconclusive, in one sentence', async ({ scratch }) => {
  const file = scratch.write('target.yaml', targetText({ port: 1 }));
  const done = await runInline({
    target: { kind: 'lab', file },
    env: { CMS_SELF_PASSWORD: password },
    checks: `${pass('TMS-ADD-01')} ${pass('TMS-ADD-02')}`,
  });
  expect(ended(done)).toBe(3);
  expect(done.verdicts).toEqual({ 'TMS-ADD-01': 'inconclusive', 'TMS-ADD-02': 'inconclusive' });
  expect(new Set(done.result.requirements.map(({ reason }) => reason)).size).toBe(1);
  expect(done.result.requirements[0]?.reason).toContain('ECONNREFUSED');
});

test('an emulator that does not come up makes everything inconclusive, in its own words', async () => {
  const done = await runInline({
    target: { kind: 'emulator', emulator: { topology: 'nowhere.yaml' } },
    checks: pass('TMS-ADD-01'),
  });
  expect(only(done)).toMatchObject({
    verdict: 'inconclusive',
    reason: expect.stringContaining('Cannot read the topology file "nowhere.yaml"'),
  });
  expect(ended(done)).toBe(3);
});
