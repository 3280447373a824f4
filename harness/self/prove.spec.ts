import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../cli/playwright.ts';
import { start } from './command.ts';
import { expect, test } from './scratch.ts';

test('prove kills defects with the checks of what they violate', async () => {
  const { code, out } = await start(['prove', '--defect', 'sched-help-title', '--defect', 'tms-401-without-challenge'])
    .ended;
  expect(out).toMatch(/^killed +sched-help-title +SCHED-HELP-01$/m);
  expect(out).toMatch(/^killed +tms-401-without-challenge +TMS-HTTP-01$/m);
  expect(out).toContain('Detection: 2 of 2 defects killed, 0 survived, 0 misattributed');
  expect(code).toBe(0);
});

test('a defect is killed by its own check only: tried together, no other defect helps it', async ({ scratch }) => {
  const from = (file: string) => JSON.stringify(pathToFileURL(join(root, file)).href);
  const program = scratch.write(
    'batch.ts',
    `import { defects } from ${from('harness/emulator/defects/index.ts')};
     import { judgeBatch } from ${from('harness/cli/prove-batch.ts')};
     const [title, challenge] = ['sched-help-title', 'tms-401-without-challenge'].map((id) => defects.find((one) => one.id === id));
     const claims = [{ ...title, violates: ['TMS-HTTP-01'] }, { ...challenge, violates: ['TMS-HTTP-01', 'SCHED-HELP-01'] }];
     const { killed, left } = await judgeBatch(claims, ${JSON.stringify(join(scratch.path, 'batch'))});
     console.log(JSON.stringify({ killed: killed.map(({ id }) => id), left: left.map(({ id }) => id) }));`,
  );
  const { out, err } = await start([], {}, program).ended;
  expect(err).toBe('');
  expect(out).toContain('{"killed":[],"left":["sched-help-title","tms-401-without-challenge"]}');
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} to the command alone ends prove with 130, nothing proved`, async () => {
    const prove = start(['prove', '--defect', 'sched-help-title']);
    await prove.firstLine;
    // the baseline has begun
    await expect.poll(() => existsSync(join(root, 'reports/out/prove/baseline/own/order.json'))).toBe(true);
    prove.child.kill(signal);
    const { code, out, err } = await prove.ended;
    expect(err).toMatch(/^Interrupted.*\.\n$/);
    expect([code, out]).toEqual([130, 'Baseline: every check without a defect ...\n']);
  });
}
