import {
  pageIsForBrowsers,
  requirement,
  sessionIsHeld,
  signInIsRefused,
  statusIsShown,
  statusSeen,
  wrongPassword,
} from '../../fixtures/index.ts';

const status = '/api/v1/system/status';

requirement('API-WEBADMIN-01', async ({ webAdmin, judge }) => {
  judge(pageIsForBrowsers, await webAdmin.open());
});

requirement('API-WEBADMIN-02', async ({ node, webAdmin, judge }) => {
  await webAdmin.open();
  const signedIn = await webAdmin.signIn(node.mmp);
  const next = await webAdmin.open();
  judge(sessionIsHeld, { signedIn, next, cookies: await webAdmin.cookies() });
});

requirement('API-WEBADMIN-03', async ({ node, webAdmin, judge }) => {
  const before = await webAdmin.open();
  judge(signInIsRefused, { pages: [before], softwareVersion: node.softwareVersion });
  const refused = await webAdmin.signIn({ username: node.mmp.username, password: wrongPassword() });
  const next = await webAdmin.open();
  judge(signInIsRefused, { pages: [refused, next], softwareVersion: node.softwareVersion });
});

requirement('API-WEBADMIN-04', async ({ api, webAdmin, judge }) => {
  const before = statusSeen(await api.get(status));
  const page = await webAdmin.enter();
  const after = statusSeen(await api.get(status));
  judge(statusIsShown, { page, before, after });
});
