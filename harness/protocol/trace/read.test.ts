import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { readLog, readTrace, smallestBody } from './read.ts';
import { bodyTexts, contentText, parameterTexts, requestText } from './write.ts';

const recording = readFileSync(join(import.meta.dirname, '../../../fixtures/vectors/trace-2.0/api-trace.log'), 'utf8');

test('the recorded log has 255 records, 28 requests and 10 audit lines', () => {
  const records = readLog(recording);
  expect(records).toHaveLength(255);
  expect(records[0]).toMatchObject({
    time: 'Jul 26 14:08:23',
    facility: 'user',
    severity: 'info',
    host: 'Node1',
    process: 'host:server',
  });
  const { requests, audits } = readTrace(records);
  expect(requests).toHaveLength(28);
  expect(audits).toHaveLength(10);
  for (const request of requests) {
    if (request.contentSize !== null)
      expect(smallestBody(request.parameters), String(request.number)).toBe(request.contentSize);
    expect(request.audit === null, `${request.number}: only changes are audited`).toBe(request.method === 'GET');
  }
});

test('a 401 and an answer that comes late belong to their own numbers', () => {
  const { requests } = readTrace(readLog(recording));
  const [late, refused, repeated] = [9497, 9498, 9499].map((number) =>
    requests.find((request) => request.number === number),
  );
  expect(late).toMatchObject({
    path: '/api/v1/participants',
    status: 200,
    size: 60,
    body: ['<participants total="0"></participants>'],
  });
  expect(refused).toMatchObject({ status: 401, size: 0, headers: { 'www-authenticate': 'Basic realm="acano"' } });
  expect(repeated).toMatchObject({ status: 200, size: 788, elided: true });
});

test('wrapped parameters are whole again, a mask is one, a lone & is an empty pair', () => {
  const { requests } = readTrace(readLog(recording));
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

test('a copy that is broken over pages, lost its first letter and glues records reads the same', () => {
  const broken = recording
    .slice(1)
    .split('\n')
    .flatMap((line, at) => (at % 3 === 0 ? [line.replace(/API trace (\d+): {2}/, 'API trace $1:\n\n'), ''] : [line]))
    .join('\n')
    .replaceAll(/ \(from 203\.0\.113\.61\)\n/g, ' (from 203.0.113.61) ');
  const plain = ({ requests }: ReturnType<typeof readTrace>) =>
    requests.map(({ requestIndex: _r, answerIndex: _a, audit: _u, ...rest }) => rest);
  const read = plain(readTrace(readLog(broken)));
  const whole = plain(readTrace(readLog(recording)));
  expect({ ...read[0], time: '' }).toEqual({ ...whole[0], time: '' });
  expect(read.slice(1)).toEqual(whole.slice(1));
});

test('a number that comes twice makes two requests', () => {
  const line = (text: string) => `Jul 26 14:08:23 user.info Node1 host:server:  INFO : API trace 7:${text}`;
  const { requests } = readTrace(
    readLog([line(requestText('GET', '/api/v1/calls', 'x')), line(requestText('GET', '/api/v1/calls', 'x'))]),
  );
  expect(requests.map((request) => request.number)).toEqual([7, 7]);
});

test('what the writer prints of a parameter is read back', () => {
  const value = fc.stringMatching(/^[ -%'-~]{0,160}$/).filter((text) => !/^\*+$/.test(text) && text === text.trimEnd());
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), (values) => {
      const line = (text: string) => `Nov 21 04:46:27.482 user.info cms1 host:server:  INFO : API trace 14:${text}`;
      const texts = values.flatMap((one, at) => parameterTexts(`p${at}=${one}${at === values.length - 1 ? '' : '&'}`));
      const log = [requestText('PUT', '/api/v1/x', '192.0.2.1'), contentText(9, 'text/plain'), ...texts].map(line);
      const [request] = readTrace(readLog(log)).requests;
      expect(request?.parameters.map((parameter) => parameter.value)).toEqual(values);
    }),
  );
});

test('more than nine lines of a document are shortened to eight, the mark and the last', () => {
  const lines = Array.from({ length: 10 }, (_, at) => `<l${at}>`);
  expect(bodyTexts(lines)).toEqual([...lines.slice(0, 8).map((line) => `  ${line}`), '    [ ... ]', '  <l9>']);
  expect(bodyTexts(lines.slice(0, 8))).toHaveLength(8);
});
