import { networkInterfaces } from 'node:os';
import { expect, test } from '@playwright/test';
import { isThisMachine } from './engine.ts';

test('an engine on one of our own addresses is on this machine, another one is not', async () => {
  const addresses = Object.values(networkInterfaces()).flatMap((of) => of ?? []);
  for (const { address } of addresses.filter(({ family }) => family === 'IPv4')) {
    expect(await isThisMachine(address)).toBe(true);
  }
  expect(await isThisMachine('localhost')).toBe(true);
  expect(await isThisMachine('127.0.0.1')).toBe(true);
  expect(await isThisMachine('192.0.2.17')).toBe(false);
  expect(await isThisMachine('docker.example.invalid')).toBe(false);
});
