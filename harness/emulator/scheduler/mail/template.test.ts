import { expect, test } from '@playwright/test';
import { renderTemplate, TemplateError } from './template.ts';

test('values, conditions and loops of the documented syntax', () => {
  const template = `Subject: %name%
#if passcode
Passcode: %passcode%
#else
No passcode
#endif
#if length (web_bridge_addresses) > 0
%web_bridge_addresses.0.address%
#for wba in web_bridge_addresses
- %wba.label%: %wba.address%
#endfor
#endif`;
  const bridges = [
    { label: 'one', address: 'https://one' },
    { label: 'two', address: 'https://two' },
  ];
  expect(renderTemplate(template, { name: 'Plan', passcode: '', web_bridge_addresses: bridges })).toBe(
    'Subject: Plan\nNo passcode\nhttps://one\n- one: https://one\n- two: https://two',
  );
  expect(renderTemplate(template, { name: 'Plan', passcode: '1', web_bridge_addresses: [] })).toBe(
    'Subject: Plan\nPasscode: 1',
  );
});

test('nested blocks, unknown values', () => {
  expect(renderTemplate('#if a\n#if b\nboth\n#endif\n#endif\n%unknown%50%', { a: 'x', b: 'y' })).toBe('both\n50%');
});

for (const broken of ['#if a\nno end', '#endif', '#else', '#for x\n#endfor', '#for x in y']) {
  test(`a broken template is refused: ${JSON.stringify(broken)}`, () => {
    expect(() => renderTemplate(broken, {})).toThrow(TemplateError);
  });
}
