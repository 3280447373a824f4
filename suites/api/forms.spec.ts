import { answersSucceed, type HttpBench, holds, requirement } from '../../fixtures/index.ts';

/** Changes a space of its own by this body, and reads it. */
async function changed(http: HttpBench, body: string, before: Record<string, string> = {}) {
  const { path } = await http.space(before);
  await http.asked('PUT', path, body);
  return http.object(path);
}

requirement('API-FORM-01', async ({ http, judge }) => {
  judge(holds, { object: await changed(http, 'cdrTag=', { cdrTag: 'billed' }), expected: { cdrTag: '' } });
});

requirement('API-FORM-02', async ({ http, judge }) => {
  const object = await changed(http, `name=${http.mark}+renamed`, { cdrTag: 'billed' });
  judge(holds, { object, expected: { cdrTag: 'billed', name: `${http.mark} renamed` } });
});

requirement('API-FORM-03', async ({ http, judge }) => {
  const made = await http.creates('coSpaces', `&name=${http.mark}&cdrTag=billed`);
  judge(answersSucceed, [made]);
  const object = await http.object(made.headers.location ?? '/');
  judge(holds, { object, expected: { name: http.mark, cdrTag: 'billed' } });
});

requirement('API-FORM-04', async ({ http, judge }) => {
  const name = `${http.mark} lunch on the roof`;
  judge(holds, { object: await changed(http, `name=${name}`), expected: { name } });
});

requirement('API-FORM-05', async ({ http, judge }) => {
  const name = `${http.mark}$1@example.test`;
  judge(holds, { object: await changed(http, `name=${name}`), expected: { name } });
});

requirement('API-FORM-06', async ({ http, judge }) => {
  const body = `name=${http.mark}%20lower%2flower%20upper%2Fupper`;
  judge(holds, { object: await changed(http, body), expected: { name: `${http.mark} lower/lower upper/upper` } });
});

requirement('API-FORM-07', async ({ http, judge }) => {
  const body = `name=${http.mark}%26cdrTag%3Dnone&cdrTag=billed`;
  const expected = { name: `${http.mark}&cdrTag=none`, cdrTag: 'billed' };
  judge(holds, { object: await changed(http, body), expected });
});

requirement('API-FORM-08', async ({ http, judge }) => {
  const name = `${http.mark}=2=3`;
  judge(holds, { object: await changed(http, `name=${name}`), expected: { name } });
});

requirement('API-FORM-09', async ({ http, judge }) => {
  const name = `${http.mark} Årsmøte 東京 🎉`;
  judge(holds, { object: await changed(http, `name=${encodeURIComponent(name)}`), expected: { name } });
});

requirement('API-FORM-10', async ({ http, judge }) => {
  const name = `${http.mark} Årsmøte 東京 🎉`;
  judge(holds, { object: await changed(http, `name=${name}`), expected: { name } });
});

requirement('API-FORM-11', async ({ http, judge }) => {
  const made = await http.creates('coSpaces', `name=${http.mark}&conformanceUnknown=1`);
  judge(answersSucceed, [made]);
  const path = made.headers.location ?? '/';
  judge(answersSucceed, [await http.asked('PUT', path, `conformanceUnknown=2&name=${http.mark}-2`)]);
  judge(holds, { object: await http.object(path), expected: { name: `${http.mark}-2` } });
});

requirement('API-FORM-12', async ({ http, judge }) => {
  const { path } = await http.space();
  const headers = ['Content-Type: application/json'];
  judge(answersSucceed, [await http.exchange({ method: 'PUT', path, headers })]);
  judge(holds, { object: await http.object(path), expected: { name: `${http.mark} room` } });
});
