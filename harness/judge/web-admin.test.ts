import { expect, test } from '@playwright/test';
import { type PageSeen, pageIsForBrowsers, sessionIsHeld, signInIsRefused, statusIsShown } from './web-admin.ts';

const signIn: PageSeen = {
  request: 'GET /',
  status: 200,
  contentType: 'text/html; charset=utf-8',
  text: 'Cisco Meeting Server\nUser name\nPassword',
  asksForPassword: true,
};
const inside: PageSeen = { ...signIn, text: 'System status', asksForPassword: false };
const where = (findings: { where?: string }[]) => findings.map((finding) => finding.where);

test('a page for browsers is HTML with status 200', () => {
  expect(pageIsForBrowsers(signIn)).toEqual([]);
  expect(pageIsForBrowsers({ ...signIn, contentType: 'TEXT/HTML' })).toEqual([]);
  expect(pageIsForBrowsers({ ...signIn, status: 404 })).toHaveLength(1);
  for (const contentType of ['', 'text/plain', 'text/htmlx', 'text/xml']) {
    expect(pageIsForBrowsers({ ...signIn, contentType }), contentType).toHaveLength(1);
  }
});

test('a session is held by its cookie, on the next page too', () => {
  const cookies = ['other', 'session'];
  expect(sessionIsHeld({ signedIn: inside, next: inside, cookies })).toEqual([]);
  expect(where(sessionIsHeld({ signedIn: signIn, next: signIn, cookies: [] }))).toEqual(['sign-in']);
  expect(where(sessionIsHeld({ signedIn: inside, next: signIn, cookies }))).toEqual(['GET /']);
  expect(where(sessionIsHeld({ signedIn: inside, next: inside, cookies: ['Session'] }))).toEqual(['cookies']);
});

test('a refused sign-in goes on asking and shows no version', () => {
  const refused = (...pages: PageSeen[]) => signInIsRefused({ pages, softwareVersion: '3.5' });
  expect(refused(signIn, { ...signIn, text: `${signIn.text}\n13.5 3.51 3.5.1 x3.5` })).toEqual([]);
  expect(refused(signIn, inside)).toHaveLength(1);
  expect(refused({ ...signIn, text: 'Version 3.5.' }, signIn)).toHaveLength(1);
});

const status = { softwareVersion: '2.0(RC)', uptimeSeconds: 93_784, callLegsActive: 3 };
const shown = (text: string, more: Partial<typeof status> = {}) =>
  where(
    statusIsShown({
      page: { ...inside, text },
      before: { ...status, ...more },
      after: { ...status, ...more, uptimeSeconds: status.uptimeSeconds + 1 },
    }),
  );

test('the status may be told in any wording, unit and order', () => {
  for (const uptime of [
    '1 day, 2 hours, 3 minutes, 4 seconds',
    '1d 2h 3m 4s',
    '1 day, 2 hours, 3 minutes',
    '1 days, 2 hrs, 3 mins',
    '1 day',
    '26:03:04',
    '1 day, 02:03',
    '93784',
    '93784 seconds',
    '93785 s',
  ]) {
    expect(shown(`Uptime\t${uptime}\nVersion: 2.0(RC)\nActive call legs: 3`), uptime).toEqual([]);
  }
  for (const legs of [
    'Active calls 3',
    'active SIP calls\n3',
    'Calls active: 3',
    '3 active calls',
    'active calllegs = 3',
  ]) {
    expect(shown(`${legs}\nbuild 2.0(RC) of 2016\nUptime: 93784`), legs).toEqual([]);
  }
});

test('a value that is missing or another one is found', () => {
  const good = {
    version: 'Version 2.0(RC)',
    uptime: 'Uptime 1 day, 2 hours, 3 minutes, 4 seconds',
    legs: 'Active calls 3',
  };
  const page = (changed: Partial<typeof good>) => Object.values({ ...good, ...changed }).join('\n');
  expect(shown(page({}))).toEqual([]);
  expect(shown(page({ version: 'Version 2.0' }))).toEqual(['version']);
  expect(shown(page({ version: 'Version 12.0(RC)' }))).toEqual(['version']);
  for (const uptime of [
    '',
    'Uptime',
    'Uptime unknown',
    'Uptime 1 day, 2 hours, 3 minutes, 40 seconds',
    'Uptime 2 days, 2 hours, 3 minutes',
    'Uptime 93784000',
  ]) {
    expect(shown(page({ uptime })), uptime).toEqual(['uptime']);
  }
  for (const legs of ['', 'Active calls', 'Active calls none', 'Active calls 4', 'Completed calls 3']) {
    expect(shown(page({ legs })), legs).toEqual(['active call legs']);
  }
});
