import { randomBytes } from 'node:crypto';
import { hostPort, parseNameAddress } from '../protocol/sip/address.ts';
import { answerTo, callIdOf, sequenceOf, silentSession, tagOf } from '../protocol/sip/dialog.ts';
import {
  header,
  headerList,
  type SipHeader,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from '../protocol/sip/message.ts';

export type SipTransport = 'tls' | 'tcp' | 'udp';

/** Sends a message to where the call came from. */
export type Reply = (message: SipMessage) => void;

/** A request as it came in; plain data, so that it can be judged. */
export interface SipSeen {
  transport: SipTransport;
  method: string;
  uri: string;
  headers: readonly SipHeader[];
  body: string;
}

interface Surroundings {
  transport: SipTransport;
  reply: Reply;
  /** Where the agent is reached. */
  address: string;
  port: number;
}

/** A call that came in, on the side of the party that is called. Nothing is answered but by its methods, and hanging up. */
export class CalledParty {
  readonly callId: string;
  readonly #invite: SipRequest;
  readonly #around: Surroundings;
  readonly #tag = randomBytes(6).toString('hex');
  readonly #requests: SipSeen[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #answers = new Map<number, (status: number) => void>();
  #last: SipResponse | null = null;
  #final = false;
  #sequence = 0;

  constructor(invite: SipRequest, around: Surroundings) {
    this.#invite = invite;
    this.#around = around;
    this.callId = callIdOf(invite);
    this.#see(invite);
  }

  /** Every request of the call until now, the INVITE first; a repeated INVITE is there once. */
  get requests(): readonly SipSeen[] {
    return this.#requests;
  }

  /** Says that it rings, or another provisional answer. */
  ring(status = 180): void {
    if (!this.#final) this.#send(status);
  }

  /** Takes the call. */
  answer(): void {
    const { address } = this.#around;
    this.#send(200, [['Content-Type', 'application/sdp']], silentSession(address, 1));
  }

  /** Declines it, busy unless told otherwise. */
  reject(status = 486): void {
    this.#send(status);
  }

  /** Sends the last answer once more, as over a bad line. */
  repeat(): void {
    if (this.#last) this.#around.reply(this.#last);
  }

  /** Ends the answered call; resolves to the status of the answer, null when there is none in time. */
  hangUp(milliseconds: number): Promise<number | null> {
    return this.ask('BYE', milliseconds);
  }

  /** Sends a request inside the call; resolves to the status of its final answer, null when there is none in time. */
  ask(method: string, milliseconds: number): Promise<number | null> {
    this.#sequence += 1;
    const sequence = this.#sequence;
    const { transport, address, port, reply } = this.#around;
    const contact = parseNameAddress(headerList(this.#invite, 'Contact')[0] ?? '').uri;
    const to = header(this.#invite, 'From') ?? '';
    const via = `SIP/2.0/${transport.toUpperCase()} ${hostPort(address, port)};branch=z9hG4bK${randomBytes(8).toString('hex')}`;
    return new Promise((resolve) => {
      const limit = setTimeout(() => done(null), milliseconds);
      const done = (status: number | null) => {
        clearTimeout(limit);
        this.#answers.delete(sequence);
        resolve(status);
      };
      this.#answers.set(sequence, done);
      reply({
        kind: 'request',
        method,
        uri: contact,
        headers: [
          ['Via', via],
          ['Max-Forwards', '70'],
          ['From', `${header(this.#invite, 'To') ?? ''};tag=${this.#tag}`],
          ['To', to],
          ['Call-ID', this.callId],
          ['CSeq', `${sequence} ${method}`],
          ['Contact', this.#contact()],
        ],
        body: '',
      });
    });
  }

  /** So many requests of this method, once they have come in; fewer when `milliseconds` are over. */
  async received(method: string, milliseconds: number, count = 1): Promise<SipSeen[]> {
    const found = () => this.#requests.filter((request) => request.method === method);
    if (found().length < count) {
      await new Promise<void>((resolve) => {
        const waiting = this.#waiting;
        const limit = setTimeout(done, milliseconds);
        const look = () => {
          if (found().length >= count) done();
        };
        waiting.add(look);
        function done() {
          clearTimeout(limit);
          waiting.delete(look);
          resolve();
        }
      });
    }
    return found();
  }

  /** Takes a message of the call. */
  take(message: SipMessage, reply: Reply): void {
    if (message.kind === 'response') {
      if (message.status >= 200) this.#answers.get(sequenceOf(message).number)?.(message.status);
      return;
    }
    const isRepeated = message.method === 'INVITE' && tagOf(message, 'To') === null;
    if (isRepeated) this.repeat();
    else this.#see(message);
    if (isRepeated || message.method === 'ACK') return;
    reply(answerTo(message, 200, { tag: this.#tag }));
    if (message.method === 'CANCEL' && !this.#final) this.#send(487);
  }

  #send(status: number, headers: readonly SipHeader[] = [], body = ''): void {
    this.#final ||= status >= 200;
    const contact: SipHeader[] = status > 100 && status < 300 ? [['Contact', this.#contact()]] : [];
    const tag = status > 100 ? { tag: this.#tag } : {};
    this.#last = answerTo(this.#invite, status, { ...tag, headers: [...contact, ...headers], body });
    this.#around.reply(this.#last);
  }

  #contact(): string {
    const { transport, address, port } = this.#around;
    return `<sip:harness@${hostPort(address, port)};transport=${transport}>`;
  }

  #see({ method, uri, headers, body }: SipRequest): void {
    this.#requests.push({ transport: this.#around.transport, method, uri, headers, body });
    for (const look of this.#waiting) look();
  }
}
