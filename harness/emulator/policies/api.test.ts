import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { writeXml } from '../../protocol/xml.ts';
import { readXml } from '../../protocol/xml-read.ts';
import { documentedPolicies as policies } from './index.ts';

const style = {
  declaration: '<?xml version="1.0"?>',
  gap: '',
  escape: policies['api.escapeText'],
  empty: policies['api.emptyElement'],
  flag: policies['api.flagElement'],
};
/** Text that XML can hold; line ends are the reader's to normalise. */
const text = fc.string({ unit: 'binary' }).map((any) => any.replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, ''));

test('texts and attributes are read as they were written', () => {
  fc.assert(
    fc.property(text, text, (inner, attribute) => {
      const { text: document } = writeXml({ name: 'a', attributes: [['id', attribute]], text: inner }, style);
      expect(readXml(document)).toMatchObject({ text: inner, attributes: { id: attribute } });
    }),
  );
});

test('an element that was written before is the same in a document', () => {
  fc.assert(
    fc.property(fc.array(text), fc.constantFrom('', '\n'), (texts, gap) => {
      const own = { ...style, gap };
      const children = texts.map((one) => ({ name: 'b', children: [{ name: 'c', text: one }] }));
      const prepared = children.map((child) => writeXml(child, { ...own, declaration: '' }));
      expect(writeXml({ name: 'a', children: prepared }, own)).toEqual(writeXml({ name: 'a', children }, own));
    }),
  );
});

test('pages that follow each other hold each object once, whatever their limits are', () => {
  const page = policies['api.page'];
  const size = fc.integer({ min: 1, max: 60 });
  fc.assert(
    fc.property(fc.nat(200), fc.option(size), size, size, (count, limit, ownSize, maximum) => {
      const asked = { collection: 'coSpaces', count, limit, size: ownSize, maximum };
      let offset = 0;
      while (offset < count) {
        const { from, to } = page({ ...asked, offset });
        expect(from).toBe(offset);
        expect(to - from).toBeGreaterThan(0);
        expect(to - from).toBeLessThanOrEqual(Math.min(limit ?? ownSize, maximum));
        offset = to;
      }
      expect(offset).toBe(count);
      expect(page({ ...asked, offset: count + 5 })).toEqual({ from: count, to: count });
    }),
  );
});
