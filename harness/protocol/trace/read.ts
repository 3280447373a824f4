import { ByNumber } from './open.ts';
import { LogScanner, type RecordSink, type ScannedRecord } from './scan.ts';
import { PrintedText } from './text.ts';
import { parameterColumns } from './write.ts';

/** Where a record stands. */
export interface Place {
  file: string;
  /** From 1. */
  line: number;
}

/** What stands in a record's header. */
export interface Stamped extends Place {
  /** As printed: without year and time zone on a CMS. */
  time: string;
  /** The node's name as printed. */
  host: string;
}

/** A printed parameter of a request body: `masked` when only asterisks were printed, `empty` for a lone `&`. */
export interface PrintedParameter {
  name: string;
  value: string;
  masked: boolean;
  empty: boolean;
}

/** An audit line: who did what from where. */
export interface AuditRecord extends Stamped {
  client: string;
  user: string;
  action: string;
}

/** So many events are kept until the first of them counts as complete. */
const kept = 512;
/** A document of which more is printed is cut. */
const bodyLimit = 4_000;

/** So many lines of a document are recognised, and of all documents together. */
const documentLines = 200;
const allLines = 20_000;
/** Places for first lines of requests, a power of two. */
const beginnings = 1024;
const lessThan = 60;
const asterisk = 42;
const none: string[] = [];
const noHeaders = {};

/** One request in the trace, put together by its number. What the log doesn't have is null or empty. */
export class TracedRequest implements Stamped {
  readonly number: number;
  readonly time: string;
  readonly host: string;
  readonly file: string;
  readonly line: number;
  readonly client: string;
  readonly method: string;
  readonly path: string;
  contentSize: number | null = null;
  contentType: string | null = null;
  /** The body as printed, one text per record. */
  get printed(): readonly string[] {
    return this.#printed;
  }
  /** The audit line that was written while this request was under way. */
  audit: AuditRecord | null = null;
  status: number | null = null;
  size: number | null = null;
  headers: Readonly<Record<string, string>> = noHeaders;
  /** The document was shortened: nothing may be concluded from what is missing. */
  elided = false;
  /** How many answers the number has. */
  answers = 0;
  /** Line of the answer. */
  answerLine: number | null = null;
  #printed: string[] = none;
  #parameters: PrintedParameter[] | null = null;
  /** The answer's document, or a longer one that begins with it. */
  #document: PrintedDocument | null;
  #lines = 0;
  /** The document that was known before this one turned out to be another. */
  #before: PrintedDocument | null = null;

  constructor(
    place: Stamped,
    number: number,
    method: string,
    path: string,
    client: string,
    known: PrintedDocument | null,
  ) {
    this.time = place.time;
    this.host = place.host;
    this.file = place.file;
    this.line = place.line;
    this.number = number;
    this.method = method;
    this.path = path;
    this.client = client;
    this.#document = known;
  }

  /** Printed lines of the answer's document. Answers with the same document have one list of them. */
  get body(): readonly string[] {
    const document = this.#document;
    if (document === null || this.#lines === 0) return none;
    return this.#lines === document.lines.length ? document.lines : document.lines.slice(0, this.#lines);
  }

  /** Whether the document of the answer is of use. */
  get wantsBody(): boolean {
    return this.#document !== null;
  }

  /** How the document of the answer is likely to go on. */
  get expected(): PrintedText | null {
    if (this.status === null || this.#document === null) return null;
    const known = this.#before ?? this.#document;
    return known.texts[this.#lines] ?? null;
  }

  /** Adds a line of the request's body. */
  addPrinted(text: string): void {
    if (this.#printed === none) this.#printed = [text];
    else this.#printed.push(text);
  }

  /** The pairs of the body, put together from what was printed. */
  get parameters(): PrintedParameter[] {
    this.#parameters ??= readParameters(this.printed);
    return this.#parameters;
  }

  /** Whether the document is known to go on with this line. */
  expects(line: string): boolean {
    return this.#document !== null && this.#document.lines[this.#lines] === line;
  }

  /** Adds a line of the document. Returns what is to be known of it from now on when that is another document. */
  addLine(line: string, text: PrintedText | null): PrintedDocument | null {
    const known = this.#document;
    const place = this.#lines;
    if (known === null || place >= bodyLimit) return null;
    this.#lines += 1;
    if (place < known.lines.length) {
      if (known.lines[place] === line) return null;
      this.#before = known;
      this.#document = { lines: known.lines.slice(0, place), texts: known.texts.slice(0, place) };
    }
    const { lines, texts } = this.#document as PrintedDocument;
    lines.push(line);
    if (place < documentLines) texts.push(text);
    return this.#document === known ? null : this.#document;
  }
}

/** The lines of a document, and what stood in the log of the first of them. */
interface PrintedDocument {
  lines: string[];
  texts: (PrintedText | null)[];
}

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
  readonly #documents = new Map<string, PrintedDocument>();
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
      repeated: (text) => this.#addLine(this.#current as TracedRequest, text.text, text),
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
    // a line of a document, by far the most
    if (byte === lessThan && request !== null && request.status !== null) {
      if (!request.wantsBody) return;
      const line = data.toString('utf8', at, to).trimEnd();
      const isNew = to - record.from >= 4 && !request.expects(line);
      this.#addLine(request, line, isNew ? new PrintedText(data, record.from, to, line) : null);
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
    if (request !== null) continueRequest(request, record, at, node);
  }

  #addLine(request: TracedRequest, line: string, text: PrintedText | null): void {
    const other = request.addLine(line, text);
    if (other === null) return;
    this.#documents.set(request.path, other);
    this.#learned += other.lines.length;
  }

  /** What is known of the document at a path. */
  #documentAt(path: string): PrintedDocument {
    const known = this.#documents.get(path);
    if (known) return known;
    if (this.#documents.size > 200 || this.#learned > allLines) this.#documents.clear();
    const document = { lines: [], texts: [] };
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
    if (read === null || to - at < 4) return null;
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
    const known = wantsBody(begun.method, begun.path) ? this.#documentAt(begun.path) : null;
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

interface RequestLine {
  method: string;
  path: string;
  client: string;
}

interface Begun extends RequestLine {
  text: PrintedText;
}

/** Whether the document of an answer is of use: that of the status isn't, which is asked for most. */
function wantsBody(method: string, path: string): boolean {
  return method === 'GET' && !path.endsWith('/status') && !path.endsWith('/participants');
}

function beginRequest(text: string): RequestLine | null {
  const end = text.indexOf(' for "');
  if (end > 0 && end < 8 && text.endsWith(')')) {
    const quote = text.indexOf('" (from ', end + 6);
    if (quote > 0) {
      return { method: text.slice(0, end), path: text.slice(end + 6, quote), client: text.slice(quote + 8, -1) };
    }
  }
  const match = /^\**([A-Z]+) for\**\s+"([^"]*)"\s+\(from ([^)\s]+)\)/.exec(text);
  return match && { method: match[1] ?? '', path: match[2] ?? '', client: match[3] ?? '' };
}

function continueRequest(request: TracedRequest, record: ScannedRecord, at: number, node: Node): void {
  const { data, to } = record;
  const plain = plainAnswer(record, at);
  if (plain !== null) {
    answerRequest(request, record, node, plain.status, plain.size);
    return;
  }
  const text = data.toString('utf8', at, to).trimEnd();
  const answer = text.startsWith('sending ') ? /^sending (\d+) response, size\s+(\d+)/.exec(text) : null;
  const content = text.startsWith('content ') ? /^content data size (\d+), type\s+"([^"]*)"/.exec(text) : null;
  if (answer) answerRequest(request, record, node, Number(answer[1]), Number(answer[2]));
  else if (request.status !== null) addAnswerText(request, text);
  else if (content) {
    request.contentSize = Number(content[1]);
    request.contentType = content[2] ?? '';
  } else if (request.printed.length < bodyLimit) request.addPrinted(data.toString('utf8', record.from, to));
}

const sending = new PrintedText(Buffer.from('sending '), 0, 8);
const response = new PrintedText(Buffer.from(' response, size '), 0, 16);
const plainRead = { status: 0, size: 0 };

/** An answer's first line as a node writes it; null for another text, or for what a copy made of it. Valid until the next one. */
function plainAnswer({ view, to }: ScannedRecord, at: number): typeof plainRead | null {
  const status = at + sending.length;
  const size = status + 3 + response.length;
  if (size >= to || !sending.isAt(view, at) || !response.isAt(view, status + 3)) return null;
  plainRead.status = digits(view, status, status + 3);
  plainRead.size = digits(view, size, to);
  return plainRead.status < 0 || plainRead.size < 0 ? null : plainRead;
}

/** A number of nothing but digits; -1 for anything else. */
function digits(view: DataView, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at += 1) {
    const digit = view.getUint8(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

function answerRequest(request: TracedRequest, record: ScannedRecord, node: Node, status: number, size: number): void {
  request.answers += 1;
  if (request.answers > 1) return;
  request.status = status;
  request.size = size;
  request.answerLine = record.line;
  if (request.method !== 'GET') node.writing = node.writing.filter((one) => one !== request);
}

/**
 * A parameter ends with its `&`, unless it is masked or the last. Its continuation is indented by six blanks; copies that
 * lost the indentation leave only the missing `&` as a sign.
 */
function readParameters(texts: readonly string[]): PrintedParameter[] {
  const whole: string[] = [];
  for (const text of texts) {
    const indent = text.startsWith('      ') ? 6 : 2;
    const part = text.startsWith('  ') ? text.slice(indent) : text.trimStart();
    // only a line of full width is continued, so blanks at the end of a shorter one belong to the copy, not to the value
    const printed = part.length >= parameterColumns ? part : part.trimEnd();
    const last = whole.at(-1);
    if (last !== undefined && (indent === 6 || !isWhole(last))) whole[whole.length - 1] = last + printed;
    else whole.push(printed);
  }
  return whole.map((text) => {
    const pair = text.replace(/&$/, '');
    const at = pair.indexOf('=');
    const name = at < 0 ? pair : pair.slice(0, at);
    // copies have a blank before an id
    const value = at < 0 ? '' : pair.slice(at + 1).replace(/^ (?=[0-9a-f]{8}-)/i, '');
    return { name, value, masked: /^\*+$/.test(value), empty: pair === '' };
  });
}

function isWhole(text: string): boolean {
  return text.endsWith('&') || /^[^=]*=\*+$/.test(text);
}

function addAnswerText(request: TracedRequest, text: string): void {
  const named = /^([A-Za-z-]+):\s+(.*)$/s.exec(text);
  if (/^\[ ?\.\.\. ?\]/.test(text)) request.elided = true;
  else if (named) {
    const name = (named[1] ?? '').toLowerCase();
    // prose may follow in a copy, a Location has no blank
    const value = named[2] ?? '';
    request.headers = { ...request.headers, [name]: name === 'location' ? (value.split(/\s/)[0] ?? '') : value };
  }
}

/**
 * Bytes of a body that would be printed like this, with each blank as one byte; masked values count as empty, so a body
 * with a masked value is at least so long. Percent-encoded characters count as one byte each: a lower bound, too.
 */
export function smallestBody(parameters: readonly PrintedParameter[]): number {
  const pairs = parameters.map(({ name, value, masked, empty }) => (empty ? '' : `${name}=${masked ? '' : value}`));
  return Buffer.byteLength(pairs.join('&'));
}
