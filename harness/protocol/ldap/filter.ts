import { type Element, NotBer, readAll } from './ber.ts';

/** A search filter (RFC 4511 4.5.1.7). What isn't known is undefined, and matches nothing. */
export type Filter =
  | { kind: 'and' | 'or'; parts: Filter[] }
  | { kind: 'not'; part: Filter }
  | { kind: 'equal' | 'atLeast' | 'atMost'; attribute: string; value: string }
  | { kind: 'present'; attribute: string }
  | { kind: 'substrings'; attribute: string; initial: string; any: string[]; final: string }
  | { kind: 'undefined' };

/** Values of an attribute, whose name may be written in any case. */
export type AttributeValues = (name: string) => readonly string[];

const constructed = 0x20;
const context = 0x80;

/** Reads a filter. Throws NotBer. */
export function readFilter({ tag, content }: Element): Filter {
  switch (tag) {
    case context | constructed | 0:
    case context | constructed | 1:
      return { kind: tag === (context | constructed) ? 'and' : 'or', parts: readAll(content).map(readFilter) };
    case context | constructed | 2:
      return { kind: 'not', part: readFilter(only(content)) };
    case context | constructed | 3:
    // an approximate match is taken for an equal one
    case context | constructed | 8:
      return { kind: 'equal', ...assertion(content) };
    case context | constructed | 5:
      return { kind: 'atLeast', ...assertion(content) };
    case context | constructed | 6:
      return { kind: 'atMost', ...assertion(content) };
    case context | 7:
      return { kind: 'present', attribute: content.toString('utf8') };
    case context | constructed | 4:
      return substrings(content);
    default:
      return { kind: 'undefined' };
  }
}

/** Whether an entry matches: as caseIgnoreMatch does; numbers are ordered as numbers. */
export function matches(filter: Filter, values: AttributeValues): boolean {
  return truth(filter, values) === true;
}

function truth(filter: Filter, values: AttributeValues): boolean | null {
  switch (filter.kind) {
    case 'and': {
      const all = filter.parts.map((part) => truth(part, values));
      return all.includes(false) ? false : all.includes(null) ? null : true;
    }
    case 'or': {
      const all = filter.parts.map((part) => truth(part, values));
      return all.includes(true) ? true : all.includes(null) ? null : false;
    }
    case 'not': {
      const inner = truth(filter.part, values);
      return inner === null ? null : !inner;
    }
    case 'present':
      return values(filter.attribute).length > 0;
    case 'equal':
      return values(filter.attribute).some((value) => folded(value) === folded(filter.value));
    case 'atLeast':
      return values(filter.attribute).some((value) => order(value, filter.value) >= 0);
    case 'atMost':
      return values(filter.attribute).some((value) => order(value, filter.value) <= 0);
    case 'substrings':
      return values(filter.attribute).some((value) => hasParts(folded(value), filter));
    case 'undefined':
      return null;
  }
}

function hasParts(value: string, { initial, any, final }: Filter & { kind: 'substrings' }): boolean {
  if (!value.startsWith(folded(initial))) return false;
  let at = initial.length;
  for (const part of any.map(folded)) {
    const found = value.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return value.length - final.length >= at && value.endsWith(folded(final));
}

function folded(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

function order(one: string, other: string): number {
  const numbers = /^-?\d+$/.test(one) && /^-?\d+$/.test(other);
  if (numbers) return Number(one) - Number(other);
  return folded(one) < folded(other) ? -1 : folded(one) > folded(other) ? 1 : 0;
}

function assertion(content: Buffer): { attribute: string; value: string } {
  const [attribute, value] = readAll(content);
  if (!attribute || !value) throw new NotBer('an assertion without attribute or value');
  return { attribute: attribute.content.toString('utf8'), value: value.content.toString('utf8') };
}

function substrings(content: Buffer): Filter {
  const [attribute, sequence] = readAll(content);
  if (!attribute || !sequence) throw new NotBer('a substring filter without attribute or parts');
  const parts = readAll(sequence.content).map(({ tag, content: text }) => ({
    tag: tag & 0x1f,
    text: text.toString('utf8'),
  }));
  const of = (tag: number) => parts.filter((part) => part.tag === tag).map(({ text }) => text);
  const [initial = ''] = of(0);
  const [final = ''] = of(2);
  return { kind: 'substrings', attribute: attribute.content.toString('utf8'), initial, any: of(1), final };
}

function only(content: Buffer): Element {
  const [element] = readAll(content);
  if (!element) throw new NotBer('a negation of nothing');
  return element;
}
