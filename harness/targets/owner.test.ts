import { spawn } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { lives, processIdentity } from './owner.ts';

test('this process lives, also under another process that asks', () => {
  expect(processIdentity()).toMatch(new RegExp(`^${process.pid}@`));
  expect(lives(processIdentity())).toBe(true);
});

test('a process that has ended does not, whoever has its number now', async () => {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
  const identity = processIdentity(child.pid);
  expect(lives(identity)).toBe(true);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
  expect(lives(identity)).toBe(false);
  test.skip(process.platform !== 'linux', 'only Linux tells when a process started');
  expect(lives(`${process.pid}@1`)).toBe(false);
});

test('a label that is none is nobody', () => {
  for (const text of ['', '@', 'abc@1', '-1@1', '0x10@1']) expect(lives(text)).toBe(false);
});
