import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test as base, expect } from '@playwright/test';
import { type CdrDocument, readCdrDocument } from '../../protocol/cdr.ts';
import { answerLeg } from '../api/live.ts';
import { startTestApi, type TestApi } from '../api/testing.ts';
import { policiesWith } from '../policies/index.ts';
import { type PendingRecord, ReceiverQueue } from './queue.ts';
import { cdrOf, startCdr, stopCdr } from './service.ts';

/** A receiver that answers with these statuses, one after the other, then with 200. */
interface Receiver {
  uri: string;
  documents: CdrDocument[];
  script: number[];
  server: Server;
}

const test = base.extend<{ api: TestApi; receiver: Receiver }>({
  api: async ({}, use) => {
    const api = await startTestApi();
    startCdr(api.node);
    await use(api);
    stopCdr(api.node);
    await api.close();
  },
  receiver: async ({}, use) => {
    const receiver: Receiver = { uri: '', documents: [], script: [], server: createServer() };
    receiver.server.on('request', (request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.once('end', () => {
        receiver.documents.push(readCdrDocument(body));
        response.writeHead(receiver.script.shift() ?? 200).end();
      });
    });
    await new Promise<void>((resolve) => receiver.server.listen(0, '127.0.0.1', resolve));
    receiver.uri = `http://127.0.0.1:${(receiver.server.address() as AddressInfo).port}/cdr`;
    await use(receiver);
    receiver.server.closeAllConnections();
    receiver.server.close();
  },
});

const idOf = (location: string) => location.split('/').at(-1) ?? '';

async function settled({ node }: TestApi): Promise<void> {
  await node.cluster.activities.settled();
}

test('a call is recorded from its start to its end', async ({ api, receiver }) => {
  await api.post('/api/v1/system/cdrReceivers', `uri=${receiver.uri}`);
  const space = idOf((await api.post('/api/v1/coSpaces', 'name=Meeting&uri=m')).location);
  const call = await api.post('/api/v1/calls', `coSpace=${space}`);
  const leg = await api.post(`${call.location}/callLegs`, 'remoteParty=desk@x.example.test');
  answerLeg(api.node, idOf(leg.location));
  api.node.cluster.clock.advance(61_000);
  await api.delete(call.location);
  await settled(api);
  const records = receiver.documents.flatMap((document) => document.records);
  expect(records.map(({ type, recordIndex, correlatorIndex }) => [type, recordIndex, correlatorIndex])).toEqual([
    ['callStart', '1', '0'],
    ['callLegStart', '2', '1'],
    ['callLegUpdate', '3', '2'],
    ['callLegEnd', '4', '3'],
    ['callEnd', '5', '4'],
  ]);
  expect(records[0]?.fields).toMatchObject({ name: 'Meeting', callType: 'coSpace', coSpace: space });
  expect(records[1]).toMatchObject({ subject: 'callLeg', id: idOf(leg.location) });
  expect(records[3]?.fields).toMatchObject({ reason: 'callEnded', remoteTeardown: 'false', durationSeconds: '61' });
  expect(records[4]).toMatchObject({
    id: idOf(call.location),
    fields: { callLegsCompleted: '1', callLegsMaxActive: '1' },
  });
  expect(new Set(receiver.documents.map(({ session }) => session)).size).toBe(1);
  expect(await api.field('/api/v1/system/status', 'cdrCorrelatorIndex')).toBe('5');
});

test('what is not acknowledged is sent again, the same, and nothing overtakes it', async ({ api, receiver }) => {
  await api.post('/api/v1/system/cdrReceivers', `url=${receiver.uri}`);
  receiver.script.push(500, 204, 200);
  const call = await api.post('/api/v1/calls', 'name=adHoc');
  await settled(api);
  await api.delete(call.location);
  for (let turn = 0; turn < 3; turn += 1) {
    api.node.cluster.clock.advance(5000);
    await settled(api);
  }
  const sent = receiver.documents.map(({ records }) =>
    records.map(({ type, recordIndex }) => `${type} ${recordIndex}`),
  );
  expect(sent.slice(0, 2)).toEqual([['callStart 1'], ['callStart 1', 'callEnd 2']]);
  expect(sent.at(-1)?.at(-1)).toBe('callEnd 2');
});

test('a receiver that is not there raises an alarm until it is', async ({ api, receiver }) => {
  const { port } = receiver.server.address() as AddressInfo;
  await new Promise((resolve) => receiver.server.close(resolve));
  await api.post('/api/v1/system/cdrReceivers', `uri=${receiver.uri}`);
  await api.post('/api/v1/calls', 'name=adHoc');
  await settled(api);
  expect(cdrOf(api.node)?.alarms()).toMatchObject([{ type: 'cdrConnectionFailure' }]);
  await new Promise<void>((resolve) => receiver.server.listen(port, '127.0.0.1', resolve));
  api.node.cluster.clock.advance(10_000);
  await settled(api);
  expect(cdrOf(api.node)?.alarms()).toEqual([]);
  expect(receiver.documents.flatMap(({ records }) => records)).toMatchObject([{ type: 'callStart', recordIndex: '1' }]);
  const log = api.node.log.since(0).lines.filter((line) => line.includes('to CDR receiver'));
  expect(log[0]).toContain(`unable to connect to CDR receiver 1 (127.0.0.1:${port})`);
  expect(log[1]).toContain('successfully connected to CDR receiver 1');
});

test('a full queue drops the oldest records, says how many, and leaves no gap in the indices', () => {
  const queue = new ReceiverQueue({ ...policiesWith([]), 'cdr.maximumQueue': () => 3, 'cdr.batchSize': () => 2 });
  const record = (correlatorIndex: number): PendingRecord => ({
    type: 'callStart',
    at: 0,
    correlatorIndex,
    subject: 'call',
    id: 'c',
    fields: [],
  });
  const shown = () =>
    queue.batch(0).map(({ recordIndex, correlatorIndex, missing }) => [recordIndex, correlatorIndex, missing]);
  queue.add(record(0));
  queue.add(record(1));
  expect(shown()).toEqual([
    [1, 0, 0],
    [2, 1, 0],
  ]);
  for (const index of [2, 3, 4]) queue.add(record(index));
  queue.forget(2);
  expect(shown()).toEqual([[3, 4, 2]]);
});

test('an old queue keeps only what fits, also of what was never sent', () => {
  const queue = new ReceiverQueue({ ...policiesWith([]), 'cdr.maximumQueue': () => 2 });
  for (let index = 0; index < 5; index += 1)
    queue.add({ type: 'callStart', at: 0, correlatorIndex: index, subject: 'call', id: 'c', fields: [] });
  expect(
    queue.batch(0).map(({ recordIndex, correlatorIndex, missing }) => [recordIndex, correlatorIndex, missing]),
  ).toEqual([
    [1, 3, 3],
    [2, 4, 0],
  ]);
});
