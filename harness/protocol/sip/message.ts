/** A header as it stands in a message; compact names are read as the long ones. */
export type SipHeader = readonly [name: string, value: string];

export interface SipRequest {
  kind: 'request';
  method: string;
  uri: string;
  headers: readonly SipHeader[];
  body: string;
}

export interface SipResponse {
  kind: 'response';
  status: number;
  reason: string;
  headers: readonly SipHeader[];
  body: string;
}

export type SipMessage = SipRequest | SipResponse;

/** What was received is no SIP message; the text says why. */
export class SipSyntaxError extends Error {
  override readonly name = 'SipSyntaxError';
}

const compactNames: Readonly<Record<string, string>> = {
  c: 'Content-Type',
  e: 'Content-Encoding',
  f: 'From',
  i: 'Call-ID',
  k: 'Supported',
  l: 'Content-Length',
  m: 'Contact',
  o: 'Event',
  r: 'Refer-To',
  s: 'Subject',
  t: 'To',
  u: 'Allow-Events',
  v: 'Via',
};
const token = /^[A-Za-z0-9.!%*_+`'~-]+$/;

/** A message as it is sent (RFC 3261 7); `Content-Length` is made here, whatever the headers say. */
export function printMessage(message: SipMessage): Buffer {
  const start =
    message.kind === 'request'
      ? `${message.method} ${message.uri} SIP/2.0`
      : `SIP/2.0 ${message.status} ${message.reason}`;
  const headers = message.headers.filter(([name]) => !same(name, 'Content-Length'));
  const body = Buffer.from(message.body, 'utf8');
  const lines = [start, ...headers.map(([name, value]) => `${name}: ${value}`), `Content-Length: ${body.length}`];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'utf8'), body]);
}

/**
 * Reads one whole message, e.g. a datagram. Without `Content-Length` the body reaches to the end (RFC 3261 18.3).
 * Throws SipSyntaxError.
 */
export function parseMessage(bytes: Buffer): SipMessage {
  const { head, start } = splitHead(bytes);
  const message = parseHead(head);
  const length = contentLength(message) ?? bytes.length - start;
  if (start + length > bytes.length) {
    throw new SipSyntaxError(`Content-Length says ${length} bytes, ${bytes.length - start} came`);
  }
  return { ...message, body: bytes.toString('utf8', start, start + length) };
}

/** Where the head of a message ends; throws SipSyntaxError when it doesn't. */
function splitHead(bytes: Buffer): { head: string; start: number } {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) throw new SipSyntaxError('no empty line ends the headers');
  return { head: bytes.toString('utf8', 0, end), start: end + 4 };
}

/** Start line and headers, without the empty line; the body is left empty. Throws SipSyntaxError. */
export function parseHead(head: string): SipMessage {
  const [first = '', ...rest] = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const headers = rest.map(parseHeader);
  const response = /^SIP\/2\.0 ([1-6]\d\d) (.*)$/i.exec(first);
  if (response) {
    return { kind: 'response', status: Number(response[1]), reason: response[2] ?? '', headers, body: '' };
  }
  const request = /^(\S+) (\S+) SIP\/2\.0$/i.exec(first);
  const method = request?.[1] ?? '';
  if (!request || !token.test(method)) throw new SipSyntaxError(`no SIP start line: "${first.slice(0, 80)}"`);
  return { kind: 'request', method, uri: request[2] ?? '', headers, body: '' };
}

function parseHeader(line: string): SipHeader {
  const at = line.indexOf(':');
  const name = line.slice(0, Math.max(0, at)).trimEnd();
  if (!token.test(name)) throw new SipSyntaxError(`no header: "${line.slice(0, 80)}"`);
  return [compactNames[name.toLowerCase()] ?? name, line.slice(at + 1).trim()];
}

/** The declared length of the body, null when none is. Throws SipSyntaxError when it is no number. */
export function contentLength(message: SipMessage): number | null {
  const text = header(message, 'Content-Length');
  if (text === null) return null;
  if (!/^\d{1,7}$/.test(text)) throw new SipSyntaxError(`Content-Length is "${text.slice(0, 20)}"`);
  return Number(text);
}

/** The value of the first header of that name, null when there is none. */
export function header(message: SipMessage, name: string): string | null {
  return message.headers.find(([known]) => same(known, name))?.[1] ?? null;
}

/** Every value of a header that may be repeated or hold a list, e.g. `Via`, `Record-Route`, `Contact`. */
export function headerList(message: SipMessage, name: string): string[] {
  return message.headers.filter(([known]) => same(known, name)).flatMap(([, value]) => splitList(value));
}

/** Parts between commas that stand neither in quotation marks nor in angle brackets. */
function splitList(value: string): string[] {
  const parts = value.match(/(?:"(?:\\.|[^"\\])*"|<[^>]*>|[^,"<])+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
