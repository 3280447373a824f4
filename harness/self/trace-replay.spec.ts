import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import { seedCluster, seedObjects } from '../emulator/api/seed.ts';
import { startApi } from '../emulator/api/server.ts';
import { Activities } from '../emulator/kernel/activities.ts';
import { Clock } from '../emulator/kernel/clock.ts';
import { buildNode } from '../emulator/kernel/cluster.ts';
import { clusterAuthority, nodeIdentity } from '../emulator/kernel/identity.ts';
import type { EmulatedNode } from '../emulator/kernel/node.ts';
import { Links } from '../emulator/kernel/peer-links.ts';
import { Store } from '../emulator/kernel/store.ts';
import { loadTopology } from '../emulator/kernel/topology.ts';
import { policiesWith } from '../emulator/policies/index.ts';
import { variants } from '../emulator/variants/index.ts';

interface RecordedExchange {
  trace?: number;
  at: string;
  request: { method: string; path: string; body?: string; bytes?: number; credentials: boolean };
  answer?: { status: number; bytes: number; location?: string; challenge?: string };
}

const vectors = join(import.meta.dirname, '../../fixtures/vectors/trace-2.0');
const exchanges = parse(readFileSync(join(vectors, 'exchanges.yaml'), 'utf8')) as RecordedExchange[];
const recording = readFileSync(join(vectors, 'api-trace.log'), 'utf8').trimEnd().split('\n');
const recordedClient = '203.0.113.61';
const account = { username: 'admin', password: 'recorded-1' };

/** The ids that the recorded server gave, in their order. */
const recordedIds: Record<string, string[]> = {
  callProfile: ['1285fa9c-f221-4af7-8462-51cf1d7542eb'],
  callLegProfile: ['734447d1-4251-442f-b127-ab3304b643f8'],
  cospaceBulkParameterSet: ['beac931c-ae88-4f5f-b6b7-71a1c4bdaf8e'],
  cospaceBulkSync: ['071e7bf5-c0d8-4d2a-b321-7b07c799829c'],
  // five slots of the first range, which no record names, and the one of the second
  coSpace: [...Array.from({ length: 5 }, () => randomUUID()), '458075bc-6def-4052-8ed6-b1192d6e6b35'],
  call: ['ce5ee392-7be6-4227-a7ee-b4f16a5fdd16'],
  callCorrelator: ['76331036-6887-4d88-87ea-2a24a2f585d4'],
  callLeg: ['9f003b66-0539-4513-b609-ed0d93d09781'],
};

test('the recorded requests get the recorded answers, and the log is the recorded one', async () => {
  const bench = await startRecordedServer();
  try {
    for (const exchange of exchanges) {
      bench.clock.set(new Date(exchange.at));
      const { trace, answer } = exchange;
      if (trace !== undefined) bench.node.live.counters.apiTrace = trace - 1;
      const before = bench.node.log.since(0).next;
      const got = await send(bench, exchange);
      if (trace === undefined || !answer) {
        expect(got.status, 'a step that is not in the recording').toBe(200);
        continue;
      }
      const label = `${trace} ${exchange.request.method} ${exchange.request.path}`;
      expect.soft(got.status, `${label}: status`).toBe(answer.status);
      expect.soft(got.size, `${label}: ${got.body}`).toBe(answer.bytes);
      expect.soft(got.headers.location, `${label}: Location`).toBe(answer.location);
      expect.soft(got.headers['www-authenticate'], `${label}: challenge`).toBe(answer.challenge);
      expect.soft(got.headers['content-type'], `${label}: type`).toBe(answer.bytes > 0 ? 'text/xml' : undefined);
      const lines = bench.node.log.since(before).lines.map((line) => line.replaceAll('127.0.0.1', recordedClient));
      expect.soft(lines.filter(isApiLine), `${label}: log`).toEqual(recordedLines(trace));
    }
    // what a call logs beside the trace
    const log = bench.node.log.since(0).lines;
    const callLines = recording.filter((line) => /outgoing SIP call|SIP call ringing|participant "/.test(line));
    expect(callLines).toHaveLength(3);
    expect(log).toEqual(expect.arrayContaining(callLines));
  } finally {
    await bench.close();
  }
});

test('the recording names every exchange', () => {
  const numbers = recording.flatMap((line) => /API trace (\d+): [A-Z]+ for/.exec(line)?.slice(1).map(Number) ?? []);
  expect(exchanges.flatMap((exchange) => exchange.trace ?? [])).toEqual(numbers);
  for (const { request } of exchanges) {
    if (request.bytes !== undefined) expect(Buffer.byteLength(request.body ?? '')).toBe(request.bytes);
  }
});

async function startRecordedServer() {
  const topology = loadTopology(join(vectors, 'topology.yaml'), null);
  const [description] = topology.nodes;
  if (!description || !topology.clock) throw new Error('the recorded topology needs a node and a clock');
  const store = new Store(null);
  const clock = new Clock();
  clock.freeze();
  clock.set(topology.clock);
  // the recorded server's CDR clock was four seconds behind its log
  const policies = policiesWith(variants.filter((variant) => variant.id === 'api-cdr-clock-behind'));
  const nodes: EmulatedNode[] = [];
  const cluster = { clock, store, policies, nodes, activities: new Activities(), links: new Links() };
  const node = buildNode(cluster, description, null);
  nodes.push(node);
  seedCluster(cluster, []);
  seedObjects(
    store,
    topology.objects.map(({ type, id = randomUUID(), fields }) => ({ type, id, fields })),
  );
  node.accounts.put(account.username, 'admin', account.password, false);
  const identity = await nodeIdentity(store, node.name, ['127.0.0.1']);
  const newId = (purpose: string) => recordedIds[purpose]?.shift() ?? randomUUID();
  const api = await startApi(node, { host: '127.0.0.1', port: 0 }, identity, { newId });
  const ca = (await clusterAuthority(store)).cert;
  const close = async () => {
    await api.close();
    clock.stop();
    store.close();
  };
  return { node, clock, port: api.port, ca, close };
}

function send(
  bench: { port: number; ca: string },
  { request: { method, path, body, credentials } }: RecordedExchange,
): Promise<{ status: number; size: number; body: string; headers: Record<string, string | string[] | undefined> }> {
  return new Promise((resolve, reject) => {
    const request = httpsRequest(
      {
        host: '127.0.0.1',
        port: bench.port,
        ca: bench.ca,
        method,
        path,
        ...(credentials ? { auth: `${account.username}:${account.password}` } : {}),
        ...(body === undefined
          ? {}
          : {
              headers: {
                'content-type': 'application/x-www-form-urlencoded',
                'content-length': Buffer.byteLength(body),
              },
            }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => {
          const content = Buffer.concat(chunks);
          resolve({
            status: response.statusCode ?? 0,
            size: content.length,
            body: content.toString('utf8'),
            headers: response.headers,
          });
        });
      },
    );
    request.once('error', reject);
    request.end(body);
  });
}

function isApiLine(line: string): boolean {
  return /INFO : (API trace |\S+: API user )/.test(line);
}

/** The recorded records of one request, its audit line among them; those of other requests may stand between. */
function recordedLines(trace: number): string[] {
  const lines: string[] = [];
  let writing = 0;
  for (const line of recording) {
    const number = /INFO : API trace (\d+):/.exec(line)?.[1];
    if (number !== undefined) writing = Number(number);
    if (writing === trace && isApiLine(line)) lines.push(line);
  }
  return lines;
}
