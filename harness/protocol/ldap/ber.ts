/** One element of BER as LDAP uses it (RFC 4511 5.1): single-byte tags, definite lengths. */
export interface Element {
  tag: number;
  content: Buffer;
}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  octets: 0x04,
  enumerated: 0x0a,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The bytes are no BER. */
export class NotBer extends Error {
  override readonly name = 'NotBer';
}

/** The element at the beginning of the bytes, and its size with tag and length; null while it isn't whole. Throws NotBer. */
export function readElement(bytes: Buffer, maximum = bytes.length): (Element & { size: number }) | null {
  const [tag, first] = bytes;
  if (tag === undefined || first === undefined) return null;
  if ((tag & 0x1f) === 0x1f) throw new NotBer('a tag of more than one byte');
  let [length, header] = [first, 2];
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 4) throw new NotBer('a length of an indefinite form, or of more than four bytes');
    if (bytes.length < 2 + count) return null;
    length = bytes.readUIntBE(2, count);
    header = 2 + count;
  }
  if (length > maximum) throw new NotBer(`an element of ${length} bytes`);
  if (bytes.length < header + length) return null;
  return { tag, content: bytes.subarray(header, header + length), size: header + length };
}

/** The elements that the content of a constructed one is made of. Throws NotBer. */
export function readAll(content: Buffer): Element[] {
  const elements: Element[] = [];
  for (let rest = content; rest.length > 0; ) {
    const element = readElement(rest);
    if (!element) throw new NotBer('an element that ends too soon');
    elements.push(element);
    rest = rest.subarray(element.size);
  }
  return elements;
}

/** The element with its tag and length. */
export function write(tag: number, ...content: readonly (Buffer | string)[]): Buffer {
  const body = Buffer.concat(content.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const bytes = length.subarray(length.findIndex((byte) => byte > 0));
  return Buffer.concat([Buffer.from([tag, 0x80 | bytes.length]), bytes, body]);
}

/** A whole number of up to 31 bits. */
export function writeInteger(value: number, tag: number = tags.integer): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  let from = 0;
  while (
    from < 3 &&
    ((bytes[from] === 0 && (bytes[from + 1] ?? 0) < 0x80) || (bytes[from] === 0xff && (bytes[from + 1] ?? 0) >= 0x80))
  )
    from += 1;
  return write(tag, bytes.subarray(from));
}

/** The whole number that an element holds. Throws NotBer. */
export function integerOf({ content }: Element): number {
  if (content.length === 0 || content.length > 4) throw new NotBer(`a number of ${content.length} bytes`);
  return content.readIntBE(0, content.length);
}
