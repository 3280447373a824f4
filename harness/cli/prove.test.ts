import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { outcomeOf, withoutOverlap } from './prove.ts';

test('a defect is killed when every requirement that it violates failed', () => {
  expect(outcomeOf(['A'], ['A'])).toBe('killed');
  expect(outcomeOf(['A', 'B'], ['B', 'A'])).toBe('killed');
  expect(outcomeOf(['A'], ['A', 'C'])).toBe('killed');
});

test('when only others failed, or not all of its own, it is misattributed', () => {
  expect(outcomeOf(['A'], ['B'])).toBe('misattributed');
  expect(outcomeOf(['A', 'B'], ['A'])).toBe('misattributed');
});

test('when nothing failed it survived', () => {
  expect(outcomeOf(['A'], [])).toBe('survived');
});

test('a defect that claims to violate nothing is never killed', () => {
  expect(outcomeOf([], [])).toBe('survived');
  expect(outcomeOf([], ['A'])).toBe('misattributed');
});

test('killed never depends on the order or on what else failed', () => {
  const ids = fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D'));
  fc.assert(
    fc.property(ids, ids, (violates, failed) => {
      const outcome = outcomeOf(violates, failed);
      expect(outcomeOf([...violates].reverse(), [...failed].reverse())).toBe(outcome);
      expect(outcome === 'survived').toBe(failed.length === 0);
      expect(outcome === 'killed').toBe(violates.length > 0 && violates.every((id) => failed.includes(id)));
    }),
  );
});

test('variants are tried together only where no check is touched by two of them, and none is left out', () => {
  const touched = fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D'));
  fc.assert(
    fc.property(fc.array(fc.record({ touched })), (tried) => {
      const groups = withoutOverlap(tried);
      expect(new Set(groups.flat())).toEqual(new Set(tried));
      expect(groups.flat()).toHaveLength(tried.length);
      for (const group of groups) {
        const ids = group.flatMap((one) => one.touched);
        expect(new Set(ids).size).toBe(ids.length);
      }
    }),
  );
});

test('variants that touch different checks share a run', () => {
  expect(withoutOverlap([{ touched: ['A'] }, { touched: ['B', 'C'] }, { touched: ['A', 'B'] }])).toHaveLength(2);
});
