import type { TracedRequest } from './request.ts';
import type { ScannedRecord } from './scan.ts';
import { PrintedText } from './text.ts';

/** The first line of a request. */
export interface RequestLine {
  method: string;
  path: string;
  client: string;
}

/** Reads the first line of a request; null for another text. */
export function beginRequest(text: string): RequestLine | null {
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

/** Reads a later line of a request: of its body, or of its answer. Returns whether it is the answer's first line. */
export function continueRequest(request: TracedRequest, record: ScannedRecord, at: number): boolean {
  const { data, from, to, line } = record;
  const plain = plainAnswer(record, at);
  if (plain !== null) {
    request.answer(plain.status, plain.size, line);
    request.noteAnswer(record);
    return true;
  }
  const text = data.toString('utf8', at, to).trimEnd();
  const answer = text.startsWith('sending ') ? /^sending (\d+) response, size\s+(\d+)/.exec(text) : null;
  const content = text.startsWith('content ') ? /^content data size (\d+), type\s+"([^"]*)"/.exec(text) : null;
  if (answer) request.answer(Number(answer[1]), Number(answer[2]), line);
  else if (request.status !== null) addAnswerText(request, text);
  else if (content) {
    request.contentSize = Number(content[1]);
    request.contentType = content[2] ?? '';
  } else request.addPrinted(data.toString('utf8', from, to));
  return answer !== null;
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
