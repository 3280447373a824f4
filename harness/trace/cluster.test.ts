import { expect, test } from '@playwright/test';
import { checkLogs, type TraceReport } from './check.ts';
import { failover } from './rules.ts';
import { type Exchange, guidOf, LogWriter, printLog, slotIds } from './testing.ts';

/** Two minutes of a TMS that polls each 15 seconds. */
function polls(writer: LogWriter, times: number): LogWriter {
  for (let n = 0; n < times; n += 1) writer.wait(15).status();
  return writer;
}

/** The added bridge: provisioned, a meeting, then it falls silent. */
function primary(): LogWriter {
  const writer = new LogWriter({ host: 'node1' }).poll().wait(3600).add().provision().wait(60);
  return polls(writer.start(1, 'Budget', 1), 8);
}

/** Seconds at which `primary` falls silent. */
const silence = primary().exchanges.at(-1)?.at ?? 0;
const at = silence + 120;

/** The alternate: a meeting begins and ends on it. */
function alternate(options: { host?: string; at?: number } = {}): LogWriter {
  return new LogWriter({ host: 'node2', at, first: 40_000, ids: 300, ...options })
    .start(2, 'Later', 2)
    .wait(600)
    .end(2)
    .wait(3600)
    .poll();
}

function judged(logs: Exchange[][], options = {}): TraceReport {
  return checkLogs(Object.fromEntries(logs.map((log, index) => [`node${index + 1}.log`, printLog(log)])), options);
}

function broken(logs: Exchange[][], options = {}): string[] {
  return [...new Set(judged(logs, options).findings.map(({ rule }) => rule))];
}

test('a conforming failover has no finding, and most rules are judged', () => {
  const report = judged([primary().exchanges, alternate().exchanges], { alternate: 'node2' });
  expect(report.findings).toEqual([]);
  const left = report.rules.filter(({ rule, judged: cases }) => rule.includes('FAILOVER') && cases === 0);
  expect(left.map(({ rule }) => rule)).toEqual([3, 4, 8, 9, 11].map(failover));
  expect(report.conversations.map(({ node, meetings }) => [node, meetings])).toEqual([
    ['node1', 1],
    ['node2', 1],
  ]);
});

test('the nodes may be in one file', () => {
  const mixed = [...primary().exchanges, ...alternate().exchanges].sort((a, b) => a.at - b.at);
  expect(broken([mixed])).toEqual([]);
});

test('the conference that goes on with a reset on the alternate has no finding', () => {
  const log = alternate().exchanges;
  expect(broken([primary().exchanges, log])).toEqual([]);
});

const broke: [rule: string, title: string, logs: () => Exchange[][], options?: object][] = [
  [
    failover(1),
    'the alternate is used while the added bridge works',
    () => [primary().exchanges, alternate({ at: silence - 60 }).exchanges],
  ],
  [
    failover(2),
    'more bridges are contacted than were listed',
    () => [
      primary().exchanges.map((one) =>
        one.path.endsWith('callBridges')
          ? { ...one, document: ['<callBridges total="1">', ...one.document.slice(1, 4), '</callBridges>'] }
          : one,
      ),
      alternate().exchanges,
    ],
  ],
  [
    failover(3),
    'a peer is asked without an alternate',
    () => [primary().exchanges, alternate().exchanges],
    { alternate: 'none' },
  ],
  [
    failover(5),
    'a third bridge is asked',
    () => [
      primary().exchanges,
      alternate().exchanges,
      polls(new LogWriter({ host: 'node3', at: at + 60 }), 2).exchanges,
    ],
  ],
  [
    failover(5),
    'another bridge than the alternate is asked',
    () => [primary().exchanges, alternate().exchanges],
    { alternate: 'node3' },
  ],
  [
    failover(6),
    'a running conference is opened on the alternate',
    () => [
      primary().exchanges,
      new LogWriter({ host: 'node2', at, first: 40_000 }).status().spaces().open(1, 'Budget', 1).wait(3600).poll()
        .exchanges,
    ],
  ],
  [
    failover(7),
    'a call of a running conference is created on the alternate',
    () => [
      primary().exchanges,
      new LogWriter({ host: 'node2', at, first: 40_000, ids: 300 }).start(1, 'Budget', 1).exchanges,
    ],
  ],
  [
    failover(8),
    'a known peer is added',
    () => [primary().exchanges, new LogWriter({ host: 'node2', at, first: 40_000 }).poll().wait(3600).add().exchanges],
  ],
  [
    failover(9),
    'the alternate has another space for the slot',
    () => [
      new LogWriter({ host: 'node1' }).poll().wait(3600).add().provision().start(2, 'One', 1).wait(60).end(2).exchanges,
      alternate({ at: 80_000 }).exchanges.map((one) => renamed(one)),
    ],
  ],
  [
    failover(10),
    'slots are made on the alternate',
    () => [
      primary().exchanges,
      new LogWriter({ host: 'node2', at, first: 40_000 }).poll().wait(3600).provision().exchanges,
    ],
  ],
];

function renamed(exchange: Exchange): Exchange {
  const change = (text: string) => text.replaceAll(slotIds[1], guidOf(150));
  const { path, body, action, document } = exchange;
  return {
    ...exchange,
    path: change(path),
    body: body && change(body),
    action: action && change(action),
    document: document.map(change),
  };
}

for (const [rule, title, logs, options] of broke) {
  test(`${rule}: ${title}`, () => {
    expect(broken(logs(), options)).toContain(rule);
  });
}

test('one node shows nothing of failover', () => {
  const report = judged([primary().exchanges]);
  for (const { rule, judged: cases } of report.rules) if (rule.includes('FAILOVER')) expect(cases, rule).toBe(0);
});
