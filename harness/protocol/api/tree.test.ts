import { expect, test } from '@playwright/test';
import { compareVersions } from '../platform.ts';
import { apiNodes, apiSubNodes, missingReason, nodeModel, resolvePath } from './tree.ts';

const same = (node: string, received: string) => node.toLowerCase() === received.toLowerCase();
const resolve = (path: string, version = '3.5') =>
  resolvePath(path.split('/').slice(1), version, same, (id) => id.toLowerCase());

test('every field and filter of the model is consistent', () => {
  for (const node of apiNodes) {
    const names = node.fields.map((field) => field.name);
    expect(new Set(names).size, node.type).toBe(names.length);
    for (const field of node.fields) {
      if (field.since && field.removed) expect(compareVersions(field.since, field.removed)).toBeLessThan(0);
      if (field.type.kind === 'choice' && field.default) expect(field.type.values).toContain(field.default);
    }
    expect(node.maxPage).toBeGreaterThanOrEqual(node.pageSize);
  }
  for (const sub of apiSubNodes) expect(nodeModel(sub.parent) && nodeModel(sub.of), sub.segment).toBeTruthy();
});

test('paths resolve to collections, objects, singletons and what stands below them', () => {
  expect(resolve('/cospaces')).toMatchObject({ kind: 'collection', node: { type: 'coSpace' } });
  expect(resolve('/coSpaces/ABC')).toMatchObject({ kind: 'object', id: 'abc' });
  expect(resolve('/system/status')).toMatchObject({ kind: 'singleton', node: { type: 'status' } });
  expect(resolve('/calls/1/calllegs')).toMatchObject({
    kind: 'collection',
    node: { type: 'callLeg' },
    parent: { type: 'call', id: '1' },
  });
  expect(resolve('/webBridges/1/status')).toMatchObject({ kind: 'singleton', parent: { type: 'webBridge' } });
});

test('what stands below a configuration or is an action of its own is found', () => {
  expect(resolve('/system/profiles')).toMatchObject({ kind: 'singleton', verbs: ['GET', 'PUT', 'POST'] });
  expect(resolve('/system/profiles/effectivewebbridgeprofile')).toMatchObject({ kind: 'singleton', parent: null });
  expect(resolve('/tenants/1/effectiveWebBridgeProfile')).toMatchObject({ parent: { type: 'tenant', id: '1' } });
  expect(resolve('/system/MPLicenseUsage/knownHosts')).toMatchObject({ node: { type: 'licenseHost' } });
  expect(resolve('/system/diagnostics/1/contents')).toMatchObject({ parent: { type: 'diagnostics' } });
  expect(resolve('/calls/1/participants/*')).toMatchObject({ node: { type: 'everyParticipant' }, verbs: ['PUT'] });
  expect(resolve('/calls/1/participants/2')).toBeNull();
});

test('what stands below an object may be an object, and have something below itself', () => {
  expect(resolve('/coSpaces/1/accessmethods')).toMatchObject({ kind: 'collection', verbs: ['GET', 'POST'] });
  expect(resolve('/coSpaces/1/accessMethods/2')).toMatchObject({
    kind: 'object',
    id: '2',
    parent: { id: '1' },
    above: [],
  });
  expect(resolve('/coSpaces/1/accessMethods/2/emailInvitation')).toMatchObject({
    kind: 'singleton',
    parent: { type: 'accessMethod', id: '2' },
    above: [{ type: 'coSpace', id: '1' }],
  });
  for (const path of ['/accessMethods', '/calls/1/callLegs/2', '/coSpaces/1/accessMethods/2/emailInvitation/3'])
    expect(resolve(path), path).toBeNull();
  expect(resolve('/coSpaceTemplates/1/accessMethodTemplates', '2.0')).toBeNull();
});

test('what is not modelled, or not in this version, resolves to nothing', () => {
  for (const path of [
    '',
    '/system',
    '/system/profile',
    '/coSpaces/1/2',
    '/coSpaces/1/2/3',
    '/system/status/1',
    '/system/alarms/1',
    '/status',
  ]) {
    expect(resolve(path), path).toBeNull();
  }
  expect(resolve('/system/load', '2.0')).toBeNull();
  expect(resolve('/webBridges/1/status', '2.0')).toBeNull();
  expect(resolve('/recorders', '2.9')).toMatchObject({ kind: 'collection' });
  for (const path of ['/recorders', '/streamers/1/status', '/system/configuration/xmpp', '/coSpaces/1/messages'])
    expect(resolve(path, '3.0'), path).toBeNull();
});

test('types that are only referred to have a reason, too', () => {
  expect(missingReason('tenant')).toBe('tenantDoesNotExist');
  expect(missingReason('callLegProfile')).toBe('callLegProfileDoesNotExist');
});
