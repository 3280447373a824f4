import type { KnownDocument } from './known.ts';
import { type PrintedParameter, readParameters } from './parameters.ts';
import type { ScannedRecord } from './scan.ts';
import { PrintedText } from './text.ts';

/** A document of which more is printed is cut. */
const bodyLimit = 4_000;
const none: string[] = [];
const noHeaders = {};

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

/** An audit line: who did what from where. */
export interface AuditRecord extends Stamped {
  client: string;
  user: string;
  action: string;
}

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
  #document: KnownDocument | null;
  #lines = 0;
  /** The document that was known before this one turned out to be another. */
  #before: KnownDocument | null = null;

  constructor(
    place: Stamped,
    number: number,
    method: string,
    path: string,
    client: string,
    known: KnownDocument | null,
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
    if (document === null || !document.isKept || this.#lines === 0) return none;
    return this.#lines === document.lines.length ? document.lines : document.lines.slice(0, this.#lines);
  }

  /** Whether the lines of the answer's document are of use. */
  get keepsBody(): boolean {
    return this.#document?.isKept === true;
  }

  /** How the answer is likely to begin, or to go on. */
  get expected(): PrintedText | null {
    const known = this.#before ?? this.#document;
    if (known === null) return null;
    return this.status === null ? (known.answer?.text ?? null) : (known.texts[this.#lines] ?? null);
  }

  /** Adds a line of the request's body. */
  addPrinted(text: string): void {
    if (this.#printed === none) this.#printed = [text];
    else if (this.#printed.length < bodyLimit) this.#printed.push(text);
  }

  /** The pairs of the body, put together from what was printed. */
  get parameters(): PrintedParameter[] {
    this.#parameters ??= readParameters(this.printed);
    return this.#parameters;
  }

  /** The answer's first line; of several answers the first one counts. */
  answer(status: number, size: number, line: number): void {
    this.answers += 1;
    if (this.answers > 1) return;
    this.status = status;
    this.size = size;
    this.answerLine = line;
  }

  /** Keeps what stood in the log as the answer's first line, so that the next one like it is recognised. */
  noteAnswer({ data, from, to }: ScannedRecord): void {
    if (this.#document === null || this.status === null || this.size === null || this.answers > 1) return;
    this.#document.answer = { text: new PrintedText(data, from, to), status: this.status, size: this.size };
  }

  /** What was expected has come. Returns as `addLine` does. */
  repeat(text: PrintedText, line: number): KnownDocument | null {
    const known = this.#before ?? this.#document;
    if (this.status !== null) return this.keepsBody ? this.addLine(text.text, text) : this.skipLine(null);
    if (known?.answer) this.answer(known.answer.status, known.answer.size, line);
    return null;
  }

  /** Whether the document is known to go on with this line. */
  expects(line: string): boolean {
    return this.#document !== null && this.#document.lines[this.#lines] === line;
  }

  /** Adds a line of the document. Returns what is to be known of it from now on when that is another document. */
  addLine(line: string, text: PrintedText | null): KnownDocument | null {
    const known = this.#document;
    const place = this.#lines;
    if (known === null || place >= bodyLimit) return null;
    this.#lines += 1;
    if (place < known.lines.length) {
      if (known.lines[place] === line) return null;
      this.#before = known;
      this.#document = known.beginning(place);
    }
    const document = this.#document as KnownDocument;
    document.push(line, text);
    return document === known ? null : document;
  }

  /** Passes a line of a document that isn't kept; `text` is what stood in the log when that was not what was expected. */
  skipLine(text: PrintedText | null): null {
    if (text !== null) this.#document?.note(this.#lines, text);
    this.#lines += 1;
    return null;
  }
}
