import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { Ordered } from './ordered.ts';

interface Thing {
  id: string;
  value: number;
}

test('it is what a plain list would be, whatever happens to it', () => {
  const change = fc.record({
    kind: fc.constantFrom('put', 'delete', 'list'),
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const ordered = new Ordered<Thing>([{ id: 'a', value: -1 }]);
      let plain: Thing[] = [{ id: 'a', value: -1 }];
      for (const [value, { kind, id }] of changes.entries()) {
        if (kind === 'list') {
          expect(ordered.list()).toEqual(plain);
        } else if (kind === 'delete') {
          ordered.delete(id);
          plain = plain.filter((one) => one.id !== id);
        } else {
          ordered.put({ id, value });
          const known = plain.some((one) => one.id === id);
          plain = known ? plain.map((one) => (one.id === id ? { id, value } : one)) : [...plain, { id, value }];
        }
        expect(ordered.get(id)).toEqual(plain.find((one) => one.id === id));
        expect(ordered.size).toBe(plain.length);
      }
      expect(ordered.list()).toEqual(plain);
    }),
  );
});
