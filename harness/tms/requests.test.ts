import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { parse } from 'yaml';
import {
  callLegProfileBody,
  callProfileBody,
  formValue,
  openingBody,
  parameterSetBody,
  resetBody,
} from './requests.ts';

const guid = '01234567-89ab-4cde-8f01-23456789abcd';

// The sizes are those that the server logged for the recorded requests.
test('bodies have the recorded sizes', () => {
  expect(Buffer.byteLength(callProfileBody)).toBe(47);
  expect(Buffer.byteLength(callLegProfileBody)).toBe(167);
  expect(Buffer.byteLength(parameterSetBody({ start: 1, end: 5 }, guid, guid))).toBe(250);
  const title = 'Jan Doenson Sales TMSXE Test Meeting';
  expect(title).toHaveLength(36);
  expect(Buffer.byteLength(openingBody({ title, passcode: '', secret: guid }))).toBe(117);
  expect(Buffer.byteLength(resetBody(1))).toBe(83);
  expect(Buffer.byteLength(`coSpace=${guid}`)).toBe(44);
  expect(Buffer.byteLength(`remoteParty=${formValue('desk.ex90@x.example.test')}`)).toBe(36);
});

test('the opening and the reset body are the recorded text', () => {
  expect(openingBody({ title: 'A b', passcode: '0687', secret: guid })).toBe(
    `&nonMemberAccess=true&passcode=0687&name=A+b&secret=${guid}`,
  );
  expect(resetBody(12)).toBe('&nonMemberAccess=false&passcode=&name=TMS_Scheduled_Meeting_12&regenerateSecret=true');
});

test('every text survives the form', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(new URLSearchParams(`name=${formValue(text)}`).get('name')).toBe(text);
    }),
  );
});

test('@ and $ go out raw and a blank as one byte', () => {
  expect(formValue('desk@example.test $5 & more')).toBe('desk@example.test+$5+%26+more');
});

test('the bodies that this controller builds are the recorded ones', () => {
  const file = new URL('../../fixtures/vectors/trace-2.0/exchanges.yaml', import.meta.url);
  const recorded = (parse(readFileSync(file, 'utf8')) as Recorded[]).filter(({ trace }) => trace !== undefined);
  const bodies = recorded.flatMap(({ request: { body } }) => body ?? []);
  const [callProfile = '', callLegProfile = ''] = recorded
    .filter(({ request: { method } }) => method === 'POST')
    .map(({ answer }) => answer?.location?.split('/').at(-1) ?? '');
  const opening = new URLSearchParams(bodies.find((body) => body.startsWith('&nonMemberAccess=true')));
  const meeting = { title: opening.get('name') ?? '', passcode: '', secret: opening.get('secret') ?? '' };
  expect(bodies).toContain(parameterSetBody({ start: 1, end: 5 }, callProfile, callLegProfile));
  expect(bodies.filter((body) => body === openingBody(meeting))).toHaveLength(2);
  expect(bodies).toContain(resetBody(1));
});

/** An entry of the recorded trace. */
interface Recorded {
  trace?: number;
  request: { method: string; body?: string };
  answer?: { location?: string };
}
