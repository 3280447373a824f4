import { expect, test } from '@playwright/test';
import { writeXml, type XmlStyle } from './xml.ts';

const style: XmlStyle = {
  declaration: '<?xml version="1.0"?>',
  gap: '',
  escape: (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
  empty: (name, attributes) => `<${name}${attributes}></${name}>`,
  flag: (name, attributes) => `<${name}${attributes} />`,
};

test('a document is one line, and its elements are one line each', () => {
  const written = writeXml(
    {
      name: 'a',
      attributes: [['id', 'x"y']],
      children: [
        { name: 'b', text: 'p & q' },
        { name: 'c' },
        { name: 'd', flag: true },
        { name: 'e', children: [{ name: 'f', text: '1' }] },
      ],
    },
    style,
  );
  expect(written.text).toBe('<?xml version="1.0"?><a id="x&quot;y"><b>p &amp; q</b><c></c><d /><e><f>1</f></e></a>');
  expect(written.lines).toEqual([
    '<a id="x&quot;y">',
    '<b>p &amp; q</b>',
    '<c></c>',
    '<d />',
    '<e>',
    '<f>1</f>',
    '</e>',
    '</a>',
  ]);
});

test('a gap stands between elements and never in text', () => {
  const { text } = writeXml({ name: 'a', children: [{ name: 'b', text: 'p q' }] }, { ...style, gap: '\n' });
  expect(text).toBe('<?xml version="1.0"?>\n<a>\n<b>p q</b>\n</a>');
});
