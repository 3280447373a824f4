import { expect, test } from '@playwright/test';
import type { TargetNode } from '../targets/target.ts';
import { concerns, decide, type Setting } from './applicability.ts';
import type { Requirement } from './catalogue.ts';

const node = (name: string, more: Partial<TargetNode> = {}): TargetNode => ({
  name,
  platform: 'cms1000',
  version: '3.5',
  softwareVersion: '3.5.1',
  roles: ['callBridge', 'webBridge', 'scheduler'],
  api: { url: 'https://192.0.2.1:445', username: 'admin', password: 'x' },
  mmp: { host: '192.0.2.1', port: 22, username: 'admin', password: 'x', hostKey: null },
  tls: { kind: 'system' },
  ...more,
});

const requirement = (more: Partial<Requirement> = {}): Requirement => ({
  id: 'SCHED-HELP-01',
  statement: 'The scheduler answers as the document says.',
  source: { document: 'd', clause: 'c', fact: 'f' },
  provenance: 'documented',
  applies: {},
  impact: 'observe',
  needs: [],
  ...more,
});

const setting = (more: Partial<Setting> = {}): Setting => ({
  nodes: [node('cms1')],
  capabilities: [],
  impact: 'disruptive',
  ...more,
});

/** What was decided, without its words. */
const outcome = (wanted: Partial<Requirement>, given: Partial<Setting> = {}): string => {
  const decision = decide(requirement(wanted), setting(given));
  return 'node' in decision ? decision.node.name : decision.verdict;
};

test('without conditions every node is concerned', () => {
  expect(concerns(requirement(), node('cms1', { roles: ['webBridge'] }))).toBe(true);
});

test('a node needs every role, one of the platforms and a version in range', () => {
  const picky = requirement({
    applies: { roles: ['scheduler', 'callBridge'], platforms: ['cms1000', 'virtualized'], versions: '>=3.4' },
  });
  expect(concerns(picky, node('cms1'))).toBe(true);
  expect(concerns(picky, node('cms1', { roles: ['scheduler'] }))).toBe(false);
  expect(concerns(picky, node('cms1', { platform: 'cms2000' }))).toBe(false);
  expect(concerns(picky, node('cms1', { softwareVersion: '3.3.9' }))).toBe(false);
});

test('the version that counts is the one the node says, not the one of its profile', () => {
  const since = requirement({ applies: { versions: '>=3.4' } });
  expect(concerns(since, node('cms1', { version: '3.5', softwareVersion: '2.0(RC)' }))).toBe(false);
});

test('the first node that is concerned is judged', () => {
  const nodes = [node('cms1', { roles: ['webBridge'] }), node('cms2'), node('cms3')];
  expect(outcome({ applies: { roles: ['scheduler'] } }, { nodes })).toBe('cms2');
});

test('no such node: not applicable, with what would have been needed', () => {
  const nodes = [node('cms1', { roles: ['callBridge'] })];
  const wanted = requirement({ applies: { roles: ['scheduler'], platforms: ['cms2000'], versions: '>=3.5' } });
  expect(decide(wanted, setting({ nodes }))).toEqual({
    verdict: 'not-applicable',
    reason: 'no node of the target is one that it concerns: roles scheduler, platform cms2000, version >=3.5',
  });
  expect(outcome({}, { nodes: [] })).toBe('not-applicable');
});

test('more impact than the run allows is deferred, never run', () => {
  expect(outcome({ impact: 'observe' }, { impact: 'observe' })).toBe('cms1');
  expect(outcome({ impact: 'reversible' }, { impact: 'observe' })).toBe('deferred');
  expect(outcome({ impact: 'disruptive' }, { impact: 'reversible' })).toBe('deferred');
  expect(outcome({ impact: 'reversible' }, { impact: 'disruptive' })).toBe('cms1');
});

test('a bench that lacks something defers and says what', () => {
  const decision = decide(requirement({ needs: ['clock', 'power', 'logs'] }), setting({ capabilities: ['power'] }));
  expect(decision).toEqual({ verdict: 'deferred', reason: "the bench can't do what it needs: clock, logs" });
  expect(outcome({ needs: ['clock'] }, { capabilities: ['clock'] })).toBe('cms1');
});

test('what is planted in one run and harvested in a later one needs no clock, but everything else', () => {
  expect(outcome({ needs: ['clock'], plants: true })).toBe('cms1');
  expect(outcome({ needs: ['clock', 'power'], plants: true })).toBe('deferred');
});

test('what does not apply is not applicable, also where it would be deferred', () => {
  const nodes = [node('cms1', { roles: ['callBridge'] })];
  expect(
    outcome(
      { applies: { roles: ['scheduler'] }, impact: 'disruptive', needs: ['clock'] },
      { nodes, impact: 'observe' },
    ),
  ).toBe('not-applicable');
});

test('a check that brings its own node starts from any, where the bench can start nodes', () => {
  const wanted: Partial<Requirement> = { applies: { platforms: ['cms2000'] }, needs: ['profiles'] };
  expect(outcome(wanted, { capabilities: ['profiles'] })).toBe('cms1');
  expect(outcome(wanted)).toBe('not-applicable');
  expect(outcome(wanted, { nodes: [node('cms1', { platform: 'cms2000' })] })).toBe('cms1');
});

test('what only the console of an emulated TMS shows is not applicable elsewhere', () => {
  expect(outcome({ needs: ['tmsConsole'], impact: 'reversible' }, { impact: 'observe' })).toBe('not-applicable');
  expect(outcome({ needs: ['tmsConsole'] }, { capabilities: ['tmsConsole'] })).toBe('cms1');
});
