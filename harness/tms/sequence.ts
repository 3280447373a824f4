import type { XmlNode } from '../protocol/xml-read.ts';
import type { Step } from './port.ts';
import { placeholderName } from './requests.ts';

/** One request with its answer as a trace tells them, in the order of the requests. */
export interface RecordedExchange {
  /** The trace number. */
  number: number;
  method: string;
  path: string;
  /** The body as it was sent; null when there was none. */
  body: string | null;
  /** Bytes of the body as logged; null when unknown. */
  bodySize: number | null;
  status: number;
  size: number;
  location: string | null;
  /** The answered document; null when there was none or the trace shortened it. */
  document: XmlNode | null;
}

/** A rule of the controller's sequence that an exchange breaks. */
export interface Violation {
  /** Number of the invariant, 1 to 35. */
  invariant: number;
  /** Trace number. */
  at: number;
  text: string;
}

/** What the checker knows of a slot. */
interface SlotTrace {
  number: number | null;
  opening: string | null;
  secrets: Set<string>;
  call: string | null;
  resetSinceCall: boolean;
}

/** The controller's own steps in the form of a trace. */
export function recordedSteps(steps: readonly Step[]): RecordedExchange[] {
  return steps.map(({ method, path, body, answer }, index) => ({
    number: index + 1,
    method,
    path,
    body: body ?? null,
    bodySize: body === undefined ? null : Buffer.byteLength(body),
    status: answer.status,
    size: answer.size,
    location: answer.location ?? null,
    document: answer.xml ?? null,
  }));
}

/**
 * Judges the requests of one managed-bridge controller (document 212298, recorded trace) by the rules that the recording
 * bears out: provisioning 1-9, start 11-19, extension 21-22, end 23-29, transport 31-33 and 35. What needs more than the
 * requests of one controller (10, 20, 28, 30, 34) is left to the checks of the target and to the reader of the log.
 */
export function checkSequence(exchanges: readonly RecordedExchange[]): Violation[] {
  const checker = new SequenceChecker();
  exchanges.forEach((exchange, index) => {
    if (exchange.status === 401) checker.challenge(exchange, exchanges.slice(index + 1));
    else checker.take(exchange);
  });
  return checker.violations;
}

const addFields = 'participantLimit messageBoardEnabled';
const legFields =
  'defaultLayout changeLayoutAllowed presentationContributionAllowed presentationViewingAllowed muteSelfAllowed videoMuteSelfAllowed';
const setFields =
  'startIndex endIndex coSpaceUriMapping coSpaceNameMapping coSpaceCallIdMapping callProfile callLegProfile nonMemberAccess';

class SequenceChecker {
  readonly violations: Violation[] = [];
  readonly #slots = new Map<string, SlotTrace>();
  /** Reads that succeeded since the last write, e.g. `system/status`. */
  #reads: string[] = [];
  #seen = new Set<string>();
  #bridges: string[] = [];
  #profiles = { call: '', callLeg: '' };
  #sets = new Set<string>();
  #syncs = new Map<string, string>();
  #statusDue: number | null = null;
  #deletedCalls = new Set<string>();

  /** 31: a 401 is followed by the same request, later answered otherwise. */
  challenge(refused: RecordedExchange, later: readonly RecordedExchange[]): void {
    const repeated = later.find(
      ({ method, path, body }) => method === refused.method && path === refused.path && body === refused.body,
    );
    if (!repeated) this.#violate(31, refused, 'a 401 is not followed by the same request');
  }

  take(exchange: RecordedExchange): void {
    const { method, path, body } = exchange;
    // 32: names in paths are compared without their case
    const [, , , root = '', id = '', below = ''] = path.toLowerCase().split('?')[0]?.split('/') ?? [];
    if (
      body !== null &&
      exchange.bodySize !== null &&
      !/passcode=\*+/.test(body) &&
      Buffer.byteLength(body) !== exchange.bodySize
    ) {
      this.#violate(35, exchange, `${exchange.bodySize} bytes were logged, the body has ${Buffer.byteLength(body)}`);
    }
    if (method === 'GET') this.#read(exchange, root, id);
    else this.#write(exchange, root, id, below);
  }

  #read(exchange: RecordedExchange, root: string, id: string): void {
    if (this.#seen.size === 0 && `${root}/${id}` !== 'system/status' && this.#isAdd(exchange)) {
      this.#violate(1, exchange, 'the first request is not GET system/status');
    }
    const name = id === '' || root === 'system' ? `${root}${id === '' ? '' : `/${id}`}` : `${root}/*`;
    this.#seen.add(name);
    this.#reads.push(name);
    if (name === 'system/status') this.#statusDue = null;
    else if (this.#statusDue !== null) {
      this.#violate(8, exchange, 'a completed sync is not followed by GET system/status');
      this.#statusDue = null;
    }
    if (name === 'callbridges')
      this.#bridges = exchange.document?.children.map((bridge) => bridge.attributes.id ?? '') ?? [];
    if (name === 'callbridges/*') this.#bridges = this.#bridges.filter((bridge) => bridge.toLowerCase() !== id);
    if (root === 'cospacebulksyncs' && id !== '') {
      const status = exchange.document?.children.find((child) => child.name === 'status')?.text ?? 'complete';
      this.#syncs.set(id, status);
      if (status === 'complete') this.#statusDue = exchange.number;
    }
    if (name === 'cospaces') this.#learnSlots(exchange.document);
  }

  /** Whether the recording begins with the addition of the bridge. */
  #isAdd({ path }: RecordedExchange): boolean {
    return /\/callbridges$/i.test(path);
  }

  #learnSlots(document: XmlNode | null): void {
    for (const space of document?.children ?? []) {
      const text = (field: string) => space.children.find((child) => child.name === field)?.text ?? '';
      const number = Number(text('uri'));
      if (text('name') !== placeholderName(number)) continue;
      const slot = this.#slot(space.attributes.id ?? '');
      slot.number = number;
    }
  }

  #write(exchange: RecordedExchange, root: string, id: string, below: string): void {
    const pairs = pairsOf(exchange.body ?? '');
    if (exchange.method === 'POST') this.#created(exchange);
    const request = `${exchange.method} ${root}${below === '' ? '' : `/${below}`}`;
    const rules: Record<string, () => void> = {
      'POST callprofiles': () => this.#callProfile(exchange, pairs),
      'POST calllegprofiles': () => this.#callLegProfile(exchange, pairs),
      'POST cospacebulkparametersets': () => this.#parameterSet(exchange, pairs),
      'POST cospacebulksyncs': () => this.#sync(exchange, pairs),
      'PUT cospaces': () => this.#slotPut(exchange, id, pairs),
      'POST calls': () => this.#call(exchange, pairs),
      'POST calls/calllegs': () => this.#callLeg(exchange, id, pairs),
      'DELETE calls': () => this.#deleteCall(exchange, id),
      'DELETE cospaces': () => this.#violate(27, exchange, 'a space is deleted'),
    };
    rules[request]?.();
    this.#reads = [];
    if (
      (exchange.method === 'PUT' || exchange.method === 'DELETE') &&
      (exchange.status !== 200 || exchange.size !== 0)
    ) {
      if (request !== 'DELETE calls')
        this.#violate(33, exchange, `answered ${exchange.status} with ${exchange.size} bytes`);
    }
  }

  #created(exchange: RecordedExchange): void {
    if (exchange.status !== 200 || exchange.size !== 0 || !exchange.location?.startsWith('/api/v1/')) {
      this.#violate(33, exchange, `answered ${exchange.status}, ${exchange.size} bytes, Location ${exchange.location}`);
    }
  }

  #callProfile(exchange: RecordedExchange, pairs: Pairs): void {
    if (!this.#seen.has('callbridges')) this.#violate(1, exchange, 'a profile is created before GET callBridges');
    if (this.#bridges.length > 0) this.#violate(2, exchange, `callBridges ${this.#bridges.join(' ')} were not read`);
    if (this.#profiles.call !== '' || names(pairs) !== addFields)
      this.#violate(3, exchange, 'not the one call profile');
    this.#profiles.call = idOf(exchange.location);
  }

  #callLegProfile(exchange: RecordedExchange, pairs: Pairs): void {
    const inOrder = this.#profiles.call !== '' && this.#profiles.callLeg === '';
    if (!inOrder || names(pairs) !== legFields)
      this.#violate(3, exchange, 'not the one call leg profile after the call profile');
    this.#profiles.callLeg = idOf(exchange.location);
  }

  #parameterSet(exchange: RecordedExchange, pairs: Pairs): void {
    const set = Object.fromEntries(pairs);
    const { call, callLeg } = this.#profiles;
    const right = names(pairs) === setFields && set.nonMemberAccess === 'false';
    if (!right || (call !== '' && set.callProfile !== call) || (callLeg !== '' && set.callLegProfile !== callLeg)) {
      this.#violate(4, exchange, 'not the fields, profiles and access of a slot range');
    }
    for (const [name, value] of pairs) {
      if (name.endsWith('Mapping') && !value.includes('$index$')) this.#violate(5, exchange, `${name} has no $index$`);
    }
    this.#sets.add(idOf(exchange.location));
  }

  #sync(exchange: RecordedExchange, pairs: Pairs): void {
    const set = Object.fromEntries(pairs).cospaceBulkParameterSet ?? '';
    if (!this.#sets.has(set)) this.#violate(6, exchange, `parameter set ${set} was not created before`);
    this.#syncs.set(idOf(exchange.location).toLowerCase(), 'pending');
  }

  #slotPut(exchange: RecordedExchange, id: string, pairs: Pairs): void {
    const put = Object.fromEntries(pairs);
    const slot = this.#slot(id);
    if ([...this.#syncs.values()].some((status) => status !== 'complete')) {
      this.#violate(7, exchange, 'a slot is used before its sync is complete');
    }
    if (put.regenerateSecret === 'true') this.#reset(exchange, slot, put);
    else if (slot.opening === null) this.#open(exchange, slot, put);
    else if (slot.opening !== exchange.body) this.#violate(21, exchange, 'an extension differs from the opening PUT');
  }

  #open(exchange: RecordedExchange, slot: SlotTrace, put: Record<string, string>): void {
    if (!this.#reads.includes('system/status') || !this.#reads.includes('cospaces')) {
      this.#violate(11, exchange, 'no GET system/status and GET coSpaces since the last write');
    }
    if (slot.call !== null) this.#violate(12, exchange, 'the slot is not idle');
    const ownName = slot.number !== null && put.name === placeholderName(slot.number);
    if (put.nonMemberAccess !== 'true' || !put.name || ownName || !put.secret || put.passcode === undefined) {
      this.#violate(13, exchange, 'not the fields of an opening PUT');
    }
    if (!guid.test(put.secret ?? '') || slot.secrets.has(put.secret ?? ''))
      this.#violate(14, exchange, 'the secret is not a fresh GUID');
    slot.secrets.add(put.secret ?? '');
    slot.opening = exchange.body;
  }

  #reset(exchange: RecordedExchange, slot: SlotTrace, put: Record<string, string>): void {
    // 29: never more resets than openings
    if (slot.opening === null) this.#violate(29, exchange, 'a slot is reset that was not opened');
    if (slot.call !== null && this.#reads.slice(-4).join(' ') !== 'system/status cospaces calls cospaces') {
      this.#violate(23, exchange, `reads before the reset: ${this.#reads.join(' ') || 'none'}`);
    }
    const name =
      slot.number === null
        ? /^TMS_Scheduled_Meeting_\d+$/.test(put.name ?? '')
        : put.name === placeholderName(slot.number);
    const passcodeCleared = put.passcode !== undefined && /^\**$/.test(put.passcode);
    if (!name || put.nonMemberAccess !== 'false' || !passcodeCleared || put.secret !== undefined) {
      this.#violate(24, exchange, 'not the fields of a reset PUT of this slot');
    }
    slot.opening = null;
    slot.resetSinceCall = true;
  }

  #call(exchange: RecordedExchange, pairs: Pairs): void {
    const slot = this.#slot(Object.fromEntries(pairs).coSpace ?? '');
    if (slot.opening === null || names(pairs) !== 'coSpace')
      this.#violate(15, exchange, 'not the call of an opened slot');
    if (slot.call !== null) this.#violate(slot.opening === null ? 16 : 22, exchange, 'the slot has a call already');
    slot.call = idOf(exchange.location).toLowerCase();
    slot.resetSinceCall = false;
  }

  #callLeg(exchange: RecordedExchange, call: string, pairs: Pairs): void {
    const slot = [...this.#slots.values()].find((one) => one.call === call);
    if (!slot || names(pairs) !== 'remoteParty') this.#violate(18, exchange, 'not a leg of a call of this controller');
    if (this.#deletedCalls.has(call)) this.#violate(26, exchange, 'the call was deleted');
    // the second dial of a call follows the first at once
    if (this.#reads.length === 0) return;
    if (!this.#reads.includes('calllegs')) this.#violate(19, exchange, 'no GET callLegs before the first dial');
    if (this.#reads.slice(0, 3).join(' ') !== 'system/status cospaces calls') {
      this.#violate(17, exchange, `reads after the call: ${this.#reads.join(' ')}`);
    }
  }

  #deleteCall(exchange: RecordedExchange, call: string): void {
    const slot = [...this.#slots.values()].find((one) => one.call === call);
    if (!slot?.resetSinceCall) this.#violate(25, exchange, 'a call is deleted before its slot was reset');
    if (this.#deletedCalls.has(call)) this.#violate(26, exchange, 'the call was deleted before');
    this.#deletedCalls.add(call);
    if (slot) slot.call = null;
  }

  #slot(id: string): SlotTrace {
    const key = id.toLowerCase();
    const known = this.#slots.get(key);
    if (known) return known;
    const slot: SlotTrace = { number: null, opening: null, secrets: new Set(), call: null, resetSinceCall: false };
    this.#slots.set(key, slot);
    return slot;
  }

  #violate(invariant: number, { number }: RecordedExchange, text: string): void {
    this.violations.push({ invariant, at: number, text });
  }
}

type Pairs = [name: string, value: string][];

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function pairsOf(body: string): Pairs {
  return body
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      return [name, decodeURIComponent(value.replaceAll('+', ' '))];
    });
}

function names(pairs: Pairs): string {
  return pairs.map(([name]) => name).join(' ');
}

function idOf(location: string | null): string {
  return location?.slice(location.lastIndexOf('/') + 1) ?? '';
}
