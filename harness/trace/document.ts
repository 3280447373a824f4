import type { TracedRequest } from '../protocol/trace/request.ts';

/** An object in an answer: its id and what was printed of its fields. */
export interface PrintedObject {
  id: string;
  fields: Record<string, string>;
  /** Key of the coSpace that its field names; empty when there is none. */
  space: string;
}

/** What was printed of an answer's document. */
export interface PrintedDocument {
  /** Attribute `total` of a listing; null when it has none. */
  total: number | null;
  objects: PrintedObject[];
  /** Every object of the listing is there, with all that was printed of it. */
  whole: boolean;
}

const element = /<([A-Za-z]\w*)([^<>]*?)(\/?)>+([^<]*)|<\/([A-Za-z]\w*)\s*>/g;

const last = new Map<string, { lines: readonly string[]; elided: boolean; document: PrintedDocument }>();

/**
 * Reads the printed lines of an answer; nothing is concluded from what an elision may have taken away. The same lines for the
 * same path give the same object.
 */
export function readDocument(request: TracedRequest): PrintedDocument {
  const { path, body, elided } = request;
  const known = last.get(path);
  if (known && known.elided === elided && isSame(known.lines, body)) return known.document;
  const document = parse(request);
  if (last.size > 200) last.clear();
  last.set(path, { lines: body, elided, document });
  return document;
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  if (some === others) return true;
  return some.length === others.length && some.every((line, at) => line === others[at]);
}

function parse(request: TracedRequest): PrintedDocument {
  const objects: PrintedObject[] = [];
  let total: number | null = null;
  for (const [, name, attributes = '', , text = ''] of request.body.join(' ').matchAll(element)) {
    if (name === undefined) continue;
    const id = /\bid="([^"]*)"/.exec(attributes)?.[1];
    const count = /\btotal="(\d+)"/.exec(attributes)?.[1];
    if (count !== undefined) total = Number(count);
    else if (id !== undefined) objects.push({ id: idKey(id), fields: {}, space: '' });
    else {
      const object = objects.at(-1);
      if (object) object.fields[name] = plainText(text.trim());
      if (object && name === 'coSpace') object.space = idKey(object.fields.coSpace ?? '');
    }
  }
  const whole = !request.elided && (total === null || objects.length === total);
  return { total, objects, whole };
}

/** An id for comparisons: what copies confuse in hexadecimal digits is the same. */
export function idKey(id: string): string {
  return id.toLowerCase().replace(/[li]/g, '1').replaceAll('o', '0');
}

function plainText(text: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', apos: "'", quot: '"' };
  return text.replace(/&(\w+);/g, (whole, name: string) => named[name] ?? whole);
}
