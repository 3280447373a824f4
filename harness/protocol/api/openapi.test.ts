import { expect, test } from '@playwright/test';
import { versions } from '../platform.ts';
import { describeApi } from './openapi.ts';

interface Description {
  paths: Record<string, Record<string, { operationId: string }>>;
  components: Record<string, Record<string, unknown>>;
}

const described = (version: string) => describeApi(version) as unknown as Description;

for (const version of versions) {
  test(`${version}: names of operations are unique, and references lead somewhere`, () => {
    const description = described(version);
    const names = Object.values(description.paths).flatMap((item) =>
      Object.entries(item).flatMap(([verb, { operationId }]) => (verb === 'parameters' ? [] : [operationId])),
    );
    expect(names.length).toBeGreaterThan(100);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    for (const [, kind = '', name = ''] of JSON.stringify(description).matchAll(/#\/components\/(\w+)\/(\w+)/g))
      expect(Object.keys(description.components[kind] ?? {})).toContain(name);
  });
}

test('a version has what it has', () => {
  expect(described('2.9').paths).toHaveProperty(['/coSpaces/{coSpaceId}/messages']);
  expect(described('3.5').paths).not.toHaveProperty(['/coSpaces/{coSpaceId}/messages']);
  expect(described('2.0').paths).not.toHaveProperty(['/coSpaceTemplates']);
  expect(described('3.5').paths).toHaveProperty(['/coSpaceTemplates']);
});

test('a form has types, limits and what it requires', () => {
  const { paths } = described('3.5');
  const forms = JSON.parse(JSON.stringify(paths));
  const form = (path: string, verb: string) =>
    forms[path][verb].requestBody.content['application/x-www-form-urlencoded'].schema;
  expect(form('/coSpaces', 'post').properties).toMatchObject({
    cdrTag: { type: 'string', maxLength: 100 },
    nonMemberAccess: { type: 'boolean' },
    callId: { pattern: '^[0-9]+$' },
    defaultLayout: { enum: expect.arrayContaining(['onePlusN']) },
  });
  expect(form('/coSpaces/{coSpaceId}/coSpaceUsers', 'post').required).toEqual(['userJid']);
  expect(form('/coSpaces/{coSpaceId}/coSpaceUsers/{coSpaceUserId}', 'put').properties).not.toHaveProperty('userJid');
});
