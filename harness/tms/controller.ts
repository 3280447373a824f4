import type { XmlNode } from '../protocol/xml-read.ts';
import { type AllocationPolicy, Allocator, type SlotRange, slotNumbers } from './allocator.ts';
import type { BridgeAnswer, BridgeMethod, ControllerSurroundings, ManagedBridgePort, Step } from './port.ts';
import {
  callLegProfileBody,
  callProfileBody,
  formValue,
  openingBody,
  parameterSetBody,
  placeholderName,
  resetBody,
} from './requests.ts';
import type {
  Added,
  Ended,
  Exhausted,
  Extended,
  Meeting,
  MeetingWish,
  Provisioned,
  ProvisioningFailed,
  Refused,
  RemovalFailed,
  Removed,
  Started,
  Synced,
  SyncFailure,
} from './results.ts';
import { nextSlotState, type SlotEvent, type SlotState } from './slot.ts';

export interface ControllerOptions {
  surroundings: ControllerSurroundings;
  /** `lowest` by default. */
  allocation?: AllocationPolicy;
  /**
   * Whether a slot in which the bridge reports a call counts as taken. Costs one `GET /calls` before the recorded sequence
   * of a start; off by default, so that the sequence is the recorded one.
   */
  inspectCalls?: boolean;
  /** What an earlier controller of the same bridge had made there, when this one goes on in its place. */
  known?: KnownBridge;
  /** What the slots hold, where several controllers share it: a bridge's and its alternate's see the same database. */
  slots?: Map<number, SlotState>;
  /** Chooses slots, where several controllers share one. */
  allocator?: Allocator;
  /** Milliseconds after which a bulk sync that hasn't ended counts as unfinished; 30 000 by default. */
  syncTimeoutMs?: number;
}

/** What an added bridge holds for its controller. */
export interface KnownBridge {
  callProfileId: string;
  callLegProfileId: string;
  /** The provisioned slots; idle are those of which `slots` says nothing else. Null when there are none. */
  range: SlotRange | null;
}

const api = '/api/v1';

/**
 * A controller of one managed bridge, as TMS 15.3 is one (document 212298): it provisions a range of slots, and opens,
 * extends and resets them for scheduled meetings, by the recorded requests in the recorded order.
 * It never retries and never deletes a slot; what the bridge refuses comes back as a typed result.
 */
export class BridgeController {
  /** Every request with its answer, in the order of sending. */
  readonly steps: Step[] = [];
  readonly #port: ManagedBridgePort;
  readonly #options: ControllerOptions;
  readonly #allocator: Allocator;
  readonly #states: Map<number, SlotState>;
  #range: SlotRange = { start: 1, end: 0 };
  #profiles: { call: string; callLeg: string } | undefined;

  constructor(port: ManagedBridgePort, options: ControllerOptions) {
    this.#port = port;
    this.#options = options;
    this.#allocator = options.allocator ?? new Allocator(options.allocation);
    this.#states = options.slots ?? new Map();
    const { known } = options;
    if (!known) return;
    this.#profiles = { call: known.callProfileId, callLeg: known.callLegProfileId };
    if (!known.range) return;
    this.#range = known.range;
    for (const slot of slotNumbers(known.range)) if (!this.#states.has(slot)) this.#move(slot, 'provisioned');
  }

  /** The range that was provisioned last. */
  get range(): SlotRange {
    return this.#range;
  }

  slotState(slot: number): SlotState {
    return this.#states.get(slot) ?? 'ABSENT';
  }

  /** Adds the bridge: status, its Call Bridges one by one, then the two profiles (document 212298, "Adding CMS to TMS"). */
  async addDevice(): Promise<Added | Refused> {
    const status = await this.#send('GET', `${api}/system/status`);
    if (!succeeded(status)) return refused(status);
    const list = await this.#send('GET', `${api}/callBridges`);
    if (!succeeded(list)) return refused(list);
    const bridges: BridgeAnswer[] = [];
    for (const item of list.answer.xml?.children ?? []) {
      bridges.push((await this.#send('GET', `${api}/callBridges/${item.attributes.id}`)).answer);
    }
    const callProfile = await this.#create(`${api}/callProfiles`, callProfileBody);
    if (callProfile.id === null) return refused(callProfile.step);
    const callLegProfile = await this.#create(`${api}/callLegProfiles`, callLegProfileBody);
    if (callLegProfile.id === null) return refused(callLegProfile.step);
    this.#profiles = { call: callProfile.id, callLeg: callLegProfile.id };
    return {
      kind: 'added',
      status: status.answer,
      callBridges: list.answer,
      bridges,
      callProfile: callProfile.step.answer,
      callLegProfile: callLegProfile.step.answer,
      callProfileId: callProfile.id,
      callLegProfileId: callLegProfile.id,
    };
  }

  /** Makes the slots of a range by a bulk sync and waits for its end (document 212298, "Extended settings"). */
  async provision(range: SlotRange): Promise<Provisioned | ProvisioningFailed | Refused> {
    if (!this.#profiles) throw new Error('the bridge must be added before it is provisioned');
    const body = parameterSetBody(range, this.#profiles.call, this.#profiles.callLeg);
    const set = await this.#create(`${api}/cospaceBulkParameterSets`, body);
    if (set.id === null) return refused(set.step);
    return this.#syncRange({ parameterSet: set.step.answer, parameterSetId: set.id }, range);
  }

  /**
   * Gives the slots of a parameter set another range: all of them are made anew, or none when the sync fails (CMS API
   * reference, "Bulk creation of coSpaces"; that TMS does it so is inferred).
   */
  async changeRange(parameterSet: string, range: SlotRange): Promise<Provisioned | ProvisioningFailed | Refused> {
    const path = `${api}/cospaceBulkParameterSets/${parameterSet}`;
    const set = await this.#send('PUT', path, `startIndex=${range.start}&endIndex=${range.end}`);
    if (!succeeded(set)) return refused(set);
    return this.#syncRange({ parameterSet: set.answer, parameterSetId: parameterSet }, range);
  }

  /** Removes the slots of a parameter set (CMS API reference, "Bulk creation of coSpaces"; that TMS does it so is inferred). */
  async removeSlots(parameterSet: string): Promise<Removed | RemovalFailed | Refused> {
    const synced = await this.#sync(`cospaceBulkParameterSet=${parameterSet}&removeAll=true`, { start: 1, end: 0 });
    if ('kind' in synced) return synced;
    const { failure, ...made } = synced;
    return failure ? { ...failure, ...made } : { kind: 'removed', ...made };
  }

  /**
   * Holds a meeting on a free slot and dials its participants (document 212298, "Start of a scheduled meeting").
   * Free is a slot of the range that the bridge lists under its placeholder name, that holds no meeting of this controller
   * and, with `inspectCalls`, in which the bridge reports no call. A bridge that can't be asked rejects; what had begun then
   * is the meeting that `began` was told of, and another start may `resume` it.
   */
  async start(wish: MeetingWish): Promise<Started | Exhausted | Refused> {
    const busySpaces = this.#options.inspectCalls ? await this.#spacesWithCalls() : new Set<string>();
    const status = await this.#send('GET', `${api}/system/status`);
    if (!succeeded(status)) return refused(status);
    const [participants, spaces] = await Promise.all([
      this.#send('GET', `${api}/participants`),
      this.#list(`${api}/coSpaces`),
    ]);
    if (spaces.failed) return refused(spaces.failed);
    const meeting = wish.resume ?? this.#choose(wish, spaces.items, busySpaces);
    if (!('space' in meeting)) return meeting;
    wish.began?.(meeting);
    const opening = await this.#open(meeting);
    if (!succeeded(opening)) return refused(opening);
    const call = await this.#create(`${api}/calls`, `coSpace=${meeting.space}`);
    if (call.id === null) {
      // what TMS does then is not recorded; a slot that stays open to strangers would be the worse choice
      await this.#send('PUT', `${api}/cospaces/${meeting.space}`, resetBody(meeting.slot));
      this.#move(meeting.slot, 'reset');
      return refused(call.step);
    }
    meeting.call = call.id;
    this.#move(meeting.slot, 'callCreated');
    const after = {
      status: (await this.#send('GET', `${api}/system/status`)).answer,
      coSpaces: (await this.#send('GET', `${api}/coSpaces`)).answer,
      calls: (await this.#send('GET', `${api}/calls`)).answer,
    };
    return {
      kind: 'started',
      meeting,
      opening: opening.answer,
      call: call.step.answer,
      after,
      participants: participants.answer,
      ...(await this.#dialAll(meeting, wish.dial ?? [])),
    };
  }

  /** Sends the opening PUT once more: a mark in the bridge's log, nothing else (document 212298, "Extending a meeting"). */
  async extend(meeting: Meeting): Promise<Extended | Refused> {
    const next = nextSlotState(this.slotState(meeting.slot), 'extended');
    const put = await this.#send('PUT', `${api}/cospaces/${meeting.space}`, openingBody(meeting));
    if (!succeeded(put)) return refused(put);
    this.#states.set(meeting.slot, next);
    return { kind: 'extended', put: put.answer };
  }

  /** Resets the slot, then deletes the call (document 212298, "End of a meeting"). */
  async end(meeting: Meeting): Promise<Ended | Refused> {
    nextSlotState(this.slotState(meeting.slot), 'reset');
    await this.#readBeforeReset();
    const reset = await this.#send('PUT', `${api}/cospaces/${meeting.space}`, resetBody(meeting.slot));
    if (!succeeded(reset)) return refused(reset);
    this.#move(meeting.slot, 'reset');
    const deletion = await this.#send('DELETE', `${api}/calls/${meeting.call}`);
    this.#move(meeting.slot, 'callDeleted');
    return { kind: 'ended', reset: reset.answer, deletion: deletion.answer };
  }

  async #syncRange(
    set: { parameterSet: BridgeAnswer; parameterSetId: string },
    range: SlotRange,
  ): Promise<Provisioned | ProvisioningFailed | Refused> {
    const synced = await this.#sync(`cospaceBulkParameterSet=${set.parameterSetId}`, range);
    if ('kind' in synced) return synced;
    const { failure, ...made } = synced;
    return failure ? { ...failure, ...set, ...made } : { kind: 'provisioned', ...set, ...made };
  }

  /** Starts a sync and waits for its end; when it is complete, `range` is what is provisioned. */
  async #sync(body: string, range: SlotRange): Promise<(Synced & { failure: SyncFailure | null }) | Refused> {
    const sync = await this.#create(`${api}/cospaceBulkSyncs`, body);
    if (sync.id === null) return refused(sync.step);
    const made = { sync: sync.step.answer, syncId: sync.id, polls: await this.#pollSync(sync.id) };
    const status = syncStatus(made.polls.at(-1));
    if (status !== 'complete') {
      const kind = isPending(status) ? 'unfinished' : status.endsWith('Conflict') ? 'conflict' : 'failed';
      return { ...made, failure: { kind, status } };
    }
    await this.#send('GET', `${api}/system/status`);
    this.#provisioned(range);
    return { ...made, failure: null };
  }

  /** The slots of this range are there, new and idle, and no others. */
  #provisioned(range: SlotRange): void {
    this.#range = range;
    this.#states.clear();
    for (const slot of slotNumbers(range)) this.#move(slot, 'provisioned');
  }

  /**
   * Takes back what is left of a meeting whose start or end was interrupted: an opened slot is reset, a call that outlived the
   * reset deleted, a meeting under way ended. Gives the answer that stopped it, or null when the slot is idle again.
   */
  async tidy(meeting: Meeting): Promise<Refused | null> {
    switch (this.slotState(meeting.slot)) {
      case 'ACTIVE': {
        const result = await this.end(meeting);
        return result.kind === 'refused' ? result : null;
      }
      case 'OPENED': {
        await this.#readBeforeReset();
        const reset = await this.#send('PUT', `${api}/cospaces/${meeting.space}`, resetBody(meeting.slot));
        if (!succeeded(reset)) return refused(reset);
        this.#move(meeting.slot, 'reset');
        return null;
      }
      case 'CLOSING':
        await this.#send('DELETE', `${api}/calls/${meeting.call}`);
        this.#move(meeting.slot, 'callDeleted');
        return null;
      default:
        return null;
    }
  }

  /** The meeting on the slot that the wish names, or on one that the allocator chooses. */
  #choose(wish: MeetingWish, spaces: readonly XmlNode[], busySpaces: ReadonlySet<string>): Meeting | Exhausted {
    const listed = new Map<number, string>();
    for (const item of spaces) {
      const slot = slotOf(item);
      if (slot !== null && !busySpaces.has(item.attributes.id ?? '')) listed.set(slot, item.attributes.id ?? '');
    }
    const isFree = (slot: number) => this.slotState(slot) === 'IDLE' && listed.has(slot);
    const { slot: wanted } = wish;
    const range = wanted === undefined ? this.#range : { start: wanted, end: wanted };
    const slot = this.#allocator.choose(range, isFree);
    if (slot === null) {
      return { kind: 'exhausted', range: this.#range, taken: slotNumbers(this.#range).filter((n) => !isFree(n)) };
    }
    return {
      slot,
      space: listed.get(slot) ?? '',
      title: wish.title,
      passcode: wish.passcode ?? '',
      secret: this.#options.surroundings.guid(),
      call: '',
      callLegs: [],
    };
  }

  /** Sends the opening PUT. A slot whose bridge can't tell whether it was opened counts as opened. */
  async #open(meeting: Meeting): Promise<Step> {
    const path = `${api}/cospaces/${meeting.space}`;
    const step = await this.#send('PUT', path, openingBody(meeting)).catch((error: unknown) => {
      this.#move(meeting.slot, 'opened');
      throw error;
    });
    if (succeeded(step)) this.#move(meeting.slot, 'opened');
    return step;
  }

  async #readBeforeReset(): Promise<void> {
    await this.#send('GET', `${api}/system/status`);
    await this.#send('GET', `${api}/coSpaces`);
    await this.#send('GET', `${api}/calls`);
    await this.#send('GET', `${api}/coSpaces`);
  }

  async #dialAll(meeting: Meeting, parties: readonly string[]): Promise<Pick<Started, 'callLegs' | 'dials'>> {
    if (parties.length === 0) return { dials: [] };
    const before = await this.#send('GET', `${api}/calllegs`);
    const dials: BridgeAnswer[] = [];
    for (const party of parties) {
      const leg = await this.#create(`${api}/calls/${meeting.call}/calllegs`, `remoteParty=${formValue(party)}`);
      dials.push(leg.step.answer);
      if (leg.id === null) continue;
      meeting.callLegs.push(leg.id);
      this.#move(meeting.slot, 'dialled');
    }
    return { callLegs: before.answer, dials };
  }

  /** Polls with growing pauses up to the 2 s between the recorded sync and its poll. */
  async #pollSync(sync: string): Promise<BridgeAnswer[]> {
    const polls: BridgeAnswer[] = [];
    const limit = this.#options.syncTimeoutMs ?? 30_000;
    for (let waited = 0, pause = 10; ; pause = Math.min(pause * 2, 2_000)) {
      const { answer } = await this.#send('GET', `${api}/cospaceBulkSyncs/${sync}`);
      polls.push(answer);
      if (!isPending(syncStatus(answer)) || waited >= limit) return polls;
      await this.#options.surroundings.pause(pause);
      waited += pause;
    }
  }

  async #spacesWithCalls(): Promise<Set<string>> {
    const calls = await this.#list(`${api}/calls`);
    return new Set(calls.items.map((call) => childText(call, 'coSpace') ?? ''));
  }

  /** Reads a collection, page by page where one page doesn't hold it. */
  async #list(path: string): Promise<{ items: XmlNode[]; failed?: Step }> {
    const items: XmlNode[] = [];
    for (;;) {
      const step = await this.#send('GET', items.length === 0 ? path : `${path}?offset=${items.length}`);
      if (!succeeded(step)) return { items, failed: step };
      const page = step.answer.xml?.children ?? [];
      items.push(...page);
      if (page.length === 0 || items.length >= Number(step.answer.xml?.attributes.total)) return { items };
    }
  }

  async #create(path: string, body: string): Promise<{ step: Step; id: string | null }> {
    const step = await this.#send('POST', path, body);
    const id = /([^/]+)\/?$/.exec(step.answer.location ?? '')?.[1] ?? null;
    return { step, id: succeeded(step) ? id : null };
  }

  async #send(method: BridgeMethod, path: string, body?: string): Promise<Step> {
    // the place in the sequence is the one of sending, also for requests that are answered out of order
    const place = this.steps.length;
    const step = { method, path, ...(body === undefined ? {} : { body }) } as Step;
    this.steps[place] = step;
    step.answer = await this.#port.request(method, path, body);
    return step;
  }

  #move(slot: number, event: SlotEvent): void {
    this.#states.set(slot, nextSlotState(this.slotState(slot), event));
  }
}

function succeeded(step: Step): boolean {
  return step.answer.status >= 200 && step.answer.status < 300;
}

function refused(step: Step): Refused {
  return { kind: 'refused', step };
}

function isPending(status: string): boolean {
  return status === 'pending' || status === 'running';
}

function syncStatus(poll: BridgeAnswer | undefined): string {
  return (poll?.xml && childText(poll.xml, 'status')) ?? '';
}

function childText(node: XmlNode, name: string): string | undefined {
  return node.children.find((child) => child.name === name)?.text;
}

/** Numbers of the slots that a listing of coSpaces shows as free: under their placeholder names. */
export function slotsListedFree(spaces: readonly XmlNode[], range: SlotRange): number[] {
  const listed = spaces.map(slotOf);
  return slotNumbers(range).filter((slot) => listed.includes(slot));
}

/** The slot whose placeholder a listed coSpace is: name and URI both carry the number. */
function slotOf(space: XmlNode): number | null {
  const uri = childText(space, 'uri') ?? '';
  return /^\d+$/.test(uri) && childText(space, 'name') === placeholderName(Number(uri)) ? Number(uri) : null;
}
