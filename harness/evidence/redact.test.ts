import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import type { Exchange } from '../protocol/exchange.ts';
import { Redactor } from './redact.ts';

const secretNames = ['passcode', 'secret', 'password', 'sharedSecret', 'Passcode', 'PASSWORD', 'SharedSecret'];
const token = /^redacted:[0-9a-f]{12}$/;

/** A secret that can't be part of anything else in a test's data. */
const secretText = fc.stringMatching(/^[A-Za-z0-9 &+%=<>"'*;äß-]{4,16}$/).map((text) => `Qz${text}zQ`);

test('a known secret disappears from text, keys and values, however deep it is', () => {
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('{secret}', 'a {secret} b', '{secret}{secret}', 1, true, null),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('name', 'text', 'body', 'passcode', '{secret}'), tie('tree'), { maxKeys: 3 }),
    ),
  }));
  fc.assert(
    fc.property(secretText, tree, (secret, shape) => {
      const redactor = new Redactor();
      redactor.know(secret);
      const fill = (value: unknown): unknown => {
        if (typeof value === 'string') return value.replaceAll('{secret}', () => secret);
        if (Array.isArray(value)) return value.map(fill);
        if (value === null || typeof value !== 'object') return value;
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [fill(key), fill(item)]));
      };
      expect(strings(redactor.value(fill(shape))).filter((text) => text.includes(secret))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test('of known secrets that contain one another no rest stays', () => {
  for (const order of [
    ['wxyz', 'wxyz-longer-one'],
    ['wxyz-longer-one', 'wxyz'],
  ]) {
    const redactor = new Redactor();
    for (const secret of order) redactor.know(secret);
    expect(redactor.text('say wxyz-longer-one now')).toBe(`say ${redactor.token('wxyz-longer-one')} now`);
  }
});

test('a known secret disappears in the forms in which it travels: form-encoded, XML-escaped, in JSON', () => {
  fc.assert(
    fc.property(secretText, (secret) => {
      const redactor = new Redactor();
      redactor.know(secret);
      const form = new URLSearchParams({ note: secret }).toString().slice('note='.length);
      const xml = secret.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
      const quoted = xml.replace(/"/g, '&quot;').replace(/'/g, '&apos;');
      const json = JSON.stringify(secret).slice(1, -1);
      const percent = encodeURIComponent(secret);
      for (const spelling of [secret, form, xml, quoted, json, percent]) {
        expect(redactor.text(`before ${spelling} after`)).toBe(`before ${redactor.token(secret)} after`);
      }
    }),
  );
});

test('a secret field becomes a token in objects, XML trees, XML text and forms, whether known or not', () => {
  fc.assert(
    fc.property(secretText, fc.constantFrom(...secretNames), (secret, name) => {
      const redactor = new Redactor();
      const form = new URLSearchParams([
        ['uri', 'one'],
        [name, secret],
        ['name', 'two'],
      ]).toString();
      const escaped = secret.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
      const kept = redactor.value({
        [name]: secret,
        deep: [{ fields: { [name]: [secret] } }],
        tree: { name, text: secret, children: [] },
        xml: `<coSpace><uri>one</uri><${name}>${escaped}</${name}></coSpace>`,
        form,
        query: `GET /api/v1/coSpaces?${form}`,
      });
      const expected = redactor.token(secret);
      expect(expected).toMatch(token);
      expect(kept).toEqual({
        [name]: expected,
        deep: [{ fields: { [name]: [expected] } }],
        tree: { name, text: expected, children: [] },
        xml: `<coSpace><uri>one</uri><${name}>${expected}</${name}></coSpace>`,
        form: `uri=one&${name}=${expected}&name=two`,
        query: `GET /api/v1/coSpaces?uri=one&${name}=${expected}&name=two`,
      });
    }),
  );
});

test('a pair of name and value is a field too', () => {
  const redactor = new Redactor();
  const pairs = [
    ['passcode', '1234'],
    ['name', 'room'],
  ];
  expect(redactor.value(pairs)).toEqual([
    ['passcode', redactor.token('1234')],
    ['name', 'room'],
  ]);
  expect(redactor.value({ name: 'passcode', value: '1234' })).toEqual({
    name: 'passcode',
    value: redactor.token('1234'),
  });
  expect(redactor.value(['passcode', 'name'])).toEqual(['passcode', 'name']);
});

test('what stands below a secret name is secret at any depth', () => {
  const redactor = new Redactor();
  expect(redactor.value({ passcode: { before: ['1234'], after: { text: '5678' } } })).toEqual({
    passcode: { before: [redactor.token('1234')], after: { text: redactor.token('5678') } },
  });
});

test('a secret that begins like a token is no token', () => {
  const redactor = new Redactor();
  expect(redactor.token('redacted:0123456789ab-and-more')).toMatch(token);
  redactor.know('wxyz');
  expect(redactor.value({ passcode: 'wxyz and a rest' })).toEqual({ passcode: redactor.token('wxyz and a rest') });
});

test('credentials in headers and secrets in JSON text go as well', () => {
  const redactor = new Redactor();
  expect(redactor.value({ headers: { Authorization: 'Basic YWRtaW46eA==' } })).toEqual({
    headers: { Authorization: redactor.token('Basic YWRtaW46eA==') },
  });
  expect(redactor.text('{"password": "a\\"b","name":"c"}')).toBe(`{"password": "${redactor.token('a"b')}","name":"c"}`);
});

test('a secret that is a number is a secret', () => {
  const redactor = new Redactor();
  expect(redactor.value<unknown>({ passcode: 4711 })).toEqual({ passcode: redactor.token('4711') });
});

test('equal secrets have equal tokens, different ones different tokens, in one run', () => {
  const redactor = new Redactor();
  expect(redactor.token('1234')).toBe(redactor.token('1234'));
  expect(redactor.token('1234')).not.toBe(redactor.token('1235'));
  expect(redactor.token('1234')).not.toBe(new Redactor().token('1234'));
});

test('the empty secret stays empty, so that it can be told from one that is set', () => {
  const redactor = new Redactor();
  expect(redactor.value({ passcode: '' })).toEqual({ passcode: '' });
  expect(redactor.text('passcode=&name=a')).toBe('passcode=&name=a');
  expect(redactor.text('<passcode></passcode>')).toBe('<passcode></passcode>');
});

test('a value that the target itself masked stays as it is', () => {
  expect(new Redactor().text('passcode=****&name=a')).toBe('passcode=****&name=a');
});

test('what was redacted once is not redacted again', () => {
  fc.assert(
    fc.property(secretText, (secret) => {
      const redactor = new Redactor();
      redactor.know(secret);
      const once = redactor.value({ password: secret, text: `passcode=${encodeURIComponent(secret)} and ${secret}` });
      expect(redactor.value(once)).toEqual(once);
    }),
  );
});

test('private keys of every kind go as a whole, also with escaped line ends', () => {
  const redactor = new Redactor();
  for (const kind of [
    'PRIVATE KEY',
    'RSA PRIVATE KEY',
    'EC PRIVATE KEY',
    'ENCRYPTED PRIVATE KEY',
    'OPENSSH PRIVATE KEY',
  ]) {
    for (const end of ['\n', '\r\n', '\\n']) {
      const pem = `-----BEGIN ${kind}-----${end}MIIEvQIBADANBg${end}kqhkiG9w0BAQEF${end}-----END ${kind}-----`;
      expect(redactor.text(`one ${pem} two`)).toBe('one [private key] two');
    }
  }
});

test('a private key that is cut off goes to the end of the text', () => {
  expect(new Redactor().text('one -----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\nkqhk')).toBe('one [private key]');
});

test('certificates, ordinary fields and short known values in text stay', () => {
  const redactor = new Redactor();
  redactor.know('abc');
  const certificate = '-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----';
  expect(redactor.text(certificate)).toBe(certificate);
  expect(redactor.value({ name: 'abc', callId: '1234', passcodeMode: 'required' })).toEqual({
    name: 'abc',
    callId: '1234',
    passcodeMode: 'required',
  });
  expect(redactor.text('<passcodeMode>required</passcodeMode>')).toBe('<passcodeMode>required</passcodeMode>');
});

test('an exchange keeps its shape and loses its secrets', () => {
  const redactor = new Redactor();
  redactor.know('login-secret');
  const exchange: Exchange = {
    channel: 'api',
    node: 'cms1',
    at: '2026-01-01T00:00:00.000Z',
    durationMs: 3,
    request: { summary: 'POST /api/v1/coSpaces', headers: { 'content-type': 'x' }, body: 'name=a&passcode=998877' },
    response: { summary: '400, 9 bytes', status: 400, body: 'you sent login-secret' },
  };
  expect(redactor.exchange(exchange)).toEqual({
    ...exchange,
    request: { ...exchange.request, body: `name=a&passcode=${redactor.token('998877')}` },
    response: { ...exchange.response, body: `you sent ${redactor.token('login-secret')}` },
  });
});

/** Every string of a JSON value, keys too. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...strings(item)]);
}
