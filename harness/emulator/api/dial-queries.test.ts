import { test as base, expect } from '@playwright/test';
import { childText } from '../../protocol/xml-read.ts';
import { startTestApi, type TestApi } from './testing.ts';

const test = base.extend<{ api: TestApi }>({
  api: async ({}, use) => {
    const api = await startTestApi();
    await use(api);
    await api.close();
  },
});

const idOf = (location: string) => location.split('/').at(-1) ?? '';

test('addresses are advertised with the domain of the highest priority', async ({ api }) => {
  const ask = async (body: string, name: string) => childText((await api.post('/api/v1/accessQuery', body)).xml, name);
  expect(await ask('uri=Room', 'uri')).toBe('room');
  await api.post('/api/v1/inboundDialPlanRules', 'domain=low.example.test&priority=1');
  await api.post('/api/v1/inboundDialPlanRules', 'domain=high.example.test&priority=10&resolveToIvrs=true');
  await api.post('/api/v1/ivrs', 'uri=ivr');
  expect(await ask('uri=room', 'uri')).toBe('room@high.example.test');
  expect(await ask('callId=123', 'ivr')).toBe('ivr@high.example.test');
  const space = await api.post('/api/v1/coSpaces', 'name=a&uri=room&callId=123');
  expect(await api.field(`${space.location}/meetingEntryDetail`, 'uri')).toBe('room@high.example.test');
  expect(await api.field(`${space.location}/meetingEntryDetail`, 'callId')).toBe('123');
});

test('a URI is looked for among the objects of a tenant, or of none', async ({ api }) => {
  const tenant = idOf((await api.post('/api/v1/tenants', 'name=t')).location);
  const of = async (body: string) => {
    const answer = await api.post('/api/v1/uriUsageQuery', body);
    return childText(answer.xml, 'coSpaceId');
  };
  const space = idOf((await api.post('/api/v1/coSpaces', `name=a&uri=room&tenant=${tenant}`)).location);
  expect(await of('uri=room')).toBeUndefined();
  expect(await of(`uri=Room&tenant=${tenant}`)).toBe(space);
  expect((await api.post('/api/v1/uriUsageQuery', 'tenant=x&uri=a')).reasons).toEqual(['tenantDoesNotExist']);
});

test('two IVRs have no common URI', async ({ api }) => {
  const one = await api.post('/api/v1/ivrs', 'uri=ivr');
  expect((await api.post('/api/v1/ivrs', 'uri=IVR')).reasons).toEqual(['ivrUriConflict']);
  expect((await api.put(one.location, 'uri=ivr')).status).toBe(200);
});

test('no rule makes one URI a space of two tenants', async ({ api }) => {
  const tenants = [await api.post('/api/v1/tenants', 'name=a'), await api.post('/api/v1/tenants', 'name=b')];
  for (const { location } of tenants)
    expect((await api.post('/api/v1/coSpaces', `name=x&uri=shared&tenant=${idOf(location)}`)).status).toBe(200);
  const rule = (fields: string) => api.post('/api/v1/inboundDialPlanRules', `domain=d.example.test&${fields}`);
  expect((await rule('resolveTocoSpaces=true')).reasons).toEqual(['inboundDialPlanRuleUriConflict']);
  expect((await rule('resolveTocoSpaces=false')).status).toBe(200);
  expect((await rule(`resolveTocoSpaces=true&tenant=${idOf(tenants[0]?.location ?? '')}`)).status).toBe(200);
  expect((await rule(`resolveTocoSpaces=true&tenant=${idOf(tenants[1]?.location ?? '')}`)).reasons).toEqual([
    'inboundDialPlanRuleUriConflict',
  ]);
});

test('a leg tells which profiles apply to it', async ({ api }) => {
  const profile = async (fields: string) => idOf((await api.post('/api/v1/callLegProfiles', fields)).location);
  const [global, ofTenant, ofSpace, own] = [
    await profile('needsActivation=true'),
    await profile('rxAudioMute=true'),
    await profile('needsActivation=false'),
    await profile('txAudioMute=true'),
  ];
  await api.put('/api/v1/system/profiles', `callLegProfile=${global}`);
  const tenant = idOf((await api.post('/api/v1/tenants', `name=t&callLegProfile=${ofTenant}`)).location);
  const space = await api.post('/api/v1/coSpaces', `name=s&tenant=${tenant}&callLegProfile=${ofSpace}`);
  const call = await api.post('/api/v1/calls', `coSpace=${idOf(space.location)}`);
  const leg = await api.post(`${call.location}/callLegs`, 'remoteParty=a@b');
  await api.put(leg.location, `callLegProfile=${own}`);
  const { xml } = await api.get(`${leg.location}/callLegProfileTrace`);
  expect(xml?.attributes.callLeg).toBe(idOf(leg.location));
  expect(xml?.children.map(({ attributes, children }) => [attributes.scope, children[0]?.attributes.id])).toEqual([
    ['global', global],
    ['tenant', ofTenant],
    ['coSpace', ofSpace],
    ['callLeg', own],
  ]);
  expect((await api.post(`${leg.location}/generateKeyframe`)).status).toBe(200);
  expect((await api.put(`${leg.location}/cameraControl`, 'pan=left')).status).toBe(200);
  expect((await api.post('/api/v1/callLegs/x/generateKeyframe')).reasons).toEqual(['callLegDoesNotExist']);
});

test('one write changes all participants of a call, or those that it selects', async ({ api }) => {
  const call = (await api.post('/api/v1/calls', 'name=adHoc')).location;
  const ids: string[] = [];
  for (const party of ['a@b', 'c@d']) {
    ids.push(idOf((await api.post(`${call}/participants`, `remoteParty=${party}`)).location));
  }
  const muted = async (id = '') => {
    const [leg] = (await api.get(`/api/v1/participants/${id}/callLegs`)).xml?.children ?? [];
    const { xml } = await api.get(`/api/v1/callLegs/${leg?.attributes.id}`);
    return childText(
      xml?.children.find(({ name }) => name === 'configuration'),
      'rxAudioMute',
    );
  };
  await api.put(`${call}/participants/*`, `rxAudioMute=true&filterIds=${ids[0]}`);
  expect([await muted(ids[0]), await muted(ids[1])]).toEqual([undefined, 'true']);
  await api.put(`${call}/participants/*`, `rxAudioMute=false&filterIds=${ids[0]}&mode=selected`);
  expect([await muted(ids[0]), await muted(ids[1])]).toEqual(['false', 'true']);
  const many = Array.from({ length: 21 }, () => ids[0]).join();
  expect((await api.put(`${call}/participants/*`, `filterIds=${many}`)).reasons).toEqual(['parameterError']);
});
