import { once } from 'node:events';
import { test as base, expect } from '@playwright/test';
import { WebSocket } from 'ws';
import { answerLeg } from '../api/live.ts';
import { startTestApi, type TestApi } from '../api/testing.ts';

interface Client {
  socket: WebSocket;
  /** Messages of the server, as they came. */
  seen: Record<string, unknown>[];
  send(message: object): void;
  /** Resolves when this many messages have come. */
  until(count: number): Promise<void>;
}

const test = base.extend<{ api: TestApi; client: Client }>({
  api: async ({}, use) => {
    const api = await startTestApi();
    await use(api);
    await api.close();
  },
  client: async ({ api }, use) => {
    const token = String((await api.post('/api/v1/authTokens')).headers['x-cisco-cms-auth-token']);
    const socket = new WebSocket(`wss://127.0.0.1:${api.port}/events/v1?authToken=${token}`, { ca: api.ca });
    const seen: Record<string, unknown>[] = [];
    socket.on('message', (data: Buffer) => {
      seen.push(JSON.parse(data.toString('utf8')) as Record<string, unknown>);
      socket.emit('seen');
    });
    await once(socket, 'open');
    await use({
      socket,
      seen,
      send: (message) => socket.send(JSON.stringify(message)),
      until: async (count) => {
        while (seen.length < count) await once(socket, 'seen');
      },
    });
    socket.terminate();
  },
});

const subscribe = (messageId: number, ...subscriptions: object[]) => ({
  type: 'message',
  message: { messageId, type: 'subscribeRequest', subscriptions },
});

test('without a token that was given the handshake is refused', async ({ api }) => {
  for (const query of ['', '?authToken=', '?authToken=nonsense']) {
    const socket = new WebSocket(`wss://127.0.0.1:${api.port}/events/v1${query}`, { ca: api.ca });
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toBe('Unexpected server response: 401');
  }
});

test('a client is told of a call and its participants, of what it asked for only', async ({ api, client }) => {
  client.send(subscribe(1, { index: 4, type: 'calls', elements: ['name', 'participants'] }));
  await client.until(4);
  expect(client.seen).toEqual([
    { type: 'messageAck', messageAck: { messageId: 1, status: 'success' } },
    {
      type: 'message',
      message: { messageId: 1, type: 'subscriptionUpdate', subscriptions: [{ index: 4, state: 'pending' }] },
    },
    {
      type: 'message',
      message: { messageId: 2, type: 'subscriptionUpdate', subscriptions: [{ index: 4, state: 'active' }] },
    },
    { type: 'message', message: { messageId: 3, type: 'callListUpdate', subscriptionIndex: 4, updates: [] } },
  ]);
  const { location } = await api.post('/api/v1/calls', 'name=adHoc');
  const call = location.split('/').at(-1) ?? '';
  await client.until(5);
  expect(client.seen.at(-1)).toMatchObject({
    message: { updates: [{ call, updateType: 'add', name: 'adHoc', participants: 0 }] },
  });
  client.send(subscribe(2, { index: 1, type: 'callRoster', call, elements: ['uri', 'state'] }));
  await client.until(9);
  const leg = await api.post(`${location}/callLegs`, 'remoteParty=desk@x.example.test');
  answerLeg(api.node, leg.location.split('/').at(-1) ?? '');
  await client.until(11);
  await api.delete(location);
  await client.until(12);
  const updates = client.seen.slice(9).map(({ message }) => (message as { updates: object[] }).updates[0]);
  expect(updates).toMatchObject([
    { updateType: 'add', uri: 'desk@x.example.test', state: 'initial' },
    { updateType: 'update', state: 'connected' },
    { updateType: 'remove' },
  ]);
});

test('what is no message is passed over, what has an id is refused', async ({ client }) => {
  client.socket.send('hello');
  client.socket.send('[]');
  client.send({ type: 'message', message: { messageId: 7, type: 'nonsense' } });
  await client.until(1);
  expect(client.seen).toEqual([{ type: 'messageAck', messageAck: { messageId: 7, status: 'failure' } }]);
});
