import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../../self/scratch.ts';
import { Clock } from './clock.ts';
import { NodeLog } from './log.ts';

function logOf(version: string, file: string | null = null, at = '2030-03-05T07:08:09.012Z'): NodeLog {
  const clock = new Clock();
  clock.set(new Date(at));
  return new NodeLog({ clock, host: () => 'cms1', version, file });
}

test('a line is time, facility, host, source and text; milliseconds from 3.0 on', () => {
  const three = logOf('3.5');
  three.write('user.info', 'host:server:', ' INFO : started');
  expect(three.since(0).lines[0]).toMatch(/^Mar {2}5 07:08:09\.\d{3} user\.info cms1 host:server: {2}INFO : started$/);
  const two = logOf('2.9');
  two.write('auth.info', 'cli:', 'login');
  expect(two.since(0).lines[0]).toMatch(/^Mar {2}5 07:08:\d{2} auth\.info cms1 cli: login$/);
});

test('the day has two columns', () => {
  const log = logOf('3.5', null, '2030-12-31T23:00:00Z');
  log.write('user.info', 'a:', 'b');
  expect(log.since(0).lines[0]).toMatch(/^Dec 31 23:00:/);
});

test('the host is the one of the moment of writing', () => {
  let host = 'old';
  const log = new NodeLog({ clock: new Clock(), host: () => host, version: '3.5', file: null });
  log.write('user.info', 'a:', 'one');
  host = 'new';
  log.write('user.info', 'a:', 'two');
  expect(log.since(0).lines.map((line) => line.split(' user.info ')[1])).toEqual(['old a: one', 'new a: two']);
});

test('reading on from the number that was given misses nothing and repeats nothing', () => {
  const log = logOf('3.5');
  const write = (...texts: string[]) => {
    for (const text of texts) log.write('user.info', 'a:', text);
  };
  write('1', '2');
  const first = log.since(0);
  expect(first.lines).toHaveLength(2);
  expect(log.since(first.next)).toEqual({ lines: [], next: 2 });
  write('3');
  expect(log.since(first.next).lines.map((line) => line.at(-1))).toEqual(['3']);
  expect(log.since(1e9)).toEqual({ lines: [], next: 3 });
});

test('when old lines are dropped the numbers stay true', () => {
  const log = logOf('3.5');
  for (let number = 0; number < 50_001; number += 1) log.write('user.info', 'a:', `line-${number}`);
  const { lines, next } = log.since(50_000);
  expect(next).toBe(50_001);
  expect(lines.map((line) => line.split(' ').at(-1))).toEqual(['line-50000']);
  expect(log.since(0).lines[0]).toContain('line-10000');
});

test('each line goes to every sink with its facility, and to the file', ({ scratch }) => {
  const file = join(scratch.path, 'log');
  const log = logOf('3.5', file);
  const seen: string[][] = [[], []];
  const sinks = seen.map((list) => (facility: string, line: string) => void list.push(`${facility}|${line}`));
  for (const sink of sinks) log.sinks.add(sink);
  log.write('daemon.info', 'a:', 'one');
  log.sinks.delete(sinks[1] as (typeof sinks)[number]);
  log.write('local0.warning', 'b:', 'two');
  const { lines } = log.since(0);
  expect(seen).toEqual([[`daemon.info|${lines[0]}`, `local0.warning|${lines[1]}`], [`daemon.info|${lines[0]}`]]);
  expect(readFileSync(file, 'utf8')).toBe(`${lines.join('\n')}\n`);
});
