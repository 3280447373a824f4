import type { TracedRequest } from '../protocol/trace/request.ts';
import { idKey } from './document.ts';
import { invariant } from './rules.ts';
import type { Tally } from './tally.ts';
import { elapsed, secondsOf } from './time.ts';

/** What a request is about, with names in lower case: `calls/*` is one call, `calls/*\/calllegs` its legs. */
export interface Resource {
  name: string;
  /** Key of the first identifier; empty when there is none. */
  id: string;
  query: boolean;
  /** How the documents spell its first name, when the path spells it otherwise; null when it doesn't. */
  otherwise: string | null;
}

const canonical: Record<string, string> = {
  cospaces: 'coSpaces',
  calls: 'calls',
  calllegs: 'callLegs',
  callbridges: 'callBridges',
  callprofiles: 'callProfiles',
  calllegprofiles: 'callLegProfiles',
  participants: 'participants',
};
const resources = new Map<string, Resource>();

/** Reads a path; copies lose letters of `calllegs`. */
export function resourceOf(path: string): Resource {
  const known = resources.get(path);
  if (known) return known;
  const resource = read(path);
  if (resources.size > 500) resources.clear();
  resources.set(path, resource);
  return resource;
}

function read(path: string): Resource {
  const [route = '', query] = path.split('?');
  const [, , , root = '', id = '', below = ''] = route.toLowerCase().replace('/callegs', '/calllegs').split('/');
  const isPlain = id === '' || root === 'system';
  const name = isPlain
    ? [root, id].filter((part) => part !== '').join('/')
    : `${root}/*${below === '' ? '' : `/${below}`}`;
  const spelt = canonical[name.split('/')[0] ?? ''];
  const otherwise = spelt === undefined || path.includes(`/${spelt}`) ? null : spelt;
  return { name, id: isPlain ? '' : idKey(id), query: query !== undefined, otherwise };
}

/** A pair of a printed body. */
export type Pair = readonly [name: string, value: string];

/** The printed pairs without empty ones; values decoded. */
export function pairsOf(request: TracedRequest): Pair[] {
  return request.parameters.filter(({ empty }) => !empty).map(({ name, value }) => [name, decoded(value)] as const);
}

function decoded(value: string): string {
  const blanks = value.replaceAll('+', ' ');
  try {
    return decodeURIComponent(blanks);
  } catch {
    return blanks;
  }
}

/** Key of the id in a Location; empty when there is none. */
export function locationId(request: TracedRequest): string {
  const location = request.headers.location ?? '';
  return idKey(location.slice(location.lastIndexOf('/') + 1));
}

export function succeeded({ status }: TracedRequest): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** Something that must still come. */
export interface Expectation {
  readonly rule: string;
  readonly request: TracedRequest;
  readonly expected: string;
  readonly seen: string;
  requests: number;
}

function inOrder(entries: readonly { name: string; write: string | null }[], names: readonly string[]): boolean {
  let at = 0;
  for (const { name, write } of entries) if (write === null && name === names[at]) at += 1;
  return at === names.length;
}

const patience = { requests: 30, seconds: 60 };

/** What the rules of one conversation share: the tally, the reads since the last write, and what must still come. */
export class Context {
  readonly tally: Tally;
  /** Seconds at which the node's log begins. */
  readonly begins: number;
  /** Reads and writes a while ago, oldest first; a write with the slot or call that it was for. */
  #recent: { name: string; at: number; write: string | null }[] = [];
  #expectations: Expectation[] = [];

  constructor(tally: Tally, begins: number) {
    this.tally = tally;
    this.begins = begins;
  }

  /** Judges one case of an invariant. */
  judge(
    rule: number,
    right: boolean,
    request: TracedRequest,
    expected: string,
    seen: string | (() => string),
  ): boolean {
    return this.tally.judge(invariant(rule), right, request, expected, seen);
  }

  leave(rule: number, reason: string): void {
    this.tally.leave(invariant(rule), reason);
  }

  /** Judges what is missing before a request, unless the log begins so late that it may stand before it. */
  judgeBefore(
    rule: number,
    right: boolean,
    request: TracedRequest,
    expected: string,
    seen: string | (() => string),
  ): void {
    if (right || this.covers(request, 60)) this.judge(rule, right, request, expected, seen);
    else this.leave(rule, 'the log begins within the sequence');
  }

  /** Whether the log shows what was before the request, for so many seconds. */
  covers(request: TracedRequest, seconds: number): boolean {
    return elapsed(this.begins, secondsOf(request.time)) >= seconds;
  }

  /** Whether these reads are there in this order, others between them or not. */
  hasRead(...names: string[]): boolean {
    return inOrder(this.#recent.slice(this.#lastWrite() + 1), names);
  }

  /**
   * The same for one slot, where another one was written to a moment ago: two meetings may begin or end at once. What was
   * read before the slot's own last write doesn't count.
   */
  hasReadFor(slot: string, ...names: string[]): boolean {
    const last = this.#recent[this.#lastWrite()];
    if (!last || last.write === slot) return false;
    const from = this.#recent.findLastIndex(({ write }) => write === slot);
    return inOrder(
      this.#recent.slice(from + 1).filter(({ at }) => elapsed(at, last.at) <= 5),
      names,
    );
  }

  /** A read succeeded. */
  didRead(name: string, seconds: number): void {
    this.#add({ name, at: seconds, write: null });
  }

  /** Something was written; `slot` is the key of the slot that it was for. */
  didWrite(name: string, seconds: number, slot: string): void {
    this.#add({ name, at: seconds, write: slot });
  }

  #add(entry: { name: string; at: number; write: string | null }): void {
    this.#recent.push(entry);
    if (this.#recent.length > 400) this.#recent = this.#recent.slice(-200);
  }

  #lastWrite(): number {
    return this.#recent.findLastIndex(({ write }) => write !== null);
  }

  /** What was read, for a finding. */
  readNames(): string {
    const names = this.#recent
      .slice(this.#lastWrite() + 1)
      .slice(-12)
      .map(({ name }) => name);
    return names.length === 0 ? 'no read since the last write' : `since the last write: ${names.join(', ')}`;
  }

  expect(rule: number, request: TracedRequest, expected: string, seen: string): Expectation {
    const expectation = { rule: invariant(rule), request, expected, seen, requests: 0 };
    this.#expectations.push(expectation);
    return expectation;
  }

  /** It came. */
  met(expectation: Expectation | null): void {
    if (!this.#drop(expectation)) return;
    const { rule, request, expected, seen } = expectation as Expectation;
    this.tally.judge(rule, true, request, expected, seen);
  }

  /** It can't come any more. */
  missed(expectation: Expectation | null): void {
    if (!this.#drop(expectation)) return;
    const { rule, request, expected, seen } = expectation as Expectation;
    this.tally.judge(rule, false, request, expected, seen);
  }

  /** It needn't come any more. */
  withdraw(expectation: Expectation | null): void {
    this.#drop(expectation);
  }

  isOpen(expectation: Expectation | null): boolean {
    return expectation !== null && this.#expectations.includes(expectation);
  }

  /** A request of the conversation goes by. */
  pass(request: TracedRequest): void {
    if (this.#expectations.length === 0) return;
    const now = secondsOf(request.time);
    for (const expectation of this.#expectations) {
      expectation.requests += 1;
      const waited = elapsed(secondsOf(expectation.request.time), now);
      if (expectation.requests > patience.requests || waited > patience.seconds) this.missed(expectation);
    }
  }

  /** The log ends at this time. */
  end(seconds: number): void {
    for (const expectation of this.#expectations) {
      if (elapsed(secondsOf(expectation.request.time), seconds) > patience.seconds) this.missed(expectation);
      else {
        this.#drop(expectation);
        this.tally.leave(expectation.rule, 'the log ends within the sequence');
      }
    }
  }

  #drop(expectation: Expectation | null): boolean {
    const others = this.#expectations.filter((one) => one !== expectation);
    const was = others.length < this.#expectations.length;
    this.#expectations = others;
    return was;
  }
}
