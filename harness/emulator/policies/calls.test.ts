import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { callPolicies, type LegProfileScope, type ScopedProfile } from './calls.ts';

const names = ['needsActivation', 'defaultLayout', 'rxAudioMute', 'maxCallDurationTime'] as const;
const settings = fc.dictionary(fc.constantFrom(...names), fc.constantFrom('true', 'false', '7'), { maxKeys: 4 });
const profiles = fc
  .tuple(fc.subarray([...callPolicies['legs.profileScopes']()]), fc.array(settings, { minLength: 7, maxLength: 7 }))
  .map(([scopes, all]): ScopedProfile[] =>
    scopes.map((scope: LegProfileScope, at) => ({ scope, id: String(at), settings: all[at] ?? {} })),
  );

test('of each setting of a leg the most specific value counts, whatever else the profiles set', () => {
  fc.assert(
    fc.property(profiles, settings, (scoped, own) => {
      const effective = callPolicies['legs.effectiveSettings'](scoped, own);
      for (const name of names) {
        const chain = [...scoped.map((profile) => profile.settings), own].map((values) => values[name]);
        expect(effective[name]).toBe(chain.findLast((value) => value !== undefined));
      }
    }),
  );
});

test('a setting that a more general profile changes is seen only where nothing more specific has it', () => {
  fc.assert(
    fc.property(profiles, settings, fc.constantFrom(...names), (scoped, own, name) => {
      const before = callPolicies['legs.effectiveSettings'](scoped, own);
      const [first, ...rest] = scoped;
      fc.pre(first !== undefined);
      const changed = { ...first, settings: { ...first.settings, [name]: 'changed' } };
      const after = callPolicies['legs.effectiveSettings']([changed, ...rest], own);
      const hidden = [...rest.map((profile) => profile.settings), own].some((values) => values[name] !== undefined);
      expect(after[name]).toBe(hidden ? before[name] : 'changed');
      for (const other of names.filter((one) => one !== name)) expect(after[other]).toBe(before[other]);
    }),
  );
});

test('a call profile of the space beats the tenant’s, and that beats the system’s, field by field', () => {
  const level = fc.option(settings);
  fc.assert(
    fc.property(level, level, level, (system, tenant, coSpace) => {
      const effective = callPolicies['calls.effectiveProfile']({ system, tenant, coSpace });
      for (const name of names) expect(effective[name]).toBe(coSpace?.[name] ?? tenant?.[name] ?? system?.[name]);
    }),
  );
});

test('a write reaches each participant under one of the modes exactly', () => {
  const ids = fc.uniqueArray(fc.constantFrom<string>('a', 'b', 'c', 'd', 'e'));
  fc.assert(
    fc.property(ids, ids, (all, filterIds) => {
      const reached = (mode: string) => callPolicies['participants.reached'](all, { filterIds, mode });
      expect([...reached('selected'), ...reached('exclude')].sort()).toEqual([...all].sort());
      expect(reached('selected').every((id) => filterIds.includes(id))).toBe(true);
    }),
  );
});

test('a label is kept up to 50 bytes, whatever characters it has', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (label) => {
      expect(callPolicies['legs.nameLabel'](label) === label).toBe(Buffer.byteLength(label) <= 50);
    }),
  );
});

test('a message that shows for a while has so much time left', () => {
  const remaining = callPolicies['calls.messageTimeRemaining'];
  expect(remaining('60', 19_999)).toBe('41');
  expect(remaining('60', 60_000)).toBeNull();
  expect(remaining('0', 0)).toBeNull();
  expect(remaining('permanent', 1e9)).toBe('permanent');
});
