import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { CallMembers } from './call-members.ts';

test('whatever comes and goes, the members of a call are those that a look at all of them finds', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const call = fc.constantFrom('1', '2');
  const step = fc.oneof(
    fc.record({ id, call }),
    fc.record({ id, call: fc.constant(null) }),
    fc.constant({ id: null, call: null }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const members = new CallMembers();
      for (const { id: which, call: where } of steps) {
        if (which === null) members.clear();
        else if (where === null) members.delete(which);
        else members.set(which, { call: where });
      }
      for (const one of ['1', '2', '3']) {
        const found = [...members].filter(([, fields]) => fields.call === one).map(([found]) => found);
        expect([...members.of(one)].sort()).toEqual(found.sort());
      }
    }),
  );
});
