import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { callbridgeKeys, cliAuditText, webadminKeys, webadminKeyWidth, webbridge3Keys } from './components.ts';
import { outputLines, parseListing } from './listing.ts';

const vector = (name: string) =>
  outputLines(readFileSync(new URL(`../../../fixtures/vectors/mmp/${name}.txt`, import.meta.url), 'utf8'));

test('keys of the components are the documented ones', () => {
  expect(parseListing(vector('webbridge3-3.3').slice(1, -1)).map(({ key }) => key)).toEqual([...webbridge3Keys]);
  expect(parseListing(vector('webadmin')).map(({ key }) => key)).toEqual([...webadminKeys]);
  expect(parseListing(vector('callbridge')).map(({ key }) => key)).toEqual(callbridgeKeys.map(({ key }) => key));
});

test('key columns are as wide as documented', () => {
  for (const line of vector('webadmin')) expect(line.indexOf(':')).toBe(webadminKeyWidth);
  for (const [at, line] of vector('callbridge').entries()) expect(line.indexOf(':')).toBe(callbridgeKeys[at]?.width);
});

test('the audit line is the documented one', () => {
  const text = cliAuditText({
    user: 'admin',
    from: '198.51.100.233:63290',
    command: 'callbridge av1 enable',
    permission: 'granted',
  });
  expect(vector('log-lines')[1]).toBe(`2024-03-06T09:34:45.395 local0.info cms01 cli: ${text}`);
});
