import { test as base, expect } from '@playwright/test';
import { childText, type XmlNode } from '../../protocol/xml-read.ts';
import { startTestApi, type TestApi } from './testing.ts';

const test = base.extend<{ api: TestApi }>({
  api: async ({}, use) => {
    const api = await startTestApi();
    await use(api);
    await api.close();
  },
});

const child = (node: XmlNode, name: string) => node.children.find((one) => one.name === name);
const missing = '00000000-0000-4000-8000-000000000000';

async function make(api: TestApi, collection: string, body = ''): Promise<{ id: string; path: string }> {
  const made = await api.post(`/api/v1/${collection}`, body);
  expect(made.status, made.text).toBe(200);
  return { id: made.location.split('/').at(-1) ?? '', path: made.location };
}

test('new objects have the documented defaults, and an empty value unsets', async ({ api }) => {
  const rule = await make(api, 'forwardingDialPlanRules', 'matchPattern=*.example.test');
  expect(await api.field(rule.path, 'callerIdMode')).toBe('regenerate');
  await api.put(rule.path, 'callerIdMode=');
  expect(await api.field(rule.path, 'callerIdMode')).toBeUndefined();
});

test('names of Call Bridges, URIs of IVRs and call IDs of a tenant group are used once', async ({ api }) => {
  await make(api, 'callBridges', 'name=one');
  expect((await api.post('/api/v1/callBridges', 'name=one')).reasons).toEqual(['duplicateCallBridgeName']);
  await make(api, 'ivrs', 'uri=hello');
  expect((await api.post('/api/v1/ivrs', 'uri=Hello')).reasons).toEqual(['ivrUriConflict']);

  const [group, other] = [await make(api, 'tenantGroups'), await make(api, 'tenantGroups')];
  const first = await make(api, 'tenants', `name=a&tenantGroup=${group.id}`);
  const second = await make(api, 'tenants', `name=b&tenantGroup=${other.id}`);
  await make(api, 'coSpaces', `name=a&callId=77001&tenant=${first.id}`);
  await make(api, 'coSpaces', `name=b&callId=77001&tenant=${second.id}`);
  const again = await api.post('/api/v1/coSpaces', `name=c&callId=77001&tenant=${second.id}`);
  expect(again.reasons).toEqual(['duplicateCoSpaceId']);
  const moved = await api.put(second.path, `tenantGroup=${group.id}`);
  expect(moved.reasons).toEqual(['tenantGroupCoSpaceIdConflict']);
  expect(await api.field(second.path, 'tenantGroup')).toBe(other.id);
});

test('usage tells who refers to a profile, the global settings too', async ({ api }) => {
  const profile = await make(api, 'callLegProfiles', 'name=p');
  const list = async (wanted: string) =>
    (await api.get(`/api/v1/callLegProfiles?usageFilter=${wanted}`)).xml?.children.map(
      ({ attributes }) => attributes.id,
    );
  expect(await list('unreferenced')).toEqual([profile.id]);
  expect((await api.get(`${profile.path}/usage`)).xml?.attributes).toMatchObject({ id: profile.id, total: '0' });
  const tenant = await make(api, 'tenants', `name=t&callLegProfile=${profile.id}`);
  expect((await api.put('/api/v1/system/profiles', `callLegProfile=${profile.id}`)).status).toBe(200);
  expect(await list('unreferenced')).toEqual([]);
  const usage = (await api.get(`${profile.path}/usage`)).xml;
  expect(usage?.attributes.total).toBe('2');
  expect(usage && child(usage, 'tenant')?.attributes.id).toBe(tenant.id);
  expect(usage && child(usage, 'global')).toBeTruthy();
  expect((await api.delete(profile.path)).status).toBe(200);
});

test('effective Web Bridge profiles: the bridge over its tenant over the system over the default', async ({ api }) => {
  const profile = async (fields: string) => (await make(api, 'webBridgeProfiles', fields)).id;
  await api.put(
    '/api/v1/system/profiles',
    `webBridgeProfile=${await profile('allowSecrets=false&allowPasscodes=false')}`,
  );
  const tenant = await make(
    api,
    'tenants',
    `name=t&webBridgeProfile=${await profile('allowSecrets=true&userPortalEnabled=false')}`,
  );
  const bridge = await make(
    api,
    'webBridges',
    `tenant=${tenant.id}&webBridgeProfile=${await profile('userPortalEnabled=true')}`,
  );
  const at = async (path: string) => {
    const { xml } = await api.get(`${path}/effectiveWebBridgeProfile`);
    return ['allowPasscodes', 'allowSecrets', 'userPortalEnabled', 'resolveCoSpaceUris'].map((name) =>
      childText(xml, name),
    );
  };
  expect(await at('/api/v1/system/profiles')).toEqual(['false', 'false', 'true', 'off']);
  expect(await at(tenant.path)).toEqual(['false', 'true', 'false', 'off']);
  expect(await at(bridge.path)).toEqual(['false', 'true', 'true', 'off']);
  expect((await api.get(`/api/v1/tenants/${missing}/effectiveWebBridgeProfile`)).reasons).toEqual([
    'tenantDoesNotExist',
  ]);
});

test('a layout is kept as it was put, counted in bytes and limited', async ({ api }) => {
  const template = await make(api, 'layoutTemplates', 'name=l');
  const json = JSON.stringify({ title: 'größer', panes: [1, 2] });
  expect((await api.put(`${template.path}/template`, json)).status).toBe(200);
  const got = await api.get(`${template.path}/template`);
  expect([got.text, got.headers['content-type']]).toEqual([json, 'application/json']);
  expect(await api.field(template.path, 'templateSize')).toBe(String(Buffer.byteLength(json)));
  const long = JSON.stringify({ text: 'x'.repeat(70_000) });
  expect((await api.put(`${template.path}/template`, long)).reasons).toEqual(['layoutTemplateDescriptionTooLong']);
  expect((await api.put(`${template.path}/template`, 'no json')).reasons).toEqual(['parameterError']);
  expect((await api.put(`/api/v1/layoutTemplates/${missing}/template`, '{}')).reasons).toEqual([
    'layoutTemplateDoesNotExist',
  ]);
});

test('a passcode has the length that the most specific profile asks for', async ({ api }) => {
  const security = async (length: number) =>
    (await make(api, 'dialInSecurityProfiles', `minPasscodeLength=${length}`)).id;
  const tenant = await make(api, 'tenants', `name=t&dialInSecurityProfile=${await security(4)}`);
  const space = await make(api, 'coSpaces', `name=s&tenant=${tenant.id}`);
  const reasons = async (path: string, body: string) => (await api.put(path, body)).reasons;
  expect(await reasons(space.path, 'passcode=123')).toEqual(['passcodeTooShort']);
  expect(await reasons(space.path, 'passcode=1234')).toEqual([]);
  expect(await reasons(space.path, `dialInSecurityProfile=${await security(6)}`)).toEqual([]);
  expect(await reasons(space.path, 'passcode=12345')).toEqual(['passcodeTooShort']);
  const methods = `${space.path.replace('/api/v1/', '')}/accessMethods`;
  const method = await make(api, methods, `passcode=99&dialInSecurityProfile=${await security(0)}`);
  expect(await reasons(method.path, 'dialInSecurityProfile=')).toEqual([]);
  expect(await reasons(method.path, 'passcode=88')).toEqual(['passcodeTooShort']);
});

test('diagnostics are listed, read and removed from nowhere', async ({ api }) => {
  const space = await make(api, 'coSpaces', 'name=s');
  const made = await api.post(`${space.path}/diagnostics`);
  expect(made.location).toMatch(/^\/api\/v1\/system\/diagnostics\/[0-9a-f-]{36}$/);
  const { xml } = await api.get(made.location);
  expect(childText(xml, 'coSpace')).toBe(space.id);
  const contents = await api.get(`${made.location}/contents`);
  expect(contents.headers['content-type']).toBe('text/plain');
  expect(childText(xml, 'contentsSize')).toBe(String(contents.body.length));
  expect((await api.get(`/api/v1/system/diagnostics?coSpaceFilter=${missing}`)).xml?.attributes.total).toBe('0');
  expect((await api.delete(made.location)).reasons).toEqual(['invalidOperation']);
});

test('configurations that exist once are read, written and unset', async ({ api }) => {
  const cluster = '/api/v1/system/configuration/cluster';
  expect(await api.field(cluster, 'newConferenceLoadLimitBasisPoints')).toBe('5000');
  await api.put(cluster, 'newConferenceLoadLimitBasisPoints=6000&uniqueName=cms1');
  expect(await api.field(cluster, 'newConferenceLoadLimitBasisPoints')).toBe('6000');
  await api.post(cluster, 'newConferenceLoadLimitBasisPoints=');
  expect(await api.field(cluster, 'newConferenceLoadLimitBasisPoints')).toBe('5000');
  expect((await api.put(cluster, 'newConferenceLoadLimitBasisPoints=10001')).reasons).toEqual(['parameterError']);
  expect((await api.delete(cluster)).reasons).toEqual(['invalidOperation']);
});

test('receivers of call detail records are four, and the first one is the old single one', async ({ api }) => {
  for (const number of [1, 2, 3, 4]) await make(api, 'system/cdrReceivers', `uri=http://r${number}.example.test`);
  const fifth = await api.post('/api/v1/system/cdrReceivers', 'uri=http://r5.example.test');
  expect(fifth.reasons).toEqual(['tooManyCdrReceivers']);
  const { xml } = await api.get('/api/v1/system/cdrReceivers');
  expect(xml?.attributes).toEqual({ total: '4', maximum: '4' });
  expect(await api.field('/api/v1/system/cdrReceiver', 'uri')).toBe('http://r1.example.test');
  await api.put('/api/v1/system/cdrReceiver', 'url=');
  expect(await api.field('/api/v1/system/cdrReceiver', 'uri')).toBe('http://r2.example.test');
});

test('licences, their use and the database have their documents', async ({ api }) => {
  const { xml: licensing } = await api.get('/api/v1/system/licensing');
  expect(licensing && child(licensing, 'features')?.children.map(({ name }) => name)).toContain(
    'callBridgeNoEncryption',
  );
  expect((await api.get('/api/v1/system/database')).text).toContain('<database clustered="disabled"></database>');
  api.node.cluster.clock.advance(3_600_000);
  const usage = (await api.get('/api/v1/system/MPLicenseUsage')).xml;
  expect(usage?.attributes.total).toBe('12');
  const times = usage?.children.map(({ attributes }) => attributes.time ?? '') ?? [];
  expect(times).toEqual([...times].sort().reverse());
  const since = (await api.get(`/api/v1/system/MPLicenseUsage?startTime=${times[2]}`)).xml;
  expect(since?.attributes.total).toBe('3');
});

test('to 2.9 there are messages, recorders and XMPP; from 3.0 on there are not', async () => {
  const old = await startTestApi({ version: '2.9' });
  const space = await make(old, 'coSpaces', 'name=s');
  const message = await old.post(`${space.path}/messages`, 'message=hello');
  expect(message.location).toMatch(/\/messages\/[0-9a-f-]{36}$/);
  expect((await old.delete(`${space.path}/messages?minAge=60`)).status).toBe(200);
  expect((await old.get(`${space.path}/messages`)).reasons).toEqual(['invalidOperation']);
  const recorder = await make(old, 'recorders', 'url=https://r.example.test');
  expect(await old.field(`${recorder.path}/status`, 'status')).toBe('connectionFailure');
  expect((await old.get('/api/v1/webBridgeProfiles')).reasons).toEqual(['unrecognisedObject']);
  await old.close();
  const young = await startTestApi({ version: '3.0' });
  for (const path of ['recorders', 'streamers', 'system/configuration/xmpp'])
    expect((await young.get(`/api/v1/${path}`)).reasons).toEqual(['unrecognisedObject']);
  await young.close();
});
