import {
  forged,
  requirement,
  uniqueName,
  webAppAccessMethods,
  webAppLists,
  webAppStatus,
  webAppTexts,
} from '../../fixtures/index.ts';

const lookUp = '/api/userLookup?query=conformance';

requirement('WEBAPP-AUTH-01', async ({ webApp, judge }) => {
  const { username, password } = await webApp.user();
  judge(webAppTexts, { answer: await webApp.client.signIn(username, password), fields: ['jwt', 'idToken'] });
});

requirement('WEBAPP-AUTH-02', async ({ webApp, judge }) => {
  const { username, password } = await webApp.user();
  judge(webAppStatus, { answer: await webApp.client.signIn(username, `${password}x`), expected: 401 });
});

requirement('WEBAPP-AUTH-03', async ({ webApp, bench, judge }) => {
  const token = await webApp.signedIn();
  await bench.advance(24 * 3600 - 60);
  judge(webAppStatus, { answer: await webApp.client.send('GET', lookUp, { token }), expected: 200 });
  await bench.advance(120);
  judge(webAppStatus, { answer: await webApp.client.send('GET', lookUp, { token }), expected: 401 });
});

requirement('WEBAPP-AUTH-04', async ({ webApp, judge }) => {
  const token = await webApp.signedIn();
  judge(webAppStatus, { answer: await webApp.client.send('GET', lookUp, { token }), expected: 200 });
  judge(webAppStatus, { answer: await webApp.client.send('GET', lookUp, { token: forged(token) }), expected: 401 });
});

requirement('WEBAPP-SPACE-01', async ({ webApp, judge }) => {
  const user = await webApp.user();
  const name = uniqueName();
  const { guid } = await webApp.space(user, name, 'Host');
  const answer = await webApp.client.send('GET', '/api/cospaces', { token: await webApp.signedIn(user) });
  judge(webAppLists, { answer, list: 'spaces', entry: { guid, name } });
});

requirement('WEBAPP-SPACE-02', async ({ webApp, judge }) => {
  const user = await webApp.user();
  const { guid } = await webApp.space(user, uniqueName(), 'Host');
  const answer = await webApp.client.send('GET', `/api/cospaces/${guid}`, { token: await webApp.signedIn(user) });
  judge(webAppAccessMethods, { answer, names: ['Host'] });
});

requirement('WEBAPP-SPACE-03', async ({ webApp, judge }) => {
  const user = await webApp.user();
  const coSpaceTemplateId = await webApp.template(user, uniqueName(), ['Host', 'Guest']);
  const token = await webApp.signedIn(user);
  const answer = await webApp.createSpace(token, { coSpaceTemplateId, name: uniqueName() });
  judge(webAppTexts, { answer, fields: ['guid', 'name'] });
  judge(webAppAccessMethods, { answer, names: ['Host', 'Guest'] });
});

requirement('WEBAPP-SPACE-04', async ({ webApp, judge }) => {
  const token = await webApp.signedIn();
  const path = '/api/cospaces/00000000-0000-4000-8000-000000000000';
  judge(webAppStatus, { answer: await webApp.client.send('GET', path, { token }), expected: 400 });
});

requirement('WEBAPP-TEMPLATE-01', async ({ webApp, judge }) => {
  const user = await webApp.user();
  const name = uniqueName();
  const id = await webApp.template(user, name, ['Host']);
  const answer = await webApp.client.send('GET', '/api/coSpaceTemplates', { token: await webApp.signedIn(user) });
  judge(webAppLists, { answer, list: 'coSpaceTemplates', entry: { id, name } });
});

requirement('WEBAPP-INVITE-01', async ({ webApp, judge }) => {
  const user = await webApp.user();
  const { guid, method } = await webApp.space(user, uniqueName(), 'Host');
  const token = await webApp.signedIn(user);
  const path = `/api/cospaces/${guid}/accessMethods/${method}/emailInvitation`;
  const answer = await webApp.client.send('POST', path, { token, body: { language: 'en_GB' } });
  judge(webAppTexts, { answer, fields: ['invitation', 'language'] });
});

requirement('WEBAPP-SCHEDULE-01', async ({ webApp, judge }) => {
  const guest = await webApp.client.send('GET', '/api/scheduler/meetings');
  judge(webAppStatus, { answer: guest, expected: 401 });
});
