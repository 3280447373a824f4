import { KnownDocument } from './known.ts';
import { beginRequest, continueRequest, type RequestLine } from './lines.ts';
import { ByNumber } from './open.ts';
import { type AuditRecord, type Stamped, TracedRequest } from './request.ts';
import { LogScanner, type RecordSink, type ScannedRecord } from './scan.ts';
import { PrintedText } from './text.ts';

/** So many events are kept until the first of them counts as complete. */
const kept = 512;

/** So many lines of documents are kept to be recognised. */
const allLines = 20_000;
/** Places for first lines of requests, a power of two. */
const beginnings = 1024;
const lessThan = 60;
const asterisk = 42;

/** A line of the scheduler: what follows its level. */
export interface SchedulerRecord extends Stamped {
  text: string;
}

/** What a log tells, in its order: a request at its place of arrival, once it is complete. */
export type LogEvent =
  | { kind: 'request'; request: TracedRequest }
  /** An audit line that belongs to no traced request. */
  | { kind: 'audit'; audit: AuditRecord }
  | { kind: 'scheduler'; record: SchedulerRecord };

interface Node {
  host: string;
  open: ByNumber<TracedRequest>;
  /** Requests that change something and have no answer yet. */
  writing: TracedRequest[];
}

/**
 * Reads CMS system logs piece by piece and hands over what they tell of API requests and of the scheduler. Requests are put
 * together by number and node, never by adjacency. Memory doesn't grow with the log.
 */
export class LogReader {
  readonly #scanner: LogScanner;
  readonly #take: (event: LogEvent) => void;
  readonly #nodes = new Map<string, Node>();
  /** The last document at each path. */
  readonly #documents = new Map<string, KnownDocument>();
  #learned = 0;
  /** First lines of requests: clients ask the same again and again. */
  readonly #begun: (Begun | undefined)[] = Array.from({ length: beginnings });
  readonly #named = new Map<string, Node>();
  readonly #texts = new Map<string, string>();
  /** A ring: an array that grew and was cut would keep what is done with in memory. */
  readonly #queue: (LogEvent | undefined)[] = Array.from({ length: kept });
  #next = 0;
  #node: Node | null = null;
  #hostBytes = Buffer.alloc(0);
  #hostOffset = 0;
  #current: TracedRequest | null = null;
  #time = '';
  readonly #timeBytes = Buffer.alloc(40);

  constructor(take: (event: LogEvent) => void) {
    this.#take = take;
    const sink: RecordSink = {
      expected: (number) => this.#expected(number),
      repeated: (text, line) => this.#repeated(text, line),
      traced: (number, record) => this.#traced(number, record),
      other: (record) => this.#other(record),
    };
    this.#scanner = new LogScanner(sink);
  }

  begin(file: string): void {
    this.#scanner.begin(file);
  }

  room(): Buffer {
    return this.#scanner.room();
  }

  filled(bytes: number): void {
    this.#scanner.filled(bytes);
  }

  push(bytes: Buffer): void {
    this.#scanner.push(bytes);
  }

  /** The file ends. Requests may go on in the next one. */
  end(): void {
    this.#scanner.end();
  }

  /** Time of the file's first record, as printed. */
  get firstTime(): string | null {
    return this.#scanner.firstTime;
  }

  /** There are no more files: hands over what is left. */
  close(): void {
    const events = [...this.#queue.slice(this.#next), ...this.#queue.slice(0, this.#next)];
    this.#queue.fill(undefined);
    for (const event of events) if (event !== undefined) this.#take(event);
  }

  #enqueue(event: LogEvent): void {
    const oldest = this.#queue[this.#next];
    this.#queue[this.#next] = event;
    this.#next = (this.#next + 1) % kept;
    if (oldest === undefined) return;
    if (oldest.kind === 'request') this.#forget(oldest.request);
    this.#take(oldest);
  }

  #forget(request: TracedRequest): void {
    const node = this.#nodes.get(request.host);
    node?.open.delete(request);
    if (this.#current === request) this.#current = null;
  }

  #requestOf(number: number, node: Node): TracedRequest | null {
    const current = this.#current;
    if (current === null || current.number !== number || current.host !== node.host) {
      this.#current = node.open.get(number);
    }
    return this.#current;
  }

  #expected(number: number): PrintedText | null {
    return this.#node === null ? null : (this.#requestOf(number, this.#node)?.expected ?? null);
  }

  #traced(number: number, record: ScannedRecord): void {
    const { data, to } = record;
    const node = this.#nodeOf(record);
    let at = record.from;
    while (at < to && data[at] === 32) at += 1;
    const byte = at < to ? (data[at] as number) : 0;
    const request = this.#requestOf(number, node);
    const isLong = to - record.from >= 8;
    // a line of a document, by far the most
    if (byte === lessThan && request !== null && request.status !== null) {
      if (!request.keepsBody) {
        request.skipLine(isLong ? new PrintedText(data, record.from, to) : null);
        return;
      }
      const line = data.toString('utf8', at, to).trimEnd();
      const isNew = isLong && !request.expects(line);
      this.#know(request, request.addLine(line, isNew ? new PrintedText(data, record.from, to, line) : null));
      return;
    }
    const isMethod = (byte >= 65 && byte <= 90 && isUpper(data[at + 1])) || byte === asterisk;
    if (isMethod) {
      const begun = this.#beginning(record, at);
      if (begun) {
        this.#begin(node, number, begun, record);
        return;
      }
    }
    if (request === null || !continueRequest(request, record, at) || request.method === 'GET') return;
    node.writing = node.writing.filter((one) => one !== request);
  }

  /** What was expected of the current request has come. */
  #repeated(text: PrintedText, line: number): void {
    const request = this.#current as TracedRequest;
    this.#know(request, request.repeat(text, line));
  }

  #know(request: TracedRequest, document: KnownDocument | null): void {
    if (document === null) return;
    this.#documents.set(request.path, document);
    this.#learned += document.lines.length;
  }

  /** What is known of the document at a path; that of the status, which is asked for most, is of no use. */
  #documentAt(path: string): KnownDocument {
    const known = this.#documents.get(path);
    if (known) return known;
    if (this.#documents.size > 200 || this.#learned > allLines) this.#documents.clear();
    const document = new KnownDocument(!path.endsWith('/status') && !path.endsWith('/participants'));
    this.#documents.set(path, document);
    return document;
  }

  /** Reads a request's first line. */
  #beginning({ data, view, to }: ScannedRecord, at: number): Begun | null {
    let hash = to - at;
    for (let n = at; n + 4 <= to; n += 4) hash = Math.imul(hash ^ view.getInt32(n, true), 0x9e3779b1);
    const place = (hash ^ (hash >>> 15)) & (beginnings - 1);
    const known = this.#begun[place];
    if (known !== undefined && known.text.length === to - at && known.text.isAt(view, at)) return known;
    const read = beginRequest(data.toString('utf8', at, to));
    if (read === null || to - at < 8) return null;
    const begun = {
      ...read,
      client: this.#same(read.client),
      path: this.#same(read.path),
      text: new PrintedText(data, at, to),
    };
    this.#begun[place] = begun;
    return begun;
  }

  #begin(node: Node, number: number, begun: Begun, record: ScannedRecord): void {
    const place = { time: this.#timeOf(record), host: node.host, file: record.file, line: record.line };
    const known = begun.method === 'GET' ? this.#documentAt(begun.path) : null;
    const request = new TracedRequest(place, number, begun.method, begun.path, begun.client, known);
    node.open.set(request);
    this.#current = request;
    if (request.method !== 'GET') {
      node.writing.push(request);
      if (node.writing.length > 64) node.writing.shift();
    }
    this.#enqueue({ kind: 'request', request });
  }

  #other(record: ScannedRecord): void {
    const text = record.data.toString('utf8', record.from, record.to);
    const message = /^(?:\S+ [ \d]\d \S+|\S+) (?:[a-z]+\d?\.[a-z]+ )?(\S+) (\S+?):?\s+(.*)$/s.exec(text.trimEnd());
    if (!message) return;
    const [, host = '', process = '', rest = ''] = message;
    const stamped = { time: this.#timeOf(record), host, file: record.file, line: record.line };
    if (/^scheduler\\?_/.test(process)) {
      const line = rest.replace(/^(?:INFO|WARN|ERROR|DEBUG)\s+/, '');
      this.#enqueue({ kind: 'scheduler', record: { ...stamped, text: line } });
      return;
    }
    const audit = /^(?:[A-Z]+ : ?)?(\S+): API user "([^"]*)"\s+(.*)$/s.exec(rest);
    if (audit) this.#audited({ ...stamped, client: audit[1] ?? '', user: audit[2] ?? '', action: audit[3] ?? '' });
  }

  #audited(audit: AuditRecord): void {
    const writing = this.#nodeNamed(audit.host).writing;
    const request = writing.find((one) => one.audit === null && one.client === audit.client);
    if (request) request.audit = audit;
    else this.#enqueue({ kind: 'audit', audit });
  }

  /** The node whose record this is; copies of logs misread `1` as `l` and `0` as `O`. */
  #nodeOf(record: ScannedRecord): Node {
    const { data } = record;
    const usual = record.start + this.#hostOffset;
    if (this.#node !== null && data[usual - 1] === 32 && this.#isSameHost(data, usual)) return this.#node;
    let at = record.start;
    // month, day and time, or one ISO time
    for (let blanks = data[at] !== undefined && (data[at] as number) < 65 ? 1 : 3; blanks > 0; at += 1) {
      if (data[at] === 32 && data[at + 1] !== 32) blanks -= 1;
    }
    let end = at;
    while (data[end] !== 32 && end < record.to) end += 1;
    let dot = at;
    while (dot < end && data[dot] !== 46) dot += 1;
    // facility and severity are left out by some receivers
    if (dot < end && data[end] === 32) {
      at = end + 1;
      end = at;
      while (data[end] !== 32 && end < record.to) end += 1;
    }
    this.#hostOffset = at - record.start;
    if (this.#node !== null && this.#isSameHost(data, at)) return this.#node;
    const name = data.toString('latin1', at, end);
    const node = this.#nodeNamed(name);
    this.#hostBytes = Buffer.from(name, 'latin1');
    this.#node = node;
    return node;
  }

  #nodeNamed(name: string): Node {
    const known = this.#named.get(name);
    if (known) return known;
    const host = nodeKey(name);
    const node = this.#nodes.get(host) ?? { host, open: new ByNumber<TracedRequest>(), writing: [] };
    this.#nodes.set(host, node);
    if (this.#named.size < 1_000) this.#named.set(name, node);
    return node;
  }

  #isSameHost(data: Buffer, at: number): boolean {
    const known = this.#hostBytes;
    for (let n = 0; n < known.length; n += 1) if (known[n] !== data[at + n]) return false;
    return data[at + known.length] === 32;
  }

  /** The time of a record; most have that of the one before. */
  #timeOf({ data, start }: ScannedRecord): string {
    const known = this.#timeBytes;
    let same = this.#time !== '';
    for (let n = 0; same && n < this.#time.length; n += 1) same = known[n] === data[start + n];
    if (same && data[start + this.#time.length] === 32) return this.#time;
    let end = start;
    for (let blanks = (data[start] as number) < 65 ? 1 : 3; blanks > 0 && end - start < 40; end += 1) {
      if (data[end] === 32 && data[end + 1] !== 32) blanks -= 1;
    }
    data.copy(known, 0, start, end);
    this.#time = data.toString('latin1', start, end - 1);
    return this.#time;
  }

  /** The same text as one string. */
  #same(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    if (this.#texts.size < 1_000) this.#texts.set(text, text);
    return text;
  }
}

/** All that a text or the lines of a log tell; for logs that fit into memory. */
export function readLog(log: string | readonly string[]): LogEvent[] {
  const events: LogEvent[] = [];
  const reader = new LogReader((event) => events.push(event));
  reader.begin('');
  reader.push(Buffer.from(typeof log === 'string' ? log : log.map((line) => `${line}\n`).join('')));
  reader.end();
  reader.close();
  return events;
}

/** The requests that a log traces, in the order of their arrival, and all audit lines. */
export function readTrace(log: string | readonly string[]): { requests: TracedRequest[]; audits: AuditRecord[] } {
  const events = readLog(log);
  const requests = events.flatMap((event) => (event.kind === 'request' ? [event.request] : []));
  const audits = events.flatMap((event) => (event.kind === 'audit' ? [event.audit] : []));
  return { requests, audits: [...requests.flatMap(({ audit }) => audit ?? []), ...audits] };
}

function isUpper(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 65 && byte <= 90;
}

/** A node's name for comparisons: what copies confuse is the same. */
export function nodeKey(host: string): string {
  return /[lIO]/.test(host) ? host.replace(/(?<=[a-z])[lI]$/, '1').replace(/(?<=\d)O|O(?=\d)/g, '0') : host;
}

interface Begun extends RequestLine {
  text: PrintedText;
}
