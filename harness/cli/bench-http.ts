import { spawn } from 'node:child_process';
import { Agent, request } from 'undici';
import { startEmulator } from '../targets/emulator.ts';

const rounds = 5;
const inFlight = 16;

/** Answers per second of the emulator, and those of a bare server that is asked and answers the same. */
export interface Rates {
  emulator: number;
  bare: number;
}

/** A page of 20 spaces, read over TLS with credentials; and its size. */
export function measureListingRate(): Promise<Rates & { bytes: number }> {
  return withEmulator(async (api) => {
    for (let n = 0; n < 20; n += 1) await api.post('/api/v1/coSpaces', `name=Space ${n}&uri=space.${n}`);
    const body = await (await api.send('GET', '/api/v1/coSpaces')).body.text();
    const rates = await compare(() => api.send('GET', '/api/v1/coSpaces'), body, 'GET', '', 4000);
    return { ...rates, bytes: body.length };
  });
}

/** Call legs, created in twenty calls in turn. */
export function measureCallLegs(): Promise<Rates> {
  return withEmulator(async (api) => {
    const calls: string[] = [];
    for (let n = 0; n < 20; n += 1) {
      const space = await api.post('/api/v1/coSpaces', `name=Space ${n}`);
      calls.push(await api.post('/api/v1/calls', `coSpace=${space.split('/').at(-1)}`));
    }
    let made = 0;
    const create = () => {
      made += 1;
      const party = `remoteParty=party.${made}@example.test`;
      return api.send('POST', `${calls[made % calls.length]}/callLegs`, party);
    };
    return compare(create, '', 'POST', 'remoteParty=party.1000@example.test', 1000);
  });
}

interface Api {
  send(method: 'GET' | 'POST', path: string, body?: string): ReturnType<typeof request>;
  /** Creates an object and gives its path. */
  post(path: string, body: string): Promise<string>;
}

async function withEmulator<T>(measure: (api: Api) => Promise<T>): Promise<T> {
  const target = await startEmulator({ topology: 'single' });
  const [node] = target.nodes;
  if (!node) throw new Error('the emulator has no node');
  const authorization = `Basic ${Buffer.from(`${node.api.username}:${node.api.password}`).toString('base64')}`;
  const dispatcher = new Agent({ connections: inFlight, connect: { ca: node.tls.kind === 'ca' ? node.tls.pem : '' } });
  const send: Api['send'] = (method, path, body) =>
    request(`${node.api.url}${path}`, {
      method,
      dispatcher,
      headers: { authorization },
      ...(body === undefined ? {} : { body }),
    });
  const post: Api['post'] = async (path, body) => {
    const answer = await send('POST', path, body);
    await answer.body.dump();
    return String(answer.headers.location);
  };
  try {
    return await measure({ send, post });
  } finally {
    await dispatcher.close();
    await target.close();
  }
}

/** Both rates in turns; the first round warms up. */
async function compare(
  send: () => ReturnType<typeof request>,
  answer: string,
  method: 'GET' | 'POST',
  body: string,
  requests: number,
): Promise<Rates> {
  const bare = await bareServer(answer);
  const dispatcher = new Agent({ connections: inFlight, connect: { rejectUnauthorized: false } });
  const headers = { authorization: `Basic ${Buffer.from('admin:some-password').toString('base64')}` };
  const rates: { emulator: number[]; bare: number[] } = { emulator: [], bare: [] };
  const plain = () => request(bare.url, { method, dispatcher, headers, ...(method === 'GET' ? {} : { body }) });
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const [emulator, other] = [await rate(send, requests), await rate(plain, requests)];
      if (round > 0) rates.emulator.push(emulator);
      if (round > 0) rates.bare.push(other);
    }
  } finally {
    await dispatcher.close();
    bare.stop();
  }
  return { emulator: median(rates.emulator), bare: median(rates.bare) };
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
async function rate(send: () => ReturnType<typeof request>, requests: number): Promise<number> {
  let left = requests;
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
  return requests / ((performance.now() - started) / 1000);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
