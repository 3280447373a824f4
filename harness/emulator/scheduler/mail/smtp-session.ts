import { TLSSocket } from 'node:tls';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Attempt, MailTransport, ServerCertificate } from '../../policies/mail.ts';
import { MailFailure } from './failure.ts';
import type { Mail } from './mail.ts';
import { serverCertificate } from './server-certificate.ts';

export interface SessionOptions {
  host: string;
  port: number;
  /** Name that the client greets with. */
  name: string;
  transport: MailTransport;
  login: { username: string; password: string } | null;
  sendsWithoutLogin: boolean;
  /** Content of the trust bundle; null when none is set. */
  bundle: Buffer | null;
  at: Date;
  trusts: (certificate: ServerCertificate) => boolean;
  /** Breaks the connection, whatever is under way. */
  signal: AbortSignal;
}

const timeoutMs = 10_000;

/** A session with a mail server, ready to send. */
export class SmtpSession {
  readonly #connection: SMTPConnection;

  readonly #ended: Promise<unknown>;

  private constructor(connection: SMTPConnection) {
    this.#connection = connection;
    this.#ended = new Promise((resolve) => connection.once('end', resolve));
    // who waits for a step hears of it; between two steps nobody does
    connection.on('error', () => {});
  }

  /** Connects, and logs in if that is asked for. Nothing is said to a server that isn't trusted. Throws MailFailure. */
  static async open(options: SessionOptions): Promise<SmtpSession> {
    const { host, port, name, transport } = options;
    const connection = new SMTPConnection({
      host,
      port,
      name,
      secure: transport.secure,
      requireTLS: transport.startTls === 'required',
      ignoreTLS: transport.startTls === 'never',
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs / 2,
      socketTimeout: timeoutMs,
      socketCloseTimeout: 0,
      // decided below, by the cluster's own time, before anything but greetings went over the connection
      tls: { rejectUnauthorized: false, minVersion: 'TLSv1.2' },
    });
    const session = new SmtpSession(connection);
    const abort = () => session.close();
    options.signal.addEventListener('abort', abort);
    connection.once('end', () => options.signal.removeEventListener('abort', abort));
    try {
      await session.#run('session', (done) => connection.connect(done));
      if (connection._socket) connection._socket.setNoDelay(true);
      session.#checkServer(options);
      await session.#logIn(options);
    } catch (error) {
      session.close();
      throw error;
    }
    return session;
  }

  /** Resolves when the server has taken the message. Throws MailFailure. */
  async send(mail: Mail): Promise<void> {
    const envelope = { from: mail.from.address, to: [mail.to] };
    const content = await compose(mail).catch((error: Error) => {
      throw new MailFailure('message', error.message, 554);
    });
    try {
      await this.#run('message', (done) => this.#connection.send(envelope, content, (error) => done(error)));
    } catch (error) {
      await this.#run('session', (done) => this.#connection.reset((failed) => done(failed)));
      throw error;
    }
  }

  /** Says goodbye, and waits until the connection has ended. */
  async quit(): Promise<void> {
    this.#connection.quit();
    await this.#ended;
  }

  /** Breaks the connection. */
  close(): void {
    this.#connection.close();
  }

  /** Runs one step; it fails when the connection does, or has ended already. */
  #run(step: Attempt['step'], act: (done: (error?: Error | null) => void) => void): Promise<void> {
    const connection = this.#connection;
    return new Promise((resolve, reject) => {
      const settle = (error?: Error | null) => {
        connection.off('error', settle);
        if (error) reject(failureOf(error, step));
        else resolve();
      };
      connection.once('error', settle);
      void this.#ended.then(() => settle(new Error('the server closed the connection')));
      act(settle);
    });
  }

  #checkServer({ host, bundle, at, transport, trusts }: SessionOptions): void {
    const socket = this.#connection._socket;
    if (!(socket instanceof TLSSocket)) return;
    const by = transport.secure ? 'smtps' : 'starttls';
    if (!trusts(serverCertificate(socket, { host, bundle, at, by }))) {
      throw new MailFailure('session', `the certificate of ${host} is not trusted`);
    }
  }

  async #logIn({ login, sendsWithoutLogin }: SessionOptions): Promise<void> {
    if (!login) return;
    try {
      const credentials = { user: login.username, pass: login.password };
      await this.#run('session', (done) =>
        this.#connection.login({ ...credentials, credentials }, (error) => done(error)),
      );
    } catch (error) {
      if (!sendsWithoutLogin) throw error;
    }
  }
}

function failureOf(error: Error & { responseCode?: number | undefined }, step: Attempt['step']): MailFailure {
  // without a reply it was the connection that failed, whatever was under way
  const code = error.responseCode ?? null;
  return new MailFailure(code === null ? 'session' : step, error.message.split('\n')[0] ?? '', code);
}

function compose(mail: Mail): Promise<Buffer> {
  const file = {
    filename: 'invite.ics',
    content: mail.calendar,
    contentType: `text/calendar; charset=utf-8; method=${mail.method}`,
  };
  return new MailComposer({
    from: mail.from,
    to: mail.to,
    subject: mail.subject,
    text: mail.text,
    messageId: mail.messageId,
    date: new Date(mail.date),
    alternatives: [{ contentType: file.contentType, content: mail.calendar }],
    attachments: mail.attached ? [file] : [],
  })
    .compile()
    .build();
}
