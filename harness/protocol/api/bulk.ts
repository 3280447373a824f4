/** States of a bulk sync (CMS 2.0 API reference, "Bulk creation of coSpaces"). */
export const syncStatuses = [
  'pending',
  'running',
  'complete',
  'failedCoSpaceUriConflict',
  'failedCallIdConflict',
  'failedIndexRangeInvalid',
  'failedIndexRangeTooGreat',
  'failedNoSuchParameterSet',
  'failed',
] as const;
export type SyncStatus = (typeof syncStatuses)[number];

/** A part of a bulk-made space that a mapping makes. */
export type MappedPart = 'name' | 'uri' | 'callId';

/** A mapping that was understood: literal text with its escapes undone, and the index in between when it has a place there. */
export interface Mapping {
  before: string;
  hasIndex: boolean;
  after: string;
}

const marker = '$index$';

/**
 * Reads a mapping (CMS 2.0 API reference, "Bulk creation of coSpaces"): text in which `\\` and `\$` stand for `\` and `$`, with
 * at most one `$index$`; that of a URI has no `@`. Returns null for any other use of `$` or `\`.
 */
export function parseMapping(text: string, part: MappedPart): Mapping | null {
  if (part === 'uri' && text.includes('@')) return null;
  const mapping: Mapping = { before: '', hasIndex: false, after: '' };
  for (let at = 0; at < text.length; ) {
    let literal = text[at] ?? '';
    let length = 1;
    if (literal === '\\') {
      literal = text[at + 1] ?? '';
      if (literal !== '\\' && literal !== '$') return null;
      length = 2;
    } else if (literal === '$') {
      if (mapping.hasIndex || !text.startsWith(marker, at)) return null;
      mapping.hasIndex = true;
      literal = '';
      length = marker.length;
    }
    mapping[mapping.hasIndex ? 'after' : 'before'] += literal;
    at += length;
  }
  return mapping;
}

/** What a mapping makes of an index, which is written in decimal digits. */
export function expandMapping({ before, hasIndex, after }: Mapping, index: number): string {
  return hasIndex ? `${before}${index}${after}` : before;
}

/** A mapping that makes this text, whatever is in it, with the index behind it when it is asked for. */
export function literalMapping(text: string, withIndex: boolean): string {
  return `${text.replace(/[\\$]/g, '\\$&')}${withIndex ? marker : ''}`;
}
