import { randomUUID } from 'node:crypto';
import { Repository } from '../api/repository.ts';
import type { LiveEvent } from '../kernel/live-events.ts';
import type { Alarm, EmulatedNode } from '../kernel/node.ts';
import { cdrReceivers } from './receivers.ts';
import { CallRecorder } from './records.ts';
import { ReceiverSender } from './sender.ts';

const running = new WeakMap<EmulatedNode, CdrService>();
const sessionSetting = 'cdrSession';

/** Starts the call detail records of a node's Call Bridge: a new session. */
export function startCdr(node: EmulatedNode): void {
  stopCdr(node);
  if (node.roles.has('callBridge')) running.set(node, new CdrService(node));
}

export function stopCdr(node: EmulatedNode): void {
  running.get(node)?.stop();
  running.delete(node);
}

/** The call detail records of a node's Call Bridge, while it runs. */
export function cdrOf(node: EmulatedNode): CdrService | undefined {
  return running.get(node);
}

/** Tells the bridges that record what happens on this one. */
function reportEvent({ name, cluster }: EmulatedNode, event: LiveEvent): void {
  const names = cluster.nodes.map((node) => node.name);
  for (const node of cluster.nodes)
    if (cluster.policies['cdr.reportedBridges'](node.name, names).includes(name)) running.get(node)?.note(name, event);
}

/** The call detail records of one Call Bridge from its start to its end (facts: call-bridge-api 18). */
export class CdrService {
  readonly #node: EmulatedNode;
  readonly #recorders = new Map<string, CallRecorder>();
  readonly #senders = new Map<string, ReceiverSender>();
  readonly #session: string;
  readonly #unlisten: () => void;
  #nextIndex: number;

  constructor(node: EmulatedNode) {
    this.#node = node;
    const { policies } = node.cluster;
    this.#session = policies['cdr.session'](randomUUID(), node.settings.get<string>(sessionSetting) ?? null);
    node.settings.set(sessionSetting, this.#session);
    this.#nextIndex = policies['cdr.firstCorrelatorIndex']();
    this.#unlisten = node.liveEvents.listen((event) => reportEvent(node, event));
    this.receiversChanged();
  }

  stop(): void {
    this.#unlisten();
    for (const sender of this.#senders.values()) sender.stop();
    this.#senders.clear();
  }

  /** `cdrCorrelatorIndex` of the status. */
  get correlatorIndex(): number {
    return this.#node.cluster.policies['cdr.statusCorrelatorIndex'](this.#nextIndex);
  }

  /** The alarms of the receivers that can't be reached. */
  alarms(): Alarm[] {
    return [...this.#senders.values()].flatMap((sender) => sender.alarms());
  }

  /** Takes up what was configured. */
  receiversChanged(): void {
    const receivers = cdrReceivers(this.#node);
    for (const [id, sender] of this.#senders) {
      if (receivers.some((receiver) => receiver.id === id)) continue;
      sender.stop();
      this.#senders.delete(id);
    }
    for (const { id, uri } of receivers) {
      const sender = this.#senders.get(id) ?? new ReceiverSender(this.#node, () => this.#seenBy(id));
      this.#senders.set(id, sender);
      sender.address(uri);
    }
  }

  #seenBy(receiver: string) {
    const { policies, store } = this.#node.cluster;
    const own = Repository.of(store)
      .list('callBridge')
      .find(({ fields }) => fields.name === this.#node.name);
    return {
      session: policies['cdr.sessionFor'](this.#session, receiver),
      callBridge: policies['cdr.callBridgeAttribute'](own?.id ?? null),
      position: [...this.#senders.keys()].indexOf(receiver),
    };
  }

  /** Makes the records of what happened on a bridge. */
  note(bridge: string, event: LiveEvent): void {
    const { policies, clock } = this.#node.cluster;
    const recorder = this.#recorders.get(bridge) ?? new CallRecorder(policies);
    this.#recorders.set(bridge, recorder);
    const records = recorder.records(this.#withTag(event), clock.now().getTime());
    if (!policies['cdr.makesRecords'](this.#senders.size)) return;
    for (const record of records) {
      const correlatorIndex = this.#nextIndex;
      this.#nextIndex = policies['cdr.nextCorrelatorIndex'](correlatorIndex);
      for (const sender of this.#senders.values()) sender.add({ ...record, correlatorIndex });
    }
  }

  /** A starting call has the tag of its space. */
  #withTag(event: LiveEvent): LiveEvent {
    if (event.kind !== 'callStarted' || !event.fields.coSpace) return event;
    const { cdrTag } = Repository.of(this.#node.cluster.store).get('coSpace', event.fields.coSpace)?.fields ?? {};
    return cdrTag ? { ...event, fields: { ...event.fields, cdrTag } } : event;
  }
}
