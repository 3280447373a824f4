import { type Element, integerOf, NotBer, readAll, tags, write, writeInteger } from './ber.ts';
import { type Filter, readFilter } from './filter.ts';

/** Results of operations (RFC 4511 appendix A). */
export const resultCodes = {
  success: 0,
  operationsError: 1,
  protocolError: 2,
  sizeLimitExceeded: 4,
  unavailableCriticalExtension: 12,
  noSuchObject: 32,
  invalidCredentials: 49,
  insufficientAccessRights: 50,
} as const;
export type ResultCode = (typeof resultCodes)[keyof typeof resultCodes];

/** The control of paged results (RFC 2696). */
export const pagedResults = '1.2.840.113556.1.4.319';

export interface SearchRequest {
  base: string;
  scope: 'base' | 'one' | 'subtree';
  sizeLimit: number;
  typesOnly: boolean;
  filter: Filter;
  attributes: string[];
}

export type Operation =
  | { kind: 'bind'; version: number; dn: string; password: string | null }
  | { kind: 'unbind' }
  | { kind: 'search'; request: SearchRequest }
  | { kind: 'abandon' }
  | { kind: 'other'; answer: number };

export interface Message {
  id: number;
  operation: Operation;
  /** The page that is asked for: how many entries, and after which cookie. */
  page: { size: number; cookie: Buffer } | null;
  /** OID of a critical control that isn't that of pages. */
  unknownCritical: string | null;
}

/** An attribute with its values, as an entry has them. */
export type Attribute = readonly [name: string, values: readonly (string | Buffer)[]];

const scopes = ['base', 'one', 'subtree'] as const;

/** Reads a message (RFC 4511 4.1.1). Throws NotBer. */
export function readMessage({ tag, content }: Element): Message {
  if (tag !== tags.sequence) throw new NotBer('a message that is no sequence');
  const [id, operation, controls] = readAll(content);
  if (!id || !operation) throw new NotBer('a message without number or operation');
  const known = controls?.tag === 0xa0 ? readAll(controls.content).map(readControl) : [];
  const paged = known.find(({ type }) => type === pagedResults);
  return {
    id: integerOf(id),
    operation: readOperation(operation),
    page: paged ? readPage(paged.value) : null,
    unknownCritical: known.find(({ type, critical }) => critical && type !== pagedResults)?.type ?? null,
  };
}

/** The end of an operation; `tag` is that of its answer. */
export function writeResult(
  id: number,
  tag: number,
  result: { code: ResultCode; matched?: string; message?: string; cookie?: Buffer | null },
): Buffer {
  const { code, matched = '', message = '', cookie } = result;
  const control =
    cookie === undefined || cookie === null
      ? []
      : [
          write(
            0xa0,
            write(
              tags.sequence,
              write(tags.octets, pagedResults),
              write(tags.octets, write(tags.sequence, writeInteger(0), write(tags.octets, cookie))),
            ),
          ),
        ];
  return write(
    tags.sequence,
    writeInteger(id),
    write(tag, writeInteger(code, tags.enumerated), write(tags.octets, matched), write(tags.octets, message)),
    ...control,
  );
}

/** An entry that was found. */
export function writeEntry(id: number, dn: string, attributes: readonly Attribute[]): Buffer {
  const list = attributes.map(([name, values]) =>
    write(
      tags.sequence,
      write(tags.octets, name),
      write(tags.set, ...values.map((value) => write(tags.octets, value))),
    ),
  );
  return write(tags.sequence, writeInteger(id), write(0x64, write(tags.octets, dn), write(tags.sequence, ...list)));
}

export const answerTags = { bind: 0x61, search: 0x65 } as const;

function readOperation({ tag, content }: Element): Operation {
  switch (tag) {
    case 0x60: {
      const [version, name, authentication] = readAll(content);
      if (!version || !name || !authentication) throw new NotBer('a bind without version, name or authentication');
      const simple = authentication.tag === 0x80 ? authentication.content.toString('utf8') : null;
      return { kind: 'bind', version: integerOf(version), dn: name.content.toString('utf8'), password: simple };
    }
    case 0x42:
      return { kind: 'unbind' };
    case 0x63:
      return { kind: 'search', request: readSearch(content) };
    case 0x50:
      return { kind: 'abandon' };
    default:
      // the answer to an application tag is mostly the next one; that of an extended request is too
      return { kind: 'other', answer: 0x60 | ((tag & 0x1f) + 1) };
  }
}

function readSearch(content: Buffer): SearchRequest {
  const [base, scope, , sizeLimit, , typesOnly, filter, attributes] = readAll(content);
  if (!base || !scope || !sizeLimit || !typesOnly || !filter || !attributes)
    throw new NotBer('a search that lacks a part');
  const kind = scopes[integerOf(scope)];
  if (!kind) throw new NotBer('a search of an unknown scope');
  return {
    base: base.content.toString('utf8'),
    scope: kind,
    sizeLimit: integerOf(sizeLimit),
    typesOnly: typesOnly.content[0] !== 0,
    filter: readFilter(filter),
    attributes: readAll(attributes.content).map(({ content: name }) => name.toString('utf8')),
  };
}

function readControl({ content }: Element): { type: string; critical: boolean; value: Buffer } {
  const [type, ...rest] = readAll(content);
  if (!type) throw new NotBer('a control without type');
  const critical = rest.find(({ tag }) => tag === tags.boolean);
  const value = rest.find(({ tag }) => tag === tags.octets);
  return {
    type: type.content.toString('utf8'),
    critical: critical !== undefined && critical.content[0] !== 0,
    value: value?.content ?? Buffer.alloc(0),
  };
}

function readPage(value: Buffer): { size: number; cookie: Buffer } {
  const [sequence] = readAll(value);
  const [size, cookie] = readAll(sequence?.content ?? Buffer.alloc(0));
  if (!size || !cookie) throw new NotBer('paged results without size or cookie');
  return { size: integerOf(size), cookie: cookie.content };
}
