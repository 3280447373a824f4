import { test as base, expect } from '@playwright/test';
import { Accounts } from './accounts.ts';
import { Clock } from './clock.ts';

interface Parts {
  clock: Clock;
  settings: Map<string, unknown>;
  accounts: Accounts;
}

const test = base.extend<Parts>({
  clock: async ({}, use) => {
    const clock = new Clock();
    clock.set(new Date('2030-01-01T00:00:00Z'));
    await use(clock);
  },
  settings: async ({}, use) => use(new Map()),
  accounts: async ({ settings, clock }, use) => {
    const get = <T>(key: string) => settings.get(key) as T | undefined;
    await use(new Accounts({ get, set: (key, value) => settings.set(key, value) }, clock));
  },
});

test('only the right password of a known account is right', ({ accounts }) => {
  accounts.put('admin', 'admin', 'conform-1', false);
  expect(accounts.verify('admin', 'conform-1')?.username).toBe('admin');
  for (const wrong of ['', 'conform-2', 'conform-1 ', 'CONFORM-1'])
    expect(accounts.verify('admin', wrong)).toBeUndefined();
  expect(accounts.verify('Admin', 'conform-1')).toBeUndefined();
  expect(accounts.verify('', '')).toBeUndefined();
});

test('a password is not kept as it is, and equal ones are kept differently', ({ accounts, settings }) => {
  accounts.put('one', 'admin', 'conform-1', false);
  accounts.put('two', 'api', 'conform-1', false);
  expect(JSON.stringify([...settings])).not.toContain('conform-1');
  expect(accounts.find('one')?.hash).not.toBe(accounts.find('two')?.hash);
});

test('a changed password ends the old one, also after it was used', ({ accounts }) => {
  accounts.put('admin', 'admin', 'old-one', true);
  expect(accounts.verify('admin', 'old-one')?.mustChangePassword).toBe(true);
  accounts.put('admin', 'admin', 'new-one', false);
  expect(accounts.verify('admin', 'old-one')).toBeUndefined();
  expect(accounts.verify('admin', 'new-one')?.mustChangePassword).toBe(false);
  expect(accounts.list()).toHaveLength(1);
});

test('a removed account can not log in, also after it did', ({ accounts }) => {
  accounts.put('admin', 'admin', 'conform-1', false);
  expect(accounts.verify('admin', 'conform-1')).toBeDefined();
  expect(accounts.remove('admin')).toBe(true);
  expect(accounts.remove('admin')).toBe(false);
  expect(accounts.verify('admin', 'conform-1')).toBeUndefined();
  accounts.put('admin', 'audit', 'conform-2', false);
  expect(accounts.verify('admin', 'conform-1')).toBeUndefined();
});

test("logins are kept: failures in a row, the last success in the cluster's time", ({ accounts, clock }) => {
  accounts.put('admin', 'admin', 'conform-1', false);
  accounts.recordLogin('admin', false);
  accounts.recordLogin('admin', false);
  expect(accounts.find('admin')).toMatchObject({ failedLogins: 2, lastLoginAt: null });
  clock.advance(3_600_000);
  accounts.recordLogin('admin', true);
  expect(accounts.find('admin')?.failedLogins).toBe(0);
  expect(accounts.find('admin')?.lastLoginAt).toMatch(/^2030-01-01T01:00:0/);
  accounts.recordLogin('admin', false);
  expect(accounts.find('admin')?.lastLoginAt).toMatch(/^2030-01-01T01:00:0/);
});

test('a new password keeps the last login and forgives failures', ({ accounts, clock }) => {
  accounts.put('admin', 'admin', 'old-one', false);
  accounts.recordLogin('admin', true);
  accounts.recordLogin('admin', false);
  clock.advance(3_600_000);
  accounts.put('admin', 'admin', 'new-one', false);
  expect(accounts.find('admin')).toMatchObject({ failedLogins: 0 });
  expect(accounts.find('admin')?.lastLoginAt).toMatch(/^2030-01-01T00:00:/);
  expect(accounts.find('admin')?.passwordChangedAt).toMatch(/^2030-01-01T01:00:/);
});

test('a login of nobody leaves nothing behind', ({ accounts }) => {
  accounts.recordLogin('nobody', true);
  expect(accounts.list()).toEqual([]);
});
