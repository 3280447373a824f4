import { createHash } from 'node:crypto';
import {
  type AuthenticationType,
  type AuthHandlerMiddleware,
  Client,
  type ClientChannel,
  type SFTPWrapper,
} from 'ssh2';
import { type Recorder, TargetUnavailable } from '../protocol/exchange.ts';
import { MmpShell } from './mmp-shell.ts';

/** Where a node's MMP is and how to log in. */
export interface MmpEndpoint {
  host: string;
  port: number;
  username: string;
  password: string;
  /** `SHA256:` and unpadded base64, as OpenSSH prints it; absent: any host key is accepted. */
  hostKeyFingerprint?: string;
  /** Node name, for the evidence. */
  node: string;
  recorder?: Recorder;
  /** Aborting ends the connection; what is under way fails with the signal's reason. */
  signal?: AbortSignal;
  /** Milliseconds until a connection must stand (default 10 000) and until one operation must be answered (default 60 000). */
  connectTimeout?: number;
  answerTimeout?: number;
}

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

const channelPause = 50;
const channelAttempts = 20;
const recordedFileSize = 64 * 1024;

/**
 * One MMP account on one node, over SSH and SFTP on the same port (facts: mmp-and-scheduler 1.1).
 * One connection is opened at first use, reused, and opened anew after the node has dropped it (a reboot).
 * Operations run one after the other: a real MMP refuses channels that are opened too fast.
 * A command's answer is returned whatever it says; only a target that can't be asked throws `TargetUnavailable`.
 */
export class MmpClient {
  readonly #endpoint: MmpEndpoint;
  #connection: Promise<Client> | undefined;
  #sftp: Promise<SFTPWrapper> | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(endpoint: MmpEndpoint) {
    this.#endpoint = endpoint;
    endpoint.signal?.addEventListener('abort', () => void this.close(), { once: true });
  }

  /** A client for the endpoint. Nothing is sent before the first operation. */
  static connect(endpoint: MmpEndpoint): Promise<MmpClient> {
    return Promise.resolve(new MmpClient(endpoint));
  }

  /** Runs one command on an `exec` channel and returns what it printed. */
  run(command: string): Promise<MmpAnswer> {
    return this.#recorded('mmp', { summary: command }, async () => {
      const { connection, used } = await this.#channel(
        (on, opened) => on.exec(command, opened),
        (channel) => ({ output: readToEnd(channel) }),
      );
      const { text, exitCode } = await this.#answered(connection, command, used.output);
      if (exitCode === null && this.#live !== connection) throw this.#dropped(command);
      const lines = text.split(/\r?\n/);
      while (lines.at(-1) === '') lines.pop();
      const summary = `${lines.length} line${lines.length === 1 ? '' : 's'}, exit ${exitCode ?? 'unknown'}`;
      return { value: { command, lines, text, exitCode }, response: { summary, body: text } };
    });
  }

  /** Opens an interactive session with a terminal. The caller closes it. */
  openShell(): Promise<MmpShell> {
    return this.#inTurn(async () => {
      const { used } = await this.#channel(
        (on, opened) => on.shell({ term: 'vt100', cols: 200, rows: 50 }, opened),
        (channel) => new MmpShell(channel, this.#endpoint),
      );
      return used;
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
    this.#forget();
    if (!connection) return;
    await new Promise<void>((closed) => {
      connection.once('close', () => closed());
      connection.end();
    });
  }

  #forget(): void {
    this.#connection = undefined;
    this.#sftp = undefined;
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

  /**
   * Opens a channel, pausing and trying again while the server refuses (facts: mmp-and-scheduler 1.1, seen by a client).
   * `use` is called at once when it is open: a short answer may have come with the confirmation, and must not be missed.
   */
  async #channel<T>(
    open: (connection: Client, opened: ChannelOpened) => void,
    use: (channel: ClientChannel) => T,
  ): Promise<{ connection: Client; used: T }> {
    for (let attempt = 1; ; attempt++) {
      const connection = await this.#connected();
      try {
        const used = await this.#answered(
          connection,
          'open a channel',
          new Promise<T>((resolve, reject) => {
            open(connection, (error, channel) => (error ? reject(error) : resolve(use(channel))));
          }),
        );
        return { connection, used };
      } catch (error) {
        if (error instanceof TargetUnavailable) throw error;
        if (attempt === channelAttempts || !isChannelRefusal(error)) {
          throw this.#unavailable(`refused ${attempt} channel(s): ${messageOf(error)}`, 'end other MMP sessions');
        }
        await new Promise((resume) => setTimeout(resume, channelPause));
      }
    }
  }

  async #file<T>(
    what: string,
    work: (sftp: SFTPWrapper, done: (error: unknown, value?: T) => void) => void,
  ): Promise<T> {
    this.#sftp ??= this.#openSftp();
    const sftp = await this.#sftp.catch((error: unknown) => {
      this.#sftp = undefined;
      throw error;
    });
    try {
      return await this.#answered(
        what,
        promised<T>((done) => work(sftp, done)),
      );
    } catch (error) {
      if (error instanceof TargetUnavailable) throw error;
      const code = (error as { code?: unknown }).code;
      const { host, port } = this.#endpoint;
      throw new SftpRefused(
        `SFTP ${host}:${port} refused "${what}": ${messageOf(error)}; see that the account may write files and the name is free`,
        typeof code === 'number' ? code : -1,
      );
    }
  }

  async #openSftp(): Promise<SFTPWrapper> {
    const connection = await this.#connected();
    try {
      return await this.#answered(
        'open SFTP',
        promised<SFTPWrapper>((done) => connection.sftp(done)),
      );
    } catch (error) {
      if (error instanceof TargetUnavailable) throw error;
      throw this.#unavailable(`offers no SFTP: ${messageOf(error)}`, 'see that the account may transfer files');
    }
  }

  /** The answer, or why there is none: nothing in time, a dropped connection, an abort. */
  async #answered<T>(connection: Client, what: string, answer: Promise<T>): Promise<T> {
    const { answerTimeout = 60_000, signal } = this.#endpoint;
    let giveUp: () => void = () => undefined;
    const given = new Promise<never>((_, reject) => {
      const lost = () =>
        reject(this.#unavailable(`dropped the connection during "${what}"`, 'see that the node is up'));
      const aborted = () => reject(signal?.reason as Error);
      const timer = setTimeout(() => {
        // The channel is in an unknown state, so the next operation gets a fresh connection.
        connection.destroy();
        reject(
          this.#unavailable(`did not answer "${what}" within ${answerTimeout} ms`, 'see that the node is healthy'),
        );
      }, answerTimeout);
      connection.once('close', lost);
      signal?.addEventListener('abort', aborted, { once: true });
      giveUp = () => {
        clearTimeout(timer);
        connection.removeListener('close', lost);
        signal?.removeEventListener('abort', aborted);
      };
    });
    try {
      return await Promise.race([answer, given]);
    } finally {
      giveUp();
    }
  }

  async #connected(): Promise<Client> {
    this.#endpoint.signal?.throwIfAborted();
    this.#connection ??= this.#open().catch((error: unknown) => {
      this.#forget();
      throw error;
    });
    return this.#connection;
  }

  #open(): Promise<Client> {
    const { host, port, username, password, hostKeyFingerprint, connectTimeout = 10_000 } = this.#endpoint;
    const client = new Client();
    let offeredKey: string | undefined;
    return new Promise<Client>((resolve, reject) => {
      client
        .on('ready', () => {
          // Without it every exec waits for a delayed acknowledgement.
          client.setNoDelay(true);
          resolve(client);
        })
        .on('keyboard-interactive', (_name, _instructions, _language, prompts, answer) =>
          answer(prompts.map(() => password)),
        )
        .on('error', (error) => {
          reject(this.#whyNot(error, offeredKey));
          client.destroy();
        })
        .on('end', () => this.#forget())
        .on('close', () => {
          this.#forget();
          reject(
            this.#unavailable('closed the connection during log-in', 'see that the MMP is reachable and not blocked'),
          );
        })
        .connect({
          host,
          port,
          username,
          readyTimeout: connectTimeout,
          keepaliveInterval: 15_000,
          password,
          tryKeyboard: true,
          authHandler: passwordOnce(),
          hostVerifier: (key: Buffer) => {
            offeredKey = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
            return hostKeyFingerprint === undefined || hostKeyFingerprint === offeredKey;
          },
        });
    });
  }

  #whyNot(error: Error & { level?: string }, offeredKey: string | undefined): TargetUnavailable {
    const { username, hostKeyFingerprint } = this.#endpoint;
    if (offeredKey && hostKeyFingerprint && offeredKey !== hostKeyFingerprint) {
      return this.#unavailable(
        `has host key ${offeredKey}, expected ${hostKeyFingerprint}`,
        'compare it at the console, then correct the fingerprint in the target file',
      );
    }
    if (error.level === 'client-authentication') {
      return this.#unavailable(`refused user "${username}"`, 'correct user name and password in the target file');
    }
    if (error.level === 'client-timeout') {
      return this.#unavailable('did not finish the SSH handshake in time', 'see that an MMP listens there');
    }
    return this.#unavailable(messageOf(error), 'see that the node is up and the port is that of the MMP');
  }

  #dropped(what: string): TargetUnavailable {
    return this.#unavailable(`dropped the connection during "${what}"`, 'see that the node is up');
  }

  #unavailable(what: string, remedy: string): TargetUnavailable {
    const { host, port, node } = this.#endpoint;
    return new TargetUnavailable(`MMP of ${node} at ${host}:${port}: ${what}; ${remedy}`);
  }
}

type ChannelOpened = (error: Error | undefined, channel: ClientChannel) => void;

function promised<T>(start: (done: (error: unknown, value?: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, value) => (error ? reject(error as Error) : resolve(value as T)));
  });
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

/** Offers the password once, by the first of the two methods that the server takes, so that a wrong one counts once. */
function passwordOnce(): AuthHandlerMiddleware {
  let offered = false;
  return (methods: AuthenticationType[] | null, _partial, next) => {
    if (methods === null) return next('none');
    const method = (['password', 'keyboard-interactive'] as const).find((known) => methods.includes(known));
    const first = !offered && method;
    offered = true;
    // false ends the attempts; the type lacks it
    next((first || false) as AuthenticationType);
  };
}

function isChannelRefusal(error: unknown): boolean {
  return error instanceof Error && 'reason' in error;
}

/** A key's text never gets into a record, not even for redaction. */
function fileBody(bytes: Buffer): { body?: string } {
  if (bytes.length > recordedFileSize) return {};
  const text = bytes.toString('utf8');
  return text.includes('PRIVATE KEY') ? {} : { body: text };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || ((error as { code?: string }).code ?? error.name) : String(error);
}
