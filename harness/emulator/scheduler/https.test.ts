import { test as base, expect } from '@playwright/test';
import { Agent, request } from 'undici';
import { createContext } from '../api/context.ts';
import { accessMethodTemplateResource, coSpaceTemplateResource } from '../api/templates.ts';
import { schedulerSettings, storeSchedulerSettings } from '../mmp/scheduler-state.ts';
import { buildNode, type TestNode, testCredentials } from '../testing.ts';
import { testRoot } from '../testing-certificates.ts';
import { startScheduler, stopScheduler } from './service.ts';

// biome-ignore lint/suspicious/noExplicitAny: whatever was answered
type Json = any;

interface Scheduler {
  node: TestNode;
  ask(
    method: string,
    path?: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; json: Json }>;
}

const test = base.extend<{ scheduler: Scheduler }>({
  scheduler: async ({}, use) => {
    const node = buildNode();
    const root = await testRoot('root');
    const leaf = await root.issue('cms1');
    node.files.write('key', Buffer.from(leaf.key));
    node.files.write('chain', Buffer.from(`${leaf.certificate}\n${root.certificate}`));
    const agent = new Agent({ connect: { rejectUnauthorized: false } });
    const https = { httpsInterface: 'a', httpsPort: '9443', httpsKeyFile: 'key', httpsCertificateFile: 'chain' };
    storeSchedulerSettings(node, { ...schedulerSettings(node), ...https, enabled: true });
    await startScheduler(node);
    await use({
      node,
      ask: async (method, path = '', body, headers = {}) => {
        const url = `${node.endpoints.scheduler}/api/v1/scheduler/meetings${path}`;
        const text = typeof body === 'string' ? body : JSON.stringify(body);
        const answer = await request(url, {
          method: method as 'GET',
          dispatcher: agent,
          headers,
          ...(body === undefined ? {} : { body: text }),
        });
        return { status: answer.statusCode, json: await answer.body.json() };
      },
    });
    await stopScheduler(node);
    await agent.destroy();
    node.cluster.clock.stop();
  },
});

function template(node: TestNode): string {
  const context = { ...createContext(node), afterAnswer: () => {} };
  const { id = '' } = coSpaceTemplateResource.create?.(context, { name: 'Meeting' }, null) ?? {};
  for (const name of ['Host', 'Guest'])
    accessMethodTemplateResource.create?.(
      context,
      { name, uriGenerator: `$.${name.toLowerCase()}`, generateUniqueCallId: 'true' },
      { type: 'coSpaceTemplate', id },
    );
  return id;
}

const times = { dtStart: '2027-03-27T10:00:00', dtEnd: '2027-03-27T11:00:00', timeZone: 'Europe/Oslo' };
const window = '?fromTime=2027-03-01T00:00:00Z&untilTime=2027-05-01T00:00:00Z';

test('a meeting is made, listed, changed and cancelled, its space with it', async ({ scheduler: { node, ask } }) => {
  const attendees = [
    { email: 'ada@example.test', role: 'Host', organizer: true },
    { user: 'bob@example.test', role: 'Guest' },
  ];
  const wish = {
    summary: 'Stand-up',
    ...times,
    rrule: 'FREQ=DAILY;COUNT=2',
    coSpaceTemplate: template(node),
    attendees,
  };
  const made = await ask('POST', '', wish);
  expect(made).toMatchObject({ status: 200, json: { summary: 'Stand-up', rrule: 'FREQ=DAILY;COUNT=2' } });
  const { meeting, coSpace } = made.json;
  expect((await ask('GET', window)).json).toEqual([
    {
      meeting,
      coSpace,
      summary: 'Stand-up',
      ...times,
      recurrence: times.dtStart,
      rrule: wish.rrule,
      isFullDayMeeting: false,
    },
    expect.objectContaining({ dtStart: '2027-03-28T10:00:00' }),
  ]);
  expect((await ask('GET', `${window}&maxMeetings=1`)).json).toHaveLength(1);
  expect((await ask('PUT', `/${meeting}?recurrence=2027-03-28T10:00:00`, { summary: 'Else' })).status).toBe(200);
  expect((await ask('GET', window)).json.map((one: Json) => one.summary)).toEqual(['Stand-up', 'Else']);
  expect((await ask('DELETE', `/${meeting}?recurrence=2027-03-27T10:00:00`)).status).toBe(200);
  expect((await ask('GET', window)).json).toHaveLength(1);
  expect((await ask('PUT', `/${meeting}`, { rrule: null })).json.rrule).toBeNull();
  expect((await ask('GET', window)).json[0]).not.toHaveProperty('recurrence');
  expect((await ask('DELETE', `/${meeting}`)).status).toBe(200);
  expect((await ask('GET', `/${meeting}`)).status).toBe(404);
  expect(createContext(node).objects.get('coSpace', coSpace)).toBeUndefined();
});

test('what makes no sense is refused in one sentence and leaves nothing behind', async ({
  scheduler: { node, ask },
}) => {
  const good = { summary: 'x', ...times, coSpaceTemplate: template(node) };
  const bodies: unknown[] = [
    'no JSON',
    '',
    [],
    { ...good, dtStart: '2027-02-30T10:00:00' },
    { ...good, dtEnd: good.dtStart },
    { ...good, timeZone: 'Mars/Olympus' },
    { ...good, rrule: 'FREQ=SOMETIMES' },
    { ...good, rrule: 'FREQ=WEEKLY;BYDAY=MO' },
    { ...good, coSpace: '00000000-0000-4000-8000-000000000000' },
    { ...good, coSpaceTemplate: '00000000-0000-4000-8000-000000000000' },
    { ...good, isFullDayMeeting: true },
    { ...good, attendees: [{ email: 'ada@example.test', role: 'King' }] },
    { ...good, attendees: [{ name: 'Nobody' }] },
    { ...good, surprise: 1 },
  ];
  for (const body of bodies) {
    const { status, json } = await ask('POST', '', body);
    expect(status, JSON.stringify(body)).toBe(400);
    expect(json.error, JSON.stringify(body)).toMatch(/\S\.$/);
    expect(json.error).not.toContain('\n');
  }
  for (const query of ['?fromTime=yesterday', '?untilTime=2027-13-01T00:00:00Z', '?maxMeetings=0', '?maxMeetings=x'])
    expect((await ask('GET', query)).status, query).toBe(400);
  expect((await ask('PATCH')).status).toBe(405);
  expect((await ask('GET', '/1/2')).status).toBe(404);
  expect((await ask('GET', window)).json).toEqual([]);
  expect(createContext(node).objects.list('coSpace')).toHaveLength(0);
});

test('an instant in UTC is kept as the local time of the zone', async ({ scheduler: { node, ask } }) => {
  const wish = { summary: 'x', ...times, dtStart: '2027-03-28T08:00:00Z', dtEnd: '2027-03-28T09:00:00Z' };
  const { json } = await ask('POST', '', { ...wish, coSpaceTemplate: template(node) });
  expect(json).toMatchObject({ dtStart: '2027-03-28T10:00:00', dtEnd: '2027-03-28T11:00:00' });
});

test('no credentials are needed, wrong ones are refused', async ({ scheduler: { ask } }) => {
  const basic = (password: string) => ({
    authorization: `Basic ${Buffer.from(`${testCredentials.username}:${password}`).toString('base64')}`,
  });
  expect((await ask('GET', '', undefined, basic(testCredentials.password))).status).toBe(200);
  expect((await ask('GET', '', undefined, basic('wrong'))).status).toBe(401);
});

test('without a listener, or where its port is taken, the scheduler runs all the same', async ({
  scheduler: { node },
}) => {
  const other = Object.assign(buildNode(), { address: node.address });
  for (const file of node.files.names()) other.files.write(file, node.files.read(file)?.content ?? Buffer.alloc(0));
  storeSchedulerSettings(other, schedulerSettings(node));
  await startScheduler(other);
  expect(other.endpoints.scheduler).toBeNull();
  expect(other.log.since(0).lines.at(-1)).toContain('cannot listen on port 9443');
  await stopScheduler(other);
  storeSchedulerSettings(other, { ...schedulerSettings(node), httpsInterface: null, httpsPort: null });
  await startScheduler(other);
  expect(other.endpoints.scheduler).toBeNull();
  await stopScheduler(other);
  other.cluster.clock.stop();
});
