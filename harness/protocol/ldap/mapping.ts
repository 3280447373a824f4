/** A piece of a mapping: literal text, or a field of the entry with what is replaced in its value. */
export type MappingPart =
  | { kind: 'text'; text: string }
  | { kind: 'field'; field: string; substitution: Substitution | null };

/** `'/pattern/replacement/'`: every match of the regular expression is replaced; `\1` stands for its first group. */
export interface Substitution {
  pattern: string;
  replacement: string;
}

/** Values of an entry's fields, whose names are in lower case. */
export type EntryFields = Readonly<Record<string, readonly string[]>>;

const fieldName = /^[A-Za-z][A-Za-z0-9;-]*$/;
const substitution = /^'\/((?:[^/\\]|\\.)*)\/((?:[^/\\]|\\.)*)\/'$/s;

/**
 * Reads a mapping such as `$sAMAccountName$@example.test` (CMS API reference, "LDAP field mappings"): text without `$`, and
 * field names between two `$`. A field may have a substitution, `$mail|'/@.*$//'$`, as later guides have it (inferred). Null
 * when the text is none.
 */
export function parseMapping(text: string): MappingPart[] | null {
  const parts: MappingPart[] = [];
  let rest = text;
  while (rest !== '') {
    const start = rest.indexOf('$');
    if (start < 0) {
      parts.push({ kind: 'text', text: rest });
      break;
    }
    if (start > 0) parts.push({ kind: 'text', text: rest.slice(0, start) });
    const inner = rest.slice(start + 1);
    const bar = inner.indexOf("|'");
    const dollar = inner.indexOf('$');
    const substitutes = bar >= 0 && bar < dollar;
    const end = substitutes ? endOfSubstitution(inner, bar) : dollar;
    if (end < 0) return null;
    const part = readField(inner.slice(0, end), substitutes ? bar : null);
    if (!part) return null;
    parts.push(part);
    rest = inner.slice(end + 1);
  }
  return parts;
}

/** The text of a mapping; the opposite of `parseMapping`. */
export function printMapping(parts: readonly MappingPart[]): string {
  return parts
    .map((part) => {
      if (part.kind === 'text') return part.text;
      const { field, substitution: replaced } = part;
      return replaced ? `$${field}|'/${replaced.pattern}/${replaced.replacement}/'$` : `$${field}$`;
    })
    .join('');
}

/** What a mapping makes of an entry: the first value of each field, nothing for one that the entry hasn't. */
export function expandMapping(parts: readonly MappingPart[], entry: EntryFields): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : fieldValue(part, entry))).join('');
}

/** Names of the fields that a mapping reads, in lower case. */
export function fieldsOf(parts: readonly MappingPart[]): string[] {
  return parts.flatMap((part) => (part.kind === 'field' ? [part.field.toLowerCase()] : []));
}

function fieldValue({ field, substitution: replaced }: MappingPart & { kind: 'field' }, entry: EntryFields): string {
  const [value = ''] = entry[field.toLowerCase()] ?? [];
  if (!replaced) return value;
  const replacement = replaced.replacement.replace(/\\(.)/gs, (_all, next: string) =>
    /\d/.test(next) ? `\u0000${next}` : next,
  );
  return value.replace(expression(replaced.pattern), (match, ...groups: unknown[]) =>
    replacement.replace(/\0(\d)/g, (_all, digit: string) =>
      digit === '0' ? match : String(typeof groups[Number(digit) - 1] === 'string' ? groups[Number(digit) - 1] : ''),
    ),
  );
}

/** Where the `$` is that ends a field with a substitution; `-1` when there is none. */
function endOfSubstitution(inner: string, bar: number): number {
  const close = inner.indexOf("/'$", bar + 2);
  return close < 0 ? -1 : close + 2;
}

function readField(inner: string, bar: number | null): MappingPart | null {
  const field = bar === null ? inner : inner.slice(0, bar);
  if (!fieldName.test(field)) return null;
  if (bar === null) return { kind: 'field', field, substitution: null };
  const [, pattern, replacement] = substitution.exec(inner.slice(bar + 1)) ?? [];
  if (pattern === undefined || replacement === undefined || !isExpression(pattern)) return null;
  return { kind: 'field', field, substitution: { pattern, replacement } };
}

function isExpression(pattern: string): boolean {
  try {
    expression(pattern);
    return true;
  } catch {
    return false;
  }
}

function expression(pattern: string): RegExp {
  return new RegExp(pattern, 'g');
}
