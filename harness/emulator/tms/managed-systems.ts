import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { XmlNode } from '../../protocol/xml-read.ts';
import { BridgeController } from '../../tms/controller.ts';
import type { ManagedBridgePort } from '../../tms/port.ts';
import type { ProvisioningFailed, Refused, RemovalFailed } from '../../tms/results.ts';
import type { Cluster } from '../kernel/node.ts';
import type { Policies } from '../policies/index.ts';
import type { ListedBridge } from '../policies/tms-system.ts';
import { BridgePort, BridgeUnreachable } from './api-port.ts';
import type { StoredSystems } from './systems.ts';
import type { BridgeLogin, BridgeSystem, SystemValues, Ticket } from './types.ts';

/** TMS doesn't do what it was asked for; the message is a sentence for people. */
export class TmsRefusal extends Error {
  override readonly name = 'TmsRefusal';
  /** Of an HTTP answer. */
  readonly status: number;

  constructor(status: 400 | 404 | 409 | 502, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** The extended settings of a system; null is what is not set. */
export interface ExtendedSettings {
  domain: string | null;
  numericIdBase: number | null;
  numericIdQuantity: number | null;
}

/**
 * What an operator does with bridges in TMS: adds them, names them, gives them their numbers, chooses an alternate, removes
 * them. One thing at a time. Everything rejects with TmsRefusal when it isn't done; then nothing of it is kept.
 */
export class ManagedSystems {
  readonly #cluster: Cluster;
  readonly #systems: StoredSystems;
  readonly #authority: string;
  #last: Promise<unknown> = Promise.resolve();

  constructor(cluster: Cluster, systems: StoredSystems, authority: string) {
    this.#cluster = cluster;
    this.#systems = systems;
    this.#authority = authority;
  }

  /** Rejects with TmsRefusal when there is none. */
  get(id: number): BridgeSystem {
    const system = this.#systems.get(id);
    if (!system) throw new TmsRefusal(404, `TMS has no system ${id}.`);
    return system;
  }

  /** Adds the bridge at this web admin address by the recorded requests (document 212298, "Adding CMS to TMS"). */
  add(given: BridgeLogin): Promise<BridgeSystem> {
    return this.#alone(async () => {
      const { policies } = this.#cluster;
      const { host, port } = parseAddress(given.address);
      const asked = { ...given, address: port === 443 ? host : `${host}:${port}` };
      if (given.username === '' || given.password === '')
        throw new TmsRefusal(400, 'A bridge is added with the user name and the password of its API user.');
      await this.#refuseKnown(asked);
      return this.#with(asked, async (controllerPort) => {
        const controller = newController(controllerPort);
        const result = await controller.addDevice();
        if (result.kind === 'refused') throw refusalOf(asked, result);
        if (result.status.xml?.name !== 'status')
          throw new TmsRefusal(
            502,
            `${asked.address} is no Cisco Meeting Server: it answered without a status document.`,
          );
        const discovered = policies['tms.clustering'](
          asked.address,
          result.bridges.map((bridge) => listedBridge(bridge.xml)),
        );
        await this.#askPeers('bridge is added', asked, policies['tms.offeredAlternates'](discovered));
        return this.#insert({ ...asked, address: policies['tms.keptAddress'](host, port) }, discovered, {
          callProfile: result.callProfileId,
          callLegProfile: result.callLegProfileId,
        });
      }).catch((error: unknown) => {
        const unaskable = error instanceof TmsRefusal && error.status === 502;
        const why = unaskable && error.cause instanceof BridgeUnreachable ? 'unreachable' : 'refused';
        if (!unaskable || !policies['tms.keepsUnaskableBridge'](why)) throw error;
        return this.#insert(asked, [], { callProfile: '', callLegProfile: '' });
      });
    });
  }

  #insert(
    login: BridgeLogin,
    discovered: BridgeSystem['discovered'],
    profiles: Pick<BridgeSystem, 'callProfile' | 'callLegProfile'>,
  ): BridgeSystem {
    return this.#keepTickets(
      this.#systems.insert({
        ...login,
        name: null,
        domain: null,
        numericIdBase: null,
        numericIdQuantity: null,
        alternate: null,
        discovered,
        ...profiles,
        parameterSet: null,
        tickets: [],
      }),
    );
  }

  /** Names a system, or takes its name away. */
  rename(id: number, name: string | null): Promise<BridgeSystem> {
    return this.#alone(() => Promise.resolve(this.#keepTickets({ ...this.get(id), name })));
  }

  /** Sets what is dialled, and makes the slots for it (document 212298, "Extended settings"; a change: CMS API reference). */
  saveExtended(id: number, settings: ExtendedSettings): Promise<BridgeSystem> {
    return this.#alone(async () => {
      const { policies } = this.#cluster;
      const system = this.get(id);
      checkExtended(settings);
      const before = this.#range(system);
      const after = this.#range(settings);
      if (!policies['tms.syncsSlots'](before, after)) return this.#keepTickets({ ...system, ...settings });
      return this.#with(system, async (controllerPort) => {
        const controller = newController(controllerPort, { ...system, range: before });
        const result = await this.#sync(controller, system.parameterSet, after);
        const parameterSet = 'parameterSetId' in result ? result.parameterSetId : system.parameterSet;
        const done = result.kind === 'provisioned' || result.kind === 'removed';
        const kept = done || policies['tms.keepsSettingsOfFailedSync']() ? settings : {};
        const saved = this.#keepTickets({ ...system, ...kept, parameterSet });
        if (!done) throw result.kind === 'refused' ? refusalOf(system, result) : syncFailure(system, result);
        return saved;
      });
    });
  }

  /** Chooses the bridge that takes over when the added one fails, or none. Nothing is sent to it. */
  chooseAlternate(id: number, alternate: BridgeLogin | null): Promise<BridgeSystem> {
    return this.#alone(async () => {
      const { policies } = this.#cluster;
      const system = this.get(id);
      if (alternate) {
        const refusal = policies['tms.alternateRefusal'](
          alternate.address,
          policies['tms.offeredAlternates'](system.discovered),
        );
        if (refusal) throw new TmsRefusal(409, refusal);
        if (alternate.username === '' || alternate.password === '')
          throw new TmsRefusal(400, 'The alternate needs a user name and a password of its own.');
        await this.#askPeers('alternate is chosen', system, [alternate.address]);
      }
      const { address, username, password } = system;
      const kept = alternate && policies['tms.alternateLogin']({ address, username, password }, alternate);
      return this.#keepTickets({ ...system, alternate: kept });
    });
  }

  /** Forgets a system. What it has on the bridge stays there (inferred). */
  remove(id: number): Promise<void> {
    return this.#alone(() => Promise.resolve(this.#systems.remove(this.get(id).id)));
  }

  /** What the bridge says of itself at this moment, for the system's page (document 212298, "Adding CMS to TMS"). */
  values(id: number): Promise<SystemValues> {
    const system = this.get(id);
    return this.#with(system, async (controllerPort) => {
      const answer = await controllerPort.request('GET', '/api/v1/system/status');
      const values = (answer.xml?.children ?? []).filter(({ children }) => children.length === 0);
      return this.#cluster.policies['tms.shownValues'](
        Object.fromEntries(values.map(({ name, text }) => [name, text])),
      );
    });
  }

  #range({ numericIdBase, numericIdQuantity }: ExtendedSettings): { start: number; end: number } | null {
    if (numericIdBase === null || numericIdQuantity === null) return null;
    return this.#cluster.policies['tms.numericIds'](numericIdBase, numericIdQuantity);
  }

  #sync(controller: BridgeController, set: string | null, range: { start: number; end: number } | null) {
    if (range) return set === null ? controller.provision(range) : controller.changeRange(set, range);
    if (set === null) throw new Error('there are slots without a parameter set');
    return controller.removeSlots(set);
  }

  async #refuseKnown(asked: BridgeLogin): Promise<void> {
    const { address } = asked;
    for (const system of this.#systems.all()) {
      if (system.address === address)
        throw new TmsRefusal(409, `${address} is in TMS already, as system ${system.id}.`);
      const refusal = this.#cluster.policies['tms.peerRefusal'](address, {
        primary: system.address,
        members: system.discovered,
      });
      if (!refusal) continue;
      await this.#askPeers('peer is refused', asked, [address]);
      throw new TmsRefusal(409, refusal);
    }
  }

  /** Asks other Call Bridges who they are, as far as that is TMS's way. */
  async #askPeers(
    when: Parameters<Policies['tms.peersAsked']>[0],
    login: BridgeLogin,
    peers: readonly string[],
  ): Promise<void> {
    for (const address of this.#cluster.policies['tms.peersAsked'](when, peers))
      await this.#with({ ...login, address }, (port) => port.request('GET', '/api/v1/system/status'));
  }

  /** Keeps a system with the tickets that it should have: new ones opened, the others cleared. */
  #keepTickets(system: BridgeSystem): BridgeSystem {
    const now = this.#cluster.clock.now().toISOString();
    const wanted = this.#cluster.policies['tms.openTickets'](system);
    const open = system.tickets.filter(({ clearedAt }) => clearedAt === null).map(({ title }) => title);
    const opened = wanted
      .filter((title) => !open.includes(title))
      .map((title): Ticket => ({ number: this.#systems.nextNumber('ticket'), title, openedAt: now, clearedAt: null }));
    const cleared = system.tickets.map((ticket) =>
      ticket.clearedAt === null && !wanted.includes(ticket.title) ? { ...ticket, clearedAt: now } : ticket,
    );
    const kept = { ...system, tickets: [...cleared, ...opened] };
    this.#systems.put(kept);
    return kept;
  }

  /** Works with a bridge; that it can't be asked becomes a refusal. */
  async #with<T>(login: BridgeLogin, work: (port: ManagedBridgePort) => Promise<T>): Promise<T> {
    const port = new BridgePort({ login, policies: this.#cluster.policies, authority: this.#authority });
    try {
      return await work(port);
    } catch (error) {
      if (error instanceof BridgeUnreachable) throw new TmsRefusal(502, `${error.message}.`, { cause: error });
      throw error;
    } finally {
      port.close();
    }
  }

  /** After everything that was begun before. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }
}

function newController(
  port: ManagedBridgePort,
  known?: { callProfile: string; callLegProfile: string; range: { start: number; end: number } | null },
): BridgeController {
  return new BridgeController(port, {
    surroundings: { pause: (milliseconds) => pause(milliseconds), guid: () => randomUUID() },
    ...(known
      ? {
          known: { callProfileId: known.callProfile, callLegProfileId: known.callLegProfile, range: known.range },
        }
      : {}),
  });
}

/** Host and port of a web admin address. Throws TmsRefusal. */
function parseAddress(text: string): { host: string; port: number } {
  const given = text.trim();
  const url = /^[^\s/@?#]+$/.test(given) && URL.canParse(`https://${given}`) ? new URL(`https://${given}`) : null;
  if (!url)
    throw new TmsRefusal(400, `"${given}" is no address: give the host of Web Admin, with :port where it isn't 443.`);
  return { host: url.hostname, port: url.port === '' ? 443 : Number(url.port) };
}

function checkExtended({ domain, numericIdBase, numericIdQuantity }: ExtendedSettings): void {
  if (domain !== null && !/^[A-Za-z0-9.-]+$/.test(domain)) throw new TmsRefusal(400, `"${domain}" is no domain.`);
  for (const [label, value] of [
    ['Numeric ID Base', numericIdBase],
    ['Numeric ID Quantity', numericIdQuantity],
  ] as const) {
    if (value !== null && (!Number.isSafeInteger(value) || value < 1))
      throw new TmsRefusal(400, `${label} is a number from 1 on.`);
  }
}

/** A Call Bridge's own document; its address without scheme and usual port. */
function listedBridge(document: XmlNode | undefined): ListedBridge {
  const text = (name: string) => document?.children.find((child) => child.name === name)?.text ?? '';
  const address = text('address');
  return { name: text('name'), address: URL.canParse(address) ? new URL(address).host : address };
}

function refusalOf({ address }: BridgeLogin, { step }: Refused): TmsRefusal {
  const { status, body } = step.answer;
  if (status === 401) return new TmsRefusal(502, `${address} refuses this user name and password.`);
  const reason = body === '' ? '' : ` (${body.replace(/\s+/g, ' ').slice(0, 200)})`;
  return new TmsRefusal(502, `${address} refuses ${step.method} ${step.path}: it answered ${status}${reason}.`);
}

function syncFailure({ address }: BridgeLogin, failed: ProvisioningFailed | RemovalFailed): TmsRefusal {
  const why = failed.kind === 'unfinished' ? 'has not ended in time' : `ended in ${failed.status}`;
  return new TmsRefusal(
    409,
    `The bulk sync on ${address} ${why}: the spaces there are as they were, and so are the settings.`,
  );
}
