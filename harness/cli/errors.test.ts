import { expect, test } from '@playwright/test';
import { PrerequisiteMissing, UsageError } from './errors.ts';

test('both say what they were given, and can be told apart by class and name', () => {
  const [usage, missing] = [new UsageError('a sentence.'), new PrerequisiteMissing('a sentence.')];
  expect([String(usage), String(missing)]).toEqual(['UsageError: a sentence.', 'PrerequisiteMissing: a sentence.']);
  expect(usage).not.toBeInstanceOf(PrerequisiteMissing);
  expect(missing).not.toBeInstanceOf(UsageError);
});
