import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { smallestBody } from './parameters.ts';
import { LogReader, readLog, readTrace } from './read.ts';
import type { TracedRequest } from './request.ts';
import { answerText, bodyTexts, contentText, parameterTexts, requestText } from './write.ts';

const recording = readFileSync(join(import.meta.dirname, '../../../fixtures/vectors/trace-2.0/api-trace.log'), 'utf8');

test('the recorded log has 28 requests and 10 audit lines', () => {
  const { requests, audits } = readTrace(recording);
  expect(requests).toHaveLength(28);
  expect(audits).toHaveLength(10);
  expect(requests[0]).toMatchObject({ time: 'Jul 26 14:08:23', host: 'Node1', line: 1, client: '203.0.113.61' });
  expect(requests.at(-1)).toMatchObject({ number: 9879, line: 253, answerLine: 255 });
  for (const request of requests) {
    if (request.contentSize !== null)
      expect(smallestBody(request.parameters), String(request.number)).toBe(request.contentSize);
    expect(request.audit === null, `${request.number}: only changes are audited`).toBe(request.method === 'GET');
  }
});

test('a 401 and an answer that comes late belong to their own numbers', () => {
  const { requests } = readTrace(recording);
  const [late, refused, repeated] = [9497, 9498, 9499].map((number) =>
    requests.find((request) => request.number === number),
  );
  expect(late).toMatchObject({ path: '/api/v1/participants', status: 200, size: 60 });
  expect(refused).toMatchObject({ status: 401, size: 0, headers: { 'www-authenticate': 'Basic realm="acano"' } });
  expect(repeated).toMatchObject({ status: 200, size: 788, elided: true });
});

test('wrapped parameters are whole again, a mask is one, a lone & is an empty pair', () => {
  const { requests } = readTrace(recording);
  const set = requests.find((request) => request.number === 8954);
  expect(set?.parameters.map((parameter) => parameter.name)).toEqual([
    'startIndex',
    'endIndex',
    'coSpaceUriMapping',
    'coSpaceNameMapping',
    'coSpaceCallIdMapping',
    'callProfile',
    'callLegProfile',
    'nonMemberAccess',
  ]);
  expect(set?.parameters[6]?.value).toBe('734447d1-4251-442f-b127-ab3304b643f8');
  const opening = requests.find((request) => request.number === 9500);
  expect(opening?.parameters[0]).toMatchObject({ empty: true });
  expect(opening?.parameters[2]).toMatchObject({ name: 'passcode', masked: true });
  expect(opening?.audit?.action).toBe(
    'modified space 458075bc-6def-4052-8ed6-b1192d6e6b35 (Ada Example Acano TMSXE Test Meeting)',
  );
});

/** What is read, without where it stands. */
function plain(log: string): object[] {
  const withoutPlace = (request: TracedRequest) => {
    const { number, time, client, method, path, contentSize, parameters, status, size, headers, body, elided } =
      request;
    const user = request.audit && `${request.audit.user} ${request.audit.action}`;
    return { number, time, client, method, path, contentSize, parameters, status, size, headers, body, elided, user };
  };
  return readTrace(log).requests.map(withoutPlace);
}

test('a copy that is broken over pages, lost its first letter and glues records reads the same', () => {
  const broken = recording
    .slice(1)
    .split('\n')
    .flatMap((line, at) => (at % 3 === 0 ? [line.replace(/API trace (\d+): {2}/, 'API trace $1:\n\n'), ''] : [line]))
    .join('\n')
    .replaceAll(/ \(from 203\.0\.113\.61\)\n/g, ' (from 203.0.113.61) ');
  const read = plain(broken);
  const whole = plain(recording);
  expect({ ...read[0], time: '' }).toEqual({ ...whole[0], time: '' });
  expect(read.slice(1)).toEqual(whole.slice(1));
});

/** Places after the header at which a page may break a line: at a blank, which goes, or after a hyphen within a word. */
function breaks(line: string): number[] {
  const header = /^\S+ [ \d]\d \S+ \S+ \S+ \S+/.exec(line)?.[0].length ?? line.length;
  return Array.from({ length: line.length }, (_, at) => at).filter((at) => {
    // blanks that begin a record's text tell how it is indented; a break takes them away
    const isBlank = line[at] === ' ' && line[at - 1] !== ' ' && line[at + 1] !== ' ' && line[at - 1] !== '-';
    return at > header && (isBlank || (line[at] === '-' && /[^ -]-[^ -]/.test(line.slice(at - 1, at + 2))));
  });
}

function broken(line: string, chosen: readonly number[], blanks: string): string {
  return [...chosen].reverse().reduce((text, at) => {
    const hyphen = text[at] === '-' ? '-' : '';
    return `${text.slice(0, at)}${hyphen}\n${blanks}${text.slice(at + 1)}`;
  }, line);
}

test('however a page breaks the lines, the same is read', () => {
  const lines = recording.trimEnd().split('\n');
  const whole = plain(recording);
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat(9)), fc.constantFrom('', '\n', '\n\n\n'), (stream, blanks) => {
      const next = () => stream.next().value as number;
      const text = lines
        .map((line) =>
          broken(
            line,
            breaks(line).filter(() => next() < 3),
            blanks,
          ),
        )
        .join('\n');
      expect(plain(text)).toEqual(whole);
    }),
    { numRuns: 40 },
  );
});

test('however the bytes arrive, the same is read, on the same lines', () => {
  const bytes = Buffer.from(recording);
  const whole = readTrace(recording).requests.map(({ number, line, answerLine }) => [number, line, answerLine]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 40 }), (sizes) => {
      const read: unknown[] = [];
      const reader = new LogReader((event) => {
        if (event.kind === 'request') read.push([event.request.number, event.request.line, event.request.answerLine]);
      });
      reader.begin('x');
      for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1;
        reader.push(bytes.subarray(at, at + size));
        at += size;
      }
      reader.end();
      reader.close();
      expect(read).toEqual(whole);
    }),
    { numRuns: 20 },
  );
});

test('megabytes of other lines, of one line and of bytes that are no text are passed over', () => {
  const foreign = 'Jul 26 19:10:35 user.info Node1 host:server:  INFO : call 7: SIP call ringing\n'.repeat(60_000);
  const line = `${'x'.repeat(5_000_000)}\n`;
  const bytes = Buffer.alloc(3_000_000, 0xfe).toString('latin1');
  const { requests } = readTrace(`${foreign}${recording}${line}${bytes}\n${recording}`);
  expect(requests).toHaveLength(56);
  expect(requests[0]?.line).toBe(60_001);
  expect(requests[28]?.line).toBe(60_000 + 255 + 2 + 1);
});

test('what a record only cites is no record', () => {
  const cited = 'Jul 26 19:10:35 user.info Node1 host:server:  INFO : conference "API trace 7: GET for x": ended';
  expect(readLog([cited])).toEqual([]);
});

test('whatever the answer before was, each request has its own', () => {
  const line = fc.constantFrom('<calls total="1">', '<call id="a">', '<call id="b">', '</call>', '<a/>', '</calls>');
  const asked = fc.record({
    path: fc.constantFrom('/api/v1/calls', '/api/v1/system/status'),
    status: fc.constantFrom(200, 200, 503),
    size: fc.constantFrom(0, 60, 788),
    body: fc.array(line, { maxLength: 8 }),
    others: fc.integer({ min: 0, max: 2 }),
  });
  const requests = fc.array(asked, { minLength: 2, maxLength: 12 });
  fc.assert(
    fc.property(requests, (all) => {
      const log: string[] = [];
      const lines: number[] = [];
      for (const [at, { path, status, size, body, others }] of all.entries()) {
        const put = (text: string) => {
          log.push(`Mar  3 00:00:00 user.info node1 host:server:  INFO : API trace ${900 + at}:${text}`);
          for (let n = 0; n < others; n += 1)
            log.push('Mar  3 00:00:00 user.info node1 host:server:  INFO : call 7: x');
        };
        put(requestText('GET', path, '192.0.2.1'));
        lines.push(log.length + 1);
        for (const text of [answerText(status, size), ...bodyTexts(body)]) put(text);
      }
      const read = readTrace(log).requests.map(({ path, status, size, answerLine, body }) => ({
        path,
        status,
        size,
        answerLine,
        body,
      }));
      const kept = (path: string, body: string[]) => (path.endsWith('/status') ? [] : body);
      expect(read).toEqual(
        all.map(({ path, status, size, body }, at) => ({
          path,
          status,
          size,
          answerLine: lines[at],
          body: kept(path, body),
        })),
      );
    }),
  );
});

test('a number that comes twice makes two requests', () => {
  const line = (text: string) => `Jul 26 14:08:23 user.info Node1 host:server:  INFO : API trace 7:${text}`;
  const { requests } = readTrace([
    line(requestText('GET', '/api/v1/calls', 'x')),
    line(requestText('GET', '/api/v1/calls', 'x')),
  ]);
  expect(requests.map((request) => request.number)).toEqual([7, 7]);
});

test('the same number on two nodes makes two requests, on one whose name a copy misreads one', () => {
  const line = (host: string, text: string) =>
    `Jul 26 14:08:23 user.info ${host} host:server:  INFO : API trace 7:${text}`;
  const log = ['Core1', 'Core2'].map((host) => line(host, requestText('GET', '/api/v1/calls', 'x')));
  const answers = ['Core2', 'Corel'].map((host, at) => line(host, ` sending ${200 + at} response, size 0`));
  const { requests } = readTrace([...log, ...answers]);
  expect(requests.map(({ host, status }) => [host, status])).toEqual([
    ['Core1', 201],
    ['Core2', 200],
  ]);
});

test('what the writer prints of a parameter is read back', () => {
  const value = fc.stringMatching(/^[ -%'-~]{0,160}$/).filter((text) => !/^\*+$/.test(text) && text === text.trimEnd());
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), (values) => {
      const line = (text: string) => `Nov 21 04:46:27.482 user.info cms1 host:server:  INFO : API trace 14:${text}`;
      const texts = values.flatMap((one, at) => parameterTexts(`p${at}=${one}${at === values.length - 1 ? '' : '&'}`));
      const log = [requestText('PUT', '/api/v1/x', '192.0.2.1'), contentText(9, 'text/plain'), ...texts].map(line);
      const [request] = readTrace(log).requests;
      expect(request?.parameters.map((parameter) => parameter.value)).toEqual(values);
    }),
  );
});

test('more than nine lines of a document are shortened to eight, the mark and the last', () => {
  const lines = Array.from({ length: 10 }, (_, at) => `<l${at}>`);
  expect(bodyTexts(lines)).toEqual([...lines.slice(0, 8).map((line) => `  ${line}`), '    [ ... ]', '  <l9>']);
  expect(bodyTexts(lines.slice(0, 8))).toHaveLength(8);
});
