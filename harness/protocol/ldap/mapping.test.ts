import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { expandMapping, fieldsOf, type MappingPart, parseMapping, printMapping } from './mapping.ts';

const entry = { cn: ['Ada Lovelace'], mail: ['ada@example.test', 'other@example.test'], samaccountname: ['ada'] };
const expanded = (text: string) => expandMapping(parseMapping(text) ?? [], entry);

test('fields are replaced by their first values, whatever the case of their names', () => {
  expect(expanded('$sAMAccountName$@meet.example.test')).toBe('ada@meet.example.test');
  expect(expanded('$cn$ <$mail$>')).toBe('Ada Lovelace <ada@example.test>');
  expect(expanded('$missing$.space')).toBe('.space');
  expect(expanded('')).toBe('');
});

test('a substitution replaces every match, with groups', () => {
  expect(expanded("$mail|'/@.*//'$")).toBe('ada');
  expect(expanded("$cn|'/(\\w+) (\\w+)/\\2, \\1/'$")).toBe('Lovelace, Ada');
  expect(expanded("$mail|'/@.*$//'$.space")).toBe('ada.space');
  expect(expanded("$cn|'/a/$&/'$")).toBe('Ad$& Lovel$&ce');
});

test('what is no mapping is none', () => {
  for (const text of ['$', 'a$', '$$', '$a b$', '$cn$$', '$1$', "$cn|'/(/x/'$", "$cn|'/a/'$", "$cn|'/a/b/'", '$cn|x$'])
    expect(parseMapping(text), text).toBeNull();
});

const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,8}$/);
const part: fc.Arbitrary<MappingPart> = fc.oneof(
  fc.record({
    kind: fc.constant('text' as const),
    text: fc.string({ minLength: 1 }).filter((text) => !text.includes('$')),
  }),
  fc.record({
    kind: fc.constant('field' as const),
    field: name,
    substitution: fc.option(
      fc.record({
        pattern: fc.stringMatching(/^[a-z@.+]?[a-z@.]{0,4}$/).filter((p) => !p.startsWith('+')),
        replacement: fc.stringMatching(/^[a-z@.]{0,5}$/),
      }),
    ),
  }),
);
/** Texts that stand next to each other are one. */
const parts = fc
  .array(part, { maxLength: 6 })
  .map((list) => list.filter((one, at) => one.kind !== 'text' || list[at - 1]?.kind !== 'text'));

test('a mapping that is printed is read as it was', () => {
  fc.assert(fc.property(parts, (list) => expect(parseMapping(printMapping(list))).toEqual(list)));
});

test('a text that is read is printed as it was, and reading never throws', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      for (const text of [before, `${before}$cn$${after}`, `${before}$cn|'/${after}/'$`]) {
        const read = parseMapping(text);
        if (read) expect(printMapping(read)).toBe(text);
      }
    }),
  );
});

test('only the fields that are named are read', () => {
  fc.assert(
    fc.property(parts, (list) => {
      const asked: string[] = [];
      const spy = new Proxy({}, { get: (_target, key: string) => void asked.push(key) });
      expandMapping(list, spy);
      expect(asked).toEqual(fieldsOf(list));
    }),
  );
});
