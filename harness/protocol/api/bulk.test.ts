import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { expandMapping, literalMapping, parseMapping } from './bulk.ts';

/** Text that likes the characters of the grammar. */
const text = fc
  .array(fc.oneof(fc.constantFrom('\\', '$', '@', '$index$', '\\$', '\\\\', 'index'), fc.string({ maxLength: 4 })))
  .map((parts) => parts.join(''));

/** The grammar as the document writes it, as a regular expression. */
const documented = /^(?:[^$\\]|\\[\\$])*(?:\$index\$(?:[^$\\]|\\[\\$])*)?$/su;

test('mappings that are none: a bare or dangling $ or \\, a second index, an @ in a URI', () => {
  for (const mapping of ['$', 'a$b', '$index', '$index$$index$', '$index$x$index$', '\\', 'a\\b', 'a\\', '$INDEX$'])
    expect(parseMapping(mapping, 'name'), mapping).toBeNull();
  expect(parseMapping('a@$index$', 'uri')).toBeNull();
  expect(parseMapping('a@$index$', 'name')).toEqual({ before: 'a@', hasIndex: true, after: '' });
  expect(parseMapping('a@$index$', 'callId')).not.toBeNull();
});

test('an escaped index is text', () => {
  const mapping = parseMapping('\\$index\\$ is $index$\\\\', 'name');
  expect(mapping).toEqual({ before: '$index$ is ', hasIndex: true, after: '\\' });
  expect(mapping && expandMapping(mapping, 7)).toBe('$index$ is 7\\');
});

test('exactly what the documented grammar has is a mapping', () => {
  fc.assert(fc.property(text, (mapping) => (parseMapping(mapping, 'name') !== null) === documented.test(mapping)));
});

test('a URI mapping is a name mapping without @', () => {
  fc.assert(
    fc.property(text, (mapping) => {
      const asName = parseMapping(mapping, 'name');
      expect(parseMapping(mapping, 'uri')).toEqual(mapping.includes('@') ? null : asName);
    }),
  );
});

test('any text can be made literally, with the index behind it once', () => {
  fc.assert(
    fc.property(text, fc.boolean(), fc.nat(), (wanted, withIndex, index) => {
      const mapping = parseMapping(literalMapping(wanted, withIndex), 'name');
      expect(mapping && expandMapping(mapping, index)).toBe(withIndex ? `${wanted}${index}` : wanted);
    }),
  );
});

test('two mappings with an index make different texts of different indices', () => {
  fc.assert(
    fc.property(text, text, fc.nat(), fc.nat(), (before, after, one, other) => {
      const mapping = parseMapping(`${literalMapping(before, true)}${literalMapping(after, false)}`, 'name');
      if (!mapping) throw new Error('escaped text must be a mapping');
      expect(expandMapping(mapping, one) === expandMapping(mapping, other)).toBe(one === other);
    }),
  );
});
