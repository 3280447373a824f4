import type { ClientChannel, SFTPWrapper } from 'ssh2';
import { TargetUnavailable } from '../protocol/exchange.ts';
import { type Done, MmpConnection, type MmpEndpoint, messageOf } from './mmp-connection.ts';
import { MmpShell } from './mmp-shell.ts';

export type { MmpEndpoint } from './mmp-connection.ts';
export type { MmpShell, ShellOutput } from './mmp-shell.ts';

/** What a command printed. `lines` has neither line ends nor the empty lines at the very end. */
export interface MmpAnswer {
  command: string;
  lines: string[];
  text: string;
  /** Exit status of the channel; null when the server sends none. */
  exitCode: number | null;
}

/** The server's file area refused an operation, e.g. for a missing file. `code` is the SFTP status code. */
export class SftpRefused extends TargetUnavailable {
  readonly code: number;

  constructor(message: string, code: number) {
    super(message);
    this.code = code;
  }
}

const recordedFileSize = 64 * 1024;

/**
 * One MMP account on one node, over SSH and SFTP on the same port (facts: mmp-and-scheduler 1.1).
 * One connection is opened at first use, reused, and opened anew after the node has dropped it (a reboot).
 * Operations run one after the other: a real MMP refuses channels that are opened too fast.
 * A command's answer is returned whatever it says; only a target that can't be asked throws `TargetUnavailable`.
 */
export class MmpClient {
  readonly #endpoint: MmpEndpoint;
  #connection: Promise<MmpConnection> | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(endpoint: MmpEndpoint) {
    this.#endpoint = endpoint;
  }

  /** A client for the endpoint. Nothing is sent before the first operation. */
  static connect(endpoint: MmpEndpoint): Promise<MmpClient> {
    return Promise.resolve(new MmpClient(endpoint));
  }

  /** Runs one command on an `exec` channel and returns what it printed. */
  run(command: string): Promise<MmpAnswer> {
    return this.#recorded('mmp', { summary: command }, async () => {
      const connection = await this.#connected();
      const { output } = await connection.channel(
        (client, opened) => client.exec(command, opened),
        (channel) => ({ output: readToEnd(channel) }),
      );
      const { text, exitCode } = await connection.answered(command, output);
      // half an answer is none
      if (exitCode === null && connection.lost) throw connection.dropped(command);
      const lines = text.split(/\r?\n/);
      while (lines.at(-1) === '') lines.pop();
      const summary = `${lines.length} line${lines.length === 1 ? '' : 's'}, exit ${exitCode ?? 'unknown'}`;
      return { value: { command, lines, text, exitCode }, response: { summary, body: text } };
    });
  }

  /** Opens an interactive session with a terminal; what it awaits must come within `answerTimeout` ms. The caller closes it. */
  openShell(answerTimeout = 10_000): Promise<MmpShell> {
    return this.#inTurn(async () => {
      const connection = await this.#connected();
      return connection.channel(
        (client, opened) => client.shell({ term: 'vt100', cols: 200, rows: 50 }, opened),
        (channel) => new MmpShell(channel, { ...this.#endpoint, answerTimeout }),
      );
    });
  }

  /** Puts a file into the node's file area, replacing one of that name. */
  upload(name: string, content: string | Buffer): Promise<void> {
    const bytes = Buffer.from(content);
    return this.#recorded('sftp', { summary: `put ${name} (${bytes.length} bytes)`, ...fileBody(bytes) }, async () => {
      await this.#file<void>(`put ${name}`, (sftp, done) => sftp.writeFile(name, bytes, done));
      return { value: undefined, response: { summary: 'stored' } };
    });
  }

  /** Reads a file of the node's file area. */
  download(name: string): Promise<Buffer> {
    return this.#recorded('sftp', { summary: `get ${name}` }, async () => {
      const bytes = await this.#file<Buffer>(`get ${name}`, (sftp, done) => sftp.readFile(name, done));
      return { value: bytes, response: { summary: `${bytes.length} bytes`, ...fileBody(bytes) } };
    });
  }

  /** Removes a file of the node's file area; `SftpRefused` when there is none. */
  remove(name: string): Promise<void> {
    return this.#recorded('sftp', { summary: `rm ${name}` }, async () => {
      await this.#file<void>(`rm ${name}`, (sftp, done) => sftp.unlink(name, done));
      return { value: undefined, response: { summary: 'removed' } };
    });
  }

  /** Names in the root of the node's file area, sorted. */
  list(): Promise<string[]> {
    return this.#recorded('sftp', { summary: 'ls' }, async () => {
      const entries = await this.#file<{ filename: string }[]>('ls', (sftp, done) => sftp.readdir('.', done));
      const names = entries.map((entry) => entry.filename).sort();
      return { value: names, response: { summary: `${names.length} files`, body: names.join('\n') } };
    });
  }

  /** Ends the connection; a later operation opens a new one. */
  async close(): Promise<void> {
    const connection = await this.#connection?.catch(() => undefined);
    this.#connection = undefined;
    await connection?.close();
  }

  async #connected(): Promise<MmpConnection> {
    this.#endpoint.signal?.throwIfAborted();
    const known = await this.#connection?.catch(() => undefined);
    if (known && !known.lost) return known;
    this.#connection = MmpConnection.open(this.#endpoint);
    return this.#connection;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  #recorded<T>(
    channel: 'mmp' | 'sftp',
    request: { summary: string; body?: string },
    work: () => Promise<{ value: T; response: { summary: string; body?: string } }>,
  ): Promise<T> {
    return this.#inTurn(async () => {
      const started = performance.now();
      const { node, recorder } = this.#endpoint;
      const exchange = { channel, node, at: new Date().toISOString(), request };
      const durationMs = () => Math.round(performance.now() - started);
      try {
        const { value, response } = await work();
        recorder?.({ ...exchange, durationMs: durationMs(), response });
        return value;
      } catch (error) {
        recorder?.({ ...exchange, durationMs: durationMs(), error: String(error) });
        throw error;
      }
    });
  }

  async #file<T>(what: string, work: (sftp: SFTPWrapper, done: Done<T>) => void): Promise<T> {
    const connection = await this.#connected();
    const sftp = await connection.sftp();
    const working = new Promise<T>((resolve, reject) => {
      work(sftp, (error, value) => (error ? reject(error) : resolve(value as T)));
    });
    try {
      return await connection.answered(what, working);
    } catch (error) {
      const code = (error as { code?: unknown }).code;
      if (typeof code !== 'number') throw error;
      const { host, port } = this.#endpoint;
      throw new SftpRefused(
        `SFTP of ${this.#endpoint.node} at ${host}:${port} refused "${what}": ${messageOf(error)}; see that the file is there and the account may change files`,
        code,
      );
    }
  }
}

function readToEnd(channel: ClientChannel): Promise<{ text: string; exitCode: number | null }> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let exitCode: number | null = null;
    channel.on('data', (chunk: Buffer) => chunks.push(chunk));
    channel.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    channel.on('exit', (code: number | null) => {
      exitCode = code;
    });
    channel.on('error', reject);
    channel.on('close', () => resolve({ text: Buffer.concat(chunks).toString('utf8'), exitCode }));
    // A command that would ask for input meets the end of it, instead of waiting for ever.
    channel.end();
  });
}

/** A key's text never gets into a record, not even for redaction. */
function fileBody(bytes: Buffer): { body?: string } {
  if (bytes.length > recordedFileSize) return {};
  const text = bytes.toString('utf8');
  return text.includes('PRIVATE KEY') ? {} : { body: text };
}
