import { randomUUID } from 'node:crypto';
import { parseC2wUrl, type WebBridgeStatus } from '../../protocol/c2w.ts';
import { Repository } from '../api/repository.ts';
import type { Alarm, EmulatedNode } from '../kernel/node.ts';
import { listedSettings } from '../mmp/commands/component-state.ts';
import type { ConnectionFailure } from '../policies/c2w.ts';
import { C2wConnection, type C2wCredentials } from './connection.ts';
import { isLocal } from './network.ts';
import { bundleInEffect } from './trust.ts';

/** Milliseconds of real time between two looks at what other processes may have configured (inferred). */
const interval = 1000;
/** What decides which Web Bridges a Call Bridge uses. */
const relevant = ['webBridge', 'callBridge', 'callBridgeGroup'];

interface Link {
  connection: C2wConnection;
  alarm: { id: string; since: number } | null;
}

/**
 * A Call Bridge's C2W connections: one to each Web Bridge that it uses, with the certificates and the trust bundle that were
 * configured when it started.
 */
export class CallBridgeC2w {
  readonly #node: EmulatedNode;
  readonly #credentials: C2wCredentials;
  readonly #links = new Map<string, Link>();
  /** Alarms of Web Bridges that are not used any more, where a policy keeps them. */
  readonly #left: { id: string; since: number; failure: ConnectionFailure }[] = [];
  readonly #unwatch: () => void;
  readonly #timer: NodeJS.Timeout;
  #seen: unknown[] = [];
  #due = false;
  #stopped = false;

  constructor(node: EmulatedNode) {
    this.#node = node;
    this.#credentials = credentialsOf(node);
    const objects = Repository.of(node.cluster.store);
    this.#unwatch = objects.watch((type) => {
      if (!relevant.includes(type) || this.#due || !node.cluster.policies['c2w.noticesChanges']()) return;
      this.#due = true;
      // once the request that changed it has been carried out
      setImmediate(() => {
        this.#due = false;
        this.#reconcile();
      });
    });
    this.#timer = setInterval(() => this.#reconcileWithOthers(), interval);
    this.#timer.unref();
    this.#reconcile();
  }

  stop(): void {
    this.#stopped = true;
    this.#unwatch();
    clearInterval(this.#timer);
    for (const { connection } of this.#links.values()) connection.stop();
    this.#links.clear();
  }

  /** Tries what isn't connected now; resolves when each attempt has ended. */
  async probe(): Promise<void> {
    await Promise.all([...this.#links.values()].map(({ connection }) => connection.probe()));
  }

  status(webBridge: string): WebBridgeStatus {
    const link = this.#links.get(webBridge);
    return this.#node.cluster.policies['c2w.status']({
      used: link !== undefined,
      connected: link?.connection.connected ?? false,
      failure: link?.connection.failure ?? null,
    });
  }

  /** The alarms of the Web Bridges that can't be reached. */
  alarms(): Alarm[] {
    const { policies, clock } = this.#node.cluster;
    const active = [...this.#links.values()].flatMap(({ alarm, connection }) =>
      alarm === null ? [] : [{ ...alarm, failure: connection.failure ?? 'connect' }],
    );
    return [...active, ...this.#left].map(({ id, since, failure }) => ({
      id: policies['cluster.alarmId'](id),
      type: policies['c2w.alarmType'](),
      failureReason: policies['c2w.alarmReason'](failure),
      activeTimeSeconds: policies['cluster.activeTimeSeconds'](clock.now().getTime() - since),
    }));
  }

  #reconcileWithOthers(): void {
    const changed = this.#changes();
    if (changed && this.#node.cluster.policies['c2w.noticesChanges']()) this.#reconcile();
  }

  /** What decides about the connections, as it is now; null while it is what it was. */
  #changes(): unknown[] | null {
    const objects = Repository.of(this.#node.cluster.store);
    const seen = relevant.flatMap((type) => objects.list(type).flatMap(({ id, fields }) => [id, fields]));
    const same = seen.length === this.#seen.length && seen.every((part, index) => part === this.#seen[index]);
    return same ? null : seen;
  }

  /** Brings the connections to what is configured, when something of that has changed. */
  #reconcile(): void {
    if (this.#stopped) return;
    const seen = this.#changes();
    if (!seen) return;
    this.#seen = seen;
    const used = this.#used();
    for (const [id, link] of this.#links) if (used.get(id) !== link.connection.url) this.#drop(id, link);
    for (const [id, url] of used) if (!this.#links.has(id)) this.#connect(id, url);
  }

  /** URL of each Web Bridge that this Call Bridge uses, by its id. */
  #used(): Map<string, string> {
    const { store, policies } = this.#node.cluster;
    const objects = Repository.of(store);
    const own = objects.list('callBridge').find(({ fields }) => fields.name === this.#node.name);
    const self = { callBridge: own?.id ?? null, callBridgeGroup: own?.fields.callBridgeGroup ?? null };
    const bridges = objects.list('webBridge').flatMap(({ id, fields }) => {
      const { url = '', callBridge = null, callBridgeGroup = null } = fields;
      const local = isLocal(this.#node, parseC2wUrl(url)?.host ?? '');
      return url !== '' && policies['c2w.callBridgeUses']({ callBridge, callBridgeGroup, self, local })
        ? [[id, url] as const]
        : [];
    });
    return new Map(bridges);
  }

  #connect(id: string, url: string): void {
    const node = this.#node;
    const { policies, clock } = node.cluster;
    const fallen = () => {
      if (policies['c2w.raisesAlarm'](connection.failures + 1))
        link.alarm ??= { id: randomUUID(), since: clock.now().getTime() };
    };
    const connection = new C2wConnection(node, {
      url,
      verifier: 'callBridge',
      credentials: this.#credentials,
      events: {
        guid: () => {
          if (policies['c2w.alarmEnds']('connected')) link.alarm = null;
        },
        lost: fallen,
        failed: (_failure, why) => {
          // words are inferred: a TLS negotiation error is known to name the URL
          if (connection.failures === 0)
            node.log.write('user.warning', 'host:server:', ` WARNING : C2W connection to ${url} failed: ${why}`);
          fallen();
        },
      },
    });
    const link: Link = { connection, alarm: null };
    this.#links.set(id, link);
    void connection.probe();
  }

  #drop(id: string, { connection, alarm }: Link): void {
    this.#links.delete(id);
    connection.stop();
    if (alarm && !this.#node.cluster.policies['c2w.alarmEnds']('removed'))
      this.#left.push({ ...alarm, failure: connection.failure ?? 'connect' });
  }
}

function credentialsOf(node: EmulatedNode): C2wCredentials {
  const file = (key: string) => node.files.read(listedSettings(node, 'callbridge')[key] ?? '')?.content;
  const bundle = file('CA Bundle file');
  const chain = file('Certificate file');
  return {
    key: file('Key file'),
    chain: chain && bundle ? Buffer.concat([chain, Buffer.from('\n'), bundle]) : chain,
    bundle: bundleInEffect(node, 'callBridge', () => file('C2W trusted certs')),
  };
}
