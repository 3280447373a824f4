import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { z } from 'zod';
import { requirementResult, resultOf } from '../../reports/testing.ts';
import { loadCatalogue } from '../run/catalogue.ts';
import { resultSchema } from '../run/result.ts';
import { root } from './playwright.ts';

test('the IDs that checks may name are exactly those of the catalogue', () => {
  const text = readFileSync(join(root, 'fixtures/requirement-ids.ts'), 'utf8');
  expect([...text.matchAll(/\| '([^']+)'/g)].map(([, id]) => id)).toEqual(loadCatalogue().map(({ id }) => id));
});

test('the published schema is the one that results are checked with', () => {
  const published = JSON.parse(
    readFileSync(join(root, 'reports/result.schema.json'), 'utf8'),
  ) as z.core.JSONSchema.JSONSchema;
  expect(published).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(resultSchema))));
  const reader = z.fromJSONSchema(published);
  const good = resultOf([requirementResult()]);
  expect(reader.safeParse(good).success).toBe(true);
  expect(reader.safeParse({ ...good, exitCode: '0' }).success).toBe(false);
  expect(reader.safeParse({ ...good, requirements: [requirementResult({ verdict: 'green' as 'pass' })] }).success).toBe(
    false,
  );
});
