import { createHmac, randomBytes } from 'node:crypto';
import type { Exchange } from '../protocol/exchange.ts';

const names = 'passcode|secret|password|sharedSecret|jwt|idToken|authToken';
const secretField = new RegExp(`^(${names}|authorization|x-cisco-cms-auth-token)$`, 'i');
const privateKey = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?(-----END \1-----|$)/g;
const xmlField = new RegExp(`<(${names})>([^<]*)</\\1>`, 'gi');
const formField = new RegExp(`(?<![A-Za-z0-9])(${names})=([^&\\s]*)`, 'gi');
const jsonField = new RegExp(`"(${names})"(\\s*:\\s*)"((?:[^"\\\\]|\\\\.)*)"`, 'gi');
const token = 'redacted:[0-9a-f]{12}';
const isToken = new RegExp(`^${token}$`);

/**
 * Takes secrets out of everything that is kept. A secret becomes `redacted:<tag>`; equal secrets get equal tags within one
 * run, so that a judge can still tell whether one changed, and the key of the tags is never stored.
 */
export class Redactor {
  readonly #key = randomBytes(32);
  /** Each spelling of a known secret with its stand-in. */
  readonly #known = new Map<string, string>();
  #pattern: RegExp | null = null;

  /** Makes this value disappear wherever it occurs; values under four characters only disappear as field values. */
  know(secret: string): void {
    if (secret.length < 4) return;
    for (const spelling of spellings(secret)) this.#known.set(spelling, this.token(secret));
    // The longest first: of a secret that holds another one no rest may stay. Tokens are passed over.
    const longestFirst = [...this.#known.keys()]
      .sort((a, b) => b.length - a.length)
      .map((spelling) => RegExp.escape(spelling));
    this.#pattern = new RegExp([token, ...longestFirst].join('|'), 'g');
  }

  /** The stand-in of a secret value; the empty value stays empty, and one that was masked by somebody else stays masked. */
  token(value: string): string {
    if (/^\**$/.test(value) || isToken.test(value)) return value;
    return `redacted:${createHmac('sha256', this.#key).update(value).digest('hex').slice(0, 12)}`;
  }

  /** Text with known secrets, secret form, XML and JSON fields, and private keys replaced. */
  text(text: string): string {
    const clean = text
      .replace(privateKey, '[private key]')
      .replace(xmlField, (_all, name, value) => `<${name}>${this.token(unescapeXml(value))}</${name}>`)
      .replace(jsonField, (_all, name, colon, value) => `"${name}"${colon}"${this.token(unescapeJson(value))}"`)
      .replace(formField, (_all, name, value) => `${name}=${this.token(decodeForm(value))}`);
    return this.#pattern ? clean.replace(this.#pattern, (found) => this.#known.get(found) ?? found) : clean;
  }

  /** A JSON value with every string in it redacted; what stands below a secret's name becomes tokens. */
  value<T>(value: T): T {
    return this.#value(value, false) as T;
  }

  /** An exchange fit to be kept. */
  exchange(exchange: Exchange): Exchange {
    return this.value(exchange);
  }

  #value(value: unknown, secret: boolean): unknown {
    if (typeof value === 'string') return secret ? this.token(value) : this.text(value);
    if (typeof value === 'number') return secret ? this.token(String(value)) : value;
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) {
      const pairs = value.length > 0 && value.every(isPair);
      return value.map((item) =>
        pairs ? [this.text(item[0]), this.#value(item[1], secretField.test(item[0]))] : this.#value(item, secret),
      );
    }
    // an XML element or a named value: its name says whether what it holds is secret
    const named = 'name' in value && typeof value.name === 'string' && secretField.test(value.name);
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        this.text(key),
        this.#value(item, secret || secretField.test(key) || (named && (key === 'text' || key === 'value'))),
      ]),
    );
  }
}

function isPair(item: unknown): item is [string, string] {
  return Array.isArray(item) && item.length === 2 && item.every((part) => typeof part === 'string');
}

/** The forms in which a secret travels. */
function spellings(secret: string): Set<string> {
  const xml = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return new Set([
    secret,
    new URLSearchParams([['', secret]]).toString().slice(1),
    encodeURIComponent(secret),
    xml,
    xml.replaceAll('"', '&quot;'),
    xml.replaceAll('"', '&quot;').replaceAll("'", '&apos;'),
    JSON.stringify(secret).slice(1, -1),
  ]);
}

function decodeForm(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return value;
  }
}

function unescapeXml(value: string): string {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return value.replace(/&(amp|lt|gt|quot|apos);/g, (_all, name) => entities[name] as string);
}

function unescapeJson(value: string): string {
  try {
    return JSON.parse(`"${value}"`) as string;
  } catch {
    return value;
  }
}
