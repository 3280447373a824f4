import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { XmlNode } from '../../protocol/xml-read.ts';
import { slotNumbers } from '../../tms/allocator.ts';
import { BridgeController } from '../../tms/controller.ts';
import { type BridgeRole, bridgeOf, type FailoverEvent, nextFailoverState } from '../../tms/failover.ts';
import type { ManagedBridgePort } from '../../tms/port.ts';
import type { Cluster } from '../kernel/node.ts';
import type { KnownBridges } from '../policies/tms-failover.ts';
import { BridgeFailed, watchedPort } from './bridge-failure.ts';
import { type HeldConference, HeldConferences } from './held.ts';
import { isProvisioned, type Provisioned, SlotsOfSystems } from './provisioned.ts';
import { Timetable } from './timetable.ts';
import type {
  BridgeLogin,
  BridgeSystem,
  BridgeSystems,
  Conference,
  ConferenceBook,
  ConferenceRunner,
} from './types.ts';

/** A connection with a bridge, for one sequence of requests. */
export interface ClosablePort extends ManagedBridgePort {
  close(): void;
}

export interface RunnerParts {
  cluster: Cluster;
  systems: BridgeSystems;
  conferences: ConferenceBook;
  /** Opens a connection with a bridge. */
  connect(login: BridgeLogin): ClosablePort;
}

/**
 * Holds booked conferences on bridges: opens their slots at the start, extends them, and resets them at the end (document 212298,
 * recorded trace), on the bridge that the rules of failover name. Everything that is due is looked up anew at each instant of
 * its timetable.
 */
export class Runner implements ConferenceRunner {
  readonly #parts: RunnerParts;
  readonly #held: HeldConferences;
  readonly #timetable: Timetable;
  readonly #slots: SlotsOfSystems;
  /** When something that failed is tried again, by conference. */
  readonly #retries = new Map<number, number>();

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    this.#held = new HeldConferences(parts.cluster.store);
    this.#slots = new SlotsOfSystems(parts.cluster, this.#held);
    this.#timetable = new Timetable(parts.cluster, {
      instants: () => this.#instants(),
      doAt: (at) => this.#doWhatIsDue(at),
    });
    parts.conferences.onChange(({ before, after }) => {
      if (before?.status === 'Pending' && after.status === 'Deleted') this.#forget(after);
      this.#timetable.lookNow();
    });
    if (parts.conferences.all().length > 0 || this.#held.all().length > 0) this.#timetable.lookNow();
  }

  slotsFree(start: Date, end: Date): number[] | null {
    const system = this.#provisioned();
    if (!system) return null;
    const others = this.#overlapping(start, end, null);
    const promised = new Set(others.map(({ slot }) => slot));
    const left = this.#held.all().filter(({ stage, system: of }) => stage === 'ending' && of === system.id);
    for (const { meeting } of left) promised.add(meeting.slot);
    const free = slotNumbers(this.#slots.of(system).range).filter((slot) => !promised.has(slot));
    // whoever has no number yet will need one of these
    return free.slice(0, Math.max(0, free.length - others.filter(({ slot }) => slot === null).length));
  }

  stop(): Promise<void> {
    return this.#timetable.stop();
  }

  // --- when ---

  #instants(): number[] {
    const { policies } = this.#parts.cluster;
    return [
      ...this.#parts.conferences
        .all()
        .filter(({ status }) => status === 'Ongoing' || policies['conference.isStarted'](status))
        .flatMap(({ start, end, showExtendOption }) => [
          policies['conference.opensAt'](start),
          policies['conference.endsAt'](end),
          ...(showExtendOption === 'AutomaticBestEffort'
            ? [end.getTime() - policies['conference.extensionLeadMs']()]
            : []),
        ]),
      ...this.#retries.values(),
    ];
  }

  async #doWhatIsDue(at: number): Promise<void> {
    for (const [id, retry] of this.#retries) if (retry <= at) this.#retries.delete(id);
    for (const { id, system } of this.#held.all()) if (!this.#parts.systems.get(system)) this.#held.remove(id);
    const work = {
      end: () => this.#endAll(at),
      extend: () => this.#extendAll(at),
      start: () => this.#startAll(at),
    };
    for (const kind of this.#parts.cluster.policies['conference.order']()) await work[kind]();
  }

  // --- start ---

  async #startAll(at: number): Promise<void> {
    const { conferences, cluster } = this.#parts;
    for (const conference of conferences.all()) {
      const { id, status, start, end } = conference;
      const held = this.#held.get(id);
      if (!cluster.policies['conference.isStarted'](status) || (held && held.stage !== 'starting')) continue;
      if (this.#retries.has(id)) continue;
      if (cluster.policies['conference.opensAt'](start) <= at && at < end.getTime()) await this.#start(conference);
    }
  }

  async #start(conference: Conference): Promise<void> {
    const { policies } = this.#parts.cluster;
    const system = this.#provisioned();
    if (!system) return;
    const bridges = knownBridges(system);
    const { failures } = this.#held.failover(system.id);
    if (!policies['failover.startsAfterFailover'](failures.primary > 0)) return;
    if (!this.#held.get(conference.id)) this.#note(system, { kind: 'due' });
    await this.#askOthers(bridges, policies['failover.othersAsked'](bridges, false));
    const tried = new Set<BridgeRole>();
    for (;;) {
      const bridge = policies['failover.startsOn'](bridgeOf(null, this.#held.failover(system.id)));
      if (tried.has(bridge)) break;
      tried.add(bridge);
      const failed = await this.#startOn(system, bridge, conference);
      if (!failed) return;
      await this.#moveRunning(system, bridge);
      await this.#askOthers(bridges, policies['failover.othersAsked'](bridges, true));
    }
    this.#retryLater(conference.id);
  }

  /** Whether the bridge failed before the conference had started. */
  async #startOn(system: Provisioned, bridge: BridgeRole, conference: Conference): Promise<boolean> {
    const { policies } = this.#parts.cluster;
    const former = this.#held.get(conference.id);
    let begun: HeldConference | null = former ? { ...former, bridge } : null;
    const running = this.#held.all().filter(({ stage, system: of }) => stage === 'running' && of === system.id);
    const shared = policies['conference.sharedSlot'](running.map(({ meeting }) => meeting));
    const resume =
      (policies['failover.keepsSlot']() ? former?.meeting : undefined) ??
      (shared ? { ...shared, title: conference.title } : undefined);
    if (resume) this.#slots.of(system).states.set(resume.slot, 'OPENED');
    let isRunning = false;
    try {
      await this.#with(system, bridge, async (controller, port) => {
        if (bridge === 'alternate') {
          for (const { method, path, body } of policies['failover.preparation'](
            system.parameterSet,
            system.numericIdBase,
          ))
            await port.request(method, path, body);
        }
        const result = await controller.start({
          title: policies['conference.name'](conference.title),
          passcode: policies['conference.passcode'](conference.password),
          dial: policies['conference.dialled'](conference),
          slot: conference.slot ?? undefined,
          resume,
          began: (meeting) => {
            meeting.secret = policies['conference.secret'](meeting.secret, meeting.slot);
            begun = {
              id: conference.id,
              system: system.id,
              bridge,
              meeting,
              stage: 'starting',
              slotState: 'OPENED',
              end: conference.end.getTime(),
              extensions: 0,
              decidedFor: null,
            };
            this.#held.put(begun);
          },
        });
        isRunning = result.kind === 'started';
        if (isRunning) return;
        // nothing is left of it, and something else may come free
        if (this.#slots.of(system).states.get(begun?.meeting.slot ?? Number.NaN) !== 'OPENED') {
          this.#held.remove(conference.id);
          begun = null;
        }
        this.#retryLater(conference.id);
      });
    } catch (error) {
      if (!(error instanceof BridgeFailed)) throw error;
      isRunning = begun !== null && policies['failover.isInProgress'](begun.meeting);
      if (!isRunning) {
        if (begun) this.#held.put(begun);
        if (!policies['failover.goesOnAfter'](error.outcome)) {
          this.#retries.set(conference.id, Number.POSITIVE_INFINITY);
          return false;
        }
        if (!error.counts) this.#retryLater(conference.id);
        return error.counts;
      }
    }
    if (begun && isRunning) this.#hasStarted(begun);
    return false;
  }

  #hasStarted(held: HeldConference): void {
    this.#held.put({ ...held, stage: 'running', slotState: 'ACTIVE' });
    const status = this.#parts.cluster.policies['conference.status']('started');
    this.#parts.conferences.update(held.id, { status, slot: held.meeting.slot });
  }

  async #askOthers({ primary }: KnownBridges, addresses: readonly string[]): Promise<void> {
    for (const address of addresses) {
      const port = this.#parts.connect({ ...primary, address });
      await port.request('GET', '/api/v1/system/status').catch(() => {});
      port.close();
    }
  }

  #bridgeOfRunning(system: Provisioned, held: HeldConference): BridgeRole {
    const { serving } = this.#held.failover(system.id);
    return this.#parts.cluster.policies['failover.runsOn'](held.bridge, serving);
  }

  async #moveRunning(system: Provisioned, from: BridgeRole): Promise<void> {
    if (!this.#parts.cluster.policies['failover.movesRunning']()) return;
    for (const held of this.#held.all()) {
      const conference = this.#parts.conferences.get(held.id);
      if (held.stage !== 'running' || held.bridge !== from || held.system !== system.id || !conference) continue;
      this.#held.put({ ...held, stage: 'starting', meeting: { ...held.meeting, call: '' } });
      this.#slots.of(system).states.set(held.meeting.slot, 'OPENED');
      await this.#startOn(system, this.#held.failover(system.id).serving, conference);
    }
  }

  // --- extension ---

  async #extendAll(at: number): Promise<void> {
    for (const held of this.#held.all()) {
      if (held.stage !== 'running') continue;
      await this.#extendAutomatically(held, at);
      const conference = this.#parts.conferences.get(held.id);
      const current = this.#held.get(held.id);
      if (conference?.status === 'Ongoing' && current && conference.end.getTime() !== current.end) {
        await this.#extend(current, conference);
      }
    }
  }

  async #extendAutomatically(held: HeldConference, at: number): Promise<void> {
    const { conferences, cluster } = this.#parts;
    const conference = conferences.get(held.id);
    if (conference?.showExtendOption !== 'AutomaticBestEffort' || conference.status !== 'Ongoing') return;
    const end = conference.end.getTime();
    if (held.decidedFor === end || at < end - cluster.policies['conference.extensionLeadMs']()) return;
    this.#held.put({ ...held, decidedFor: end });
    const minutes = cluster.policies['conference.extensionMinutes']({
      option: conference.showExtendOption,
      extensions: held.extensions,
      connected: await this.#isSomebodyConnected(held),
      conflict: this.#isPromised(held, conference.end),
    });
    if (minutes === 0) return;
    this.#held.put({ ...held, decidedFor: end, extensions: held.extensions + 1 });
    conferences.update(held.id, { end: new Date(end + minutes * 60_000) });
  }

  async #extend(held: HeldConference, { end }: Conference): Promise<void> {
    const { policies } = this.#parts.cluster;
    this.#held.put({ ...held, end: end.getTime() });
    const system = this.#systemOf(held);
    if (!system || !policies['conference.tellsExtension']()) return;
    try {
      await this.#with(system, this.#bridgeOfRunning(system, held), (controller) =>
        controller.extend(policies['conference.extension'](held.meeting)),
      );
    } catch (error) {
      // it is a mark in the bridge's log: nothing is lost without it
      if (!(error instanceof BridgeFailed)) throw error;
      await this.#moveRunning(system, held.bridge);
    }
  }

  /** Whether the slot is promised to somebody else in the quarter of an hour after the end. */
  #isPromised(held: HeldConference, end: Date): boolean {
    const system = this.#systemOf(held);
    const others = this.#overlapping(end, new Date(end.getTime() + 15 * 60_000), held.id);
    return others.some(({ slot }) => slot === held.meeting.slot) || others.length >= (system?.numericIdQuantity ?? 0);
  }

  async #isSomebodyConnected(held: HeldConference): Promise<boolean> {
    const system = this.#systemOf(held);
    if (!system) return false;
    try {
      return await this.#with(system, held.bridge, async (_controller, port) => {
        const path = `/api/v1/calls/${held.meeting.call}/calllegs`;
        for (const leg of (await port.request('GET', path)).xml?.children ?? []) {
          const { xml } = await port.request('GET', `/api/v1/calllegs/${leg.attributes.id}`);
          if (xml && hasState(xml, 'connected')) return true;
        }
        return false;
      });
    } catch (error) {
      if (error instanceof BridgeFailed) return false;
      throw error;
    }
  }

  // --- end ---

  async #endAll(at: number): Promise<void> {
    const { conferences, cluster } = this.#parts;
    for (const held of this.#held.all()) {
      const conference = conferences.get(held.id);
      if (held.stage === 'ending' ? !this.#retries.has(held.id) : this.#isOver(held, conference, at))
        await this.#end(held);
    }
    for (const { id, status, end } of conferences.all()) {
      // its time went by without a bridge
      const missed = cluster.policies['conference.isStarted'](status) && end.getTime() <= at && !this.#held.get(id);
      if (missed) conferences.update(id, { status: cluster.policies['conference.status']('over') });
    }
  }

  #isOver(held: HeldConference, conference: Conference | undefined, at: number): boolean {
    const { policies } = this.#parts.cluster;
    if (!conference || conference.status === 'Deleted') return policies['conference.deletionEnds'](true);
    if (conference.status === 'Finished') return policies['conference.endsByHand']();
    return policies['conference.endsAt'](new Date(Math.max(held.end, conference.end.getTime()))) <= at;
  }

  /** What the deletion of a conference that hasn't started costs the bridge, if anything. */
  #forget(conference: Conference): void {
    const system = this.#provisioned();
    if (!system || !this.#parts.cluster.policies['conference.deletionEnds'](false)) return;
    const { title } = conference;
    const work = this.#with(system, 'primary', async (controller) => {
      const result = await controller.start({ title });
      if (result.kind === 'started') await controller.tidy(result.meeting);
    });
    this.#parts.cluster.activities.run(work.catch(() => {}));
  }

  async #end(held: HeldConference): Promise<void> {
    const { conferences, cluster } = this.#parts;
    const conference = conferences.get(held.id);
    if (conference && (conference.status === 'Ongoing' || conference.status === 'Pending'))
      conferences.update(held.id, { status: cluster.policies['conference.status']('over') });
    const system = this.#systemOf(held);
    if (!system) return this.#held.remove(held.id);
    const serving = this.#held.failover(system.id).serving;
    const bridge = held.stage === 'ending' ? cluster.policies['failover.tidiesOn'](held.bridge, serving) : held.bridge;
    const { states } = this.#slots.of(system);
    try {
      const refusal = await this.#with(system, bridge, async (controller, port) => {
        const mayEnd = cluster.policies['conference.endsWithoutCall']() || (await callIsThere(port, held.meeting.call));
        return mayEnd ? controller.tidy(held.meeting) : null;
      });
      // a slot that the bridge doesn't know any more can't be reset
      if (refusal) states.delete(held.meeting.slot);
      this.#held.remove(held.id);
      // whoever waits for a slot need not wait any longer
      for (const id of this.#retries.keys()) if (!this.#held.get(id)) this.#retries.delete(id);
    } catch (error) {
      if (!(error instanceof BridgeFailed)) throw error;
      await this.#moveRunning(system, bridge);
      this.#held.put({ ...held, stage: 'ending', slotState: states.get(held.meeting.slot) ?? 'IDLE' });
      this.#retryLater(held.id);
    }
  }

  // --- bridges and slots ---

  /** Runs one sequence of requests with a bridge, and notes whether it answered. Rejects with BridgeFailed when it failed. */
  async #with<T>(
    system: Provisioned,
    bridge: BridgeRole,
    run: (controller: BridgeController, port: ManagedBridgePort) => Promise<T>,
  ): Promise<T> {
    const { policies } = this.#parts.cluster;
    const known = knownBridges(system);
    const alternate = policies['failover.alternate'](known);
    const { primary } = known;
    const login = bridge === 'alternate' && alternate ? policies['failover.login'](primary, alternate) : primary;
    const connection = this.#parts.connect(login);
    const port = watchedPort(connection, policies['failover.bridgeHasFailed']);
    const { range, states, allocator } = this.#slots.of(system);
    const { callProfile: callProfileId, callLegProfile: callLegProfileId } = system;
    const controller = new BridgeController(port, {
      known: { callProfileId, callLegProfileId, range },
      surroundings: { pause: (milliseconds) => pause(milliseconds), guid: () => randomUUID() },
      slots: states,
      allocator,
    });
    try {
      const result = await run(controller, port);
      this.#note(system, { kind: 'answered', bridge });
      return result;
    } catch (error) {
      if (error instanceof BridgeFailed && error.counts) this.#note(system, { kind: 'failed', bridge });
      throw error;
    } finally {
      connection.close();
    }
  }

  #note(system: Provisioned, event: FailoverEvent): void {
    const { policies } = this.#parts.cluster;
    const hasAlternate = policies['failover.alternate'](knownBridges(system)) !== null;
    const state = this.#held.failover(system.id);
    this.#held.putFailover(system.id, nextFailoverState(state, event, hasAlternate, policies['failover.policy']()));
  }

  #retryLater(conference: number): void {
    // from now, not from the instant that is looked at: time may have been turned far beyond it
    this.#retries.set(conference, this.#timetable.now() + this.#parts.cluster.policies['failover.retryAfterMs']());
  }

  /** The first bridge that has slots. */
  #provisioned(): Provisioned | undefined {
    return this.#parts.systems.all().find(isProvisioned);
  }

  #systemOf({ system }: HeldConference): Provisioned | undefined {
    const found = this.#parts.systems.get(system);
    return found && isProvisioned(found) ? found : undefined;
  }

  /** Conferences that need a slot in this time. */
  #overlapping(start: Date, end: Date, except: number | null): Conference[] {
    return this.#parts.conferences
      .all()
      .filter(
        (other) =>
          other.id !== except &&
          (other.status === 'Pending' || other.status === 'Ongoing') &&
          other.start < end &&
          start < other.end,
      );
  }
}

function knownBridges({ address, username, password, alternate, discovered }: BridgeSystem): KnownBridges {
  const peers = discovered.filter(({ primary }) => !primary).map((peer) => peer.address.replace(/^https:\/\//, ''));
  return { primary: { address, username, password }, alternate, peers };
}

async function callIsThere(port: ManagedBridgePort, call: string): Promise<boolean> {
  return (await port.request('GET', `/api/v1/calls/${call}`)).status === 200;
}

function hasState(node: XmlNode, state: string): boolean {
  return (node.name === 'state' && node.text === state) || node.children.some((child) => hasState(child, state));
}
