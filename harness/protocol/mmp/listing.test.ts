import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { outputLines, parseHelp, parseListing } from './listing.ts';

const vector = (name: string) =>
  outputLines(readFileSync(new URL(`../../../fixtures/vectors/mmp/${name}.txt`, import.meta.url), 'utf8'));

test('padding, carriage returns and several colons leave key and value alone', () => {
  expect(parseListing(['Enabled                 : true\r', 'HTTPS listening : a:443 b:445', 'no pair', ''])).toEqual([
    { key: 'Enabled', value: 'true' },
    { key: 'HTTPS listening', value: 'a:443 b:445' },
  ]);
});

test('an empty value stays empty', () => {
  expect(parseListing(['Email Server :', 'Email Port : '])).toEqual([
    { key: 'Email Server', value: '' },
    { key: 'Email Port', value: '' },
  ]);
});

test('the documented listings parse whole', () => {
  for (const name of ['webadmin', 'callbridge']) {
    const lines = vector(name);
    expect(parseListing(lines)).toHaveLength(lines.length);
  }
});

test('help has a title and its usage lines', () => {
  const [, ...lines] = vector('help-scheduler').slice(0, -1);
  const help = parseHelp(lines);
  expect(help?.title).toBe('Configure scheduler');
  expect(help?.usage).toHaveLength(24);
  expect(parseHelp(lines.map((line) => `${line}  \r`))).toEqual(help);
  expect(parseHelp(lines.filter((line) => line !== ''))).toEqual(help);
});

test('output without a usage line is no help', () => {
  expect(parseHelp(['Unknown command: scheduler'])).toBeNull();
});

test('output splits at LF and CRLF', () => {
  expect(outputLines('a\r\n\r\nb\n')).toEqual(['a', '', 'b']);
  expect(outputLines('')).toEqual([]);
});
