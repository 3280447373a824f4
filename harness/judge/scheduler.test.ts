import { expect, test } from '@playwright/test';
import {
  commandsAreSilent,
  commandsAreTaken,
  enableFailsAt,
  enableIsAccepted,
  enableIsRefused,
  enableSucceeds,
  filesAreListed,
  helpIsComplete,
  helpIsOrdered,
  helpIsTitled,
  listingChangesTo,
  listingHasKeys,
  listingIsOrdered,
  listingShows,
  promptIsHostName,
  schedulerStaysOff,
  startIsLogged,
  statusIsDocumented,
  statusIsRunning,
  statusTells,
} from './scheduler.ts';

const help = `Configure scheduler

Usage:

scheduler
scheduler https listen <interface> <port>
scheduler https listen none
scheduler https certs <key-file> <crt-fullchain-file>
scheduler https certs none
scheduler c2w certs <key-file> <crt-fullchain-file>
scheduler c2w certs none
scheduler c2w trust <bundle>
scheduler c2w trust none
scheduler email server <hostname|address> <port>
scheduler email server none
scheduler email username <smtp username>
scheduler email remove username
scheduler email protocol <smtp|smtps>
scheduler email auth <enable|disable>
scheduler email starttls <enable|disable>
scheduler email trust <bundle>
scheduler email trust none
scheduler timedLogging
scheduler timedLogging (webBridge|api|email) <time>
scheduler enable
scheduler disable
scheduler restart
scheduler status`.split('\n');

const listing = `Enabled : true
Https interface : a
Https port : 9443
Https key file : CB000001.key
Https certificate file : BUN000001.cer
C2W Key file : CB000001.key
C2W Full chain certificate file : BUN000001.cer
C2W Trust bundle : wbbundle.cer
Email Server : none
Email Port : none
Email Username : none
Email Password : none`.split('\n');

const enabled = `SUCCESS: HTTPS Key and certificate pair match
SUCCESS: HTTPS full chain of certificates verifies correctly
SUCCESS: C2W Key and certificate pair match
SUCCESS: C2W full chain of certificates verifies correctly
SUCCESS: scheduler enabled`.split('\n');

const status = `Status: enabled
Running
Database responsive at start
HTTPS configured
C2W configured
Email server not configured`.split('\n');

const without = (lines: string[], text: string) => lines.filter((line) => line !== text);
const swapped = (lines: string[], text: string, by: string) => lines.map((line) => line.replace(text, by));
const padded = listing.map((line) =>
  line.replace(/^(.+?) : (.*)$/, (_, key, value) => `${key.padEnd(38)}: ${value}\r`),
);

test.describe('help', () => {
  test('the documented help conforms, with or without blank lines and CRLF', () => {
    for (const lines of [help, help.filter((line) => line !== ''), help.map((line) => `${line}\r`)]) {
      expect(helpIsTitled({ lines })).toEqual([]);
      expect(helpIsComplete({ lines, softwareVersion: '3.3' })).toEqual([]);
      expect(helpIsOrdered({ lines })).toEqual([]);
    }
  });

  test('another title and a missing heading are found', () => {
    expect(helpIsTitled({ lines: ['Scheduler', ...help.slice(1)] })).toMatchObject([{ observed: '"Scheduler"' }]);
    expect(helpIsTitled({ lines: without(help, 'Usage:') })).toMatchObject([{ observed: 'no line "Usage:"' }]);
    expect(helpIsTitled({ lines: help.slice(1) })).toHaveLength(1);
  });

  test('a missing, a repeated and a misspelt line are found', () => {
    const judged = (lines: string[]) => helpIsComplete({ lines, softwareVersion: '3.5.1' });
    expect(judged(without(help, 'scheduler status'))).toMatchObject([
      { expected: '"scheduler status" once', observed: '0 times' },
    ]);
    expect(judged([...help, 'scheduler enable'])).toMatchObject([{ observed: '2 times' }]);
    expect(judged(swapped(help, 'scheduler timedLogging (', 'scheduler timedlogging ('))).toHaveLength(1);
    expect(judged(['Unknown command: help scheduler'])).toHaveLength(24);
  });

  test('an additional line is a finding on 3.3 only', () => {
    const lines = [...help, 'scheduler email common-address <address@mail.domain> "<Display Name>"'];
    expect(helpIsComplete({ lines, softwareVersion: '3.3.1' })).toHaveLength(1);
    expect(helpIsComplete({ lines, softwareVersion: '3.4' })).toEqual([]);
  });

  test('two lines that changed places are found, a line in between is not', () => {
    const lines = [...help];
    [lines[4], lines[27]] = [help[27] ?? '', help[4] ?? ''];
    expect(helpIsOrdered({ lines })).toMatchObject([{ expected: '"scheduler" first', observed: '"scheduler status"' }]);
    expect(helpIsOrdered({ lines: help.toSpliced(10, 0, 'scheduler email common-address') })).toEqual([]);
  });
});

test('the prompt is a host name, > and one blank, always the same', () => {
  expect(promptIsHostName({ prompts: ['cms42> ', 'cms42> '] })).toEqual([]);
  expect(promptIsHostName({ prompts: ['cms42# ', 'cms42# '] })).toHaveLength(2);
  expect(promptIsHostName({ prompts: ['cms42>', 'cms42>'] })).toHaveLength(2);
  expect(promptIsHostName({ prompts: ['cms42> ', 'cms1> '] })).toMatchObject([{ where: 'prompt 2' }]);
});

test('pki list has its title and every uploaded file', () => {
  const lines = ['User supplied certificates and keys:', 'cb.key\r', 'cb.cer'];
  expect(filesAreListed({ lines, files: ['cb.key', 'cb.cer'] })).toEqual([]);
  expect(filesAreListed({ lines, files: ['cb.key', 'cb2.cer'] })).toMatchObject([{ expected: 'a line "cb2.cer"' }]);
  expect(filesAreListed({ lines: lines.slice(1), files: ['cb.key'] })).toHaveLength(1);
});

test.describe('listing', () => {
  test('the documented listing conforms, padded, with CRLF and with more keys', () => {
    for (const lines of [listing, padded, [...listing, 'Email Protocol : smtp']]) {
      expect(listingHasKeys({ lines })).toEqual([]);
      expect(listingIsOrdered({ lines })).toEqual([]);
      expect(listingShows({ lines, values: { Enabled: 'true', 'Https port': '9443' } })).toEqual([]);
    }
  });

  test('a key in other spelling, a missing and a repeated one are found', () => {
    expect(listingHasKeys({ lines: swapped(listing, 'Https port', 'HTTPS port') })).toMatchObject([
      { expected: 'a line "Https port : ..." once' },
    ]);
    expect(listingHasKeys({ lines: listing.slice(1) })).toHaveLength(1);
    expect(listingHasKeys({ lines: [...listing, 'Enabled : true'] })).toMatchObject([{ observed: '2 times' }]);
  });

  test('keys that changed places are found', () => {
    expect(listingIsOrdered({ lines: [...listing.slice(1), ...listing.slice(0, 1)] })).toMatchObject([
      { expected: '"Enabled" first' },
    ]);
  });

  test('another value and a missing line are found', () => {
    expect(listingShows({ lines: listing, values: { Enabled: 'false' } })).toMatchObject([
      { expected: '"Enabled : false"', observed: '"Enabled : true"' },
    ]);
    expect(listingShows({ lines: listing.slice(1), values: { Enabled: 'true' } })).toMatchObject([
      { observed: 'no line "Enabled"' },
    ]);
  });

  test('a change is what was asked, where it was asked, and nowhere else', () => {
    const values = { 'Https port': '9444' };
    const after = swapped(listing, '9443', '9444');
    expect(listingChangesTo({ before: padded, after, values })).toEqual([]);
    expect(listingChangesTo({ before: listing, after: listing, values })).toHaveLength(1);
    expect(
      listingChangesTo({
        before: listing,
        after: swapped(after, 'Https interface : a', 'Https interface : b'),
        values,
      }),
    ).toMatchObject([{ expected: '"Https interface : a"', observed: '"Https interface : b"' }]);
    const off = swapped(listing, 'true', 'false');
    expect(listingChangesTo({ before: listing, after: off, values: {}, apart: ['Enabled'] })).toEqual([]);
    expect(listingChangesTo({ before: listing, after: off, values: {}, apart: ['Https port'] })).toHaveLength(1);
    expect(listingChangesTo({ before: listing, after: [...listing, 'Email Protocol : smtp'], values: {} })).toEqual([]);
  });
});

test('silent commands print nothing', () => {
  expect(commandsAreSilent({ answers: [{ command: 'scheduler https listen a 9443', lines: ['', '\r'] }] })).toEqual([]);
  expect(commandsAreSilent({ answers: [{ command: 'scheduler https listen a 9443', lines: ['OK'] }] })).toMatchObject([
    { where: 'scheduler https listen a 9443', observed: '"OK"' },
  ]);
});

test('a command that is taken prints anything but a refusal', () => {
  const judged = (line: string) =>
    commandsAreTaken({ answers: [{ command: 'scheduler email auth enable', lines: [line] }] });
  for (const line of ['', 'SUCCESS: done', 'Email authentication enabled']) expect(judged(line)).toEqual([]);
  for (const line of ['Unknown command', 'FAILURE: no', 'Usage:']) expect(judged(line)).toHaveLength(1);
});

test.describe('enable', () => {
  test('the five documented lines conform', () => {
    expect(enableSucceeds({ lines: enabled })).toEqual([]);
    expect(enableSucceeds({ lines: ['', ...enabled.map((line) => `${line}\r`), ''] })).toEqual([]);
  });

  test('a missing, a changed, an additional line and another order are found', () => {
    expect(enableSucceeds({ lines: enabled.slice(0, 4) })).toMatchObject([{ observed: 'no line' }]);
    expect(enableSucceeds({ lines: swapped(enabled, 'HTTPS Key', 'HTTPS key') })).toHaveLength(1);
    expect(enableSucceeds({ lines: [...enabled, 'SUCCESS: more'] })).toMatchObject([{ expected: 'no line' }]);
    expect(enableSucceeds({ lines: enabled.toReversed() })).not.toEqual([]);
    expect(enableSucceeds({ lines: [] })).toHaveLength(5);
  });

  test('a failure in the place of a check conforms, whether later checks run or not', () => {
    const stopped = [...enabled.slice(0, 2), 'FAILURE: C2W Key and certificate pair do not match'];
    expect(enableFailsAt({ lines: stopped, check: 'c2wPair' })).toEqual([]);
    expect(enableFailsAt({ lines: [...stopped, enabled[3] ?? ''], check: 'c2wPair' })).toEqual([]);
    expect(enableFailsAt({ lines: ['FAILURE'], check: 'httpsPair' })).toEqual([]);
  });

  test('a success there, a failure elsewhere and silence are found', () => {
    expect(enableFailsAt({ lines: enabled, check: 'c2wPair' })).toMatchObject([{ where: 'scheduler enable, line 3' }]);
    expect(enableFailsAt({ lines: ['FAILURE: HTTPS'], check: 'c2wPair' })).not.toEqual([]);
    expect(enableFailsAt({ lines: [enabled[0] ?? '', 'ERROR: broken chain'], check: 'httpsChain' })).toMatchObject([
      { observed: expect.stringContaining('no line there') },
    ]);
    expect(enableFailsAt({ lines: [], check: 'httpsPair' })).toHaveLength(1);
  });

  test('success lines without a failure are a success, whatever they say', () => {
    expect(enableIsAccepted({ lines: enabled })).toEqual([]);
    expect(enableIsAccepted({ lines: ['SUCCESS: on'] })).toEqual([]);
    expect(enableIsAccepted({ lines: [...enabled, 'FAILURE: more'] })).toHaveLength(1);
    expect(enableIsAccepted({ lines: ['Unknown command: scheduler enable'] })).toHaveLength(1);
    expect(enableIsAccepted({ lines: [] })).toHaveLength(1);
  });

  test('a refusal does not say enabled', () => {
    expect(enableIsRefused({ lines: ['FAILURE: HTTPS'] })).toEqual([]);
    expect(enableIsRefused({ lines: ['FAILURE: HTTPS', 'SUCCESS: scheduler enabled\r'] })).toHaveLength(1);
  });

  test('a scheduler that stays off says so nowhere', () => {
    const off = swapped(listing, 'true', 'false');
    expect(schedulerStaysOff({ enable: ['Unknown command'], listing: ['Unknown command'] })).toEqual([]);
    expect(schedulerStaysOff({ enable: ['FAILURE: no Call Bridge'], listing: off })).toEqual([]);
    expect(schedulerStaysOff({ enable: enabled, listing: off })).toHaveLength(1);
    expect(schedulerStaysOff({ enable: ['FAILURE'], listing })).toMatchObject([
      { expected: 'no line "Enabled : true"' },
    ]);
  });
});

test.describe('status', () => {
  test('the documented status conforms', () => {
    expect(statusIsDocumented({ lines: status.map((line) => `${line}\r`) })).toEqual([]);
    expect(statusIsRunning({ lines: status })).toEqual([]);
  });

  test('another line and another order are found', () => {
    expect(statusIsDocumented({ lines: swapped(status, 'not configured', 'configured') })).toHaveLength(1);
    expect(statusIsDocumented({ lines: [status[1] ?? '', status[0] ?? '', ...status.slice(2)] })).toHaveLength(2);
    expect(statusIsDocumented({ lines: without(status, 'C2W configured') })).not.toEqual([]);
  });

  test('a stopped scheduler is found, other lines are not looked at', () => {
    expect(statusIsRunning({ lines: swapped(status, 'Running', 'Not running') })).toHaveLength(1);
    expect(statusIsRunning({ lines: swapped(status, 'enabled', 'disabled') })).toHaveLength(1);
    expect(statusIsRunning({ lines: status.slice(0, 2) })).toEqual([]);
    const tells = { lines: status, present: ['C2W configured'], absent: ['Email server configured'] };
    expect(statusTells(tells)).toEqual([]);
    expect(statusTells({ ...tells, present: ['C2W not configured'] })).toHaveLength(1);
    expect(statusTells({ ...tells, absent: ['Running', 'Status: enabled'] })).toHaveLength(2);
  });
});

test('the start line is found behind any stamp, host and process number', () => {
  const line =
    'Aug 21 11:53:22.408 daemon.info cms1 scheduler_backend[2056]: INFO  CmsWebSchedulerApplication - Starting CmsWebSchedulerApplication with PID 1 (/app started by ? in /)';
  expect(startIsLogged({ lines: ['other', line] })).toEqual([]);
  expect(startIsLogged({ lines: [line.replace('INFO  ', ' INFO ')] })).toEqual([]);
  expect(startIsLogged({ lines: [line.replace('scheduler_backend', 'client_backend')] })).toHaveLength(1);
  expect(startIsLogged({ lines: [line.replace('Starting', 'Stopping')] })).toHaveLength(1);
  expect(startIsLogged({ lines: [] })).toHaveLength(1);
});
