import { type LogEvent, LogReader, nodeKey } from '../protocol/trace/read.ts';
import type { AuditRecord, TracedRequest } from '../protocol/trace/request.ts';
import { addContact, Cluster, type Contact } from './cluster.ts';
import { Conversation, isTypical, touched } from './conversation.ts';
import { c2w, failover, invariant } from './rules.ts';
import { SchedulerLog, type SchedulerStart } from './scheduler.ts';
import type { SlotOptions } from './slots.ts';
import { type Finding, type RuleResult, Tally } from './tally.ts';
import { secondsOf } from './time.ts';

export interface CheckOptions extends Partial<SlotOptions> {
  /** The node's name in the log that is TMS's alternate; `none` for none. */
  alternate?: string;
}

/** What is known of one conversation. */
export interface ConversationSummary {
  node: string;
  clients: string[];
  user: string | null;
  requests: number;
  bodies: number;
  meetings: number;
}

/** The judgement of some logs. */
export interface TraceReport {
  conversations: ConversationSummary[];
  schedulers: SchedulerStart[];
  /** Requests of all clients. */
  requests: number;
  rules: RuleResult[];
  findings: Finding[];
  /** Findings beyond those in the list. */
  moreFindings: number;
}

/** A client of a node, TMS or not. */
interface Client {
  address: string;
  /** Its requests until it is clear that it is TMS. */
  before: TracedRequest[];
  conversation: Conversation | null;
  contacts: Contact[];
}

/** What the log of one node has shown. */
interface NodeState {
  host: string;
  begins: number;
  clients: Map<string, Client>;
  conversations: Conversation[];
  scheduler: SchedulerLog;
  last: number;
}

const requestsBefore = 100;
const clientsKept = 200;

/**
 * Judges CMS logs piece by piece, with little memory: begin each file, push its bytes, and finish. Records of several nodes may
 * be in one file, and one node's in several.
 */
export class LogCheck {
  readonly reader: LogReader;
  readonly #tally = new Tally();
  readonly #cluster: Cluster;
  readonly #options: SlotOptions;
  readonly #nodes = new Map<string, NodeState>();
  readonly #begins = new Map<string, string>();
  #requests = 0;

  constructor(options: CheckOptions = {}) {
    this.#options = { strictLowest: options.strictLowest ?? false };
    const alternate =
      options.alternate === undefined || options.alternate === 'none' ? options.alternate : nodeKey(options.alternate);
    this.#cluster = new Cluster(this.#tally, alternate ?? null);
    this.reader = new LogReader((event) => this.#take(event));
  }

  /** Ends the reading of one file. */
  endFile(file: string): void {
    const { firstTime } = this.reader;
    if (firstTime !== null) this.#begins.set(file, firstTime);
    this.reader.end();
  }

  finish(): TraceReport {
    this.reader.close();
    const nodes = [...this.#nodes.values()];
    for (const { conversations, scheduler, last } of nodes) {
      for (const conversation of conversations) conversation.end(last);
      scheduler.end(last);
    }
    this.#finishCluster(nodes);
    const conversations = nodes.flatMap(({ host, conversations: all }) =>
      all.map(({ clients, user, requests, bodies, slots }) => ({
        node: host,
        clients: [...clients],
        user,
        requests,
        bodies,
        meetings: slots.meetings,
      })),
    );
    const schedulers = nodes.flatMap(({ scheduler }) => scheduler.starts);
    this.#explain(conversations.length > 0, schedulers.length > 0);
    return {
      conversations,
      schedulers,
      requests: this.#requests,
      rules: this.#tally.results(),
      findings: this.#tally.findings,
      moreFindings: this.#tally.more,
    };
  }

  #take(event: LogEvent): void {
    if (event.kind === 'request') {
      this.#requests += 1;
      const node = this.#node(event.request.host, event.request);
      this.#request(node, event.request);
    } else if (event.kind === 'audit') {
      const node = this.#node(nodeKey(event.audit.host), event.audit);
      for (const conversation of node.conversations) conversation.audit(event.audit);
    } else {
      const node = this.#node(nodeKey(event.record.host), event.record);
      node.scheduler.take(event.record);
    }
  }

  #request(node: NodeState, request: TracedRequest): void {
    const client = this.#client(node, request.client);
    if (request.status !== null && request.status < 500) addContact(client.contacts, request);
    if (client.conversation === null) {
      const owner = this.#ownerOf(node, request);
      if (owner === null) {
        client.before.push(request);
        if (client.before.length > requestsBefore) client.before.shift();
        return;
      }
      client.conversation = owner;
      for (const earlier of client.before) owner.take(earlier);
      client.before = [];
    }
    client.conversation.take(request);
  }

  /** The conversation to which a client's write shows it to belong; null when it shows nothing. */
  #ownerOf(node: NodeState, request: TracedRequest): Conversation | null {
    if (request.method === 'GET') return null;
    const user = request.audit?.user ?? null;
    const keys = touched(request);
    const touchedBy = node.conversations.find(({ slots }) => keys.some((key) => slots.knows(key)));
    if (!isTypical(request)) {
      if (!touchedBy) return null;
      // the address of TMS may change; another user's write to its slots is a finding
      if (user === null || touchedBy.user === null || user === touchedBy.user) return touchedBy;
      if (request.audit) touchedBy.audit(request.audit);
      return null;
    }
    const known =
      touchedBy ?? node.conversations.find((one) => one.user === null || user === null || one.user === user);
    if (known) return known;
    const conversation = new Conversation(this.#tally, node.begins, this.#cluster, this.#options);
    node.conversations.push(conversation);
    return conversation;
  }

  #client(node: NodeState, address: string): Client {
    const known = node.clients.get(address);
    if (known) return known;
    const client: Client = { address, before: [], conversation: null, contacts: [] };
    node.clients.set(address, client);
    if (node.clients.size > clientsKept) {
      const idle = [...node.clients.values()].find(({ conversation }) => conversation === null);
      if (idle) node.clients.delete(idle.address);
    }
    return client;
  }

  #node(host: string, stamped: { file: string; time: string } | AuditRecord): NodeState {
    const seconds = secondsOf(stamped.time);
    const known = this.#nodes.get(host);
    if (known) {
      known.last = seconds;
      return known;
    }
    const begins = this.#begins.get(stamped.file) ?? this.reader.firstTime ?? stamped.time;
    const node: NodeState = {
      host,
      begins: secondsOf(begins),
      clients: new Map(),
      conversations: [],
      scheduler: new SchedulerLog(this.#tally, host),
      last: seconds,
    };
    this.#nodes.set(host, node);
    return node;
  }

  #finishCluster(nodes: readonly NodeState[]): void {
    const addresses = new Set(
      nodes.flatMap(({ conversations }) => conversations.flatMap(({ clients }) => [...clients])),
    );
    if (addresses.size === 0) return;
    this.#cluster.end(
      nodes.map(({ host, clients, conversations }) => ({
        host,
        contacts: [...clients.values()]
          .filter(({ address }) => addresses.has(address))
          .flatMap(({ contacts }) => contacts)
          .sort((a, b) => a.from - b.from),
        listed: conversations[0]?.provisioning.listed ?? null,
      })),
    );
  }

  /** Why a rule was never judged. */
  #explain(hasConversation: boolean, hasScheduler: boolean): void {
    const strict = this.#options.strictLowest;
    for (const { rule: id, judged, notJudged } of this.#tally.results()) {
      if (judged > 0 || notJudged.length > 0) continue;
      const isScheduler = id.startsWith('C2W-');
      const isThere = isScheduler ? hasScheduler : hasConversation;
      const nothing = isScheduler ? 'no start of a scheduler in the log' : 'no TMS conversation in the log';
      const own = reasons[id] ?? (id === 'TMS-SLOT-LOWEST' && !strict ? 'asked for by --strict-lowest only' : null);
      this.#tally.leave(id, isThere ? (own ?? 'the log has no case of it') : nothing);
    }
  }
}

const reasons: Record<string, string> = {
  [invariant(10)]: 'no document of a slot in the log before its first opening',
  [invariant(28)]: 'the log does not show the slot after the end',
  [failover(1)]: 'the log is of one node',
  [c2w(3)]: 'no connection in the log',
  [c2w(4)]: 'no connection in the log',
};

/** Whether there was anything to judge. */
export function hasJudged(report: TraceReport): boolean {
  return report.conversations.length > 0 || report.schedulers.length > 0;
}

/** Judges logs that are texts; for those that fit into memory. */
export function checkLogs(logs: Readonly<Record<string, string>>, options: CheckOptions = {}): TraceReport {
  const check = new LogCheck(options);
  for (const [file, text] of Object.entries(logs)) {
    check.reader.begin(file);
    check.reader.push(Buffer.from(text));
    check.endFile(file);
  }
  return check.finish();
}
