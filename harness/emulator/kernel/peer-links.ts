import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:https';
import { activeCalls, endCall } from '../api/live.ts';
import { Repository } from '../api/repository.ts';
import type { Alarm, EmulatedNode } from './node.ts';

/**
 * Milliseconds of real time between two requests to a peer, and until one counts as unanswered (inferred); longer where a bridge
 * has many peers, for the requests of a cluster grow with their square.
 */
const interval = 1000;
/** The same while some link is in doubt or down (inferred). */
const intervalInDoubt = 250;

/** The links between the nodes of one process, as far as they can be broken. */
export class Links {
  readonly #cut = new Set<string>();

  cut(node: string): void {
    this.#cut.add(node);
  }

  join(node: string): void {
    this.#cut.delete(node);
  }

  /** Whether a packet would come through. */
  carry(from: string, to: string): boolean {
    return !this.#cut.has(from) && !this.#cut.has(to);
  }
}

interface Link {
  misses: number;
  alarm: { id: string; since: number } | null;
}

const known = new WeakMap<EmulatedNode, PeerLinks>();

/**
 * A Call Bridge's watch over its peers: asks each one's Web Admin, verified with the cluster's authority, every second of
 * real time, for liveness is not a matter of the cluster's clock. It is no API request: it is neither traced nor counted.
 */
export class PeerLinks {
  readonly #node: EmulatedNode;
  readonly #links: Links;
  readonly #agent: Agent;
  readonly #peers = new Map<string, Link>();
  #round: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(node: EmulatedNode, options: { authority: string; links: Links }) {
    this.#node = node;
    this.#links = options.links;
    this.#agent = new Agent({ keepAlive: true, maxSockets: 1, ca: options.authority });
    known.set(node, this);
  }

  /** The watch of a node, if it has one. */
  static of(node: EmulatedNode): PeerLinks | undefined {
    return known.get(node);
  }

  /** Lets each of these nodes that watches its peers ask them now. */
  static async probeAll(nodes: readonly EmulatedNode[]): Promise<void> {
    await Promise.all(nodes.flatMap((node) => known.get(node)?.probe() ?? []));
  }

  start(): void {
    this.#schedule();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#agent.destroy();
    known.delete(this.#node);
  }

  /** Asks every peer now; resolves when each has answered or not. */
  probe(): Promise<void> {
    this.#round ??= this.#askAll().finally(() => {
      this.#round = null;
      this.#schedule();
    });
    return this.#round;
  }

  /** The alarms of the links that are down. */
  alarms(): Alarm[] {
    const { policies, clock } = this.#node.cluster;
    return [...this.#peers.values()].flatMap(({ alarm }) =>
      alarm === null
        ? []
        : [
            {
              id: policies['cluster.alarmId'](alarm.id),
              type: policies['cluster.alarmType'](),
              activeTimeSeconds: policies['cluster.activeTimeSeconds'](clock.now().getTime() - alarm.since),
            },
          ],
    );
  }

  /** How many links are down. */
  lost(): number {
    return [...this.#peers.values()].filter(({ alarm }) => alarm !== null).length;
  }

  /** Whether the link to this peer is down, as its alarm says. */
  hasLost(peer: string): boolean {
    return (this.#peers.get(peer)?.alarm ?? null) !== null;
  }

  #schedule(): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    const inDoubt = [...this.#peers.values()].some(({ misses }) => misses > 0);
    this.#timer = setTimeout(() => void this.probe(), (inDoubt ? intervalInDoubt : interval) * this.#patience());
    this.#timer.unref();
  }

  #patience(): number {
    return Math.max(1, Math.ceil(this.#peers.size / 4));
  }

  async #askAll(): Promise<void> {
    const peers = this.#watched();
    for (const name of this.#peers.keys()) if (!peers.has(name)) this.#peers.delete(name);
    await Promise.all(
      [...peers].map(async ([name, address]) =>
        this.#note(name, this.#links.carry(this.#node.name, name) && (await this.#answers(address))),
      ),
    );
  }

  /** Names and addresses of the peers; none when this bridge is no member of the cluster itself. */
  #watched(): Map<string, string> {
    const { store, policies } = this.#node.cluster;
    const members = new Map(
      Repository.of(store)
        .list('callBridge')
        .map(({ fields }) => [fields.name ?? '', fields.address ?? '']),
    );
    if (!members.has(this.#node.name)) return new Map();
    return new Map(
      policies['cluster.watchedPeers'](this.#node.name, [...members.keys()]).map((name) => [
        name,
        members.get(name) ?? '',
      ]),
    );
  }

  #note(peer: string, answered: boolean): void {
    if (this.#stopped) return;
    const { policies, clock } = this.#node.cluster;
    const link = this.#peers.get(peer) ?? { misses: 0, alarm: null };
    this.#peers.set(peer, link);
    link.misses = answered ? 0 : link.misses + 1;
    if (answered && policies['cluster.answerEndsAlarm']()) link.alarm = null;
    if (!policies['cluster.linkHasFailed'](link.misses) || link.alarm !== null) return;
    link.alarm = { id: randomUUID(), since: clock.now().getTime() };
    if (policies['cluster.lossEndsCalls']()) for (const { id } of activeCalls(this.#node)) endCall(this.#node, id);
  }

  /** Whether something that the cluster's authority vouches for answers there. */
  #answers(address: string): Promise<boolean> {
    if (!URL.canParse(address) || !address.startsWith('https:')) return Promise.resolve(false);
    return new Promise((resolve) => {
      const asked = request(new URL('/', address), { method: 'HEAD', agent: this.#agent }, (response) => {
        response.resume();
        resolve(true);
      });
      const limit = setTimeout(() => asked.destroy(new Error('no answer')), interval * this.#patience());
      asked.once('error', () => resolve(false));
      asked.once('close', () => clearTimeout(limit));
      asked.end();
    });
  }
}
