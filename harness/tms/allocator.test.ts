import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { Allocator, slotNumbers } from './allocator.ts';

const range = fc
  .record({ start: fc.integer({ min: 1, max: 99_000 }), quantity: fc.integer({ min: 1, max: 40 }) })
  .map(({ start, quantity }) => ({ start, end: start + quantity - 1 }));

test('a range holds both of its ends', () => {
  expect(slotNumbers({ start: 1, end: 5 })).toEqual([1, 2, 3, 4, 5]);
  expect(slotNumbers({ start: 7, end: 7 })).toEqual([7]);
  expect(slotNumbers({ start: 8, end: 7 })).toEqual([]);
});

test('lowest is the lowest free slot of the range', () => {
  fc.assert(
    fc.property(range, fc.array(fc.nat(40)), (slots, offsets) => {
      const taken = new Set(offsets.map((offset) => slots.start + offset));
      const chosen = new Allocator().choose(slots, (slot) => !taken.has(slot));
      const free = slotNumbers(slots).filter((slot) => !taken.has(slot));
      expect(chosen).toBe(free.length === 0 ? null : Math.min(...free));
    }),
  );
});

test('random chooses free slots of the range only, and the same ones for the same seed', () => {
  fc.assert(
    fc.property(range, fc.integer(), fc.array(fc.nat(40)), (slots, seed, offsets) => {
      const taken = new Set(offsets.map((offset) => slots.start + offset));
      const draw = () => {
        const allocator = new Allocator({ kind: 'random', seed });
        return Array.from({ length: 5 }, () => allocator.choose(slots, (slot) => !taken.has(slot)));
      };
      const drawn = draw();
      expect(draw()).toEqual(drawn);
      const free = slotNumbers(slots).filter((slot) => !taken.has(slot));
      for (const slot of drawn) expect(slot === null ? free.length === 0 : free.includes(slot)).toBe(true);
    }),
  );
});

test('random reaches every free slot', () => {
  const allocator = new Allocator({ kind: 'random', seed: 7 });
  const drawn = new Set(Array.from({ length: 200 }, () => allocator.choose({ start: 1, end: 5 }, () => true)));
  expect([...drawn].sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual([1, 2, 3, 4, 5]);
});
