import { randomUUID } from 'node:crypto';
import { answerTo, callIdOf } from '../../protocol/sip/dialog.ts';
import type { SipMessage } from '../../protocol/sip/message.ts';
import type { LegEndReason } from '../kernel/live-events.ts';
import type { EmulatedNode } from '../kernel/node.ts';
import type { DialFailure, OutboundRule, SipTransport } from '../policies/sip.ts';
import { type Outcome, OutgoingCall } from './outgoing-call.ts';
import { domainOf } from './routes.ts';
import { type Flow, NoFlow, Transports } from './transports.ts';

/** A leg that is to be dialled. */
export interface Dial {
  /** The leg's id, and its number in the log. */
  leg: string;
  number: number;
  remoteParty: string;
  /** User part and display name of `From`. */
  user: string;
  name: string;
  routes: readonly OutboundRule[];
}

/** What comes of it; told in their order, `ended` last. */
export interface DialEvents {
  /** A message with this Call-ID is about to go out. */
  calling(callId: string): void;
  ringing(): void;
  connected(): void;
  /** The party ended the call. */
  left(): void;
  /** The leg could not be connected. */
  ended(reason: LegEndReason): void;
}

/** Milliseconds of virtual time for which a call that is over still answers what comes late (RFC 3261, 64*T1). */
const linger = 32_000;

const agents = new WeakMap<EmulatedNode, SipAgent>();

/** The SIP user agent of a Call Bridge: dials legs by their routes. It begins with the first leg that has one. */
export class SipAgent {
  readonly #node: EmulatedNode;
  readonly #transports: Transports;
  /** By Call-ID, and by the leg that is being dialled or connected. */
  readonly #calls = new Map<string, OutgoingCall>();
  readonly #byLeg = new Map<string, { call: OutgoingCall | null; ended: LegEndReason | null }>();
  #stopped = false;

  /** The agent of a node; it ends when the node stops. */
  static of(node: EmulatedNode): SipAgent {
    const known = agents.get(node);
    if (known) return known;
    const agent = new SipAgent(node);
    agents.set(node, agent);
    return agent;
  }

  private constructor(node: EmulatedNode) {
    const { policies } = node.cluster;
    this.#node = node;
    this.#transports = new Transports(node, {
      trusts: () => policies['sip.serverIsTrusted'](),
      timeout: () => policies['sip.answerTimeout'](),
      received: (message, flow) => this.#received(message, flow),
    });
    const deaf = node.liveEvents.listen((event) => {
      if (event.kind === 'legEnded') this.#end(event.id, event.reason);
    });
    node.closers.push(async () => {
      agents.delete(node);
      deaf();
      this.#stopped = true;
      for (const call of this.#calls.values()) call.stop();
      await this.#transports.close();
    });
  }

  /** Dials a leg by its routes, one after the other. */
  dial(dial: Dial, events: DialEvents): void {
    const state: { call: OutgoingCall | null; ended: LegEndReason | null } = { call: null, ended: null };
    this.#byLeg.set(dial.leg, state);
    void this.#tryAll(dial, events, state);
  }

  async #tryAll(
    dial: Dial,
    events: DialEvents,
    state: { call: OutgoingCall | null; ended: LegEndReason | null },
  ): Promise<void> {
    const { policies } = this.#node.cluster;
    let failure: DialFailure = { kind: 'dns' };
    for (const rule of dial.routes) {
      const outcome = await this.#try(dial, rule, events, state);
      if (this.#stopped || outcome === 'abandoned') return;
      if (outcome === 'connected') return events.connected();
      failure = outcome;
      if (!policies['sip.triesNextRule'](rule.failureAction, failure)) break;
    }
    if (!policies['sip.failureEndsLeg'](failure)) return;
    this.#byLeg.delete(dial.leg);
    events.ended(policies['sip.endReason'](failure));
  }

  async #try(
    dial: Dial,
    rule: OutboundRule,
    events: DialEvents,
    state: { call: OutgoingCall | null; ended: LegEndReason | null },
  ): Promise<Outcome> {
    const connecting = this.#reach(dial, rule, state);
    // whoever turns the clock meets a leg that has been dialled
    this.#node.cluster.activities.run(connecting);
    const flow = await connecting;
    if (state.ended !== null || this.#stopped) return 'abandoned';
    if ('kind' in flow) return flow;
    const { policies } = this.#node.cluster;
    const callId = policies['sip.callId'](`${randomUUID()}@${flow.local.address}`, [...this.#calls.keys()]);
    const call = new OutgoingCall({
      node: this.#node,
      flow,
      leg: dial,
      rule,
      callId,
      events: { ringing: () => events.ringing(), left: () => events.left() },
    });
    this.#calls.set(callId, call);
    state.call = call;
    events.calling(callId);
    if (policies['sip.ringsWhenCalled']()) events.ringing();
    const outcome = await call.invite();
    if (outcome !== 'connected') this.#forgetLater(call);
    return outcome;
  }

  /** A way to where the rule leads, the first that can be had; else why there is none. */
  async #reach(
    { number, remoteParty }: Dial,
    rule: OutboundRule,
    state: { ended: LegEndReason | null },
  ): Promise<Flow | DialFailure> {
    const { policies } = this.#node.cluster;
    const { host, port } = splitHost(policies['sip.nextHop'](rule.sipProxy, domainOf(remoteParty)));
    let failure: DialFailure = { kind: 'connect' };
    let tried: SipTransport | null = null;
    for (const transport of policies['sip.transports'](rule.sipControlEncryption)) {
      if (state.ended !== null) return failure;
      if (tried === 'tls') this.#log(policies['sip.fallbackText'](number));
      tried = transport;
      try {
        return await this.#transports.open(transport, host, port ?? policies['sip.defaultPort'](transport));
      } catch (error) {
        if (!(error instanceof NoFlow)) throw error;
        failure = { kind: error.kind };
        if (error.kind === 'dns') return failure;
        this.#log(policies['sip.connectionErrorText'](error.kind, error.code, error.connection));
      }
    }
    return failure;
  }

  /** The leg is gone, for whatever reason: so is its call. */
  #end(leg: string, why: LegEndReason): void {
    const state = this.#byLeg.get(leg);
    if (!state) return;
    this.#byLeg.delete(leg);
    state.ended = why;
    if (!state.call) return;
    state.call.end(why);
    this.#forgetLater(state.call);
  }

  #forgetLater(call: OutgoingCall): void {
    this.#node.cluster.clock.after(linger, () => {
      call.stop();
      if (this.#calls.get(call.callId) === call) this.#calls.delete(call.callId);
    });
  }

  #received(message: SipMessage, flow: Flow): void {
    if (this.#stopped) return;
    const call = this.#calls.get(callIdOf(message));
    if (call) call.received(message, flow);
    if (call || message.kind === 'response' || message.method === 'ACK') return;
    // outside of calls only a keep-alive is taken
    flow.send(answerTo(message, message.method === 'OPTIONS' ? 200 : 481, { tag: 'none' }));
  }

  #log(text: string): void {
    this.#node.log.write('user.info', 'host:server:', ` INFO : ${text}`);
  }
}

/** `host`, `host:port`, `[IPv6]:port`. */
function splitHost(text: string): { host: string; port: number | null } {
  const [, bracketed, plain = '', port] = /^\s*(?:\[([^\]]+)\]|([^:\s]*))(?::(\d{1,5}))?\s*$/.exec(text) ?? [];
  return { host: bracketed ?? plain, port: port === undefined ? null : Number(port) };
}
