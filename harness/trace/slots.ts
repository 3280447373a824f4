import type { TracedRequest } from '../protocol/trace/request.ts';
import type { Cluster } from './cluster.ts';
import { type Context, locationId, pairsOf, succeeded } from './context.ts';
import { idKey, type PrintedObject, readDocument } from './document.ts';
import type { Provisioning } from './provisioning.ts';
import { openingFields, placeholder, printed, resemblesReset, resetFields, secretIn } from './puts.ts';
import { lowestSlot } from './rules.ts';
import { newSlot, type Slot } from './slot.ts';

const noCalls: readonly PrintedObject[] = [];
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const secretsKept = 200;
const slotsKept = 20_000;

/** What a TMS conversation is asked to be judged by besides. */
export interface SlotOptions {
  strictLowest: boolean;
}

/** Judges what is done with slots: invariants 11 to 29. */
export class Slots {
  readonly #context: Context;
  readonly #provisioning: Provisioning;
  readonly #cluster: Cluster;
  readonly #options: SlotOptions;
  readonly #slots = new Map<string, Slot>();
  readonly #byCall = new Map<string, Slot>();
  readonly #deletedCalls = new Set<string>();
  /** Spaces that are no slots. */
  readonly #others = new Set<string>();
  meetings = 0;

  constructor(context: Context, provisioning: Provisioning, cluster: Cluster, options: SlotOptions) {
    this.#context = context;
    this.#provisioning = provisioning;
    this.#cluster = cluster;
    this.#options = options;
  }

  /** Whether this is a slot or call that the conversation has used. */
  knows(id: string): boolean {
    const slot = this.#slots.get(id);
    return (slot !== undefined && slot.state !== 'unknown') || this.#byCall.has(id);
  }

  /** A sync has made all slots anew: those that were idle are gone. */
  renew(): void {
    for (const [id, { state, call }] of this.#slots) if (state !== 'open' && call === null) this.#slots.delete(id);
  }

  read(name: string, request: TracedRequest): void {
    if (name === 'cospaces') for (const object of readDocument(request).objects) this.#learn(object, request);
    else if (name === 'calls') this.#callsListed(request);
    else if (name === 'cospaces/*') this.#shown(request);
  }

  /** A listing shows a space. */
  #learn(object: PrintedObject, request: TracedRequest): void {
    const { name, uri } = object.fields;
    if (name === undefined || uri === undefined || this.#slots.size > slotsKept) return;
    if (!/^\d+$/.test(uri)) {
      if (!this.#slots.has(object.id) && this.#others.size < slotsKept) this.#others.add(object.id);
      return;
    }
    const known = this.#slots.get(object.id);
    if (known !== undefined && known.number !== null && known.state !== 'unknown' && !known.clean) return;
    const number = Number(uri);
    const own = placeholder.exec(name)?.[1];
    if (own === undefined && known === undefined) return;
    const slot = known ?? this.#slot(object.id);
    slot.number ??= number;
    if (slot.state === 'unknown' && Number(own) === number) slot.state = 'idle';
    if (slot.clean) {
      const expected = `coSpace ${object.id} under its placeholder TMS_Scheduled_Meeting_${slot.number}`;
      this.#context.judge(28, Number(own) === slot.number, request, expected, name);
    }
  }

  /** The document of one space. */
  #shown(request: TracedRequest): void {
    const object = readDocument(request).objects[0];
    if (!object || !succeeded(request)) return;
    const slot = this.#slots.get(object.id);
    if (slot?.state !== 'idle') return;
    const { name, nonMemberAccess, passcode } = object.fields;
    const rule = slot.clean ? 28 : 10;
    if (nonMemberAccess !== undefined)
      this.#context.judge(rule, nonMemberAccess === 'false', request, 'nonMemberAccess false', nonMemberAccess);
    if (!slot.clean) return;
    if (name !== undefined) this.#context.judge(28, placeholder.test(name), request, 'the placeholder name', name);
    if (passcode !== undefined) this.#context.judge(28, passcode === '', request, 'no passcode', 'a passcode');
  }

  #callsListed(request: TracedRequest): void {
    const { objects, whole } = readDocument(request);
    const bySpace = new Map<string, PrintedObject[]>();
    for (const object of objects) {
      const { space } = object;
      if (space !== '') bySpace.set(space, [...(bySpace.get(space) ?? []), object]);
      if (this.#deletedCalls.has(object.id))
        this.#context.judge(28, false, request, 'the deleted call listed no more', `call ${object.id}`);
    }
    for (const slot of this.#openSlots()) this.#callListed(slot, bySpace.get(slot.id) ?? noCalls, whole, request);
  }

  *#openSlots(): Iterable<Slot> {
    for (const slot of this.#byCall.values()) if (slot.call !== null) yield slot;
  }

  #callListed(slot: Slot, calls: readonly PrintedObject[], whole: boolean, request: TracedRequest): void {
    const context = this.#context;
    const isOne = calls.length <= 1;
    context.judge(16, isOne, request, isOne ? '' : `one call in slot ${slot.id}`, isOne ? '' : `${calls.length}`);
    const call = calls.find(({ id }) => id === slot.call);
    const [other] = calls;
    if (other && !call && slot.extended)
      context.judge(22, false, request, `call ${slot.call} also after the extension`, `call ${other.id}`);
    else if (slot.extended && call) context.judge(22, true, request, '', '');
    if (slot.listed) return;
    if (!call && !whole) {
      context.leave(20, 'the listing of calls is shortened');
      return;
    }
    slot.listed = true;
    const title = slot.opening?.title;
    const name = call?.fields.name;
    const right = call !== undefined && (title === undefined || name === undefined || plain(name) === plain(title));
    const expected = `call ${slot.call} of coSpace ${slot.id} with name "${title}"`;
    context.judge(20, right, request, expected, () => (call ? `name "${name}"` : listText(calls)));
  }

  /** A PUT on a space. */
  put(id: string, request: TracedRequest): void {
    const pairs = pairsOf(request);
    const put = new Map(pairs);
    const slot = this.#slot(id);
    this.#provisioning.slotUsed(request);
    const resembles = resemblesReset(put);
    if (resembles > 0 || (resembles === 0 && slot.state === 'open')) this.#reset(slot, request, put);
    else this.#open(slot, request, put);
  }

  #open(slot: Slot, request: TracedRequest, put: ReadonlyMap<string, string>): void {
    const title = put.get('name') ?? '';
    const pairs = printed(request);
    const { opening } = slot;
    if (slot.state === 'open' && opening !== null) {
      const other = idKey(put.get('secret') ?? '') !== secretIn(opening.pairs) && title !== opening.title;
      if (!other) {
        this.#extend(slot, opening, request, pairs);
        return;
      }
      this.#context.judge(12, false, request, `slot ${slot.id} idle`, `"${opening.title}" is held in it`);
    }
    if (slot.state === 'unknown') {
      slot.early = true;
      // it may be the extension of a meeting that began before the log
      const seen = { has: this.#hasReads(slot, 'system/status', 'cospaces'), text: this.#context.readNames() };
      slot.deferred = [
        () => this.#judgeOpening(slot, request, put, seen),
        () => this.#context.leave(12, "the slot's state is not known at the beginning of the log"),
      ];
      if (this.#others.has(slot.id)) this.#judgeIdle(slot, request);
    } else {
      this.#judgeOpening(slot, request, put, {
        has: this.#hasReads(slot, 'system/status', 'cospaces'),
        text: this.#context.readNames(),
      });
      this.#judgeIdle(slot, request);
      slot.called = this.#context.expect(15, request, 'POST calls after the opening PUT', 'none');
      this.meetings += 1;
    }
    if (!succeeded(request)) {
      this.#context.withdraw(slot.called);
      return;
    }
    slot.state = 'open';
    slot.clean = false;
    slot.extended = false;
    slot.opening = { request, pairs, title };
    this.#cluster.opened(request, slot.id, put.get('secret') ?? '');
  }

  #judgeIdle(slot: Slot, request: TracedRequest): void {
    const context = this.#context;
    const unfinished = context.isOpen(slot.deleted) || slot.call !== null;
    if (this.#others.has(slot.id)) context.judge(12, false, request, 'a slot', `coSpace ${slot.id} is none`);
    else if (slot.state === 'idle')
      context.judge(12, !unfinished, request, `slot ${slot.id} idle`, `call ${slot.call} is still in it`);
    context.missed(slot.deleted);
    this.#judgeLowest(slot, request);
  }

  #judgeLowest(slot: Slot, request: TracedRequest): void {
    if (!this.#options.strictLowest) return;
    const { tally } = this.#context;
    if (slot.number === null) {
      tally.leave(lowestSlot, 'the number of the slot is not in the log');
      return;
    }
    const free = [...this.#slots.values()].filter(({ state, number }) => state === 'idle' && number !== null);
    const lowest = Math.min(...free.map(({ number }) => number as number), slot.number);
    tally.judge(lowestSlot, lowest === slot.number, request, `slot ${lowest}, which is free`, `slot ${slot.number}`);
  }

  #judgeOpening(
    slot: Slot,
    request: TracedRequest,
    put: ReadonlyMap<string, string>,
    reads: { has: boolean; text: string },
  ): void {
    const context = this.#context;
    context.judgeBefore(
      11,
      reads.has,
      request,
      'GET system/status and GET coSpaces before the opening PUT',
      reads.text,
    );
    for (const [right, expected, seen] of openingFields(put)) context.judge(13, right, request, expected, seen);
    const secret = put.get('secret');
    if (secret === undefined) return;
    context.judge(14, guid.test(idKey(secret)), request, 'a GUID as secret', 'another form');
    context.judge(14, !slot.secrets.has(idKey(secret)), request, 'a fresh secret', 'that of an earlier meeting');
    slot.secrets.add(idKey(secret));
    if (slot.secrets.size > secretsKept) slot.secrets.delete(slot.secrets.values().next().value as string);
  }

  #extend(slot: Slot, opening: NonNullable<Slot['opening']>, request: TracedRequest, pairs: string): void {
    const sizes = [opening.request.contentSize, request.contentSize];
    const sameSize = sizes.includes(null) || sizes[0] === sizes[1];
    const expected = `${opening.pairs} in ${sizes[0]} bytes, as in API trace ${opening.request.number}`;
    this.#context.judge(21, pairs === opening.pairs && sameSize, request, expected, `${pairs} in ${sizes[1]} bytes`);
    slot.extended = true;
    slot.deferred = [];
  }

  #reset(slot: Slot, request: TracedRequest, put: ReadonlyMap<string, string>): void {
    const context = this.#context;
    const known = slot.state !== 'unknown';
    slot.early ||= !known;
    if (known) context.judge(29, slot.state === 'open', request, 'a reset after an opening', 'the slot is not open');
    else context.leave(29, "the slot's state is not known at the beginning of the log");
    if (slot.call !== null || !known) {
      const order = 'GET system/status, coSpaces, calls, coSpaces before the reset PUT';
      const has = this.#hasReads(slot, 'system/status', 'cospaces', 'calls', 'cospaces');
      context.judgeBefore(23, has, request, order, context.readNames());
    }
    context.missed(slot.called);
    const number = placeholder.exec(put.get('name') ?? '')?.[1];
    for (const [right, expected, seen] of resetFields(request, put, slot.number))
      context.judge(24, right, request, expected, seen);
    if (slot.number === null && number !== undefined) {
      slot.number = Number(number);
      const { range } = this.#provisioning;
      if (this.#options.strictLowest && range?.start === slot.number)
        context.tally.judge(lowestSlot, true, request, '', '');
    }
    if (!succeeded(request)) return;
    slot.state = 'idle';
    slot.opening = null;
    slot.deferred = [];
    slot.deleted =
      slot.call === null
        ? null
        : context.expect(25, request, `DELETE of call ${slot.call} after the reset PUT`, 'none');
    context.judge(27, true, request, '', '');
    this.#cluster.reset(request, slot.id, slot.number);
  }

  /** POST calls. */
  call(request: TracedRequest): void {
    const context = this.#context;
    const pairs = pairsOf(request);
    const space = idKey(new Map(pairs).get('coSpace') ?? '');
    const slot = this.#slot(space);
    this.#provisioning.slotUsed(request);
    const names = pairs.map(([name]) => name).join(' ');
    context.judge(15, names === 'coSpace', request, 'coSpace only', names);
    this.#settle(slot);
    if (slot.state === 'unknown') context.leave(15, "the slot's state is not known at the beginning of the log");
    else if (slot.state === 'idle') context.judge(15, false, request, 'an opening PUT of the slot before', 'none');
    if (slot.state === 'open') {
      if (slot.call !== null && slot.extended)
        context.judge(22, false, request, `no further call after the extension`, `call ${slot.call} is there`);
      context.judge(16, slot.call === null, request, `one call in slot ${space}`, `call ${slot.call} is there`);
    }
    context.met(slot.called);
    if (!succeeded(request)) return;
    this.#cluster.called(request, space);
    if (slot.call !== null) this.#byCall.delete(slot.call);
    slot.call = locationId(request);
    slot.listed = false;
    slot.legs = 0;
    slot.early = false;
    this.#byCall.set(slot.call, slot);
  }

  /** A call that isn't known: of a meeting that began before the log, or none of this TMS's. */
  #unknownCall(rule: number, call: string, request: TracedRequest, expected: string): void {
    const early = [...this.#slots.values()].find((slot) => slot.early);
    if (!early) {
      this.#context.judgeBefore(rule, false, request, expected, `call ${call}`);
      return;
    }
    early.early = request.method !== 'DELETE';
    this.#context.leave(rule, 'the meeting began before the log');
  }

  /** The slot's first PUT in the log was an opening. */
  #settle(slot: Slot): void {
    if (slot.deferred.length === 0) return;
    for (const judge of slot.deferred) judge();
    slot.deferred = [];
    this.meetings += 1;
  }

  /** POST calls/<id>/callLegs. */
  callLeg(call: string, request: TracedRequest): void {
    const context = this.#context;
    const names = pairsOf(request).map(([name]) => name);
    context.judge(18, names.includes('remoteParty'), request, 'remoteParty', names.join(' '));
    if (this.#deletedCalls.has(call)) {
      context.judge(26, false, request, 'no write to a deleted call', request.method);
      return;
    }
    const slot = this.#byCall.get(call);
    if (!slot) {
      this.#unknownCall(18, call, request, 'a call that was created for a slot');
      return;
    }
    context.judge(18, true, request, '', '');
    if (slot.legs === 0) {
      const order = 'GET system/status, coSpaces, calls between POST calls and the first call leg';
      context.judge(
        17,
        this.#hasReads(slot, 'system/status', 'cospaces', 'calls'),
        request,
        order,
        context.readNames(),
      );
      const listing = 'GET callLegs before the first call leg';
      context.judge(19, this.#hasReads(slot, 'calllegs'), request, listing, context.readNames());
    }
    slot.legs += 1;
  }

  /** DELETE calls/<id>. */
  deleteCall(call: string, request: TracedRequest): void {
    const context = this.#context;
    if (this.#deletedCalls.has(call)) {
      context.judge(26, false, request, 'no write to a deleted call', 'DELETE once more');
      return;
    }
    const slot = this.#byCall.get(call);
    if (!slot) this.#unknownCall(25, call, request, 'the call that was made at the start');
    else {
      const right = slot.state === 'idle';
      if (!right) context.judge(25, false, request, 'the reset PUT of the slot before', 'none');
      context.met(slot.deleted);
      slot.call = null;
      slot.clean = right;
    }
    this.#byCall.delete(call);
    this.#deletedCalls.add(call);
    if (this.#deletedCalls.size > secretsKept) {
      this.#deletedCalls.delete(this.#deletedCalls.values().next().value as string);
    }
    context.judge(26, true, request, '', '');
  }

  /** Another write to a call, e.g. a PUT. */
  writeCall(call: string, request: TracedRequest): void {
    if (!this.#deletedCalls.has(call)) return;
    this.#context.judge(26, false, request, 'no write to a deleted call', `${request.method} ${request.path}`);
  }

  /** DELETE coSpaces/<id>. */
  deleteSpace(id: string, request: TracedRequest): void {
    if (this.#others.has(id)) return;
    this.#context.judge(27, false, request, 'no slot deleted', `DELETE of coSpace ${id}`);
  }

  /** The conversation ends. */
  end(): void {
    const pending = [...this.#slots.values()].filter(({ deferred }) => deferred.length > 0).length;
    for (let n = 0; n < pending; n += 1) this.#context.leave(11, 'whether the PUT is an opening is not in the log');
    if (this.#byCall.size === 0 && this.meetings > 0) return;
    for (const slot of this.#openSlots())
      if (slot.state === 'open') this.#context.leave(25, 'the log ends before the meeting');
  }

  #hasReads(slot: Slot, ...names: string[]): boolean {
    return this.#context.hasRead(...names) || this.#context.hasReadFor(slot.id, ...names);
  }

  #slot(id: string): Slot {
    const known = this.#slots.get(id);
    if (known) return known;
    const slot = newSlot(id, this.#provisioning.hasMadeSlots && !this.#others.has(id) ? 'idle' : 'unknown');
    this.#slots.set(id, slot);
    return slot;
  }
}

/** A title for comparisons: the log may print it otherwise than the document. */
function plain(title: string): string {
  return title.replaceAll(/[^\x21-\x7e]/g, '').toLowerCase();
}

function listText(calls: readonly PrintedObject[]): string {
  return calls.length === 0 ? 'no call of the slot' : `calls ${calls.map(({ id }) => id).join(', ')}`;
}
