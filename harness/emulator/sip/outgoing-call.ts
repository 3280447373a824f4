import { randomBytes } from 'node:crypto';
import { hostPort, parseNameAddress, quoted } from '../../protocol/sip/address.ts';
import { answerTo, sequenceOf, silentSession } from '../../protocol/sip/dialog.ts';
import {
  header,
  headerList,
  type SipHeader,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from '../../protocol/sip/message.ts';
import type { LegEndReason } from '../kernel/live-events.ts';
import type { EmulatedNode } from '../kernel/node.ts';
import type { DialFailure, DialledLeg, OutboundRule } from '../policies/sip.ts';
import { Retransmission } from './retransmission.ts';
import type { Flow } from './transports.ts';

/** How an INVITE ended: the party answered it, it came to nothing, or the leg was ended from here meanwhile. */
export type Outcome = 'connected' | 'abandoned' | DialFailure;

export interface CallEvents {
  ringing(): void;
  /** The party ended a connected call. */
  left(): void;
}

type Phase = 'calling' | 'early' | 'connected' | 'ended';

/** One INVITE to one party over one flow, and the dialog that comes of it (RFC 3261 12 to 15, 17.1). */
export class OutgoingCall {
  readonly callId: string;
  readonly #node: EmulatedNode;
  readonly #flow: Flow;
  readonly #events: CallEvents;
  readonly #tag = randomBytes(6).toString('hex');
  readonly #session = randomBytes(4).readUInt32BE();
  readonly #invite: SipRequest;
  #outcome: (outcome: Outcome) => void = () => {};
  readonly #resend: Retransmission;
  #limit: () => void = () => {};
  #phase: Phase = 'calling';
  /** A 2xx came: another one is the same again. */
  #answered = false;
  #sequence = 1;
  /** The leg was ended from here before the party had said anything: it is cancelled as soon as it does. */
  #farewell: LegEndReason | null = null;
  #target: string;
  #routes: string[] = [];
  #to: string;

  constructor(options: {
    node: EmulatedNode;
    flow: Flow;
    leg: Omit<DialledLeg, 'local' | 'transport'>;
    rule: OutboundRule;
    callId: string;
    events: CallEvents;
  }) {
    const { node, flow, rule, callId, events } = options;
    const { policies, clock } = node.cluster;
    this.#node = node;
    this.#flow = flow;
    this.#events = events;
    this.callId = callId;
    const local = hostPort(flow.local.address, flow.local.port);
    const leg: DialledLeg = { ...options.leg, local, transport: flow.transport };
    const uri = policies['sip.requestUri'](leg.remoteParty);
    this.#target = uri;
    this.#to = `<${uri}>`;
    this.#invite = {
      kind: 'request',
      method: 'INVITE',
      uri,
      headers: [
        this.#via(),
        ['Max-Forwards', '70'],
        ['From', `${quoted(leg.name)} <${policies['sip.fromUri'](leg, rule)}>;tag=${this.#tag}`],
        ['To', this.#to],
        ['Call-ID', callId],
        ['CSeq', '1 INVITE'],
        ['Contact', `<${policies['sip.contactUri'](leg, rule)}>`],
        ['Allow', 'INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE'],
        ['Content-Type', 'application/sdp'],
      ],
      body: silentSession(flow.local.address, this.#session),
    };
    this.#resend = new Retransmission(clock, flow);
  }

  /** Sends the INVITE; resolves when the party has answered, or won't. */
  invite(): Promise<Outcome> {
    const { policies, clock } = this.#node.cluster;
    return new Promise((resolve) => {
      const lost = () => this.#giveUp({ kind: 'connect' });
      this.#flow.whenClosed.add(lost);
      this.#outcome = (outcome) => {
        this.#outcome = () => {};
        this.#flow.whenClosed.delete(lost);
        this.#resend.stop();
        this.#limit();
        resolve(outcome);
      };
      this.#resend.start(this.#invite);
      this.#limit = clock.after(policies['sip.answerTimeout'](), () => this.#giveUp({ kind: 'noAnswer' }));
    });
  }

  /** Takes a message of this call. */
  received(message: SipMessage, flow: Flow): void {
    if (message.kind === 'response') this.#reply(message);
    else this.#asked(message, flow);
  }

  /** Ends the call from here. */
  end(why: LegEndReason): void {
    const { policies } = this.#node.cluster;
    const phase = this.#phase;
    if (phase === 'ended') return;
    if (phase === 'calling') {
      this.#farewell = why;
      this.#outcome('abandoned');
      return;
    }
    this.#phase = 'ended';
    this.#outcome('abandoned');
    const method = policies['sip.farewell'](phase, why);
    if (method === 'CANCEL') this.#resend.start(this.#inTransaction('CANCEL', this.#to));
    if (method === 'BYE') this.#resend.start(this.#request('BYE'));
  }

  /** Says nothing any more. */
  stop(): void {
    this.#phase = 'ended';
    this.#resend.stop();
    this.#limit();
  }

  #giveUp(failure: DialFailure): void {
    if (this.#phase === 'early') this.#resend.start(this.#inTransaction('CANCEL', this.#to));
    this.#phase = 'ended';
    this.#outcome(failure);
  }

  #reply(response: SipResponse): void {
    const { method } = sequenceOf(response);
    if (method !== 'INVITE') {
      if (response.status >= 200) this.#resend.stop();
      return;
    }
    if (response.status < 200) this.#provisional(response);
    else if (this.#node.cluster.policies['sip.connects'](response.status)) this.#accepted(response);
    else this.#refused(response);
  }

  #provisional({ status }: SipResponse): void {
    const { policies, clock } = this.#node.cluster;
    if (this.#phase === 'calling') {
      this.#resend.stop();
      this.#limit();
      this.#phase = 'early';
      if (this.#farewell) this.end(this.#farewell);
      else this.#limit = clock.after(policies['sip.ringingTimeout'](), () => this.#giveUp({ kind: 'ringing' }));
    }
    if (this.#phase === 'early' && policies['sip.meansRinging'](status)) this.#events.ringing();
  }

  #accepted(response: SipResponse): void {
    const { policies } = this.#node.cluster;
    const seen = this.#answered;
    if (!seen) {
      this.#answered = true;
      this.#to = header(response, 'To') ?? this.#to;
      this.#target = parseNameAddress(headerList(response, 'Contact')[0] ?? '').uri || this.#target;
      this.#routes = headerList(response, 'Record-Route').reverse();
    }
    if (policies['sip.acknowledges'](response.status, seen)) this.#flow.send(this.#acknowledgement());
    if (seen) return;
    if (this.#phase === 'ended' || this.#farewell) {
      // the answer and the end of the leg crossed
      this.#phase = 'ended';
      this.#resend.start(this.#request('BYE'));
    } else {
      this.#phase = 'connected';
      this.#outcome('connected');
    }
  }

  #refused(response: SipResponse): void {
    const { policies } = this.#node.cluster;
    const seen = this.#phase === 'ended';
    if (policies['sip.acknowledges'](response.status, seen))
      this.#flow.send(this.#inTransaction('ACK', header(response, 'To') ?? this.#to));
    if (this.#phase === 'connected') return;
    this.#phase = 'ended';
    this.#outcome({ kind: 'refused', status: response.status });
  }

  #asked(request: SipRequest, flow: Flow): void {
    if (request.method === 'ACK') return;
    const { policies } = this.#node.cluster;
    const status = policies['sip.answerStatus'](request.method);
    if (status !== null) {
      const offers = request.method === 'INVITE' && status === 200;
      const contact = header(this.#invite, 'Contact') ?? '';
      flow.send(
        answerTo(request, status, {
          tag: this.#tag,
          ...(offers
            ? {
                headers: [
                  ['Contact', contact],
                  ['Content-Type', 'application/sdp'],
                ],
                body: silentSession(this.#flow.local.address, this.#session),
              }
            : {}),
        }),
      );
    }
    if (request.method !== 'BYE' || this.#phase !== 'connected') return;
    this.#phase = 'ended';
    this.#events.left();
  }

  /** A request of the INVITE's own transaction: CANCEL, and the ACK of a refusal. */
  #inTransaction(method: 'CANCEL' | 'ACK', to: string): SipRequest {
    const kept = this.#invite.headers.filter(([name]) => /^(via|max-forwards|from|call-id)$/i.test(name));
    const headers: SipHeader[] = [...kept, ['To', to], ['CSeq', `1 ${method}`]];
    return { kind: 'request', method, uri: this.#invite.uri, headers, body: '' };
  }

  #acknowledgement(): SipRequest {
    return this.#inDialog('ACK', 1);
  }

  #request(method: string): SipRequest {
    this.#sequence += 1;
    return this.#inDialog(method, this.#sequence);
  }

  #inDialog(method: string, sequence: number): SipRequest {
    const from = header(this.#invite, 'From') ?? '';
    return {
      kind: 'request',
      method,
      uri: this.#target,
      headers: [
        this.#via(),
        ...this.#routes.map((route): SipHeader => ['Route', route]),
        ['Max-Forwards', '70'],
        ['From', from],
        ['To', this.#to],
        ['Call-ID', this.callId],
        ['CSeq', `${sequence} ${method}`],
      ],
      body: '',
    };
  }

  #via(): SipHeader {
    const { transport, local } = this.#flow;
    const branch = `z9hG4bK${randomBytes(8).toString('hex')}`;
    return ['Via', `SIP/2.0/${transport.toUpperCase()} ${hostPort(local.address, local.port)};rport;branch=${branch}`];
  }
}
