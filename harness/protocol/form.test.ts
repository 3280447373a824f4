import { expect, test } from '@playwright/test';
import { readForm } from './form.ts';

const rules = {
  split: (body: string) => body.split('&'),
  decodePlus: (text: string) => text.replaceAll('+', ' '),
  decodePercent: decodeURIComponent,
};

test('pairs keep their order, and an empty pair is one', () => {
  expect(readForm('&passcode=&name=A+B%26C=D&flag', rules)).toEqual([
    { name: '', value: '', empty: true },
    { name: 'passcode', value: '', empty: false },
    { name: 'name', value: 'A B&C=D', empty: false },
    { name: 'flag', value: '', empty: false },
  ]);
});

test('a plus that was percent-encoded stays a plus', () => {
  expect(readForm('a=1%2B1', rules)[0]?.value).toBe('1+1');
});

test('no body has no pairs', () => {
  expect(readForm('', rules)).toEqual([]);
});
