import { expect, test } from '@playwright/test';
import { Agent, request } from 'undici';
import { Repository } from '../api/repository.ts';
import { startCluster } from '../kernel/cluster.ts';
import type { EmulatedNode } from '../kernel/node.ts';
import { loadTopology } from '../kernel/topology.ts';
import { policiesWith } from '../policies/index.ts';
import { runCommand } from '../testing.ts';
import { testRoot } from '../testing-certificates.ts';
import { addWebAppUser } from './users.ts';

const meetings = '/api/scheduler/meetings';
const space = '3b1f1a52-6a0c-4d8e-9a53-0d5b6a4f7c11';

test('scheduling calls of signed-in users go through C2W to a scheduler, and each sees their own meetings', async () => {
  const cluster = await startCluster({
    topology: loadTopology('single', null),
    policies: policiesWith([]),
    data: null,
    host: '127.0.0.1',
    portBase: null,
  });
  const [node] = cluster.nodes as [EmulatedNode];
  const root = await testRoot('Root');
  const own = await root.issue('cms1.example.test');
  node.files.write('own.key', Buffer.from(own.key));
  node.files.write('own.cer', Buffer.from(`${own.certificate}${root.certificate}`));
  node.files.write('root.cer', Buffer.from(root.certificate));
  for (const command of [
    'webbridge3 https certs own.key own.cer',
    'webbridge3 https listen a:21543',
    'webbridge3 c2w certs own.key own.cer',
    'webbridge3 c2w trust root.cer',
    'webbridge3 c2w listen a:21544',
    'webbridge3 enable',
    'scheduler c2w certs own.key own.cer',
    'scheduler c2w trust root.cer',
  ])
    expect(await runCommand(node, command), command).toMatchObject({ ok: true });
  const objects = Repository.of(cluster.store);
  objects.insert({ id: 'wb', type: 'webBridge', parent: null, fields: { url: 'c2w://cms1.example.test:21544' } });
  objects.insert({ id: space, type: 'coSpace', parent: null, fields: { name: 'Space' } });
  expect(node.endpoints.webApp).toBe(`https://${node.address}:21543`);

  const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });
  const call = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, token: string | null, body?: object) => {
    const answer = await request(`${node.endpoints.webApp}${path}`, {
      dispatcher,
      method,
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
      body: body ? JSON.stringify(body) : null,
    });
    return { status: answer.statusCode, json: (await answer.body.json()) as Record<string, unknown> };
  };
  const signIn = async (username: string) => {
    addWebAppUser(cluster, { userJid: username, name: username, password: 'a password' });
    const { json } = await call('POST', '/api/auth', null, { username, password: 'a password', trace: false });
    return String(json.jwt);
  };
  const [anna, ben] = [await signIn('anna@example.test'), await signIn('ben@example.test')];

  expect((await call('GET', meetings, null)).status).toBe(401);
  expect((await call('GET', meetings, anna)).status).toBe(503);
  await runCommand(node, 'scheduler enable');
  await expect.poll(async () => (await call('GET', meetings, anna)).status, { intervals: [20] }).toBe(200);

  const start = new Date(cluster.clock.now().getTime() + 3_600_000).toISOString().slice(0, 19);
  const end = new Date(cluster.clock.now().getTime() + 7_200_000).toISOString().slice(0, 19);
  const wish = { summary: 'A', coSpace: space, dtStart: start, dtEnd: end, timeZone: 'UTC' };
  const made = await call('POST', meetings, anna, wish);
  expect(made).toMatchObject({ status: 200, json: { attendees: [{ user: 'anna@example.test', organizer: true }] } });
  const path = `${meetings}/${String(made.json.meeting)}`;
  expect((await call('GET', meetings, anna)).json).toMatchObject([{ summary: 'A' }]);
  expect((await call('GET', meetings, ben)).json).toEqual([]);
  expect((await call('DELETE', path, ben)).status).toBe(404);
  const attendees = [{ user: 'ben@example.test', organizer: true }];
  expect((await call('PUT', path, anna, { attendees })).json).toMatchObject({
    attendees: [
      { user: 'anna@example.test', organizer: true },
      { user: 'ben@example.test', organizer: false },
    ],
  });
  expect((await call('GET', meetings, ben)).json).toMatchObject([{ summary: 'A' }]);
  expect((await call('DELETE', path, anna)).status).toBe(200);
  expect((await call('POST', meetings, anna, { ...wish, dtEnd: start })).status).toBe(400);

  await runCommand(node, 'webbridge3 disable');
  expect(node.endpoints.webApp).toBeNull();
  await dispatcher.destroy();
  await cluster.close();
});
