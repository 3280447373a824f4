import { test as base, expect } from '@playwright/test';
import { childText, type XmlNode } from '../../protocol/xml-read.ts';
import { answerLeg } from './live.ts';
import { startTestApi, type TestApi } from './testing.ts';

const test = base.extend<{ api: TestApi; space: string; call: string }>({
  api: async ({}, use) => {
    const api = await startTestApi();
    await use(api);
    await api.close();
  },
  space: async ({ api }, use) => use(idOf((await api.post('/api/v1/coSpaces', 'name=Meeting&uri=m')).location)),
  call: async ({ api, space }, use) => use((await api.post('/api/v1/calls', `coSpace=${space}`)).location),
});

const idOf = (location: string) => location.split('/').at(-1) ?? '';
const group = (document: XmlNode | undefined, name: string) => document?.children.find((child) => child.name === name);

async function add(api: TestApi, call: string, body: string) {
  const { location } = await api.post(`${call}/participants`, body);
  const legs = await api.get(`${location}/callLegs`);
  const leg = `/api/v1/callLegs/${legs.xml?.children[0]?.attributes.id}`;
  const read = async (path: string, part: string, name: string) =>
    childText(group((await api.get(path)).xml, part), name);
  return { path: location, id: idOf(location), leg, read };
}

test('a participant has a leg with the settings that it was created with', async ({ api, call }) => {
  const one = await add(api, call, 'remoteParty=a@b&importance=7&rxAudioMute=on&ownerId=mine&layout=stacked');
  expect(one.path).toMatch(/^\/api\/v1\/participants\/[0-9a-f-]{36}$/);
  expect(await one.read(one.path, 'configuration', 'importance')).toBe('7');
  expect(await one.read(one.leg, 'configuration', 'rxAudioMute')).toBe('true');
  expect(await one.read(one.leg, 'configuration', 'ownerId')).toBe('mine');
  expect(await one.read(one.leg, 'configuration', 'defaultLayout')).toBe('stacked');
  expect(await one.read(one.leg, 'status', 'layout')).toBe('stacked');
  expect((await api.post(`${call}/participants`)).reasons).toEqual(['parameterError']);
});

test('labels are shared by participant and leg, the latest counts, and none is too long', async ({ api, call }) => {
  const one = await add(api, call, 'remoteParty=a@b&nameLabelOverride=first');
  expect(await one.read(one.leg, 'configuration', 'nameLabelOverride')).toBe('first');
  await api.put(one.leg, 'nameLabelOverride=second');
  expect(await one.read(one.path, 'configuration', 'nameLabelOverride')).toBe('second');
  await api.put(one.path, 'nameLabelOverride=');
  expect(await one.read(one.leg, 'configuration', 'nameLabelOverride')).toBeUndefined();
  expect((await api.put(one.path, `nameLabelOverride=${'é'.repeat(26)}`)).reasons).toEqual(['parameterError']);
  expect((await api.post(`${call}/callLegs`, `remoteParty=c@d&nameLabelOverride=${'é'.repeat(26)}`)).status).toBe(400);
  expect((await api.get(`${call}/participants`)).xml?.attributes.total).toBe('1');
});

test('who needs activation waits until an activator is there', async ({ api, call }) => {
  const guest = await add(api, call, 'remoteParty=guest@b&needsActivation=true');
  expect(await api.field(guest.path, 'isActivator')).toBe('false');
  expect(await guest.read(guest.leg, 'status', 'deactivated')).toBe('true');
  const member = await add(api, call, 'remoteParty=member@b');
  expect(await api.field(member.path, 'isActivator')).toBe('true');
  expect(await guest.read(guest.leg, 'status', 'deactivated')).toBe('false');
  await api.delete(member.path);
  await api.put(guest.path, 'deactivated=false');
  expect(await guest.read(guest.leg, 'status', 'deactivated')).toBe('false');
});

test('a lock keeps guests out that come later', async ({ api, call }) => {
  await add(api, call, 'remoteParty=member@b');
  const early = await add(api, call, 'remoteParty=early@b&needsActivation=true');
  await api.put(call, 'locked=true');
  const late = await add(api, call, 'remoteParty=late@b&needsActivation=true');
  const deactivated = (who: typeof late) => who.read(who.leg, 'status', 'deactivated');
  expect([await deactivated(early), await deactivated(late)]).toEqual(['false', 'true']);
  await api.put(call, 'locked=false');
  expect(await deactivated(late)).toBe('false');
});

test('a participant moves to another call', async ({ api, call }) => {
  const other = (await api.post('/api/v1/calls', 'name=other')).location;
  const one = await add(api, other, 'remoteParty=a@b');
  const moved = await add(api, call, `movedParticipant=${one.id}`);
  expect(await api.field(moved.path, 'movedParticipant')).toBe(one.id);
  expect(await api.field(moved.leg, 'remoteParty')).toBe('a@b');
  expect((await api.get(`${other}/participants`)).xml?.attributes.total).toBe('0');
  expect((await api.post(`${call}/participants`, `movedParticipant=${one.id}`)).reasons).toEqual(['parameterError']);
});

test('a leg ends when it has lasted as long as it may', async ({ api, call }) => {
  const one = await add(api, call, 'remoteParty=a@b&maxCallDurationTime=60');
  const { clock } = api.node.cluster;
  clock.advance(120_000);
  expect((await api.get(one.leg)).status).toBe(200);
  answerLeg(api.node, idOf(one.leg));
  clock.advance(50_000);
  await api.put(one.leg, 'maxCallDurationTime=100');
  clock.advance(45_000);
  expect((await api.get(one.leg)).status).toBe(200);
  clock.advance(6000);
  expect((await api.get(one.leg)).reasons).toEqual(['callLegDoesNotExist']);
});

test('calls keep what is written and forbid what their profile does', async ({ api, space, call }) => {
  await api.put(call, 'messageText=hello&messageDuration=60&locked=true&joinAudioMuteOverride=true');
  api.node.cluster.clock.advance(20_000);
  expect(Number(await api.field(call, 'messageTimeRemaining'))).toBeLessThanOrEqual(40);
  api.node.cluster.clock.advance(41_000);
  expect(await api.field(call, 'messageTimeRemaining')).toBeUndefined();
  await api.put(call, 'joinAudioMuteOverride=');
  expect(await api.field(call, 'joinAudioMuteOverride')).toBeUndefined();
  expect((await api.put(call, 'messageDuration=soon')).reasons).toEqual(['parameterError']);
  expect((await api.put(call, 'recording=true')).status).toBe(200);
  const profile = await api.post('/api/v1/callProfiles', 'recordingMode=disabled&streamingMode=disabled');
  await api.put(`/api/v1/coSpaces/${space}`, `callProfile=${idOf(profile.location)}&meetingScheduler=Ada`);
  expect((await api.put(call, 'recording=false')).reasons).toEqual(['callRecordingCannotBeModified']);
  expect((await api.put(call, 'streaming=true')).reasons).toEqual(['callStreamingCannotBeModified']);
  expect(await api.field(call, 'recording')).toBe('true');
  expect(await api.field(call, 'ownerName')).toBe('Ada');
});
