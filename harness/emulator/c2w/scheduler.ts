import { c2wPeerName, parseC2wUrl } from '../../protocol/c2w.ts';
import { Repository } from '../api/repository.ts';
import type { EmulatedNode } from '../kernel/node.ts';
import type { ListedWebBridge, Scope } from '../policies/c2w.ts';
import { askCallBridge } from '../scheduler/loopback.ts';
import { MeetingsApi } from '../scheduler/meetings-api.ts';
import type { SchedulerContext, SchedulerPart } from '../scheduler/service.ts';
import { C2wConnection, type C2wCredentials } from './connection.ts';
import { isLocal } from './network.ts';
import { answerTo, introductionMessage, type SchedulingAnswer, type SchedulingCall } from './scheduling.ts';
import { bundleInEffect } from './trust.ts';

const running = new WeakMap<EmulatedNode, SchedulerC2w>();

/** The C2W part of a scheduler (document 217367, "Scheduler service enabled"). */
export function startSchedulerC2w({ node, settings, announce }: SchedulerContext): SchedulerPart {
  const file = (name: string | null) => (name === null ? undefined : node.files.read(name)?.content);
  const meetings = new MeetingsApi(node, announce);
  const credentials = {
    key: file(settings.c2wKeyFile),
    chain: file(settings.c2wCertificateFile),
    bundle: bundleInEffect(node, 'scheduler', () => file(settings.c2wTrustBundle)),
  };
  const part = new SchedulerC2w(node, credentials, ({ query, ...call }) =>
    meetings.answer({ ...call, query: new URLSearchParams(query) }),
  );
  running.set(node, part);
  node.cluster.activities.run(part.start());
  return {
    stop: () => {
      running.delete(node);
      part.stop();
    },
  };
}

/** Lets a node's scheduler notice at once which connections the network carries. */
export async function probeSchedulerC2w(node: EmulatedNode): Promise<void> {
  await running.get(node)?.probe();
}

/** A scheduler's connections: one to each Web Bridge of the list that it got from its Call Bridge when it started. */
class SchedulerC2w {
  readonly #node: EmulatedNode;
  readonly #credentials: C2wCredentials;
  readonly #serve: (call: SchedulingCall) => SchedulingAnswer;
  readonly #connections = new Map<string, C2wConnection>();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(node: EmulatedNode, credentials: C2wCredentials, serve: (call: SchedulingCall) => SchedulingAnswer) {
    this.#node = node;
    this.#credentials = credentials;
    this.#serve = serve;
  }

  async start(): Promise<void> {
    const queries = this.#node.cluster.policies['c2w.queriesAtStart']();
    let added: ListedWebBridge[] = [];
    for (let query = 0; query < queries; query += 1) added = await this.#ask();
    for (const { url } of added) this.#connect(url);
    this.#askLater();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    for (const connection of this.#connections.values()) connection.stop();
  }

  async probe(): Promise<void> {
    await Promise.all([...this.#connections.values()].map((connection) => connection.probe()));
  }

  /** Asks for the list; gives what of it is new. */
  async #ask(): Promise<ListedWebBridge[]> {
    const { policies } = this.#node.cluster;
    const listed = await webBridgesOf(this.#node);
    if (this.#stopped || listed === null) return [];
    const added = listed
      .filter((bridge) => policies['c2w.schedulerUses'](bridge))
      .filter(({ url }) => !this.#connections.has(url));
    this.#log(policies['c2w.totalCountText'](listed.length));
    this.#log(policies['c2w.addedText'](added.length));
    return added;
  }

  #askLater(): void {
    const delay = this.#node.cluster.policies['c2w.askAgainAfterMs']();
    if (delay === null || this.#stopped) return;
    this.#timer = setTimeout(() => {
      void this.#ask().then((added) => {
        for (const { url } of added) this.#connect(url);
        this.#askLater();
      });
    }, delay);
    this.#timer.unref();
  }

  #connect(url: string): void {
    const { policies } = this.#node.cluster;
    const address = parseC2wUrl(url);
    const name = address ? c2wPeerName(address) : url;
    let isUp = false;
    const up = () => {
      if (this.#stopped || !connection.connected || isUp) return;
      isUp = true;
      this.#log(policies['c2w.upText'](name));
    };
    const connection = new C2wConnection(this.#node, {
      url,
      verifier: 'scheduler',
      credentials: this.#credentials,
      events: {
        introduction: introductionMessage,
        asked: (message) => answerTo(message, this.#serve),
        connecting: () => this.#log(policies['c2w.connectingText'](name)),
        guid: (guid) => {
          if (!policies['c2w.upAfterGuid']()) up();
          this.#log(policies['c2w.guidText'](guid, name));
          const delay = policies['c2w.upDelayMs']();
          if (delay === 0) up();
          else setTimeout(up, delay).unref();
        },
        lost: () => {
          if (isUp) this.#log(policies['c2w.downText'](name));
          isUp = false;
        },
      },
    });
    this.#connections.set(url, connection);
    void connection.probe();
  }

  #log(text: string | null): void {
    if (text === null || this.#stopped) return;
    const { facility, source } = this.#node.cluster.policies['c2w.logColumns']();
    this.#node.log.write(facility, source, text);
  }
}

/** The `webBridges` that the Call Bridge lists; null when it doesn't answer. */
async function webBridgesOf(node: EmulatedNode): Promise<ListedWebBridge[] | null> {
  const bridges: ListedWebBridge[] = [];
  for (;;) {
    // one query is documented: only a list that no page can hold takes more
    const page = await askCallBridge(node, `/api/v1/webBridges?offset=${bridges.length}&limit=50`);
    if (!page) return null;
    for (const { attributes, children } of page.children) {
      const url = children.find(({ name }) => name === 'url')?.text ?? '';
      const local = isLocal(node, parseC2wUrl(url)?.host ?? '');
      bridges.push({ url, index: bridges.length, local, scope: () => scopeOf(node, attributes.id ?? '') });
    }
    if (page.children.length === 0 || bridges.length >= Number(page.attributes.total)) return bridges;
  }
}

/** What the list doesn't say. */
function scopeOf(node: EmulatedNode, id: string): Scope {
  const { callBridge = null, callBridgeGroup = null } =
    Repository.of(node.cluster.store).get('webBridge', id)?.fields ?? {};
  return { callBridge, callBridgeGroup };
}
