/** An answer as its bytes say it. */
export interface HttpAnswer {
  status: number;
  /** Names in lower case; a repeated header's values are joined by `, `. */
  headers: Record<string, string>;
  /** As sent: without the frames of chunks, but still compressed where it was. */
  body: Buffer;
}

/**
 * The first answer in these bytes (RFC 9112) and what follows it; null while it isn't whole. `ended`: no more will come, so that
 * a body without a length ends there. Interim answers are passed over. Throws SyntaxError for what is no HTTP answer.
 */
export function readAnswer(bytes: Buffer, ended: boolean): { answer: HttpAnswer; rest: Buffer } | null {
  const at = bytes.indexOf('\r\n\r\n');
  if (at < 0) return null;
  const [first = '', ...lines] = bytes.toString('latin1', 0, at).split('\r\n');
  const status = /^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(first)?.[1];
  if (status === undefined) throw new SyntaxError(`not the first line of an HTTP answer: "${first.slice(0, 80)}"`);
  const after = bytes.subarray(at + 4);
  if (status.startsWith('1')) return readAnswer(after, ended);
  const headers = readHeaders(lines);
  const framed = readBody(after, headers, Number(status), ended);
  return framed && { answer: { status: Number(status), headers, body: framed.body }, rest: framed.rest };
}

function readHeaders(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) throw new SyntaxError(`not a header: "${line.slice(0, 80)}"`);
    const [name, value] = [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return headers;
}

interface Framed {
  body: Buffer;
  rest: Buffer;
}

function readBody(bytes: Buffer, headers: Record<string, string>, status: number, ended: boolean): Framed | null {
  if (status === 204 || status === 304) return { body: Buffer.alloc(0), rest: bytes };
  if (/\bchunked$/i.test(headers['transfer-encoding'] ?? '')) return readChunks(bytes);
  const length = headers['content-length'];
  if (length === undefined) return ended ? { body: bytes, rest: Buffer.alloc(0) } : null;
  if (!/^\d+$/.test(length)) throw new SyntaxError(`not a length: "${length}"`);
  const size = Number(length);
  return bytes.length < size ? null : { body: bytes.subarray(0, size), rest: bytes.subarray(size) };
}

function readChunks(bytes: Buffer): Framed | null {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = bytes.indexOf('\r\n', at);
    if (end < 0) return null;
    const digits = /^([0-9a-f]{1,8})(?:;.*)?$/i.exec(bytes.toString('latin1', at, end))?.[1];
    if (digits === undefined) throw new SyntaxError('not the size of a chunk');
    const size = Number.parseInt(digits, 16);
    const start = end + 2;
    if (bytes.length < start + size + 2) return null;
    at = start + size + 2;
    // no trailers: nobody sends any
    if (size === 0) return { body: Buffer.concat(chunks), rest: bytes.subarray(at) };
    chunks.push(bytes.subarray(start, start + size));
  }
}
