import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { MailSeen } from '../protocol/mail.ts';
import { Arrivals } from './arrivals.ts';

export interface SinkOptions {
  /** Address to listen on. */
  host: string;
  /** TLS from the first byte, STARTTLS on offer, or no TLS at all. */
  tls: 'smtps' | 'starttls' | 'none';
  /** PEM; needed with TLS. */
  identity?: { key: string; chain: string };
  /** The only login that is accepted. Logging in is offered when it is given, and demanded by `demandsLogin`. */
  login?: { username: string; password: string };
  demandsLogin?: boolean;
}

/** The library holds its greeting back for 100 ms, to find clients that talk too soon; this one greets at once. */
class PromptServer extends SMTPServer {
  override connect(...parts: Parameters<SMTPServer['connect']>): void {
    super.connect(...parts);
    const connection = [...this.connections].at(-1);
    if (!connection) return;
    connection.connectionReady();
    connection.connectionReady = () => {};
  }
}

/** An SMTP server that keeps what it gets. */
export class SmtpSink {
  readonly #options: SinkOptions;
  #server: SMTPServer | null = null;
  #port = 0;
  #refusal: number | null = null;
  readonly #mails: MailSeen[] = [];
  readonly #arrivals = new Arrivals();
  #refused = 0;
  #visited = false;

  private constructor(options: SinkOptions) {
    this.#options = options;
  }

  static async start(options: SinkOptions): Promise<SmtpSink> {
    const sink = new SmtpSink(options);
    await sink.up();
    return sink;
  }

  get port(): number {
    return this.#port;
  }

  /** What came in until now. */
  get mails(): readonly MailSeen[] {
    return this.#mails;
  }

  /** Recipients that were refused until now. */
  get refused(): number {
    return this.#refused;
  }

  /** Whether a client has come and gone. */
  get visited(): boolean {
    return this.#visited;
  }

  /** From now on every recipient is refused with this reply code; null takes them again. */
  refuse(code: number | null): void {
    this.#refusal = code;
  }

  /** Takes the server down: connections to it are refused. */
  async down(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const connection of server.connections) connection.close();
    await closed;
  }

  /** Brings it up, on the same port as before. */
  async up(): Promise<void> {
    if (this.#server) return;
    const server = new PromptServer(this.#settings());
    server.on('error', () => {});
    server.server.on('connection', (socket) => {
      socket.setNoDelay(true);
      // the library tells of the end of sessions, after STARTTLS too; one that fails in TLS from the first byte on is none
      socket.once('close', () => this.#visitEnded());
    });
    const listening = once(server.server, 'listening');
    server.listen(this.#port, this.#options.host);
    await listening;
    this.#port = (server.server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Resolves when a client has come and gone, or after `milliseconds`. */
  waitForVisit(milliseconds: number): Promise<void> {
    return this.#arrivals.until(() => this.#visited, milliseconds);
  }

  /** Resolves when so many mails have come in, or after `milliseconds`. */
  waitFor(count: number, milliseconds: number): Promise<void> {
    return this.#arrivals.until(() => this.#mails.length >= count, milliseconds);
  }

  #visitEnded(): void {
    this.#visited = true;
    this.#arrivals.note();
  }

  #settings(): SMTPServerOptions {
    const { tls, identity, login, demandsLogin = false } = this.#options;
    const hidden = [...(tls === 'starttls' ? [] : ['STARTTLS']), ...(login ? [] : ['AUTH'])];
    return {
      secure: tls === 'smtps',
      ...(identity ? { key: identity.key, cert: identity.chain } : {}),
      disabledCommands: hidden,
      disableReverseLookup: true,
      authOptional: !demandsLogin,
      allowInsecureAuth: true,
      closeTimeout: 200,
      onClose: () => this.#visitEnded(),
      onAuth: ({ username, password }, _session, answer) => {
        if (!login || username !== login.username || password !== login.password) {
          return answer(Object.assign(new Error('Authentication credentials invalid'), { responseCode: 535 }));
        }
        return answer(null, { user: username });
      },
      onRcptTo: (_address, _session, answer) => {
        const refusal = this.#refusal;
        if (refusal === null) return answer();
        this.#refused += 1;
        return answer(Object.assign(new Error('Not now'), { responseCode: refusal }));
      },
      onData: (stream, session, answer) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const envelope = session.envelope;
          parseMail(Buffer.concat(chunks)).then((parsed) => {
            this.#mails.push({
              ...parsed,
              from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
              to: envelope.rcptTo.map(({ address }) => address),
              secured: session.secure,
              user: session.user ?? null,
            });
            answer();
            this.#arrivals.note();
          }, answer);
        });
      },
    };
  }
}

/** What a mail holds. */
export async function parseMail(raw: Uint8Array): Promise<Omit<MailSeen, 'from' | 'to' | 'secured' | 'user'>> {
  // a calendar is a part of its own, also when it is not a file
  const mail = await PostalMime.parse(raw, { attachmentEncoding: 'utf8', forceRfc822Attachments: true });
  return {
    subject: mail.subject ?? '',
    text: (mail.text ?? '').replaceAll('\r', ''),
    messageId: mail.messageId ?? '',
    calendars: mail.attachments
      .filter(({ mimeType, filename }) => mimeType === 'text/calendar' || filename?.endsWith('.ics'))
      .map(({ method, content, disposition, filename }) => ({
        method: method ?? null,
        text: unfold(typeof content === 'string' ? content : new TextDecoder().decode(content)),
        file: disposition === 'attachment' ? filename : null,
      })),
  };
}

function unfold(calendar: string): string {
  return calendar.replace(/\r?\n[ \t]/g, '');
}
