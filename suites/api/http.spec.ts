import {
  answerIsPlain,
  answersAreEmpty,
  answersAreUnauthorized,
  answersCarry,
  connectionIsExhausted,
  connectionIsKept,
  documentsAre,
  documentsAreEqual,
  type HttpBench,
  type HttpSeen,
  keepAliveIsTold,
  lengthsAreTrue,
  locationIsRelative,
  pageHas,
  rawSeen,
  refusedWith,
  requirement,
  unknownId,
} from '../../fixtures/index.ts';

const status = '/api/v1/system/status';
const coSpaces = '/api/v1/coSpaces';
const unrecognised = ['unrecognisedObject', 'unrecognizedObject'];

/** The answers to one request of each verb. */
async function oneOfEach(http: HttpBench): Promise<HttpSeen[]> {
  const { path } = await http.space();
  return [
    await http.asked('GET', path),
    await http.creates('coSpaces', `name=${http.mark}+other`),
    await http.asked('PUT', path, `name=${http.mark}+renamed`),
    await http.asked('DELETE', path),
  ];
}

/** Sends as many requests without credentials over one connection, and reads until it ends or all are answered. */
async function repeated(http: HttpBench, count: number): Promise<HttpSeen[]> {
  const raw = await http.connect();
  raw.write(Buffer.concat(Array.from({ length: count }, () => anonymous(http))), count);
  const answers: HttpSeen[] = [];
  while (answers.length < count) {
    const answer = await raw.answer();
    if (!answer) break;
    answers.push(rawSeen(`GET ${status}`, answer));
  }
  return answers;
}

const anonymous = (http: HttpBench) => http.bytes({ method: 'GET', path: status, anonymous: true });

requirement('API-HTTP-01', async ({ http, judge }) => {
  const answers = await oneOfEach(http);
  judge(answersCarry, { answers, header: 'strict-transport-security', form: 'max-age=\\d+' });
});

requirement('API-HTTP-02', async ({ http, judge }) => {
  judge(answersCarry, { answers: await oneOfEach(http), header: 'x-frame-options', form: '^DENY$' });
});

requirement('API-HTTP-03', async ({ http, judge }) => {
  judge(locationIsRelative, await http.creates('coSpaces', `name=${http.mark}`));
});

requirement('API-HTTP-04', async ({ http, judge }) => {
  judge(answerIsPlain, await http.exchange({ method: 'GET', path: coSpaces }));
});

requirement('API-HTTP-05', async ({ http, judge }) => {
  const { path } = await http.space();
  const plain = await http.exchange({ method: 'GET', path });
  const offered = await http.exchange({ method: 'GET', path, headers: ['Accept-Encoding: gzip'] });
  judge(documentsAreEqual, { plain, offered });
});

requirement('API-HTTP-06', async ({ http, judge }) => {
  judge(answersCarry, {
    answers: [await http.asked('GET', status)],
    header: 'vary',
    form: '\\b[Aa]ccept-[Ee]ncoding\\b',
  });
});

requirement('API-HTTP-07', async ({ http, judge }) => {
  const raw = await http.connect();
  const answers: HttpSeen[] = [];
  for (let n = 0; n < 3; n += 1) {
    raw.write(anonymous(http));
    const answer = rawSeen(`GET ${status}`, await raw.answer());
    answers.push(answer);
    if (answer.status === null || /\bclose\b/i.test(answer.headers.connection ?? '')) break;
  }
  judge(connectionIsKept, { asked: 3, answers });
});

requirement('API-HTTP-08', async ({ http, judge }) => {
  const raw = await http.connect();
  raw.write(anonymous(http));
  judge(keepAliveIsTold, rawSeen(`GET ${status}`, await raw.answer()));
});

requirement('API-HTTP-09', async ({ http, bench, judge }) => {
  const [first] = await repeated(http, 1);
  const told = /\bmax=(\d+)/i.exec(first?.headers['keep-alive'] ?? '')?.[1];
  const max = told === undefined ? 0 : Number(told);
  if (max > 1000) bench.giveUp(`a connection serves ${max} requests`);
  const asked = max + 10;
  judge(connectionIsExhausted, { max, asked, answers: await repeated(http, asked) });
});

requirement('API-HTTP-10', async ({ http, judge }) => {
  const { path } = await http.space({ name: `${http.mark} Årsmøte 東京 🎉` });
  judge(lengthsAreTrue, [
    await http.exchange({ method: 'GET', path }),
    await http.exchange({ method: 'GET', path: `${coSpaces}?filter=${http.mark}` }),
  ]);
});

requirement('API-HTTP-11', async ({ http, judge }) => {
  const { path } = await http.space();
  judge(answersAreEmpty, [
    await http.asked('PUT', path, `name=${http.mark}+renamed`),
    await http.asked('DELETE', path),
  ]);
});

requirement('API-AUTH-01', async ({ http, judge }) => {
  const raw = await http.connect();
  raw.write(http.bytes({ method: 'GET', path: status }));
  const known = rawSeen(`GET ${status}`, await raw.answer());
  if (/\bclose\b/i.test(known.headers.connection ?? '')) {
    judge(answersAreUnauthorized, [await http.exchange({ method: 'GET', path: status, anonymous: true })]);
    return;
  }
  raw.write(anonymous(http));
  judge(answersAreUnauthorized, [rawSeen(`GET ${status}, without credentials`, await raw.answer())]);
});

requirement('API-AUTH-02', async ({ api, judge }) => {
  const paths = [status, '/api/v1/callBridges', '/api/v1/calls', `/api/v1/${unknownId()}`];
  const answers = await Promise.all(paths.map((path) => api.request('GET', path, undefined, 'none')));
  judge(
    answersAreUnauthorized,
    answers.map(({ path, status: code, headers, size }) => ({
      ...rawSeen(`GET ${path}`, null),
      status: code,
      headers,
      size,
    })),
  );
});

requirement('API-PATH-01', async ({ http, judge }) => {
  const named = [
    ['COSPACES', 'coSpaces'],
    ['callbridges', 'callBridges'],
    ['CallLegProfiles', 'callLegProfiles'],
    ['coSpaceBulkSyncs', 'cospaceBulkSyncs'],
    ['SYSTEM/Status', 'status'],
  ] as const;
  const answers = named.map(async ([path, element]) => ({
    answer: await http.asked('GET', `/api/v1/${path}`),
    element,
  }));
  judge(documentsAre, await Promise.all(answers));
});

requirement('API-PATH-02', async ({ http, judge }) => {
  const answers = [await http.creates('cospaces', `name=${http.mark}`)];
  judge(answersCarry, { answers, header: 'location', form: '^(https?://[^/]+)?/api/v1/coSpaces/[0-9a-f-]{36}$' });
});

requirement('API-PATH-03', async ({ http, judge }) => {
  judge(documentsAre, [
    { answer: await http.asked('GET', `${coSpaces}/`), element: 'coSpaces' },
    { answer: await http.asked('GET', '/api/v1/calls/?offset=0'), element: 'calls' },
  ]);
});

requirement('API-PATH-04', async ({ http, judge }) => {
  await http.space();
  await http.space();
  for (const query of [`filter=${http.mark}&limit=1`, `FILTER=${http.mark}&Limit=1`])
    judge(pageHas, { page: await http.page(`coSpaces?${query}`), total: 2, most: 1 });
});

requirement('API-PATH-05', async ({ http, judge }) => {
  const answers = [await http.asked('GET', '/api/v2/coSpaces'), await http.asked('GET', '/api/v0/system/status')];
  judge(refusedWith, { answers, reasons: ['invalidVersion'] });
});

requirement('API-PATH-06', async ({ http, judge }) => {
  const answers = [await http.asked('GET', '/api/v1/coSpace'), await http.asked('GET', `/api/v1/${unknownId()}`)];
  judge(refusedWith, { answers, reasons: unrecognised });
});

requirement('API-PATH-07', async ({ http, judge }) => {
  const { path } = await http.space();
  const paths = ['/api/v1/system/profile', `${path}/coSpaceUser`, `${path}/coSpaceUsers/${unknownId()}/nothing`];
  const answers = await Promise.all(paths.map((one) => http.asked('GET', one)));
  judge(refusedWith, { answers, reasons: unrecognised });
});

requirement('API-PATH-08', async ({ http, judge }) => {
  const answers = [await http.asked('PUT', coSpaces, ''), await http.asked('POST', '/api/v1/system/alarms', '')];
  judge(refusedWith, { answers, reasons: ['invalidOperation'] });
});

requirement('API-PATH-09', async ({ http, judge }) => {
  const { path } = await http.space();
  judge(refusedWith, { answers: [await http.asked('POST', path, '')], reasons: ['invalidOperation'] });
});

requirement('API-PATH-10', async ({ http, judge }) => {
  judge(refusedWith, { answers: [await http.asked('DELETE', status)], reasons: ['invalidOperation'] });
});
