import { PrintedText } from './text.ts';

/** What a scanner hands over of one record. The bytes are valid only during the call. */
export interface ScannedRecord {
  data: Buffer;
  /** The same bytes, to be read by words. */
  view: DataView;
  /** Where the record's header begins. */
  start: number;
  /** The text after `API trace N:`, or the record's whole message. */
  from: number;
  to: number;
  file: string;
  /** Number of the line on which the record begins, from 1. */
  line: number;
}

export interface RecordSink {
  traced(number: number, record: ScannedRecord): void;
  /**
   * What is likely to follow `API trace number:` in a record of the node whose record was traced last; null for no guess. A guess
   * that is right saves looking for the record's end.
   */
  expected(number: number): PrintedText | null;
  /** The guess was right for the record at `line`: nothing else is handed over of it. */
  repeated(text: PrintedText, line: number): void;
  /** Records that may be audit lines (`API user`) or lines of the scheduler: with their messages. */
  other(record: ScannedRecord): void;
}

const capacity = 256 * 1024;
/** So far back or forward a record may reach over lines. */
const reach = 8 * 1024;
const headerText =
  /(?:[A-Z]?[a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)?|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*) [a-z]+\d?\.[a-z]+ \S+ /g;
/** Characters of `API trace `. */
const traceLength = 10;
const colon = 58;
const newline = 10;
const blank = 32;

/**
 * Finds the records of a CMS system log that tell of API requests or of the scheduler, in constant memory and without looking at
 * the others' text: it jumps from `API` to `API`. Tolerates what copies of logs have: records broken over lines and pages
 * (joined with nothing after a hyphen, else with one blank), several records on one line, fences, bold marks, a first record
 * without its first letter (document 212298, as published).
 */
export class LogScanner {
  readonly #sink: RecordSink;
  readonly #data = Buffer.allocUnsafe(capacity + 64);
  readonly #view = new DataView(this.#data.buffer, this.#data.byteOffset, this.#data.length);
  readonly #record: ScannedRecord;
  #held = 0;
  #line = 1;
  #counted = 0;
  /** What stood between the time and the number of the trace's last record; null when it can't be expected again. */
  #usual: PrintedText | null = null;
  /** Where that begins, from the record's beginning. */
  #usualFrom = 0;
  #firstTime: string | null = null;
  /** Line breaks in the record that was measured last. */
  #breaks = 0;
  /** Whether the record that was handed over last is one of the trace. */
  #handedTrace = false;
  /** Whether the record's header stands on a line before. */
  #beganBefore = false;

  constructor(sink: RecordSink) {
    this.#sink = sink;
    this.#record = { data: this.#data, view: this.#view, start: 0, from: 0, to: 0, file: '', line: 1 };
  }

  /** Begins a file: `name` and line 1. What was read before must have been ended. */
  begin(name: string): void {
    this.#record.file = name;
    this.#line = 1;
    this.#counted = 0;
    this.#held = 0;
    this.#firstTime = null;
  }

  /** Time of the file's first record, as printed; null before there is one. */
  get firstTime(): string | null {
    return this.#firstTime;
  }

  /** Room for the next bytes; tell `filled` how many there are. Never empty. */
  room(): Buffer {
    return this.#data.subarray(this.#held, capacity);
  }

  filled(bytes: number): void {
    this.#held += bytes;
    if (this.#held > capacity / 2) this.#read(false);
  }

  /** Bytes that are somewhere else already. */
  push(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) {
      const copied = bytes.copy(this.#data, this.#held, at, at + capacity - this.#held);
      at += copied;
      this.filled(copied);
    }
  }

  /** Reads what is left; the file ends here. */
  end(): void {
    this.#read(true);
    this.#held = 0;
  }

  #read(final: boolean): void {
    if (this.#firstTime === null) this.#findFirst();
    const done = this.#scan(this.#held, final);
    this.#countTo(done);
    this.#data.copyWithin(0, done, this.#held);
    this.#held -= done;
    this.#counted = 0;
  }

  #findFirst(): void {
    const text = this.#data.toString('latin1', 0, Math.min(this.#held, 64 * 1024));
    const first = text.match(headerText)?.[0] ?? null;
    this.#firstTime = first && (/^\d{4}-\S+|^\S+ [ \d]\d \S+/.exec(first)?.[0] ?? null);
  }

  /** Reads the records that are whole. Returns how far everything is done. */
  #scan(end: number, final: boolean): number {
    const data = this.#data;
    let at = 0;
    let scheduler = -1;
    for (;;) {
      let start = at;
      this.#beganBefore = false;
      let hit = this.#usualHit(at, end);
      if (hit < 0) {
        if (scheduler < at) scheduler = this.#nextBackend(at, end);
        hit = this.#nextApi(at, scheduler);
        if (hit === end) return final ? end : Math.max(at, end - reach);
        start = this.#usualStart(hit, at, end);
      }
      if (start >= 0) {
        const repeated = this.#repeated(start, hit, end);
        if (repeated >= 0) {
          at = repeated;
          continue;
        }
      } else {
        start = this.#startOf(hit, at);
        // something that follows a colon is a message's beginning; anything else is only named in the text of a record
        const isBeginning = start >= 0 && (data[hit] !== 65 || this.#followsColon(hit));
        if (!isBeginning) {
          at = hit + 3;
          continue;
        }
      }
      const next = this.#endOf(hit, end, final);
      if (next < 0) {
        if (start > 0 || end < capacity) return start;
        // a record that fills all room is none
        at = hit + 3;
        continue;
      }
      this.#emit(start, hit, next);
      at = next;
    }
  }

  /** Where `API` stands in a record that begins at `at` as the last one did; -1 when it doesn't. */
  #usualHit(at: number, end: number): number {
    const usual = this.#usual;
    if (usual === null) return -1;
    const from = at + this.#usualFrom;
    const hit = from + usual.length - traceLength;
    if (hit + 16 >= end || !usual.isAt(this.#view, from) || !isHeader(this.#data, at)) return -1;
    return hit;
  }

  /** The beginning of the record of this `API`, if it begins as the last one did; -1 otherwise. */
  #usualStart(hit: number, at: number, end: number): number {
    const usual = this.#usual;
    if (usual === null) return -1;
    const start = hit + traceLength - usual.length - this.#usualFrom;
    if (start < at || (start > at && this.#data[start - 1] !== newline)) return -1;
    return this.#usualHit(start, end) === hit ? start : -1;
  }

  /** Reads a record of which the text is expected; returns where the next one begins, -1 when it is another text. */
  #repeated(start: number, hit: number, end: number): number {
    const data = this.#data;
    let at = hit + traceLength;
    let number = 0;
    while (isDigit(data[at])) {
      number = number * 10 + (data[at] as number) - 48;
      at += 1;
    }
    if (data[at] !== colon) return -1;
    at += 1;
    const expected = this.#sink.expected(number);
    if (expected === null) return -1;
    let next = at + expected.length;
    if (next + 34 > end) return -1;
    if (data[next] === 13) next += 1;
    if (data[next] !== newline || !expected.isAt(this.#view, at)) return -1;
    next += 1;
    // what is no header goes on with the record
    if (!isHeader(data, next)) return -1;
    this.#countTo(start);
    this.#counted = next;
    this.#sink.repeated(expected, this.#line);
    this.#line += 1;
    return next;
  }

  /** The next `API` before `end`. */
  #nextApi(from: number, end: number): number {
    const data = this.#data;
    for (let at = from; ; at += 1) {
      at = data.indexOf(65, at);
      if (at < 0 || at >= end) return end;
      if (data[at + 1] === 80 && data[at + 2] === 73) return at;
    }
  }

  /** The next `_backend` before `end`. */
  #nextBackend(from: number, end: number): number {
    const data = this.#data;
    for (let at = from; ; at += 1) {
      // far faster than to look for the whole word
      at = data.indexOf(95, at);
      if (at < 0 || at >= end) return end;
      if (data[at + 1] === 98 && data[at + 2] === 97 && data.toString('latin1', at, at + 8) === '_backend') return at;
    }
  }

  #followsColon(hit: number): boolean {
    let before = hit - 1;
    while (before >= 0 && isBlank(this.#data[before])) before -= 1;
    return this.#data[before] === colon;
  }

  /** The beginning of the record in which `hit` is; -1 when there is none from `at` on. */
  #startOf(hit: number, at: number): number {
    const data = this.#data;
    let start = hit;
    while (start > at && data[start - 1] !== newline) start -= 1;
    if (hit - start < 90 && isHeader(data, start)) return start;
    const low = Math.max(at, hit - reach);
    const text = data.toString('latin1', low, hit);
    let found = -1;
    for (const match of text.matchAll(headerText)) found = match.index;
    this.#beganBefore = low + found < start;
    if (found >= 0) return low + found;
    return isHeader(data, start) ? start : -1;
  }

  /** The end of the record: where the next one begins; -1 when that isn't there yet. */
  #endOf(hit: number, end: number, final: boolean): number {
    const data = this.#data;
    let line = hit;
    this.#breaks = 0;
    for (;;) {
      let at = data.indexOf(newline, line);
      if (at < 0 || at >= end) {
        if (!final) return -1;
        at = end;
      }
      // a shorter rest has no room for another record's header
      if (at - line > 48) {
        const glued = this.#gluedIn(line === hit ? hit + 9 : line, at);
        if (glued >= 0) return glued;
      }
      if (at === end) return end;
      at += 1;
      this.#breaks += 1;
      if (at + 32 > end && !final) return -1;
      if (at >= end || isHeader(data, at) || at - hit > reach) return at;
      line = at;
    }
  }

  /** The beginning of a header within a line; -1 when there is none. */
  #gluedIn(from: number, to: number): number {
    const data = this.#data;
    // a time is eight digits and colons, so that one of each eight bytes is enough to look at
    for (let probe = from + 7; probe < to; probe += 8) {
      const byte = data[probe] as number;
      if (byte < 48 || byte > colon) continue;
      const last = Math.min(probe + 2, to - 7);
      for (let at = probe - 5; at <= last; at += 1) {
        if (data[at] === colon && data[at + 3] === colon && isDigit(data[at + 1])) {
          const glued = this.#gluedAt(at, to);
          if (glued >= from) return glued;
        }
      }
    }
    return -1;
  }

  /** The beginning of a header within a line, by the first colon of its time; -1 when it is none. */
  #gluedAt(at: number, end: number): number {
    const from = Math.max(0, at - 14);
    headerText.lastIndex = 0;
    const match = headerText.exec(this.#data.toString('latin1', from, Math.min(end, at + 120)));
    return match && match.index < 14 ? from + match.index : -1;
  }

  #emit(start: number, hit: number, next: number): void {
    const data = this.#data;
    this.#countTo(start);
    const record = this.#record;
    record.line = this.#line;
    const lastIsBreak = data[next - 1] === newline;
    if (this.#beganBefore || this.#breaks > (lastIsBreak ? 1 : 0)) {
      this.#emitJoined(data.toString('latin1', start, next));
      return;
    }
    this.#line += this.#breaks;
    this.#counted = next;
    record.data = data;
    record.view = this.#view;
    record.start = start;
    // blanks at the end may belong to a value
    record.to = lastIsBreak ? (data[next - 2] === 13 ? next - 2 : next - 1) : next;
    this.#hand(hit);
    if (this.#handedTrace) this.#expectLike(start, hit);
  }

  /** Records that begin like this one are taken for usual. */
  #expectLike(start: number, hit: number): void {
    const from = start + timeEnd(this.#data, start);
    const to = hit + traceLength;
    const usual = this.#usual;
    if (
      usual !== null &&
      this.#usualFrom === from - start &&
      usual.length === to - from &&
      usual.isAt(this.#view, from)
    )
      return;
    this.#usual = new PrintedText(this.#data, from, to);
    this.#usualFrom = from - start;
  }

  /** A record over several lines, put together. */
  #emitJoined(text: string): void {
    let whole = '';
    for (const line of text.split('\n')) {
      const part = line.trim();
      if (part === '' || part.startsWith('```')) continue;
      // a hyphen between blanks is a dash, not the end of a broken word
      if (whole === '') whole = line.trimEnd();
      else whole += /\S-$/.test(whole) ? part : ` ${part}`;
    }
    const record = this.#record;
    record.data = Buffer.from(whole, 'latin1');
    record.view = new DataView(record.data.buffer, record.data.byteOffset, record.data.length);
    record.start = 0;
    record.to = record.data.length;
    const hit = whole.search(/API (?:trace|user)|_backend/);
    if (hit < 0) return;
    this.#hand(hit);
    if (this.#handedTrace) this.#usual = null;
  }

  #hand(hit: number): void {
    this.#handedTrace = false;
    const record = this.#record;
    const { data } = record;
    if (data[hit] === 65 && data[hit + 4] === 116 && data[hit + 9] === blank) {
      let at = hit + 10;
      let number = 0;
      while (isDigit(data[at])) {
        number = number * 10 + (data[at] as number) - 48;
        at += 1;
      }
      if (at > hit + 10 && data[at] === colon) {
        record.from = at + 1;
        this.#handedTrace = true;
        this.#sink.traced(number, record);
        return;
      }
    }
    record.from = record.start;
    this.#sink.other(record);
  }

  #countTo(offset: number): void {
    const data = this.#data;
    let lines = 0;
    // records begin after a line break: the last one needn't be looked for
    const last = offset > 0 && data[offset - 1] === newline ? offset - 1 : offset;
    for (let at = this.#counted; at < offset; at += 1) {
      at = at === last ? at : data.indexOf(newline, at);
      if (at < 0 || at >= offset) break;
      lines += 1;
    }
    this.#line += lines;
    this.#counted = Math.max(this.#counted, offset);
  }
}

/** Where the blank after a record's time stands, from the record's beginning. */
function timeEnd(data: Buffer, start: number): number {
  let at = start;
  for (let blanks = (data[start] as number) < 65 ? 1 : 3; blanks > 0 && at - start < 40; at += 1) {
    if (data[at] === blank && data[at + 1] !== blank) blanks -= 1;
  }
  return at - 1 - start;
}

/** Whether a record's header begins here: `Mmm dd hh:mm:ss`, also without its first letter, or an ISO time. */
function isHeader(data: Buffer, at: number): boolean {
  const first = data[at] as number;
  if (isDigit(first))
    return data[at + 4] === 45 && data[at + 7] === 45 && data[at + 10] === 84 && data[at + 13] === colon;
  const rest = first >= 65 && first <= 90 ? at + 1 : at;
  return (
    data[rest + 8] === colon &&
    data[rest + 11] === colon &&
    data[rest + 2] === blank &&
    data[rest + 5] === blank &&
    isDigit(data[rest + 4]) &&
    isDigit(data[rest + 6])
  );
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57;
}

function isBlank(byte: number | undefined): boolean {
  return byte === blank || byte === newline || byte === 13 || byte === 9;
}
