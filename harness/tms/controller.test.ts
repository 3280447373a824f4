import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { checkLogs } from '../trace/check.ts';
import { exchangesOf, printLog } from '../trace/testing.ts';
import { BridgeController, type ControllerOptions } from './controller.ts';
import type { Meeting } from './results.ts';
import { MemoryBridge } from './testing.ts';

let guids = 0;
const surroundings = {
  pause: () => Promise.resolve(),
  guid: () => `10000000-0000-4000-8000-${String(guids++).padStart(12, '0')}`,
};

async function provisioned(quantity = 3, options: Partial<ControllerOptions> = {}) {
  const bridge = new MemoryBridge();
  const controller = new BridgeController(bridge, { surroundings, ...options });
  await controller.addDevice();
  await controller.provision({ start: 1, end: quantity });
  return { bridge, controller };
}

function requests(controller: BridgeController, since = 0): string[] {
  return controller.steps.slice(since).map(({ method, path }) => `${method} ${path.replace(/0{8}-[-0-9]+/g, '<id>')}`);
}

/** What the log of these requests would show to be wrong. */
function findings(steps: BridgeController['steps']) {
  return checkLogs({ steps: printLog(exchangesOf(steps)) }, { strictLowest: true }).findings;
}

async function started(controller: BridgeController, title: string, dial: string[] = []): Promise<Meeting> {
  const result = await controller.start({ title, dial });
  if (result.kind !== 'started') throw new Error(result.kind);
  return result.meeting;
}

test('adding and provisioning send the recorded requests', async () => {
  const { controller } = await provisioned(5);
  expect(requests(controller)).toEqual([
    'GET /api/v1/system/status',
    'GET /api/v1/callBridges',
    'GET /api/v1/callBridges/b1',
    'POST /api/v1/callProfiles',
    'POST /api/v1/callLegProfiles',
    'POST /api/v1/cospaceBulkParameterSets',
    'POST /api/v1/cospaceBulkSyncs',
    'GET /api/v1/cospaceBulkSyncs/<id>',
    'GET /api/v1/cospaceBulkSyncs/<id>',
    'GET /api/v1/system/status',
  ]);
});

test('a meeting sends the recorded requests in the recorded order', async () => {
  const { controller } = await provisioned();
  const before = controller.steps.length;
  const meeting = await started(controller, 'Planning', ['desk@example.test']);
  await controller.extend(meeting);
  await controller.end(meeting);
  expect(requests(controller, before)).toEqual([
    'GET /api/v1/system/status',
    'GET /api/v1/participants',
    'GET /api/v1/coSpaces',
    'PUT /api/v1/cospaces/<id>',
    'POST /api/v1/calls',
    'GET /api/v1/system/status',
    'GET /api/v1/coSpaces',
    'GET /api/v1/calls',
    'GET /api/v1/calllegs',
    'POST /api/v1/calls/<id>/calllegs',
    'PUT /api/v1/cospaces/<id>',
    'GET /api/v1/system/status',
    'GET /api/v1/coSpaces',
    'GET /api/v1/calls',
    'GET /api/v1/coSpaces',
    'PUT /api/v1/cospaces/<id>',
    'DELETE /api/v1/calls/<id>',
  ]);
  expect(findings(controller.steps)).toEqual([]);
});

test('the extension repeats the opening body byte for byte', async () => {
  const { controller } = await provisioned();
  const meeting = await started(controller, 'A & B');
  await controller.extend(meeting);
  const bodies = controller.steps.filter(({ method }) => method === 'PUT').map(({ body }) => body);
  expect(bodies[1]).toBe(bodies[0]);
});

test('a slot beyond the first page is found', async () => {
  const { bridge, controller } = await provisioned(5);
  bridge.pageSize = 2;
  for (const slot of [1, 2, 3, 4, 5]) expect((await started(controller, `Meeting ${slot}`)).slot).toBe(slot);
});

test('a full range is refused without a write', async () => {
  const { controller } = await provisioned(1);
  await started(controller, 'First');
  const before = controller.steps.length;
  expect(await controller.start({ title: 'Second' })).toEqual({
    kind: 'exhausted',
    range: { start: 1, end: 1 },
    taken: [1],
  });
  expect(controller.steps.slice(before).every(({ method }) => method === 'GET')).toBe(true);
});

test('a slot that the bridge shows renamed or busy is not taken', async () => {
  const { bridge, controller } = await provisioned(3, { inspectCalls: true });
  const [first = '', second = ''] = [...bridge.spaces.keys()];
  bridge.spaces.set(first, { ...bridge.spaces.get(first), name: 'Renamed by an operator' });
  bridge.calls.set('c', { coSpace: second });
  expect((await started(controller, 'Meeting')).slot).toBe(3);
});

test('a title that is another placeholder does not free that slot twice', async () => {
  const { controller } = await provisioned(2);
  expect((await started(controller, 'TMS_Scheduled_Meeting_2')).slot).toBe(1);
  expect((await started(controller, 'Other')).slot).toBe(2);
});

for (const [status, kind] of [
  ['failedCallIdConflict', 'conflict'],
  ['failedIndexRangeTooGreat', 'failed'],
  ['running', 'unfinished'],
]) {
  test(`a sync in ${status} is a result of kind ${kind}, and no slot is used`, async () => {
    const bridge = new MemoryBridge();
    bridge.syncStatus = status ?? '';
    const controller = new BridgeController(bridge, { surroundings, syncTimeoutMs: 5_000 });
    await controller.addDevice();
    expect(await controller.provision({ start: 1, end: 3 })).toMatchObject({ kind, status });
    expect(await controller.start({ title: 'Meeting' })).toMatchObject({ kind: 'exhausted' });
  });
}

test('a refused call leaves a reset slot', async () => {
  const { bridge, controller } = await provisioned(1);
  bridge.refusals.set('POST /api/v1/calls', 400);
  expect(await controller.start({ title: 'Meeting' })).toMatchObject({
    kind: 'refused',
    step: { path: '/api/v1/calls' },
  });
  expect(controller.slotState(1)).toBe('IDLE');
  expect([...bridge.spaces.values()][0]).toMatchObject({ name: 'TMS_Scheduled_Meeting_1', nonMemberAccess: 'false' });
});

test('a call that has ended by itself does not keep the slot', async () => {
  const { bridge, controller } = await provisioned(1);
  const meeting = await started(controller, 'Meeting');
  bridge.calls.clear();
  expect(await controller.end(meeting)).toMatchObject({ kind: 'ended', deletion: { status: 400 } });
  expect((await started(controller, 'Next')).slot).toBe(1);
});

test('an ended meeting can be neither extended nor ended', async () => {
  const { controller } = await provisioned();
  const meeting = await started(controller, 'Meeting');
  await controller.end(meeting);
  await expect(controller.extend(meeting)).rejects.toThrow('IDLE');
  await expect(controller.end(meeting)).rejects.toThrow('IDLE');
});

test('whatever the schedule: one meeting a slot, the lowest free one, openings and resets in balance', async () => {
  const actions = fc.array(fc.oneof(fc.constant('start' as const), fc.nat(5)), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 5 }), actions, async (quantity, schedule) => {
      const { controller } = await provisioned(quantity);
      const running: Meeting[] = [];
      for (const action of schedule) {
        if (action === 'start') {
          const free = Array.from({ length: quantity }, (_, i) => i + 1).filter((n) =>
            running.every(({ slot }) => slot !== n),
          );
          const result = await controller.start({ title: 'Meeting' });
          expect(result.kind === 'started' ? result.meeting.slot : null).toBe(free[0] ?? null);
          if (result.kind === 'started') running.push(result.meeting);
        } else {
          const [meeting] = running.splice(action, 1);
          if (meeting) await controller.end(meeting);
        }
        const puts = controller.steps.filter(({ method }) => method === 'PUT').map(({ body = '' }) => body);
        const resets = puts.filter((body) => body.includes('regenerateSecret')).length;
        expect(puts.length - resets - resets).toBe(running.length);
      }
      expect(findings(controller.steps)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('a changed range goes into the same parameter set and is synced anew', async () => {
  const { bridge, controller } = await provisioned(3);
  const [set = ''] = bridge.sets.keys();
  const before = controller.steps.length;
  expect((await controller.changeRange(set, { start: 2, end: 5 })).kind).toBe('provisioned');
  expect(requests(controller, before)).toEqual([
    'PUT /api/v1/cospaceBulkParameterSets/<id>',
    'POST /api/v1/cospaceBulkSyncs',
    'GET /api/v1/cospaceBulkSyncs/<id>',
    'GET /api/v1/cospaceBulkSyncs/<id>',
    'GET /api/v1/system/status',
  ]);
  expect(controller.range).toEqual({ start: 2, end: 5 });
  expect([1, 2, 5, 6].map((slot) => controller.slotState(slot))).toEqual(['ABSENT', 'IDLE', 'IDLE', 'ABSENT']);
});

test('a range that could not be changed stays as it was', async () => {
  const { bridge, controller } = await provisioned(3);
  const [set = ''] = bridge.sets.keys();
  bridge.syncStatus = 'failedCallIdConflict';
  expect(await controller.changeRange(set, { start: 2, end: 5 })).toMatchObject({
    kind: 'conflict',
    status: 'failedCallIdConflict',
  });
  expect(controller.range).toEqual({ start: 1, end: 3 });
  expect(controller.slotState(1)).toBe('IDLE');
});

test('removed slots are gone, and the parameter set stays', async () => {
  const { bridge, controller } = await provisioned(3);
  const [set = ''] = bridge.sets.keys();
  expect((await controller.removeSlots(set)).kind).toBe('removed');
  expect(controller.steps.findLast(({ method }) => method === 'POST')?.body).toBe(
    `cospaceBulkParameterSet=${set}&removeAll=true`,
  );
  expect([bridge.spaces.size, bridge.sets.size]).toEqual([0, 1]);
  expect(controller.slotState(1)).toBe('ABSENT');
});

test('a controller goes on where another one left off', async () => {
  const { bridge } = await provisioned(3);
  const known = { callProfileId: 'cp', callLegProfileId: 'clp', range: { start: 1, end: 3 } };
  const controller = new BridgeController(bridge, { surroundings, known });
  expect((await started(controller, 'Planning')).slot).toBe(1);
});
