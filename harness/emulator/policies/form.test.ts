import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { readForm } from '../../protocol/form.ts';
import { documentedPolicies as policies } from './index.ts';

const rules = {
  split: policies['api.formPairs'],
  decodePlus: policies['api.decodePlus'],
  decodePercent: policies['api.decodePercent'],
};
const pair = fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }));
const pairsOf = (body: string) => readForm(body, rules).map(({ name, value }) => [name, value]);

test('whatever pairs are encoded are read again, in their order', () => {
  fc.assert(
    fc.property(fc.array(pair, { minLength: 1 }), (pairs) => {
      expect(pairsOf(new URLSearchParams(pairs).toString())).toEqual(pairs);
      const percents = pairs.map((both) => both.map(encodeURIComponent).join('='));
      expect(pairsOf(percents.join('&'))).toEqual(pairs);
    }),
  );
});

test('any text is a form, and a value without %, +, & and = needs no encoding', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(() => readForm(text, rules)).not.toThrow();
      const plain = text.replace(/[%+&=]/g, '');
      expect(pairsOf(`name=${plain}`)).toEqual([['name', plain]]);
    }),
  );
});
