import { test as base, expect } from '@playwright/test';
import type { AccountRole } from '../kernel/accounts.ts';
import { documentedPolicies } from '../policies/index.ts';
import { testCredentials } from '../testing.ts';
import { startTestApi, type TestAnswer, type TestApi } from './testing.ts';

const test = base.extend<{ api: TestApi; signIn: (username: string, password: string) => Promise<TestAnswer> }>({
  api: async ({}, use) => {
    const api = await startTestApi();
    await use(api);
    await api.close();
  },
  signIn: async ({ api }, use) => {
    await use((username, password) =>
      api.request('POST', '/', new URLSearchParams({ username, password }).toString(), { authorization: '' }),
    );
  },
});

const cookieOf = (answer: TestAnswer) => answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
const get = (api: TestApi, cookie = '', path = '/') =>
  api.request('GET', path, undefined, { authorization: '', cookie });

test('a browser is asked who it is, and not by the challenge of the API', async ({ api }) => {
  const page = await get(api);
  expect(page.status).toBe(200);
  expect(page.headers['content-type']).toMatch(/^text\/html/);
  expect(page.headers['www-authenticate']).toBeUndefined();
  expect(page.text).toContain('type="password"');
  expect((await get(api, '', '/nothing')).status).toBe(404);
  expect((await api.request('PUT', '/', 'a=b')).status).toBe(405);
});

test('a session shows the status until it is signed out', async ({ api, signIn }) => {
  const { username, password } = testCredentials;
  const answer = await signIn(username, password);
  expect(answer.status).toBe(303);
  const cookie = cookieOf(answer);
  expect(cookie).toMatch(/^session=[0-9a-f]+$/);
  for (const row of ['Software version</th><td>3.5<', 'Active call legs</th><td>0<', 'Uptime</th><td>']) {
    expect((await get(api, `a=b; ${cookie}`)).text).toContain(row);
  }
  const out = await api.request('POST', '/logout', '', { authorization: '', cookie });
  expect(cookieOf(out)).toBe('session=logout');
  for (const old of [cookie, 'session=logout', 'session=', 'xsession=1']) {
    expect((await get(api, old)).text, old).toContain('type="password"');
  }
});

test('a session ends after half an hour', async ({ api, signIn }) => {
  const cookie = cookieOf(await signIn(testCredentials.username, testCredentials.password));
  api.node.cluster.clock.advance(29 * 60_000);
  expect((await get(api, cookie)).text).not.toContain('type="password"');
  api.node.cluster.clock.advance(2 * 60_000);
  expect((await get(api, cookie)).text).toContain('type="password"');
});

test('wrong sign-ins are told so and open no session', async ({ api, signIn }) => {
  for (const [username, password] of [
    ['admin', 'wrong'],
    ['nobody', testCredentials.password],
    ['', ''],
    ['<b>"', '<b>'],
  ] as const) {
    const answer = await signIn(username, password);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.text).toContain('role="alert"');
    expect(answer.text).toContain('type="password"');
  }
  expect(api.node.accounts.find('admin')?.failedLogins).toBe(1);
  const long = await api.request('POST', '/', `username=admin&password=${'x'.repeat(10_000)}`, { authorization: '' });
  expect(long.status).toBe(413);
});

test('admin and appadmin may sign in, accounts of other roles and fresh ones may not', async ({ api, signIn }) => {
  const roles: AccountRole[] = ['admin', 'appadmin', 'api', 'audit', 'crypto'];
  for (const role of roles) api.node.accounts.put(`a-${role}`, role, `password-${role}`, false);
  api.node.accounts.put('fresh', 'admin', 'password-fresh', true);
  const statuses = Object.fromEntries(
    await Promise.all(
      roles.map(async (role) => [role, (await signIn(`a-${role}`, `password-${role}`)).status] as const),
    ),
  );
  expect(statuses).toEqual({ admin: 303, appadmin: 303, api: 200, audit: 200, crypto: 200 });
  expect((await signIn('fresh', 'password-fresh')).status).toBe(200);
});

test('the API knows nothing of sessions', async ({ api, signIn }) => {
  const cookie = cookieOf(await signIn(testCredentials.username, testCredentials.password));
  for (const path of ['/api/v1/calls', '/api', '/api/v1/nothing']) {
    const alone = await api.request('GET', path, undefined, { authorization: '', cookie });
    expect(alone.status, path).toBe(401);
    expect(alone.text).toBe('');
    const without = await api.get(path);
    for (const other of [cookie, 'session=logout']) {
      const beside = await api.request('GET', path, undefined, { cookie: other });
      expect([beside.status, beside.text], path).toEqual([without.status, without.text]);
    }
  }
});

test('uptimes are told from their largest unit on', () => {
  const text = documentedPolicies['webAdmin.uptimeText'];
  expect([0, 1, 61, 3_600, 93_784].map(text)).toEqual([
    '0 seconds',
    '1 second',
    '1 minute, 1 second',
    '1 hour, 0 minutes, 0 seconds',
    '1 day, 2 hours, 3 minutes, 4 seconds',
  ]);
});
