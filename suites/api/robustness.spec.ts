import {
  connectionIsKept,
  documentsAre,
  type HttpBench,
  type HttpSeen,
  rawSeen,
  requirement,
  stillAnswers,
  troubleIsRefused,
  unknownId,
} from '../../fixtures/index.ts';

const status = '/api/v1/system/status';
const nothing = () => `/api/v1/coSpaces/${unknownId()}`;

/** Sends bytes over a connection of their own, and gives the answer if there is one. */
async function sent(http: HttpBench, what: string, bytes: string | Buffer): Promise<HttpSeen> {
  const raw = await http.connect();
  raw.write(bytes);
  const answer = rawSeen(what, await raw.answer());
  raw.close();
  return answer;
}

requirement('API-ROBUST-01', async ({ http, judge }) => {
  const answers = [
    await http.exchange({ method: 'GET', path: '/api/v1/coSpaces/%' }),
    await http.exchange({ method: 'PUT', path: nothing(), body: 'name=%zz%4&%=%ff' }),
  ];
  judge(troubleIsRefused, answers);
  await http.exchange({ method: 'GET', path: '/api/v1/coSpaces?filter=%e0%' });
  judge(stillAnswers, { after: 'badly encoded text', answers: await http.answersOthers() });
});

requirement('API-ROBUST-02', async ({ http, judge }) => {
  const body = Buffer.from('name=\xff\xfe\xc0\x80', 'latin1');
  judge(troubleIsRefused, [await http.exchange({ method: 'PUT', path: nothing(), body })]);
  judge(stillAnswers, { after: 'a body that is not UTF-8', answers: await http.answersOthers() });
});

requirement('API-ROBUST-03', async ({ http, judge }) => {
  const body = Buffer.from(`name=${'x'.repeat(2_000_000)}`);
  judge(troubleIsRefused, [await http.exchange({ method: 'PUT', path: nothing(), body })]);
  judge(stillAnswers, { after: 'a body of 2 MB', answers: await http.answersOthers() });
});

requirement('API-ROBUST-04', async ({ http, judge }) => {
  const path = `/api/v1/coSpaces?filter=${'x'.repeat(64_000)}`;
  await http.exchange({ method: 'GET', path });
  judge(stillAnswers, { after: 'a path of 64 kB', answers: await http.answersOthers() });
});

requirement('API-ROBUST-05', async ({ http, judge }) => {
  await http.exchange({ method: 'GET', path: status, headers: [`X-Conformance: ${'x'.repeat(64_000)}`] });
  judge(stillAnswers, { after: 'headers of 64 kB', answers: await http.answersOthers() });
});

requirement('API-ROBUST-06', async ({ http, judge }) => {
  const raw = await http.connect();
  raw.write(http.bytes({ method: 'PUT', path: nothing(), body: 'name=half' }).subarray(0, -2));
  raw.halfClose();
  judge(troubleIsRefused, [rawSeen('half a request', await raw.answer())]);
  judge(stillAnswers, { after: 'half a request', answers: await http.answersOthers() });
});

requirement('API-ROBUST-07', async ({ http, judge }) => {
  for (let n = 0; n < 3; n += 1) {
    const raw = await http.connect();
    raw.write(http.bytes({ method: 'PUT', path: nothing(), body: 'name=half' }).subarray(0, -2), 0);
    // it has been read when a later connection is answered
    await http.answersOthers();
    raw.close();
  }
  judge(stillAnswers, { after: 'connections that were broken off', answers: await http.answersOthers() });
});

requirement('API-ROBUST-08', async ({ http, judge }) => {
  await http.connections(24, http.bytes({ method: 'GET', path: status }).subarray(0, 30));
  judge(stillAnswers, { after: 'half a request on 24 connections', answers: await http.answersOthers() });
});

requirement('API-ROBUST-09', async ({ http, judge }) => {
  const answers = await http.triesTogether(24, { method: 'GET', path: status });
  judge(stillAnswers, { after: '23 others at the same time', answers });
});

requirement('API-ROBUST-10', async ({ http, judge }) => {
  const roots = ['coSpaces', 'callLegs', 'callBridges'];
  const raw = await http.connect();
  const requests = roots.map((root) => http.bytes({ method: 'GET', path: `/api/v1/${root}` }));
  raw.write(Buffer.concat(requests), roots.length);
  const answers: HttpSeen[] = [];
  for (const root of roots) {
    const answer = await raw.answer();
    if (!answer) break;
    answers.push(rawSeen(`GET /api/v1/${root}`, answer));
  }
  judge(connectionIsKept, { asked: roots.length, answers });
  judge(
    documentsAre,
    answers.map((answer, at) => ({ answer, element: roots[at] ?? '' })),
  );
});

requirement('API-ROBUST-11', async ({ http, judge }) => {
  await http.withoutTls('GET / HTTP/1.1\r\nHost: example.test\r\n\r\n');
  await http.withoutTls('\x16\x03\x01\xff\xff garbage\r\n\r\n');
  judge(stillAnswers, { after: 'bytes that are no TLS', answers: await http.answersOthers() });
});

requirement('API-ROBUST-12', async ({ http, judge }) => {
  const answers = [
    await sent(http, 'a greeting', 'EHLO example.test\r\n\r\n'),
    await sent(http, 'bytes without meaning', '\0\x01\x02\xff\r\n\r\n'),
  ];
  judge(troubleIsRefused, answers);
  judge(stillAnswers, { after: 'bytes that are no HTTP', answers: await http.answersOthers() });
});
