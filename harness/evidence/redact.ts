import { createHmac, randomBytes } from 'node:crypto';
import type { Exchange } from '../protocol/exchange.ts';

const secretField = /^(passcode|secret|password|sharedSecret)$/i;

/**
 * Takes secrets out of everything that is kept. A secret becomes `redacted:<tag>`; equal secrets get equal tags within one
 * run, so that a judge can still tell whether one changed, and the key of the tags is never stored.
 */
export class Redactor {
  readonly #key = randomBytes(32);
  readonly #known = new Set<string>();

  /** Makes this value disappear wherever it occurs; values under four characters only disappear as field values. */
  know(secret: string): void {
    if (secret.length >= 4) this.#known.add(secret);
  }

  /** The stand-in of a secret value; the empty value stays empty. */
  token(value: string): string {
    if (value === '' || value.startsWith('redacted:')) return value;
    return `redacted:${createHmac('sha256', this.#key).update(value).digest('hex').slice(0, 12)}`;
  }

  /** Text with known secrets, secret form and XML fields, and private keys replaced. */
  text(text: string): string {
    let clean = text
      .replace(/-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?-----END \1-----/g, '[private key]')
      .replace(/<(passcode|secret|password|sharedSecret)>([^<]*)<\/\1>/gi, (_all, name, value) => `<${name}>${this.token(value)}</${name}>`)
      .replace(/(^|[&?\s])(passcode|secret|password|sharedSecret)=([^&\s*]*)/gi, (_all, before, name, value) => `${before}${name}=${this.token(value)}`);
    for (const secret of this.#known) clean = clean.replaceAll(secret, this.token(secret));
    return clean;
  }

  /** A JSON value with every string in it redacted; strings under a secret's name become tokens. */
  value<T>(value: T, field = ''): T {
    if (typeof value === 'string') return (secretField.test(field) ? this.token(value) : this.text(value)) as T;
    if (Array.isArray(value)) return value.map((item) => this.value(item, field)) as T;
    if (value !== null && typeof value === 'object') {
      const named = value as { name?: unknown; text?: unknown };
      // an XML tree: the element's name says whether its text is secret
      if (typeof named.name === 'string' && secretField.test(named.name) && typeof named.text === 'string') {
        return { ...named, text: this.token(named.text) } as T;
      }
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.value(item, key)])) as T;
    }
    return value;
  }

  /** An exchange fit to be kept. */
  exchange(exchange: Exchange): Exchange {
    return this.value(exchange);
  }
}
