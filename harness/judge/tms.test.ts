import { expect, test } from '@playwright/test';
import type { AnswerSeen, ListingSeen, ObjectSeen } from './tms.ts';
import * as rules from './tms.ts';
import * as bridge from './tms-bridge.ts';
import * as log from './tms-log.ts';

const id = '458075bc-6def-4052-8ed6-b1192d6e6b35';
const other = 'ce5ee392-7be6-4227-a7ee-b4f16a5fdd16';

const answer: AnswerSeen = {
  request: 'POST /x',
  status: 200,
  size: 0,
  location: `/api/v1/calls/${id}`,
  contentType: null,
  challenge: null,
};
const refusal = { ...answer, status: 401, location: null, challenge: 'Basic realm="acano"' };

function object(fields: Record<string, string>, more: Partial<ObjectSeen> = {}): ObjectSeen {
  return { request: 'GET /x', status: 200, element: 'coSpace', id, fields, ...more };
}

function listing(items: ObjectSeen[], more: Partial<ListingSeen> = {}): ListingSeen {
  return { request: 'GET /list', statuses: [200], element: 'calls', totals: [String(items.length)], items, ...more };
}

const status = object(
  Object.fromEntries(
    [
      ['softwareVersion', '2.0(RC)'],
      ['cdrTime', '2016-07-26T14:08:19Z'],
      ['clusterEnabled', 'true'],
      ...['uptimeSeconds', 'callLegsActive', 'callLegsMaxActive', 'callLegsCompleted'].map((name) => [name, '0']),
      ...['audio', 'video'].flatMap((kind) => ['Outgoing', 'Incoming'].map((way) => [`${kind}BitRate${way}`, '0'])),
    ].map(([name = '', value = '']): [string, string] => [name, value]),
  ),
  { element: 'status' },
);

const slot = (n: number, more: Record<string, string> = {}) =>
  object({ name: `TMS_Scheduled_Meeting_${n}`, uri: `${n}`, ...more }, { id: `${n}` });
const cameOrWent = (more: { slots?: ObjectSeen[]; listing?: ListingSeen; came?: ObjectSeen[] }) => ({
  slots: [slot(1), slot(2)],
  title: 'Title',
  listing: listing([slot(1), slot(2)]),
  came: [],
  ...more,
});
const numbering = { prefix: '', namePrefix: 'TMS_Scheduled_Meeting_', range: { start: 1, end: 2 } };
const callBridge = object({ name: 'one', address: 'https://192.0.2.1' }, { element: 'callBridge' });
const poll = (state: string) => object({ cospaceBulkParameterSet: 'ps', status: state });

const sent: log.SentSeen = {
  method: 'PUT',
  path: '/api/v1/cospaces/1',
  pairs: ['', 'nonMemberAccess=true', 'passcode=', 'name=A b'],
  bodySize: 40,
  contentType: 'application/x-www-form-urlencoded',
  status: 200,
  size: 0,
  location: '/api/v1/calls/1',
};
const trace = [
  'PUT for "/api/v1/cospaces/1" (from 192.0.2.6)',
  'content data size 40, type "application/x-www-form-urlencoded":',
  ' &',
  ' nonMemberAccess=true&',
  ' passcode=********',
  ' name=A',
  '      b',
  'sending 200 response, size 0',
  'Location: /api/v1/calls/1',
].map((text) => `Jul 26 19:10:34 user.info cms1 host:server:  INFO : API trace 7: ${text}`);
const traced = { sent: [sent], lines: trace };
const cut = (text: string) => ({ sent: [sent], lines: trace.filter((line) => !line.includes(text)) });
const get = { ...sent, method: 'GET', path: '/p', pairs: null, location: null };
const challenge = (lines: string[]) => ({
  sent: [{ ...get, status: 401 }, get],
  lines: lines.map((line) => `Jul 26 19:10:34 user.info cms1 host:server:  INFO : API trace ${line}`),
});
const audit = (lines: string[]) => ({ user: 'admin', actions: ['deleted call 1'], lines });

/** Each rule with observations that conform and others that don't. */
const table: [rule: string, judge: (observation: never) => unknown[], good: unknown[], bad: unknown[]][] = [
  [
    'writeSucceeded',
    rules.writeSucceeded,
    [answer],
    [
      { ...answer, status: 201 },
      { ...answer, size: 3 },
    ],
  ],
  [
    'locationNames',
    rules.locationNames,
    [{ answer, collection: 'calls' }],
    [
      null,
      `https://192.0.2.1/api/v1/calls/${id}`,
      `/api/v1/Calls/${id}`,
      '/api/v1/calls/',
      `/api/v1/calls/${id}/callLegs/${id}`,
    ].map((location) => ({ answer: { ...answer, location }, collection: 'calls' })),
  ],
  [
    'namesDiffer',
    rules.namesDiffer,
    [{ what: 'ids', names: ['a', 'b'] }],
    [
      ['a', 'a'],
      ['a', ''],
    ].map((names) => ({ what: 'ids', names })),
  ],
  [
    'holds',
    rules.holds,
    [{ object: object({ name: 'A' }), expected: { name: 'A', passcode: '' } }],
    [
      { object: object({ name: 'a' }), expected: { name: 'A' } },
      { object: object({}), expected: { nonMemberAccess: 'false' } },
      { object: object({ name: 'A' }, { status: 404 }), expected: { name: 'A' } },
    ],
  ],
  [
    'eachHolds',
    rules.eachHolds,
    [{ objects: [object({ a: '1' })], count: 1, expected: { a: '1' } }],
    [
      { objects: [], count: 1, expected: {} },
      { objects: [object({ a: '1' }), object({ a: '2' })], count: 1, expected: { a: '1' } },
    ],
  ],
  [
    'identifiedAs',
    rules.identifiedAs,
    [{ object: object({}), element: 'coSpace', id }],
    [
      { object: object({}), element: 'coSpace', id: other },
      { object: object({}), element: 'call', id },
      { object: object({}, { status: 400 }), element: 'coSpace', id },
    ],
  ],
  [
    'listedAs',
    rules.listedAs,
    [{ listing: listing([object({ name: 'A' })]), id, expected: { name: 'A' } }],
    [
      { listing: listing([]), id, expected: {} },
      { listing: listing([object({ name: 'B' })]), id, expected: { name: 'A' } },
      { listing: listing([object({})], { statuses: [200, 503] }), id, expected: {} },
    ],
  ],
  [
    'notListed',
    rules.notListed,
    [{ listing: listing([object({})]), ids: [other] }],
    [
      { listing: listing([object({})]), ids: [id] },
      { listing: listing([], { statuses: [500] }), ids: [id] },
    ],
  ],
  [
    'envelopeIs',
    rules.envelopeIs,
    [
      { listing: listing([]), element: 'calls' },
      { listing: listing([object({}), object({})], { totals: ['2', '2'] }), element: 'calls' },
    ],
    [
      { listing: listing([]), element: 'callLegs' },
      { listing: listing([object({})], { totals: ['2'] }), element: 'calls' },
      { listing: listing([], { totals: [] }), element: 'calls' },
    ],
  ],
  [
    'exactlyThese',
    rules.exactlyThese,
    [{ listing: listing([object({ coSpace: 's' })]), field: 'coSpace', value: 's', ids: [id] }],
    [
      {
        listing: listing([object({ coSpace: 's' }), object({ coSpace: 's' })]),
        field: 'coSpace',
        value: 's',
        ids: [id],
      },
      { listing: listing([]), field: 'coSpace', value: 's', ids: [id] },
      { listing: listing([object({ coSpace: 's' })]), field: 'coSpace', value: 's', ids: [] },
    ],
  ],
  [
    'correlated',
    rules.correlated,
    [{ listing: listing([object({ callCorrelator: other })]), ids: [id] }],
    [
      { listing: listing([object({})]), ids: [id] },
      { listing: listing([]), ids: [id] },
    ],
  ],
  [
    'sameObjects',
    rules.sameObjects,
    [
      { before: [object({ a: '1', secret: 'x' })], after: [object({ a: '1', secret: 'y' })], except: ['secret'] },
      { before: [object({ passcode: '' })], after: [object({})], except: [] },
    ],
    [
      { before: [object({ a: '1' })], after: [object({ a: '2' })], except: [] },
      { before: [object({})], after: [object({ a: '2' })], except: [] },
      { before: [object({})], after: [], except: [] },
      { before: [object({})], after: [object({}, { status: 400 })], except: [] },
    ],
  ],
  [
    'refusedAs',
    rules.refusedAs,
    [400, 404].map((code) => ({
      answer: object({ gone: '' }, { status: code, element: 'failureDetails' }),
      reason: 'gone',
    })),
    [
      { answer: object({ other: '' }, { status: 400, element: 'failureDetails' }), reason: 'gone' },
      { answer: object({ gone: '' }, { status: 200, element: 'failureDetails' }), reason: 'gone' },
      { answer: object({}, { status: 400, element: '' }), reason: 'gone' },
    ],
  ],
  [
    'challenged',
    rules.challenged,
    [{ answer: refusal }],
    [
      { ...refusal, challenge: null },
      { ...refusal, size: 1 },
      { ...refusal, status: 403 },
    ].map((seen) => ({ answer: seen })),
  ],
  ['unauthorized', rules.unauthorized, [refusal, { ...refusal, challenge: null }], [answer, { ...refusal, size: 9 }]],
  [
    'documentSent',
    rules.documentSent,
    [{ answer: { ...answer, contentType: 'text/xml; charset=utf-8' }, type: 'text/xml' }],
    [
      { answer, type: 'text/xml' },
      { answer: { ...answer, contentType: 'text/xml', status: 500 }, type: 'text/xml' },
    ],
  ],
  ['statusIsWhole', bridge.statusIsWhole, [status], [object({}, { element: 'status' }), { ...status, status: 401 }]],
  [
    'statusValuesAreWellFormed',
    bridge.statusValuesAreWellFormed,
    [status],
    [
      { ...status, fields: { ...status.fields, cdrTime: '2016-07-26 14:08:19' } },
      { ...status, fields: { ...status.fields, uptimeSeconds: '1.5' } },
      { ...status, status: 500 },
    ],
  ],
  ['bridgesAreNamed', bridge.bridgesAreNamed, [listing([callBridge])], [listing([]), listing([object({ name: '' })])]],
  [
    'bridgesAnswerForThemselves',
    bridge.bridgesAnswerForThemselves,
    [{ listing: listing([callBridge]), objects: [callBridge] }],
    [
      { listing: listing([]), objects: [] },
      { listing: listing([callBridge]), objects: [] },
      { listing: listing([callBridge]), objects: [{ ...callBridge, fields: { name: 'one' } }] },
      { listing: listing([callBridge]), objects: [{ ...callBridge, id: other }] },
      { listing: listing([callBridge]), objects: [{ ...callBridge, fields: { ...callBridge.fields, name: 'two' } }] },
    ],
  ],
  [
    'syncEndsIn',
    bridge.syncEndsIn,
    [{ parameterSet: 'ps', expected: 'complete', polls: ['pending', 'running', 'complete'].map(poll) }],
    [
      { parameterSet: 'ps', expected: 'complete', polls: [] },
      { parameterSet: 'ps', expected: 'complete', polls: [poll('running')] },
      { parameterSet: 'ps', expected: 'complete', polls: [poll('started'), poll('complete')] },
      { parameterSet: 'another', expected: 'complete', polls: [poll('complete')] },
    ],
  ],
  [
    'oneSpacePerNumber',
    bridge.oneSpacePerNumber,
    [{ range: { start: 1, end: 2 }, made: [slot(1), slot(2)] }],
    [1, 3].map((count) => ({ range: { start: 1, end: 2 }, made: Array.from({ length: count }, () => slot(1)) })),
  ],
  [
    'numbered',
    bridge.numbered,
    [
      { ...numbering, field: 'uri', made: [slot(2), slot(1)] },
      { ...numbering, field: 'name', prefix: 'TMS_Scheduled_Meeting_', made: [slot(1)] },
    ],
    [
      { ...numbering, field: 'uri', made: [] },
      { ...numbering, field: 'uri', made: [slot(1, { uri: '2' }), slot(2, { uri: '1' })] },
      { ...numbering, field: 'uri', made: [slot(1, { uri: '$index$' })] },
      { ...numbering, field: 'uri', made: [slot(1, { uri: '' })] },
      { ...numbering, field: 'uri', made: [slot(1), slot(1)] },
    ],
  ],
  [
    'secretsAreOwn',
    bridge.secretsAreOwn,
    [{ slots: [{ secret: 'a' }, { secret: 'b' }] }],
    [{ slots: [] }, { slots: [{ secret: 'a' }, { secret: 'a' }] }, { slots: [{ secret: 'a' }, { secret: '' }] }],
  ],
  [
    'secretIsNew',
    bridge.secretIsNew,
    [{ now: { secret: 'b' }, former: [{ secret: 'a' }] }],
    [
      { now: { secret: 'a' }, former: [{ secret: 'a' }] },
      { now: { secret: '' }, former: [{ secret: 'a' }] },
    ],
  ],
  [
    'noCallIn',
    bridge.noCallIn,
    [{ calls: listing([object({ coSpace: 'x' })]), spaces: ['s'] }],
    [
      { calls: listing([object({ coSpace: 's' })]), spaces: ['s'] },
      { calls: listing([], { statuses: [500] }), spaces: [] },
    ],
  ],
  [
    'noSpaceCameOrWent',
    bridge.noSpaceCameOrWent,
    [
      cameOrWent({}),
      // what others make, and what they remove
      cameOrWent({ listing: listing([slot(1), slot(2), slot(9)]), came: [{ ...slot(9), fields: { name: 'Theirs' } }] }),
      cameOrWent({ came: [{ ...slot(9), fields: {} }] }),
    ],
    [
      cameOrWent({ slots: [] }),
      cameOrWent({ listing: listing([slot(1)]) }),
      cameOrWent({ listing: listing([slot(1), slot(1), slot(2)]) }),
      cameOrWent({ listing: listing([slot(1), slot(2)], { statuses: [200, 500] }) }),
      cameOrWent({ came: [{ ...slot(9), fields: { name: 'Title' } }] }),
      cameOrWent({ came: [{ ...slot(9), fields: { uri: '2' } }] }),
    ],
  ],
  [
    'noSlotCameAgain',
    bridge.noSlotCameAgain,
    [
      { slots: [slot(1), slot(2)], came: [] },
      { slots: [slot(1)], came: [{ ...slot(9), fields: { name: 'Theirs' } }] },
    ],
    [
      { slots: [], came: [] },
      { slots: [slot(1), slot(2)], came: [{ ...slot(9), fields: { uri: '2' } }] },
    ],
  ],
  [
    'slotsTaken',
    bridge.slotsTaken,
    [{ expected: [1, null], taken: [1, null] }],
    [
      { expected: [1], taken: [2] },
      { expected: [1], taken: [null] },
    ],
  ],
  [
    'slotsShownFree',
    bridge.slotsShownFree,
    [{ expected: [[2], []], shown: [[2], []] }],
    [{ expected: [[]], shown: [[1]] }],
  ],
  [
    'pagesAreWhole',
    bridge.pagesAreWhole,
    [{ listing: listing([object({}), object({}, { id: other })]), total: 2, ids: [id, other] }],
    [
      { listing: listing([object({})]), total: 2, ids: [id] },
      { listing: listing([object({}), object({})]), total: 2, ids: [id] },
      { listing: listing([object({})]), total: 1, ids: [other] },
      { listing: listing([object({})], { statuses: [500] }), total: 1, ids: [id] },
    ],
  ],
  [
    'requestsAreTraced',
    log.requestsAreTraced,
    [traced],
    [
      { sent: [sent], lines: [] },
      { sent: [sent, sent], lines: trace },
      { sent: [sent, sent], lines: [...trace, ...trace] },
      cut('(from'),
    ],
  ],
  [
    'bodySizesAreTraced',
    log.bodySizesAreTraced,
    [traced],
    [cut('content data'), { sent: [{ ...sent, bodySize: 41 }], lines: trace }],
  ],
  ['pairsAreTraced', log.pairsAreTraced, [traced], [cut('nonMemberAccess'), cut(' name=A')]],
  [
    'passcodeIsMasked',
    log.passcodeIsMasked,
    [{ maskedLines: 1, linesThatShowIt: 0 }],
    [
      { maskedLines: 0, linesThatShowIt: 0 },
      { maskedLines: 1, linesThatShowIt: 1 },
    ],
  ],
  [
    'answersAreTraced',
    log.answersAreTraced,
    [traced],
    [cut('sending'), { sent: [{ ...sent, size: 1 }], lines: trace }],
  ],
  ['locationsAreTraced', log.locationsAreTraced, [traced], [cut('Location')]],
  [
    'challengeIsTraced',
    log.challengeIsTraced,
    [
      challenge([
        '1: GET for "/p" (from 192.0.2.6)',
        '1: sending 401 response, size 0',
        '1: WWW-Authenticate: Basic realm="acano"',
        '2: GET for "/p" (from 192.0.2.6)',
      ]),
    ],
    [
      challenge([
        '1: GET for "/p" (from 192.0.2.6)',
        '1: sending 401 response, size 0',
        '2: GET for "/p" (from 192.0.2.6)',
      ]),
      challenge(['2: GET for "/p" (from 192.0.2.6)']),
      challenge([
        '1: GET for "/p" (from 192.0.2.6)',
        '1: WWW-Authenticate: Basic realm="a"',
        '2: GET for "/p" (from 192.0.2.6)',
      ]),
    ],
  ],
  [
    'actionsAreAudited',
    log.actionsAreAudited,
    [audit(['x INFO : 192.0.2.6: API user "admin" deleted call 1'])],
    [
      audit([]),
      audit(['x INFO : 192.0.2.6: API user "other" deleted call 1']),
      audit(['x API user "admin" deleted call 12']),
    ],
  ],
];

for (const [rule, judge, good, bad] of table) {
  test(`${rule} lets conforming observations pass`, () => {
    for (const observation of good) expect(judge(observation as never), JSON.stringify(observation)).toEqual([]);
  });

  test(`${rule} finds what differs`, () => {
    for (const observation of bad) expect(judge(observation as never), JSON.stringify(observation)).not.toEqual([]);
  });
}

test('every rule is tried', () => {
  const names = [rules, bridge, log].flatMap((module) => Object.keys(module));
  expect(table.map(([rule]) => rule).sort()).toEqual(names.sort());
});
