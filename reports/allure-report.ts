import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Result } from '../harness/run/result.ts';
import { exitCodes } from '../harness/run/verdicts.ts';
import { earlierLines, historyLimit, keepLine, reportName } from './allure-history.ts';
import { allureResultsIn } from './allure-labels.ts';
import { offline } from './allure-offline.ts';

/** Allure's own program; it is pure JavaScript and runs on this Node. */
export function allureProgram(): string {
  return join(dirname(createRequire(import.meta.url).resolve('allure')), '..', 'cli.js');
}

/**
 * Builds the Allure report of a run: one page, `<out>/report/index.html`, that needs no server and asks nobody for anything.
 * The history of all reported runs is `<out>/history.jsonl`. An earlier report is replaced when the new one is complete.
 * Returns the page's path. Throws when Allure fails, with its last words.
 */
export function buildAllureReport(runFolder: string, result: Result, out: string): string {
  mkdirSync(out, { recursive: true });
  const folder = mkdtempSync(join(out, '.report-'));
  try {
    const target = targetName(result);
    const history = join(out, 'history.jsonl');
    const shown = join(folder, 'history.jsonl');
    writeFileSync(
      shown,
      earlierLines(history, result.run.id, target)
        .map((line) => `${line}\n`)
        .join(''),
    );
    const made = join(folder, 'report');
    const config = join(folder, 'allurerc.json');
    writeFileSync(config, JSON.stringify(configuration(result, reportName(result.run.id, target), made, shown)));
    generate(allureResultsIn(runFolder), config, folder);

    const page = join(made, 'index.html');
    writeFileSync(page, offline(readFileSync(page, 'utf8')));
    for (const other of ['summary.json', 'test-results.json']) rmSync(join(made, other), { force: true });
    keepLine(history, readFileSync(shown, 'utf8').trimEnd().split('\n').at(-1) ?? '');
    const report = join(out, 'report');
    rmSync(report, { recursive: true, force: true });
    renameSync(made, report);
    return join(report, 'index.html');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function generate(results: string, config: string, folder: string): void {
  try {
    execFileSync(process.execPath, [allureProgram(), 'generate', results, '--config', config, '--cwd', folder], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ALLURE_NO_ANALYTICS: 'true' },
    });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`Allure could not build the report: ${`${stdout}\n${stderr}`.trim().split('\n').at(-1)}`, {
      cause: error,
    });
  }
  if (!existsSync(join(folder, 'report', 'index.html'))) throw new Error(`Allure built no report from ${results}`);
}

function configuration(result: Result, name: string, output: string, historyPath: string): object {
  const { run, target } = result;
  return {
    name,
    output,
    historyPath,
    historyLimit,
    variables: {
      Run: run.id,
      Outcome: Object.entries(exitCodes).find(([, code]) => code === result.exitCode)?.[0] ?? String(result.exitCode),
      Target: target.kind,
      Nodes: target.nodes.map((node) => `${node.name} ${node.platform} ${node.version}`).join(', ') || 'never reached',
      Started: run.startedAt,
      Seed: String(run.seed),
      Tool: `cms-conformance ${run.tool.version}, ${run.tool.commit.slice(0, 12)}${run.tool.cleanTree ? '' : ' (modified)'}`,
    },
    plugins: {
      awesome: { options: { singleFile: true, reportLanguage: 'en', groupBy: ['epic', 'feature'] } },
    },
  };
}

function targetName({ target }: Result): string {
  return target.nodes.length === 0 ? target.kind : `${target.kind} ${target.nodes.map(({ name }) => name).join(', ')}`;
}
