import { expect, test } from '@playwright/test';
import { childText, readXml } from './xml-read.ts';

test('a document becomes a tree whose text is untouched', () => {
  const root = readXml(
    '<?xml version="1.0"?><calls total="1"><call id="a&quot;b"><name> It&apos;s 0012 &amp;lt; </name><x/></call></calls>',
  );
  expect(root.attributes).toEqual({ total: '1' });
  expect(root.children[0]?.attributes.id).toBe('a"b');
  expect(childText(root.children[0], 'name')).toBe(" It's 0012 &lt; ");
  expect(childText(root.children[0], 'x')).toBe('');
  expect(childText(root.children[0], 'y')).toBeUndefined();
});

test('numbers, booleans and character references are not interpreted as anything but text', () => {
  const root = readXml('<a><b>1e5</b><c>true</c><d>0x1F</d><e>&#65;&#xE9;</e></a>');
  expect(root.children.map((child) => child.text)).toEqual(['1e5', 'true', '0x1F', 'Aé']);
});

for (const [what, text] of [
  ['nothing', ''],
  ['plain text', 'not found'],
  ['a mismatched tag', '<a><b></a>'],
  ['an unclosed tag', '<a><b></b>'],
  ['two roots', '<a/><b/>'],
  ['text after the root', '<a></a>x'],
  ['a bare ampersand', '<a>x & y</a>'],
  ['a document type', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
  ['a reserved name', '<a><__proto__>x</__proto__></a>'],
] as const) {
  test(`${what} is refused`, () => {
    expect(() => readXml(text)).toThrow(SyntaxError);
  });
}
