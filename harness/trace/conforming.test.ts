import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { checkLogs } from './check.ts';
import { cleanLog, type Exchange, guidOf, LogWriter, printExchange, printLog, slotIds, tms } from './testing.ts';

const recording = readFileSync(join(import.meta.dirname, '../../fixtures/vectors/trace-2.0/api-trace.log'), 'utf8');
const lines = recording.trimEnd().split('\n');
const clean = cleanLog();

/** What a copy, a receiver or another client may do to the recorded log without anything being wrong. */
const copies: [title: string, copy: (lines: string[]) => string][] = [
  ['as recorded', (all) => all.join('\n')],
  ['with carriage returns', (all) => all.join('\r\n')],
  ['without the first letter', (all) => all.join('\n').slice(1)],
  ['with a blank line after every line', (all) => all.join('\n\n')],
  ['with page breaks', (all) => all.map((line, at) => (at % 40 === 39 ? `${line}\n\n\n` : line)).join('\n')],
  ['wrapped at 95 columns', (all) => all.map((line) => wrapped(line, 95)).join('\n')],
  [
    'wrapped at 80 columns with blank lines',
    (all) => all.map((line) => wrapped(line, 80).replaceAll('\n', '\n\n')).join('\n\n'),
  ],
  ['without indentation', (all) => all.map((line) => line.replace(/ {2,}/g, ' ')).join('\n')],
  ['without the index markers', (all) => all.join('\n').replaceAll('$index$', '')],
  [
    'with short masks and elisions',
    (all) => all.join('\n').replaceAll('********', '*****').replaceAll('[ ... ]', '[...]'),
  ],
  ['with bold marks', (all) => all.join('\n').replaceAll(/(GET|POST) for "/g, '**$1 for** "')],
  [
    'with bold marks around requests',
    (all) => all.join('\n').replaceAll(/((?:GET|POST) for "[^"]*" \(from [^)]*\))/g, '**$1**'),
  ],
  [
    'with fences within records',
    (all) =>
      all
        .map((line, at) => (at % 50 === 4 ? line.replace(/(API trace \d+:) +(?=<)/, '$1\n\n```\n\n') : line))
        .join('\n'),
  ],
  [
    'with prose between the records',
    (all) =>
      all
        .map((line, at) =>
          /: 8957: GET/.test(line) || at === 98 ? `\`\`\`\n\nThis is what happens then.\n\n\`\`\`\n${line}` : line,
        )
        .join('\n'),
  ],
  [
    'with a misread host',
    (all) => all.map((line, at) => (at > 80 && at < 200 ? line.replace(' Node1 ', ' Nodel ') : line)).join('\n'),
  ],
  [
    'with misread digits',
    (all) => all.map((line, at) => (at > 90 ? line : line.replace('71a1c4', '71alc4'))).join('\n'),
  ],
  ['with doubled brackets', (all) => all.join('\n').replaceAll('>true', '>>true').replaceAll('>false', '>>false')],
  ['with a letter lost', (all) => all.join('\n').replaceAll('/calllegs', '/callegs')],
  [
    'with two records on a line',
    (all) => all.join('\n').replaceAll(/ \(from 203\.0\.113\.61\)\n/g, ' (from 203.0.113.61) '),
  ],
  ['with a blank after a sign', (all) => all.join('\n').replace('callProfile=1285', 'callProfile= 1285')],
  ['with other number gaps', (all) => all.join('\n').replaceAll(/API trace 9(\d+)/g, 'API trace 19$1')],
  ['with another client address', (all) => all.join('\n').replaceAll('203.0.113.61', '2001:db8::61')],
  ['with milliseconds', (all) => all.map((line) => line.replace(/^(\w+ \d+ [\d:]+)/, '$1.123')).join('\n')],
  ['with ISO times', (all) => all.map((line) => line.replace(/^Jul 26 ([\d:]+)/, '2016-07-26T$1+00:00')).join('\n')],
  ['without facilities', (all) => all.map((line) => line.replace(/ (?:user|local0)\.info /, ' ')).join('\n')],
  ['without audit lines', (all) => all.filter((line) => !line.includes('API user')).join('\n')],
  ['cut off in the addition', (all) => all.slice(20).join('\n')],
  ['cut off before the meeting', (all) => all.slice(85).join('\n')],
  ['cut off in the meeting', (all) => all.slice(140).join('\n')],
  ['ending in the start', (all) => all.slice(0, 130).join('\n')],
  ['ending in the end', (all) => all.slice(0, 252).join('\n')],
  ['with other records between all', (all) => all.flatMap((line, at) => [line, foreign(at)]).join('\n')],
];

function foreign(at: number): string {
  const texts = [
    'user.info Node1 host:server:  INFO : call 7: media established',
    'user.info Node1 host:server:  INFO : handshake error 104 on outgoing connection 4',
    'local0.info Node1 host:server:  INFO : participant "x@example.test" joined space 1 (API trace 7: GET for "x")',
    'user.info Node1 authp:  re-registration from server "callbridge-',
    'daemon.info Node1 scheduler_backend[2056]: INFO  Mailer - sent=1',
  ];
  return `Jul 26 19:10:35 ${texts[at % texts.length]}`;
}

/** Broken at the last blank or after the last hyphen before a column, as a page does it. */
function wrapped(line: string, columns: number): string {
  if (line.length <= columns) return line;
  const part = line.slice(0, columns);
  const at = Math.max(part.lastIndexOf(' '), part.lastIndexOf('-') + 1);
  // a header stays whole, and so does what has no place to be broken
  if (at < 60) return line;
  return `${line.slice(0, at).trimEnd()}\n${wrapped(line.slice(at).trimStart(), columns)}`;
}

for (const [title, copy] of copies) {
  test(`the recorded log ${title} has no finding`, () => {
    const text = copy([...lines]);
    const report = checkLogs({ log: text });
    expect(report.findings).toEqual([]);
    if (!/cut off|ending/.test(title)) {
      expect(report.conversations).toMatchObject([{ requests: 28, bodies: 9, meetings: 1 }]);
    }
  });
}

/** What may be in the log of a conforming TMS. */
const lives: [title: string, change: (log: Exchange[]) => Exchange[]][] = [
  [
    'whose address changes in the meeting',
    (log) => log.map((one, at) => (at > 33 && one.client === tms ? { ...one, client: '192.0.2.62' } : one)),
  ],
  [
    'that is challenged at every request',
    (log) =>
      log.flatMap((one) => [
        {
          ...one,
          number: one.number * 2 + 9_999,
          status: 401,
          size: 0,
          challenge: true,
          document: [],
          location: null,
          action: null,
        },
        { ...one, number: one.number * 2 + 10_000 },
      ]),
  ],
  [
    'that polls between all its requests',
    (log) =>
      log.flatMap((one, at) => [
        one,
        { ...(log[1] as Exchange), at: one.at, number: 20_000 + at, path: '/api/v1/participants' },
      ]),
  ],
  [
    'beside other clients that read and write other objects',
    (log) =>
      log.flatMap((one, at) => [
        one,
        { ...(log[0] as Exchange), at: one.at, number: 20_000 + at, path: '/api/v1/calls' },
        {
          ...(log[0] as Exchange),
          at: one.at,
          number: 30_000 + at,
          method: 'PUT',
          path: `/api/v1/coSpaces/${guidOf(900)}`,
          body: 'name=Own&secret=x&nonMemberAccess=true',
          action: `modified space ${guidOf(900)} (Own)`,
        },
      ]),
  ],
  [
    'whose call ends by itself',
    (log) => log.map((one) => (one.method === 'DELETE' ? { ...one, status: 400, size: 90, action: null } : one)),
  ],
  ['with upper case in paths', (log) => log.map((one) => ({ ...one, path: one.path.replace('cospaces', 'coSpaces') }))],
  ['with long titles', (log) => log.map((one) => replaced(one, 'Budget review', `A ${'very '.repeat(30)}long review`))],
  [
    'with shortened documents',
    (log) =>
      log.map((one) => ({
        ...one,
        document:
          one.document.length > 9
            ? [...one.document.slice(0, 8), '  [ ... ]', one.document.at(-1) ?? '']
            : one.document,
      })),
  ],
];

function replaced(exchange: Exchange, from: string, to: string): Exchange {
  const change = (text: string) => text.replaceAll(from, to);
  const { body, action, document } = exchange;
  return { ...exchange, body: body && change(body), action: action && change(action), document: document.map(change) };
}

for (const [title, change] of lives) {
  test(`a TMS ${title} has no finding`, () => {
    expect(checkLogs({ log: printLog(change([...clean])) }).findings).toEqual([]);
  });
}

test('two meetings that begin at once have no finding', () => {
  const [first, second] = [new LogWriter(), new LogWriter({ first: 3000 })].map((writer) => writer.exchanges);
  const before = new LogWriter().poll().wait(3600).add().provision();
  const one = new LogWriter({ at: 20_000, first: 5000 }).start(1, 'One', 1, ['a@example.test']).exchanges;
  const two = new LogWriter({ at: 20_000, first: 7000 }).start(2, 'Two', 2).exchanges;
  const mixed = one.flatMap((exchange, at) => [exchange, ...(two[at] ? [two[at]] : [])]);
  const elided = mixed.map((exchange) => ({
    ...exchange,
    document: exchange.path.endsWith('calls') ? ['[ ... ]'] : exchange.document,
  }));
  expect(first?.length).toBe(second?.length);
  expect(checkLogs({ log: printLog([...before.exchanges, ...elided]) }).findings).toEqual([]);
});

test('requests whose lines interleave belong to their numbers', () => {
  const printed = clean.map(printExchange);
  // the lines of each two neighbouring reads take turns
  const mixed: string[] = [];
  for (let at = 0; at < printed.length; at += 1) {
    const [one, two] = [printed[at] ?? [], printed[at + 1] ?? []];
    const reads = clean[at]?.method === 'GET' && clean[at + 1]?.method === 'GET';
    if (!reads) mixed.push(...one);
    else {
      at += 1;
      for (const [index, line] of one.entries()) mixed.push(line, ...two.slice(index, index + 1));
      mixed.push(...two.slice(one.length));
    }
  }
  expect(checkLogs({ log: mixed.join('\n') }).findings).toEqual([]);
});

test('a log over two files, cut within a request, has no finding and its places are those in the files', () => {
  const text = printLog(clean);
  const cut = text.indexOf('\n', text.length / 2) + 1;
  const files = { 'log.1': text.slice(0, cut), log: text.slice(cut) };
  const report = checkLogs(files);
  expect(report.findings).toEqual([]);
  expect(report.conversations).toMatchObject([{ meetings: 3 }]);
  const wrong = files.log.replace('regenerateSecret=true', 'regenerateSecret=nope');
  const [finding] = checkLogs({ ...files, log: wrong }).findings;
  expect(finding?.file).toBe('log');
  expect(wrong.split('\n')[(finding?.line ?? 0) - 1]).toContain(`API trace ${finding?.trace}: PUT for`);
});

test('what the log cannot show is not judged, with a reason', () => {
  const report = checkLogs({ log: recording });
  for (const { rule, judged, notJudged } of report.rules) expect(judged + notJudged.length, rule).toBeGreaterThan(0);
  const left = report.rules.filter(({ judged }) => judged === 0).map(({ rule }) => rule);
  expect(left).toContain('TMS-TRACE-10');
  expect(left).toContain('TMS-FAILOVER-03');
});

test('the lowest slot is asked for on demand only', () => {
  const log = new LogWriter().poll().wait(3600).add().provision().wait(60).start(3, 'High', 1).print();
  expect(checkLogs({ log }).findings).toEqual([]);
  expect(checkLogs({ log }, { strictLowest: true }).findings).toMatchObject([{ rule: 'TMS-SLOT-LOWEST' }]);
  expect(log).toContain(slotIds[2]);
});
