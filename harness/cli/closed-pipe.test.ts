import { execFileSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { root } from './playwright.ts';

test('a reader that leaves early is no error, and the exit code stays that of the command', () => {
  const pipe = `"${process.execPath}" harness/cli/main.ts requirements --only API-HTTP | true; echo "\${PIPESTATUS[0]}"`;
  const said = execFileSync('bash', ['-c', `${pipe} 2>&1`], { cwd: root, encoding: 'utf8' });
  expect(said).toBe('0\n');
});
