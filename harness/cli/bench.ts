import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { readEvidence } from '../evidence/record.ts';
import { exitCodes } from '../run/verdicts.ts';
import { startEmulator } from '../targets/emulator.ts';
import { measureBulk } from './bench-bulk.ts';
import { measureCallLegs, measureListingRate } from './bench-http.ts';
import { measureListing } from './bench-meetings.ts';
import { measureMesh } from './bench-mesh.ts';
import { measurePurge } from './bench-purge.ts';
import { benchTrace } from './bench-trace.ts';
import { judge, makeOrder } from './certify.ts';
import { root } from './playwright.ts';

const startUps = 5;

/** `bench`: speeds on this machine, each beside what it is to be compared with in the same run. */
export async function bench(): Promise<number> {
  print('emulator start-up (cluster3 to ready line)', await startUp());
  for (const [name, text] of await suite()) print(name, text);
  print('GET /api/v1/coSpaces, 20 items, TLS, Basic', await listingRate());
  print('call legs created', await creatingCallLegs());
  for (const [name, text] of await bulkSyncs()) print(name, text);
  print('10,000 meetings listed by a scheduler', listingMeetings());
  print('purge over 100,000 temporary spaces', purging());
  print('24 x 24 full mesh up: time, memory', await meshing());
  print('trace check of a generated log', await benchTrace());
  return exitCodes.conformant;
}

async function listingRate(): Promise<string> {
  const { emulator, bare, bytes } = await measureListingRate();
  return `${Math.round(emulator)}/s, ${ratio(emulator, bare)} the rate of a bare node:https server giving the same ${bytes} bytes (${Math.round(bare)}/s)`;
}

async function creatingCallLegs(): Promise<string> {
  const { emulator, bare } = await measureCallLegs();
  return `${Math.round(emulator)}/s, ${ratio(emulator, bare)} the rate of a bare node:https server that answers such requests (${Math.round(bare)}/s)`;
}

async function bulkSyncs(): Promise<[string, string][]> {
  const { costs, bare } = await measureBulk();
  const lines = costs.map(({ spaces, perSpace, longestPause }): [string, string] => [
    `bulk sync of ${spaces.toLocaleString('en')} spaces`,
    `${perSpace.toFixed(1)} us a space, ${ratio(perSpace, bare)} a bare SQLite insertion (${bare.toFixed(1)} us); the server paused ${ms(longestPause)} at most`,
  ]);
  const of = (spaces: number) => costs.find((cost) => cost.spaces === spaces)?.perSpace ?? 0;
  return [...lines, ['bulk sync: a space of 100,000', `${ratio(of(100_000), of(1000))} a space of 1,000`]];
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
