import { contentLength, parseHead, type SipMessage, SipSyntaxError } from './message.ts';

const maxHead = 64 * 1024;
const maxBody = 1024 * 1024;

/**
 * Cuts the bytes of a TCP or TLS connection into messages (RFC 3261 18.3); empty lines between them are keep-alives
 * (RFC 5626 4.4.1) and are left out.
 */
export class SipStream {
  #rest: Buffer = Buffer.alloc(0);

  /** Takes what came in and gives the messages that are complete now. Throws SipSyntaxError: the connection can't be read on. */
  push(chunk: Buffer): SipMessage[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const messages: SipMessage[] = [];
    for (;;) {
      this.#skipEmptyLines();
      const end = this.#rest.indexOf('\r\n\r\n');
      if (end < 0) {
        if (this.#rest.length > maxHead) throw new SipSyntaxError(`no end of headers within ${maxHead} bytes`);
        return messages;
      }
      const message = parseHead(this.#rest.toString('utf8', 0, end));
      const length = contentLength(message) ?? 0;
      if (length > maxBody) throw new SipSyntaxError(`a body of ${length} bytes is too large`);
      const start = end + 4;
      if (this.#rest.length < start + length) return messages;
      messages.push({ ...message, body: this.#rest.toString('utf8', start, start + length) });
      this.#rest = this.#rest.subarray(start + length);
    }
  }

  #skipEmptyLines(): void {
    let at = 0;
    while (this.#rest[at] === 13 && this.#rest[at + 1] === 10) at += 2;
    if (at > 0) this.#rest = this.#rest.subarray(at);
  }
}
