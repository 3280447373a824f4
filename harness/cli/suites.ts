import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './playwright.ts';

/** Every suite file, path relative to the repository, with its text. */
export function readSuites(): { file: string; text: string }[] {
  return globSync('suites/**/*.spec.ts', { cwd: root })
    .sort()
    .map((file) => ({ file: file.replaceAll('\\', '/'), text: readFileSync(join(root, file), 'utf8') }));
}

/** The files that hold the checks of these requirements; all of them, told by an empty list, when one is nowhere to be found. */
export function suitesWith(ids: readonly string[]): string[] {
  const suites = readSuites();
  const holding = (id: string) => suites.filter(({ text }) => text.includes(`'${id}'`));
  if (ids.some((id) => holding(id).length === 0)) return [];
  return [...new Set(ids.flatMap((id) => holding(id).map(({ file }) => file)))].sort();
}
