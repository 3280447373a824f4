import {
  type HttpBench,
  type HttpSeen,
  parameterIsRefused,
  refusalIsWellFormed,
  refusedWith,
  requirement,
  unknownId,
} from '../../fixtures/index.ts';

const api = '/api/v1';

/** The answers to reading, changing and deleting what doesn't exist in a collection. */
async function touched(http: HttpBench, collection: string): Promise<HttpSeen[]> {
  const path = `${api}/${collection}/${unknownId()}`;
  return Promise.all([http.asked('GET', path), http.asked('PUT', path, ''), http.asked('DELETE', path)]);
}

requirement('API-FAIL-01', async ({ http, judge }) => {
  judge(refusalIsWellFormed, await http.asked('GET', `${api}/coSpaces/${unknownId()}`));
});

requirement('API-FAIL-02', async ({ http, judge }) => {
  judge(refusedWith, { answers: await touched(http, 'coSpaces'), reasons: ['coSpaceDoesNotExist'] });
});

requirement('API-FAIL-03', async ({ http, judge }) => {
  judge(refusedWith, { answers: await touched(http, 'calls'), reasons: ['callDoesNotExist'] });
});

requirement('API-FAIL-04', async ({ http, judge }) => {
  judge(refusedWith, { answers: await touched(http, 'callLegs'), reasons: ['callLegDoesNotExist'] });
});

requirement('API-FAIL-05', async ({ http, judge }) => {
  judge(refusedWith, { answers: await touched(http, 'callProfiles'), reasons: ['callProfileDoesNotExist'] });
});

requirement('API-FAIL-06', async ({ http, judge }) => {
  judge(refusedWith, { answers: await touched(http, 'callLegProfiles'), reasons: ['callLegProfileDoesNotExist'] });
});

requirement('API-FAIL-07', async ({ http, judge }) => {
  judge(refusedWith, { answers: await touched(http, 'callBridges'), reasons: ['callBridgeDoesNotExist'] });
});

requirement('API-FAIL-08', async ({ http, judge }) => {
  judge(refusedWith, { answers: await touched(http, 'callBridgeGroups'), reasons: ['callBridgeGroupDoesNotExist'] });
});

requirement('API-FAIL-09', async ({ http, judge }) => {
  judge(refusedWith, { answers: await touched(http, 'coSpaceTemplates'), reasons: ['coSpaceTemplateDoesNotExist'] });
});

requirement('API-FAIL-10', async ({ http, judge }) => {
  const answers = [await http.asked('GET', `${api}/users/${unknownId()}`)];
  judge(refusedWith, { answers, reasons: ['userDoesNotExist'] });
});

requirement('API-FAIL-11', async ({ http, judge }) => {
  const { id } = await http.space();
  const answers = await touched(http, `coSpaces/${id}/accessMethods`);
  judge(refusedWith, { answers, reasons: ['accessMethodDoesNotExist'] });
});

requirement('API-FAIL-12', async ({ http, judge }) => {
  const { id } = await http.space();
  const answers = await touched(http, `coSpaces/${id}/coSpaceUsers`);
  judge(refusedWith, { answers, reasons: ['coSpaceUserDoesNotExist'] });
});

requirement('API-FAIL-13', async ({ http, judge }) => {
  const { id } = await http.make('coSpaceTemplates', { name: http.mark });
  const answers = await touched(http, `coSpaceTemplates/${id}/accessMethodTemplates`);
  judge(refusedWith, { answers, reasons: ['coSpaceAccessMethodTemplateDoesNotExist'] });
});

requirement('API-FAIL-14', async ({ http, judge }) => {
  const answer = await http.creates('coSpaces', `name=${http.mark}&streamUrl=not+a+URL`);
  judge(parameterIsRefused, { answer, parameter: 'streamUrl' });
});
