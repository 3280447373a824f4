import { isAnsweredBy, isRefused, namesObject, reads, requirement, uniqueName } from '../../fixtures/index.ts';

/** More than any rule of a deployment has. */
const [highest, high] = ['99999', '99998'];

requirement('DIAL-ACCESS-01', async ({ calls, judge }) => {
  const user = uniqueName();
  const answer = await calls.post('accessQuery', { uri: user });
  const uri = answer.fields.uri ?? '';
  judge(isAnsweredBy, { answer, root: 'accessQuery', expected: { uri: uri.startsWith(`${user}@`) ? uri : user } });
});

requirement('DIAL-ACCESS-02', async ({ calls, judge }) => {
  const [user, domain] = [uniqueName(), `${uniqueName()}.example.test`];
  await calls.make('inboundDialPlanRules', { domain, priority: highest, resolveTocoSpaces: 'true' });
  const other = `${uniqueName()}.example.test`;
  await calls.make('inboundDialPlanRules', { domain: other, priority: high, resolveTocoSpaces: 'true' });
  const answer = await calls.post('accessQuery', { uri: user });
  judge(isAnsweredBy, { answer, root: 'accessQuery', expected: { uri: `${user}@${domain}` } });
});

requirement('DIAL-ACCESS-03', async ({ calls, judge }) => {
  const answer = await calls.post('accessQuery', { uri: uniqueName(), tenant: '00000000-0000-4000-8000-000000000000' });
  judge(isRefused, { answer, reasons: ['tenantDoesNotExist', 'parameterError:tenant'] });
});

requirement('DIAL-URI-01', async ({ calls, judge }) => {
  const uri = uniqueName();
  const { id } = await calls.space({ uri });
  judge(namesObject, { answer: await calls.post('uriUsageQuery', { uri }), id, named: true });
});

requirement('DIAL-URI-02', async ({ calls, judge }) => {
  const uri = uniqueName();
  const { id } = await calls.space({ uri });
  await calls.namedByUriUsage(id, { uri });
  judge(namesObject, { answer: await calls.post('uriUsageQuery', { uri: uri.slice(0, -1) }), id, named: false });
});

requirement('DIAL-URI-03', async ({ calls, judge }) => {
  const [uri, other] = [uniqueName(), uniqueName()];
  await calls.namedByUriUsage((await calls.space({ uri: other })).id, { uri: other });
  const { id } = await calls.space({ uri, tenant: (await calls.tenant()).id });
  judge(namesObject, { answer: await calls.post('uriUsageQuery', { uri }), id, named: false });
});

requirement('DIAL-URI-04', async ({ calls, judge }) => {
  const [uri, { id: tenant }] = [uniqueName(), await calls.tenant()];
  const { id } = await calls.space({ uri, tenant });
  judge(namesObject, { answer: await calls.post('uriUsageQuery', { uri, tenant }), id, named: true });
});

requirement('DIAL-ENTRY-01', async ({ calls, judge }) => {
  const callId = String(100_000_000 + Math.floor(Math.random() * 900_000_000));
  const { id, path } = await calls.space({ uri: uniqueName(), callId });
  const document = await calls.get(`${path}/meetingEntryDetail`);
  judge(isAnsweredBy, { answer: document, root: 'meetingEntryDetail', expected: { coSpace: id, callId } });
});

requirement('DIAL-ENTRY-02', async ({ calls, judge }) => {
  const [uri, domain] = [uniqueName(), `${uniqueName()}.example.test`];
  await calls.make('inboundDialPlanRules', { domain, priority: highest, resolveTocoSpaces: 'true' });
  const { path } = await calls.space({ uri });
  judge(reads, { document: await calls.get(`${path}/meetingEntryDetail`), expected: { uri: `${uri}@${domain}` } });
});

requirement('DIAL-IVR-01', async ({ calls, judge }) => {
  const uri = uniqueName();
  await calls.make('ivrs', { uri });
  judge(isRefused, { answer: await calls.tryMake('ivrs', { uri }), reasons: ['ivrUriConflict'] });
});

requirement('DIAL-RULE-01', async ({ calls, judge }) => {
  const uri = uniqueName();
  for (const tenant of [await calls.tenant(), await calls.tenant()]) await calls.space({ uri, tenant: tenant.id });
  const rule = { domain: `${uniqueName()}.example.test`, priority: '1', resolveTocoSpaces: 'true' };
  const answer = await calls.tryMake('inboundDialPlanRules', rule);
  judge(isRefused, { answer, reasons: ['inboundDialPlanRuleUriConflict'] });
});
