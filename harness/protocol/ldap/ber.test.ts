import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { integerOf, NotBer, readAll, readElement, tags, write, writeInteger } from './ber.ts';

const bytes = fc.uint8Array({ maxLength: 400 }).map((array) => Buffer.from(array));

test('what is written is read as it was, whatever its length', () => {
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 5 }), (parts) => {
      const sequence = write(tags.sequence, ...parts.map((part) => write(tags.octets, part)));
      const element = readElement(sequence);
      expect(element?.size).toBe(sequence.length);
      expect(readAll(element?.content ?? Buffer.alloc(0)).map(({ content }) => content)).toEqual(parts);
    }),
  );
});

test('whole numbers are read as they were', () => {
  fc.assert(
    fc.property(fc.integer(), (value) => {
      const element = readElement(writeInteger(value));
      expect(element && integerOf(element)).toBe(value);
    }),
  );
});

test('an element that is not whole is none yet', () => {
  fc.assert(
    fc.property(bytes, fc.nat(), (content, cut) => {
      const whole = write(tags.octets, content);
      expect(readElement(whole.subarray(0, cut % whole.length), 1000)).toBeNull();
    }),
  );
});

test('any other bytes are refused, or read, and nothing else happens', () => {
  fc.assert(
    fc.property(bytes, (content) => {
      try {
        readAll(content);
      } catch (error) {
        expect(error).toBeInstanceOf(NotBer);
      }
    }),
  );
});
