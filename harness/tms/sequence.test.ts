import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import { BridgeController } from './controller.ts';
import { openingBody, parameterSetBody, resetBody } from './requests.ts';
import { checkSequence, type RecordedExchange, recordedSteps } from './sequence.ts';
import { MemoryBridge } from './testing.ts';

/** The trace of a whole life: add, provision, two meetings on one slot with dial and extension. */
async function trace(): Promise<RecordedExchange[]> {
  let guids = 0;
  const controller = new BridgeController(new MemoryBridge(), {
    surroundings: {
      pause: () => Promise.resolve(),
      guid: () => `10000000-0000-4000-8000-${String(guids++).padStart(12, '0')}`,
    },
  });
  await controller.addDevice();
  await controller.provision({ start: 1, end: 2 });
  for (const title of ['First', 'Second']) {
    const result = await controller.start({ title, dial: ['desk@example.test', 'room@example.test'] });
    if (result.kind !== 'started') throw new Error(result.kind);
    await controller.extend(result.meeting);
    await controller.end(result.meeting);
  }
  return recordedSteps(controller.steps);
}

function broken(exchanges: RecordedExchange[]): number[] {
  return [...new Set(checkSequence(exchanges).map(({ invariant }) => invariant))];
}

type Change = (exchange: RecordedExchange, index: number, all: RecordedExchange[]) => RecordedExchange | null;

const is = (method: string, path: RegExp) => (exchange: RecordedExchange) =>
  exchange.method === method && path.test(exchange.path);
const drop =
  (matches: (exchange: RecordedExchange) => boolean): Change =>
  (exchange) =>
    matches(exchange) ? null : exchange;
const rewrite =
  (matches: (exchange: RecordedExchange) => boolean, from: string | RegExp, to: string): Change =>
  (exchange) => {
    if (!matches(exchange) || exchange.body === null) return exchange;
    const body = exchange.body.replace(from, to);
    return { ...exchange, body, bodySize: Buffer.byteLength(body) };
  };
const slotPut = is('PUT', /cospaces\//);

/** One mutation for each invariant that it must break. */
const mutations: [invariant: number, title: string, change: Change][] = [
  [1, 'no status first', (exchange, index) => (index === 0 ? null : exchange)],
  [2, 'a Call Bridge not read', drop(is('GET', /callBridges\/b1/))],
  [3, 'another participant limit field', rewrite(is('POST', /callProfiles$/), 'messageBoardEnabled', 'locked')],
  [
    4,
    'slots that non-members may enter',
    rewrite(is('POST', /ParameterSets$/), 'nonMemberAccess=false', 'nonMemberAccess=true'),
  ],
  [
    5,
    'a mapping without marker',
    rewrite(is('POST', /ParameterSets$/), 'coSpaceUriMapping=$index$', 'coSpaceUriMapping=1'),
  ],
  [6, 'another set synced', rewrite(is('POST', /BulkSyncs$/), /=.*/, '=00000000-0000-4000-8000-999999999999')],
  [7, 'no poll of the sync', drop(is('GET', /cospaceBulkSyncs/))],
  [
    8,
    'no status after the sync',
    (exchange, index, all) =>
      exchange.path.endsWith('status') &&
      all.slice(0, index).filter(({ path }) => path.endsWith('status')).length < 3 &&
      index > 0
        ? null
        : exchange,
  ],
  [
    11,
    'no listing before the opening',
    (exchange, index, all) => ((all[index - 1]?.path ?? '').endsWith('participants') ? null : exchange),
  ],
  [13, 'an opening without passcode', rewrite(slotPut, /passcode=&(?=name=First)/, '')],
  [14, 'a secret used twice', rewrite(slotPut, /secret=1000.*/, 'secret=10000000-0000-4000-8000-000000000000')],
  [15, 'a call with a name', rewrite(is('POST', /calls$/), /$/, '&name=x')],
  [
    17,
    'no listing of calls before the dial',
    (exchange, index, all) =>
      (all[index + 1]?.path ?? '').endsWith('calllegs') && exchange.path.endsWith('calls') ? null : exchange,
  ],
  [18, 'a leg without party', rewrite(is('POST', /calllegs$/), 'remoteParty', 'party')],
  [19, 'no listing of legs before the dial', drop(is('GET', /calllegs$/))],
  [
    21,
    'an extension with another title',
    (exchange, index, all) =>
      slotPut(exchange) && index > 0 && all.slice(0, index).some((one) => one.body === exchange.body)
        ? { ...exchange, body: `${exchange.body}x`, bodySize: null }
        : exchange,
  ],
  [
    23,
    'fewer reads before the reset',
    (exchange, index, all) =>
      exchange.path.endsWith('coSpaces') && /regenerate/.test(all[index + 1]?.body ?? '') ? null : exchange,
  ],
  [24, "another slot's placeholder", rewrite(slotPut, 'name=TMS_Scheduled_Meeting_1', 'name=TMS_Scheduled_Meeting_2')],
  [25, 'no reset before the deletion', drop((exchange) => slotPut(exchange) && /regenerate/.test(exchange.body ?? ''))],
  [26, 'a call deleted twice', (exchange) => exchange],
  [
    27,
    'a slot deleted',
    (exchange) => (is('DELETE', /calls/)(exchange) ? { ...exchange, path: '/api/v1/coSpaces/1' } : exchange),
  ],
  [29, 'a slot reset twice', (exchange) => exchange],
  [
    31,
    'a 401 at the end',
    (exchange, index, all) => (index === all.length - 1 ? { ...exchange, status: 401 } : exchange),
  ],
  [
    33,
    'a creation answered 201',
    (exchange) => (is('POST', /calls$/)(exchange) ? { ...exchange, status: 201 } : exchange),
  ],
  [
    35,
    'a body of another size',
    (exchange) => (is('POST', /calls$/)(exchange) ? { ...exchange, bodySize: 1 } : exchange),
  ],
];

test('the controller keeps every rule', async () => {
  expect(checkSequence(await trace())).toEqual([]);
});

/** An entry of the recorded trace. */
interface Recorded {
  trace?: number;
  request: { method: string; path: string; body?: string; bytes?: number };
  answer: { status: number; bytes: number; location?: string };
}

function recording(): RecordedExchange[] {
  const file = new URL('../../fixtures/vectors/trace-2.0/exchanges.yaml', import.meta.url);
  const entries = (parse(readFileSync(file, 'utf8')) as Recorded[]).filter(({ trace }) => trace !== undefined);
  return entries.map(({ trace = 0, request, answer }) => ({
    number: trace,
    method: request.method,
    path: request.path,
    body: request.body ?? null,
    bodySize: request.bytes ?? null,
    status: answer.status,
    size: answer.bytes,
    location: answer.location ?? null,
    document: null,
  }));
}

test('the recorded controller keeps every rule', () => {
  const exchanges = recording();
  expect(exchanges).toHaveLength(28);
  expect(checkSequence(exchanges)).toEqual([]);
});

test('the bodies that this controller builds are the recorded ones', () => {
  const bodies = recording().flatMap(({ body }) => (body === null ? [] : [body]));
  const [callProfile = '', callLegProfile = ''] = recording()
    .filter(({ method }) => method === 'POST')
    .map(({ location }) => location?.split('/').at(-1) ?? '');
  const opening = new URLSearchParams(bodies.find((body) => body.startsWith('&nonMemberAccess=true')));
  const meeting = { title: opening.get('name') ?? '', passcode: '', secret: opening.get('secret') ?? '' };
  expect(bodies).toContain(parameterSetBody({ start: 1, end: 5 }, callProfile, callLegProfile));
  expect(bodies.filter((body) => body === openingBody(meeting))).toHaveLength(2);
  expect(bodies).toContain(resetBody(1));
});

test('paths are compared without their case', async () => {
  const upper = (await trace()).map((exchange) => ({
    ...exchange,
    path: exchange.path.replace('cospaces', 'COSPACES'),
  }));
  expect(checkSequence(upper)).toEqual([]);
});

test('a 401 with its repetition is no violation', async () => {
  const exchanges = await trace();
  const refused = { ...(exchanges[0] as RecordedExchange), status: 401, document: null };
  expect(checkSequence([refused, ...exchanges])).toEqual([]);
});

for (const [invariant, title, change] of mutations) {
  test(`invariant ${invariant} is broken by ${title}`, async () => {
    const exchanges = await trace();
    const twice = { 26: is('DELETE', /calls\//), 29: (one: RecordedExchange) => /regenerate/.test(one.body ?? '') }[
      invariant
    ];
    const mutated = exchanges.flatMap((exchange, index) => {
      const changed = change(exchange, index, exchanges);
      return changed === null ? [] : twice?.(changed) ? [changed, changed] : [changed];
    });
    expect(broken(mutated)).toContain(invariant);
  });
}
