import { createHash } from 'node:crypto';
import {
  type AuthenticationType,
  type AuthHandlerMiddleware,
  Client,
  type ClientChannel,
  type SFTPWrapper,
} from 'ssh2';
import { type Recorder, TargetUnavailable } from '../protocol/exchange.ts';

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

export type Done<T> = (error: Error | null | undefined, value?: T) => void;

const channelPause = 50;
const channelAttempts = 20;

/** One standing SSH connection to an MMP. It is used until it is `lost`, then replaced by a new one. */
export class MmpConnection {
  readonly #endpoint: MmpEndpoint;
  readonly #client = new Client();
  #sftp: Promise<SFTPWrapper> | undefined;
  #lost = false;

  private constructor(endpoint: MmpEndpoint) {
    this.#endpoint = endpoint;
    this.#client.once('end', () => this.#lose());
    this.#client.once('close', () => this.#lose());
  }

  /** Connects and logs in. Throws TargetUnavailable naming host, port and what to do. */
  static async open(endpoint: MmpEndpoint): Promise<MmpConnection> {
    endpoint.signal?.throwIfAborted();
    const connection = new MmpConnection(endpoint);
    await connection.#open();
    return connection;
  }

  /** The node or the network has ended it. */
  get lost(): boolean {
    return this.#lost;
  }

  /**
   * Opens a channel, pausing and trying again while the server refuses (facts: mmp-and-scheduler 1.1, seen by a client).
   * `use` is called at once when it is open: a short answer may have come with the confirmation, and must not be missed.
   */
  async channel<T>(
    open: (client: Client, opened: Done<ClientChannel>) => void,
    use: (channel: ClientChannel) => T,
  ): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const opening = new Promise<T>((resolve, reject) => {
        open(this.#client, (error, channel) => (error ? reject(error) : resolve(use(channel as ClientChannel))));
      });
      try {
        return await this.answered('open a channel', opening);
      } catch (error) {
        if (error instanceof TargetUnavailable || this.#aborted) throw error;
        // ssh2 gives a reason code when the server refuses, and none for its own errors
        if (attempt === channelAttempts || !(error instanceof Error && 'reason' in error)) {
          throw this.#unavailable(`refused ${attempt} channel(s): ${messageOf(error)}`, 'end other MMP sessions');
        }
        await new Promise((resume) => setTimeout(resume, channelPause));
      }
    }
  }

  /** The SFTP session; it is opened once. */
  sftp(): Promise<SFTPWrapper> {
    this.#sftp ??= this.#openSftp();
    return this.#sftp;
  }

  /** The answer, or why there is none: nothing in time, a lost connection, an abort. */
  async answered<T>(what: string, answer: Promise<T>): Promise<T> {
    const { answerTimeout = 60_000, signal } = this.#endpoint;
    let settle: () => void = () => undefined;
    const given = new Promise<never>((_, reject) => {
      const dropped = () => reject(this.dropped(what));
      const aborted = () => reject(signal?.reason as Error);
      const timer = setTimeout(() => {
        const remedy = 'see that the node is healthy';
        reject(this.#unavailable(`did not answer "${what}" within ${answerTimeout} ms`, remedy));
        // The channel is in an unknown state, so the next operation gets a fresh connection.
        this.#lose();
        this.#client.destroy();
      }, answerTimeout);
      if (this.#lost) dropped();
      this.#client.once('close', dropped);
      signal?.addEventListener('abort', aborted, { once: true });
      settle = () => {
        clearTimeout(timer);
        this.#client.removeListener('close', dropped);
        signal?.removeEventListener('abort', aborted);
      };
    });
    try {
      return await Promise.race([answer, given]);
    } finally {
      settle();
    }
  }

  /** The error for an operation during which the connection was lost. */
  dropped(what: string): TargetUnavailable {
    return this.#unavailable(`dropped the connection during "${what}"`, 'see that the node is up');
  }

  async close(): Promise<void> {
    if (this.#lost) return;
    await new Promise<void>((closed) => {
      this.#client.once('close', () => closed());
      this.#client.end();
    });
  }

  get #aborted(): boolean {
    return this.#endpoint.signal?.aborted ?? false;
  }

  async #openSftp(): Promise<SFTPWrapper> {
    const opening = new Promise<SFTPWrapper>((resolve, reject) => {
      this.#client.sftp((error, sftp) => (error ? reject(error) : resolve(sftp)));
    });
    try {
      const sftp = await this.answered('open SFTP', opening);
      // it also reports the end of the connection, which `answered` does already
      sftp.on('error', () => undefined);
      return sftp;
    } catch (error) {
      this.#sftp = undefined;
      if (error instanceof TargetUnavailable || this.#aborted) throw error;
      throw this.#unavailable(`offers no SFTP: ${messageOf(error)}`, 'see that the account may transfer files');
    }
  }

  #lose(): void {
    this.#lost = true;
    this.#sftp = undefined;
  }

  #open(): Promise<void> {
    const { host, port, username, password, hostKeyFingerprint, connectTimeout = 10_000, signal } = this.#endpoint;
    let offeredKey: string | undefined;
    return new Promise<void>((resolve, reject) => {
      signal?.addEventListener('abort', () => this.#client.destroy(), { once: true });
      this.#client
        .on('ready', () => {
          // Without it every exec waits for a delayed acknowledgement.
          this.#client.setNoDelay(true);
          resolve();
        })
        .on('keyboard-interactive', (_name, _instructions, _language, prompts, answer) =>
          answer(prompts.map(() => password)),
        )
        .on('error', (error) => {
          reject(this.#whyNot(error, offeredKey));
          this.#client.destroy();
        })
        .on('close', () => {
          const what = 'closed the connection during log-in';
          reject(
            signal?.aborted
              ? signal.reason
              : this.#unavailable(what, 'see that an MMP listens there and does not block'),
          );
        })
        .connect({
          host,
          port,
          username,
          password,
          tryKeyboard: true,
          readyTimeout: connectTimeout,
          keepaliveInterval: 15_000,
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

  #unavailable(what: string, remedy: string): TargetUnavailable {
    const { host, port, node } = this.#endpoint;
    return new TargetUnavailable(`MMP of ${node} at ${host}:${port}: ${what}; ${remedy}`);
  }
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

/** What an error says; some of Node's socket errors only have a code. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || ((error as { code?: string }).code ?? error.name) : String(error);
}
