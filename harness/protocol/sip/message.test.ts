import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { hostPort, parseNameAddress, parseSipUri, parseVia, printSipUri, quoted } from './address.ts';
import { answerTo, branchOf, callIdOf, sequenceOf, silentSession, tagOf } from './dialog.ts';
import {
  header,
  headerList,
  parseMessage,
  printMessage,
  type SipMessage,
  type SipRequest,
  SipSyntaxError,
} from './message.ts';
import { SipStream } from './stream.ts';

const invite: SipRequest = {
  kind: 'request',
  method: 'INVITE',
  uri: 'sip:room@example.test',
  headers: [
    ['Via', 'SIP/2.0/TCP 192.0.2.1:5060;branch=z9hG4bK1;rport'],
    ['From', '"A \\"b\\", c" <sip:1@example.test;x=y>;tag=a1'],
    ['To', '<sip:room@example.test>'],
    ['Call-ID', 'c1@192.0.2.1'],
    ['CSeq', '17 INVITE'],
  ],
  body: 'v=0\r\nö\r\n',
};

const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,12}$/);
const value = fc.stringMatching(/^[!-9;-~][ -~]{0,30}$/).map((text) => text.trim());
const headers = fc.array(
  fc.tuple(
    word.filter((name) => name.length > 1 && name.toLowerCase() !== 'content-length'),
    value,
  ),
  { maxLength: 6 },
);
const message: fc.Arbitrary<SipMessage> = fc.oneof(
  fc.record({
    kind: fc.constant('request' as const),
    method: fc.stringMatching(/^[A-Z]{1,10}$/),
    uri: word.map((user) => `sip:${user}@example.test`),
    headers,
    body: fc.string(),
  }),
  fc.record({
    kind: fc.constant('response' as const),
    status: fc.integer({ min: 100, max: 699 }),
    reason: word,
    headers,
    body: fc.string(),
  }),
);

function withoutLength(parsed: SipMessage): SipMessage {
  return { ...parsed, headers: parsed.headers.filter(([name]) => name !== 'Content-Length') };
}

test('what is printed reads the same again', () => {
  fc.assert(
    fc.property(message, (sent) => {
      expect(withoutLength(parseMessage(printMessage(sent)))).toEqual(sent);
    }),
  );
});

test('a stream gives the same messages however its bytes are cut, with keep-alives between them', () => {
  fc.assert(
    fc.property(
      fc.array(message, { minLength: 1, maxLength: 4 }),
      fc.array(fc.integer({ min: 1, max: 60 })),
      (sent, cuts) => {
        let rest = Buffer.concat(sent.flatMap((one) => [Buffer.from('\r\n\r\n'), printMessage(one)]));
        const stream = new SipStream();
        const received: SipMessage[] = [];
        for (const cut of cuts) {
          received.push(...stream.push(rest.subarray(0, cut)));
          rest = rest.subarray(cut);
        }
        received.push(...stream.push(rest));
        expect(received.map(withoutLength)).toEqual(sent);
      },
    ),
  );
});

test('any bytes either read or are refused with a SipSyntaxError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        parseMessage(Buffer.concat([Buffer.from(bytes), Buffer.from('\r\n\r\n')]));
      } catch (error) {
        expect(error).toBeInstanceOf(SipSyntaxError);
      }
    }),
  );
});

test('compact names, folded lines, lists and lower case are read', () => {
  const parsed = parseMessage(
    Buffer.from(
      'SIP/2.0 180 Ringing\r\nv: SIP/2.0/UDP a;branch=z,\r\n SIP/2.0/TLS b:5061\r\ni: 7\r\ncseq:  2 INVITE\r\nl: 2\r\n\r\nabcd',
    ),
  );
  expect(parsed).toMatchObject({ kind: 'response', status: 180, reason: 'Ringing', body: 'ab' });
  expect(headerList(parsed, 'via')).toEqual(['SIP/2.0/UDP a;branch=z', 'SIP/2.0/TLS b:5061']);
  expect(callIdOf(parsed)).toBe('7');
  expect(sequenceOf(parsed)).toEqual({ number: 2, method: 'INVITE' });
  expect(branchOf(parsed)).toBe('z');
  expect(parseVia('SIP/2.0/tls [::1]:5061 ;branch=q')).toMatchObject({ transport: 'TLS', sentBy: '[::1]:5061' });
});

test('a message that is cut short, or says no length that is a number, is refused', () => {
  for (const text of [
    'INVITE sip:a@b SIP/2.0\r\n',
    'HELLO\r\n\r\n',
    'INVITE sip:a SIP/2.0\r\nno header\r\n\r\n',
    'INVITE sip:a SIP/2.0\r\nl: x\r\n\r\n',
    'INVITE sip:a SIP/2.0\r\nl: 9\r\n\r\nabc',
  ])
    expect(() => parseMessage(Buffer.from(text)), text).toThrow(SipSyntaxError);
  expect(() => new SipStream().push(Buffer.alloc(70_000, 'a'))).toThrow(/no end of headers/);
});

test('URIs and addresses are read in all their forms', () => {
  expect(parseSipUri('SIPS:a%20b@EXAMPLE.test:5071;transport=tcp;lr')).toEqual({
    scheme: 'sips',
    user: 'a%20b',
    host: 'example.test',
    port: 5071,
    parameters: { transport: 'tcp', lr: '' },
  });
  expect(parseSipUri('sip:[2001:db8::1]:5060')).toMatchObject({ user: '', host: '2001:db8::1', port: 5060 });
  for (const text of ['tel:1', 'sip:', 'sip:a b@c', 'a@b']) expect(parseSipUri(text), text).toBeNull();
  expect(hostPort('2001:db8::1', 5060)).toBe('[2001:db8::1]:5060');
  expect(parseNameAddress('"A \\"b\\", c" <sip:1@e;x=y>;tag=a1')).toEqual({
    display: 'A "b", c',
    uri: 'sip:1@e;x=y',
    parameters: { tag: 'a1' },
  });
  expect(parseNameAddress('sip:1@e;tag=a1')).toEqual({ display: '', uri: 'sip:1@e', parameters: { tag: 'a1' } });
  expect(parseNameAddress('Ann <sip:1@e>').display).toBe('Ann');
});

test('a URI that is printed reads the same again, and so does a display name', () => {
  fc.assert(
    fc.property(word, word, fc.option(fc.integer({ min: 1, max: 65_535 })), (user, host, port) => {
      const uri = {
        scheme: 'sip' as const,
        user,
        host: host.toLowerCase(),
        port,
        parameters: { transport: 'tls', lr: '' },
      };
      expect(parseSipUri(printSipUri(uri))).toEqual(uri);
    }),
  );
  fc.assert(
    fc.property(fc.stringMatching(/^[^\p{Cc}]{0,20}$/u), (name) => {
      expect(parseNameAddress(`${quoted(name)} <sip:a@b>;tag=1`)).toEqual({
        display: name,
        uri: 'sip:a@b',
        parameters: { tag: '1' },
      });
    }),
  );
});

test('an answer has what belongs to its request, and a tag of its own', () => {
  const ringing = answerTo(invite, 180, { tag: 't9', headers: [['Contact', '<sip:x@y>']] });
  expect(ringing).toMatchObject({ kind: 'response', status: 180, reason: 'Ringing', body: '' });
  expect(header(ringing, 'Via')).toBe(header(invite, 'Via'));
  expect([tagOf(ringing, 'From'), tagOf(ringing, 'To')]).toEqual(['a1', 't9']);
  expect(header(ringing, 'Contact')).toBe('<sip:x@y>');
  const again = answerTo(
    { ...invite, headers: [...invite.headers.filter(([name]) => name !== 'To'), ['To', '<sip:r@e>;tag=k']] },
    200,
    { tag: 'n' },
  );
  expect(tagOf(again, 'To')).toBe('k');
  expect(silentSession('192.0.2.1', 4)).toContain('c=IN IP4 192.0.2.1\r\n');
});
