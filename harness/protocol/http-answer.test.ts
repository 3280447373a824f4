import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { readAnswer } from './http-answer.ts';

const answerOf = (text: string, ended = false) => readAnswer(Buffer.from(text, 'latin1'), ended);

test('an answer with a length, and what follows it', () => {
  const read = answerOf(
    'HTTP/1.1 200 OK\r\nServer: Apache\r\nVary: a\r\nVary: b\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1',
  );
  expect(read?.answer.status).toBe(200);
  expect(read?.answer.headers).toEqual({ server: 'Apache', vary: 'a, b', 'content-length': '2' });
  expect(String(read?.answer.body)).toBe('hi');
  expect(String(read?.rest)).toBe('HTTP/1.1');
});

test('a body without a length ends with the connection', () => {
  const text = 'HTTP/1.1 200 OK\r\n\r\nall of it';
  expect(answerOf(text)).toBeNull();
  expect(String(answerOf(text, true)?.answer.body)).toBe('all of it');
});

test('interim answers are passed over, and an empty one has no body', () => {
  expect(answerOf('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n')?.answer.status).toBe(204);
});

test('what is no answer is refused', () => {
  for (const text of ['hello\r\n\r\n', 'HTTP/1.1 200 OK\r\nno header\r\n\r\n', 'HTTP/1.1 2000 OK\r\n\r\n'])
    expect(() => answerOf(text)).toThrow(SyntaxError);
  expect(() => answerOf('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n')).toThrow('chunk');
  expect(() => answerOf('HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n')).toThrow('length');
});

test('answers are read the same however they are framed and wherever they are torn', () => {
  const piece = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(fc.array(piece), fc.boolean(), fc.nat(), (pieces, chunked, tear) => {
      const body = Buffer.concat(pieces);
      const frames = pieces
        .filter(({ length }) => length > 0)
        .map((chunk) => Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]));
      const head = chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${body.length}`;
      const bytes = Buffer.concat([
        Buffer.from(`HTTP/1.1 200 OK\r\n${head}\r\n\r\n`),
        ...(chunked ? [...frames, Buffer.from('0\r\n\r\n')] : [body]),
      ]);
      expect(readAnswer(bytes.subarray(0, tear % bytes.length), false)).toBeNull();
      const read = readAnswer(Buffer.concat([bytes, Buffer.from('next')]), false);
      expect(read?.answer.body.equals(body)).toBe(true);
      expect(String(read?.rest)).toBe('next');
    }),
  );
});
