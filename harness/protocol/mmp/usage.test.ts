import { expect, test } from '@playwright/test';
import { schedulerCommonAddressUsage, schedulerUsage } from './scheduler.ts';
import { commandWords, matchUsage, parseUsage } from './usage.ts';

const placeholders = new Set(['hostname|address']);
const match = (usage: string, line: string) => matchUsage(parseUsage(usage, placeholders), commandWords(line));

test('every documented usage line fits a command made from it', () => {
  for (const usage of [...schedulerUsage, schedulerCommonAddressUsage]) {
    const line = usage
      .replace('<hostname|address>', 'mail.example.test')
      .replace(/<(enable|smtp)\|\w+>/g, '$1')
      .replace(/\((\w+)\|.*\)/, '$1')
      .replace(/<[^>]+>/g, 'value');
    expect(match(usage, line), `${usage} <- ${line}`).not.toBeNull();
  }
});

test('words, choices and counts must fit', () => {
  expect(match('scheduler email auth <enable|disable>', 'scheduler email auth maybe')).toBeNull();
  expect(match('scheduler timedLogging (webBridge|api|email) <time>', 'scheduler timedLogging webbridge 5')).toBeNull();
  expect(match('scheduler enable', 'scheduler enable now')).toBeNull();
  expect(match('scheduler https listen <interface> <port>', 'scheduler https listen a')).toBeNull();
});

test('values come by argument name', () => {
  expect(match('scheduler https listen <interface> <port>', ' scheduler  https listen a 9443 ')?.values).toEqual({
    interface: ['a'],
    port: ['9443'],
  });
  expect(match('callbridge certs <key> <crt> [<bundle>]', 'callbridge certs k c')?.values).toEqual({
    key: ['k'],
    crt: ['c'],
  });
  expect(match('w listen <i:p> [<i:p> ...]', 'w listen a:1 b:2 c:3')?.values).toEqual({ 'i:p': ['a:1', 'b:2', 'c:3'] });
});

test('a word fits closer than an argument', () => {
  const none = match('scheduler c2w trust none', 'scheduler c2w trust none')?.literal ?? 0;
  expect(none).toBeGreaterThan(match('scheduler c2w trust <bundle>', 'scheduler c2w trust none')?.literal ?? 0);
});

test('double quotes keep blanks', () => {
  expect(commandWords('scheduler email common-address a@example.test "Meeting Desk"')).toEqual([
    'scheduler',
    'email',
    'common-address',
    'a@example.test',
    'Meeting Desk',
  ]);
  expect(commandWords('pki csr web CN:"Two Words" "')).toEqual(['pki', 'csr', 'web', 'CN:Two Words', '']);
});
