import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { defectOutcomeOf } from '../../reports/matrix.ts';
import { grouped, variantRow } from './prove.ts';

test('a defect is killed when every requirement that it violates failed', () => {
  expect(defectOutcomeOf(['A'], ['A'])).toBe('killed');
  expect(defectOutcomeOf(['A', 'B'], ['B', 'A'])).toBe('killed');
  expect(defectOutcomeOf(['A'], ['A', 'C'])).toBe('killed');
});

test('when only others failed, or not all of its own, it is misattributed', () => {
  expect(defectOutcomeOf(['A'], ['B'])).toBe('misattributed');
  expect(defectOutcomeOf(['A', 'B'], ['A'])).toBe('misattributed');
});

test('when nothing failed it survived', () => {
  expect(defectOutcomeOf(['A'], [])).toBe('survived');
});

test('a defect that claims to violate nothing is never killed', () => {
  expect(defectOutcomeOf([], [])).toBe('survived');
  expect(defectOutcomeOf([], ['A'])).toBe('misattributed');
});

test('killed never depends on the order or on what else failed', () => {
  const ids = fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D'));
  fc.assert(
    fc.property(ids, ids, (violates, failed) => {
      const outcome = defectOutcomeOf(violates, failed);
      expect(defectOutcomeOf([...violates].reverse(), [...failed].reverse())).toBe(outcome);
      expect(outcome === 'survived').toBe(failed.length === 0);
      expect(outcome === 'killed').toBe(violates.length > 0 && violates.every((id) => failed.includes(id)));
    }),
  );
});

test('variants are tried together only where each replaces another policy, and none is left out', () => {
  const policy = fc.constantFrom('mmp.prompt', 'mmp.lineEnd', 'mmp.noneWord');
  fc.assert(
    fc.property(fc.array(fc.record({ variant: fc.record({ policy }) })), (tried) => {
      const groups = grouped(tried as Parameters<typeof grouped>[0]);
      expect(new Set(groups.flat())).toEqual(new Set(tried));
      expect(groups.flat()).toHaveLength(tried.length);
      for (const group of groups) {
        const policies = group.map(({ variant }) => variant.policy);
        expect(new Set(policies).size).toBe(policies.length);
      }
    }),
  );
});

test('a variant is green when checks could feel it and none differed, and never where none could', () => {
  expect(variantRow({ id: 'v', failed: [], checks: 3 })).toEqual({ word: 'green', text: '3 checks as without it' });
  expect(variantRow({ id: 'v', failed: ['A', 'B'], checks: 3 })).toEqual({ word: 'red', text: 'A B' });
  expect(variantRow({ id: 'v', failed: [], checks: 0 }).word).toBe('red');
});
