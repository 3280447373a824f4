import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { readEvidence } from '../evidence/record.ts';
import { exitCodes } from '../run/verdicts.ts';
import { startEmulator } from '../targets/emulator.ts';
import { measureListing } from './bench-meetings.ts';
import { measureMesh } from './bench-mesh.ts';
import { measurePurge } from './bench-purge.ts';
import { benchTrace } from './bench-trace.ts';
import { judge, makeOrder } from './certify.ts';
import { root } from './playwright.ts';

const startUps = 5;
const rounds = 5;
const requestsPerRound = 4000;
const inFlight = 16;

/** `bench`: speeds on this machine, each beside what it is to be compared with in the same run. */
export async function bench(): Promise<number> {
  print('emulator start-up (cluster3 to ready line)', await startUp());
  for (const [name, text] of await suite()) print(name, text);
  print('GET /api/v1/coSpaces, 20 items, TLS, Basic', await throughput());
  print('10,000 meetings listed by a scheduler', listingMeetings());
  print('purge over 100,000 temporary spaces', purging());
  print('24 x 24 full mesh up: time, memory', await meshing());
  print('trace check of a generated log', await benchTrace());
  return exitCodes.conformant;
}

function listingMeetings(): string {
  const { listing, bare, bytes } = measureListing();
  return `${ms(listing)}, ${ratio(listing, bare)} reading and writing the same ${bytes} bytes of JSON (${ms(bare)})`;
}

function purging(): string {
  const { purge, bare } = measurePurge();
  return `${ms(purge)}, ${ratio(purge, bare)} a bare SQLite deletion of as many rows (${ms(bare)})`;
}

async function meshing(): Promise<string> {
  const { links, up, bare, memory, bareMemory } = await measureMesh();
  return `${ms(up)}, ${ratio(up, bare)} ${links} bare ws connections with client certificates in one process (${ms(bare)}); ${mb(memory)} resident (${mb(bareMemory)})`;
}

async function startUp(): Promise<string> {
  const bare: number[] = [];
  const emulator: number[] = [];
  for (let n = 0; n < startUps; n += 1) {
    bare.push(await timed(() => ended(spawn(process.execPath, ['-e', '0']))));
    const started = performance.now();
    const target = await startEmulator();
    emulator.push(performance.now() - started);
    await target.close();
  }
  return `${ms(median(emulator))}, ${ratio(median(emulator), median(bare))} the start of a bare node process (${ms(median(bare))})`;
}

/** Wall time of the whole conformance suite, and what the harness adds to the time that the target takes to answer. */
async function suite(): Promise<[string, string][]> {
  const order = makeOrder({ defect: [], variant: [], seed: 1, out: join(root, 'reports/out/bench') });
  const started = performance.now();
  const result = await judge(order, { output: 'ignore', workers: 2 });
  const wall = performance.now() - started;
  const checks = [
    ...new Map(result.requirements.flatMap((entry) => entry.checks).map((check) => [check.title, check])).values(),
  ];
  const overheads: number[] = [];
  let waiting = 0;
  for (const { durationMs, evidence } of checks) {
    const exchanges = readEvidence(order.folder, evidence).flatMap((kept) => kept.exchanges);
    const answering = exchanges.reduce((sum, exchange) => sum + exchange.durationMs, 0);
    waiting += answering;
    overheads.push(Math.max(0, durationMs - answering));
  }
  return [
    [
      'conformance suite, 2 workers',
      `${ms(wall)} for ${checks.length} checks, exit code ${result.exitCode}; the target's answers took ${ms(waiting)} of it`,
    ],
    [
      'harness overhead per check (median)',
      `${ms(median(overheads))}, ${ratio(median(overheads), waiting / checks.length)} the time that the target takes to answer`,
    ],
  ];
}

async function throughput(): Promise<string> {
  const target = await startEmulator({ topology: 'single' });
  const [node] = target.nodes;
  if (!node) throw new Error('the emulator has no node');
  const authorization = `Basic ${Buffer.from(`${node.api.username}:${node.api.password}`).toString('base64')}`;
  const agent = new Agent({ connections: inFlight, connect: { ca: node.tls.kind === 'ca' ? node.tls.pem : '' } });
  const url = `${node.api.url}/api/v1/coSpaces`;
  for (let n = 0; n < 20; n += 1) {
    const created = await request(url, {
      method: 'POST',
      dispatcher: agent,
      headers: { authorization },
      body: `name=Space ${n}&uri=space.${n}`,
    });
    await created.body.dump();
  }
  const body = await (await request(url, { dispatcher: agent, headers: { authorization } })).body.text();
  const bare = await bareServer(body);
  const bareAgent = new Agent({ connections: inFlight, connect: { rejectUnauthorized: false } });
  const rates: { emulator: number[]; bare: number[] } = { emulator: [], bare: [] };
  try {
    // the first round warms up both
    for (let round = 0; round <= rounds; round += 1) {
      const emulator = await rate(() => request(url, { dispatcher: agent, headers: { authorization } }));
      const plain = await rate(() => request(bare.url, { dispatcher: bareAgent, headers: { authorization } }));
      if (round > 0) rates.emulator.push(emulator);
      if (round > 0) rates.bare.push(plain);
    }
  } finally {
    await Promise.all([agent.close(), bareAgent.close()]);
    bare.stop();
    await target.close();
  }
  const [emulator, plain] = [median(rates.emulator), median(rates.bare)];
  return `${Math.round(emulator)}/s, ${ratio(emulator, plain)} the rate of a bare node:https server giving the same ${body.length} bytes (${Math.round(plain)}/s)`;
}

/** A bare `node:https` server in a process of its own that answers every request with this body. */
async function bareServer(body: string): Promise<{ url: string; stop(): void }> {
  const code = `
    import { createServer } from 'node:https';
    const { nodeIdentity } = await import(process.argv[1]);
    const { Store } = await import(process.argv[2]);
    const identity = await nodeIdentity(new Store(null), 'bare', ['127.0.0.1']);
    const body = Buffer.from(process.argv[3]);
    const server = createServer(identity, (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/xml', 'content-length': body.length });
      response.end(body);
    });
    server.listen(0, '127.0.0.1', () => console.log('https://127.0.0.1:' + server.address().port + '/'));
  `;
  const kernel = (name: string) => new URL(`../emulator/kernel/${name}.ts`, import.meta.url).href;
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', code, kernel('identity'), kernel('store'), body],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk) => resolve(String(chunk).trim()));
    child.once('exit', (exit) => reject(new Error(`the bare server ended with ${exit}`)));
  });
  return { url, stop: () => child.kill() };
}

/** Answers per second with a fixed number of requests in flight; an answer other than 200 ends the benchmark. */
async function rate(send: () => ReturnType<typeof request>): Promise<number> {
  let left = requestsPerRound;
  const started = performance.now();
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      const answer = await send();
      if (answer.statusCode !== 200) throw new Error(`the server answered ${answer.statusCode}`);
      await answer.body.dump();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return requestsPerRound / ((performance.now() - started) / 1000);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function ended(child: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function ms(value: number): string {
  return value < 10_000 ? `${value.toFixed(value < 10 ? 1 : 0)} ms` : `${(value / 1000).toFixed(1)} s`;
}

function mb(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

function ratio(value: number, reference: number): string {
  return `${(value / reference).toFixed(2)} times`;
}

function print(name: string, text: string): void {
  process.stdout.write(`${name.padEnd(46)} ${text}\n`);
}
