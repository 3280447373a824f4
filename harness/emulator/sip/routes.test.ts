import { expect, test } from '@playwright/test';
import { Repository } from '../api/repository.ts';
import { sipPolicies } from '../policies/sip.ts';
import { buildNode } from '../testing.ts';
import { domainOf, routesTo } from './routes.ts';

test('rules that fit are tried by priority; those of others are left out', () => {
  const node = buildNode();
  const objects = Repository.of(node.cluster.store);
  const add = (id: string, fields: Record<string, string>) =>
    objects.insert({ id, type: 'outboundDialPlanRule', parent: null, fields });
  objects.insert({ id: 'b1', type: 'callBridge', parent: null, fields: { name: 'cms1', callBridgeGroup: 'g1' } });
  const routes = (remoteParty: string, tenant = '') =>
    routesTo(node, objects, { remoteParty, tenant }).map(({ id }) => id);
  expect(routes('a@x.example.test')).toEqual([]);
  add('any', { domain: '*' });
  add('exact', { domain: 'X.example.test', priority: '5' });
  add('wild', { domain: '*.example.test', priority: '7' });
  add('mine', { domain: '*', priority: '3', scope: 'callBridge', callBridge: 'b1' });
  add('other', { domain: '*', priority: '9', scope: 'callBridge', callBridge: 'b2' });
  add('group', { domain: '*', priority: '2', scope: 'callBridgeGroup', callBridgeGroup: 'g1' });
  add('tenant', { domain: '*', priority: '8', tenant: 't1' });
  expect(routes('a@x.example.test')).toEqual(['wild', 'exact', 'mine', 'group', 'any']);
  expect(routes('a@example.org', 't1')).toEqual(['tenant', 'mine', 'group', 'any']);
  expect(routes('1234')).toEqual([]);
});

test('the domain of a party ends before port and parameters', () => {
  expect(domainOf('a@b.test:5060;transport=tcp')).toBe('b.test');
  expect(domainOf('sip:a@b.test')).toBe('b.test');
  expect(domainOf('1234')).toBe('');
});

test('a dot in a domain is a dot', () => {
  expect(sipPolicies['sip.domainMatches']('a.test', 'abtest')).toBe(false);
  expect(sipPolicies['sip.domainMatches']('*.a.test', 'a.test')).toBe(false);
});
