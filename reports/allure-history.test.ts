import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../harness/self/scratch.ts';
import { earlierLines, historyLimit, keepLine, reportName } from './allure-history.ts';

const line = (run: string, target = 'emulator', more = '') => JSON.stringify({ name: reportName(run, target), more });
const runsIn = (file: string) =>
  [...readFileSync(file, 'utf8').matchAll(/conformance (\S+) of/g)].map(([, run]) => run);

test('a report shows the earlier runs of its own target', ({ scratch }) => {
  const file = join(scratch.path, 'history.jsonl');
  expect(earlierLines(file, '3', 'emulator')).toEqual([]);
  for (const one of [line('2'), line('1'), line('1b', 'lab of mine'), line('4')]) keepLine(file, one);
  expect(runsIn(file)).toEqual(['1', '1b', '2', '4']);
  expect(earlierLines(file, '3', 'emulator')).toEqual([line('1'), line('2')]);
  expect(earlierLines(file, '3', 'lab of mine')).toEqual([line('1b', 'lab of mine')]);
});

test('a run that is reported again takes its own place', ({ scratch }) => {
  const file = scratch.write('history.jsonl', `${line('1')}\n${line('2')}\n`);
  keepLine(file, line('1', 'emulator', 'again'));
  expect(readFileSync(file, 'utf8')).toBe(`${line('1', 'emulator', 'again')}\n${line('2')}\n`);
});

test('the oldest runs go', ({ scratch }) => {
  const file = join(scratch.path, 'history.jsonl');
  const runs = Array.from({ length: historyLimit + 3 }, (_, index) => String(100 + index));
  for (const run of runs) keepLine(file, line(run));
  expect(runsIn(file)).toEqual(runs.slice(3));
});

test('a damaged line does not keep a report from being built', ({ scratch }) => {
  const file = scratch.write('history.jsonl', `{"name":"CMS con\n\n${line('1')}\n{"name":"another"}\nnull\n`);
  expect(earlierLines(file, '2', 'emulator')).toEqual([line('1')]);
  keepLine(file, line('2'));
  expect(runsIn(file)).toEqual(['1', '2']);
  expect(() => keepLine(file, '{}')).toThrow(/does not name its run/);
});
