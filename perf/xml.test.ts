import { expect, test } from '@playwright/test';
import { itemsOf, textOf, totalOf } from './xml.ts';

const legs =
  '<?xml version="1.0"?><callLegs total="12"><callLeg id="a1"><name>x</name><remoteParty>p@load.invalid</remoteParty><call>c1</call></callLeg><callLeg id="a2"><name></name><call>c2</call></callLeg></callLegs>';

test('the objects of a list are its elements with an id, each with its own children', () => {
  const items = itemsOf(legs, 'callLeg');
  expect(items.map(({ id }) => id)).toEqual(['a1', 'a2']);
  expect(items.map((item) => item.text('call'))).toEqual(['c1', 'c2']);
  expect(items.map((item) => item.text('remoteParty'))).toEqual(['p@load.invalid', '']);
});

test('a child that is called like another object is not taken for one', () => {
  expect(itemsOf(legs, 'call')).toEqual([]);
  const calls = '<calls total="1"><call id="c1"><name>n</name><coSpace>s</coSpace></call></calls>';
  expect(itemsOf(calls, 'call')[0]?.text('coSpace')).toBe('s');
  expect(itemsOf(calls, 'coSpace')).toEqual([]);
});

test('attributes may stand in any order, and an object may be empty', () => {
  const items = itemsOf(
    '<things total="2">\n <thing kind="x" id="1"/>\n <thing id="2" kind="y">\n<name>n</name></thing></things>',
    'thing',
  );
  expect(items.map(({ id }) => id)).toEqual(['1', '2']);
  expect(items[1]?.text('name')).toBe('n');
});

test('a total is that of the named list only', () => {
  expect(totalOf(legs, 'callLegs')).toBe(12);
  expect(totalOf(legs, 'calls')).toBeNull();
  expect(totalOf('<calls></calls>', 'calls')).toBeNull();
  expect(totalOf('<html></html>', 'calls')).toBeNull();
});

test('a text is that of the first element of exactly this name', () => {
  expect(textOf('<s><statusText>no</statusText><status>complete</status></s>', 'status')).toBe('complete');
  expect(textOf('<s></s>', 'status')).toBe('');
});
