import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { C2wMesh } from '../../fixtures/c2w-mesh.ts';
import { Clients } from '../../fixtures/clients.ts';
import { type Authority, CertificateFactory, fullChain } from '../../fixtures/pki.ts';
import { stepIsLogged } from '../judge/c2w.ts';
import { startEmulator } from '../targets/emulator.ts';
import type { Target, TargetNode } from '../targets/target.ts';

const size = 24;
const limitMs = 90_000;
const betweenReadsMs = 100;

export interface MeshFigures {
  /** Links of Call Bridges and of schedulers to Web Bridges. */
  links: number;
  /** Milliseconds from the first component's start until every link is up, and that as many bare connections take. */
  up: number;
  bare: number;
  /** Resident bytes of the emulator's process then, and of the one that holds both ends of the bare connections. */
  memory: number;
  bareMemory: number;
}

/**
 * Brings up the largest cluster's full mesh: 24 nodes, each with a Call Bridge, a Web Bridge and a scheduler, configured over MMP
 * and API; a link is up when the API says so, or the scheduler's log. Throws when that takes longer than 90 s.
 */
export async function measureMesh(): Promise<MeshFigures> {
  const pki = new CertificateFactory();
  const root = pki.authority('Bench root');
  const authorities = { root, intermediate: pki.intermediate(root, 'Bench intermediate') };
  const bare = await bareSet(2 * size * size, pki, authorities);
  const folder = mkdtempSync(join(tmpdir(), 'cms-conformance-bench-'));
  const clients = new Clients();
  try {
    const topology = join(folder, 'mesh.yaml');
    writeFileSync(topology, JSON.stringify({ nodes: names().map((name) => ({ name })) }));
    const target = await startEmulator({ topology });
    try {
      const mesh = await C2wMesh.configure({
        nodes: target.nodes,
        apiOf: (node) => clients.api(node),
        mmpOf: (node) => clients.mmp(node),
        pki,
        authorities,
        now: new Date(),
      });
      const started = performance.now();
      await mesh.start();
      await Promise.all(target.nodes.flatMap((node) => [linksUp(clients, mesh, node), logsUp(target, mesh, node)]));
      const up = performance.now() - started;
      return { links: 2 * size * size, up, bare: bare.ms, memory: residentBytes(target.pid), bareMemory: bare.memory };
    } finally {
      await clients.close();
      await target.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function names(): string[] {
  return Array.from({ length: size }, (_, n) => `cms${n + 1}`);
}

/** Until a Call Bridge has said of each Web Bridge that it is connected. */
async function linksUp(clients: Clients, mesh: C2wMesh, node: TargetNode): Promise<void> {
  for (const { id, name } of mesh.webBridges) {
    await until(`${node.name} to be connected to ${name}`, async () => {
      // a process that is busy with handshakes may be slow to answer
      const answer = await clients
        .api(node)
        .get(`/api/v1/webBridges/${id}/status`)
        .catch(() => null);
      return answer?.xml?.children.some((child) => child.name === 'status' && child.text === 'success') ?? false;
    });
  }
}

/** Until a scheduler has logged of each Web Bridge that its connection is UP. */
async function logsUp(target: Target, mesh: C2wMesh, node: TargetNode): Promise<void> {
  const bridges = mesh.webBridges.map(({ name }) => name);
  await until(`the scheduler of ${node.name} to log ${size} connections`, async () => {
    const { lines = [] } = (await target.bench?.log(node.name, 0)) ?? {};
    return stepIsLogged({ lines, bridges, step: 'up' }).length === 0;
  });
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited ${limitMs / 1000} s for ${what}`);
    await pause(betweenReadsMs);
  }
}

/** Time and memory of as many `ws` connections, both ends in one process, each end showing a certificate that the other verifies. */
async function bareSet(
  count: number,
  pki: CertificateFactory,
  { root, intermediate }: { root: Authority; intermediate: Authority },
): Promise<{ ms: number; memory: number }> {
  const code = `
    import { createServer } from 'node:https';
    import { text } from 'node:stream/consumers';
    import { WebSocket, WebSocketServer } from 'ws';
    const { count, inFlight, identity } = JSON.parse(await text(process.stdin));
    const server = createServer({ ...identity, requestCert: true, rejectUnauthorized: true });
    new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (client) => client.send('hello'));
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = 'wss://127.0.0.1:' + server.address().port + '/';
    const started = performance.now();
    const clients = [];
    const connect = () => new Promise((resolve, reject) => {
      const client = new WebSocket(url, { ...identity, perMessageDeflate: false });
      clients.push(client);
      client.once('message', resolve).once('error', reject);
    });
    await Promise.all(Array.from({ length: inFlight }, async () => {
      while (clients.length < count) await connect();
    }));
    console.log(JSON.stringify({ ms: performance.now() - started, memory: process.memoryUsage.rss() }));
    process.exit(0);
  `;
  const leaf = pki.leaf(intermediate, ['127.0.0.1']);
  const identity = { key: leaf.key, cert: fullChain(leaf), ca: root.certificate };
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    cwd: import.meta.dirname,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify({ count, inFlight: 48, identity }));
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  const exit = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (exit !== 0) throw new Error(`the bare connections ended with ${exit}`);
  return JSON.parse(out) as { ms: number; memory: number };
}

/** Resident memory of a process: as Linux tells it, otherwise as `ps` does. */
function residentBytes(pid: number): number {
  const status = `/proc/${pid}/status`;
  const kilobytes = existsSync(status)
    ? /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8'))?.[1]
    : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(kilobytes) * 1024;
}
