import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** One run in the history: a line of Allure's, whose name tells run and target. */
interface Entry {
  line: string;
  run: string;
  target: string;
}

/** Runs that the history holds at most; the oldest go. */
export const historyLimit = 20;

/** The name of a run's report, by which the run is known again in the history. */
export function reportName(run: string, target: string): string {
  return `CMS conformance ${run} of ${target}`;
}

/**
 * The history that a run's report shows: lines of the earlier runs of the same target, as Allure wrote them. Building a
 * report again, or that of an older run, shows what it showed the first time.
 */
export function earlierLines(file: string, run: string, target: string): string[] {
  return read(file)
    .filter((entry) => entry.target === target && entry.run < run)
    .map(({ line }) => line);
}

/** Puts a run's own line into the history, in the place of an earlier one of the same run. */
export function keepLine(file: string, line: string): void {
  const added = entryOf(line);
  if (!added) throw new Error('Allure wrote a history that does not name its run');
  const others = read(file).filter(({ run }) => run !== added.run);
  const all = [...others, added].sort((a, b) => (a.run < b.run ? -1 : 1)).slice(-historyLimit);
  // whoever reads the file meanwhile finds it whole
  writeFileSync(`${file}.new`, all.map((entry) => `${entry.line}\n`).join(''));
  renameSync(`${file}.new`, file);
}

/** The runs of the history; a line that was cut off or is somebody else's is left out. */
function read(file: string): Entry[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .map(entryOf)
    .filter((entry) => entry !== null);
}

function entryOf(line: string): Entry | null {
  try {
    const { name } = JSON.parse(line) as { name?: unknown };
    const [, run, target] = /^CMS conformance (\S+) of (.+)$/.exec(String(name)) ?? [];
    return run && target ? { line, run, target } : null;
  } catch {
    return null;
  }
}
