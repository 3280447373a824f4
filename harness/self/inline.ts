import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { root } from '../cli/playwright.ts';
import { loadCatalogue } from '../run/catalogue.ts';
import type { RunOrder } from '../run/order.ts';
import { type Result, resultSchema } from '../run/result.ts';

/** A suite that a test writes down to see how the runner judges it. */
export interface InlineSuite {
  /**
   * The checks: one file's text, or several by name. In scope are `requirement`, `test` (Playwright's own), `defineJudge`,
   * `TargetUnavailable`, the rules `conforms` and `differs`, and `reached()`, which tells the test that the check got there.
   */
  checks: string | Record<string, string>;
  /** Selected requirements; by default those that the checks name. */
  selected?: readonly string[];
  target: RunOrder['target'];
  impact?: RunOrder['impact'];
  env?: Record<string, string>;
  /** Press Ctrl-C once when a check calls `reached()`. */
  interrupt?: boolean;
}

/** What a run of an inline suite left. */
export interface InlineRun {
  exitCode: number | null;
  result: Result;
  /** Verdict of each requirement. */
  verdicts: Record<string, string>;
  /** Everything that was printed. */
  output: string;
  /** Each file of the run's folder with its text. */
  files: Record<string, string>;
}

const here = join(root, 'reports/out/self');
const url = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);

const prelude = `
import { test } from '@playwright/test';
import { requirement } from ${JSON.stringify(join(root, 'fixtures/index.ts'))};
import { defineJudge } from ${JSON.stringify(join(root, 'harness/judge/judge.ts'))};
import { TargetUnavailable } from ${JSON.stringify(join(root, 'harness/protocol/exchange.ts'))};
import { conforms, differs } from '../rules.ts';
const reached = () => fetch(process.env.INLINE_REACHED);
`;

const rules = `
import { defineJudge } from ${JSON.stringify(join(root, 'harness/judge/judge.ts'))};
export const conforms = defineJudge('inline.conforms', () => []);
export const differs = defineJudge('inline.differs', () => [{ where: 'here', expected: 'one', observed: 'other' }]);
`;

/**
 * Runs an inline suite as `certify` runs the repository's own: same command, runner, fixtures and reports, in processes of
 * their own. The requirements are real ones of the catalogue. Its folder is removed again.
 */
export async function runInline(suite: InlineSuite): Promise<InlineRun> {
  mkdirSync(here, { recursive: true });
  const folder = mkdtempSync(join(here, 'run-'));
  const checks = typeof suite.checks === 'string' ? { inline: suite.checks } : suite.checks;
  mkdirSync(join(folder, 'suites'));
  for (const [name, text] of Object.entries(checks))
    writeFileSync(join(folder, 'suites', `${name}.spec.ts`), `${prelude}\n${text}\n`);
  writeFileSync(join(folder, 'rules.ts'), rules);
  const config = join(folder, 'playwright.config.mjs');
  writeFileSync(
    config,
    `export default { testDir: './suites', timeout: 20_000, respectGitIgnore: false, projects: [{ name: 'conformance' }] };\n`,
  );
  const named = loadCatalogue().filter(({ id }) => Object.values(checks).some((text) => text.includes(id)));
  const order: RunOrder = {
    id: 'inline',
    folder: join(folder, 'run'),
    seed: 1,
    startedAt: new Date().toISOString(),
    tool: { version: 'inline', commit: 'unknown', cleanTree: false },
    target: suite.target,
    impact: suite.impact ?? 'reversible',
    selected: [...(suite.selected ?? named.map(({ id }) => id))],
  };
  try {
    const { exitCode, output } = await execute(order, config, suite);
    const files = filesOf(order.folder);
    const written = files['result.json'];
    if (written === undefined) throw new Error(`the run left no result.json; it printed:\n${output}`);
    const result = resultSchema.parse(JSON.parse(written));
    const verdicts = Object.fromEntries(result.requirements.map(({ id, verdict }) => [id, verdict]));
    return { exitCode, result, verdicts, output, files };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function execute(
  order: RunOrder,
  config: string,
  suite: InlineSuite,
): Promise<{ exitCode: number | null; output: string }> {
  const program = `
    const { judge } = await import(${url('../cli/certify.ts')});
    const { summaryText } = await import(${url('../../reports/summary.ts')});
    const result = await judge(${JSON.stringify(order)}, { output: 'inherit', workers: 1, config: ${JSON.stringify(config)} });
    process.stdout.write(summaryText(result, 'run'));
    process.exitCode = result.exitCode;`;
  const signal = createHttpServer((_request, response) => {
    response.end();
    // a terminal's Ctrl-C goes to the whole process group
    if (suite.interrupt && child.pid) process.kill(-child.pid, 'SIGINT');
  });
  await new Promise<void>((resolve) => signal.listen(0, '127.0.0.1', resolve));
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...withoutPlaywright(),
      ...suite.env,
      INLINE_REACHED: `http://127.0.0.1:${(signal.address() as AddressInfo).port}/`,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  signal.closeAllConnections();
  await new Promise((resolve) => signal.close(resolve));
  return { exitCode, output };
}

/** The environment without what Playwright tells its own workers. */
function withoutPlaywright(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(PLAYWRIGHT|PW_|TEST_|NODE_OPTIONS|FORCE_COLOR)/.test(name)),
  );
}

function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    names.map((name) => [name.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(name, 'utf8')]),
  );
}
