import { expect, test } from '@playwright/test';
import { documentedNodes } from '../protocol/api/documented-nodes.ts';
import { endpointsOf } from '../protocol/api/endpoints.ts';
import { exists, type Verb } from '../protocol/api/model.ts';
import { notEmulated } from '../protocol/api/tree.ts';
import { versions } from '../protocol/platform.ts';
import { type NodeVerb, newestOf, percentOf, probeNodes, tableText } from './node-table.ts';

const verb = (path: string, name: Verb, reason?: string): NodeVerb => ({
  path,
  verb: name,
  emulated: reason === undefined,
  ...(reason === undefined ? {} : { reason }),
});

test('a running emulator is asked: what it does counts, what it refuses or does not know does not', async () => {
  const found = await probeNodes([
    { path: '/coSpaces', verbs: ['GET', 'POST', 'PUT'] },
    { path: '/coSpaces/id', verbs: ['GET', 'DELETE'] },
    { path: '/somethingElse', verbs: ['GET'] },
    { path: '/somethingElse/id', verbs: ['GET'] },
  ]);
  expect(found.map(({ path, verb: name, reason = 'emulated' }) => `${name} ${path}: ${reason}`)).toEqual([
    'GET /coSpaces: emulated',
    'POST /coSpaces: emulated',
    'PUT /coSpaces: it answers 400 invalidOperation',
    'GET /coSpaces/id: emulated',
    'DELETE /coSpaces/id: emulated',
    'GET /somethingElse: it answers 400 unrecognisedObject',
    'GET /somethingElse/id: there was no object to ask for: POST /somethingElse answers 400 <unrecognisedObject />',
  ]);
});

test('the table tells of each node what is emulated, and why the rest is not', () => {
  const verbs = [
    verb('/a', 'GET'),
    verb('/a', 'POST', 'it answers 400'),
    { ...verb('/b/id', 'GET'), since: '2.1', removed: '3.0' },
  ];
  expect(percentOf(verbs)).toBe(66.6);
  expect(tableText(verbs)).toBe(
    '/a     GET\n  not emulated: POST: it answers 400\n/b/id  GET                  from 2.1, until 3.0\n\n2 of 3 verbs of 2 nodes are emulated: 66.6 %\n',
  );
  expect(newestOf({ path: '/b', verbs: ['GET'], removed: '3.0' })).toBe('2.9');
});

for (const version of versions) {
  test(`${version}: the model has no node and no verb that no document names, and says what it leaves out`, () => {
    const documented = documentedNodes
      .filter((node) => exists(node, version))
      .flatMap(({ path, verbs }) => verbs.map((name) => `${name} ${path}`));
    const modelled = endpointsOf(version).flatMap(({ segments, verbs }) =>
      verbs.map(
        (name) => `${name} /${segments.map((segment) => (segment.startsWith('{') ? 'id' : segment)).join('/')}`,
      ),
    );
    const stated = notEmulated
      .filter((gap) => exists(gap, version))
      .flatMap(({ path, verbs }) => verbs.map((name) => `${name} ${path}`));
    expect(modelled.filter((one) => !documented.includes(one))).toEqual([]);
    expect(documented.filter((one) => !modelled.includes(one) && !stated.includes(one))).toEqual([]);
  });
}
