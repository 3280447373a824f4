import type { SchedulerRecord } from '../protocol/trace/read.ts';
import { c2w } from './rules.ts';
import type { Spot, Tally } from './tally.ts';
import { elapsed, secondsOf } from './time.ts';

interface Bridge {
  name: string;
  at: Spot;
  hasGuid: boolean;
  isUp: boolean;
}

/** One start of the scheduler: from its beginning, or its first query of Web Bridges, to the next. */
interface Start {
  first: Spot;
  /** How many Web Bridges the Call Bridge has told of; null before it was asked. */
  total: number | null;
  added: number;
  query: Spot;
  bridges: Map<string, Bridge>;
  lastAt: number;
}

/** What a start has come to. */
export interface SchedulerStart {
  host: string;
  total: number | null;
  up: string[];
  notUp: string[];
}

/** So many seconds after a step its consequence may be missing at the end of a log. */
const patience = 60;

/** Judges the connections of one node's scheduler to the Web Bridges (document 217367, log after enabling). */
export class SchedulerLog {
  readonly #tally: Tally;
  readonly #host: string;
  #start: Start | null = null;
  #seen = new Set<string>();
  starts: SchedulerStart[] = [];

  constructor(tally: Tally, host: string) {
    this.#tally = tally;
    this.#host = host;
  }

  take(record: SchedulerRecord): void {
    const text = record.text.replaceAll('**', '').replaceAll('\\_', '_').replace(/\s+/g, ' ');
    // an article repeats its lines, and rotated files may overlap
    const key = `${record.time} ${text}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    if (this.#seen.size > 1_000) this.#seen = new Set([...this.#seen].slice(-500));
    const at = secondsOf(record.time);
    if (/^CmsWebSchedulerApplication ?- ?Starting/.test(text)) this.#begin(record);
    const total = /getWebBridges ?- ?totalCount=(\d+)/.exec(text)?.[1];
    const added = /getWebBridges ?- ?added=(\d+)/.exec(text)?.[1];
    if (total !== undefined) this.#asked(record, Number(total));
    const start = this.#start;
    if (start === null) return;
    if (/C2W|getWebBridges/.test(text)) start.lastAt = at;
    if (added !== undefined) start.added += Number(added);
    const connecting = /Connecting to webBridge=(\S+)/i.exec(text)?.[1];
    const guid = /Received guid (\S+) from webbridge (\S+)/i.exec(text);
    const state = /C2W connection for webbridge (\S+) (UP|DOWN)/i.exec(text);
    if (connecting !== undefined && !start.bridges.has(connecting))
      start.bridges.set(connecting, { name: connecting, at: record, hasGuid: false, isUp: false });
    if (guid) this.#step(start, guid[2] ?? '', record, 3, 'hasGuid');
    if (state?.[2] === 'UP') this.#step(start, state[1] ?? '', record, 4, 'isUp');
    else if (state) {
      const bridge = start.bridges.get(state[1] ?? '');
      if (bridge) bridge.isUp = false;
    }
  }

  /** The log ends at this time. */
  end(seconds: number): void {
    if (this.#start) this.#finish(this.#start, elapsed(this.#start.lastAt, seconds) <= patience);
    this.#start = null;
  }

  #begin(record: SchedulerRecord): Start {
    if (this.#start) this.#finish(this.#start, false);
    const at = secondsOf(record.time);
    const start = {
      first: record,
      total: null,
      added: 0,
      query: record,
      bridges: new Map<string, Bridge>(),
      lastAt: at,
    };
    this.#start = start;
    return start;
  }

  #asked(record: SchedulerRecord, total: number): void {
    const start = this.#start ?? this.#begin(record);
    start.total = total;
    start.query = record;
  }

  #step(start: Start, name: string, record: SchedulerRecord, rule: number, step: 'hasGuid' | 'isUp'): void {
    const bridge = start.bridges.get(name);
    const before = step === 'isUp' ? bridge?.hasGuid : bridge !== undefined;
    const expected = step === 'isUp' ? `a guid from ${name} before` : `a connection to ${name} before`;
    if (!before) this.#tally.judge(c2w(rule), false, record, expected, 'none');
    if (bridge) bridge[step] = true;
    else start.bridges.set(name, { name, at: record, hasGuid: true, isUp: step === 'isUp' });
  }

  #finish(start: Start, mayGoOn: boolean): void {
    const bridges = [...start.bridges.values()];
    const { total, added } = start;
    this.starts.push({
      host: this.#host,
      total,
      up: bridges.filter(({ isUp }) => isUp).map(({ name }) => name),
      notUp: bridges.filter(({ isUp }) => !isUp).map(({ name }) => name),
    });
    if (this.starts.length > 1_000) this.starts = this.starts.slice(-500);
    const verdict = (rule: number, right: boolean, spot: Spot, expected: string, seen: string) => {
      if (!right && mayGoOn) this.#tally.leave(c2w(rule), 'the log ends within the start');
      else this.#tally.judge(c2w(rule), right, spot, expected, seen);
    };
    verdict(1, total !== null, start.first, 'getWebBridges - totalCount', 'none');
    if (total === null) return;
    const told = `${total} Web Bridges`;
    verdict(
      2,
      bridges.length === total,
      start.query,
      `connections to ${told}`,
      `to ${bridges.length}: ${names(bridges)}`,
    );
    if (added !== total) verdict(2, false, start.query, `added=${total}`, `added=${added}`);
    for (const bridge of bridges) {
      verdict(3, bridge.hasGuid, bridge.at, `a guid from ${bridge.name}`, 'none');
      verdict(4, bridge.isUp, bridge.at, `C2W connection for webbridge ${bridge.name} UP`, 'it never came UP');
    }
    const up = bridges.filter(({ isUp }) => isUp).length;
    verdict(5, up === total, start.query, `${total} UP`, `${up} UP`);
  }
}

function names(bridges: readonly Bridge[]): string {
  return bridges.map(({ name }) => name).join(', ') || 'none';
}
