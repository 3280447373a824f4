import type { TracedRequest } from '../protocol/trace/request.ts';
import { idKey } from './document.ts';
import { failover } from './rules.ts';
import type { Tally } from './tally.ts';
import { elapsed, secondsOf } from './time.ts';

/** What is kept of a request, which itself would hold its documents. */
type Kept = Pick<TracedRequest, 'file' | 'line' | 'number' | 'host' | 'time'>;

function kept({ file, line, number, host, time }: TracedRequest): Kept {
  return { file, line, number, host, time };
}

/** What happened on a node that may matter to another one. */
interface Happening {
  kind: 'opened' | 'reset' | 'called' | 'bulk' | 'added';
  request: Kept;
  at: number;
  slot: string;
  secret: string;
  number: number | null;
  /** Whether a call was created after the opening: only then a conference has begun. */
  called: boolean;
  /** Ids of the Call Bridges that were known, for an addition. */
  bridges: readonly string[];
}

/** A time in which a node answered TMS without a longer pause. */
interface Contact {
  from: number;
  to: number;
  first: Kept;
}

/** What a node tells of its TMS. */
interface NodeContacts {
  host: string;
  contacts: Contact[];
  /** How many Call Bridges the node listed; null when unknown. */
  listed: number | null;
}

/** A pause after which a node doesn't count as working in between. */
const pause = 60;
const happeningsKept = 50_000;
const contactsKept = 5_000;

const oneNode = 'the log is of one node';
const unknowable: [rule: number, reason: string][] = [
  [3, 'the log does not tell whether an alternate is configured: name it by --alternate'],
  [4, "the log tells neither the configured alternate's address nor passwords"],
  [11, 'the log does not tell whether the database has a master'],
];

/** Judges what the logs of several nodes tell together: failover. */
export class Cluster {
  readonly #tally: Tally;
  /** Name of the alternate node in the log, `none` for no alternate; null when it wasn't told. */
  readonly #alternate: string | null;
  #happenings: Happening[] = [];

  constructor(tally: Tally, alternate: string | null) {
    this.#tally = tally;
    this.#alternate = alternate;
  }

  opened(request: TracedRequest, slot: string, secret: string): void {
    this.#happen('opened', request, { slot, secret: idKey(secret) });
  }

  reset(request: TracedRequest, slot: string, number: number | null): void {
    this.#happen('reset', request, { slot, number });
  }

  called(request: TracedRequest, slot: string): void {
    this.#happen('called', request, { slot });
  }

  /** A bulk parameter set or sync. */
  bulk(request: TracedRequest): void {
    this.#happen('bulk', request, {});
  }

  /** A bridge was added as a system. */
  added(request: TracedRequest, bridges: readonly string[]): void {
    this.#happen('added', request, { bridges });
  }

  #happen(kind: Happening['kind'], request: TracedRequest, details: Partial<Happening>): void {
    const base = { slot: '', secret: '', number: null, called: false, bridges: [] };
    this.#happenings.push({ ...base, ...details, kind, request: kept(request), at: secondsOf(request.time) });
    if (this.#happenings.length > happeningsKept) this.#happenings = this.#happenings.slice(-happeningsKept / 2);
  }

  /** Judges all nodes on which the same TMS was seen. */
  end(nodes: readonly NodeContacts[]): void {
    const seen = nodes.filter(({ contacts }) => contacts.length > 0);
    const ordered = this.#happenings.sort((a, b) => a.at - b.at);
    const [home] = ordered;
    if (seen.length < 2 || home === undefined) {
      if (seen.length > 0) this.#leaveAll(oneNode);
      return;
    }
    const added = ordered.find(({ kind }) => kind === 'added') ?? home;
    const primary = seen.find(({ host }) => host === added.request.host) as NodeContacts;
    const others = seen.filter((node) => node !== primary);
    this.#judgeContacts(primary, others);
    this.#judgeMeetings(ordered, primary.host);
    for (const [rule, reason] of unknowable) {
      if (rule !== 3 || this.#alternate === null) this.#tally.leave(failover(rule), reason);
    }
  }

  #leaveAll(reason: string): void {
    for (let rule = 1; rule <= 11; rule += 1) {
      this.#tally.leave(failover(rule), unknowable.find(([one]) => one === rule)?.[1] ?? reason);
    }
  }

  #judgeContacts(primary: NodeContacts, others: readonly NodeContacts[]): void {
    for (const { contacts } of others) {
      const { first, from } = contacts[0] as Contact;
      const working = primary.contacts.find((contact) => contact.from + 5 < from && from < contact.to - 5);
      const sure = primary.contacts.some((contact) => contact.to > contact.from);
      const expected = `no request while ${primary.host} works`;
      if (sure) this.#tally.judge(failover(1), !working, first, expected, `${primary.host} answered at that time`);
      else this.#tally.leave(failover(1), `the log of ${primary.host} is too short to tell when it worked`);
    }
    const [first] = others.map(({ contacts }) => (contacts[0] as Contact).first) as [Kept];
    if (primary.listed === null) this.#tally.leave(failover(2), 'the listing of Call Bridges is not in the log');
    else {
      const peers = primary.listed - 1;
      this.#tally.judge(
        failover(2),
        others.length <= peers,
        first,
        `${peers} peers`,
        `${others.length} were contacted`,
      );
    }
    if (this.#alternate === 'none') {
      for (const { contacts, host } of others)
        this.#tally.judge(failover(3), false, (contacts[0] as Contact).first, 'no request to a peer', `one to ${host}`);
    }
    const allowed =
      this.#alternate === null ? others.slice(0, 1) : others.filter(({ host }) => host === this.#alternate);
    for (const node of others) {
      const expected = `no request to a bridge besides ${primary.host} and ${allowed[0]?.host ?? 'its alternate'}`;
      const spot = (node.contacts[0] as Contact).first;
      this.#tally.judge(failover(5), allowed.includes(node), spot, expected, `one to ${node.host}`);
    }
  }

  #judgeMeetings(ordered: readonly Happening[], primary: string): void {
    const open = new Map<string, Happening>();
    const numbers = new Map<number, Happening>();
    const additions: Happening[] = [];
    for (const happening of ordered) {
      const { kind, request, slot, at } = happening;
      const elsewhere = open.get(slot);
      const isOther = elsewhere?.called === true && elsewhere.request.host !== request.host;
      if (kind === 'opened') {
        const moved = isOther && elsewhere.secret === happening.secret;
        if (request.host !== primary || moved) {
          const expected = 'a conference that has not begun yet';
          this.#tally.judge(failover(6), !moved, request, expected, () => `begun ${begun(elsewhere as Happening, at)}`);
        }
        if (!moved) open.set(slot, happening);
      } else if (kind === 'called') {
        if (request.host !== primary || isOther) {
          const expected = 'no call for a conference of another bridge';
          this.#tally.judge(
            failover(7),
            !isOther,
            request,
            expected,
            () => `begun ${begun(elsewhere as Happening, at)}`,
          );
        }
        if (elsewhere && !isOther) elsewhere.called = true;
      } else if (kind === 'reset') {
        open.delete(slot);
        this.#judgeNumber(happening, numbers, primary);
      } else if (kind === 'added') {
        this.#judgeAddition(happening, additions);
        additions.push(happening);
      } else if (request.host !== primary) {
        this.#tally.judge(
          failover(10),
          false,
          request,
          `bulk provisioning on ${primary} only`,
          `one on ${request.host}`,
        );
      }
    }
    const rest: [number, string][] = [
      [6, 'no conference begins on the alternate'],
      [7, 'no call is created on the alternate'],
      [8, 'one addition only'],
      [9, 'no slot was used on both bridges'],
    ];
    for (const [rule, reason] of rest)
      if (this.#tally.judged(failover(rule)) === 0) this.#tally.leave(failover(rule), reason);
    if (this.#tally.judged(failover(10)) === 0) {
      const spot = ordered.find(({ request }) => request.host !== primary) ?? (ordered[0] as Happening);
      this.#tally.judge(failover(10), true, spot.request, '', '');
    }
  }

  #judgeNumber(happening: Happening, numbers: Map<number, Happening>, primary: string): void {
    const { number, request, slot } = happening;
    if (number === null) return;
    const before = numbers.get(number);
    if (before && before.request.host !== request.host) {
      const expected = `slot ${number} as coSpace ${before.slot}, as on ${before.request.host}`;
      this.#tally.judge(failover(9), before.slot === slot, request, expected, `coSpace ${slot}`);
    }
    if (!before || request.host === primary) numbers.set(number, happening);
  }

  #judgeAddition(happening: Happening, before: readonly Happening[]): void {
    const other = before.find(({ request }) => request.host !== happening.request.host);
    if (!other) return;
    const shared = happening.bridges.some((bridge) => other.bridges.includes(bridge));
    const expected = `no addition of a bridge that is known through ${other.request.host}`;
    this.#tally.judge(failover(8), !shared, happening.request, expected, `${happening.request.host} is added`);
  }
}

function begun({ request }: Happening, at: number): string {
  return `on ${request.host} ${Math.round(elapsed(secondsOf(request.time), at))} s ago (API trace ${request.number})`;
}

/** Adds an answered request to the times in which a node worked. */
export function addContact(contacts: Contact[], request: TracedRequest): void {
  const at = secondsOf(request.time);
  const last = contacts.at(-1);
  if (last && elapsed(last.to, at) <= pause) last.to = at;
  else if (contacts.length < contactsKept) contacts.push({ from: at, to: at, first: kept(request) });
}

export type { Contact };
