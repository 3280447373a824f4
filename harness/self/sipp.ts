import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { freePorts } from '../targets/free-ports.ts';
import { requirePeer } from './peers.ts';

/** How a SIPp ended: 0 when every call went as its scenario says. */
export interface SippEnd {
  code: number | null;
  output: string;
}

/** A SIPp that runs one of its own scenarios, in a folder of its own. */
export class Sipp {
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #ended: Promise<SippEnd>;
  #output = '';

  private constructor(port: number, child: ChildProcess) {
    this.port = port;
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (this.#output += data));
    this.#ended = new Promise((resolve) => child.once('close', (code) => resolve({ code, output: this.#output })));
  }

  /** Takes `calls` calls and ends; resolves when it listens. */
  static async called(folder: string, transport: 'udp' | 'tcp', calls: number): Promise<Sipp> {
    const { port } = await freePorts('port');
    const sipp = new Sipp(port, launch(folder, ['-sn', 'uas', ...common(transport, port, calls)]));
    await sipp.#listens(transport);
    return sipp;
  }

  /** Makes `calls` calls to `target`, so many a second, and ends. */
  static async calling(folder: string, transport: 'udp' | 'tcp', target: string, calls: number): Promise<Sipp> {
    const { port } = await freePorts('port');
    const rate = ['-r', '20', '-d', '50'];
    return new Sipp(port, launch(folder, ['-sn', 'uac', ...common(transport, port, calls), ...rate, target]));
  }

  static version(): string {
    // it prints its version and ends with 99
    try {
      return execFileSync(requirePeer('sipp'), ['-v'], { encoding: 'utf8' });
    } catch (error) {
      return String((error as { stdout?: string }).stdout);
    }
  }

  ended(): Promise<SippEnd> {
    return this.#ended;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null) this.#child.kill('SIGKILL');
    await this.#ended;
  }

  async #listens(transport: 'udp' | 'tcp'): Promise<void> {
    for (let wait = 0; wait < 200; wait += 1) {
      if (this.#child.exitCode !== null) break;
      if (await isTaken(transport, this.port)) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    await this.stop();
    throw new Error(`SIPp does not listen on ${transport} port ${this.port}: ${this.#output.slice(-2000)}`);
  }
}

function launch(folder: string, args: readonly string[]): ChildProcess {
  return spawn(requirePeer('sipp'), args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
}

function common(transport: 'udp' | 'tcp', port: number, calls: number): string[] {
  const way = transport === 'udp' ? 'u1' : 't1';
  return ['-i', '127.0.0.1', '-p', String(port), '-t', way, '-nostdin', '-m', String(calls), '-timeout', '30'];
}

/** Whether somebody listens there: asking a TCP listener would be a call to SIPp. */
function isTaken(transport: 'udp' | 'tcp', port: number): Promise<boolean> {
  return new Promise((resolve) => {
    if (transport === 'udp') {
      const socket = createSocket('udp4');
      socket.once('error', () => socket.close(() => resolve(true)));
      socket.bind(port, '127.0.0.1', () => socket.close(() => resolve(false)));
    } else {
      const server = createServer();
      server.once('error', () => resolve(true));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)));
    }
  });
}
