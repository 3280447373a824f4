import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { checkLogs } from './check.ts';
import { c2w } from './rules.ts';

const bridges = ['192.0.2.34:8443', '192.0.2.47:8443', '192.0.2.48:8443'];
const guid = (at: number) => `b6859515-3ea3-4bdc-9dce-a8b3033e62d${at}`;

function line(seconds: string, text: string): string {
  return `Aug 21 11:53:${seconds} daemon.info cms1 scheduler_backend[2056]:  INFO  ${text}`;
}

/** A start of the scheduler, three Web Bridges, as documented. */
const start = [
  line(
    '22.408',
    'CmsWebSchedulerApplication - Starting CmsWebSchedulerApplication with PID 1 (/app started by ? in /)',
  ),
  line('28.999', 'C2WSupervisor - getWebBridges - totalCount=3'),
  line('28.999', 'C2WSupervisor - getWebBridges - added=3'),
  ...bridges.map((bridge) => line('29.011', `C2WService - Connecting to webBridge=${bridge}`)),
  ...bridges.map((bridge, at) => line('29.069', `C2WService - Received guid ${guid(at)} from webbridge ${bridge}`)),
  ...bridges.map((bridge) => line('31.016', `C2WSupervisor - C2W connection for webbridge ${bridge} UP`)),
];
/** The log goes on, so that what is missing doesn't come any more. */
const later = 'Aug 21 12:53:31.000 daemon.info cms1 scheduler_backend[2056]:  INFO  Mailer - idle';

function broken(lines: readonly string[]): string[] {
  return [...new Set(checkLogs({ log: [...lines, later].join('\n') }).findings.map(({ rule }) => rule))];
}

test('a full mesh has no finding', () => {
  const report = checkLogs({ log: [...start, later].join('\n') });
  expect(report.findings).toEqual([]);
  expect(report.schedulers).toEqual([{ host: 'cms1', total: 3, up: bridges, notUp: [] }]);
});

test('a recorded line of a document is one of the start', () => {
  const file = join(import.meta.dirname, '../../fixtures/vectors/mmp/log-lines.txt');
  const recorded = readFileSync(file, 'utf8')
    .split('\n')
    .filter((text) => text.includes('scheduler_backend'));
  const report = checkLogs({ log: recorded.join('\n') });
  expect(report.schedulers).toMatchObject(recorded.length > 0 ? [{ host: 'cms1' }] : []);
});

const copies: [title: string, copy: (text: string) => string][] = [
  ['wrapped in the middle', (text) => text.replaceAll(' - ', ' -\n')],
  ['wrapped before the dash', (text) => text.replaceAll(' - ', '\n- ')],
  [
    'with bold marks and escapes',
    (text) => text.replaceAll('Connecting', '**Connecting').replaceAll('scheduler_', 'scheduler\\_'),
  ],
  ['with blank lines', (text) => text.replaceAll('\n', '\n\n \n')],
  [
    'in a fence that closes within a record',
    (text) => text.replace('getWebBridges - total', '\n```\n\ngetWebBridges - total'),
  ],
  ['with its first lines repeated', (text) => `${text}\n${text.split('\n').slice(1, 6).join('\n')}`],
  [
    'with a second query that adds nothing',
    (text) => `${text}\n${line('59.000', 'C2WSupervisor - getWebBridges - totalCount=3')}`,
  ],
  ['without its beginning', (text) => text.slice(text.indexOf('\n') + 1)],
];

for (const [title, copy] of copies) {
  test(`a start ${title} has no finding`, () => {
    const report = checkLogs({ log: `${copy(start.join('\n'))}\n${later}` });
    expect(report.findings).toEqual([]);
    expect(report.schedulers).toMatchObject([{ total: 3, up: bridges }]);
  });
}

const without = (text: string) => start.filter((one) => !one.includes(text));
const breaks: [rule: string, title: string, lines: string[]][] = [
  [c2w(1), 'no query after the start', start.slice(0, 1)],
  [c2w(2), 'a Web Bridge to which it does not connect', without(bridges[1] ?? '')],
  [c2w(2), 'fewer Web Bridges added than counted', start.map((one) => one.replace('added=3', 'added=2'))],
  [c2w(3), 'no guid', without(`guid ${guid(2)}`)],
  [c2w(3), 'a guid without connection', without(`Connecting to webBridge=${bridges[0]}`)],
  [c2w(4), 'a Web Bridge that never comes UP', without(`${bridges[2]} UP`)],
  [
    c2w(4),
    'a connection that goes DOWN',
    [...start, line('40.000', `C2WSupervisor - C2W connection for webbridge ${bridges[2]} DOWN`)],
  ],
  [c2w(5), 'no full mesh', without(`${bridges[2]} UP`)],
  [
    c2w(5),
    'a start cut short by the next',
    [...start.slice(0, 6), ...start.map((one) => one.replace('11:53', '11:59'))],
  ],
];

for (const [rule, title, lines] of breaks) {
  test(`${rule}: ${title}`, () => expect(broken(lines)).toContain(rule));
}

test('at the end of the log nothing is missing yet', () => {
  expect(checkLogs({ log: start.slice(0, 6).join('\n') }).findings).toEqual([]);
});
