import { test as base, expect } from '@playwright/test';
import type { EmulatedNode } from '../kernel/node.ts';
import { buildNode } from '../testing.ts';
import { answerLeg, dropLeg } from './live.ts';
import { startTestApi, type TestApi } from './testing.ts';

const test = base.extend<{ api: TestApi; space: string }>({
  api: async ({}, use) => {
    const api = await startTestApi();
    await use(api);
    await api.close();
  },
  space: async ({ api }, use) => use(idOf((await api.post('/api/v1/coSpaces', 'name=Meeting&uri=m')).location)),
});

const idOf = (location: string) => location.split('/').at(-1) ?? '';

test('a call has the name of its space, also of one that is renamed later', async ({ api, space }) => {
  const call = await api.post('/api/v1/calls', `coSpace=${space}`);
  expect(call.location).toMatch(/^\/api\/v1\/calls\/[0-9a-f-]{36}$/);
  await api.put(`/api/v1/coSpaces/${space}`, 'name=Other');
  const item = (await api.get('/api/v1/calls')).xml?.children[0];
  expect(item?.attributes.id).toBe(idOf(call.location));
  expect(item?.children.map((child) => child.name)).toEqual(['name', 'coSpace', 'callCorrelator']);
  expect(item?.children.map((child) => child.text).slice(0, 2)).toEqual(['Other', space]);
});

test('a space has one call on a bridge, and calls of two spaces differ', async ({ api, space }) => {
  const first = await api.post('/api/v1/calls', `coSpace=${space}`);
  const second = await api.post('/api/v1/calls', `coSpace=${space}`);
  expect(second.location).toBe(first.location);
  const other = await api.post('/api/v1/coSpaces', 'name=other');
  const third = await api.post('/api/v1/calls', `coSpace=${idOf(other.location)}`);
  expect(await api.field(third.location, 'callCorrelator')).not.toBe(await api.field(first.location, 'callCorrelator'));
  expect((await api.get(`/api/v1/calls?coSpaceFilter=${space}`)).xml?.attributes.total).toBe('1');
});

test('calls without space or name, or in an unknown space, are refused', async ({ api }) => {
  expect((await api.post('/api/v1/calls')).reasons).toEqual(['parameterError']);
  expect((await api.post('/api/v1/calls', 'coSpace=x')).reasons).toEqual(['coSpaceDoesNotExist']);
  expect((await api.post('/api/v1/calls', 'name=adHoc')).status).toBe(200);
});

test('the clock makes the duration, and an empty call stays', async ({ api, space }) => {
  const { location } = await api.post('/api/v1/calls', `coSpace=${space}`);
  api.node.cluster.clock.advance(45 * 60_000);
  expect(Number(await api.field(location, 'durationSeconds'))).toBeGreaterThanOrEqual(2700);
});

test('a leg rings until it is answered; only then the status counts it', async ({ api, space }) => {
  const call = await api.post('/api/v1/calls', `coSpace=${space}`);
  const leg = await api.post(`${call.location}/calllegs`, 'remoteParty=desk@x.example.test');
  expect(leg.location).toMatch(/^\/api\/v1\/callLegs\/[0-9a-f-]{36}$/);
  const state = async () =>
    (await api.get(leg.location)).xml?.children.find((child) => child.name === 'status')?.children[0]?.text;
  api.node.cluster.clock.advance(1000);
  expect(await state()).toBe('ringing');
  expect(await api.field('/api/v1/system/status', 'callLegsActive')).toBe('0');
  answerLeg(api.node, idOf(leg.location));
  expect(await state()).toBe('connected');
  expect(await api.field('/api/v1/system/status', 'callLegsActive')).toBe('1');
  expect(await api.field('/api/v1/system/status', 'callLegsMaxActive')).toBe('1');
  const [item] = (await api.get(`${call.location}/callLegs`)).xml?.children ?? [];
  expect(item?.attributes.id).toBe(idOf(leg.location));
  expect((await api.get(`${call.location}/participants`)).xml?.attributes.total).toBe('1');
  dropLeg(api.node, idOf(leg.location), 'remoteTeardown');
  expect((await api.get('/api/v1/callLegs')).xml?.attributes.total).toBe('0');
  expect((await api.get('/api/v1/participants')).xml?.attributes.total).toBe('0');
  expect(await api.field('/api/v1/system/status', 'callLegsCompleted')).toBe('1');
  expect(() => answerLeg(api.node, 'x')).toThrow(/no call leg/);
});

test('deleting a call ends its legs and no others', async ({ api, space }) => {
  const other = idOf((await api.post('/api/v1/coSpaces', 'name=other')).location);
  const calls = [
    await api.post('/api/v1/calls', `coSpace=${space}`),
    await api.post('/api/v1/calls', `coSpace=${other}`),
  ];
  for (const call of calls) await api.post(`${call.location}/callLegs`, 'remoteParty=a@b');
  expect((await api.delete(calls[0]?.location ?? '')).status).toBe(200);
  expect((await api.get('/api/v1/calls')).xml?.children.map((call) => call.attributes.id)).toEqual([
    idOf(calls[1]?.location ?? ''),
  ]);
  expect((await api.get('/api/v1/callLegs')).xml?.attributes.total).toBe('1');
  expect((await api.get(calls[0]?.location ?? '')).reasons).toEqual(['callDoesNotExist']);
});

test('a full call takes no further leg', async ({ api, space }) => {
  const profile = await api.post('/api/v1/callProfiles', 'participantLimit=1');
  await api.put(`/api/v1/coSpaces/${space}`, `callProfile=${idOf(profile.location)}`);
  const call = await api.post('/api/v1/calls', `coSpace=${space}`);
  expect((await api.post(`${call.location}/callLegs`, 'remoteParty=a@b')).status).toBe(200);
  expect((await api.post(`${call.location}/callLegs`, 'remoteParty=c@d')).reasons).toEqual(['participantLimitReached']);
  expect((await api.post(`${call.location}/callLegs`)).reasons).toEqual(['parameterError']);
});

test('bridges of a cluster share a space and its correlator, not the call', async () => {
  const one = buildNode({ name: 'cms1' });
  const members = one.cluster.nodes as EmulatedNode[];
  const two = { ...buildNode({ name: 'cms2' }), cluster: one.cluster };
  two.accounts.put('admin', 'admin', 'conform-1', false);
  members.push(two);
  const [first, second] = [await startTestApi({ node: one }), await startTestApi({ node: two })];
  const space = idOf((await first.post('/api/v1/coSpaces', 'name=shared')).location);
  expect(await second.field(`/api/v1/coSpaces/${space}`, 'name')).toBe('shared');
  const here = await first.post('/api/v1/calls', `coSpace=${space}`);
  expect((await second.get('/api/v1/calls')).xml?.attributes.total).toBe('0');
  const there = await second.post('/api/v1/calls', `coSpace=${space}`);
  expect(there.location).not.toBe(here.location);
  expect(await second.field(there.location, 'callCorrelator')).toBe(await first.field(here.location, 'callCorrelator'));
  await first.close();
  await second.close();
});

test('who listens is told of a call from its start to its end', async ({ api, space }) => {
  const told: string[] = [];
  api.node.liveEvents.listen((event) =>
    told.push([event.kind, event.fields.state, 'reason' in event ? event.reason : ''].filter(Boolean).join(' ')),
  );
  const call = await api.post('/api/v1/calls', `coSpace=${space}`);
  const leg = await api.post(`${call.location}/callLegs`, 'remoteParty=desk@x.example.test');
  answerLeg(api.node, idOf(leg.location));
  await api.put(call.location, 'locked=true');
  await api.delete(call.location);
  expect(told).toEqual([
    'callStarted',
    'legStarted initial',
    'participantAdded initial',
    'legUpdated connected',
    'participantChanged connected',
    'callChanged',
    'legEnded connected callEnded',
    'participantRemoved connected',
    'callEnded',
  ]);
});
